//! Languages side by side: the same sections in the same order in every language of a note, and, where two languages
//! share an edition, the same blocks in each section.

use super::desk::{Desk, at};
use super::editions::Plan;
use super::prose::{Passage, visit};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Block, BlockKind, Inline, Language, Prose, Section, Source, Span, head};
use std::collections::BTreeSet;

pub fn check(desk: &mut Desk, source: &Source, plan: &Plan) {
    let mut others = plan.languages.iter().filter_map(|language| source.prose.get(language));
    if let Some(leading) = others.next() {
        others.for_each(|other| check_sections(desk, leading, other));
    }
    let pairs: BTreeSet<&[Language]> =
        plan.editions.iter().map(|edition| edition.languages.as_slice()).collect();
    for pair in pairs {
        let [left, right] = pair else { continue };
        // The edition `en-fr` would say again what `fr-en` said.
        let mirrored = left > right && pairs_contain(plan, *right, *left);
        if let (Some(left), Some(right), false) = (source.prose.get(left), source.prose.get(right), mirrored)
        {
            check_pair(desk, left, right);
        }
    }
}

fn pairs_contain(plan: &Plan, left: Language, right: Language) -> bool {
    plan.editions.iter().any(|edition| edition.languages == [left, right])
}

/// `misaligned-sections`: what one language has and the other lacks, else what stands in another order.
fn check_sections(desk: &mut Desk, left: &Prose, right: &Prose) {
    // A section without an id of its own has a finding already, and cannot be told from others.
    if !has_own_ids(left) || !has_own_ids(right) {
        return;
    }
    let lacking = [(left, right, true), (right, left, false)]
        .map(|(owner, other, owner_leads)| check_lacking(desk, owner, other, owner_leads));
    if lacking.contains(&true) {
        return;
    }
    let pair = with_ids(left).zip(with_ids(right)).find(|((_, left), (_, right))| left != right);
    let Some(((there, expected), (here, found))) = pair else { return };
    let message = format!(
        "the section '{found}' stands here, where {} has '{expected}' ({})",
        left.file.path,
        at(&there.span)
    );
    desk.push(
        Diagnostic::error("misaligned-sections", head(&here.span), message)
            .hint("put the sections of both languages in the same order"),
    );
}

/// Whether `owner` has sections that `other` lacks.
fn check_lacking(desk: &mut Desk, owner: &Prose, other: &Prose, owner_leads: bool) -> bool {
    let own: BTreeSet<String> = with_ids(owner).map(|(_, id)| id).collect();
    let others: BTreeSet<String> = with_ids(other).map(|(_, id)| id).collect();
    let unmatched = || with_ids(other).filter(|(_, id)| !own.contains(id));
    for (section, id) in with_ids(owner).filter(|(_, id)| !others.contains(id)) {
        let candidates: Vec<String> = unmatched().map(|(_, id)| id).collect();
        let twin = nearest(&id, candidates.iter().map(String::as_str));
        let twin = twin.and_then(|twin| unmatched().find(|(_, id)| id == twin));
        // A slip in an id is told of once.
        if twin.is_some() && owner_leads {
            continue;
        }
        let hint = match twin {
            Some((twin, id)) => format!("did you mean '{{#{id}}}', as in {}?", at(&twin.span)),
            None => format!("add '## … {{#{id}}}' with its prose to {}, or remove it here", other.file.path),
        };
        let message = format!("the section '{id}' is not in {}", other.file.path);
        desk.push(Diagnostic::error("misaligned-sections", head(&section.span), message).hint(hint));
    }
    !own.is_subset(&others)
}

/// Whether every section has an id, and no two the same.
fn has_own_ids(prose: &Prose) -> bool {
    let ids: BTreeSet<String> = with_ids(prose).map(|(_, id)| id).collect();
    ids.len() == prose.sections.len()
}

fn with_ids(prose: &Prose) -> impl Iterator<Item = (&Section, String)> {
    prose.sections.iter().filter_map(|section| Some((section, section.id.as_ref()?.plain())))
}

/// The blocks of the sections that both have.
fn check_pair(desk: &mut Desk, left: &Prose, right: &Prose) {
    for (section, id) in with_ids(right) {
        if let Some((other, _)) = with_ids(left).find(|(_, other)| *other == id) {
            let place = format!("the section '{id}'");
            check_blocks(
                desk,
                &place,
                (&other.blocks, &head(&other.span)),
                (&section.blocks, &head(&section.span)),
            );
        }
    }
}

const SAME_BLOCKS: &str =
    "give both languages the same paragraphs, lists and tables: they stand side by side";
const SAME_RUNS: &str = "give both languages the same footnotes and links: they stand side by side";

/// Blocks with the place of what holds them.
type Passages<'a> = (&'a [Block], &'a Span);

/// `misaligned-blocks`: number and kind of what stands side by side. `place` names what holds the blocks.
fn check_blocks(desk: &mut Desk, place: &str, left: Passages, right: Passages) {
    // That nothing stands under a heading has a finding of its own.
    if left.0.is_empty() || right.0.is_empty() {
        return;
    }
    let differs = |(left, right): &(&Block, &Block)| kind(left) != kind(right);
    let first = left.0.iter().zip(right.0).find(differs);
    if left.0.len() == right.0.len() {
        if let Some((left, right)) = first {
            let message = format!("{} stands here, {} at {}", kind(right), kind(left), at(&left.span));
            push(desk, right, message, SAME_BLOCKS);
        }
        left.0.iter().zip(right.0).for_each(|(left, right)| check_block(desk, left, right));
        return;
    }
    let [left_count, right_count] = [left.0.len(), right.0.len()].map(|count| counted(count, "block"));
    let mut message = format!("{place} has {right_count} here, {left_count} at {}", at(left.1));
    let fewer = left.0.len().min(right.0.len());
    let span = match first {
        Some((left, right)) => {
            message += &format!(
                "; the first that differ are {} here, {} at {}",
                kind(right),
                kind(left),
                at(&left.span)
            );
            head(&right.span)
        }
        None => match (left.0.get(fewer), right.0.get(fewer)) {
            (Some(extra), _) => {
                message += &format!("; {} at {} has no pair", kind(extra), at(&extra.span));
                right.1.clone()
            }
            (_, Some(extra)) => {
                message += &format!("; {} here has no pair", kind(extra));
                head(&extra.span)
            }
            _ => right.1.clone(),
        },
    };
    desk.push(Diagnostic::error("misaligned-blocks", span, message).hint(SAME_BLOCKS));
}

fn push(desk: &mut Desk, here: &Block, message: String, hint: &str) {
    desk.push(Diagnostic::error("misaligned-blocks", head(&here.span), message).hint(hint));
}

/// What must agree within two blocks of one kind.
fn check_block(desk: &mut Desk, left: &Block, right: &Block) {
    match (&left.kind, &right.kind) {
        (
            BlockKind::List { items: lefts, start: left_start },
            BlockKind::List { items: rights, start: right_start },
        ) => {
            agree(desk, left, right, "the list", "item", [lefts.len(), rights.len()]);
            if let (Some(from), Some(to)) = (left_start, right_start)
                && from != to
            {
                push(
                    desk,
                    right,
                    format!("the list begins with {to} here, with {from} at {}", at(&left.span)),
                    "begin both lists with the same number",
                );
            }
            if lefts.len() == rights.len() {
                for (left_item, right_item) in lefts.iter().zip(rights) {
                    let places = [(left_item, left), (right_item, right)]
                        .map(|(item, list)| item.first().map_or(&list.span, |block| &block.span));
                    check_blocks(
                        desk,
                        "an item of the list",
                        (left_item, places[0]),
                        (right_item, places[1]),
                    );
                }
            }
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

/// The footnotes and links of two passages.
fn check_runs(desk: &mut Desk, left: &Block, right: &Block) {
    let place = kind(left).replacen("a ", "the ", 1);
    let counts = [left, right].map(count_runs);
    agree(desk, left, right, &place, "footnote", counts.map(|(footnotes, _)| footnotes));
    agree(desk, left, right, &place, "link", counts.map(|(_, links)| links));
}

fn agree(desk: &mut Desk, left: &Block, right: &Block, place: &str, what: &str, [there, here]: [usize; 2]) {
    if there != here {
        let [there, here] = [there, here].map(|count| counted(count, what));
        let hint = if matches!(what, "footnote" | "link") { SAME_RUNS } else { SAME_BLOCKS };
        push(desk, right, format!("{place} has {here} here, {there} at {}", at(&left.span)), hint);
    }
}

fn count_runs(block: &Block) -> (usize, usize) {
    let (mut footnotes, mut links) = (0, 0);
    visit(std::slice::from_ref(block), &mut |passage| match passage {
        Passage::Inline(Inline::Footnote(_)) => footnotes += 1,
        Passage::Inline(Inline::Link { .. }) => links += 1,
        _ => {}
    });
    (footnotes, links)
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
        BlockKind::Verbatim(_) => "a verbatim passage".to_owned(),
        BlockKind::Agenda => "the place of the agenda".to_owned(),
    }
}
