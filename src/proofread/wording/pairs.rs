//! `unpaired-mark`: brackets and quotation marks stand in pairs within a passage.

use super::passages::Passage;
use crate::diagnostic::Diagnostic;

const PAIRS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('«', '»'), ('“', '”')];

pub fn unclosed(passage: &Passage) -> Vec<Diagnostic> {
    let plain = &passage.plain;
    let low_open = plain.contains('„');
    let mut found = Vec::new();
    for (open, close) in PAIRS.iter().filter(|(open, _)| !(low_open && *open == '“')) {
        let mut waiting: Vec<usize> = Vec::new();
        for (at, sign) in plain.char_indices() {
            if sign == *open {
                waiting.push(at);
            } else if sign == *close && waiting.pop().is_none() && !numbers(plain, at, *close) {
                found.push((at, *close, *open));
            }
        }
        // A quotation of several paragraphs opens each of them, and closes the last.
        let quotes = matches!(open, '«' | '“');
        waiting.retain(|at| !(quotes && plain.get(..*at).is_some_and(|before| before.trim().is_empty())));
        found.extend(waiting.into_iter().map(|at| (at, *open, *close)));
    }
    found.sort_unstable();
    let found = found.into_iter().filter_map(|(at, mark, partner)| {
        let place = passage.place(at..at + mark.len_utf8())?;
        let message = format!("the mark {mark} has no partner in this passage");
        let hint = format!("add {partner} where it belongs, or remove {mark}");
        Some(Diagnostic::warning("unpaired-mark", place, message).hint(hint))
    });
    found.collect()
}

/// Whether a bracket closes a number or letter of a list: "a) this; 2) that".
fn numbers(plain: &str, at: usize, close: char) -> bool {
    let before = plain.get(..at).unwrap_or_default();
    let word = before.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let figures = word.chars().all(|sign| sign.is_ascii_digit() || "ivx".contains(sign));
    close == ')' && !word.is_empty() && (word.chars().count() == 1 || figures)
}
