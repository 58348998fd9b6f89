//! Keys that YAML reads otherwise than they were meant: what is said of them, and how they are read on.

use super::Builder;
use crate::diagnostic::{is_bullet, is_odd_space};
use crate::load::{lookalikes, slips};
use crate::model::{Entry, Node, NodeValue, Span};

impl Builder<'_> {
    /// The entries of one item of a list.
    pub(super) fn item(&self, entries: Vec<Entry>) -> Node {
        let start = entries.first().map_or(0, |entry| entry.key_span.start);
        let end = entries.last().map_or(start, |entry| entry.value.span.end.max(entry.key_span.end));
        Node { span: self.span(start..end), value: NodeValue::Mapping(entries) }
    }

    /// Whether the mapping that begins here is an item of a list.
    pub(super) fn is_item(&self, start: usize) -> bool {
        let before = self.file.text.get(..start).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|line| line.trim_end().ends_with('-'))
    }

    /// "kind:session", which is a key without a value.
    pub(super) fn refuse_valueless(&mut self, name: &str, key: &Span) -> bool {
        let Some((left, right)) =
            name.split_once(':').filter(|(left, right)| !left.is_empty() && !right.is_empty())
        else {
            return false;
        };
        let range = key.start..key.end;
        if right.starts_with(is_odd_space)
            && let Some(slip) = lookalikes::in_line(&self.file.text, &range)
        {
            self.refuse("yaml-syntax", slip.place, slip.message, slip.hint);
        } else {
            self.refuse(
                "yaml-syntax",
                range,
                "a space is missing after the colon",
                slips::spaced(left, right),
            );
        }
        true
    }

    /// "{fr: Les villes, demain}": the words after a comma, which were to go on.
    pub(super) fn refuse_comma(&mut self, before: &Entry, key: &Span) -> bool {
        let value = &before.value.span;
        let between = self.file.text.get(value.end..key.start).unwrap_or_default();
        let rest = self.file.text.get(key.end..).unwrap_or_default().trim_start();
        if between.trim() != "," || !rest.starts_with([',', '}']) || value.text().starts_with(['"', '\'']) {
            return false;
        }
        let hint = format!(
            "write the value in double quotes: {}: \"{}{between}{}\"",
            before.key,
            value.text(),
            key.text()
        );
        self.refuse("yaml-syntax", key.start..key.end, "the comma before these words ends the value", hint);
        true
    }

    /// A key that was to begin an item of a list: "-person", "– person". Returns the length of what stands before it.
    pub(super) fn refuse_bullet(&mut self, name: &str, key: &Span) -> Option<usize> {
        let sign = name.chars().next()?;
        let rest = name.get(sign.len_utf8()..)?;
        let word = rest.trim_start();
        if word.is_empty() || (sign != '-' && !(is_bullet(sign) && rest.len() > word.len())) {
            return None;
        }
        let sign_end = key.start + sign.len_utf8();
        if sign == '-' {
            let hint = format!("write '- {word}: …'");
            self.refuse("yaml-syntax", key.start..key.end, "a space is missing after the hyphen", hint);
        } else {
            let slip = lookalikes::bullet(key.start..sign_end, sign);
            self.refuse("yaml-syntax", slip.place, slip.message, slip.hint);
        }
        Some(name.len() - word.len())
    }
}
