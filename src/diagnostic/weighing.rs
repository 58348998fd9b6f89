//! What a house makes of the findings: it weighs a rule as an error, as a warning or not at all, and a note may waive a
//! finding with a reason. A waived finding stays in the reports for programs, and stops nothing.

use super::{Diagnostic, Severity, has_errors};
use crate::choice;
use crate::model::Span;
use std::collections::BTreeMap;
use std::ops::Range;

choice! {
    /// How a house weighs a rule.
    pub enum Weight {
        Error = "error",
        Warning = "warning",
        Off = "off",
    }
}

/// A finding that a note is allowed.
#[derive(Clone, Debug)]
pub struct Waiver {
    pub rule: String,
    /// Where it may stand: a file by its path below the project root, and the bytes of it; `None` for anywhere.
    pub place: Option<(String, Range<usize>)>,
    pub reason: String,
    /// Where the waiver itself stands.
    pub span: Span,
}

impl Waiver {
    fn covers(&self, finding: &Diagnostic) -> bool {
        let at_place = self.place.as_ref().is_none_or(|(path, range)| {
            finding.span.as_ref().is_some_and(|span| span.file.path == *path && range.contains(&span.start))
        });
        self.rule == finding.code && at_place
    }
}

/// Adjustable rules whose findings only the set pages show: whether a waiver of one is idle is not known before.
const FOUND_BY_SETTING: [&str; 4] = ["blank-pages", "low-contrast", "preflight", "uninked-color"];

/// The findings as the house weighs them, and `idle-waiver` for each waiver that none of them needed. Where a note has
/// errors that no house may weigh, rules may not have been asked that would need the waiver: none is called idle.
pub fn weigh(
    found: Vec<Diagnostic>,
    weights: &BTreeMap<String, Weight>,
    waivers: &[Waiver],
) -> Vec<Diagnostic> {
    let asked = !has_errors(&found);
    let (mut weighed, used) = settle(found, weights, waivers);
    let idle = waivers
        .iter()
        .zip(used)
        .filter(|(waiver, used)| asked && !used && !FOUND_BY_SETTING.contains(&waiver.rule.as_str()));
    weighed.extend(idle.map(|(waiver, _)| {
        let message = format!("nothing here needs the waiver of '{}'", waiver.rule);
        Diagnostic::warning("idle-waiver", waiver.span.clone(), message)
            .hint("remove it, or name the place that needs it")
    }));
    weighed
}

/// The findings as the house weighs them, and whether each waiver was needed.
pub fn settle(
    found: Vec<Diagnostic>,
    weights: &BTreeMap<String, Weight>,
    waivers: &[Waiver],
) -> (Vec<Diagnostic>, Vec<bool>) {
    let mut used = vec![false; waivers.len()];
    let mut weighed = Vec::with_capacity(found.len());
    for mut finding in found {
        match weights.get(finding.code) {
            Some(Weight::Off) => continue,
            Some(Weight::Error) => finding.severity = Severity::Error,
            Some(Weight::Warning) => finding.severity = Severity::Warning,
            None => {}
        }
        for (waiver, used) in waivers.iter().zip(&mut used) {
            if waiver.covers(&finding) {
                *used = true;
                finding.waived.get_or_insert_with(|| waiver.reason.clone());
            }
        }
        weighed.push(finding);
    }
    (weighed, used)
}
