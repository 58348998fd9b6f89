//! The press's own terms, read for tests of rooms that stand behind `load`.

use super::{Terms, overlay};
use crate::model::{Decode, Entry, Language, Node, NodeValue, SourceFile, Span};
use granit_parser::{Event, Parser, ScalarStyle};
use include_dir::{Dir, include_dir};
use std::sync::Arc;

static TERMS: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates/terms");

/// The languages that the press has terms of.
pub fn languages() -> Vec<&'static str> {
    names().into_iter().filter(|name| Language::new(name).is_some()).collect()
}

/// The names of all files of terms: languages, and profiles that lie over them.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = TERMS.files().filter_map(|file| file.path().file_stem()?.to_str()).collect();
    names.sort_unstable();
    names
}

impl Terms {
    /// The terms of a language, `fr`, or of a profile, `fr-CA`.
    pub fn stock(name: &str) -> Self {
        let (language, profile) = name.split_once('-').map_or((name, None), |(code, _)| (code, Some(name)));
        let mut found = Vec::new();
        let mut node = node_of(language);
        if let Some(profile) = profile {
            node = overlay(node, node_of(profile), &mut found);
        }
        let terms = Terms::decode(&node, &mut found);
        assert!(found.is_empty(), "{found:#?}");
        terms.expect("terms without findings are terms")
    }
}

fn node_of(name: &str) -> Node {
    let path = format!("templates/terms/{name}.yaml");
    let text = TERMS.get_file(format!("{name}.yaml")).and_then(|file| file.contents_utf8());
    let text = text.unwrap_or_else(|| panic!("the press has no {path}")).to_owned();
    read(&Arc::new(SourceFile { path, text }))
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
        Event::Scalar(text, ScalarStyle::Plain, ..) if matches!(&*text, "" | "~") => NodeValue::Empty,
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
