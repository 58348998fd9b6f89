//! Where a session takes place: place, room, address to join at, languages of interpretation.

use super::address;
use super::desk::Desk;
use super::session::VenueEntry;
use crate::diagnostic::Diagnostic;
use crate::model::{Language, Place, Text, Venue, head};
use std::sync::Arc;

pub fn check(desk: &mut Desk, entry: &VenueEntry) -> Option<Venue> {
    if let VenueEntry { mode: None, venue: None, room: None, link: None, .. } = entry
        && entry.interpretation.is_empty()
    {
        desk.push(
            Diagnostic::error("empty-where", head(&entry.span), "'where' names no place")
                .hint("add 'mode: …' or 'venue: …' here, or leave out 'where'"),
        );
    }
    let place = entry.venue.as_ref().and_then(|id| read_place(desk, id));
    let room = entry.room.as_ref().and_then(|room| desk.complete(room, "the room"));
    if let Some(link) = &entry.link {
        address::check(desk, link, address::Kind::Web, "the link");
    }
    let interpretation = entry.interpretation.iter().filter_map(|code| read_language(desk, code)).collect();
    Some(Venue { mode: entry.mode, place, room, link: entry.link.clone(), interpretation })
}

/// `unknown-place`, and its name in every language.
fn read_place(desk: &mut Desk, id: &Text) -> Option<Arc<Place>> {
    let directory = &desk.house.directory;
    let word = id.plain();
    let Some(place) = directory.places.get(&word) else {
        let known = directory.places.keys().map(String::as_str);
        desk.miss("unknown-place", "place", id, known);
        return None;
    };
    desk.complete(&place.name, &format!("the name of the place '{word}'"));
    Some(Arc::clone(place))
}

/// A language of interpretation: its name must be known to every needed language, since it is printed.
fn read_language(desk: &mut Desk, code: &Text) -> Option<Language> {
    let word = code.plain();
    let span = code.span().cloned();
    let names = || desk.lexicon.values().flat_map(|terms| &terms.languages);
    if !names().any(|(code, _)| *code == word) {
        let named = names().find(|(_, name)| name.to_lowercase() == word.to_lowercase());
        let hint = match named {
            Some((code, _)) => format!("did you mean '{code}'?"),
            None => "write the language's code, two or three lower-case letters, such as fr or en".to_owned(),
        };
        desk.push(
            Diagnostic::error("unknown-language", span, format!("unknown language '{word}'")).hint(hint),
        );
        return None;
    }
    let mut sound = true;
    for (reader, terms) in desk.terms().filter(|(_, terms)| !terms.languages.contains_key(&word)) {
        let message = format!("the language '{word}' has no name in '{reader}', which {} needs", desk.reader);
        desk.push(
            Diagnostic::error("missing-form", span.clone(), message)
                .hint(format!("add '{word}: …' under 'languages' in {}", terms.span.file.path)),
        );
        sound = false;
    }
    Language::new(&word).filter(|_| sound)
}
