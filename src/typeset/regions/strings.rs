//! Strings of the merged text: what they read, and where the signs of what they read stand in it.

use crate::model::{Leaf, Mapping};
use std::ops::Range;

/// Where a string stands in the merged text, and where signs in it are longer there than they read.
pub struct Literal {
    pub range: Range<usize>,
    /// Where its first sign stands.
    pub head: usize,
    /// The end of each escape in the text, and by how much the text is longer up to there.
    escapes: Vec<(usize, usize)>,
}

impl Literal {
    /// The string that stands in a range of the merged text, in quotes or without.
    pub fn new(text: &str, range: Range<usize>) -> Self {
        let head = range.start + usize::from(text.starts_with('"'));
        Self { head, escapes: escapes(text, range.start), range }
    }

    /// Where the sign at an offset of the string stands in the merged text.
    pub fn within(&self, offset: usize) -> usize {
        let plain = self.head + offset;
        let before = self.escapes.partition_point(|(end, extra)| end - extra <= plain);
        plain + before.checked_sub(1).map_or(0, |last| self.escapes[last].1)
    }

    /// How many bytes the string reads up to a place of the merged text, counted from anywhere.
    pub fn reads(&self, at: usize) -> usize {
        let before = self.escapes.partition_point(|(end, _)| *end <= at);
        at - before.checked_sub(1).map_or(0, |last| self.escapes[last].1)
    }
}

/// A string of the merged text as it reads, and where in it each of its mappings begins.
pub struct Value {
    pub text: String,
    pub pieces: Vec<(usize, usize)>,
}

impl Value {
    /// The mappings of a part of the string, and what of each.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let ends = self.pieces.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        self.pieces.iter().zip(ends).filter_map(move |((start, index), end)| {
            let part = range.start.max(*start)..range.end.min(end);
            (part.start < part.end).then(|| (*index, part.start - start..part.end - start))
        })
    }
}

/// The strings of the merged text that hold words of the sources.
pub fn values(leaf: &Leaf) -> Vec<Value> {
    let runs = leaf.map.chunk_by(|one, other| one.range.end == other.range.start);
    let mut first = 0;
    let value = |run: &[Mapping]| {
        let mut value = Value { text: String::new(), pieces: Vec::new() };
        for (index, mapping) in (first..).zip(run) {
            value.pieces.push((value.text.len(), index));
            value.text.push_str(&unescaped(leaf.text.get(mapping.range.clone()).unwrap_or_default()));
        }
        first += run.len();
        value
    };
    runs.map(value).collect()
}

/// The escapes of a string of the merged text: where each ends, and by how much the text is longer up to there.
fn escapes(text: &str, start: usize) -> Vec<(usize, usize)> {
    let mut escapes = Vec::new();
    let mut extra = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let begin = at + found;
        let (length, read) = match text[begin + 1..].strip_prefix("u{") {
            Some(code) => {
                let digits = code.split('}').next().unwrap_or_default();
                let sign = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                (digits.len() + 4, sign.map_or(1, char::len_utf8))
            }
            None => (2, 1),
        };
        extra += length - read;
        at = begin + length;
        escapes.push((start + at, extra));
    }
    escapes
}

pub fn unescaped(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        read.push_str(before);
        let mut signs = after.chars();
        match signs.next() {
            Some('n') => read.push('\n'),
            Some('t') => read.push('\t'),
            Some('u') => {
                let digits = after.trim_start_matches("u{").split('}').next().unwrap_or_default();
                read.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
                rest = after.split_once('}').map_or("", |(_, rest)| rest);
                continue;
            }
            other => read.extend(other),
        }
        rest = signs.as_str();
    }
    read.push_str(rest);
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_string_are_found_past_its_escapes() {
        let text = r#"x = "a\"b\\c\u{a0}d\n!" and on"#;
        let range = 4..text.rfind('"').expect("its end") + 1;
        let literal = Literal::new(&text[range.clone()], range.clone());
        let read = unescaped(&text[range.start + 1..range.end - 1]);
        assert_eq!(read, "a\"b\\c\u{a0}d\n!");
        for (offset, sign) in read.char_indices() {
            let at = literal.within(offset);
            assert_eq!(literal.reads(at) - literal.reads(literal.head), offset, "{sign:?}");
            if sign.is_ascii_alphabetic() {
                assert!(text[at..].starts_with(sign), "{sign:?} at {}", &text[at..]);
            }
        }
    }

    #[test]
    fn a_part_of_a_value_is_that_of_its_pieces() {
        let value = Value { text: "one, two".to_owned(), pieces: vec![(0, 7), (3, 8), (5, 9)] };
        let within = |range| value.within(range).collect::<Vec<_>>();
        assert_eq!(within(1..6), [(7, 1..3), (8, 0..2), (9, 0..1)]);
        assert_eq!(within(5..8), [(9, 0..3)]);
        assert_eq!(within(8..8), []);
    }
}
