//! The account of what was read: every question that was put to the disk, with its answer. Where all answers are still the
//! same, all that came of them is too.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// BLAKE3 of some bytes, in hexadecimal figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest(String);

impl Digest {
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).to_hex().to_string())
    }

    /// The digest of several pieces: each goes in with its length, so that none can be taken for a part of another.
    pub fn of_all<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces {
            hasher.update(&(piece.len() as u64).to_le_bytes());
            hasher.update(piece);
        }
        Self(hasher.finalize().to_hex().to_string())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the file system says of a file: as long as it says the same, the file is taken to be the same, unless it may have
/// been changed within the tick of its clock in which it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub size: u64,
    /// The file behind the name, where the system numbers them: one that took its place is another.
    pub file: u64,
    /// When the content was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything of it was last changed, where the system keeps account of that.
    pub changed: i64,
}

impl Stamp {
    /// Whether the file was last changed before a moment of the same file system's clock.
    pub fn is_before(&self, moment: i64) -> bool {
        self.modified < moment && self.changed < moment
    }
}

/// An answer of the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    File {
        /// `None` where a link is on the way: the file is looked at each time.
        stamp: Option<Stamp>,
        digest: Digest,
    },
    /// Why there was no file to read.
    Lost(String),
    /// Whether something of this name is there.
    There(bool),
    /// A folder's listing.
    Folder(Digest),
    /// The numbers of all notes.
    Numbers(Digest),
}

impl Answer {
    fn question(&self) -> u8 {
        match self {
            Self::File { .. } | Self::Lost(_) => 0,
            Self::There(_) => 1,
            Self::Folder(_) => 2,
            Self::Numbers(_) => 3,
        }
    }

    /// The answer without what may change while it stays the same.
    fn gist(&self) -> String {
        match self {
            Self::File { digest, .. } => format!("file {}", digest.as_str()),
            other => format!("{other:?}"),
        }
    }
}

/// The questions and answers of a reading, by path below the project root.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    /// When the reading began, by the clock of the file system: what was changed at that moment or later may have been
    /// changed after it was read.
    pub began: i64,
    pub answers: Vec<(String, Answer)>,
    /// The digests of the values that files in YAML hold, whatever else stands in them; known while they are read.
    #[serde(skip)]
    pub values: BTreeMap<String, Digest>,
}

impl Account {
    /// The digest of all answers.
    pub fn digest(&self) -> Digest {
        self.digest_of(|_| true)
    }

    /// The digest of the answers on files whose path is wanted.
    pub fn digest_of(&self, wanted: impl Fn(&str) -> bool) -> Digest {
        let answers = self.answers.iter().filter(|(path, _)| wanted(path));
        let lines: Vec<String> = answers.map(|(path, answer)| format!("{path}\0{}", answer.gist())).collect();
        Digest::of_all(lines.iter().map(String::as_bytes))
    }
}

/// A pen that keeps an account while others read.
#[derive(Clone, Debug, Default)]
pub struct Pen(Arc<Mutex<Notes>>);

#[derive(Debug, Default)]
struct Notes {
    answers: BTreeMap<(String, u8), Answer>,
    values: BTreeMap<String, Digest>,
}

impl Pen {
    pub fn note(&self, path: &str, answer: Answer) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.answers.entry((path.to_owned(), answer.question())).or_insert(answer);
    }

    /// Puts down what values a file holds.
    pub fn note_values(&self, path: &str, values: Digest) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.values.insert(path.to_owned(), values);
    }

    pub fn account(&self, began: i64) -> Account {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = notes.answers.iter().map(|((path, _), answer)| (path.clone(), answer.clone()));
        Account { began, answers: answers.collect(), values: notes.values.clone() }
    }
}
