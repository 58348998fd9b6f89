//! Keys that the sources take from the terms: kinds, parts, titles, ranks; and the parity of the terms files.

use super::desk::{Desk, unknown};
use crate::diagnostic::Diagnostic;
use crate::model::{Forms, Gender, Language, Lexicon, Span, Terms, Text, WORDS, head};
use std::collections::{BTreeMap, BTreeSet};

/// One group of keys in the terms.
pub struct Group<T: 'static> {
    /// The rule that a key must be known to.
    code: &'static str,
    /// What one of the group is called in a sentence.
    what: &'static str,
    /// The group's own key in a terms file.
    name: &'static str,
    select: fn(&Terms) -> &BTreeMap<String, T>,
}

pub const KINDS: Group<String> =
    Group { code: "unknown-kind", what: "kind", name: "kinds", select: |terms| &terms.kinds };
pub const PARTS: Group<Forms> =
    Group { code: "unknown-part", what: "part", name: "parts", select: |terms| &terms.parts };
pub const TITLES: Group<Forms> =
    Group { code: "unknown-title", what: "title", name: "titles", select: |terms| &terms.titles };
pub const RANKS: Group<Forms> =
    Group { code: "unknown-rank", what: "rank", name: "ranks", select: |terms| &terms.ranks };

impl<T: Wording> Group<T> {
    /// Whether a terms file of any language has the key.
    pub fn knows(&self, lexicon: &Lexicon, key: &Text) -> bool {
        let key = key.plain();
        lexicon.values().any(|terms| (self.select)(terms).contains_key(&key))
    }

    /// The finding on a key that no terms file has.
    pub fn unknown(&self, lexicon: &Lexicon, key: &Text) -> Diagnostic {
        let word = key.plain();
        let entries = || lexicon.values().flat_map(|terms| (self.select)(terms));
        let known: BTreeSet<&str> = entries().map(|(key, _)| key.as_str()).collect();
        let home = format!("'{}' in templates/terms/<language>.yaml", self.name);
        let finding = unknown(self.code, self.what, key, known.iter().copied(), &home);
        // A word of the page in place of its key: maire for mayor.
        let said = entries().find(|(_, wording)| wording.says(&word)).map(|(key, _)| key);
        let hint = match said {
            Some(key) => format!("did you mean '{key}'?"),
            // One number is as near as another.
            None if word.parse::<u32>().is_err() => return finding,
            None => format!("write one of: {}", known.into_iter().collect::<Vec<_>>().join(", ")),
        };
        finding.hint(hint)
    }

    /// Whether every needed language has the key. A key that no terms file has is unknown; one that a needed language
    /// lacks is a `missing-form`.
    pub fn check(&self, desk: &mut Desk, key: &Text) -> bool {
        if !self.knows(desk.lexicon, key) {
            desk.push(self.unknown(desk.lexicon, key));
            return false;
        }
        let (what, word) = (self.what, key.plain());
        let mut complete = true;
        for (language, terms) in desk.terms().filter(|(_, terms)| !(self.select)(terms).contains_key(&word)) {
            let message =
                format!("the {what} '{word}' has no word in '{language}', which {} needs", desk.reader);
            desk.push(
                Diagnostic::error("missing-form", key.span().cloned(), message)
                    .hint(format!("add '{word}: …' under '{}' in {}", self.name, terms.span.file.path)),
            );
            complete = false;
        }
        complete
    }
}

impl Group<Forms> {
    /// `missing-form`: the form that these people take together. `who` names them in a sentence; `mend` is a better mend
    /// than to add a form.
    pub fn check_form(
        &self,
        desk: &mut Desk,
        key: &Text,
        genders: &[Option<Gender>],
        who: &str,
        mend: Option<&str>,
    ) {
        let (what, word) = (self.what, key.plain());
        for (language, terms) in desk.terms() {
            let forms = (self.select)(terms).get(&word);
            if forms.is_none_or(|forms| forms.all(genders).is_some()) {
                continue;
            }
            let form = form_of(genders);
            let add = format!("add '{form}: …' under '{}', '{word}' in {}", self.name, terms.span.file.path);
            let message =
                format!("the {what} '{word}' has no {} in '{language}', which {who}", form_name(form));
            desk.push(
                Diagnostic::error("missing-form", key.span().cloned(), message)
                    .hint(mend.map_or_else(|| add.clone(), |mend| format!("{mend}, or {add}"))),
            );
        }
    }
}

/// What a key stands for on the page.
pub trait Wording {
    fn says(&self, word: &str) -> bool;
}

impl Wording for String {
    fn says(&self, word: &str) -> bool {
        self.to_lowercase() == word.to_lowercase()
    }
}

impl Wording for Forms {
    fn says(&self, word: &str) -> bool {
        self.any.iter().chain(self.forms.values()).any(|form| form.says(word))
    }
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
                Diagnostic::error("missing-term", desk.lexicon.home_of(language, &key), message)
                    .hint("add it here: the terms of the other languages show how"),
            );
        }
    }
}

/// `missing-term`, as a warning: what one of the languages has under `words`, `kinds`, `parts`, `titles` or `ranks`, the others
/// have too.
pub fn check_parity(lexicon: &Lexicon, languages: &[Language]) -> Vec<Diagnostic> {
    let terms: Vec<_> =
        languages.iter().filter_map(|language| Some((*language, lexicon.get(language)?))).collect();
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
