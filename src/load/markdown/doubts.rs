//! Where the form of a file is in doubt. In: the findings on it. Out: the paragraphs in which something else may have been meant
//! than was read, so that the languages are not said to differ for a slip that has been told already.

use crate::diagnostic::Diagnostic;
use crate::model::{Doubts, Span};

/// Findings after which the blocks of their section may be others than were meant.
const BLOCKS: [&str; 22] = [
    "agenda-body",
    "broken-link",
    "empty-item",
    "empty-link",
    "heading-skip",
    "image-in-text",
    "indented-code",
    "misplaced-fence",
    "misplaced-footnote",
    "nested-fence",
    "nested-heading",
    "raw-html",
    "repeated-footnote",
    "second-title",
    "stray-fence",
    "stray-mark",
    "table-cells",
    "unclosed-fence",
    "undefined-footnote",
    "unknown-block",
    "unknown-fence",
    "unused-footnote",
];

/// Findings after which the sections themselves may be others.
const SECTIONS: [&str; 3] = ["missing-section-id", "second-title", "section-id"];

pub fn gather(found: &[Diagnostic]) -> Doubts {
    let mut doubts = Doubts::default();
    for finding in found {
        let Some(span) = &finding.span else { continue };
        // Lines of code that are not closed swallow sections, and a heading that is none has its section missed.
        let heading = span.text().starts_with("##") && finding.code == "stray-mark";
        let code = span.text().starts_with("```") || span.text().starts_with("~~~");
        doubts.sections |= SECTIONS.contains(&finding.code) || heading || code;
        if BLOCKS.contains(&finding.code) {
            doubts.blocks.push(paragraph(span));
        }
    }
    doubts
}

/// The lines around a place, up to the empty ones.
fn paragraph(span: &Span) -> Span {
    let text = &span.file.text;
    let (before, rest) = text.split_at(span.start);
    let blank = |line: &str| line.trim().is_empty();
    let mut start = before.rfind('\n').map_or(0, |newline| newline + 1);
    for line in before[..start].split_inclusive('\n').rev().take_while(|line| !blank(line)) {
        start -= line.len();
    }
    let length: usize = rest.split_inclusive('\n').take_while(|line| !blank(line)).map(str::len).sum();
    Span::new(&span.file, start..(span.start + length).max(span.end))
}
