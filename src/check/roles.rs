//! What a person is: titles that the terms can say of this person in every needed language, of bodies that have
//! their names there.

use super::desk::Desk;
use super::terms::{RANKS, TITLES};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Body, Cite, Directory, Language, Organisation, PerLanguage, PersonEntry, Place, Role, RoleEntry, Text,
    Title, TitleEntry, head,
};
use std::sync::Arc;

/// A role in every needed language. `None` where it is malformed, which `check_house` reported, or incomplete.
pub fn check(desk: &mut Desk, person: &PersonEntry, entry: &RoleEntry) -> Option<Role> {
    let name = person.name.full();
    if let Some(phrase) = &entry.phrase {
        return desk.complete(phrase, &format!("a role of {name}")).map(Role::Phrase);
    }
    let title = match entry.title.as_ref()? {
        TitleEntry::Key(key) => TITLES.knows(desk.lexicon, key).then(|| Title::Key(key.clone())),
        TitleEntry::Words(words) => desk.complete(words, &format!("a title of {name}")).map(Title::Words),
    };
    let genders = [person.gender];
    let who = format!("{name} needs");
    let mend = format!("give {name} a 'gender' (f or m) in {}", person.span.file.path);
    let mend = person.gender.is_none().then_some(mend.as_str());
    let rank = entry.rank.map(|rank| Text::new(rank.to_string(), head(&entry.span)));
    let key = title.as_ref().and_then(Title::key);
    for (group, key) in [(&TITLES, key), (&RANKS, rank.as_ref())] {
        if let Some(key) = key.filter(|key| group.knows(desk.lexicon, key))
            && group.check(desk, key)
        {
            group.check_form(desk, key, &genders, &who, mend);
        }
    }
    let of = read_body(desk, entry.of.as_ref(), true)?;
    let r#for = read_body(desk, entry.r#for.as_ref(), false)?;
    Some(Role::Title { title: title?, rank: entry.rank, of, r#for })
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
    let terms = desk.lexicon.get(&language);
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
