//! The way back from a merged text to its sources.
//!
//! While a template is rendered, each piece of words is written between noncharacters (U+FDD0 to U+FDD2) with the number
//! of its origin; `load` refuses noncharacters in sources, so none of them can be a reader's. Afterwards the marks are
//! taken out, and what stood between them is the map.

use super::lines::{self, LineMark};
use crate::model::{BlockId, Mapping, Span};

const OPEN: char = '\u{FDD0}';
const BEGIN: char = '\u{FDD1}';
const END: char = '\u{FDD2}';

/// The origins of all pieces of an edition.
#[derive(Debug, Default)]
pub struct Trace {
    origins: Vec<(BlockId, Option<Span>)>,
}

impl Trace {
    /// Registers an origin and returns its number.
    pub fn register(&mut self, block: BlockId, span: Option<Span>) -> usize {
        self.origins.push((block, span));
        self.origins.len() - 1
    }

    /// The merged text without its marks, the map from its ranges to their origins, and the lines of the templates where
    /// these were numbered.
    pub fn strip(&self, marked: &str) -> (String, Vec<Mapping>, Vec<LineMark>) {
        let mut text = String::with_capacity(marked.len());
        let mut map = Vec::new();
        let mut marks = Vec::new();
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once(OPEN) {
            lines::strip(before, &mut text, &mut marks);
            let Some((number, after)) = after.split_once(BEGIN) else { break };
            let Some((words, after)) = after.split_once(END) else { break };
            let start = text.len();
            text.push_str(words);
            if let Some((block, span)) = number.parse::<usize>().ok().and_then(|at| self.origins.get(at)) {
                map.push(Mapping { range: start..text.len(), block: *block, span: span.clone() });
            }
            rest = after;
        }
        lines::strip(rest, &mut text, &mut marks);
        (text, map, marks)
    }
}

/// Writes words between the marks of their origin.
pub fn mark(origin: usize, words: &str) -> String {
    format!("{OPEN}{origin}{BEGIN}{words}{END}")
}
