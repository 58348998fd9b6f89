//! `image-alt`: the name of a file says nothing to those who do not see the picture (WCAG 2.2, 1.1.1).

use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::{Span, Text};

pub fn check(desk: &mut Desk, span: &Span, path: &Text, alternative: &Text) {
    let (path, words) = (path.plain(), alternative.plain());
    if let Some(message) = undescriptive(&path, &words) {
        desk.push(
            Diagnostic::error("image-alt", alternative.span().unwrap_or(span).clone(), message)
                .hint(format!("say what it shows to those who do not see it: ![…]({path})")),
        );
    }
}

/// What is wrong with words that describe no picture; where there are none at all, `load` asked for them.
pub fn undescriptive(path: &str, words: &str) -> Option<&'static str> {
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    match words.trim() {
        "" => None,
        words if words == file || words == stem || words == path => {
            Some("the name of a file describes no picture")
        }
        words if !words.chars().any(char::is_alphanumeric) => Some("this picture is described without words"),
        _ => None,
    }
}
