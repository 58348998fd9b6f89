//! The desk that a checker sits at: who reads, in which languages, and what was found so far; and the questions that
//! every family of rules asks alike: is it known, is it written in every language, are there words at all.

use super::names;
use crate::diagnostic::{Diagnostic, mend};
use crate::model::{House, Language, Lexicon, Localized, PerLanguage, Span, Terms, Text, head};
use std::collections::BTreeSet;

pub struct Desk<'a> {
    /// Whose needs are checked, as the subject of a sentence: "the note 'x'".
    pub reader: String,
    pub house: &'a House,
    /// The terms under the profiles that the reader chose.
    pub lexicon: &'a Lexicon,
    /// The languages in which everything must be written, in the order of the editions.
    pub languages: Vec<Language>,
    pub found: Vec<Diagnostic>,
}

/// Words, or a list of words, that may turn out to be none.
pub trait Words: Clone {
    /// Where words should stand and do not; `place` is taken where the value itself has no place.
    fn blank(&self, place: &Span) -> Option<Span>;
}

impl Words for Text {
    fn blank(&self, place: &Span) -> Option<Span> {
        let wordless = !self.plain().chars().any(char::is_alphanumeric);
        wordless.then(|| self.span().unwrap_or(place).clone())
    }
}

impl Words for Vec<Text> {
    fn blank(&self, place: &Span) -> Option<Span> {
        match self.is_empty() {
            true => Some(place.clone()),
            false => self.iter().find_map(|text| text.blank(place)),
        }
    }
}

impl<'a> Desk<'a> {
    pub fn new(
        reader: String,
        house: &'a House,
        lexicon: &'a Lexicon,
        languages: Vec<Language>,
        found: Vec<Diagnostic>,
    ) -> Self {
        Self { reader, house, lexicon, languages, found }
    }

    pub fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// The terms of each needed language.
    pub fn terms(&self) -> impl Iterator<Item = (Language, &'a Terms)> + use<'a> {
        let lexicon = self.lexicon;
        let languages = self.languages.clone().into_iter();
        languages.filter_map(|language| Some((language, &**lexicon.get(&language)?)))
    }

    /// A value in every needed language: `missing-language` and `empty-text`. `what` names it in a sentence:
    /// "the summary".
    pub fn complete<T: Words>(&mut self, values: &PerLanguage<T>, what: &str) -> Option<Localized<T>> {
        for language in &self.languages {
            let finding = match values.values.get(language) {
                None => Diagnostic::error(
                    "missing-language",
                    head(&values.span),
                    format!("{what} is not written in '{language}', which {} needs", self.reader),
                )
                .hint(format!("add '{language}: …' here")),
                Some(value) => match value.blank(&values.span) {
                    Some(span) => empty(&span, &format!("{what} has no words in '{language}'")),
                    None => continue,
                },
            };
            self.found.push(finding);
        }
        Localized::complete(&values.values, &self.languages)
    }

    /// An id that names no entry of the directory, unless the entry is one that could not be read.
    pub fn miss<'k>(
        &mut self,
        code: &'static str,
        what: &str,
        id: &Text,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        if !self.house.gaps.hide(&id.plain()) {
            let known: Vec<&str> = known.into_iter().collect();
            let directory = &self.house.directory;
            let finding = unknown(code, what, id, known.iter().copied(), &directory.span.file.path);
            let named = names::id_of(directory, &id.plain(), &known);
            self.push(match named {
                Some(id) => finding.hint(format!("write the id that the directory gives it: '{id}'")),
                None => finding,
            });
        }
    }

    /// A value that is the same in every language: `empty-text`.
    pub fn words(&mut self, text: &Text, what: &str) {
        if let Some(span) = text.span().and_then(|span| text.blank(span)) {
            self.push(empty(&span, &format!("{what} has no words")));
        }
    }
}

pub fn empty(span: &Span, message: &str) -> Diagnostic {
    Diagnostic::error("empty-text", head(span), message).hint("write the words, or remove what is empty")
}

/// How many known words are listed where none is near: a directory may hold thousands.
const LISTED: usize = 60;

/// A word that names nothing: `code` is the rule, `what` the kind of thing, `home` the file in which it would stand.
pub fn unknown<'k>(
    code: &'static str,
    what: &str,
    typed: &Text,
    known: impl IntoIterator<Item = &'k str>,
    home: &str,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let word = typed.plain();
    let hint = match mend(&word, known.iter().copied()) {
        Some(mend) => mend,
        None if known.is_empty() => format!("add it to {home}"),
        None if known.len() <= LISTED => format!("write one of: {}; or add it to {home}", known.join(", ")),
        None => format!("write one that {home} has, or add it there"),
    };
    Diagnostic::error(code, typed.span().cloned(), format!("unknown {what} '{word}'")).hint(hint)
}

/// The findings without those that say the same of the same place: what many people share is found many times.
pub fn once(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let key = |finding: &Diagnostic| {
        let place = finding.span.as_ref().map(|span| (span.file.path.clone(), span.start, span.end));
        (finding.code, place, finding.message.clone())
    };
    found.into_iter().filter(|finding| seen.insert(key(finding))).collect()
}

/// The path of a file that stands beside another: `note/session.yaml`, `fr.md` → `note/fr.md`.
pub fn beside(span: &Span, name: &str) -> String {
    match span.file.path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// A place as a sentence names it: `sources/note/fr.md:12`.
pub fn at(span: &Span) -> String {
    format!("{}:{}", span.file.path, span.line_column().0)
}
