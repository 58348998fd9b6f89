//! From the spanned tree of a YAML file to typed records: every unknown key, missing key and wrong type of a file is
//! reported, not the first alone.

mod dates;
mod mends;

use super::form;
use super::{Entry, Language, Node, NodeValue, PerLanguage, Span, Text};
use crate::diagnostic::Diagnostic;
pub use dates::{DayAndTime, days_and_times};
use mends::{LIST, MAPPING, PER_LANGUAGE};
pub use mends::{known_by, language_meant, unknown_value, wrong_type};
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
/// `span` is where the mapping stands. A field named `r#for` is written `for`, one named `large_print` is `large-print`.
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
    misspelt: Vec<String>,
}

/// A key as people write it, by the field that holds it: `for` of `r#for`, `large-print` of `large_print`.
pub fn key_of(field: &str) -> String {
    field.trim_start_matches("r#").replace('_', "-")
}

impl<'a> Fields<'a> {
    /// Reports a node that is no mapping, and every key that is not among those of `fields` (Rust's names).
    pub fn open(node: &'a Node, fields: &[&str], found: &mut Vec<Diagnostic>) -> Option<Self> {
        let names: Vec<String> = fields.iter().map(|field| key_of(field)).collect();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let NodeValue::Mapping(entries) = &node.value else {
            found.push(mends::no_mapping(node, &known));
            return None;
        };
        let mut misspelt = Vec::new();
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            misspelt.extend(mends::meant(&entry.key, known.iter().copied()).map(str::to_owned));
            found.push(mends::unknown_key(entry, &known));
        }
        Some(Self { node, entries, misspelt })
    }

    pub fn take<T: Decode>(&self, field: &str, found: &mut Vec<Diagnostic>) -> Option<T> {
        let key = key_of(field);
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

/// The form of a language's code, as [`Language::new`] has it.
const LANGUAGE: &str = "^[a-z]{2,3}$";

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
            finding = match read(text).is_some() {
                true => finding.hint("remove the quotes"),
                false => finding.hint(mends::scalar(text, expected)),
            };
        }
        found.push(finding);
    }
    value
}

impl Decode for bool {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        scalar(node, mends::TRUTH, found, |text| text.parse().ok())
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
        scalar(node, mends::DAY, found, |text| {
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
        scalar(node, mends::CODE, found, Language::new)
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
                found.push(mends::no_language(entry, entries(node, PER_LANGUAGE, &mut Vec::new())?));
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
