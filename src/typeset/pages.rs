//! Which block begins on which page, read from the set pages themselves: each glyph knows the place of its word in the
//! merged text, and the leaf knows whose block that is.

use super::world::World;
use crate::model::{BlockId, PageMap};
use std::collections::HashSet;
use typst::WorldExt;
use typst::layout::{Frame, FrameItem};
use typst::syntax::Span;
use typst_layout::PagedDocument;

pub fn page_map(document: &PagedDocument, world: &World, covers: usize) -> PageMap {
    let mut reader = Reader { world, seen: HashSet::new(), begins: Vec::new(), last: None };
    for (index, page) in document.pages().iter().enumerate().skip(covers) {
        reader.read(&page.frame, index + 1);
    }
    PageMap { page_count: document.pages().len(), begins: reader.begins }
}

struct Reader<'a> {
    world: &'a World<'a>,
    seen: HashSet<BlockId>,
    begins: Vec<(BlockId, usize)>,
    /// The span looked up last: the glyphs of a word share it.
    last: Option<Span>,
}

impl Reader<'_> {
    fn read(&mut self, frame: &Frame, page: usize) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.read(&group.frame, page),
                FrameItem::Text(text) => text.glyphs.iter().for_each(|glyph| self.meet(glyph.span.0, page)),
                FrameItem::Image(_, _, span) => self.meet(*span, page),
                _ => {}
            }
        }
    }

    fn meet(&mut self, span: Span, page: usize) {
        if self.last.replace(span) == Some(span) || span.id() != Some(typst::World::main(self.world)) {
            return;
        }
        let Some(range) = self.world.range(span) else { return };
        let leaf = self.world.leaf();
        // A picture's span is the call that holds its path, words' spans are the words themselves.
        let first = leaf.map.partition_point(|mapping| mapping.range.end <= range.start);
        let Some(mapping) = leaf.map.get(first).filter(|mapping| mapping.range.start < range.end) else {
            return;
        };
        if self.seen.insert(mapping.block) {
            self.begins.push((mapping.block, page));
        }
    }
}
