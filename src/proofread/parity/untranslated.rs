//! `untranslated`: a passage that says the same words in two languages was not translated. Names, numbers, quotations and what is
//! marked as another language's may stand in both.

use super::names::Names;
use super::pairs::{Pair, Passage};
use crate::diagnostic::Diagnostic;
use crate::proofread::wording::passages::{Word, words};

/// How many words of its own a passage must have, and how many of them in small letters: names have capitals.
const OWN: usize = 4;
const SMALL: usize = 3;

pub fn find(pair: &Pair, names: &Names) -> Option<Diagnostic> {
    let Pair { left, right } = pair;
    if !is_same(&left.plain, &right.plain) {
        return None;
    }
    let (words, others) = (words(&right.plain), words(&left.plain));
    let named = names.within(right, &words);
    let pairs = words.iter().zip(&others).enumerate();
    let own = pairs.filter(|(index, (word, other))| {
        is_own(right, word) && is_own(left, other) && !named.contains(index)
    });
    let own: Vec<&Word> = own.map(|(_, (word, _))| word).collect();
    let small = own.iter().filter(|word| word.text.starts_with(|first: char| !first.is_uppercase())).count();
    if own.len() < OWN || small < SMALL {
        return None;
    }
    let (here, there) = match hits(right, &own) < hits(left, &own) {
        false if hits(left, &own) < hits(right, &own) => (left, right),
        _ => (right, left),
    };
    let message =
        format!("this passage in '{}' has the same words as in '{}'", here.language, there.language);
    let finding = Diagnostic::warning("untranslated", here.span()?, message);
    let finding = match there.span() {
        Some(place) => finding.related(place, format!("the passage in '{}'", there.language)),
        None => finding,
    };
    let hint = format!("translate it, or mark the words that stay: [words](lang:{})", there.language);
    Some(finding.hint(hint))
}

/// Whether two texts have the same words, whatever stands between them.
fn is_same(left: &str, right: &str) -> bool {
    let letters = |text: &'_ str| {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let head = |text: &str| text.chars().find(|sign| sign.is_alphanumeric());
    head(left) == head(right)
        && left.len().abs_diff(right.len()) < 40 + left.len() / 8
        && letters(left) == letters(right)
}

/// Whether a word is neither quoted nor marked nor a number.
fn is_own(passage: &Passage, word: &Word) -> bool {
    let is_marked = passage.foreign.iter().any(|range| range.contains(&word.range.start));
    let before = passage.plain.get(..word.range.start).unwrap_or_default();
    let open = before.matches(['“', '«']).count() > before.matches(['”', '»']).count();
    !is_marked && !open && word.text.chars().all(char::is_alphabetic) && word.text.chars().count() > 1
}

/// How many of the words are common words of the passage's language.
fn hits(passage: &Passage, own: &[&Word]) -> usize {
    let Some(reader) = &passage.terms.reader else { return 0 };
    own.iter().filter(|word| reader.function.contains(&word.text.to_lowercase())).count()
}
