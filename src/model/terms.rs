//! The words and the rules of one language: `templates/terms/<language>.yaml`. All that differs between languages is
//! data here; no room asks which language it has before it.

use super::{Decode, Direction, Gender, Node};
use crate::diagnostic::Diagnostic;
use crate::record;
use std::collections::BTreeMap;

record! {
    /// A terms file.
    pub struct Terms {
        pub direction: Direction,
        /// Names of languages as this language calls them, by code.
        pub languages: BTreeMap<String, String>,
        /// The words that the press itself prints: `agenda`, `page`, `notes`, `draft`, …
        pub words: BTreeMap<String, String>,
        /// Labels of the kinds of session.
        pub kinds: BTreeMap<String, String>,
        /// Functions that people have in an agenda: `moderator`.
        pub parts: BTreeMap<String, Forms>,
        /// Titles of persons: `mayor`, `secretary-general`.
        pub titles: BTreeMap<String, Forms>,
        /// Ranks before a title, by number: 1 → première.
        pub ranks: BTreeMap<String, Forms>,
        /// Cities that stand for IANA's time zones.
        pub zones: BTreeMap<String, String>,
        /// The letters, in lower case, at the head of a name before which this language may shorten a word: such a
        /// name must say whether it does (`elide`). Absent where words are never shortened.
        pub elidable: Option<String>,
    }
}

impl Decode for Direction {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let word = String::decode(node, found)?;
        match word.as_str() {
            "ltr" => Some(Self::LeftToRight),
            "rtl" => Some(Self::RightToLeft),
            _ => {
                found.push(super::unknown_value(&node.span, &word, &["ltr", "rtl"]));
                None
            }
        }
    }
}

/// The forms that a word takes with the people it is said of.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// By `f`, `m`, `fs`, `ms` (several) and `x` (mixed or unset); a word of one form stands under all.
    pub forms: BTreeMap<String, String>,
    pub any: Option<String>,
}

impl Forms {
    /// The form for one person; without a gender, the neutral form.
    pub fn one(&self, gender: Option<Gender>) -> Option<&str> {
        self.form(gender.map_or("x", Gender::as_str))
    }

    /// A form by its key.
    pub fn form(&self, key: &str) -> Option<&str> {
        self.forms.get(key).or(self.any.as_ref()).map(String::as_str)
    }
}

impl Decode for Forms {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        if let super::NodeValue::Scalar { text, .. } = &node.value {
            return Some(Self { forms: BTreeMap::new(), any: Some(text.clone()) });
        }
        Some(Self { forms: BTreeMap::decode(node, found)?, any: None })
    }
}
