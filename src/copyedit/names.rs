//! Names of people stand on one line: what the directory knows as a name is tied together wherever a passage holds it.
//!
//! Sources: IN, "Coupures" (no name is parted from its given name); CMOS 17, 7.42.

use crate::model::{Block, BlockKind, Directory, Inline, Section, Text};
use std::ops::Range;

/// Ties the directory's names in the passages of a note.
pub fn tie(sections: &mut [Section], directory: &Directory) {
    let names: Vec<String> = directory.people.values().map(|person| person.name.full()).collect();
    let names: Vec<String> = names.into_iter().filter(|name| name.contains(' ')).collect();
    for section in sections {
        inlines(&mut section.heading, &names);
        blocks(&mut section.blocks, &names);
    }
}

fn blocks(blocks: &mut [Block], names: &[String]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => inlines(content, names),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self::blocks(item, names)),
            BlockKind::Quote(blocks) | BlockKind::Display { blocks, .. } => self::blocks(blocks, names),
            BlockKind::Table { header, rows, .. } => {
                header.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| inlines(cell, names));
            }
            BlockKind::Figure { caption, .. } => caption.iter_mut().for_each(|caption| text(caption, names)),
            BlockKind::Verbatim(_) | BlockKind::Agenda | BlockKind::Cards => {}
        }
    }
}

fn inlines(passage: &mut [Inline], names: &[String]) {
    for inline in passage {
        match inline {
            Inline::Text(words) => text(words, names),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Link { content, .. }
            | Inline::Foreign { content, .. } => inlines(content, names),
            Inline::Footnote(content) => blocks(content, names),
            Inline::Code(_) | Inline::Break => {}
        }
    }
}

fn text(words: &mut Text, names: &[String]) {
    let plain = words.plain();
    let mut spaces: Vec<Range<usize>> = names
        .iter()
        .flat_map(|name| plain.match_indices(name.as_str()))
        .flat_map(|(start, name)| name.match_indices(' ').map(move |(at, _)| start + at..start + at + 1))
        .collect();
    if spaces.is_empty() {
        return;
    }
    spaces.sort_by_key(|space| space.start);
    spaces.dedup();
    let edits: Vec<_> = spaces.into_iter().map(|space| (space, "\u{A0}".to_owned())).collect();
    words.edit(&edits);
}
