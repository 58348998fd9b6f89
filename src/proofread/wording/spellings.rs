//! `mixed-spelling`: one word, spelled in two ways in one copy: e-mail and email, digitalisation and digitalization.

use super::passages::{Passage, Word, words};
use crate::diagnostic::Diagnostic;
use crate::model::letters::{is_letter, is_letter_or_figure};
use crate::model::{Reader, Span};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// How many letters a word needs to be told from another by its hyphen alone.
const LETTERS: usize = 5;

/// Where a spelling stands first, and how often it does.
struct Uses {
    place: Span,
    order: usize,
    count: usize,
}

pub fn mixed(passages: &[Passage]) -> Vec<Diagnostic> {
    let mut kinds: HashMap<String, BTreeMap<String, Uses>> = HashMap::new();
    let mut order = 0;
    for passage in passages {
        let Some(reader) = &passage.terms.reader else { continue };
        for (range, written) in terms(passage, reader) {
            let Some(key) = key(&written, reader) else { continue };
            if !passage.is_written(range.clone()) {
                continue;
            }
            order += 1;
            let spellings = kinds.entry(key).or_default();
            // Where a spelling stands is looked up for the first of its kind alone.
            match spellings.get_mut(&written) {
                Some(uses) => uses.count += 1,
                None => {
                    let Some(place) = passage.place(range) else { continue };
                    spellings.insert(written, Uses { place, order, count: 1 });
                }
            }
        }
    }
    let found = kinds.into_values().filter(|spellings| spellings.len() > 1).filter_map(|spellings| {
        // The spelling that is used most, else first, is the one that was meant.
        let meant = spellings.iter().max_by_key(|(_, uses)| (uses.count, std::cmp::Reverse(uses.order)))?;
        let (right, uses) = meant;
        let (wrong, other) =
            spellings.iter().filter(|(written, _)| *written != right).min_by_key(|(_, uses)| uses.order)?;
        let message = format!("“{wrong}” is spelled “{right}” elsewhere in this text");
        let at = format!("{}:{}", uses.place.file.path, uses.place.line_column().0);
        let hint = format!("choose one spelling: “{right}” stands at {at}");
        Some((other.order, Diagnostic::warning("mixed-spelling", other.place.clone(), message).hint(hint)))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// The words of a passage with their hyphens, in small letters but for capitals within; and two words beside each other, the
/// second a plural: smart cities. What ends otherwise may have a hyphen before a noun and none after (long-term).
fn terms(passage: &Passage, reader: &Reader) -> Vec<(Range<usize>, String)> {
    let words = words(&passage.plain);
    let mut terms = Vec::new();
    let mut open: Vec<&Word> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let gap = passage.between(Some(word), words.get(index + 1));
        open.push(word);
        if matches!(gap, "-" | "\u{2011}") && index + 1 < words.len() {
            continue;
        }
        if let (Some(first), Some(last)) = (open.first(), open.last()) {
            let range = first.range.start..last.range.end;
            let joined = open.iter().map(|word| word.text).collect::<Vec<_>>().join("-");
            terms.push((range, small(&joined)));
        }
        if let (1, Some(next)) = (open.len(), words.get(index + 1)) {
            let follows = passage.between(Some(next), words.get(index + 2));
            let is_space = gap.chars().count() == 1 && gap.chars().all(char::is_whitespace);
            if is_space && !matches!(follows, "-" | "\u{2011}") && may_join(word.text, next.text, reader) {
                terms
                    .push((word.range.start..next.range.end, small(&format!("{} {}", word.text, next.text))));
            }
        }
        open.clear();
    }
    terms.retain(|(_, written)| {
        // "vice-présidents" with a hyphen is a term of its own only where its open form could be.
        written.chars().filter(|sign| is_letter(*sign)).count() >= LETTERS
    });
    terms
}

/// Whether two words may be one term, written with a hyphen or without.
fn may_join(first: &str, second: &str, reader: &Reader) -> bool {
    let is_long = |word: &str| word.chars().count() >= LETTERS - 1 && word.chars().all(char::is_lowercase);
    let is_plural = reader.endings.iter().any(|ending| second.ends_with(ending.as_str()));
    let is_function = |word: &str| reader.function.contains(word);
    is_plural
        && is_long(&small(first))
        && is_long(second)
        && !is_function(&small(first))
        && !is_function(second)
}

/// The word with its first letter small: a capital there says nothing of its spelling.
fn small(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
    let rest = letters.as_str();
    // COVID-19, Covid-19: the capitals of a name with figures are part of it.
    if word.chars().any(|sign| sign.is_ascii_digit()) {
        return word.to_owned();
    }
    // All in capitals is a way to set words, not to spell them.
    let is_loud = rest.chars().filter(|sign| is_letter(*sign)).all(char::is_uppercase);
    if is_loud { word.to_lowercase() } else { first + rest }
}

/// What all spellings of a word share. `None` for what is no word.
fn key(written: &str, reader: &Reader) -> Option<String> {
    let lower = written.to_lowercase();
    let mut parts = lower.split(['-', ' ']);
    // "peut-elle", "celles-ci": grammar, not spelling. "2020-2021" is no word.
    if lower.contains('-') && parts.any(|part| part.is_empty() || reader.function.contains(part)) {
        return None;
    }
    let plain: String = lower.chars().filter(|sign| is_letter_or_figure(*sign)).collect();
    if !plain.chars().any(is_letter) {
        return None;
    }
    if let Some(same) = reader.variants.get(&plain) {
        return Some(same.clone());
    }
    let tail = reader
        .tails
        .iter()
        .filter(|(tail, _)| plain.ends_with(tail.as_str()))
        .max_by_key(|(tail, _)| tail.len());
    let folded = tail.and_then(|(tail, same)| {
        let stem = plain.strip_suffix(tail.as_str())?;
        (stem.chars().count() >= 3).then(|| format!("{stem}{same}"))
    });
    Some(folded.unwrap_or(plain))
}
