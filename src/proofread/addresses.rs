//! `bare-address`: an address among the words, which nobody can follow; `long-word`: a word that no line can hold.

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;
use std::ops::Range;

/// How many letters a column of the narrowest layout holds, about.
const LONGEST: usize = 40;

/// Addresses in prose that are no links.
pub fn bare(reading: &Reading) -> Vec<Diagnostic> {
    if reading.voice != Voice::Prose {
        return Vec::new();
    }
    let plain = reading.text.plain();
    let addresses = words(&plain, char::is_whitespace).filter_map(|range| {
        let word = plain.get(range.clone())?;
        let start = ["https://", "http://", "www."].iter().filter_map(|head| word.find(head)).min()?;
        // "(https://…)", "«https://…»", "www.www"
        if word[..start].chars().any(char::is_alphanumeric) {
            return None;
        }
        let address = word.get(start..)?.trim_end_matches(|sign: char| ".,;:!?)]»”’'\"…".contains(sign));
        let from = range.start + start;
        address.contains('.').then(|| (from..from + address.len(), address.to_owned()))
    });
    let found = addresses.filter_map(|(range, address)| {
        let place = reading.place_in_text(range)?;
        // Facts are plain words: a link cannot stand there.
        if !place.file.path.ends_with(".md") {
            return None;
        }
        let whole = if address.starts_with("www.") { format!("https://{address}") } else { address };
        let message = "an address stands here as plain words, and readers cannot follow it";
        let hint = format!("write <{whole}> or [words]({whole})");
        Some(Diagnostic::warning("bare-address", place, message).hint(hint))
    });
    found.collect()
}

/// Words without a place to break, longer than a column may be.
pub fn long(reading: &Reading) -> Vec<Diagnostic> {
    if matches!(reading.voice, Voice::Verbatim | Voice::Spoken) {
        return Vec::new();
    }
    let plain = reading.text.plain();
    let parts = words(&plain, char::is_whitespace)
        .filter(|range| range.len() > LONGEST && !is_address(&plain[range.clone()]));
    let long = parts.flat_map(|word| {
        let inner = words(&plain[word.clone()], breaks);
        inner.map(move |range| word.start + range.start..word.start + range.end).collect::<Vec<_>>()
    });
    let found = long.filter_map(|range| {
        let letters = plain.get(range.clone())?.chars().count();
        let message = format!("a word of {letters} letters may run over its column");
        (letters > LONGEST).then(|| {
            Diagnostic::warning("long-word", reading.place_in_text(range), message)
                .hint("part it with a hyphen or a space; if it is an address, make it a link")
        })
    });
    found.collect()
}

/// The places of the parts of a text between signs.
fn words(text: &str, parts: fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive(parts).filter_map(move |part| {
        let (from, end) = (start, start + part.len());
        start = end;
        let sign = part.chars().next_back().filter(|sign| parts(*sign)).map_or(0, char::len_utf8);
        (from < end - sign).then_some(from..end - sign)
    })
}

/// Where a line may end within a word: at hyphens, dashes and strokes, at invisible places, between ideographs.
fn breaks(sign: char) -> bool {
    matches!(sign, '-' | '/' | '\u{AD}' | '\u{200B}' | '\u{2010}' | '\u{2012}'..='\u{2014}')
        || sign >= '\u{2E80}'
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.contains("www.")
}
