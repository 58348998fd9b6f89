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
    let mut found = Vec::new();
    for piece in &reading.text.pieces {
        let filler = piece.text.to_ascii_lowercase().find(FILLER).map(|at| at..at + FILLER.len());
        for range in
            words(&piece.text).filter(|range| WORDS.contains(&&piece.text[range.clone()])).chain(filler)
        {
            let word = &piece.text[range.clone()];
            let message = format!("the placeholder “{word}” would be printed");
            found.push(
                Diagnostic::warning("placeholder", reading.place(piece, range.clone()), message).hint(
                    "write what is meant, or remove it; for a speaker, write 'status: tbc' beside the person",
                ),
            );
        }
    }
    found
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
