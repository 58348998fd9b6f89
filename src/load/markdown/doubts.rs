//! Where the form of a file is in doubt. In: the findings on it. Out: the places at which something else may have been meant
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
            doubts.blocks.push(Span::clone(span));
        }
    }
    doubts
}
