//! Displays: what stands between the lines of a fence. Where a line of the source says something by itself, it is kept as a line.

use super::Reader;
use super::fences::Fence;
use crate::model::{Block, BlockKind, Display, Inline, Piece, Span, Text, begins_with_dash};
use pulldown_cmark::{Event, Tag};

impl Reader<'_> {
    /// Reads what a fence holds and goes past its last line. What follows a fence that is not closed is read as if there were none.
    pub(super) fn display(&mut self, display: Display, fence: &Fence, span: Span) -> Option<Block> {
        if fence.close.is_empty() {
            return None;
        }
        let outside = std::mem::replace(&mut self.displayed, true);
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.peek() {
            match event {
                Event::Rule if range.start >= fence.close.start => {
                    self.advance();
                    break;
                }
                _ if range.start >= fence.close.end => break,
                // It is read where it is referred to.
                Event::Start(Tag::FootnoteDefinition(_)) => self.skip(),
                _ => blocks.extend(self.block()),
            }
        }
        self.displayed = outside;
        Some(Block { kind: BlockKind::Display { display, blocks: by_lines(display, blocks) }, span })
    }
}

/// The blocks of a display, its lines told apart: the number of a key figure from what it counts, the attribution of a pull quote
/// from its words, the lines of a contact from one another.
fn by_lines(display: Display, mut blocks: Vec<Block>) -> Vec<Block> {
    match display {
        Display::KeyFigure => split(&mut blocks, 0, |_| true),
        Display::PullQuote => {
            if let Some(last) = blocks.len().checked_sub(1) {
                split(&mut blocks, last, begins_with_dash);
            }
        }
        Display::Contact => {
            for block in &mut blocks {
                if let BlockKind::Paragraph(content) = &mut block.kind {
                    *content = lines(std::mem::take(content)).join(&Inline::Break);
                }
            }
        }
        _ => {}
    }
    blocks
}

/// Divides a paragraph before the first of its further lines of which `begins` says so.
fn split(blocks: &mut Vec<Block>, at: usize, begins: impl Fn(&[Inline]) -> bool) {
    let Some(Block { kind: BlockKind::Paragraph(content), span }) = blocks.get_mut(at) else { return };
    let mut first = lines(std::mem::take(content));
    let cut = (1..first.len()).find(|line| begins(&first[*line])).unwrap_or(first.len());
    let second = first.split_off(cut);
    let space = Inline::Text(Text::supplied(" "));
    *content = first.join(&space);
    if !second.is_empty() {
        let block = Block { kind: BlockKind::Paragraph(second.join(&space)), span: span.clone() };
        blocks.insert(at + 1, block);
    }
}

/// The lines of a paragraph as they stand in the source.
fn lines(content: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in content {
        let Inline::Text(text) = inline else {
            match inline {
                Inline::Break => lines.push(Vec::new()),
                _ => lines.last_mut().into_iter().for_each(|line| line.push(inline.clone())),
            }
            continue;
        };
        let mut line = Text::default();
        let close = |line: &mut Text, lines: &mut Vec<Vec<Inline>>| {
            let line = std::mem::take(line);
            if !line.is_empty() {
                lines.last_mut().into_iter().for_each(|last| last.push(Inline::Text(line.clone())));
            }
        };
        for piece in text.pieces {
            if ends_line(&piece) {
                close(&mut line, &mut lines);
                lines.push(Vec::new());
            } else {
                line.pieces.push(piece);
            }
        }
        close(&mut line, &mut lines);
    }
    lines
}

/// Whether a space stands for the end of a line.
fn ends_line(piece: &Piece) -> bool {
    piece.text == " " && piece.span.as_ref().is_some_and(|span| span.text().contains('\n'))
}
