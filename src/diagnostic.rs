//! What the press has to say about its sources: a code, a severity, a place, one sentence, one mend.
//!
//! Rooms collect diagnostics in a [`Report`] and never print them; `terminal` alone prints.

pub mod catalogue;
mod keeping;
mod typing;
mod weighing;

use crate::model::Span;
pub use keeping::*;
use serde::Serialize;
pub use typing::*;
pub use weighing::*;

/// How grave a finding is. An error keeps the note's editions from being made; a warning does not,
/// unless the caller denies warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule's stable name in kebab-case, such as `unknown-key`: what waivers and searches refer to.
    pub code: &'static str,
    pub severity: Severity,
    /// Where in the sources; `None` only where no file can be named (a missing folder, a failing disk).
    pub span: Option<Span>,
    /// One terse sentence that says what is wrong, without a final full stop.
    pub message: String,
    /// One sentence that says how to mend it.
    pub hint: Option<String>,
    /// Further places that the finding speaks of, such as the passage of another language.
    pub related: Vec<Related>,
    /// The reason for which the note is allowed this finding, if it is.
    pub waived: Option<String>,
}

/// A further place of a finding, and a few words on what stands there.
#[derive(Clone, Debug)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

impl Diagnostic {
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            span: span.into(),
            message: message.into(),
            hint: None,
            related: Vec::new(),
            waived: None,
        }
    }

    pub fn warning(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// Adds the mend.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a further place, and a few words on what stands there.
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }
}

/// A value and what was found while making it. The value is absent when an error kept it from being made.
#[derive(Clone, Debug)]
pub struct Report<T> {
    pub value: Option<T>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Report<T> {
    /// A value with its findings; the value is withheld if one of them is an error.
    pub fn new(value: Option<T>, diagnostics: Vec<Diagnostic>) -> Self {
        let value = value.filter(|_| !has_errors(&diagnostics));
        Self { value, diagnostics }
    }

    /// Moves the findings into `all` and returns the value.
    pub fn collect(self, all: &mut Vec<Diagnostic>) -> Option<T> {
        all.extend(self.diagnostics);
        self.value
    }
}

/// Whether one of the findings is an error that nothing waives.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|finding| finding.severity == Severity::Error && finding.waived.is_none())
}

/// One slip, one finding: takes back what was found from `told` on at places where an error was told before, and what
/// compares such places, or passages in doubt, with others.
pub fn withdraw_echoes(found: &mut Vec<Diagnostic>, told: usize, doubts: &[Span]) {
    let errors: Vec<Span> = found[..told.min(found.len())]
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| finding.span.clone())
        .collect();
    let meets = |span: &Span, others: &[Span]| {
        others.iter().any(|other| other.file == span.file && other.start < span.end && span.start < other.end)
    };
    let echoes = |finding: &Diagnostic| {
        let own = finding.span.as_ref();
        let compared = finding.related.iter().map(|related| &related.span);
        own.is_some_and(|span| meets(span, &errors))
            || !finding.related.is_empty()
                && own.into_iter().chain(compared).any(|span| meets(span, &errors) || meets(span, doubts))
    };
    withdraw(found, told, echoes);
}

/// One slip, one finding: takes back the warnings of which an error at the same place says what they lead to.
pub fn withdraw_lesser(found: &mut Vec<Diagnostic>) {
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<(Span, String)> =
        errors.filter_map(|finding| Some((finding.span.clone()?, finding.message.clone()))).collect();
    let said = |finding: &Diagnostic| {
        let at = |span: &Span| {
            finding.span.as_ref().is_some_and(|own| own.file == span.file && own.start == span.start)
        };
        errors.iter().any(|(span, message)| at(span) && message.starts_with(&finding.message))
    };
    found.retain(|finding| finding.severity == Severity::Error || !said(finding));
}

/// Takes back what was found from `told` on and is a `doubtful` finding.
pub fn withdraw(found: &mut Vec<Diagnostic>, told: usize, doubtful: impl Fn(&Diagnostic) -> bool) {
    let fresh = found.split_off(told.min(found.len()));
    found.extend(fresh.into_iter().filter(|finding| !doubtful(finding)));
}
