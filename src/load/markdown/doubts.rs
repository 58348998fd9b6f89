//! Where the form of a file is in doubt. In: the findings on it. Out: the paragraphs in which something else may have been meant
//! than was read, so that the languages are not said to differ for a slip that has been told already.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Doubts, Span};

/// Findings after which the blocks of their section may be others than were meant.
const BLOCKS: [&str; 23] = [
    "agenda-body",
    "broken-link",
    "empty-item",
    "empty-link",
    "heading-skip",
    "image-in-text",
    "indented-code",
    "misplaced-fence",
    "misplaced-footnote",
    "mistyped-heading",
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
const SECTIONS: [&str; 4] = ["missing-section-id", "mistyped-heading", "second-title", "section-id"];

/// Only an error takes another back, so that no note is held sound for what was not said; what a warning leaves in doubt is
/// kept with it.
pub fn gather(found: &[Diagnostic], without_sections: bool) -> Doubts {
    let mut doubts = Doubts::default();
    for finding in found {
        let Some(span) = &finding.span else { continue };
        let error = finding.severity == Severity::Error;
        // Lines of code that are not closed swallow sections.
        let code = span.text().starts_with("```") || span.text().starts_with("~~~");
        doubts.sections |= error && (SECTIONS.contains(&finding.code) || code || without_sections);
        if BLOCKS.contains(&finding.code) {
            match error {
                true => doubts.blocks.push(paragraph(span)),
                false => doubts.warned.push((paragraph(span), finding.clone())),
            }
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
