//! `parted-word`: a word that the lines of a PDF had parted, and that kept its hyphen and a space ("vice- présidente").

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;

pub fn words(reading: &Reading) -> Vec<Diagnostic> {
    if reading.voice == Voice::Verbatim {
        return Vec::new();
    }
    let plain = reading.text.plain();
    let hyphens = plain.match_indices("- ").filter_map(|(at, _)| {
        let (before, after) = (plain.get(..at)?, plain.get(at + 2..)?);
        let is_part = |letter: Option<char>| letter.is_some_and(char::is_lowercase);
        if !is_part(before.chars().next_back()) || !is_part(after.chars().next()) {
            return None;
        }
        let head = before.rsplit(|ch: char| !ch.is_alphabetic()).next()?;
        let tail = after.split(|ch: char| !ch.is_alphabetic()).next()?;
        // "pré- et post-scolaire": the hyphen stands for the rest of the word.
        let suspends = reading.terms.grammar.conjunctions.iter().any(|word| word == tail);
        (!suspends).then_some((at - head.len()..at + 2 + tail.len(), head, tail))
    });
    let found = hyphens.map(|(range, head, tail)| {
        let message = format!("a hyphen parts the word “{head}- {tail}”");
        Diagnostic::warning("parted-word", reading.place_in_text(range), message)
            .hint(format!("write “{head}-{tail}” if the word has a hyphen, else “{head}{tail}”"))
    });
    found.collect()
}
