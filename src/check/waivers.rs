//! `waive`: the findings that a note is allowed, each with its rule, its place and its reason.

use super::desk::{Words, beside, empty};
use super::session::{Session, WaiverEntry};
use crate::diagnostic::{Diagnostic, Waiver, nearest};
use crate::model::{NodeValue, Source, Text, not_adjustable};
use std::ops::Range;

/// The waivers whose rule and place are known. `unknown-rule`, `fixed-rule`, `unknown-passage`, and `empty-text` for a
/// reason without words.
pub fn check(source: &Source, session: &Session, found: &mut Vec<Diagnostic>) -> Vec<Waiver> {
    session.waive.iter().flat_map(|list| &list.0).filter_map(|entry| read(source, entry, found)).collect()
}

fn read(source: &Source, entry: &WaiverEntry, found: &mut Vec<Diagnostic>) -> Option<Waiver> {
    let blank = entry.reason.span().and_then(|span| entry.reason.blank(span));
    found.extend(blank.map(|span| empty(&span, "the reason of this waiver has no words")));
    let rule = entry.rule.plain();
    let span = entry.rule.span().unwrap_or(&entry.span).clone();
    if let Some(finding) = not_adjustable(&rule, &span) {
        found.push(finding);
        return None;
    }
    let place = match &entry.at {
        Some(at) => Some(place(source, at).map_err(|finding| found.push(*finding)).ok()?),
        None => None,
    };
    Some(Waiver { rule, place, reason: entry.reason.plain(), span })
}

/// The file and the part of it that `fr.md#context` or `session.yaml#agenda` names.
fn place(source: &Source, at: &Text) -> Result<(String, Range<usize>), Box<Diagnostic>> {
    let word = at.plain();
    let (name, part) = match word.split_once('#') {
        Some((name, part)) => (name, Some(part)),
        None => (word.as_str(), None),
    };
    let files = files(source);
    let unknown = |what: &str, word: &str, known: Vec<&str>| {
        let stem = |name: &&&str| name.split('.').next() == Some(word);
        let hint = match known.iter().find(stem).copied().or_else(|| nearest(word, known.iter().copied())) {
            Some(known) => format!("did you mean '{known}'?"),
            None => format!("write one of: {}", known.join(", ")),
        };
        let message = format!("this note has no {what} '{word}'");
        Box::new(Diagnostic::error("unknown-passage", at.span().cloned(), message).hint(hint))
    };
    let Some(file) = files.iter().find(|file| file.name == name) else {
        return Err(unknown("file", name, files.iter().map(|file| file.name.as_str()).collect()));
    };
    let range = match part {
        None => 0..usize::MAX,
        Some(part) => {
            let Some(index) = file.parts.iter().position(|(known, _)| known == part) else {
                let known = file.parts.iter().map(|(known, _)| known.as_str()).collect();
                return Err(unknown(&format!("part in {name} called"), part, known));
            };
            let end = file.parts.get(index + 1).map_or(usize::MAX, |(_, start)| *start);
            file.parts[index].1..end
        }
    };
    Ok((beside(&source.session.span, name), range))
}

/// A file of the note: its parts, each from its first byte to the next part.
struct File {
    name: String,
    parts: Vec<(String, usize)>,
}

/// The prose by its sections, the facts by their keys.
fn files(source: &Source) -> Vec<File> {
    let prose = source.prose.iter().map(|(language, prose)| {
        let id = |section: &crate::model::Section| section.id.as_ref().map(Text::plain).unwrap_or_default();
        let sections = prose.sections.iter().map(|section| (id(section), section.span.start));
        File { name: format!("{language}.md"), parts: sections.collect() }
    });
    let entries = match &source.session.value {
        NodeValue::Mapping(entries) => entries.as_slice(),
        _ => &[],
    };
    let keys = entries.iter().map(|entry| (entry.key.clone(), entry.key_span.start));
    prose.chain([File { name: "session.yaml".to_owned(), parts: keys.collect() }]).collect()
}
