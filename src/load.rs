//! load: a project root → the `House` once, and each note's `Source`, one at a time, so that memory stays flat.
//!
//! This room alone reads the disk, and knows YAML and Markdown. It judges the form of the files; what they say is for
//! `check`.

mod accepted;
mod brand;
mod composed;
mod condition;
mod disk;
mod house;
mod lexicon;
mod lookalikes;
mod markdown;
mod pictures;
mod recall;
mod register;
mod salvage;
mod slips;
mod stock;
mod yaml;

use crate::crew;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{ACCEPTED_FILE, Accepted, Answer, House, Language, Pen, Source, Span, language_meant};
use disk::Project;
pub use disk::stamp;
pub use recall::{Recall, numbers, recall};
use std::collections::BTreeMap;
use std::path::Path;

/// From how many notes on a house is worth a look by many.
const ARCHIVE: usize = 64;

/// Reads the house of a project. It is there even beside errors, if the press's own could stand in for what is wrong: so
/// the notes can be checked in the same run. Nothing may be made of a house with errors.
pub fn load(root: &Path, pen: Option<&Pen>) -> Report<House> {
    let mut found = Vec::new();
    let house = Project::open(root, &mut found);
    let house = house.and_then(|project| house::read(&project.with(pen), &mut found));
    Report { value: house, diagnostics: found }
}

/// Reads a file that is no source: one to be examined, from anywhere.
///
/// # Errors
/// A sentence on why it cannot be read.
pub fn load_file(path: &Path) -> Result<Vec<u8>, String> {
    disk::whole_file(path)
}

/// Reads one note. The source is there even beside errors, if every file of it could be read to its end: so `check` can
/// add its findings in the same run. Nothing may be made of a source with errors.
pub fn load_note(root: &Path, id: &str, pen: Option<&Pen>) -> Report<Source> {
    let mut found = Vec::new();
    let value = Project::open(root, &mut found);
    let value = value.and_then(|project| read_note(&project.with(pen), id, &mut found));
    Report { value, diagnostics: found }
}

/// The form of `_brand.yml`, as JSON Schema.
pub fn brand_form() -> serde_json::Value {
    brand::form()
}

/// The ids of the project's notes, in alphabetical order: the folders below `sources/` that hold a `session.yaml`. Those
/// with a name that is no id are left out, and reported.
pub fn list_notes(root: &Path) -> Report<Vec<String>> {
    let mut found = Vec::new();
    let Some(project) = Project::open(root, &mut found) else {
        return Report { value: None, diagnostics: found };
    };
    let mut ids = Vec::new();
    let listed = project.list("sources", &mut found);
    if listed.iter().any(|entry| !entry.folder && entry.name == "session.yaml") {
        found.push(homeless(&project));
    }
    let folders: Vec<String> =
        listed.into_iter().filter(|entry| entry.folder).map(|entry| entry.name).collect();
    // An archive is looked through side by side.
    let hands = if folders.len() < ARCHIVE { 1 } else { crew::default_size() };
    for report in crew::work(hands, &folders, |folder| list_note(&project, folder)) {
        ids.extend(report.collect(&mut found));
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

/// The id of the note in a folder below `sources/`, if it holds one.
fn list_note(project: &Project, name: &str) -> Report<String> {
    let mut found = Vec::new();
    let path = format!("sources/{name}");
    let files = project.list(&path, &mut found);
    let holds = |name: &str| files.iter().any(|file| file.name == name);
    if holds("session.yaml") {
        if is_id(name) {
            return Report { value: Some(name.to_owned()), diagnostics: found };
        }
        let message = format!("the folder's name '{path}' cannot be the id of a note");
        found.push(Diagnostic::error("note-id", disk::place(&format!("{path}/session.yaml")), message).hint(
            format!("rename it to '{}': lower-case letters from a to z, figures and hyphens, for it names the editions", markdown::slugs::kebab(name)),
        ));
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
    Report { value: None, diagnostics: found }
}

/// `misplaced-note`: facts that lie in `sources/` itself.
fn homeless(project: &Project) -> Diagnostic {
    const PATH: &str = "sources/session.yaml";
    let file = project.text(PATH, &mut Vec::new());
    let id = file.as_ref().and_then(|file| {
        let line = file.text.lines().find_map(|line| line.strip_prefix("id:"))?;
        Some(line.trim().to_owned()).filter(|id| is_id(id))
    });
    let hint = format!(
        "move it, with its prose, into a folder named by its id: sources/{}/session.yaml",
        id.as_deref().unwrap_or("ID")
    );
    Diagnostic::warning(
        "misplaced-note",
        disk::place(PATH),
        "this note has no folder of its own, and is left out",
    )
    .hint(hint)
}

/// The paths of the project's own templates that read otherwise than the press's, without the terms.
pub fn replaced(house: &House) -> impl Iterator<Item = &str> {
    let templates = house.templates.iter().filter(|(name, _)| !name.starts_with("terms/"));
    templates.filter(|(name, file)| !stock::is_own(name, file)).map(|(_, file)| file.path.as_str())
}

/// The press's own templates, all of them, by their path below `templates/`.
pub fn own_templates() -> impl Iterator<Item = (String, &'static str)> {
    stock::own_templates()
}

fn read_note(project: &Project, id: &str, found: &mut Vec<Diagnostic>) -> Option<Source> {
    let folder = format!("sources/{id}");
    let session_path = format!("{folder}/session.yaml");
    let session = project.text(&session_path, found).and_then(|file| yaml::parse(&file, found));
    // A note with numbers of its own is compared with all others.
    if session.as_ref().is_some_and(|session| session.span.file.text.contains("imprint:")) {
        project.note("sources", || Answer::Numbers(register::digest(&project.with(None))));
    }
    let mut prose = BTreeMap::new();
    let mut named = Vec::new();
    let mut readable = true;
    // A folder that cannot be read has been reported when the notes were listed.
    let listed = project.list(&folder, &mut Vec::new());
    let has = |name: &str| listed.iter().any(|entry| entry.name == name);
    for entry in listed.iter().filter(|entry| !entry.folder) {
        let path = format!("{folder}/{}", entry.name);
        let language = match prose_name(&entry.name) {
            ProseName::None => continue,
            ProseName::Of(language) => language,
            // In place of the file that was meant, it is read as that file, so that its words are checked in the same run.
            ProseName::Meant(language) if !has(&format!("{language}.md")) => {
                let message = format!("'{path}' is not read: prose in '{language}' stands in {language}.md");
                let hint = format!("rename it to {language}.md");
                found.push(Diagnostic::error("prose-name", disk::place(&path), message).hint(hint));
                language
            }
            ProseName::Document(language) if !has(&format!("{language}.md")) => {
                let message =
                    format!("'{path}' is a document of a word processor, which the press does not read");
                let hint =
                    format!("save its words as plain text in {language}.md, with the signs of Markdown");
                found.push(Diagnostic::error("prose-name", disk::place(&path), message).hint(hint));
                readable = false;
                continue;
            }
            ProseName::Document(_) => continue,
            ProseName::Meant(_) | ProseName::Unknown => {
                let message = format!("'{path}' is left out: its name is no language");
                let hint =
                    "name files of prose by their language, two or three lower-case letters, such as fr.md";
                found.push(Diagnostic::warning("prose-name", disk::place(&path), message).hint(hint));
                continue;
            }
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
    markdown::propose_ids(prose.values(), found);
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
    let file = project.exists(path).then(|| project.merged_text(path, found)).flatten()?;
    accepted::read(&file, found)
}

/// What the name of a file in a note's folder says of it.
enum ProseName {
    /// Prose in this language.
    Of(Language),
    /// Prose that was meant to be in this language: "FR.md", "français.md", "fr.md.txt".
    Meant(Language),
    /// A document of a word processor in this language: "fr.docx".
    Document(Language),
    Unknown,
    /// No prose.
    None,
}

fn prose_name(name: &str) -> ProseName {
    let lower = name.to_lowercase();
    let lower = lower.strip_suffix(".txt").filter(|rest| rest.ends_with(".md")).unwrap_or(&lower);
    let Some((stem, ending)) = lower.rsplit_once('.') else { return ProseName::None };
    match (ending, language_meant(stem)) {
        ("md", Some(language)) if name == format!("{language}.md") => ProseName::Of(language),
        ("md" | "markdown" | "txt", Some(language)) => ProseName::Meant(language),
        ("doc" | "docx" | "odt" | "rtf" | "pages", Some(language)) => ProseName::Document(language),
        ("md" | "markdown", None) => ProseName::Unknown,
        _ => ProseName::None,
    }
}

/// Whether a word may be an id: lower-case letters from a to z, figures and hyphens, not beginning with a hyphen.
fn is_id(word: &str) -> bool {
    !word.is_empty()
        && !word.starts_with('-')
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests;
