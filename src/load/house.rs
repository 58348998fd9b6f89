//! The house. In: the project. Out: profile, brand, directory, terms, templates and fonts.

use super::disk::Project;
use super::{brand, stock, yaml};
use crate::diagnostic::Diagnostic;
use crate::model::{Decode, House, Language, SourceFile, Span, Terms};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads the house, as far as it goes: each file says what is wrong with it, and what the press can supply stands in for
/// it. Without a profile and a directory there is no house.
pub fn read(project: &Project, found: &mut Vec<Diagnostic>) -> Option<House> {
    let profile = decode(project, "sources/house.yaml", found);
    let directory = decode(project, "sources/directory.yaml", found);
    let templates = stock::templates(project, found);
    let fonts = stock::fonts(project, found);
    let terms = terms(&templates, found);
    let brand = brand::read(project, &fonts, found);
    Some(House {
        profile: profile?,
        brand,
        directory: directory?,
        terms,
        templates,
        fonts,
        source_date: None,
    })
}

fn decode<T: Decode>(project: &Project, path: &str, found: &mut Vec<Diagnostic>) -> Option<T> {
    let file = project.text(path, found)?;
    T::decode(&yaml::parse(&file, found)?, found)
}

/// The terms of every language that has a file `terms/<language>.yaml`.
fn terms(
    templates: &BTreeMap<String, Arc<SourceFile>>,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Language, Terms> {
    let mut terms = BTreeMap::new();
    for (path, file) in templates {
        let Some(name) = path.strip_prefix("terms/").and_then(|name| name.strip_suffix(".yaml")) else {
            continue;
        };
        let Some(language) = Language::new(name) else {
            let message = format!("'{name}' is no language code");
            found.push(
                Diagnostic::error("unknown-language", Span::top(file), message)
                    .hint("name a file of terms by two or three lower-case letters, such as fr.yaml"),
            );
            continue;
        };
        // Where the project's file is not right, its notes are checked with the press's own.
        let own = || {
            let file = stock::own_template(path)?;
            Terms::decode(&yaml::parse(&file, &mut Vec::new())?, &mut Vec::new())
        };
        let read = yaml::parse(file, found).and_then(|node| Terms::decode(&node, found));
        if let Some(read) = read.or_else(own) {
            terms.insert(language, read);
        }
    }
    terms
}
