//! `straight-quote`: a quotation mark or an apostrophe that copy-editing could not settle.

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;

pub fn straight(reading: &Reading) -> Vec<Diagnostic> {
    if reading.voice == Voice::Verbatim {
        return Vec::new();
    }
    // Read as a whole: an address may have been cut into pieces by edits.
    let plain = reading.text.plain();
    let marks = plain.match_indices(['"', '\'']);
    let printed = marks.map(|(at, mark)| (at, mark, word_at(&plain, at)));
    let found = printed.filter(|(_, _, word)| !is_address(word)).map(|(at, mark, word)| {
        let name = if mark == "\"" { "quotation mark" } else { "apostrophe or quotation mark" };
        let message = format!("a straight {name} would be printed in “{word}”");
        Diagnostic::warning("straight-quote", reading.place_in_text(at..at + 1), message)
            .hint("write the mark that is meant: an apostrophe ’, a quotation mark, or a prime ′ ″")
    });
    found.collect()
}

/// The word that holds a byte of a text.
fn word_at(text: &str, at: usize) -> &str {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let head = before.rsplit(char::is_whitespace).next().unwrap_or_default().len();
    let tail = after.split(char::is_whitespace).next().unwrap_or_default().len();
    text.get(at - head..at + tail).unwrap_or_default()
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}
