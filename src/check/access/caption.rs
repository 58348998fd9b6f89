//! `repeated-caption`: a picture is described by other words than its caption, which is read out beside them (W3C, Images
//! Tutorial, "Informative images").

use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::Text;

pub fn check(desk: &mut Desk, alternative: &Text, caption: &Text) {
    let words = |text: &Text| {
        let plain = text.plain().to_lowercase();
        plain
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    if words(alternative).is_empty() || words(alternative) != words(caption) {
        return;
    }
    let message = "the description of this picture repeats its caption, and would be heard twice";
    desk.push(
        Diagnostic::warning("repeated-caption", alternative.span().cloned(), message)
            .hint("say in the square brackets what the picture shows, in the caption what it means"),
    );
}
