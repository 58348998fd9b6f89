//! The terms of all languages and profiles: `terms/<language>.yaml`, and `terms/<language>-<profile>.yaml`, which holds
//! what differs. In: the templates, the profile of the house. Out: the lexicon, in which each file is read when it is
//! first asked for; those of the project, and those that the house needs, are read at once, and what is wrong with
//! them is told.

use super::{composed, stock, yaml};
use crate::crew;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{
    Decode, HouseProfile, Language, Lexicon, Node, NodeValue, Numerals, SourceFile, Span, Terms, Text,
    Volume, overlay,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Files = BTreeMap<String, Arc<SourceFile>>;

pub fn read(templates: &Files, profile: Option<&HouseProfile>, found: &mut Vec<Diagnostic>) -> Lexicon {
    let chosen = profile.and_then(|profile| profile.profiles.as_ref());
    let named: Vec<String> =
        chosen.iter().flat_map(|chosen| chosen.values.values()).map(Text::plain).collect();
    let mut at_once = BTreeSet::new();
    let mut volumes = Vec::new();
    for (path, file) in templates {
        let Some(name) = path.strip_prefix("terms/").and_then(|name| name.strip_suffix(".yaml")) else {
            continue;
        };
        let Some((language, mut layers)) = layers(name, file, templates, found) else { continue };
        let numerals = profile.and_then(|profile| profile.numerals.as_ref());
        layers.numerals = numerals.and_then(|numerals| numerals.values.get(&language)).copied();
        let told = !stock::is_own(path, file) || named.iter().any(|chosen| chosen == name);
        if told {
            at_once.insert(name.to_owned());
        }
        let read = move || layers.read();
        volumes.push((name.to_owned(), Volume::new(language, Span::top(file), told, read)));
    }
    let tags = profile.iter().flat_map(|profile| &profile.editions.languages).map(Text::plain);
    let languages: Vec<Language> =
        tags.flat_map(|tag| tag.split('-').filter_map(Language::new).collect::<Vec<_>>()).collect();
    let lexicon = Lexicon::new(volumes).under(chosen, &languages);
    // The longest files of a house: read side by side.
    let names: BTreeSet<&str> = lexicon.needed_volumes().chain(at_once.iter().map(String::as_str)).collect();
    let names: Vec<&str> = names.into_iter().collect();
    crew::work(names.len(), &names, |name| lexicon.found(name).len());
    for finding in at_once.iter().flat_map(|name| lexicon.found(name)) {
        // What is wrong with a language is wrong under each of its profiles.
        if !found.iter().any(|other| is_same(other, finding)) {
            found.push(finding.clone());
        }
    }
    lexicon
}

fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    let place = |finding: &Diagnostic| {
        finding.span.as_ref().map(|span| (span.file.path.clone(), span.start, span.end))
    };
    (one.code, &one.message, place(one)) == (other.code, &other.message, place(other))
}

/// The files that make the terms of a language, or of a profile: what lies below comes first.
struct Layers {
    /// The name of the profile; `None` for the language itself.
    profile: Option<String>,
    base: Arc<SourceFile>,
    over: Option<Arc<SourceFile>>,
    /// The figures that the house has chosen for the language.
    numerals: Option<Numerals>,
}

/// What a file of terms is, by its name.
fn layers(
    name: &str,
    file: &Arc<SourceFile>,
    templates: &Files,
    found: &mut Vec<Diagnostic>,
) -> Option<(Language, Layers)> {
    let (code, profile) = name.split_once('-').map_or((name, None), |(code, rest)| (code, Some(rest)));
    let Some(language) = Language::new(code) else {
        let message = format!("'{code}' is no language code");
        found.push(Diagnostic::error("unknown-language", Span::top(file), message).hint(
            "name a file of terms by two or three lower-case letters, such as fr.yaml, and one of a profile as in fr-CA.yaml",
        ));
        return None;
    };
    if profile.is_none() {
        return Some((
            language,
            Layers { profile: None, base: Arc::clone(file), over: None, numerals: None },
        ));
    }
    let Some(base) = templates.get(&format!("terms/{code}.yaml")) else {
        let message = format!("the profile '{name}' has no terms of '{code}' to lie over");
        found.push(
            Diagnostic::error("unknown-language", Span::top(file), message)
                .hint(format!("write {code}.yaml beside it, with all words and rules of the language")),
        );
        return None;
    };
    let (base, over) = (Arc::clone(base), Some(Arc::clone(file)));
    Some((language, Layers { profile: Some(name.to_owned()), base, over, numerals: None }))
}

/// The press's own files have been read when it was built.
fn tree(file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Node> {
    composed::tree(file).or_else(|| yaml::parse(file, found))
}

impl Layers {
    /// The terms. Where a file of the project is not right, notes are checked with the press's own in its place.
    fn read(self) -> Report<Arc<Terms>> {
        let mut found = Vec::new();
        let terms = self.decode(&mut found).or_else(|| {
            let own = |file: &Arc<SourceFile>| stock::own_template(file.path.strip_prefix("templates/")?);
            let over = self.over.as_ref().and_then(own);
            Layers { base: own(&self.base)?, over, ..self }.decode(&mut Vec::new())
        });
        Report { value: terms.map(Arc::new), diagnostics: found }
    }

    /// The file of the language. One of the project that leaves out `direction`, which no whole file may do, changes words
    /// and rules of the press's own; any other takes its place.
    fn language(&self, found: &mut Vec<Diagnostic>) -> Option<Node> {
        let node = tree(&self.base, found)?;
        let is_whole = match &node.value {
            NodeValue::Mapping(entries) => entries.iter().any(|entry| entry.key == "direction"),
            NodeValue::Empty => false,
            _ => true,
        };
        let own = self.base.path.strip_prefix("templates/").and_then(stock::own_template);
        let Some(own) = own.filter(|_| !is_whole) else { return Some(node) };
        let place = node.span.clone();
        Some(Node { span: place, ..overlay(tree(&own, found)?, node, found) })
    }

    fn decode(&self, found: &mut Vec<Diagnostic>) -> Option<Terms> {
        let mut node = self.language(found)?;
        if let Some(over) = &self.over {
            node = overlay(node, tree(over, found)?, found);
        }
        let mut terms = Terms::decode(&node, found)?;
        if let Some(profile) = &self.profile {
            terms.profile.region.clone_from(profile);
        }
        if self.numerals.is_some() {
            terms.profile.numerals = self.numerals;
        }
        Some(terms)
    }
}
