//! `placeholder`: words that were to be replaced before anyone prints them.

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;

/// Whole words, in capitals as people write them for themselves.
const WORDS: &[&str] = &["FIXME", "TBA", "TBC", "TBD", "TODO", "XXX", "XXXX", "XXXXX"];

/// The filler of typesetters since the sixteenth century, in any letters.
const FILLER: &str = "lorem ipsum";

pub fn left(reading: &Reading) -> Vec<Diagnostic> {
    if reading.voice == Voice::Verbatim {
        return Vec::new();
    }
    let plain = reading.text.plain();
    let filler = plain.to_ascii_lowercase().find(FILLER).map(|at| at..at + FILLER.len());
    let left =
        words(&plain).filter(|range| plain.get(range.clone()).is_some_and(|word| WORDS.contains(&word)));
    let found = left.chain(filler).map(|range| {
        let word = plain.get(range.clone()).unwrap_or_default();
        let message = format!("the placeholder “{word}” would be printed");
        Diagnostic::warning("placeholder", reading.place_in_text(range), message)
            .hint("write what is meant, or remove it; for a speaker, write 'status: tbc' beside the person")
    });
    found.collect()
}

/// The places of the words of a text.
fn words(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut start = 0;
    text.split_inclusive(|ch: char| !ch.is_alphanumeric()).map(move |part| {
        let word = part.trim_end_matches(|ch: char| !ch.is_alphanumeric());
        let range = start..start + word.len();
        start += part.len();
        range
    })
}
