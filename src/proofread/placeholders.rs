//! `placeholder`: words that were to be replaced before anyone prints them.

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;
use std::ops::Range;

/// Whole words, in capitals as people write them for themselves.
const WORDS: &[&str] = &["FIXME", "TBA", "TBC", "TBD", "TODO", "XXX", "XXXX", "XXXXX", "XXXXXX"];

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
    let found =
        left.chain(filler).chain(gaps(reading, &plain)).chain(figures(reading, &plain)).map(|range| {
            let word = plain.get(range.clone()).unwrap_or_default();
            let message = format!("the placeholder “{word}” would be printed");
            Diagnostic::warning("placeholder", reading.place_in_text(range), message).hint(
                "write what is meant, or remove it; for a speaker, write 'status: tbc' beside the person",
            )
        });
    found.collect()
}

/// Whether a word is a placeholder.
pub fn is_one(word: &str) -> bool {
    WORDS.contains(&word)
}

/// Square brackets that wait for words, "[à compléter]", and question marks that do, "???".
fn gaps(reading: &Reading, plain: &str) -> Vec<Range<usize>> {
    let known = reading.terms.reader.as_ref().map_or(&[][..], |reader| &reader.gaps);
    let brackets = plain.match_indices('[').filter_map(|(at, _)| {
        let end = at + plain.get(at..)?.find(']')? + 1;
        let words = plain.get(at + 1..end - 1)?.replace('\u{A0}', " ").to_lowercase();
        let words = words.trim().trim_end_matches(['…', '.', ' ']);
        known.iter().any(|gap| gap == words).then_some(at..end)
    });
    let marks = plain.match_indices('?').filter_map(|(at, _)| {
        let tail = plain.get(at..)?;
        // Copy-editing may have set a space before each mark.
        let end = tail.trim_start_matches(['?', '\u{A0}', '\u{202F}']);
        let run = plain.get(at..at + tail.len() - end.len())?;
        let begins = !plain.get(..at)?.trim_end_matches(['\u{A0}', '\u{202F}']).ends_with('?');
        (begins && run.matches('?').count() >= 3).then_some(at..at + run.trim_end().len())
    });
    brackets.chain(marks).collect()
}

/// "XX mai", "XX:XX": figures that are not known yet. XX alone is a number of Rome's.
fn figures(reading: &Reading, plain: &str) -> Vec<Range<usize>> {
    let months = &reading.terms.calendar.months;
    let found = plain.match_indices("XX").filter_map(|(at, word)| {
        let (before, after) = (plain.get(..at)?, plain.get(at + word.len()..)?);
        if before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric) {
            return None;
        }
        let next = after.trim_start_matches([' ', '\u{A0}']);
        let waits = months.iter().any(|month| next.starts_with(month.as_str()))
            || [":XX", "/XX", ".XX"].iter().any(|tail| after.starts_with(tail));
        waits.then_some(at..at + word.len())
    });
    found.collect()
}

/// The places of the words of a text.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive(|ch: char| !ch.is_alphanumeric()).map(move |part| {
        let word = part.trim_end_matches(|ch: char| !ch.is_alphanumeric());
        let range = start..start + word.len();
        start += part.len();
        range
    })
}
