//! What those need who do not see the page, beyond what `prose` asks of every block. One rule a file.

mod caption;
mod header_cells;
mod link_text;

use super::desk::Desk;
use super::prose::{Passage, visit};
use crate::model::{BlockKind, Inline, Language, Prose, head};

pub fn check(desk: &mut Desk, prose: &Prose, language: Language) {
    let vague = desk.lexicon.get(&language).and_then(|terms| terms.reader.as_ref());
    let vague = vague.map_or(&[][..], |reader| &reader.vague);
    for section in &prose.sections {
        visit(&section.blocks, &mut |passage| match passage {
            Passage::Inline(Inline::Link { target, content }) => {
                link_text::check(desk, target, content, vague)
            }
            Passage::Block(block) => match &block.kind {
                BlockKind::Table { header, .. } => header_cells::check(desk, &head(&block.span), header),
                BlockKind::Figure { alternative, caption: Some(caption), .. } => {
                    caption::check(desk, alternative, caption);
                }
                _ => {}
            },
            Passage::Inline(_) => {}
        });
    }
}
