//! Keys that the sources take from the terms: kinds, parts, titles, ranks; and the parity of the terms files.

use super::desk::{Desk, unknown};
use crate::diagnostic::Diagnostic;
use crate::model::{Gender, House, Language, Span, Terms, Text, WORDS, head};
use std::collections::{BTreeMap, BTreeSet};

/// A key that every needed language must have. One that no terms file has at all is unknown: the rule is `code`; one
/// that some language lacks is a `missing-form`. Whether all have it. `what` names one such thing, `group` is its
/// place in the terms.
pub fn check_key<T>(
    desk: &mut Desk,
    key: &Text,
    code: &'static str,
    what: &str,
    group: &str,
    select: impl Fn(&Terms) -> &BTreeMap<String, T>,
) -> bool {
    let word = key.plain();
    let lacking: Vec<_> = desk.terms().filter(|(_, terms)| !select(terms).contains_key(&word)).collect();
    if lacking.is_empty() {
        return true;
    }
    if !is_known(desk.house, &word, &select) {
        desk.push(unknown_key(desk.house, key, code, what, group, &select));
        return false;
    }
    for (language, terms) in lacking {
        let message = format!("the {what} '{word}' has no word in '{language}', which {} needs", desk.reader);
        desk.push(
            Diagnostic::error("missing-form", key.span().cloned(), message)
                .hint(format!("add '{word}: …' under '{group}' in {}", terms.span.file.path)),
        );
    }
    false
}

/// Whether a terms file of any language has the key.
pub fn is_known<T>(house: &House, key: &str, select: impl Fn(&Terms) -> &BTreeMap<String, T>) -> bool {
    house.terms.values().any(|terms| select(terms).contains_key(key))
}

/// The finding on a key that no terms file has.
pub fn unknown_key<T>(
    house: &House,
    key: &Text,
    code: &'static str,
    what: &str,
    group: &str,
    select: impl Fn(&Terms) -> &BTreeMap<String, T>,
) -> Diagnostic {
    let known: BTreeSet<&str> =
        house.terms.values().flat_map(|terms| select(terms).keys()).map(String::as_str).collect();
    unknown(code, what, key, known, &format!("'{group}' in templates/terms/<language>.yaml"))
}

/// What a form is called in a sentence, by its key in the terms.
pub fn form_name(form: &str) -> &'static str {
    match form {
        "f" => "form for a woman",
        "m" => "form for a man",
        "fs" => "form for several women",
        "ms" => "form for several men",
        _ => "neutral form",
    }
}

/// The key of the form that people take together: one person their own, several the plural of the gender that all
/// share, else the neutral form.
pub fn form_of(genders: &[Option<Gender>]) -> &'static str {
    match genders {
        [gender] => gender.map_or("x", Gender::as_str),
        [Some(first), rest @ ..] if rest.iter().all(|gender| *gender == Some(*first)) => match first {
            Gender::Feminine => "fs",
            Gender::Masculine => "ms",
        },
        _ => "x",
    }
}

/// `missing-term`: what the press itself prints, in every needed language.
pub fn check_required(desk: &mut Desk) {
    for (language, terms) in desk.terms() {
        for key in terms.missing() {
            let message = format!("the terms of '{language}' lack {key}, which {} needs", desk.reader);
            desk.push(
                Diagnostic::error("missing-term", head(&terms.span), message)
                    .hint("add it here: the terms of the other languages show how"),
            );
        }
    }
}

/// `missing-term`, as a warning: what one of the languages has under `words`, `kinds`, `parts`, `titles` or `ranks`, the others
/// have too.
pub fn check_parity(house: &House, languages: &[Language]) -> Vec<Diagnostic> {
    let terms: Vec<_> =
        languages.iter().filter_map(|language| Some((*language, house.terms.get(language)?))).collect();
    let mut found = Vec::new();
    for (group, keys) in GROUPS {
        let mut owners = BTreeMap::new();
        for (language, terms) in &terms {
            // What every terms file must hold is `check_required`'s.
            for key in keys(terms).into_iter().filter(|key| group != "words" || !WORDS.contains(key)) {
                owners.entry(key).or_insert(*language);
            }
        }
        for (language, terms) in &terms {
            let own: BTreeSet<&str> = keys(terms).into_iter().collect();
            for (key, owner) in owners.iter().filter(|(key, _)| !own.contains(**key)) {
                found.push(missing_term(&terms.span, group, key, *language, *owner));
            }
        }
    }
    found
}

fn missing_term(span: &Span, group: &str, key: &str, language: Language, owner: Language) -> Diagnostic {
    let message = format!("'{key}' under '{group}' is there in '{owner}', not in '{language}'");
    Diagnostic::warning("missing-term", head(span), message)
        .hint(format!("add '{key}: …' under '{group}' here"))
}

type Keys = fn(&Terms) -> Vec<&str>;

const GROUPS: [(&str, Keys); 5] = [
    ("words", |terms| keys(&terms.words)),
    ("kinds", |terms| keys(&terms.kinds)),
    ("parts", |terms| keys(&terms.parts)),
    ("titles", |terms| keys(&terms.titles)),
    ("ranks", |terms| keys(&terms.ranks)),
];

fn keys<T>(map: &BTreeMap<String, T>) -> Vec<&str> {
    map.keys().map(String::as_str).collect()
}
