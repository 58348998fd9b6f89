//! The house. In: the project. Out: profile, brand, directory, terms, templates and fonts.

use super::disk::{self, Project};
use super::{brand, condition, lexicon, pictures, salvage, stock, yaml};
use crate::diagnostic::Diagnostic;
use crate::model::{Decode, Directory, Gaps, Glossary, House, Image, Text};
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

/// Reads the house, as far as it goes: each file says what is wrong with it, and what the press can supply stands in for
/// it. Of what only the project can say, the parts that cannot be read are left out.
pub fn read(project: &Project, found: &mut Vec<Diagnostic>) -> Option<House> {
    // A project's own fonts are by far the most there is to read: it is done beside the rest.
    let mut found_in_fonts = Vec::new();
    let mut gaps = Gaps::default();
    let (profile, directory, glossary, templates, terms, mut fonts) = thread::scope(|scope| {
        let fonts = scope.spawn(|| stock::fonts(project, &mut found_in_fonts));
        let profile = salvage::profile(project, &mut gaps, found);
        let directory = salvage::directory(project, &mut gaps, found);
        let glossary = glossary(project, found);
        let templates = stock::templates(project, found);
        let terms = lexicon::read(&templates, profile.as_ref(), found);
        let fonts = fonts.join().unwrap_or_else(|panic| resume_unwind(panic));
        (profile, directory, glossary, templates, terms, fonts)
    });
    found.extend(found_in_fonts);
    let portraits =
        directory.as_ref().map_or_else(BTreeMap::new, |directory| portraits(project, directory, found));
    let brand = brand::read(project, &mut fonts, found);
    let condition =
        condition::read(project, profile.as_ref().and_then(|profile| profile.print.as_ref()), found);
    Some(House {
        profile: profile?,
        brand,
        directory: directory?,
        glossary,
        portraits,
        terms,
        templates,
        fonts,
        condition,
        source_date: None,
        gaps,
    })
}

fn decode<T: Decode>(project: &Project, path: &str, found: &mut Vec<Diagnostic>) -> Option<T> {
    let file = project.text(path, found)?;
    T::decode(&yaml::parse(&file, found)?, found)
}

/// The portraits of people, by the path that the directory writes.
fn portraits(
    project: &Project,
    directory: &Directory,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Image> {
    let portraits = directory.people.values().filter_map(|person| person.portrait.as_ref());
    let named: Vec<Text> = portraits.map(|portrait| portrait.image.clone()).collect();
    pictures::gather(project, "sources", &named, found)
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
