//! `misaligned-blocks`: number and kind of what stands side by side: paragraphs, headings, lists and their items, quotations,
//! tables, pictures, footnotes and links.

use super::gaps::{self, Gap, Measure};
use super::with_ids;
use crate::check::desk::Desk;
use crate::check::prose::{Passage, visit};
use crate::diagnostic::Diagnostic;
use crate::model::{Block, BlockKind, Display, Inline, Part, Prose, Span, head};

/// The blocks of the sections that both have.
pub fn check(desk: &mut Desk, left: &Prose, right: &Prose) {
    for (section, id) in with_ids(right) {
        if let Some((other, _)) = with_ids(left).find(|(_, other)| *other == id) {
            let place = format!("the section '{id}'");
            check_blocks(desk, &place, (&other.blocks, &other.span), (&section.blocks, &section.span));
        }
    }
}

const SAME_BLOCKS: &str =
    "give both languages the same paragraphs, lists, tables and pictures: they stand side by side";
const SAME_RUNS: &str = "give both languages the same footnotes and links: they stand side by side";

/// Blocks with the place of what holds them.
type Passages<'a> = (&'a [Block], &'a Span);

/// What stands side by side in a holder of blocks, which `place` names.
fn check_blocks(desk: &mut Desk, place: &str, left: Passages, right: Passages) {
    // That nothing stands under a heading has a finding of its own.
    if left.0.is_empty() || right.0.is_empty() {
        return;
    }
    if left.0.len() != right.0.len() {
        let rows = [left, right].map(|(blocks, holder)| {
            let places = blocks.iter().map(|block| (kind(block), block.span.clone())).collect();
            Row { places, holder: holder.clone() }
        });
        return check_row(desk, place, "block", &rows);
    }
    let pairs = || left.0.iter().zip(right.0);
    if let Some((left, right)) = pairs().find(|(left, right)| kind(left) != kind(right)) {
        let message = format!("{} stands here, {} in {}", kind(right), kind(left), left.span.file.path);
        push(desk, &right.span, message, (&left.span, kind(left)), SAME_BLOCKS);
    }
    pairs().for_each(|(left, right)| check_block(desk, left, right));
}

/// Passages that follow one another, what each is called, and the place of what holds them.
struct Row {
    places: Vec<(String, Span)>,
    holder: Span,
}

impl Row {
    fn measures(&self) -> Vec<Measure> {
        let measure =
            |(kind, span): &(String, Span)| Measure { kind: kind.clone(), bytes: span.end - span.start };
        self.places.iter().map(measure).collect()
    }

    /// What stands before a place in the row.
    fn before(&self, index: usize) -> &Span {
        index.checked_sub(1).and_then(|before| self.places.get(before)).map_or(&self.holder, |(_, span)| span)
    }
}

/// Two rows of different length: how many each has, and the first passage without a pair.
fn check_row(desk: &mut Desk, place: &str, what: &str, [left, right]: &[Row; 2]) {
    let [there, here] = [left, right].map(|row| counted(row.places.len(), what));
    let message = format!("{place} has {here} here, {there} in {}", left.holder.file.path);
    match gaps::first(&left.measures(), &right.measures()) {
        Some((Gap::Left(index), before)) => {
            let Some((kind, span)) = left.places.get(index) else { return };
            let message = format!("{message}; {kind} there has no pair");
            push(desk, right.before(before), message, (span, "its pair is missing".to_owned()), SAME_BLOCKS);
        }
        Some((Gap::Right(index), before)) => {
            let Some((kind, span)) = right.places.get(index) else { return };
            let message = format!("{message}; {kind} here has no pair");
            let there = (left.before(before), "its pair would follow this".to_owned());
            push(desk, span, message, there, SAME_BLOCKS);
        }
        None => {}
    }
}

fn push(desk: &mut Desk, here: &Span, message: String, (there, words): (&Span, String), hint: &str) {
    let finding = Diagnostic::error("misaligned-blocks", head(here), message);
    desk.push(finding.related(head(there), words).hint(hint));
}

/// What must agree within two blocks of one kind.
fn check_block(desk: &mut Desk, left: &Block, right: &Block) {
    match (&left.kind, &right.kind) {
        (
            BlockKind::List { items: lefts, start: left_start },
            BlockKind::List { items: rights, start: right_start },
        ) => {
            let place = kind(right).replacen("a ", "the ", 1);
            if lefts.len() != rights.len() {
                let rows = [(lefts, left), (rights, right)].map(|(items, list)| Row {
                    places: items.iter().map(|item| ("an item".to_owned(), span_of(item, list))).collect(),
                    holder: list.span.clone(),
                });
                check_row(desk, &place, "item", &rows);
            }
            if let (Some(from), Some(to)) = (left_start, right_start)
                && from != to
            {
                push(
                    desk,
                    &right.span,
                    format!("the list begins with {to} here, with {from} in {}", left.span.file.path),
                    (&left.span, format!("begins with {from}")),
                    "begin both lists with the same number",
                );
            }
            if lefts.len() == rights.len() {
                for (left_item, right_item) in lefts.iter().zip(rights) {
                    let places =
                        [(left_item, left), (right_item, right)].map(|(item, list)| span_of(item, list));
                    let place = "an item of the list";
                    check_blocks(desk, place, (left_item, &places[0]), (right_item, &places[1]));
                }
            }
        }
        (
            BlockKind::Display { display, blocks: lefts },
            BlockKind::Display { display: other, blocks: rights },
        ) if display == other => {
            // What a fence holds has been told to be wrong already.
            if is_refused(desk, left) || is_refused(desk, right) {
                return;
            }
            let place = kind(right).replacen("a ", "the ", 1);
            check_blocks(desk, &place, (lefts, &left.span), (rights, &right.span));
            check_parts(desk, *display, lefts, rights);
        }
        (BlockKind::Quote(lefts), BlockKind::Quote(rights)) => {
            check_blocks(desk, "the quotation", (lefts, &left.span), (rights, &right.span));
        }
        (
            BlockKind::Table { header: left_header, rows: lefts, .. },
            BlockKind::Table { header, rows, .. },
        ) => {
            agree(desk, left, right, "the table", "column", [left_header.len(), header.len()]);
            agree(desk, left, right, "the table", "row", [lefts.len(), rows.len()]);
            check_runs(desk, left, right);
        }
        _ if kind(left) == kind(right) => check_runs(desk, left, right),
        _ => {}
    }
}

/// What the passages of two displays are to them: a title, an attribution.
fn check_parts(desk: &mut Desk, display: Display, lefts: &[Block], rights: &[Block]) {
    if lefts.len() != rights.len() {
        return;
    }
    let parts = display.parts(lefts).into_iter().zip(display.parts(rights));
    let name = |part: Option<Part>| part.map_or("a paragraph", Part::name);
    let mut pairs = parts.zip(lefts.iter().zip(rights));
    if let Some(((there, here), (left, right))) = pairs.find(|((there, here), _)| there != here) {
        let message = format!("{} stands here, {} in {}", name(here), name(there), left.span.file.path);
        push(desk, &right.span, message, (&left.span, name(there).to_owned()), SAME_BLOCKS);
    }
}

/// Whether what a fence holds has been refused.
fn is_refused(desk: &Desk, fence: &Block) -> bool {
    let within = |span: &Span| {
        span.file.path == fence.span.file.path && (fence.span.start..fence.span.end).contains(&span.start)
    };
    let mut refused =
        desk.found.iter().filter(|finding| ["fence-body", "registration-link"].contains(&finding.code));
    refused.any(|finding| finding.span.as_ref().is_some_and(within))
}

/// The place of an item, from its first block to its last.
fn span_of(item: &[Block], list: &Block) -> Span {
    let (Some(first), Some(last)) = (item.first(), item.last()) else { return list.span.clone() };
    Span { end: last.span.end.max(first.span.end), ..first.span.clone() }
}

/// The footnotes and links of two passages. Footnotes pair up by their order, and with it by their numbers.
fn check_runs(desk: &mut Desk, left: &Block, right: &Block) {
    let place = kind(left).replacen("a ", "the ", 1);
    let [(left_notes, left_links), (right_notes, right_links)] = [left, right].map(runs);
    agree(desk, left, right, &place, "footnote", [left_notes.len(), right_notes.len()]);
    agree(desk, left, right, &place, "link", [left_links, right_links]);
    if left_notes.len() == right_notes.len() {
        for (left_note, right_note) in left_notes.into_iter().zip(right_notes) {
            let spans = [(left_note, left), (right_note, right)].map(|(note, block)| span_of(note, block));
            check_blocks(desk, "the footnote", (left_note, &spans[0]), (right_note, &spans[1]));
        }
    }
}

fn agree(desk: &mut Desk, left: &Block, right: &Block, place: &str, what: &str, [there, here]: [usize; 2]) {
    if there != here {
        let [there, here] = [there, here].map(|count| counted(count, what));
        let hint = if matches!(what, "footnote" | "link") { SAME_RUNS } else { SAME_BLOCKS };
        let message = format!("{place} has {here} here, {there} in {}", left.span.file.path);
        push(desk, &right.span, message, (&left.span, there), hint);
    }
}

/// The footnotes of a passage in their order, and how many links it has outside them.
fn runs(block: &Block) -> (Vec<&[Block]>, usize) {
    let mut footnotes = Vec::new();
    visit(std::slice::from_ref(block), &mut |passage| {
        if let Passage::Inline(Inline::Footnote(blocks)) = passage {
            footnotes.push(blocks.as_slice());
        }
    });
    let within: usize = footnotes.iter().map(|blocks| count_links(blocks)).sum();
    (footnotes, count_links(std::slice::from_ref(block)) - within)
}

fn count_links(blocks: &[Block]) -> usize {
    let mut links = 0;
    visit(blocks, &mut |passage| {
        links += usize::from(matches!(passage, Passage::Inline(Inline::Link { .. })))
    });
    links
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// What a block is called in a sentence; blocks that may stand side by side are called the same.
fn kind(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(_) => "a paragraph".to_owned(),
        BlockKind::Heading { level, .. } => format!("a heading with '{}'", "#".repeat((*level).into())),
        BlockKind::List { start: None, .. } => "a list".to_owned(),
        BlockKind::List { start: Some(_), .. } => "a numbered list".to_owned(),
        BlockKind::Quote(_) => "a quotation".to_owned(),
        BlockKind::Table { .. } => "a table".to_owned(),
        BlockKind::Figure { .. } => "a picture".to_owned(),
        BlockKind::Display { display, .. } => display.name().to_owned(),
        BlockKind::Verbatim(_) => "a verbatim passage".to_owned(),
        BlockKind::Agenda => "the place of the agenda".to_owned(),
        BlockKind::Cards => "the place of the speakers".to_owned(),
    }
}
