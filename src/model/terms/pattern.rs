//! Sentences with gaps: "{day} {month} {year}".

use crate::diagnostic::Diagnostic;
use crate::model::{Decode, Node, Text};

/// Words with named fields in braces.
#[derive(Clone, Debug)]
pub struct Pattern(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Words(String),
    Field(String),
}

impl Pattern {
    /// `None` if a brace has no partner.
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some((words, after)) = rest.split_once('{') {
            let (field, after) = after.split_once('}')?;
            if words.contains('}') || field.contains('{') {
                return None;
            }
            parts.push(Part::Words(words.to_owned()));
            parts.push(Part::Field(field.to_owned()));
            rest = after;
        }
        if rest.contains('}') {
            return None;
        }
        parts.push(Part::Words(rest.to_owned()));
        Some(Self(parts))
    }

    /// The sentence with its gaps filled; `None` if a field of the pattern is not among those given.
    pub fn fill(&self, fields: &[(&str, &Text)]) -> Option<Text> {
        let mut sentence = Text::default();
        for part in &self.0 {
            match part {
                Part::Words(words) if words.is_empty() => {}
                Part::Words(words) => sentence.push(Text::supplied(words)),
                Part::Field(field) => {
                    let (_, text) = fields.iter().find(|(name, _)| name == field)?;
                    sentence.push((*text).clone());
                }
            }
        }
        Some(sentence)
    }

    /// Whether the sentence has a gap of this name.
    pub fn has(&self, field: &str) -> bool {
        self.fields().any(|own| own == field)
    }

    /// The names of its fields, in order.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Field(field) => Some(field.as_str()),
            Part::Words(_) => None,
        })
    }

    /// Reports required fields that this pattern lacks and fields that nothing will fill; `key` is the pattern's.
    pub(super) fn check(&self, key: &str, required: &[&str], known: &[&str], missing: &mut Vec<String>) {
        let lacking = required.iter().filter(|field| !self.fields().any(|given| given == **field));
        missing.extend(lacking.map(|field| format!("{key}: the field {{{field}}}")));
        let unknown = self.fields().filter(|field| !known.contains(field));
        missing.extend(unknown.map(|field| format!("{key}: a meaning for {{{field}}}")));
    }
}

impl Decode for Pattern {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let written = String::decode(node, found)?;
        let pattern = Self::parse(&written);
        if pattern.is_none() {
            let message = "a brace of this pattern has no partner";
            found.push(
                Diagnostic::error("wrong-pattern", node.span.clone(), message)
                    .hint("write each field as {name}, with both braces"),
            );
        }
        pattern
    }

    fn form() -> serde_json::Value {
        String::form()
    }
}
