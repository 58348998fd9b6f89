//! Languages, and words written once per language.

use super::Span;
use crate::choice;
use std::collections::BTreeMap;
use std::fmt;

/// A language: a code of two or three lower-case letters (ISO 639). Regions live in profiles, never in the code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// `None` unless the code is two or three letters from a to z.
    pub fn new(code: &str) -> Option<Self> {
        let bytes = code.as_bytes();
        if !(2..=3).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_lowercase) {
            return None;
        }
        let mut padded = [0; 3];
        padded[..bytes.len()].copy_from_slice(bytes);
        Some(Self(padded))
    }

    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

choice! {
    /// Which way the lines of a language run.
    pub enum Direction {
        LeftToRight = "ltr",
        RightToLeft = "rtl",
    }
}

/// What was written once per language in a YAML file: perhaps not in all that a note needs.
#[derive(Clone, Debug)]
pub struct PerLanguage<T> {
    pub values: BTreeMap<Language, T>,
    pub span: Span,
}

/// What exists in every language that the note's editions need: `check` made sure of it.
#[derive(Clone, Debug)]
pub struct Localized<T>(BTreeMap<Language, T>);

impl<T> Localized<T> {
    /// `None` if one of the languages has no value.
    pub fn complete(values: &BTreeMap<Language, T>, languages: &[Language]) -> Option<Self>
    where
        T: Clone,
    {
        languages
            .iter()
            .map(|language| Some((*language, values.get(language)?.clone())))
            .collect::<Option<_>>()
            .map(Self)
    }

    /// The value in one of the note's languages.
    ///
    /// # Panics
    /// If the language is none of the note's: only an edition that `check` never saw could ask for it.
    pub fn get(&self, language: Language) -> &T {
        self.0.get(&language).expect("check made every text complete in the note's languages")
    }

    pub fn iter(&self) -> impl Iterator<Item = (Language, &T)> {
        self.0.iter().map(|(language, value)| (*language, value))
    }
}
