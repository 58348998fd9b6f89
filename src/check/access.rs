//! What those need who do not see the page. One rule a file.

pub mod alternative;
mod bold_heading;
mod caption;
mod header_cells;
mod link_text;
mod table_header;

use super::desk::Desk;
use super::prose::{Passage, visit};
use crate::model::{Block, BlockKind, Display, Inline, Language, Prose, head};

pub fn check(desk: &mut Desk, prose: &Prose, language: Language) {
    let vague = desk.lexicon.get(&language).and_then(|terms| terms.reader.as_ref());
    let vague = vague.map_or(&[][..], |reader| &reader.vague);
    let mut callout_title = None;
    for section in &prose.sections {
        visit(&section.blocks, &mut |passage| match passage {
            Passage::Inline(Inline::Link { target, content }) => {
                link_text::check(desk, target, content, vague)
            }
            // What heads a call-out is set as its title.
            Passage::Block(Block {
                kind: BlockKind::Display { display: Display::Callout, blocks }, ..
            }) => {
                callout_title = blocks.first().map(|title| title.span.start);
            }
            Passage::Block(block) => check_block(desk, block, callout_title == Some(block.span.start)),
            Passage::Inline(_) => {}
        });
    }
}

fn check_block(desk: &mut Desk, block: &Block, is_title: bool) {
    let span = head(&block.span);
    match &block.kind {
        BlockKind::Paragraph(content) if !is_title => bold_heading::check(desk, &span, content),
        BlockKind::Table { header, .. } => {
            table_header::check(desk, &span, header);
            header_cells::check(desk, &span, header);
        }
        BlockKind::Figure { path, alternative, caption } => {
            alternative::check(desk, &span, path, alternative);
            if let Some(caption) = caption {
                caption::check(desk, alternative, caption);
            }
        }
        _ => {}
    }
}
