//! The press's own terms, read for tests of rooms that stand behind `load`.

use super::Terms;
use crate::model::{Decode, Entry, Node, NodeValue, SourceFile, Span};
use granit_parser::{Event, Parser};
use std::sync::Arc;

impl Terms {
    /// The terms of `templates/terms/<language>.yaml`.
    pub fn stock(language: &str) -> Self {
        let path = format!("templates/terms/{language}.yaml");
        let text = match language {
            "fr" => include_str!("../../../templates/terms/fr.yaml"),
            "en" => include_str!("../../../templates/terms/en.yaml"),
            "es" => include_str!("../../../templates/terms/es.yaml"),
            "ar" => include_str!("../../../templates/terms/ar.yaml"),
            _ => panic!("the press has no {path}"),
        };
        let file = Arc::new(SourceFile { path, text: text.to_owned() });
        let mut found = Vec::new();
        let terms = Terms::decode(&read(&file), &mut found);
        assert!(found.is_empty(), "{found:#?}");
        terms.expect("terms without findings are terms")
    }
}

/// A YAML file as a tree, for tests: what is wrong with it is a panic.
pub fn read(file: &Arc<SourceFile>) -> Node {
    let mut events = Parser::new_from_str(&file.text).map(|event| event.expect("YAML")).peekable();
    while !matches!(events.next().expect("a document"), (Event::DocumentStart(..), _)) {}
    node(file, &mut events)
}

fn node<'a>(
    file: &Arc<SourceFile>,
    events: &mut std::iter::Peekable<impl Iterator<Item = (Event<'a>, granit_parser::Span)>>,
) -> Node {
    let (event, span) = events.next().expect("a node");
    let value = match event {
        Event::Scalar(text, ..) => NodeValue::Scalar { text: text.into_owned(), quoted: false },
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            while events.next_if(|(event, _)| matches!(event, Event::SequenceEnd)).is_none() {
                items.push(node(file, events));
            }
            NodeValue::Sequence(items)
        }
        Event::MappingStart(..) => {
            let mut entries = Vec::new();
            while events.next_if(|(event, _)| matches!(event, Event::MappingEnd)).is_none() {
                let key = node(file, events);
                let NodeValue::Scalar { text, .. } = key.value else { panic!("{:?} is no key", key.span) };
                entries.push(Entry { key: text, key_span: key.span, value: node(file, events) });
            }
            NodeValue::Mapping(entries)
        }
        other => panic!("{other:?} has no place in terms"),
    };
    Node { value, span: Span::new(file, span.byte_range().unwrap_or_default()) }
}
