//! `unmarked-language`: words of another language of the house that do not say so. A screen reader would read them with
//! the wrong voice, and hyphenation would break them wrongly (WCAG 2.2, 3.1.2, "Language of Parts").

use super::passages::{Passage, Word};
use crate::diagnostic::Diagnostic;
use crate::model::House;

/// How many words in a row, and how many of them words that only the other language has.
const RUN: usize = 4;
const OWN: usize = 3;

pub fn unmarked(passage: &Passage, house: &House) -> Vec<Diagnostic> {
    let Some(reader) = passage.terms.reader.as_ref().filter(|_| passage.is_prose) else { return Vec::new() };
    let words = passage.words();
    let lower: Vec<String> = words.iter().map(|word| word.text.to_lowercase()).collect();
    let mut found = Vec::new();
    for (language, terms) in house.terms.needed().filter(|(language, _)| **language != passage.language) {
        let Some(other) = &terms.reader else { continue };
        let is_other = |word: &String| other.function.contains(word) && !reader.function.contains(word);
        // A word of the passage's own language that the other has not ends a run.
        let is_own = |word: &String| reader.function.contains(word) && !other.function.contains(word);
        let mut run: Vec<usize> = Vec::new();
        for index in 0..=words.len() {
            let (word, plain) = (words.get(index), lower.get(index));
            let previous = run.last().and_then(|last| words.get(*last));
            let continues = plain.is_some_and(|plain| !is_own(plain)) && follows(passage, previous, word);
            if !continues {
                found.extend(judge(passage, &words, &lower, &run, is_other).map(|place| {
                    let message = format!("these words are not marked as '{language}'");
                    let hint = format!("write [words](lang:{language}): they are then read out and parted as that language does");
                    Diagnostic::warning("unmarked-language", place, message).hint(hint)
                }));
                run.clear();
            }
            if plain.is_some_and(|plain| !is_own(plain)) {
                run.push(index);
            }
        }
    }
    found
}

/// Whether a word follows another with nothing but a space or an apostrophe between.
fn follows(passage: &Passage, previous: Option<&Word>, word: Option<&Word>) -> bool {
    previous.is_none_or(|previous| {
        let gap = passage.between(Some(previous), word);
        gap.chars().all(|sign| sign.is_whitespace() || "’'-".contains(sign))
    })
}

/// The place of a run that is another language's, from its first word to its last.
fn judge(
    passage: &Passage,
    words: &[Word],
    lower: &[String],
    run: &[usize],
    is_other: impl Fn(&String) -> bool,
) -> Option<crate::model::Span> {
    let is_sign = |index: &usize| lower.get(*index).is_some_and(&is_other);
    // What stands before and after the first and last sure word may be of either language.
    let from = run.iter().position(is_sign)?;
    let to = run.iter().rposition(is_sign)?;
    let sure = run.get(from..=to)?;
    let mut own: Vec<&String> =
        sure.iter().filter_map(|index| lower.get(*index)).filter(|word| is_other(word)).collect();
    let count = own.len();
    own.sort_unstable();
    own.dedup();
    if run.len() < RUN || own.len() < OWN || count * 2 < sure.len() {
        return None;
    }
    let (first, last) = (words.get(*sure.first()?)?, words.get(*run.last()?)?);
    passage.place(first.range.start..last.range.end)
}
