//! The prose of a note: there in every needed language and in no other, with a title, with sections that can be
//! aligned, and with what those need who do not see the page.

use super::address;
use super::alignment;
use super::desk::{Desk, beside, empty};
use super::editions::Plan;
use super::session::Session;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Block, BlockKind, Copy, Inline, Language, Localized, Prose, Section, Source, Span, Text, head, plain,
};
use std::collections::{BTreeMap, BTreeSet};

pub fn check(desk: &mut Desk, source: &Source, session: &Session, plan: &Plan) -> Option<Localized<Copy>> {
    for (language, prose) in &source.prose {
        if !plan.languages.contains(language) {
            let message = format!("no edition of the note '{}' is in '{language}'", source.id);
            desk.push(
                Diagnostic::warning("unused-prose", Span::top(&prose.file), message)
                    .hint(format!("remove the file, or add '{language}' to the languages under 'editions'")),
            );
        }
    }
    let mut copies = BTreeMap::new();
    for language in &plan.languages {
        match source.prose.get(language) {
            None => check_missing(desk, source, session, plan, *language),
            Some(prose) => {
                check_prose(desk, prose, session);
                let copy = Copy { title: prose.title.clone(), sections: prose.sections.clone() };
                copies.insert(*language, copy);
            }
        }
    }
    alignment::check(desk, source, plan);
    Localized::complete(&copies, &plan.languages)
}

/// `missing-prose`: pointed at the tag that asks for the language, if the note itself has it.
fn check_missing(desk: &mut Desk, source: &Source, session: &Session, plan: &Plan, language: Language) {
    let tag = plan.tags.get(&language);
    let own = tag.and_then(Text::span).filter(|span| span.file == session.span.file);
    let edition = tag.map(Text::plain).unwrap_or_default();
    let path = beside(&session.span, &format!("{language}.md"));
    let message =
        format!("the note '{}' has no prose in '{language}', which its edition '{edition}' needs", source.id);
    desk.push(
        Diagnostic::error("missing-prose", own.cloned().unwrap_or_else(|| session.place()), message).hint(
            format!(
                "write {path}, or name the languages that this note has under 'editions' in {}",
                session.span.file.path
            ),
        ),
    );
}

/// The rules on one file of prose.
fn check_prose(desk: &mut Desk, prose: &Prose, session: &Session) {
    if blank(&prose.title) {
        desk.push(
            Diagnostic::error("missing-title", prose.title_span.clone(), "the prose has no title")
                .hint("begin the file with '# ' and the title"),
        );
    }
    check_ids(desk, &prose.sections);
    let mut agendas = Vec::new();
    for section in &prose.sections {
        if blank(&section.heading) {
            desk.push(empty(&section.span, "the heading of this section has no words"));
        }
        if section.blocks.is_empty() {
            desk.push(empty(&section.span, "nothing stands under this heading"));
        }
        check_levels(desk, &section.blocks);
        visit(&section.blocks, &mut |passage| match passage {
            Passage::Block(block) => {
                check_block(desk, block);
                if matches!(block.kind, BlockKind::Agenda) {
                    agendas.push(block.span.clone());
                }
            }
            Passage::Inline(inline) => check_inline(desk, inline),
        });
    }
    check_agendas(desk, &agendas, session);
}

/// `missing-section-id`, `section-id-form`, `repeated-section-id`: ids align the languages and name the chapters of a
/// book.
fn check_ids(desk: &mut Desk, sections: &[Section]) {
    let mut seen = BTreeSet::new();
    for section in sections {
        let Some(id) = &section.id else {
            desk.push(
                Diagnostic::error("missing-section-id", section.span.clone(), "this section has no id")
                    .hint("write one behind the heading, the same in every language: '## … {#context}'"),
            );
            continue;
        };
        let word = id.plain();
        let span = id.span().unwrap_or(&section.span).clone();
        let finding = if !word.starts_with(|sign: char| sign.is_ascii_lowercase())
            || !word.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-')
        {
            Diagnostic::error("section-id-form", span, format!("'{word}' cannot be the id of a section"))
                .hint("write lower-case letters without accents, digits and hyphens, such as {#guiding-questions}")
        } else if !seen.insert(word.clone()) {
            Diagnostic::error("repeated-section-id", span, format!("two sections have the id '{word}'"))
                .hint("give each section an id of its own")
        } else {
            continue;
        };
        desk.push(finding);
    }
}

/// `heading-skip`: headings step down one level at a time (PDF/UA-1, ISO 14289-1, 7.4.2).
fn check_levels(desk: &mut Desk, blocks: &[Block]) {
    let mut above = 2;
    visit(blocks, &mut |passage| {
        let Passage::Block(Block { kind: BlockKind::Heading { level, .. }, span }) = passage else { return };
        if *level > above + 1 {
            let [found, wanted] = [*level, above + 1].map(|level| "#".repeat(level.into()));
            let message = format!("this heading has '{found}', but none with '{wanted}' stands above it");
            desk.push(
                Diagnostic::error("heading-skip", head(span), message)
                    .hint(format!("write '{wanted}' in place of '{found}'")),
            );
        }
        above = *level;
    });
}

/// What a block must have for those who do not see it.
fn check_block(desk: &mut Desk, block: &Block) {
    let span = head(&block.span);
    match &block.kind {
        BlockKind::Heading { content, .. } if blank(content) => {
            desk.push(empty(&span, "this heading has no words"))
        }
        BlockKind::List { items, .. } if items.iter().any(Vec::is_empty) => {
            desk.push(empty(&span, "an item of this list has no words"));
        }
        BlockKind::Table { header, .. } if header.iter().all(|cell| blank(cell)) => desk.push(
            Diagnostic::error("missing-table-header", span, "the first row of this table names no columns")
                .hint("name the columns in the first row: it is read out before each cell"),
        ),
        BlockKind::Figure { path, alternative, .. } => check_alternative(desk, &span, path, alternative),
        // A paragraph that is all bold looks like a heading, and is none to a screen reader.
        BlockKind::Paragraph(content) if matches!(content.as_slice(), [Inline::Strong(_)]) => desk.push(
            Diagnostic::warning(
                "bold-heading",
                span,
                "this paragraph is bold from end to end, as if it were a heading",
            )
            .hint("write '### ' before a heading, or leave some of the words plain"),
        ),
        _ => {}
    }
}

/// `missing-alternative`: words for those who do not see the picture; a file's name says nothing of it.
fn check_alternative(desk: &mut Desk, span: &Span, path: &Text, alternative: &Text) {
    let (path, words) = (path.plain(), alternative.plain());
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let message = if !words.chars().any(char::is_alphanumeric) {
        format!("the picture '{path}' has no alternative text")
    } else if words == file || words == stem || words == path {
        format!("the alternative text of the picture '{path}' is the name of its file")
    } else {
        return;
    };
    desk.push(
        Diagnostic::error("missing-alternative", alternative.span().unwrap_or(span).clone(), message)
            .hint(format!("say what is to be seen, in a sentence: '![Mayors around a table]({path})'")),
    );
}

/// Links lead where a reader may follow, and have words to be followed by.
fn check_inline(desk: &mut Desk, inline: &Inline) {
    let Inline::Link { target, content } = inline else { return };
    address::check(desk, target, address::Kind::Link, "the link");
    if let Some(span) = target.span().filter(|_| blank(content)) {
        desk.push(empty(span, "this link has no words"));
    }
}

/// `repeated-agenda` and `unused-agenda`: the place given to the agenda.
fn check_agendas(desk: &mut Desk, places: &[Span], session: &Session) {
    if let [_, again, ..] = places {
        desk.push(
            Diagnostic::error("repeated-agenda", head(again), "the agenda has two places in this file")
                .hint("keep one '::: agenda'"),
        );
    }
    if let Some(place) = places.first().filter(|_| !session.has_agenda) {
        desk.push(
            Diagnostic::error("unused-agenda", head(place), "the note has no agenda to stand here")
                .hint(format!("add 'agenda' to {}, or remove this fence", session.span.file.path)),
        );
    }
}

fn blank(content: &[Inline]) -> bool {
    !plain(content).chars().any(char::is_alphanumeric)
}

/// A block or a run of words, as [`visit`] meets it.
pub enum Passage<'a> {
    Block(&'a Block),
    Inline(&'a Inline),
}

/// Calls `see` for every block and every run in reading order, those of lists, quotes, tables and footnotes too.
pub fn visit<'a>(blocks: &'a [Block], see: &mut impl FnMut(Passage<'a>)) {
    for block in blocks {
        see(Passage::Block(block));
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => visit_inlines(content, see),
            BlockKind::List { items, .. } => items.iter().for_each(|item| visit(item, see)),
            BlockKind::Quote(blocks) => visit(blocks, see),
            BlockKind::Table { header, rows, .. } => {
                rows.iter().chain([header]).flatten().for_each(|cell| visit_inlines(cell, see));
            }
            BlockKind::Figure { .. } | BlockKind::Verbatim(_) | BlockKind::Agenda => {}
        }
    }
}

fn visit_inlines<'a>(content: &'a [Inline], see: &mut impl FnMut(Passage<'a>)) {
    for inline in content {
        see(Passage::Inline(inline));
        match inline {
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Link { content, .. }
            | Inline::Foreign { content, .. } => visit_inlines(content, see),
            Inline::Footnote(blocks) => visit(blocks, see),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}
