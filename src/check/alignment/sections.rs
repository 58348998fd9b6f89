//! `misaligned-sections`: what one language has and the other lacks, else what stands in another order.

use super::with_ids;
use crate::check::desk::Desk;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Prose, Section, Span, head};
use std::collections::BTreeSet;

pub fn check(desk: &mut Desk, left: &Prose, right: &Prose) {
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
    let message = format!("the section '{found}' stands here, where {} has '{expected}'", left.file.path);
    desk.push(
        Diagnostic::error("misaligned-sections", head(&here.span), message)
            .related(head(&there.span), format!("'{expected}' stands in its place"))
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
        let (place, words, hint) = match twin {
            Some((twin, twin_id)) => (
                head(&twin.span),
                format!("'{twin_id}' stands here"),
                format!("did you mean '{{#{twin_id}}}'? Both languages name a section alike"),
            ),
            None => (
                neighbour(owner, other, section),
                format!("'{id}' would follow this"),
                format!("add '## … {{#{id}}}' with its prose to {}, or remove it here", other.file.path),
            ),
        };
        let message = format!("the section '{id}' is not in {}", other.file.path);
        let finding = Diagnostic::error("misaligned-sections", head(&section.span), message);
        desk.push(finding.related(place, words).hint(hint));
    }
    !own.is_subset(&others)
}

/// What a section of `owner` would stand after in `other`: the last that both have before it, else the title.
fn neighbour(owner: &Prose, other: &Prose, section: &Section) -> Span {
    let before = with_ids(owner).take_while(|(own, _)| own.span.start < section.span.start);
    let shared = before.filter_map(|(_, id)| with_ids(other).find(|(_, other)| *other == id));
    head(shared.last().map_or(&other.title_span, |(section, _)| &section.span))
}

/// Whether every section has an id, and no two the same.
fn has_own_ids(prose: &Prose) -> bool {
    let ids: BTreeSet<String> = with_ids(prose).map(|(_, id)| id).collect();
    ids.len() == prose.sections.len()
}
