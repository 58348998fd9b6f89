//! Words and letters: what is typed for want of a key, endings of ordinals, names that keep to their title.

use crate::copyedit::galley::{Galley, OBJECT, is_space, is_word};
use crate::model::Profile;

/// Replaces what the profile lists wherever it stands, the longest first: "..." → "…".
///
/// Sources: IN, "Points de suspension", "Et cetera" and "Numéro"; NHR, "Ellipses".
pub fn replace(galley: &mut Galley, profile: &Profile) {
    let mut listed: Vec<_> = profile.replace.iter().collect();
    listed.sort_by_key(|replacement| std::cmp::Reverse(replacement.typed.chars().count()));
    let mut at = 0;
    while at < galley.len() {
        match listed.iter().find(|replacement| stands(galley, at, &replacement.typed)) {
            Some(replacement) => {
                galley.set(at..at + replacement.typed.chars().count(), &replacement.set);
                at += replacement.set.chars().count().max(1);
            }
            None => at += 1,
        }
    }
}

/// Whether something to replace stands at a place, and is not a part of something longer: a word within a word, or
/// three stops of a row of them.
fn stands(galley: &Galley, at: usize, typed: &str) -> bool {
    let continues = |inner: Option<char>, outer: Option<char>| match (inner, outer) {
        (Some(inner), Some(outer)) if is_word(inner) => is_word(outer),
        (Some(inner), Some(outer)) => inner == outer,
        _ => false,
    };
    galley.reads(at, typed)
        && !continues(typed.chars().next(), galley.before(at))
        && !continues(typed.chars().last(), galley.at(at + typed.chars().count()))
}

/// Sets whole words as the profile spells them, and the endings of numbers in figures.
///
/// Sources: IN, "Nombres" (1er, 1re, 2e; XXIe) and "Ligatures".
pub fn words(galley: &mut Galley, profile: &Profile) {
    let mut at = 0;
    while at < galley.len() {
        let end = galley.run(at, is_word);
        if end == at {
            at += 1;
            continue;
        }
        let word = galley.words(at..end);
        let moved = match spelled(&word, profile) {
            Some(new) => galley.set(at..end, &new),
            None => 0,
        };
        at = end.saturating_add_signed(moved);
    }
}

fn spelled(word: &str, profile: &Profile) -> Option<String> {
    let figures = word.len() - word.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    let (number, ending) = word.split_at(figures);
    if !number.is_empty() {
        return profile.suffixes.get(ending).map(|suffix| format!("{number}{suffix}"));
    }
    // Centuries and sessions; other numerals may be words: Mème.
    let (number, ending) = word.split_at(word.len() - word.trim_start_matches(['I', 'V', 'X']).len());
    if let Some(suffix) = profile.suffixes.get(ending).filter(|_| !number.is_empty()) {
        return Some(format!("{number}{suffix}"));
    }
    let lower = word.to_lowercase();
    let new = profile.spellings.get(&lower)?;
    if *word == lower {
        return Some(new.clone());
    }
    let (mut old, mut letters) = (word.chars(), new.chars());
    let (first, second) = (old.next()?, old.next());
    if !first.is_uppercase() {
        return None;
    }
    // All capitals, or one at the head.
    if second.is_some_and(char::is_uppercase) {
        return Some(new.to_uppercase());
    }
    Some(letters.next()?.to_uppercase().chain(letters).collect())
}

/// Keeps a title on one line with the name after it: M. Durand.
///
/// Sources: IN, "Coupures" and "Abréviations"; OQLF, "Abréviations"; NHR, "Line breaks".
pub fn names(galley: &mut Galley, profile: &Profile) {
    for at in 0..galley.len() {
        if galley.before(at).is_some_and(|ch| is_word(ch) || ch == '.' || ch == '-') {
            continue;
        }
        let stands_before_name = |title: &&String| {
            let is_name = |after: usize| {
                galley.at(after).is_some_and(is_space)
                    && galley.at(after + 1).is_some_and(|ch| ch.is_uppercase() || ch == OBJECT)
            };
            galley.reads(at, title) && is_name(at + title.chars().count())
        };
        if let Some(title) = profile.names.iter().find(stands_before_name) {
            let end = at + title.chars().count();
            galley.set(end..end + 1, "\u{A0}");
        }
    }
}

/// Keeps an initial on one line with what it belongs to: J. R. Smith, J.-P. Durand.
///
/// Sources: IN, "Coupures" (no break within a name); CMOS 17, 10.12, and its Q&A on word division ("between initials"); NHR,
/// "Word division".
pub fn initials(galley: &mut Galley, profile: &Profile) {
    let Some(space) = &profile.initials else { return };
    let is_capital = |ch: Option<char>| ch.is_some_and(char::is_uppercase);
    for at in 0..galley.len() {
        let is_initial = is_capital(galley.at(at)) && galley.at(at + 1) == Some('.');
        let begins = match galley.before(at) {
            None => true,
            // J.R. Smith, J.-P. Durand
            Some('.') => is_capital(at.checked_sub(2).and_then(|before| galley.at(before))),
            Some('-') => at.checked_sub(2).and_then(|before| galley.at(before)) == Some('.'),
            Some(ch) => !is_word(ch),
        };
        if is_initial && begins && galley.at(at + 2).is_some_and(is_space) && is_capital(galley.at(at + 3)) {
            galley.set(at + 2..at + 3, space);
        }
    }
}
