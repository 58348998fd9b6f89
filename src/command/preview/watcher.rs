//! The watcher: the system tells it of changed files, and it rings the bell.
//!
//! Only the folders that the press reads are watched, so that nothing that the press or anybody else writes beside them
//! (`out/`, `.diptych/`, `.git/`) rings. A folder that is moved away takes its watch with it: the root tells when another
//! comes in its place, and what nobody told is found by the desk's slow poll, which has all watches set anew.

use super::bell::Bell;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The folders that the press reads.
const FOLDERS: [&str; 3] = ["sources", "templates", "fonts"];

pub struct Watcher {
    root: PathBuf,
    bell: Arc<Bell>,
    /// `None` where the system does not watch for us: then there is the poll.
    system: Option<RecommendedWatcher>,
    /// Whether one of the folders came or went since the watches were set.
    moved: Arc<AtomicBool>,
}

impl Watcher {
    pub fn new(root: &Path, bell: Arc<Bell>) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let mut watcher = Self { root, bell, system: None, moved: Arc::default() };
        watcher.rearm();
        watcher
    }

    /// Sets all watches anew.
    pub fn rearm(&mut self) {
        self.moved.store(false, Ordering::Relaxed);
        let (root, bell, moved) = (self.root.clone(), Arc::clone(&self.bell), Arc::clone(&self.moved));
        let hear = move |event: notify::Result<Event>| match event {
            Ok(event) => hear(&event, &root, &bell, &moved),
            // The system lost count of what changed.
            Err(_) => bell.ring(None),
        };
        self.system = notify::recommended_watcher(hear).ok();
        if let Some(system) = &mut self.system {
            system.watch(&self.root, RecursiveMode::NonRecursive).ok();
            for folder in FOLDERS.map(|folder| self.root.join(folder)).iter().filter(|path| path.is_dir()) {
                system.watch(folder, RecursiveMode::Recursive).ok();
            }
        }
    }

    /// The same, if one of the folders came or went.
    pub fn rearm_if_moved(&mut self) {
        if self.moved.load(Ordering::Relaxed) {
            self.rearm();
        }
    }
}

fn hear(event: &Event, root: &Path, bell: &Bell, moved: &AtomicBool) {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
            event.paths.iter().for_each(|path| bell.writes(path, false));
        }
        // That somebody reads, as the press itself does.
        EventKind::Access(_) => return,
        // Linux alone tells when a file is closed again.
        EventKind::Modify(ModifyKind::Data(_)) if cfg!(target_os = "linux") => {
            event.paths.iter().for_each(|path| bell.writes(path, true));
        }
        // What is gone, or has another name, is written no more.
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
            event.paths.iter().for_each(|path| bell.writes(path, false));
        }
        _ => {}
    }
    for path in &event.paths {
        let Ok(below) = path.strip_prefix(root) else { continue };
        let mut parts = below.iter().filter_map(|part| part.to_str());
        let Some(folder) = parts.next().filter(|folder| FOLDERS.contains(folder)) else {
            // The root itself.
            if below.as_os_str().is_empty() {
                moved.store(true, Ordering::Relaxed);
                bell.ring(None);
            }
            continue;
        };
        let note = parts.next();
        if note.is_none() && !matches!(event.kind, EventKind::Access(_)) {
            moved.store(true, Ordering::Relaxed);
        }
        bell.ring(note.filter(|_| folder == "sources").map(ToOwned::to_owned));
    }
}
