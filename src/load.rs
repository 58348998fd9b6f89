//! load: a project root → the `House` once, and each note's `Source`, one at a time, so that memory stays flat.
//!
//! This room alone reads the disk, and knows YAML and Markdown. It judges the form of the files; what they say is for
//! `check`.

mod accepted;
mod brand;
mod disk;
mod house;
mod lexicon;
mod lookalikes;
mod markdown;
mod pictures;
mod salvage;
mod slips;
mod stock;
mod yaml;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{ACCEPTED_FILE, Accepted, House, Language, Source, Span};
use disk::Project;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the house of a project. It is there even beside errors, if the press's own could stand in for what is wrong: so
/// the notes can be checked in the same run. Nothing may be made of a house with errors.
pub fn load(root: &Path) -> Report<House> {
    let mut found = Vec::new();
    let house = Project::open(root, &mut found).and_then(|project| house::read(&project, &mut found));
    Report { value: house, diagnostics: found }
}

/// Reads one note. The source is there even beside errors, if every file of it could be read to its end: so `check` can
/// add its findings in the same run. Nothing may be made of a source with errors.
pub fn load_note(root: &Path, id: &str) -> Report<Source> {
    let mut found = Vec::new();
    let value = Project::open(root, &mut found).and_then(|project| read_note(&project, id, &mut found));
    Report { value, diagnostics: found }
}

/// The ids of the project's notes, in alphabetical order: the folders below `sources/` that hold a `session.yaml`. Those
/// with a name that is no id are left out, and reported.
pub fn list_notes(root: &Path) -> Report<Vec<String>> {
    let mut found = Vec::new();
    let Some(project) = Project::open(root, &mut found) else {
        return Report { value: None, diagnostics: found };
    };
    let mut ids = Vec::new();
    for folder in project.list("sources", &mut found).into_iter().filter(|entry| entry.folder) {
        let path = format!("sources/{}", folder.name);
        let files = project.list(&path, &mut found);
        let holds = |name: &str| files.iter().any(|file| file.name == name);
        if holds("session.yaml") {
            if is_id(&folder.name) {
                ids.push(folder.name);
            } else {
                let message = format!("the folder's name '{path}' cannot be the id of a note");
                found.push(Diagnostic::error("note-id", disk::place(&format!("{path}/session.yaml")), message).hint(
                    "name it with lower-case letters from a to z, figures and hyphens: it names the editions",
                ));
            }
        } else if let Some(other) = project.namesake(&format!("{path}/session.yaml")) {
            found.push(disk::misnamed(&other, "session.yaml"));
        } else if let Some(prose) = files.iter().find(|file| !file.folder && file.name.ends_with(".md")) {
            let place = disk::place(&format!("{path}/{}", prose.name));
            let message = format!("the folder '{path}' holds prose but no session.yaml, and is left out");
            found.push(
                Diagnostic::warning("missing-session", place, message)
                    .hint("write its session.yaml; 'diptych new --note ID' shows the form"),
            );
        }
    }
    if ids.is_empty() && found.is_empty() {
        let message = "this house has no note, and nothing is made";
        found.push(
            Diagnostic::warning("no-notes", disk::place("sources/house.yaml"), message)
                .hint("begin one with 'diptych new --note ID'"),
        );
    }
    Report { value: Some(ids), diagnostics: found }
}

fn read_note(project: &Project, id: &str, found: &mut Vec<Diagnostic>) -> Option<Source> {
    let folder = format!("sources/{id}");
    let session_path = format!("{folder}/session.yaml");
    let session = project.text(&session_path, found).and_then(|file| yaml::parse(&file, found));
    let mut prose = BTreeMap::new();
    let mut named = Vec::new();
    let mut readable = true;
    // A folder that cannot be read has been reported when the notes were listed.
    for entry in project.list(&folder, &mut Vec::new()) {
        let lower = entry.name.to_lowercase();
        let Some(meant) = lower.strip_suffix(".md").or_else(|| lower.strip_suffix(".markdown")) else {
            continue;
        };
        if entry.folder {
            continue;
        }
        let path = format!("{folder}/{}", entry.name);
        let Some(language) = entry.name.strip_suffix(".md").and_then(Language::new) else {
            let message = format!("'{path}' is left out: its name is no language");
            let hint = match Language::new(meant) {
                Some(language) => format!("rename it to {language}.md"),
                None => {
                    "name files of prose by their language, two or three lower-case letters, such as fr.md"
                        .to_owned()
                }
            };
            found.push(Diagnostic::warning("prose-name", disk::place(&path), message).hint(hint));
            continue;
        };
        match project.text(&path, found) {
            Some(file) => {
                let (words, pictures) = markdown::read(&file, found);
                prose.insert(language, words);
                named.extend(pictures);
            }
            None => readable = false,
        }
    }
    let images = pictures::gather(project, &folder, &named, found);
    let accepted = read_accepted(project, &format!("{folder}/{ACCEPTED_FILE}"), found);
    let session = session?;
    if prose.is_empty() && readable {
        found.push(
            Diagnostic::error(
                "missing-prose",
                Span::new(&session.span.file, 0..0),
                format!("the note '{id}' has no prose"),
            )
            .hint("write a file for each language beside session.yaml, such as fr.md and en.md"),
        );
    }
    readable.then(|| Source { id: id.to_owned(), session, prose, images, accepted })
}

/// The translations that somebody accepted, if anybody keeps account of them.
fn read_accepted(project: &Project, path: &str, found: &mut Vec<Diagnostic>) -> Option<Accepted> {
    let file = project.exists(path).then(|| project.text(path, found)).flatten()?;
    accepted::read(&file, found)
}

/// Whether a word may be an id: lower-case letters from a to z, figures and hyphens, not beginning with a hyphen.
fn is_id(word: &str) -> bool {
    !word.is_empty()
        && !word.starts_with('-')
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests;
