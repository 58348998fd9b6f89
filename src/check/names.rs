//! People, places, organisations and events that are called by their names where their ids should stand.

use crate::model::{Directory, PerLanguage, Text};

/// The id, among those that are known, of what the directory calls by this name: whole, in any language; of a person
/// also with a title before the name, or with the family first.
pub fn id_of<'k>(directory: &Directory, word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    let parts: Vec<&str> = word.split_whitespace().collect();
    let person = |id: &str| {
        directory.people.get(id).is_some_and(|person| {
            let name = person.name.full().to_lowercase();
            let mut names = name.split_whitespace();
            parts.len() > 1 && names.all(|name| parts.contains(&name))
        })
    };
    let called =
        |names: &PerLanguage<Text>| names.values.values().any(|name| name.plain().to_lowercase() == word);
    let named = |id: &str| {
        directory.events.get(id).is_some_and(|event| called(&event.name))
            || directory.places.get(id).is_some_and(|place| called(&place.name))
            || directory
                .organisations
                .get(id)
                .is_some_and(|body| called(&body.name) || body.short.as_ref().is_some_and(called))
    };
    known.iter().copied().find(|id| person(id) || named(id))
}
