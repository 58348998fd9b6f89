//! One slip, one finding: where the form of the prose is in doubt, the languages are not said to differ as well.

use crate::diagnostic::{self, Diagnostic};
use crate::model::{Source, Span, Text};
use std::collections::BTreeSet;

/// Takes back what was found from `told` on about sections and blocks that do not pair up, where a finding on the form of
/// one of the files may be the reason.
pub fn withdraw(found: &mut Vec<Diagnostic>, told: usize, source: &Source) {
    let sections = source.prose.values().any(|prose| prose.doubts.sections);
    let doubtful: Vec<String> = source
        .prose
        .values()
        .flat_map(|prose| prose.doubts.blocks.iter().filter_map(|place| section(source, place)))
        .collect();
    let doubtful = |finding: &Diagnostic| match finding.code {
        "misaligned-sections" => sections,
        "misaligned-blocks" => {
            let place = finding.span.as_ref().and_then(|span| section(source, span));
            place.is_some_and(|id| doubtful.contains(&id))
        }
        _ => false,
    };
    diagnostic::withdraw(found, told, doubtful);
    raise(found, told, source);
}

/// Where only a warning is the reason, the error stays: it is told at the warning's place, with its mend, once.
fn raise(found: &mut Vec<Diagnostic>, told: usize, source: &Source) {
    let warned: Vec<(String, &Diagnostic)> = source
        .prose
        .values()
        .flat_map(|prose| &prose.doubts.warned)
        .filter(|(_, warning)| !is_dress(warning))
        .filter_map(|(place, warning)| Some((section(source, place)?, warning)))
        .collect();
    let mut raised = BTreeSet::new();
    let fresh = found.split_off(told.min(found.len()));
    for finding in fresh {
        let place = finding.span.as_ref().filter(|_| finding.code == "misaligned-blocks");
        let id = place.and_then(|span| section(source, span));
        let reason = warned.iter().find(|(section, _)| Some(section) == id.as_ref());
        let (Some((id, warning)), Some(there)) = (reason, &finding.span) else {
            found.push(finding);
            continue;
        };
        if raised.insert(id.clone()) {
            let message = format!("{}, and so the languages differ", warning.message);
            let error = Diagnostic::error("misaligned-blocks", warning.span.clone(), message);
            let hint = warning.hint.clone().unwrap_or_default();
            found.push(error.related(there.clone(), finding.message.clone()).hint(hint));
        }
    }
}

/// Whether a warning is of signs within words, after which the blocks are those that were meant. "[1]" is a footnote missed.
fn is_dress(warning: &Diagnostic) -> bool {
    let Some(span) = &warning.span else { return true };
    let before = span.file.text.get(..span.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let begins = line.trim_matches([' ', '\t', '>']).is_empty();
    ["**", "__"].contains(&span.text()) || !begins && !span.text().starts_with('[')
}

/// The id of the section in which a place lies.
fn section(source: &Source, place: &Span) -> Option<String> {
    let prose = source.prose.values().find(|prose| prose.file == place.file)?;
    let section = prose.sections.iter().rev().find(|section| section.span.start <= place.start)?;
    section.id.as_ref().map(Text::plain)
}
