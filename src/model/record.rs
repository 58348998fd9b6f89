//! From the spanned tree of a YAML file to typed records: every unknown key, missing key and wrong type of a file is
//! reported, not the first alone.

use super::form;
use super::{Entry, Language, Node, NodeValue, PerLanguage, Span, Text};
use crate::diagnostic::{Diagnostic, nearest};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A type that can be read from a node. What is wrong goes to `found`, and then there is no value.
pub trait Decode: Sized {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self>;

    /// The value of a key that is not there; `None` if the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// What may stand there, as JSON Schema.
    fn form() -> Value;
}

/// Declares a struct that is read from a mapping: its fields are the keys that the mapping may have, and
/// `span` is where the mapping stands. A field named `r#for` is written `for`.
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        pub struct $Name:ident { $($(#[doc = $field_doc:literal])* pub $field:ident: $Type:ty,)* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $Name {
            $($(#[doc = $field_doc])* pub $field: $Type,)*
            /// Where the mapping stands.
            #[allow(dead_code, reason = "not every record is pointed at as a whole")]
            pub span: $crate::model::Span,
        }

        impl $crate::model::Decode for $Name {
            fn decode(
                node: &$crate::model::Node,
                found: &mut Vec<$crate::diagnostic::Diagnostic>,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$(stringify!($field)),*];
                let fields = $crate::model::Fields::open(node, KEYS, found)?;
                $(let $field: Option<$Type> = fields.take(stringify!($field), found);)*
                Some(Self { $($field: $field?,)* span: node.span.clone() })
            }

            fn form() -> ::serde_json::Value {
                $crate::model::form::object(concat!($($doc, "\n"),*), vec![$((
                    stringify!($field),
                    concat!($($field_doc, "\n"),*),
                    <$Type as $crate::model::Decode>::absent().is_none(),
                    <$Type as $crate::model::Decode>::form(),
                )),*])
            }
        }
    };
}

/// Declares an enum that is read from one of a few words.
#[macro_export]
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        pub enum $Name:ident { $($(#[doc = $variant_doc:literal])* $Variant:ident = $word:literal,)* }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $Name { $($(#[doc = $variant_doc])* $Variant,)* }

        impl $Name {
            /// Every value, in the order of the declaration.
            pub const ALL: &[Self] = &[$(Self::$Variant,)*];

            /// The word that stands for this value in the sources and on the command line.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$Variant => $word,)* }
            }

            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$Variant),)* _ => None }
            }
        }

        impl $crate::model::Decode for $Name {
            fn decode(
                node: &$crate::model::Node,
                found: &mut Vec<$crate::diagnostic::Diagnostic>,
            ) -> Option<Self> {
                let word = String::decode(node, found)?;
                let value = Self::from_word(&word);
                if value.is_none() {
                    found.push($crate::model::unknown_value(&node.span, &word, &[$($word),*]));
                }
                value
            }

            fn form() -> ::serde_json::Value {
                $crate::model::form::word(
                    concat!($($doc, "\n"),*),
                    &[$(($word, concat!($($variant_doc, "\n"),*))),*],
                )
            }
        }
    };
}

/// The entries of a mapping whose keys are known.
pub struct Fields<'a> {
    node: &'a Node,
    entries: &'a [Entry],
    /// Known keys that an unknown one was taken for.
    misspelt: Vec<&'a str>,
}

impl<'a> Fields<'a> {
    /// Reports a node that is no mapping, and every key that is not among `keys` (Rust's names: `r#for` is `for`).
    pub fn open(node: &'a Node, keys: &[&'a str], found: &mut Vec<Diagnostic>) -> Option<Self> {
        let NodeValue::Mapping(entries) = &node.value else {
            let finding = wrong_type(node, MAPPING);
            found.push(match example(node, keys) {
                Some(example) => finding.hint(format!("write {example}")),
                None => finding,
            });
            return None;
        };
        let known = || keys.iter().map(|key| key.trim_start_matches("r#"));
        let mut misspelt = Vec::new();
        for entry in entries.iter().filter(|entry| !known().any(|key| key == entry.key)) {
            let near = nearest(&entry.key, known());
            misspelt.extend(near);
            let hint = match near {
                Some(key) => format!("did you mean '{key}'?"),
                None => format!("keys that may stand here: {}", known().collect::<Vec<_>>().join(", ")),
            };
            let message = format!("unknown key '{}'", entry.key);
            found.push(Diagnostic::error("unknown-key", entry.key_span.clone(), message).hint(hint));
        }
        Some(Self { node, entries, misspelt })
    }

    pub fn take<T: Decode>(&self, key: &str, found: &mut Vec<Diagnostic>) -> Option<T> {
        let key = key.trim_start_matches("r#");
        match self.entries.iter().find(|entry| entry.key == key) {
            Some(entry) => T::decode(&entry.value, found),
            None => T::absent().or_else(|| {
                // One slip, one finding.
                if self.misspelt.contains(&key) {
                    return None;
                }
                let message = format!("the key '{key}' is missing");
                let span = head(&self.node.span);
                found.push(
                    Diagnostic::error("missing-key", span, message).hint(format!("add '{key}: …' here")),
                );
                None
            }),
        }
    }
}

/// The first line of a place: enough to point at a long mapping.
pub fn head(span: &Span) -> Span {
    let line = span.text().lines().next().unwrap_or_default().trim_end().len();
    span.part(0..line)
}

/// A single value as the record that was expected: '- person: omar-diallo', '{given: …, family: …}'.
fn example(node: &Node, keys: &[&str]) -> Option<String> {
    let NodeValue::Scalar { text, .. } = &node.value else { return None };
    let mut keys = keys.iter().map(|key| key.trim_start_matches("r#"));
    let first = keys.next()?;
    let before = node.span.file.text.get(..node.span.start)?;
    let in_list = before.rsplit('\n').next().is_some_and(|line| line.trim() == "-");
    match (text.contains(char::is_whitespace), keys.next()) {
        (true, Some(second)) => Some(format!("'{{{first}: …, {second}: …}}'")),
        _ if in_list => Some(format!("'- {first}: {text}'")),
        _ => Some(format!("'{{{first}: {text}}}'")),
    }
}

pub fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    let what = match &node.value {
        NodeValue::Empty => "nothing",
        NodeValue::Scalar { .. } => "a single value",
        NodeValue::Sequence(_) => "a list",
        NodeValue::Mapping(_) => "keys with values",
    };
    let finding =
        Diagnostic::error("wrong-type", head(&node.span), format!("expected {expected}, found {what}"));
    match expected {
        MAPPING => finding.hint("write 'key: value' on lines of their own below, further to the right"),
        LIST => finding.hint("write square brackets around it, with commas between the items"),
        PER_LANGUAGE => finding.hint("write the words of each language, as in {fr: …, en: …}"),
        _ => finding,
    }
}

/// The form of a language's code, as [`Language::new`] has it.
const LANGUAGE: &str = "^[a-z]{2,3}$";

const MAPPING: &str = "keys with values";
const LIST: &str = "a list";
const PER_LANGUAGE: &str = "words by language";

pub fn unknown_value(span: &Span, word: &str, known: &[&str]) -> Diagnostic {
    let hint = match nearest(word, known.iter().copied()) {
        Some(value) => format!("did you mean '{value}'?"),
        None => format!("values that may stand here: {}", known.join(", ")),
    };
    Diagnostic::error("unknown-value", span.clone(), format!("unknown value '{word}'")).hint(hint)
}

impl Decode for String {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        match &node.value {
            NodeValue::Scalar { text, .. } => Some(text.clone()),
            _ => {
                found.push(wrong_type(node, "text"));
                None
            }
        }
    }

    fn form() -> Value {
        form::text()
    }
}

impl Decode for Text {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let text = String::decode(node, found)?;
        // The place of a quoted scalar holds its quotes: leave them out where nothing within was escaped.
        let inner = node.span.part(1..node.span.text().len().saturating_sub(1));
        let span = if inner.text() == text { inner } else { node.span.clone() };
        Some(Text::new(text, span))
    }

    fn form() -> Value {
        form::text()
    }
}

/// Reads a scalar through a function that returns `None` for what it does not understand.
fn scalar<T>(
    node: &Node,
    expected: &str,
    found: &mut Vec<Diagnostic>,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let value = match &node.value {
        NodeValue::Scalar { text, quoted: false } => read(text),
        _ => None,
    };
    if value.is_none() {
        let mut finding = wrong_type(node, expected);
        if let NodeValue::Scalar { text, .. } = &node.value {
            finding.message = format!("expected {expected}, found '{text}'");
            if read(text).is_some() {
                finding = finding.hint("remove the quotes");
            }
        }
        found.push(finding);
    }
    value
}

impl Decode for bool {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        scalar(node, "true or false", found, |text| text.parse().ok())
    }

    fn form() -> Value {
        json!({ "type": "boolean" })
    }
}

impl Decode for u32 {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        scalar(node, "a whole number", found, |text| text.parse().ok())
    }

    fn form() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }
}

impl Decode for f64 {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        scalar(node, "a number", found, |text| text.parse().ok().filter(|number: &f64| number.is_finite()))
    }

    fn form() -> Value {
        json!({ "type": "number" })
    }
}

impl Decode for jiff::civil::Date {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        scalar(node, "a date such as 2021-05-19", found, |text| {
            // jiff reads "20210519" too; the house writes dates one way.
            (text.len() == 10).then(|| text.parse().ok()).flatten()
        })
    }

    fn form() -> Value {
        json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
    }
}

impl Decode for Language {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        scalar(node, "a language code such as fr", found, Language::new)
    }

    fn form() -> Value {
        json!({ "type": "string", "pattern": LANGUAGE })
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        T::decode(node, found).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn form() -> Value {
        T::form()
    }
}

impl<T: Decode> Decode for Arc<T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        T::decode(node, found).map(Arc::new)
    }

    fn form() -> Value {
        T::form()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let NodeValue::Sequence(items) = &node.value else {
            found.push(wrong_type(node, LIST));
            return None;
        };
        // Each item is read, so that each says what is wrong with it.
        let values: Vec<_> = items.iter().map(|item| T::decode(item, found)).collect();
        values.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn form() -> Value {
        json!({ "type": "array", "items": T::form() })
    }
}

impl Decode for BTreeSet<String> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        Vec::decode(node, found).map(Self::from_iter)
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn form() -> Value {
        Vec::<String>::form()
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let values: Vec<_> = entries(node, MAPPING, found)?
            .iter()
            .map(|entry| Some((entry.key.clone(), T::decode(&entry.value, found)?)))
            .collect();
        values.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(BTreeMap::new())
    }

    fn form() -> Value {
        form::map(T::form())
    }
}

impl<T: Decode> Decode for PerLanguage<T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut values = Vec::new();
        for entry in entries(node, PER_LANGUAGE, found)? {
            let language = Language::new(&entry.key);
            if language.is_none() {
                let message = format!("'{}' is no language code", entry.key);
                found.push(
                    Diagnostic::error("unknown-language", entry.key_span.clone(), message)
                        .hint("write two or three lower-case letters, such as fr or en"),
                );
            }
            values.push(T::decode(&entry.value, found).and_then(|value| Some((language?, value))));
        }
        Some(Self { values: values.into_iter().collect::<Option<_>>()?, span: node.span.clone() })
    }

    fn form() -> Value {
        let mut form = form::map(T::form());
        form["propertyNames"] = json!({ "pattern": LANGUAGE });
        form
    }
}

fn entries<'a>(node: &'a Node, expected: &str, found: &mut Vec<Diagnostic>) -> Option<&'a [Entry]> {
    match &node.value {
        NodeValue::Mapping(entries) => Some(entries),
        _ => {
            found.push(wrong_type(node, expected));
            None
        }
    }
}
