//! The directory by itself: names, roles that are well formed, bodies that exist.

use super::desk::Desk;
use super::roles::find_body;
use super::terms::{RANKS, TITLES};
use crate::diagnostic::Diagnostic;
use crate::model::{Cite, Organisation, PersonEntry, RoleEntry, Text, TitleEntry, head};

pub fn check(desk: &mut Desk) {
    let directory = &desk.house.directory;
    for person in directory.people.values() {
        check_person(desk, person);
    }
    for (id, organisation) in &directory.organisations {
        check_cited(desk, id, organisation);
        if let Some(place) = directory.places.get(id) {
            let message = format!("'{id}' is the id of a place and of an organisation");
            desk.push(
                Diagnostic::error("repeated-id", head(&place.span), message)
                    .hint("rename one of the two, so that 'of' and 'for' know which is meant"),
            );
        }
    }
}

fn check_person(desk: &mut Desk, person: &PersonEntry) {
    let spelled = person.spelled.iter().flat_map(|names| names.values.values());
    for name in std::iter::once(&person.name).chain(spelled) {
        desk.words(&name.family, "the family name");
        if let Some(given) = &name.given {
            desk.words(given, "the given name");
        }
    }
    for role in &person.roles {
        check_shape(desk, role);
        check_keys(desk, role);
    }
}

/// `role-form`: either `title`, with what belongs to it, or `phrase`.
fn check_shape(desk: &mut Desk, role: &RoleEntry) {
    let rank = role.rank.map(|_| "rank");
    let companion = rank.or(role.of.as_ref().map(|_| "of")).or(role.r#for.as_ref().map(|_| "for"));
    let (message, hint) = match (&role.title, &role.phrase, companion) {
        (Some(_), Some(_), _) => (
            "a role has either 'title' or 'phrase', not both".to_owned(),
            "keep 'title' where the terms have the word, else 'phrase' with the words of each language",
        ),
        (None, None, _) => (
            "a role needs 'title' or 'phrase'".to_owned(),
            "write 'title: …' with a word of the terms, or 'phrase' with the words of each language",
        ),
        (None, Some(_), Some(key)) => (
            format!("'{key}' belongs to 'title', not to 'phrase'"),
            "say it in the words of the phrase, or write 'title' in place of 'phrase'",
        ),
        _ => return,
    };
    desk.push(Diagnostic::error("role-form", head(&role.span), message).hint(hint));
}

/// `unknown-title`, `unknown-rank`, `unknown-body`.
fn check_keys(desk: &mut Desk, role: &RoleEntry) {
    let lexicon = desk.lexicon;
    let rank = role.rank.map(|rank| Text::new(rank.to_string(), head(&role.span)));
    let title = match &role.title {
        Some(TitleEntry::Key(key)) => Some(key),
        _ => None,
    };
    for (group, key) in [(&TITLES, title), (&RANKS, rank.as_ref())] {
        if let Some(key) = key.filter(|key| !group.knows(lexicon, key)) {
            desk.push(group.unknown(lexicon, key));
        }
    }
    let directory = &desk.house.directory;
    for id in role.of.iter().chain(&role.r#for).filter(|id| find_body(directory, &id.plain()).is_none()) {
        let known = directory.organisations.keys().chain(directory.places.keys()).map(String::as_str);
        desk.miss("unknown-body", "organisation or place", id, known);
    }
}

/// `missing-short`: an organisation that is cited by its short name has one.
fn check_cited(desk: &mut Desk, id: &str, organisation: &Organisation) {
    let Some(cite @ (Cite::Short | Cite::Both)) = organisation.cite else { return };
    if organisation.short.is_none() {
        let message = format!("'cite: {}' asks for a short name, which '{id}' does not have", cite.as_str());
        desk.push(
            Diagnostic::error("missing-short", head(&organisation.span), message)
                .hint("add 'short' in every language, or write 'cite: name'"),
        );
    }
}
