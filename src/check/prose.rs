//! The prose of a note: there in every needed language and in no other, with words where words are needed. What those need who do
//! not see the page is `access`'s, the form of each file was `load`'s to judge.

use super::desk::{Desk, beside, empty};
use super::editions::Plan;
use super::session::Session;
use super::{access, alignment, cards, doubt, fence_body, registration_link};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Block, BlockKind, Copy, Display, Inline, Language, Localized, Prose, Source, Span, Text, head, plain,
};
use std::collections::BTreeMap;

pub fn check(desk: &mut Desk, source: &Source, session: &Session, plan: &Plan) -> Option<Localized<Copy>> {
    // A note without any prose was refused as such.
    if source.prose.is_empty() {
        return None;
    }
    for (language, prose) in &source.prose {
        if plan.whole && !plan.languages.contains(language) {
            check_unused(desk, source, prose, *language);
        }
    }
    let mut copies = BTreeMap::new();
    for language in &plan.languages {
        match source.prose.get(language) {
            None => check_missing(desk, source, session, plan, *language),
            Some(prose) => {
                check_prose(desk, prose, session);
                access::check(desk, prose, *language);
                let copy = Copy { title: prose.title.clone(), sections: prose.sections.clone() };
                copies.insert(*language, copy);
            }
        }
    }
    let told = desk.found.len();
    alignment::check(desk, source, plan);
    doubt::withdraw(&mut desk.found, told, source);
    Localized::complete(&copies, &plan.languages)
}

/// `unused-prose`.
fn check_unused(desk: &mut Desk, source: &Source, prose: &Prose, language: Language) {
    let hint = format!("remove the file, or add '{language}' to the languages under 'editions'");
    let message = format!("no edition of the note '{}' is in '{language}'", source.id);
    desk.push(Diagnostic::warning("unused-prose", Span::top(&prose.file), message).hint(hint));
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
    check_placeholder(desk, &prose.title, &prose.title_span, "the title");
    let mut agendas = Vec::new();
    let mut blocks = Vec::new();
    for section in &prose.sections {
        check_placeholder(desk, &section.heading, &section.span, "this heading");
        if section.blocks.is_empty() {
            desk.push(empty(&section.span, "nothing stands under this heading"));
        }
        visit(&section.blocks, &mut |passage| {
            let Passage::Block(block) = passage else { return };
            blocks.push(block);
            match &block.kind {
                BlockKind::Heading { content, .. } => {
                    check_placeholder(desk, content, &head(&block.span), "this heading")
                }
                BlockKind::Display { display, blocks } => {
                    fence_body::check(desk, &head(&block.span), *display, blocks);
                    if *display == Display::Registration {
                        registration_link::check(desk, &head(&block.span), blocks);
                    }
                }
                BlockKind::Agenda => agendas.push(block.span.clone()),
                _ => {}
            }
        });
    }
    check_agendas(desk, &agendas, session);
    cards::check_places(desk, &blocks, session);
}

/// Signs in the place of words, such as "…"; where nothing at all stands, `load` said so.
fn check_placeholder(desk: &mut Desk, content: &[Inline], span: &Span, what: &str) {
    if wordless(content) && !plain(content).trim().is_empty() {
        desk.push(empty(span, &format!("{what} has no words")));
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
    if let Some(place) = places.first().filter(|_| !session.has_agenda()) {
        desk.push(
            Diagnostic::error("unused-agenda", head(place), "the note has no agenda to stand here")
                .hint(format!("add 'agenda' to {}, or remove this fence", session.span.file.path)),
        );
    }
}

pub fn wordless(content: &[Inline]) -> bool {
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
            BlockKind::Quote(blocks) | BlockKind::Display { blocks, .. } => visit(blocks, see),
            BlockKind::Table { header, rows, .. } => {
                rows.iter().chain([header]).flatten().for_each(|cell| visit_inlines(cell, see));
            }
            BlockKind::Figure { .. } | BlockKind::Verbatim(_) | BlockKind::Agenda | BlockKind::Cards => {}
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
