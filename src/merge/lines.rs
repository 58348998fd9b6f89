//! Which line of which template a merged text came from. Asked only where the merged text has turned out wrong: the
//! templates are then rendered once more with the number of each line before its first words, and the numbers are taken
//! out again.
//!
//! A number stands where the words of a line begin, or a value; never in white space, which tags may take away.

use crate::model::{SourceFile, Span};
use std::sync::Arc;

/// Noncharacters, as in `trace`.
const OPEN: char = '\u{FDD3}';
const END: char = '\u{FDD4}';

/// A place of a merged text, and the template and its line that begin there. Both are counted from 0.
pub type LineMark = (usize, usize, usize);

/// A template with the number of each line; `number` is the template's own.
pub fn number(template: &str, number: usize) -> String {
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    let mut line = 0;
    let mut fresh = true;
    while let Some(first) = rest.chars().next() {
        let tag = tag_length(rest);
        let length = tag.unwrap_or(first.len_utf8());
        let (piece, after) = rest.split_at(length);
        // A tag that takes white space away must find it untouched, and a block makes no words.
        let shows = if tag.is_some() {
            piece.starts_with("{{") && !piece.starts_with("{{-")
        } else {
            !first.is_whitespace()
        };
        if fresh && shows {
            text.push_str(&format!("{OPEN}{number}:{line}{END}"));
            fresh = false;
        }
        text.push_str(piece);
        let breaks = piece.matches('\n').count();
        line += breaks;
        fresh |= breaks > 0;
        rest = after;
    }
    text
}

/// The length of the tag that a text begins with; a comment and a raw block are one tag.
fn tag_length(text: &str) -> Option<usize> {
    let end = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => "#}",
        _ => return None,
    };
    let length = text.find(end)? + end.len();
    let words = text[..length].trim_start_matches(['{', '%', '-', '+']).trim_start();
    if end == "%}" && words.starts_with("raw") {
        let close = text.find("endraw")?;
        return Some(close + text[close..].find("%}")? + 2);
    }
    Some(length)
}

/// Adds a piece to a merged text, without the numbers in it.
pub fn strip(piece: &str, text: &mut String, marks: &mut Vec<LineMark>) {
    let mut rest = piece;
    while let Some((before, after)) = rest.split_once(OPEN) {
        text.push_str(before);
        let Some((number, after)) = after.split_once(END) else { break };
        let place = number.split_once(':').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        marks.extend(place.map(|(template, line)| (text.len(), template, line)));
        rest = after;
    }
    text.push_str(rest);
}

/// The words of a line, counted from 0.
pub fn place(file: &Arc<SourceFile>, line: usize) -> Span {
    let start: usize = file.text.split_inclusive('\n').take(line).map(str::len).sum();
    let words = file.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let indent = words.len() - words.trim_start().len();
    Span::new(file, start + indent..start + words.trim_end().len().max(indent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_numbered_at_its_words_and_again_taken_out() {
        let template =
            "{# a\n comment #}\n  a {{ b }} c\n{%- if d %}\n  {{ e }}\n  {{- f }}{% endif -%}\n\ng\n";
        let numbered = number(template, 3);
        let shown = numbered.replace(OPEN, "<").replace(END, ">");
        let expected = "{# a\n comment #}\n  <3:2>a {{ b }} c\n{%- if d %}\n  <3:4>{{ e }}\n  {{- f }}{% endif -%}\n\n<3:7>g\n";
        assert_eq!(shown, expected);
        let (mut text, mut marks) = (String::new(), Vec::new());
        strip(&numbered, &mut text, &mut marks);
        assert_eq!(text, template);
        assert_eq!(marks.iter().map(|mark| mark.2).collect::<Vec<_>>(), [2, 4, 7]);
        assert!(marks.iter().all(|(at, _, _)| !template[*at..].starts_with(char::is_whitespace)));
    }
}
