//! Languages side by side: the same sections in the same order in every language of a note, and, where two languages
//! share an edition, the same blocks in each section. Each finding shows both sides.

mod blocks;
mod gaps;
mod sections;

use super::desk::Desk;
use super::editions::Plan;
use crate::model::{Language, Prose, Section, Source};
use std::collections::BTreeSet;

pub fn check(desk: &mut Desk, source: &Source, plan: &Plan) {
    let mut others = plan.languages.iter().filter_map(|language| source.prose.get(language));
    if let Some(leading) = others.next() {
        others.for_each(|other| sections::check(desk, leading, other));
    }
    let pairs: BTreeSet<&[Language]> =
        plan.editions.iter().map(|edition| edition.languages.as_slice()).collect();
    for pair in pairs {
        let [left, right] = pair else { continue };
        // The edition `en-fr` would say again what `fr-en` said.
        let mirrored = left > right && pairs_contain(plan, *right, *left);
        if let (Some(left), Some(right), false) = (source.prose.get(left), source.prose.get(right), mirrored)
        {
            blocks::check(desk, left, right);
        }
    }
}

fn pairs_contain(plan: &Plan, left: Language, right: Language) -> bool {
    plan.editions.iter().any(|edition| edition.languages == [left, right])
}

fn with_ids(prose: &Prose) -> impl Iterator<Item = (&Section, String)> {
    prose.sections.iter().filter_map(|section| Some((section, section.id.as_ref()?.plain())))
}
