//! What a person is: titles that the terms can say of this person in every needed language, of bodies that have
//! their names there.

use super::desk::Desk;
use super::terms::{check_key, form_name, form_of, is_known};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Body, Cite, Directory, Forms, Language, Organisation, PerLanguage, PersonEntry, Place, Role, RoleEntry,
    Terms, Text, head,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A role in every needed language. `None` where it is malformed, which `check_house` reported, or incomplete.
pub fn check(desk: &mut Desk, person: &PersonEntry, entry: &RoleEntry) -> Option<Role> {
    let name = person.name.full();
    if let Some(phrase) = &entry.phrase {
        return desk.complete(phrase, &format!("a role of {name}")).map(Role::Phrase);
    }
    let title = entry.title.as_ref()?;
    let known = is_known(desk.house, &title.plain(), |terms| &terms.titles);
    if known && check_key(desk, title, "unknown-title", "title", "titles", |terms| &terms.titles) {
        check_form(desk, person, title, "title", "titles", |terms| &terms.titles);
    }
    if let Some(rank) = entry.rank {
        let rank = Text::new(rank.to_string(), head(&entry.span));
        if is_known(desk.house, &rank.plain(), |terms| &terms.ranks)
            && check_key(desk, &rank, "unknown-rank", "rank", "ranks", |terms| &terms.ranks)
        {
            check_form(desk, person, &rank, "rank", "ranks", |terms| &terms.ranks);
        }
    }
    let of = read_body(desk, entry.of.as_ref(), true)?;
    let r#for = read_body(desk, entry.r#for.as_ref(), false)?;
    known.then(|| Role::Title { title: title.clone(), rank: entry.rank, of, r#for })
}

/// `missing-form`: the form of a title that this person takes.
fn check_form(
    desk: &mut Desk,
    person: &PersonEntry,
    key: &Text,
    what: &str,
    group: &str,
    select: impl Fn(&Terms) -> &BTreeMap<String, Forms>,
) {
    let form = form_of(&[person.gender]);
    let (name, word) = (person.name.full(), key.plain());
    for (language, terms) in desk.terms() {
        if select(terms).get(&word).is_none_or(|forms| forms.form(form).is_some()) {
            continue;
        }
        let mut hint = format!("add '{form}: …' under '{group}', '{word}' in {}", terms.span.file.path);
        if person.gender.is_none() {
            hint = format!("give {name} a 'gender' (f or m) in {}, or {hint}", person.span.file.path);
        }
        let message =
            format!("the {what} '{word}' has no {} in '{language}', which {name} needs", form_name(form));
        desk.push(Diagnostic::error("missing-form", key.span().cloned(), message).hint(hint));
    }
}

/// A body with its names in every needed language: `Some(None)` if there is none, `None` if it is not known.
fn read_body(desk: &mut Desk, id: Option<&Text>, may_elide: bool) -> Option<Option<Body>> {
    let Some(id) = id else { return Some(None) };
    let body = find_body(&desk.house.directory, &id.plain())?;
    let (what, name, article, elide) = match &body {
        Body::Organisation(entry) => {
            let what = format!("the name of the organisation '{}'", id.plain());
            (what, complete_cited(desk, entry, &id.plain()), entry.article.as_ref(), entry.elide)
        }
        Body::Place(entry) => {
            let what = format!("the name of the place '{}'", id.plain());
            desk.complete(&entry.name, &what);
            (what, &entry.name, entry.article.as_ref(), entry.elide)
        }
    };
    if may_elide && elide.is_none() {
        for language in desk.languages.clone() {
            let has_article = article.is_some_and(|article| article.values.contains_key(&language));
            if !has_article {
                check_elision(desk, name, language, &what);
            }
        }
    }
    Some(Some(body))
}

/// The name by which an organisation is cited first, complete with what else is cited of it.
fn complete_cited<'a>(desk: &mut Desk, entry: &'a Organisation, id: &str) -> &'a PerLanguage<Text> {
    let cite = entry.cite.unwrap_or(if entry.short.is_some() { Cite::Both } else { Cite::Name });
    if cite != Cite::Short {
        desk.complete(&entry.name, &format!("the name of the organisation '{id}'"));
    }
    match &entry.short {
        Some(short) if cite != Cite::Name => {
            desk.complete(short, &format!("the short name of the organisation '{id}'"));
            if cite == Cite::Short { short } else { &entry.name }
        }
        _ => &entry.name,
    }
}

/// `missing-elision`: elision is a flag of the name, never a rule of its first letter ("maire de Ouagadougou", "maire
/// d’Alger"); a letter before which a language may elide asks for the flag.
fn check_elision(desk: &mut Desk, name: &PerLanguage<Text>, language: Language, what: &str) {
    let terms = desk.house.terms.get(&language);
    let (Some(terms), Some(name)) = (terms, name.values.get(&language)) else { return };
    let word = name.plain();
    if terms.grammar.may_elide(&word) {
        let message = format!("{what} does not say whether a word before '{word}' is elided in '{language}'");
        desk.push(Diagnostic::error("missing-elision", name.span().cloned(), message).hint(
            "add 'elide: true' (as in d’Alger) or 'elide: false' (as in de Ouagadougou) beside the name",
        ));
    }
}

/// The organisation or the place of an id.
pub fn find_body(directory: &Directory, id: &str) -> Option<Body> {
    let organisation = directory.organisations.get(id).map(|entry| Body::Organisation(Arc::clone(entry)));
    organisation.or_else(|| directory.places.get(id).map(|entry: &Arc<Place>| Body::Place(Arc::clone(entry))))
}
