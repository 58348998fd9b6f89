//! The one integration-test binary: each test drives the program as a user does, on copies of real folders.
//!
//! Goldens are compared as text; `SNAPSHOTS=overwrite cargo test --release` writes them anew, and a person reads the
//! difference. A test that needs a tool which is not installed says so and passes, unless `DIPTYCH_REQUIRE_TOOLS` is set.

#![expect(clippy::disallowed_methods, reason = "tests drive the program through files, processes and time")]

mod accept;
mod atomic;
mod brands;
mod breaks;
mod bytes;
mod catalogue;
mod clearance;
mod command;
mod contrast;
mod diagnostics;
mod displays;
mod epub;
mod gallery;
mod glyphs;
mod inks;
mod judges;
mod layouts;
mod ledger;
mod notes;
mod outlines;
mod pages;
mod pictures;
mod preflight;
mod preview;
mod print;
mod profiles;
mod programme;
mod proofs;
mod prose;
mod reproduction;
mod rooms;
mod rules;
mod schema;
mod sheets;
mod signs;
mod slips;
mod tables;
mod templates;
mod text;
mod tongues;
mod weighing;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A project folder of its own for one test.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// A copy of a folder of the repository, such as `tests/house`: its `sources/`, `templates/` and `fonts/`.
    pub fn copy_of(folder: &str) -> Self {
        let project = Self { folder: TempDir::new().expect("a temporary folder") };
        project.overlay(&repository().join(folder));
        project
    }

    /// Copies a folder over this one, file by file.
    pub fn overlay(&self, from: &Path) {
        copy(from, self.root());
    }

    /// The same, over a folder of this one.
    pub fn overlay_at(&self, folder: &str, from: &Path) {
        copy(from, &self.root().join(folder));
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Replaces words in a file; the words must be there.
    pub fn change(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.root().join(path)).expect("a readable file");
        assert!(text.contains(old), "{path} does not hold '{old}'");
        self.write(path, &text.replace(old, new));
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.root().join(path).exists()
    }

    /// Runs the program in the project's folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = diptych();
        command.args(arguments).current_dir(self.root()).envs(environment.iter().copied());
        Run::new(command.output().expect("the program starts"))
    }

    /// Every file below a folder, by its path with `/`.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        list(&self.root().join(folder), "", &mut files);
        files.sort();
        files
    }
}

/// The program, without a date from the environment.
pub fn diptych() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
    command.env_remove("SOURCE_DATE_EPOCH");
    command
}

/// What a run printed, and how it ended.
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    fn new(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self {
            status: output.status.code().expect("the program was not killed"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    pub fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sample house, built once for all tests that only read it.
pub fn sample() -> &'static Project {
    static SAMPLE: OnceLock<Project> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let project = Project { folder: TempDir::new().expect("a temporary folder") };
        copy(&repository().join("sources"), &project.root().join("sources"));
        project.run(&["build", "--deny-warnings"]).expect(0);
        project
    })
}

/// Whether a file is an edition with an extension: a print PDF is no screen PDF, and has reports beside it.
pub fn is_edition(path: &str, extension: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(extension).is_some_and(|stem| stem.matches('.').count() == 1)
}

/// The editions of the sample house with an extension, as paths below its root.
pub fn editions(extension: &str) -> Vec<String> {
    let built = sample().files("out");
    let editions: Vec<String> = built
        .into_iter()
        .filter(|path| is_edition(path, extension))
        .map(|path| format!("out/{path}"))
        .collect();
    let wanted: usize = folders(&sample().root().join("sources")).iter().map(|note| tags(note).len()).sum();
    assert!(editions.len() == wanted && wanted >= 6, "of {wanted} editions: {editions:?}");
    editions
}

/// The language tags of the editions of a note of the sample house: its own, else those of the house.
fn tags(note: &Path) -> Vec<String> {
    let read = |path: PathBuf| -> serde_yaml::Value {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_yaml::from_str(&text).expect("YAML")
    };
    let house = read(repository().join("sources/house.yaml"));
    let session = read(note.join("session.yaml"));
    let own = session.get("editions").and_then(|editions| editions.get("languages"));
    let tags = own.unwrap_or(&house["editions"]["languages"]);
    serde_yaml::from_value(tags.clone()).expect("language tags")
}

/// The languages of an edition by its path: fr, ar for `….fr-ar.pdf`.
pub fn languages(path: &str) -> Vec<&str> {
    let stem = path.rsplit_once('.').expect("an extension").0;
    stem.rsplit_once('.').expect("a tag").1.split('-').collect()
}

/// Whether a language of the press is written from right to left.
pub fn is_rtl(language: &str) -> bool {
    let path = repository().join(format!("templates/terms/{language}.yaml"));
    fs::read_to_string(path).is_ok_and(|terms| terms.lines().any(|line| line == "direction: rtl"))
}

/// The sample house's editions in two languages in a layout other than `columns`, with an extension, as full paths.
pub fn laid_out(layout: &str, extension: &str) -> Vec<String> {
    static PROJECTS: [OnceLock<Project>; 2] = [OnceLock::new(), OnceLock::new()];
    let project = PROJECTS[usize::from(layout == "facing")].get_or_init(|| {
        let project = Project { folder: TempDir::new().expect("a temporary folder") };
        copy(&repository().join("sources"), &project.root().join("sources"));
        project.change("sources/house.yaml", "links: notes", &format!("links: notes\nlayout: {layout}"));
        project.run(&["build", "--deny-warnings", "--languages", "fr-en"]).expect(0);
        project
    });
    let built = project.files("out").into_iter().filter(|path| is_edition(path, extension));
    let paths = built.map(|path| project.root().join("out").join(path).to_string_lossy().into_owned());
    let paths: Vec<String> = paths.collect();
    assert_eq!(paths.len(), 2, "two notes: {paths:?}");
    paths
}

/// Runs a tool from outside and returns what it printed; `None`, said aloud, where it is not installed.
pub fn tool(name: &str, package: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(name).args(arguments).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name} {arguments:?}: {said}");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            assert!(std::env::var_os("DIPTYCH_REQUIRE_TOOLS").is_none(), "{name} cannot be run: {error}");
            eprintln!("skipped: install {package}");
            None
        }
    }
}

/// Compares with a golden file, or writes it when `SNAPSHOTS=overwrite` is set.
pub fn golden(path: &Path, actual: &str) {
    let expected = snapbox::Data::read_from(path, Some(snapbox::data::DataFormat::Text)).raw();
    snapbox::Assert::new()
        .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
        .eq(snapbox::Data::text(actual).raw(), expected);
}

/// The folders in a folder, sorted by name.
pub fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("a readable entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push(name);
        }
    }
}
