//! `diptych new`: a house, or a note in one, ready to fill in and to build as it is.

use super::Outcome;
use super::schema::Form;
use clap::Args;
use diptych::Press;
use diptych::model::Artefact;
use diptych::publish::{Store, publish};
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
    /// The folder of the new house, or with --note of the house that gets a note (default: the current folder)
    #[arg(value_name = "FOLDER", required_unless_present = "note")]
    folder: Option<PathBuf>,
    /// Add a note to a house; ID becomes its folder and the stem of its editions
    #[arg(long, value_name = "ID")]
    note: Option<String>,
}

pub fn new(arguments: &NewArguments) -> Result<Outcome, String> {
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let artefacts = match &arguments.note {
        Some(id) => note(&folder, id)?,
        None => house(&folder)?,
    };
    let failed = |error| format!("cannot write to {}: {error}", folder.display());
    let store = Store::open(&folder, &folder).map_err(failed)?;
    let paths = publish(&artefacts, &store).map_err(failed)?;
    Ok(Outcome { paths, well: true, ..Outcome::default() })
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
    artefacts.extend([Form::House, Form::Directory].map(schema));
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
