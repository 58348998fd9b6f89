//! The merged text of an edition, with the way back to its sources.

use super::{ImageFormat, Language, Lexicon, Metadata, Span, Terms, head};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Blocks of a manuscript are numbered in the order of the edition; both media number alike.
pub type BlockId = u32;

/// What `merge` makes for one medium: a Typst document of one leaf, or the XHTML documents of a book.
#[derive(Clone, Debug)]
pub struct Manuscript {
    pub leaves: Vec<Leaf>,
    /// The cover's Typst text; made for books only.
    pub cover: Option<Leaf>,
    pub assets: Vec<Asset>,
    pub metadata: Metadata,
    /// The terms of each language of the edition.
    pub terms: Vec<Arc<Terms>>,
    /// The terms of every language, as the note has them: for passages in others.
    pub lexicon: Lexicon,
}

/// A picture under the name that the manuscript gives it.
#[derive(Clone)]
pub struct Asset {
    /// The path below the manuscript, in ASCII: `images/picture-1.png`.
    pub name: String,
    /// The path below the project root.
    pub path: String,
    pub format: ImageFormat,
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for Asset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}, {} bytes)", self.name, self.path, self.bytes.len())
    }
}

/// One merged text.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The file's name: `note.typ`, `title.xhtml`, `context.xhtml`.
    pub name: String,
    /// The languages that it is in: those of the edition, or the one of its part.
    pub languages: Vec<Language>,
    /// What a table of contents calls it, one a language.
    pub titles: Vec<String>,
    pub text: String,
    /// In the order of the text, not overlapping.
    pub map: Vec<Mapping>,
    /// The pages of the screen PDF whose markers stand in this leaf, in order.
    pub pages: Vec<usize>,
    /// The lines of templates and the places of the text where they begin; known only when they were asked for.
    pub lines: Vec<(usize, Span)>,
}

/// A range of a merged text that holds words of a block.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub range: Range<usize>,
    pub block: BlockId,
    /// `None` for words that the press supplied.
    pub span: Option<Span>,
}

impl Manuscript {
    /// The first line of the passage of the note that begins a page, or of the last before it where none begins there.
    pub fn begins(&self, pages: &PageMap, page: usize) -> Option<Span> {
        let on = pages.begins.iter().filter(|(_, begun)| *begun == page);
        let before = pages.begins.iter().rev().filter(|(_, begun)| *begun < page);
        let mut blocks = on.chain(before).chain(pages.begins.iter().filter(|(_, begun)| *begun > page));
        // What is printed of the house and the directory says little of a page.
        let folder = format!("sources/{}/", self.metadata.edition.note);
        let place = |block: BlockId| {
            let mut mappings = self.leaves.iter().flat_map(|leaf| &leaf.map);
            let own = |span: &&Span| span.file.path.starts_with(&folder);
            mappings.find_map(|mapping| mapping.span.as_ref().filter(own).filter(|_| mapping.block == block))
        };
        blocks.find_map(|(block, _)| place(*block)).map(head)
    }
}

impl Leaf {
    /// What made a range of the merged text: a passage of the sources, else a line of a template.
    pub fn origin(&self, range: Range<usize>) -> Option<Span> {
        let passage = |mapping: &&Mapping| mapping.span.is_some() && range.end <= mapping.range.end;
        let within = self.at(range.start).filter(passage);
        if let Some(mapping) = within {
            return mapping.span.clone();
        }
        self.line(range.start)
    }

    /// The line of a template that made an offset of the merged text.
    pub fn line(&self, offset: usize) -> Option<Span> {
        let index = self.lines.partition_point(|(start, _)| *start <= offset);
        let line = index.checked_sub(1).and_then(|index| self.lines.get(index)).or(self.lines.first());
        line.map(|(_, line)| line.clone())
    }

    /// The mapping that holds an offset of the merged text.
    pub fn at(&self, offset: usize) -> Option<&Mapping> {
        let index = self.map.partition_point(|mapping| mapping.range.end <= offset);
        self.map.get(index).filter(|mapping| mapping.range.start <= offset)
    }
}

/// Which blocks begin on which page of the screen PDF. Pages count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMap {
    pub page_count: usize,
    /// The page on which each block begins, in the order of the blocks.
    pub begins: Vec<(BlockId, usize)>,
}

impl PageMap {
    /// The pages whose marker stands before a block: the page that it is the first to begin on, and those before
    /// that page on which no block begins.
    pub fn markers(&self) -> Vec<(BlockId, Vec<usize>)> {
        let mut next = 1;
        let mut markers = Vec::new();
        for (block, page) in &self.begins {
            if *page >= next {
                markers.push((*block, (next..=*page).collect()));
                next = page + 1;
            }
        }
        markers
    }
}
