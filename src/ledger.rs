//! ledger: what was set, from what, and what came of it → whether it still stands.
//!
//! A page a note and one for the house, in `ROOT/.diptych/ledger/`, a folder for each `--out`. Each is written whole or not
//! at all; one that cannot be read, or that another press wrote, counts as none. No page is believed without a look at
//! the disk: the sources are looked at by `load`, the editions here.

#![expect(
    clippy::disallowed_methods,
    reason = "this room keeps its pages on the disk, and looks at editions"
)]

use crate::diagnostic::Kept;
use crate::model::{Account, Answer, Artefact, Digest, Medium, PageMap, Stamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How the names of pages begin that are being written.
const DRAFT: &str = ".draft-";

/// The form of the pages: one in another form is not read.
const FORM: u32 = 2;

/// In nanoseconds.
const HOUR: i64 = 3_600_000_000_000;

/// The page of the house.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HousePage {
    /// The press that wrote it, and the day that it was told.
    pub program: Digest,
    pub account: Account,
    pub found: Kept,
}

/// The page of a note.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NotePage {
    /// The digest of all that the note was made from, the house with it.
    pub sources: Digest,
    pub account: Account,
    /// What was found before the setting.
    pub checked: Kept,
    /// The languages and media of all its editions, in order.
    pub editions: Vec<(String, String)>,
    /// The pages of its screen editions, which books tell of as well.
    pub pages: Vec<PagesLine>,
    pub parts: Vec<PartLine>,
    /// Files that were written once and belong to no edition any more.
    pub former: Vec<Output>,
}

/// The pages of a screen edition, as they were last set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PagesLine {
    /// The languages.
    pub tag: String,
    /// The digest of the merged text and of all else that they were set from.
    pub key: Digest,
    /// The `sources` of the note's page with which they last agreed.
    pub sources: Digest,
    /// Known where a book was made with them.
    pub map: Option<PageMap>,
    /// What was found while they were set, before and after house and note weighed it.
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub raw: Kept,
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub told: Kept,
}

/// An edition, as it was last made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PartLine {
    /// The languages, and the medium.
    pub tag: String,
    pub medium: String,
    /// The digest of the merged text and of all else that it was made from.
    pub key: Digest,
    /// The `sources` of the note's page with which it last agreed.
    pub sources: Digest,
    /// What was found while it was made, before and after house and note weighed it.
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub raw: Kept,
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub told: Kept,
    /// The same of what the pages of other editions show as well: told only where there are none.
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub raw_aside: Kept,
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub told_aside: Kept,
    pub outputs: Vec<Output>,
}

impl PartLine {
    pub fn is_of(&self, tag: &str, medium: Medium) -> bool {
        self.tag == tag && self.medium == medium.as_str()
    }
}

/// A file below `out/`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Output {
    pub path: String,
    pub stamp: Stamp,
    pub digest: Digest,
}

/// A page with its form.
#[derive(Serialize, Deserialize)]
struct Sheet<P> {
    form: u32,
    page: P,
}

/// How the files of an edition stand on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Same,
    /// The same, though the system says something else of the files.
    Renewed,
    Altered,
}

pub struct Ledger {
    folder: PathBuf,
    out: PathBuf,
    stamp: fn(&fs::Metadata) -> Stamp,
    /// A moment before anything was read, by the clock of the file system.
    pub began: i64,
}

impl Ledger {
    /// Opens the ledger of the editions in `out`.
    pub fn open(root: &Path, out: &Path, stamp: fn(&fs::Metadata) -> Stamp) -> io::Result<Self> {
        // Where it is not there yet, it is known by the way that leads to it.
        let whole = fs::canonicalize(root)?;
        let whole_out = fs::canonicalize(out).or_else(|_| {
            let parent =
                out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            fs::canonicalize(parent).map(|parent| parent.join(out.file_name().unwrap_or_default()))
        });
        let whole_out = whole_out.unwrap_or_else(|_| out.to_owned());
        let below = whole_out.strip_prefix(&whole).unwrap_or(&whole_out);
        let name = below.to_string_lossy().replace('\\', "/");
        let folder = root.join(".diptych").join("ledger").join(&Digest::of(name.as_bytes()).as_str()[..16]);
        fs::create_dir_all(&folder)?;
        let probe = NamedTempFile::with_prefix_in(DRAFT, &folder)?;
        let began = stamp(&probe.as_file().metadata()?).modified;
        for entry in fs::read_dir(&folder)?.flatten() {
            // A program that was killed left its draft behind; one that is at work needs it for a moment.
            let is_draft = entry.file_name().to_string_lossy().starts_with(DRAFT);
            let is_old = |metadata: fs::Metadata| stamp(&metadata).is_before(began.saturating_sub(HOUR));
            if is_draft && entry.metadata().is_ok_and(is_old) {
                fs::remove_file(entry.path()).ok();
            }
        }
        Ok(Self { folder, out: out.to_owned(), stamp, began })
    }

    pub fn house(&self) -> Option<HousePage> {
        self.read("house.json").map(|(page, _)| page)
    }

    /// The page of a note. The ids of notes have no capitals and no dots.
    pub fn note(&self, id: &str) -> Option<NotePage> {
        let (mut page, written): (NotePage, i64) = self.read(&format!("note-{id}.json"))?;
        for output in page.parts.iter_mut().flat_map(|part| &mut part.outputs) {
            // A file that was changed in the tick in which the page was written may have been changed after that.
            if !output.stamp.is_before(written) {
                output.stamp.changed = i64::MIN;
                output.stamp.modified = i64::MIN;
            }
        }
        Some(page)
    }

    pub fn write_house(&self, page: &HousePage) -> io::Result<()> {
        self.write("house.json", page)
    }

    pub fn write_note(&self, id: &str, page: &NotePage) -> io::Result<()> {
        self.write(&format!("note-{id}.json"), page)
    }

    pub fn remove_note(&self, id: &str) -> io::Result<()> {
        fs::remove_file(self.folder.join(format!("note-{id}.json")))
    }

    /// The notes that have a page, in alphabetical order.
    pub fn notes(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let id = |name: String| Some(name.strip_prefix("note-")?.strip_suffix(".json")?.to_owned());
        let mut ids: Vec<String> = names.filter_map(id).collect();
        ids.sort();
        ids
    }

    fn read<P: DeserializeOwned>(&self, name: &str) -> Option<(P, i64)> {
        let path = self.folder.join(name);
        let written = (self.stamp)(&fs::metadata(&path).ok()?).modified;
        let sheet: Sheet<P> = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        (sheet.form == FORM).then_some((sheet.page, written))
    }

    fn write(&self, name: &str, page: &impl Serialize) -> io::Result<()> {
        let mut draft = NamedTempFile::with_prefix_in(DRAFT, &self.folder)?;
        draft.write_all(&serde_json::to_vec(&Sheet { form: FORM, page })?)?;
        draft.persist(self.folder.join(name)).map_err(|error| error.error)?;
        Ok(())
    }

    /// What is to be put down of a file that was just published, if no other program has put one in its place since.
    pub fn seal(&self, artefact: &Artefact) -> Option<Output> {
        let path = artefact.path.clone();
        let (size, digest) = (artefact.bytes.len() as u64, Digest::of(&artefact.bytes));
        let stamp = self.stamp_of(&path).filter(|stamp| stamp.size == size)?;
        // What the system says is asked before the content: a file that comes later has another number.
        let is_own = fs::read(self.path(&path)).is_ok_and(|found| found == artefact.bytes);
        is_own.then_some(Output { path, stamp, digest })
    }

    /// How the files of an edition stand; what the system now says of them is put down.
    pub fn look_at(&self, outputs: &mut [Output]) -> Standing {
        let mut standing = Standing::Same;
        for output in outputs {
            let Some(stamp) = self.stamp_of(&output.path) else { return Standing::Altered };
            if stamp == output.stamp {
                continue;
            }
            if !self.holds(output) {
                return Standing::Altered;
            }
            output.stamp = stamp;
            standing = Standing::Renewed;
        }
        standing
    }

    /// Whether the file is as the press wrote it.
    pub fn holds(&self, output: &Output) -> bool {
        let same = |stamp: Stamp| stamp.size == output.stamp.size;
        self.stamp_of(&output.path).is_some_and(same)
            && fs::read(self.path(&output.path)).is_ok_and(|bytes| Digest::of(&bytes) == output.digest)
    }

    fn stamp_of(&self, path: &str) -> Option<Stamp> {
        let metadata = fs::symlink_metadata(self.path(path)).ok()?;
        metadata.is_file().then(|| (self.stamp)(&metadata))
    }

    /// Removes a file that the press wrote, and its folder if that is empty then.
    pub fn remove(&self, output: &Output) -> io::Result<()> {
        let path = self.path(&output.path);
        fs::remove_file(&path)?;
        if let Some(folder) = path.parent().filter(|folder| *folder != self.out) {
            fs::remove_dir(folder).ok();
        }
        Ok(())
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.out.join(below.split('/').collect::<PathBuf>())
    }
}

/// The digest of what reaches all editions of a medium from the house's files, beside their merged texts and pictures. What
/// people, words and pictures the house prints is in these: only the editions that hold them are made from them. Of what is
/// written in YAML the values count, not the bytes.
pub fn setting(house: &Account, medium: Medium) -> Digest {
    let files = house.answers.iter().filter_map(|(path, answer)| match answer {
        Answer::File { digest, .. } if reaches(path, medium) => {
            // The report on a print edition is merged after that is set, from any files among the templates.
            let as_written = medium == Medium::Print && path.starts_with("templates/");
            let values = house.values.get(path).filter(|_| !as_written);
            Some([path.as_bytes(), values.unwrap_or(digest).as_str().as_bytes()])
        }
        _ => None,
    });
    Digest::of_all(files.flatten())
}

/// Whether a file of the house may change an edition whose merged text and pictures it does not change.
fn reaches(path: &str, medium: Medium) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    if path.starts_with("sources/") {
        let pictures = ["png", "jpg", "jpeg", "webp", "svg"];
        let named = ["sources/directory.yaml", "sources/glossary.yaml"].contains(&path);
        return !(named || path.ends_with("/session.yaml") || pictures.contains(&ending.as_str()));
    }
    match ending.as_str() {
        "j2" => medium == Medium::Print,
        "css" => medium != Medium::Screen,
        _ => true,
    }
}
