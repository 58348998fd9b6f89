//! What the command line asks for, read: media and languages.

use diptych::model::{Edition, Language, Medium, known_by, language_meant, language_tag};
use diptych::{Press, crew};

pub fn media(words: &[String]) -> Result<Vec<Medium>, String> {
    let known: Vec<&str> = Medium::ALL.iter().map(|medium| medium.as_str()).collect();
    let read = |word: &String| {
        Medium::from_word(word).ok_or_else(|| format!("there is no medium '{word}': {}", mend(word, &known)))
    };
    words.iter().map(read).collect()
}

pub fn languages(tags: &[String], press: &Press) -> Result<Vec<Vec<Language>>, String> {
    let known: Vec<&str> = press.house.terms.keys().map(Language::as_str).collect();
    let read = |code: &str| {
        Language::new(code)
            .filter(|language| press.house.terms.contains_key(language))
            .ok_or_else(|| format!("there is no language '{code}': {}", mend(code, &known)))
    };
    tags.iter().map(|tag| tag.split('-').map(read).collect()).collect()
}

/// Languages that each exist may make no edition: `en-fr`, where all notes have `fr-en`.
pub fn check_tags(wanted: &[Vec<Language>], press: &Press, ids: &[String]) -> Result<(), String> {
    let listed = press.house.profile.editions.languages.iter().map(|tag| tag.plain());
    let mut known: Vec<String> = listed.collect();
    let unknown = |known: &[String]| wanted.iter().find(|tag| !known.contains(&language_tag(tag)));
    if unknown(&known).is_none() {
        return Ok(());
    }
    // Notes may have editions of their own; of one with errors it is not known.
    let checked = crew::work(crew::default_size(), ids, |id| press.check(id, 1).value);
    let whole = checked.iter().all(Option::is_some);
    let own = checked.iter().flatten().flat_map(|copy| &copy.note.editions);
    known = own.map(Edition::language_tag).collect();
    known.sort();
    known.dedup();
    let Some(tag) = unknown(&known).filter(|_| whole && !known.is_empty()) else { return Ok(()) };
    let turned = language_tag(&tag.iter().rev().copied().collect::<Vec<_>>());
    let mend = match known.contains(&turned) {
        true => format!("did you mean '{turned}'?"),
        false => format!("the notes have {}", known.join(", ")),
    };
    Err(format!("no note has an edition in '{}': {mend}", language_tag(tag)))
}

fn mend(word: &str, known: &[&str]) -> String {
    let language = language_meant(word).map(|language| language.to_string());
    let language = language.filter(|language| known.contains(&language.as_str()));
    let language = language.map(|language| format!("did you mean '{language}'?"));
    known_by(word, known).or(language).unwrap_or_else(|| format!("choose from {}", known.join(", ")))
}
