//! publish: `Artefact`s → files, each of them whole or not there at all.
//!
//! All files of a group are written under temporary names on a desk first; only when the last of them is written
//! are they renamed into place, one by one, each in one step of the file system.

#![expect(clippy::disallowed_methods, reason = "this room writes the disk")]

use crate::model::Artefact;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder of finished files, with the desk where they lie until they are published: a folder of its own, locked while
/// the program runs.
pub struct Store {
    folder: Option<TempDir>,
    desks: PathBuf,
    /// Whether the desk stands in a folder that is not the project's.
    is_guest: bool,
    out: PathBuf,
    /// Held open so that others can tell a desk in use from one that a killed program left behind.
    _lock: File,
}

impl Store {
    /// Opens `out`, with a desk in `ROOT/.diptych/`, and clears away the desks of programs that were killed. Where `out`
    /// lies on another volume, to which nothing can be renamed in one step, the desk stands beside it, or, if it is the
    /// top of its volume, within it; there nothing is left of it in the end.
    pub fn open(root: &Path, out: &Path) -> io::Result<Self> {
        fs::create_dir_all(out)?;
        let beside = fs::canonicalize(out)?.parent().map(Path::to_owned);
        let mut last = Err(io::ErrorKind::CrossesDevices.into());
        for folder in [Some(root.to_owned()), beside, Some(out.to_owned())].into_iter().flatten() {
            last = Self::open_in(&folder.join(".diptych"), out, folder != root);
            if let Ok(store) = &last
                && store.reaches_out()?
            {
                return last;
            }
        }
        last
    }

    fn open_in(workspace: &Path, out: &Path, is_guest: bool) -> io::Result<Self> {
        let desks = workspace.join("desk");
        fs::create_dir_all(&desks)?;
        for entry in fs::read_dir(&desks)?.flatten() {
            // Whoever holds the lock is at work; a desk without a lock file is being opened or closed just now.
            let abandoned = File::open(entry.path().join("lock")).is_ok_and(|lock| lock.try_lock().is_ok());
            if abandoned {
                fs::remove_dir_all(entry.path()).ok();
            }
        }
        let folder = TempDir::new_in(&desks)?;
        let lock = File::create(folder.path().join("lock"))?;
        lock.lock()?;
        Ok(Self { folder: Some(folder), desks, is_guest, out: out.to_owned(), _lock: lock })
    }

    fn desk(&self) -> &Path {
        self.folder.as_ref().expect("the desk is there until the store is closed").path()
    }

    /// Whether a rename from the desk to `out` stays on one volume: known by trying, with an empty folder.
    fn reaches_out(&self) -> io::Result<bool> {
        let probe = TempDir::with_prefix_in(".probe-", self.desk())?;
        let there = self.out.join(probe.path().file_name().unwrap_or_default());
        match fs::rename(probe.path(), &there) {
            Ok(()) => fs::rename(&there, probe.path()).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Store {
    /// Leaves no empty folders behind where the desk was a guest; those that others still use stay.
    fn drop(&mut self) {
        drop(self.folder.take());
        if !self.is_guest {
            return;
        }
        let folders = [Some(self.desks.as_path()), self.desks.parent()];
        for folder in folders.into_iter().flatten() {
            fs::remove_dir(folder).ok();
        }
    }
}

/// Publishes a group of artefacts below the store's `out`: together, or none of them when one cannot be written. A file
/// that holds the same bytes already is left as it is. Returns the paths of all, in the order given.
pub fn publish(artefacts: &[Artefact], store: &Store) -> io::Result<Vec<PathBuf>> {
    let group = TempDir::new_in(store.desk())?;
    let mut moves = Vec::new();
    let mut targets = Vec::new();
    for (index, artefact) in artefacts.iter().enumerate() {
        let target = store.out.join(artefact.path.split('/').collect::<PathBuf>());
        if !holds(&target, &artefact.bytes) {
            let draft = group.path().join(index.to_string());
            write(&draft, &artefact.bytes).map_err(|error| name(error, &draft))?;
            moves.push((draft, target.clone()));
        }
        targets.push(target);
    }
    // What can fail for want of space, of rights or of a free name fails before the first file is replaced.
    for (_, target) in &moves {
        let folder = target.parent().unwrap_or(&store.out);
        fs::create_dir_all(folder).map_err(|error| name(error, folder))?;
        if target.is_dir() {
            return Err(name(io::ErrorKind::IsADirectory.into(), target));
        }
    }
    for (draft, target) in moves {
        fs::rename(draft, &target).map_err(|error| name(error, &target))?;
    }
    Ok(targets)
}

/// An error that names its file: the system's own does not.
fn name(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Whether a file holds these bytes.
pub fn holds(path: &Path, bytes: &[u8]) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Not forced onto the disk: the file system keeps a killed program from being seen by halves, and an edition lost to
/// a power cut is built again from its sources.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create(path)?.write_all(bytes)
}
