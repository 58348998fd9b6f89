//! The words and the rules of one language: `templates/terms/<language>.yaml`, and what a profile changes of them. All that differs between languages is
//! data here; no room asks which language it has before it.

mod calendar;
mod figures;
mod findings;
mod lexicon;
mod overlay;
mod pattern;
mod profile;
mod reader;
#[cfg(test)]
pub mod stock;
mod typeface;

pub use calendar::*;
pub use figures::*;
pub use findings::Reading;
pub use lexicon::*;
pub use overlay::*;
pub use pattern::*;
pub use profile::*;
pub use reader::*;
pub use typeface::*;

use super::{Decode, Direction, Gender, Node, NodeValue, form};
use crate::diagnostic::Diagnostic;
use crate::record;
use serde_json::{Value, json};
use std::collections::BTreeMap;

record! {
    /// A terms file.
    pub struct Terms {
        pub direction: Direction,
        /// The type of the language, if it is not the brand's.
        pub r#type: Option<TypeOfLanguage>,
        /// Names of languages as this language calls them, by code.
        pub languages: BTreeMap<String, String>,
        /// The words that the press itself prints, finished; [`WORDS`] says which.
        pub words: BTreeMap<String, String>,
        /// The lines that the press composes; [`LINES`] says which, and with what fields.
        pub lines: BTreeMap<String, Pattern>,
        /// What the report for the printing house says; without it, the report is in English.
        pub report: BTreeMap<String, String>,
        /// What the clauses of that report ask for, by their names; as the press has it, where there is none.
        pub clauses: BTreeMap<String, String>,
        /// What it says was measured and what is the limit, with gaps, by the English form: "at most {number} %".
        pub findings: BTreeMap<String, String>,
        /// Labels of the kinds of session.
        pub kinds: BTreeMap<String, String>,
        /// Functions that people have in an agenda: `moderator`.
        pub parts: BTreeMap<String, Forms>,
        /// Titles of persons: `mayor`, `secretary-general`. What follows a plus sign stands in the place of `grammar.of`.
        pub titles: BTreeMap<String, Forms>,
        /// Ranks before a title, by number: 1 → première.
        pub ranks: BTreeMap<String, Forms>,
        /// What is printed of an attendance that is not confirmed: `invited`, `tbc`.
        pub attendance: BTreeMap<String, Forms>,
        /// Cities that stand for IANA's time zones, in the form that `calendar.zone` wants: "de Madrid", "Madrid".
        pub zones: BTreeMap<String, String>,
        /// What the time of a zone is called, by IANA's letters for it: CEST → Central European Summer Time. Letters of
        /// several meanings stand after their zone or its continent: `Asia/Shanghai CST`, `America CST`.
        pub clocks: BTreeMap<String, String>,
        pub calendar: Calendar,
        pub grammar: Grammar,
        pub profile: Profile,
        /// What the rules on wording look for; a language without it is not read for them.
        pub reader: Option<Reader>,
        /// Numbers and times in running words, for the rules that compare languages.
        pub figures: Option<Figures>,
    }
}

/// The words that every terms file holds under `words`.
///
/// On the page: `agenda`, `contents`, `summary`, `keywords`, `notes`, `note`, `page`, `of`, `figure`, `table`,
/// `colophon`, `join` (before the address at which to join), `to-be-confirmed`, `logo` (a logo's alternative text,
/// when the brand gives none), `code` (that of a registration's link, for whoever does not see it). Statuses: `draft`, `provisional`, `corrigendum`. Modes: `online`, `in-person`, `hybrid`.
/// In a book: `cover`, `title-page`, `landmarks`, `page-list`, `start` (of the text), `back` (from a note),
/// `language`, `in-language` (this edition's own, "En français"), `pdf-document` and `accessibility`, the summary for
/// readers' catalogues. Marks: `colon` and `comma` as they stand between a label, an item and what follows.
pub const WORDS: &[&str] = &[
    "accessibility",
    "agenda",
    "back",
    "code",
    "colon",
    "colophon",
    "comma",
    "contents",
    "corrigendum",
    "cover",
    "draft",
    "figure",
    "hybrid",
    "in-language",
    "in-person",
    "join",
    "keywords",
    "landmarks",
    "language",
    "logo",
    "note",
    "notes",
    "of",
    "online",
    "page",
    "page-list",
    "pdf-document",
    "provisional",
    "start",
    "summary",
    "table",
    "title-page",
    "to-be-confirmed",
];

/// The lines that every terms file holds under `lines`, each with its one field.
pub const LINES: &[(&str, &str)] = &[
    ("contact", "contact"),
    ("interpretation", "languages"),
    ("isbn-epub", "isbn"),
    ("isbn-print", "isbn"),
    ("isbn-screen", "isbn"),
    ("issn", "issn"),
    ("issued", "date"),
    ("licence", "licence"),
    ("portrait", "name"),
    ("symbol", "symbol"),
    ("version", "version"),
];

impl Terms {
    /// What the time of a zone is called, if the language has a name for it. `zone` is IANA's name, `letters` its letters.
    pub fn clock(&self, zone: &str, letters: &str) -> Option<&str> {
        let continent = zone.split('/').next().unwrap_or_default();
        let keys = [format!("{zone} {letters}"), format!("{continent} {letters}"), letters.to_owned()];
        keys.iter().find_map(|key| self.clocks.get(key)).map(String::as_str)
    }

    /// What every terms file must hold and this one lacks, by its key; also fields of patterns that nothing fills.
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let words = WORDS.iter().filter(|word| !self.words.contains_key(**word));
        missing.extend(words.map(|word| format!("words.{word}")));
        for (line, field) in LINES {
            match self.lines.get(*line) {
                Some(pattern) => pattern.check(&format!("lines.{line}"), &[field], &[field], &mut missing),
                None => missing.push(format!("lines.{line}")),
            }
        }
        for attendance in ["invited", "tbc"].into_iter().filter(|key| !self.attendance.contains_key(*key)) {
            missing.push(format!("attendance.{attendance}"));
        }
        self.calendar.check(&mut missing);
        self.grammar.check(&mut missing);
        missing
    }

    /// A word that the press prints; empty only where `missing` reported it.
    pub fn word(&self, key: &str) -> &str {
        self.words.get(key).map(String::as_str).unwrap_or_default()
    }
}

/// The forms that a word takes with the people it is said of.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// By `f`, `m`, `x` (of no gender, or unset), and for several people `fs`, `ms`, `xs` (mixed). What has no gender
    /// needs `x` and `xs` alone; what does not change is one word. A language with a dual has `f2`, `m2`, `x2` for two.
    pub forms: BTreeMap<String, String>,
    pub any: Option<String>,
}

impl Forms {
    const KEYS: &[&str] = &["f", "m", "x", "f2", "m2", "x2", "fs", "ms", "xs"];

    /// The form for one person; without a gender, the neutral form, which not every title has.
    pub fn one(&self, gender: Option<Gender>) -> Option<&str> {
        self.form(gender.map_or("x", Gender::as_str))
    }

    /// The form for all these people together: of one gender, or mixed.
    pub fn all(&self, genders: &[Option<Gender>]) -> Option<&str> {
        let number = match genders {
            [] => return self.form("x"),
            [gender] => return self.one(*gender),
            [_, _] => "2",
            _ => "s",
        };
        let shared = genders.first().copied().flatten();
        let shared = shared.filter(|shared| genders.iter().all(|gender| *gender == Some(*shared)));
        self.form(&format!("{}{number}", shared.map_or("x", Gender::as_str)))
    }

    /// A form by its key, else the nearest that says no more than it.
    pub fn form(&self, key: &str) -> Option<&str> {
        let nearer: &[&str] = match key {
            "f2" => &["fs", "xs", "x"],
            "m2" => &["ms", "xs", "x"],
            "fs" | "ms" | "x2" => &["xs", "x"],
            _ => &["x"],
        };
        let form = self.forms.get(key).or_else(|| nearer.iter().find_map(|key| self.forms.get(*key)));
        form.or(self.any.as_ref()).map(String::as_str)
    }
}

impl Decode for Forms {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        if let NodeValue::Scalar { text, .. } = &node.value {
            return Some(Self { forms: BTreeMap::new(), any: Some(text.clone()) });
        }
        super::Fields::open(node, Self::KEYS, found)?;
        Some(Self { forms: BTreeMap::decode(node, found)?, any: None })
    }

    fn form() -> Value {
        let field = |key| (key, "", false, form::text());
        json!({ "anyOf": [form::text(), form::object("", Self::KEYS.iter().map(|key| field(*key)).collect())] })
    }
}
