//! The bell: it says that something may have changed, not what. Who hears it looks for himself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long no file may change before the work begins: an editor writes in several steps.
const QUIET: Duration = Duration::from_millis(2);

/// How many times that is waited for at the most: whoever writes without a pause is not waited for.
const TURNS: usize = 15;

/// How often a file may be found half written before whoever writes it is taken to keep it open.
const PATIENCE: usize = 25;

#[derive(Default)]
pub struct Bell {
    rung: Mutex<Rung>,
    heard: Condvar,
}

/// What the bell rang for since it was last heard.
#[derive(Default)]
pub struct Rung {
    /// How often a file or folder of the project changed.
    pub saves: usize,
    /// The note whose files changed last, and all of them.
    pub touched: Option<String>,
    pub notes: BTreeSet<String>,
    /// Whether something else changed, or it is not known what.
    pub elsewhere: bool,
    /// Whether a listener came or asks for something else.
    pub seats: bool,
    /// Files that somebody is still writing, where the system tells; and how often they were waited for.
    writing: BTreeMap<PathBuf, usize>,
}

impl Rung {
    fn is_rung(&self) -> bool {
        self.saves > 0 || self.seats
    }

    fn grow_impatient(&mut self) {
        self.writing.retain(|_, waited| {
            *waited += 1;
            *waited < PATIENCE
        });
    }
}

impl Bell {
    fn lock(&self) -> MutexGuard<'_, Rung> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rings for files of a note, or for others.
    pub fn ring(&self, note: Option<String>) {
        let mut rung = self.lock();
        rung.saves += 1;
        rung.elsewhere |= note.is_none();
        rung.notes.extend(note.clone());
        rung.touched = note.or(rung.touched.take());
        self.heard.notify_all();
    }

    /// Somebody began, or ended, to write a file.
    pub fn writes(&self, path: &Path, still: bool) {
        let mut rung = self.lock();
        if still {
            rung.writing.entry(path.to_owned()).or_default();
        } else {
            rung.writing.remove(path);
            self.heard.notify_all();
        }
    }

    /// Rings for a listener.
    pub fn call(&self) {
        self.lock().seats = true;
        self.heard.notify_all();
    }

    pub fn is_rung(&self) -> bool {
        self.lock().is_rung()
    }

    /// Whether somebody is in the midst of writing a file.
    pub fn is_written(&self) -> bool {
        !self.lock().writing.is_empty()
    }

    /// Waits until the bell rings and files are at rest; `None` when it does not ring for so long: then anything may have
    /// changed, and nobody told.
    pub fn wait(&self, longest: Duration) -> Option<Rung> {
        let waited = self.heard.wait_timeout_while(self.lock(), longest, |rung| !rung.is_rung());
        let mut rung = waited.unwrap_or_else(PoisonError::into_inner).0;
        if !rung.is_rung() {
            rung.grow_impatient();
            return None;
        }
        for _ in 0..TURNS {
            let heard = rung.saves;
            if heard == 0 {
                break;
            }
            drop(rung);
            thread::sleep(QUIET);
            rung = self.lock();
            if rung.saves == heard && rung.writing.is_empty() {
                break;
            }
        }
        // Where saves follow each other, the moment is taken at which none is under way.
        let half = |rung: &mut Rung| !rung.writing.is_empty();
        let rested = self.heard.wait_timeout_while(rung, QUIET * TURNS as u32, half);
        let mut rung = rested.unwrap_or_else(PoisonError::into_inner).0;
        rung.grow_impatient();
        let writing = std::mem::take(&mut rung.writing);
        Some(std::mem::replace(&mut *rung, Rung { writing, ..Rung::default() }))
    }
}
