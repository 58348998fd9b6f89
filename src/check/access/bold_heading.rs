//! `bold-heading`: a paragraph that is all bold looks like a heading, and is none to a screen reader (WCAG 2.2, 1.3.1).

use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::{Inline, Span, plain};

/// How many characters a heading has at the most; what is longer is a paragraph that was stressed as a whole.
const LONGEST: usize = 50;

pub fn check(desk: &mut Desk, span: &Span, content: &[Inline]) {
    if !matches!(content, [Inline::Strong(_)]) {
        return;
    }
    let words = plain(content);
    let hint = match words.trim() {
        words if words.chars().count() < LONGEST => {
            format!("write '### {words}' if it is one, else leave some of the words plain")
        }
        _ => "write '### ' before a heading, or leave some of the words plain".to_owned(),
    };
    let message = "this paragraph is bold from end to end, as if it were a heading";
    desk.push(Diagnostic::warning("bold-heading", span.clone(), message).hint(hint));
}
