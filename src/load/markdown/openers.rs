//! Signs that open an emphasis which nothing closes: of a pair that Markdown understood, none is left in the words.
//! In: words as they were read. Out: where such signs stand, and what is said of them.

use super::strays::neighbours;
use crate::model::Span;
use crate::model::letters::is_letter;

/// Where words hold a lone sign that touches the word after it and no word before it (CommonMark 0.31, 6.2: left-flanking).
/// A star after a word elsewhere in the file makes one before a line the sign of a note.
pub fn find(words: &Span) -> Vec<usize> {
    let text = words.text();
    let before = words.file.text.get(..words.start).unwrap_or_default().chars().next_back();
    let opens = |(at, sign): &(usize, &str)| {
        let left = text[..*at].chars().next_back().or(before);
        let after = words.file.text.get(words.start + at + sign.len()..).unwrap_or_default();
        // Of two signs one may have been closed; that two are printed is told as such.
        let pair = text[at + sign.len()..].starts_with(sign);
        let rest = after.trim_start_matches(['*', '_']);
        let lone = left.is_none_or(|left| left.is_whitespace() || "([«“‘\"'—–".contains(left));
        lone && !pair && is_word(rest) && !is_name(rest)
    };
    let signs = text.match_indices(['*', '_']).filter(opens);
    signs
        .filter(|(at, sign)| *sign == "_" || !begins_line(words, *at) || !is_list_or_note(words, *at))
        .map(|(at, _)| at)
        .collect()
}

/// What is said of the sign, one byte, with which the words begin.
pub fn tell(words: &str) -> (String, String) {
    let (sign, rest) = words.split_at(words.len().min(1));
    let word = rest.split_whitespace().next().unwrap_or_default();
    let word = word.trim_matches(['*', '_', '.', ',', ';', ':']);
    (
        format!("this {sign} opens an emphasis that nothing closes, and is printed as it stands"),
        format!(
            "write {sign} again where the emphasis ends, as in {sign}{word}{sign}; to print the sign, write \\{sign}"
        ),
    )
}

fn is_word(rest: &str) -> bool {
    rest.trim_start_matches(['«', '“', '‘', '"', '\'']).starts_with(is_letter)
}

/// "_brand.yml", "_a_b": names as machines have them.
fn is_name(rest: &str) -> bool {
    let name = rest
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', ',', ';', ':', ')', '?', '!']);
    name.contains(['_', '/', '.', '@', '*'])
}

fn begins_line(words: &Span, at: usize) -> bool {
    let before = words.file.text.get(..words.start + at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().trim().is_empty()
}

/// Whether a star before a line begins an item of a list, as its neighbours do, or the note of a star after a word.
fn is_list_or_note(words: &Span, at: usize) -> bool {
    let sign = words.part(at..at + 1);
    let (above, below) = neighbours(&sign);
    let starred = |line: &str| line.trim_start().starts_with('*');
    let text = &words.file.text;
    let called = |(at, _): (usize, &str)| {
        let left = text[..at].chars().next_back().is_some_and(is_letter);
        let right = text[at + 1..]
            .chars()
            .next()
            .is_none_or(|right| right.is_whitespace() || ".,;:)".contains(right));
        left && right && !opened(text, at)
    };
    starred(above) || starred(below) || text.match_indices('*').any(called)
}

/// Whether a star after a word closes what another opened in its line.
fn opened(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    let bullet = line.trim_start().starts_with("* ");
    (line.matches('*').count() - usize::from(bullet)) % 2 == 1
}
