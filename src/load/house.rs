//! The house. In: the project. Out: profile, brand, directory, terms, templates and fonts.

use super::disk::{self, Project};
use super::{brand, condition, lexicon, pictures, register, salvage, stock, yaml};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Decode, Directory, Gaps, Glossary, House, Portraits, Register, Text};
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
        directory.as_ref().map_or_else(Portraits::default, |directory| portraits(project, directory, found));
    let brand = brand::read(project, &mut fonts, found);
    let condition =
        condition::read(project, profile.as_ref().and_then(|profile| profile.print.as_ref()), found);
    let profile = profile?;
    let (own, imprint) = (project.with(None), brand.imprint().cloned());
    // Numbers of the house are those of each note: all are compared.
    if imprint.as_ref().is_some_and(|imprint| !imprint.isbn.is_empty() || imprint.doi.is_some()) {
        for file in project.with(None).list("sources", &mut Vec::new()).iter().filter(|entry| entry.folder) {
            project.bytes(&format!("sources/{}/session.yaml", file.name)).ok();
        }
        project.list("sources", &mut Vec::new());
    }
    let tags = profile.editions.languages.clone();
    let register = Register::new(move || register::read(&own, imprint.as_ref(), &tags));
    Some(House {
        profile,
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
        register,
    })
}

fn decode<T: Decode>(project: &Project, path: &str, found: &mut Vec<Diagnostic>) -> Option<T> {
    let file = project.text(path, found)?;
    T::decode(&yaml::parse(&file, found)?, found)
}

/// The portraits of people. That one is not there is told at once; what else may be wrong with it, when it is shown.
fn portraits(project: &Project, directory: &Directory, found: &mut Vec<Diagnostic>) -> Portraits {
    let portraits = directory.people.values().filter_map(|person| person.portrait.as_ref());
    let named: Vec<Text> = portraits.map(|portrait| portrait.image.clone()).collect();
    let (there, missing): (Vec<_>, Vec<_>) =
        named.into_iter().partition(|path| pictures::is_there(project, "sources", &path.plain()));
    pictures::gather(project, "sources", &missing, found);
    Portraits::new(there.into_iter().map(|path| {
        // It may be read at any time: what it holds now goes into the account.
        if let (true, Some(below)) = (project.is_noted(), pictures::place_of("sources", &path.plain())) {
            project.bytes(&below).ok();
        }
        let (project, written) = (project.with(None), path.plain());
        let read = move || {
            let mut found = Vec::new();
            let image = pictures::read(&project, "sources", &path.plain(), path.span(), &mut found);
            Report { value: image, diagnostics: found }
        };
        (written, read)
    }))
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
