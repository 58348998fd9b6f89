//! The house. In: the project. Out: profile, brand, directory, terms, templates and fonts.

use super::disk::{self, Project};
use super::{brand, salvage, stock, yaml};
use crate::crew;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Decode, FontFile, Gaps, Glossary, House, HouseProfile, Language, SourceFile, Span, Terms,
};
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

/// Reads the house, as far as it goes: each file says what is wrong with it, and what the press can supply stands in for
/// it. Of what only the project can say, the parts that cannot be read are left out.
pub fn read(project: &Project, found: &mut Vec<Diagnostic>) -> Option<House> {
    // A project's own fonts are by far the most there is to read: it is done beside the rest.
    let mut found_in_fonts = Vec::new();
    let mut gaps = Gaps::default();
    let (profile, directory, glossary, templates, terms, fonts) = thread::scope(|scope| {
        let fonts = scope.spawn(|| stock::fonts(project, &mut found_in_fonts));
        let profile = salvage::profile(project, &mut gaps, found);
        let directory = salvage::directory(project, &mut gaps, found);
        let glossary = glossary(project, found);
        let templates = stock::templates(project, found);
        let terms = terms(&templates, found);
        let fonts = fonts.join().unwrap_or_else(|panic| resume_unwind(panic));
        (profile, directory, glossary, templates, terms, fonts)
    });
    found.extend(found_in_fonts);
    let brand = brand::read(project, &fonts, found);
    check_families(&terms, &fonts, found);
    let terms = in_numerals(terms, profile.as_ref());
    Some(House {
        profile: profile?,
        brand,
        directory: directory?,
        glossary,
        terms,
        templates,
        fonts,
        source_date: None,
        gaps,
    })
}

fn decode<T: Decode>(project: &Project, path: &str, found: &mut Vec<Diagnostic>) -> Option<T> {
    let file = project.text(path, found)?;
    T::decode(&yaml::parse(&file, found)?, found)
}

/// The glossary, which a house may do without.
fn glossary(project: &Project, found: &mut Vec<Diagnostic>) -> Option<Glossary> {
    const PATH: &str = "sources/glossary.yaml";
    if project.exists(PATH) {
        return decode(project, PATH, found);
    }
    found.extend(project.namesake(PATH).map(|other| disk::misnamed(&other, PATH)));
    None
}

/// The terms of every language that has a file `terms/<language>.yaml`.
fn terms(
    templates: &BTreeMap<String, Arc<SourceFile>>,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Language, Terms> {
    let files = templates.iter().filter_map(|(path, file)| {
        let name = path.strip_prefix("terms/")?.strip_suffix(".yaml")?;
        Some((path.as_str(), name, file))
    });
    // The longest files of a house: read side by side.
    let files: Vec<_> = files.collect();
    let read = crew::work(files.len(), &files, |(path, name, file)| {
        let mut found = Vec::new();
        let terms = language_terms(path, name, file, &mut found);
        (terms, found)
    });
    let mut terms = BTreeMap::new();
    for (entry, report) in read {
        terms.extend(entry);
        found.extend(report);
    }
    terms
}

/// The terms of one language, by its name in the file's.
fn language_terms(
    path: &str,
    name: &str,
    file: &Arc<SourceFile>,
    found: &mut Vec<Diagnostic>,
) -> Option<(Language, Terms)> {
    let Some(language) = Language::new(name) else {
        let message = format!("'{name}' is no language code");
        found.push(
            Diagnostic::error("unknown-language", Span::top(file), message)
                .hint("name a file of terms by two or three lower-case letters, such as fr.yaml"),
        );
        return None;
    };
    // Where the project's file is not right, its notes are checked with the press's own.
    let own = || {
        let file = stock::own_template(path)?;
        Terms::decode(&yaml::parse(&file, &mut Vec::new())?, &mut Vec::new())
    };
    let read = yaml::parse(file, found).and_then(|node| Terms::decode(&node, found));
    Some((language, read.or_else(own)?))
}

/// The terms with the figures that the house has chosen.
fn in_numerals(
    mut terms: BTreeMap<Language, Terms>,
    profile: Option<&HouseProfile>,
) -> BTreeMap<Language, Terms> {
    let chosen = profile.and_then(|profile| profile.numerals.as_ref());
    for (language, numerals) in chosen.into_iter().flat_map(|chosen| &chosen.values) {
        if let Some(terms) = terms.get_mut(language) {
            terms.profile.numerals = Some(*numerals);
        }
    }
    terms
}

/// `missing-font`: the families that terms ask for.
fn check_families(terms: &BTreeMap<Language, Terms>, fonts: &[FontFile], found: &mut Vec<Diagnostic>) {
    let mut wanted = terms.values().filter_map(|terms| terms.r#type.as_ref()).peekable();
    if wanted.peek().is_none() {
        return;
    }
    let families = stock::families(fonts);
    for own in wanted {
        for family in [&own.base, &own.headings].into_iter().filter(|family| !families.contains(family)) {
            let message = format!("no font file has the family '{family}'");
            found.push(
                Diagnostic::error("missing-font", own.span.clone(), message)
                    .hint("put its .ttf or .otf files into the folder fonts/, or name another family"),
            );
        }
    }
}
