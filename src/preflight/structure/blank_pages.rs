//! `blank-pages`: pages on which nothing is drawn are named, so that somebody can say whether they are meant to be so.

use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::{File, Page};

pub const BLANK_PAGES: Clause = Clause {
    name: "blank-pages",
    asks: "blank pages are known of",
    source: "practice of printing houses",
    threshold: |_| None,
    examine,
};

/// The operators that leave marks on a page (ISO 32000-1, Annex A).
const PAINT: &[&[u8]] = &[
    b"Tj", b"TJ", b"'", b"\"", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"BI",
];

fn examine(file: &File, demands: &Demands) -> Finding {
    // Marks in the slug are no artwork: what the survey sees counts, where it can be made.
    let survey = file.survey(demands).ok();
    let bare = |page: &Page| match survey.and_then(|survey| survey.sheets.get(page.number - 1)) {
        Some(sheet) => sheet.marks.is_empty() && sheet.ink.0 == 0.0 && sheet.unread.is_none(),
        None => is_blank(page),
    };
    let blank: Vec<String> = file.page_list().filter(bare).map(|page| page.number.to_string()).collect();
    Finding::Pass(match &blank[..] {
        [] => "none".to_owned(),
        [page] => format!("page {page}"),
        [most @ .., last] if blank.len() <= 12 => format!("pages {} and {last}", most.join(", ")),
        _ => format!("{} pages", blank.len()),
    })
}

fn is_blank(page: &Page) -> bool {
    !page.contents().iter().any(|stream| stream.unpacked().is_some_and(|content| paints(&content)))
}

/// Whether a content stream paints: its words are read as far as strings and comments are told from operators.
fn paints(content: &[u8]) -> bool {
    let mut rest = content;
    while let Some(&first) = rest.first() {
        match first {
            b'(' => rest = after_string(rest),
            b'%' => {
                let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                rest = &rest[end.unwrap_or(rest.len())..];
            }
            b'/' => {
                let end = rest[1..].iter().position(|byte| ends_word(*byte)).map(|end| end + 1);
                rest = &rest[end.unwrap_or(rest.len())..];
            }
            b'<' if rest.get(1) != Some(&b'<') => {
                let end = rest.iter().position(|byte| *byte == b'>');
                rest = &rest[end.unwrap_or(rest.len())..];
            }
            byte if ends_word(byte) => rest = &rest[1..],
            _ => {
                let end = rest.iter().position(|byte| ends_word(*byte)).unwrap_or(rest.len());
                if PAINT.contains(&&rest[..end]) {
                    return true;
                }
                rest = &rest[end..];
            }
        }
    }
    false
}

/// White space and delimiters (ISO 32000-1, 7.2.2).
fn ends_word(byte: u8) -> bool {
    matches!(
        byte,
        0 | b'\t'
            | b'\n'
            | 12
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

/// What follows a string in round brackets, which may hold further ones.
fn after_string(content: &[u8]) -> &[u8] {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = content.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth <= 1 => return &content[at + 1..],
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::paints;

    #[test]
    fn what_paints_is_told_from_words() {
        for (content, painted) in [
            (&b"0 0 10 10 re f"[..], true),
            (b"BT /F1 10 Tf (a) Tj ET", true),
            (b"q /X0 Do Q", true),
            (b"BT (Tj \\( f ) 1 Td ET", false),
            (b"/f gs % S\n0 0 10 10 re W n", false),
            (b"<46> 0 0 m [1] 0 d", false),
            (b"", false),
        ] {
            assert_eq!(paints(content), painted, "{}", String::from_utf8_lossy(content));
        }
    }
}
