//! `straight-quote`: a quotation mark or an apostrophe that copy-editing could not settle.

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;

pub fn straight(reading: &Reading) -> Vec<Diagnostic> {
    if reading.voice == Voice::Verbatim {
        return Vec::new();
    }
    // Words are taken from the whole text: an address may have been cut into pieces by edits.
    let plain = reading.text.plain();
    let mut found = Vec::new();
    let mut offset = 0;
    for piece in &reading.text.pieces {
        for (at, ch) in piece.text.char_indices().filter(|(_, ch)| matches!(ch, '"' | '\'')) {
            let word = word_at(&plain, offset + at);
            if !is_address(word) {
                let name = if ch == '"' { "quotation mark" } else { "apostrophe or quotation mark" };
                let message = format!("a straight {name} would be printed in “{word}”");
                let span = reading.place(piece, at..at + 1);
                found.push(
                    Diagnostic::warning("straight-quote", span, message).hint(
                        "write the mark that is meant: an apostrophe ’, a quotation mark, or a prime ′ ″",
                    ),
                );
            }
        }
        offset += piece.text.len();
    }
    found
}

/// The word that holds a byte of a text.
fn word_at(text: &str, at: usize) -> &str {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + before[space..].chars().next().map_or(0, char::len_utf8));
    let end = after.find(char::is_whitespace).map_or(text.len(), |space| at + space);
    text.get(start..end).unwrap_or_default()
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}
