//! `diptych new`: a house, or a note in one, ready to fill in and to build as it is; or the press's templates in a house,
//! ready to be changed.

use super::Outcome;
use super::schema::Form;
use clap::Args;
use diptych::Press;
use diptych::diagnostic::nearest;
use diptych::load::own_templates;
use diptych::model::Artefact;
use diptych::publish::{self, Store, publish};
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

static HOUSE: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/command/new/house");
static NOTE: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/command/new/note");

/// The note that a new house begins with.
const FIRST_NOTE: &str = "first-session";
/// The language whose prose stands in for a language that has no example of its own.
const FALLBACK: &str = "en.md";

#[derive(Debug, Args)]
pub struct NewArguments {
    /// The folder of the new house, or with --note or --templates of the house that gets them (default: the current folder)
    #[arg(value_name = "FOLDER", required_unless_present_any = ["note", "templates"])]
    folder: Option<PathBuf>,
    /// Add a note to a house; ID becomes its folder and the stem of its editions
    #[arg(long, value_name = "ID")]
    note: Option<String>,
    /// Copy the press's templates into a house, to be changed there: all, or those named, such as brand/page.typ or terms
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true, default_missing_value = "", value_delimiter = ',', conflicts_with = "note")]
    templates: Vec<String>,
}

pub fn new(arguments: &NewArguments) -> Result<Outcome, String> {
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let mut left = Vec::new();
    let artefacts = match &arguments.note {
        Some(id) => note(&folder, id)?,
        None if arguments.templates.is_empty() => house(&folder)?,
        None => templates(&folder, &arguments.templates, &mut left)?,
    };
    let failed = |error| format!("cannot write to {}: {error}", folder.display());
    let store = Store::open(&folder, &folder).map_err(failed)?;
    let paths = publish(&artefacts, &store).map_err(failed)?;
    Ok(Outcome { paths, well: true, remarks: left, ..Outcome::default() })
}

/// The press's templates of these names, and of folders of these names; no name stands for all. A file that the house has
/// already is its own, and left as it is: it is said so in `left`.
fn templates(root: &Path, names: &[String], left: &mut Vec<String>) -> Result<Vec<Artefact>, String> {
    if !root.join("sources").is_dir() {
        let root = root.display();
        return Err(format!("there is no house in {root}: name the folder that holds sources/"));
    }
    let names: Vec<&str> = names.iter().map(|name| name.trim_start_matches("templates/")).collect();
    let within = |path: &str, name: &str| {
        let rest = path.strip_prefix(name.trim_end_matches('/'));
        name.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let own: Vec<(String, &str)> = own_templates().collect();
    if let Some(name) = names.iter().find(|name| !own.iter().any(|(path, _)| within(path, name))) {
        let known: Vec<&str> = own.iter().map(|(path, _)| path.as_str()).collect();
        let mend = nearest(name, known.iter().copied()).map(|near| format!("did you mean '{near}'?"));
        let mend = mend.unwrap_or_else(|| format!("choose from {}", known.join(", ")));
        return Err(format!("the press has no template '{name}': {mend}"));
    }
    let mut artefacts = Vec::new();
    for (name, text) in own.iter().filter(|(path, _)| names.iter().any(|name| within(path, name))) {
        let path = format!("templates/{name}");
        let artefact = Artefact { path, bytes: text.as_bytes().to_vec() };
        let there = root.join(&artefact.path);
        // A link that leads nowhere is somebody's, too.
        if there.symlink_metadata().is_ok() && !publish::holds(&there, &artefact.bytes) {
            left.push(format!("{} is there already, and was left as it is", there.display()));
        } else {
            artefacts.push(artefact);
        }
    }
    artefacts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(artefacts)
}

fn house(folder: &Path) -> Result<Vec<Artefact>, String> {
    let taken = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if taken || folder.is_file() {
        return Err(format!("{} is there already and not empty: choose another name", folder.display()));
    }
    let languages = ["fr.md", "en.md"].map(str::to_owned);
    let mut artefacts = example_note(FIRST_NOTE, &languages)?;
    for file in HOUSE.files().chain(HOUSE.dirs().flat_map(Dir::files)) {
        let path = path(file.path());
        // A file of this name in the repository would hide files of the repository itself.
        let path = if path.starts_with("git") { format!(".{path}") } else { path };
        artefacts.push(Artefact { path, bytes: file.contents().to_vec() });
    }
    artefacts.extend([Form::House, Form::Brand, Form::Directory].map(schema));
    artefacts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(artefacts)
}

fn note(root: &Path, id: &str) -> Result<Vec<Artefact>, String> {
    let sound = id.starts_with(|sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit())
        && id.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-');
    if !sound {
        return Err(format!(
            "'{id}' cannot name a note: use the letters a to z, digits and hyphens, such as city-forum-2026"
        ));
    }
    if root.join("sources").join(id).exists() {
        return Err(format!("there is a note '{id}' already: choose another id"));
    }
    let mut found = Vec::new();
    let press = Press::open(root, None).collect(&mut found).filter(|press| !press.house.gaps.profile);
    let Some(press) = press else {
        let wrong = found.first().map(|finding| finding.message.clone()).unwrap_or_default();
        return Err(format!(
            "the house in {} cannot be read: {wrong}; 'diptych check' says more",
            root.display()
        ));
    };
    let tags = press.house.profile.editions.languages.iter().map(|tag| tag.plain());
    let mut languages: Vec<String> =
        tags.flat_map(|tag| tag.split('-').map(|code| format!("{code}.md")).collect::<Vec<_>>()).collect();
    languages.sort();
    languages.dedup();
    example_note(id, &languages)
}

/// The files of a note in these languages.
fn example_note(id: &str, languages: &[String]) -> Result<Vec<Artefact>, String> {
    let text = |name: &str| NOTE.get_file(name).and_then(|file| file.contents_utf8());
    let artefact = |name: &str, text: &str| Artefact {
        path: format!("sources/{id}/{name}"),
        bytes: text.replacen("id: ID", &format!("id: {id}"), 1).into_bytes(),
    };
    let missing = "the examples of this program are incomplete";
    let session = artefact("session.yaml", text("session.yaml").ok_or(missing)?);
    let mut artefacts = vec![session, schema(Form::Session)];
    for name in languages {
        artefacts.push(artefact(name, text(name).or_else(|| text(FALLBACK)).ok_or(missing)?));
    }
    Ok(artefacts)
}

/// A schema where the first line of the example files looks for it.
fn schema(form: Form) -> Artefact {
    let path = format!("schemas/{}.schema.json", form.name());
    Artefact { path, bytes: format!("{:#}\n", form.schema()).into_bytes() }
}

fn path(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
