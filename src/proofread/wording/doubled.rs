//! `doubled-word`: "the the", as fingers and edits leave it.

use super::passages::Passage;
use crate::diagnostic::Diagnostic;
use crate::model::letters::{head, is_letter};

pub fn words(passage: &Passage) -> Vec<Diagnostic> {
    let Some(reader) = &passage.terms.reader else { return Vec::new() };
    let words = passage.words();
    let pairs = words.iter().zip(words.iter().skip(1));
    let found = pairs.filter_map(|(first, second)| {
        let gap = passage.between(Some(first), Some(second));
        let apart = !gap.is_empty() && gap.chars().all(char::is_whitespace);
        // Nearly all pairs begin with other letters.
        if !apart || head(first.text) != head(second.text) {
            return None;
        }
        let letters = first.text.chars().all(is_letter);
        let lower = first.text.to_lowercase();
        // Walla Walla is a town, and a person may bear one name twice.
        let is_name = second.text.chars().next().is_some_and(char::is_uppercase);
        let is_same = letters && lower == second.text.to_lowercase();
        // "l’est est": what is joined to another word is not the same word.
        let joined = |sign: Option<char>| sign.is_some_and(|sign| "-’'/".contains(sign));
        let before = passage.plain.get(..first.range.start)?.chars().next_back();
        let after = passage.plain.get(second.range.end..)?.chars().next();
        if !is_same || is_name || joined(before) || joined(after) || reader.doubles.contains(&lower) {
            return None;
        }
        let place = passage.place(first.range.start..second.range.end)?;
        let word = second.text;
        let message = format!("the word “{word}” stands twice in a row");
        Some(Diagnostic::warning("doubled-word", place, message).hint("remove one of the two"))
    });
    found.collect()
}
