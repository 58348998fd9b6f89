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
    let own: Vec<bool> = lower.iter().map(|word| reader.function.contains(word)).collect();
    let mut found = Vec::new();
    for (language, terms) in house.terms.needed().filter(|(language, _)| **language != passage.language) {
        let Some(other) = &terms.reader else { continue };
        let others: Vec<bool> = lower.iter().map(|word| other.function.contains(word)).collect();
        let is_other = |index: &usize| others.get(*index) == Some(&true) && own.get(*index) == Some(&false);
        // A word of the passage's own language that the other has not ends a run.
        let goes_on = |index: &usize| {
            own.get(*index).zip(others.get(*index)).is_some_and(|(own, other)| !own || *other)
        };
        let mut run: Vec<usize> = Vec::new();
        for index in 0..=words.len() {
            let word = words.get(index);
            let previous = run.last().and_then(|last| words.get(*last));
            let continues = goes_on(&index) && follows(passage, previous, word);
            if !continues {
                found.extend(judge(passage, &words, &lower, &run, is_other).map(|place| {
                    let message = format!("these words are not marked as '{language}'");
                    let hint = format!("write [words](lang:{language}): they are then read out and parted as that language does");
                    Diagnostic::warning("unmarked-language", place, message).hint(hint)
                }));
                run.clear();
            }
            if goes_on(&index) {
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
    is_other: impl Fn(&usize) -> bool,
) -> Option<crate::model::Span> {
    // What stands before and after the first and last sure word may be of either language.
    let from = run.iter().position(&is_other)?;
    let to = run.iter().rposition(&is_other)?;
    let sure = run.get(from..=to)?;
    let mut own: Vec<&String> =
        sure.iter().filter(|index| is_other(index)).filter_map(|index| lower.get(*index)).collect();
    let count = own.len();
    own.sort_unstable();
    own.dedup();
    if run.len() < RUN || own.len() < OWN || count * 2 < sure.len() {
        return None;
    }
    let (first, last) = (words.get(*sure.first()?)?, words.get(*run.last()?)?);
    passage.place(first.range.start..last.range.end)
}
