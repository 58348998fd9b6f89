//! The house, opened for work, and the making of notes in it, each of them under watch.

use super::note::{Made, Work, build_note};
use super::shelf::{HouseMarks, Shelf};
use super::{BuildArguments, words};
use crate::allocator;
use crate::command::watch::{self, Excess, watch};
use crate::command::{Desk, Ending};
use crate::terminal::Terminal;
use diptych::diagnostic::Diagnostic;
use diptych::model::Medium;
use diptych::publish::{Store, publish};
use diptych::{Press, Selection, crew, stops, typeset};
use indicatif::ProgressBar;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What is known before the house is opened.
pub struct Workshop<'a> {
    pub arguments: &'a BuildArguments,
    pub media: Vec<Medium>,
    pub out: PathBuf,
    pub shelf: &'a Shelf,
    pub source_date: Option<Date>,
    pub terminal: &'a Terminal,
}

pub enum Opening {
    Ready(Box<Open>),
    /// Nothing can be made of this house.
    Unsound(Box<Desk>),
}

/// A house at work.
pub struct Open {
    press: Press,
    pub ids: Vec<String>,
    /// What was found in the house, and in the listing of its notes.
    pub house: Vec<Diagnostic>,
    pub listing: Vec<Diagnostic>,
    pub marks: HouseMarks,
    selection: Selection,
    store: Store,
    manuscripts: Option<Store>,
    pub progress: ProgressBar,
}

impl Open {
    /// Leaves the house as it is: the process ends soon, and to hand house and engine back piece by piece would only take
    /// time. What lies on the desk is cleared away.
    pub fn leave(self) {
        self.progress.finish_and_clear();
        std::mem::forget(self.press);
    }
}

impl Workshop<'_> {
    /// Opens the house; its notes may have been listed before, with these findings.
    pub fn open(&self, listed: Option<(Vec<String>, Vec<Diagnostic>)>) -> Result<Opening, String> {
        let common = &self.arguments.common;
        let pen = self.shelf.pen();
        let mut desk = common.open_with(self.source_date, pen.as_ref(), listed)?;
        let sound = !stops(&desk.house, common.deny_warnings);
        let Some(press) = desk.press.take_if(|_| sound) else { return Ok(Opening::Unsound(Box::new(desk))) };
        let languages = words::languages(&self.arguments.languages, &press)?;
        words::check_tags(&languages, &press, &desk.ids)?;
        let marks = self.shelf.put_house(pen.as_ref(), &desk.house);
        let store = Store::open(&common.root, &self.out)
            .map_err(|error| format!("cannot write to {}: {error}", self.out.display()))?;
        let manuscripts = match &self.arguments.manuscript {
            Some(folder) => Some(open_manuscripts(&press, &common.root, folder)?),
            None => None,
        };
        let selection = Selection {
            languages,
            media: self.media.clone(),
            manuscripts: manuscripts.is_some(),
            ..Selection::default()
        };
        let progress = self.terminal.progress(self.arguments.wanted(&desk.ids).len());
        let Desk { ids, house, listing, .. } = desk;
        let open = Open { press, ids, house, listing, marks, selection, store, manuscripts, progress };
        Ok(Opening::Ready(Box::new(open)))
    }

    /// Makes the engine's threads ready. Should they come too late, the engine starts threads of its own; the pages are the
    /// same.
    pub fn hire(&self) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.arguments.jobs()).stack_size(crew::STACK);
        pool.build_global().ok();
    }

    /// Makes the engine ready.
    pub fn warm_up(&self, open: &Open) {
        let limit = Duration::from_secs(self.arguments.time_limit);
        watch(limit, |excess| self.give_up(excess, None, &open.press), || open.press.warm_up());
    }

    /// Makes notes, none of which is known to stand.
    pub fn make_all(&self, ids: &[String], open: &Open) -> Vec<Result<Made, String>> {
        let jobs = self.arguments.jobs();
        let is_alone = ids.len() <= 1;
        // Notes are made side by side; the editions of one, where there is only one.
        let hands = if is_alone { jobs } else { 1 };
        std::thread::scope(|scope| {
            let ready = || {
                self.hire();
                self.warm_up(open);
            };
            // The engine and its threads are made ready while the note is still being read and checked. Many notes are worth
            // the wait.
            if is_alone && self.arguments.jobs.is_none() && !ids.is_empty() {
                scope.spawn(ready);
            } else if !ids.is_empty() {
                ready();
            }
            crew::work(jobs, ids, |id| self.make(id, open, hands, !is_alone))
        })
    }

    /// Makes a note, by so many hands. One of many leaves nothing behind in memory.
    pub fn make(&self, id: &str, open: &Open, hands: usize, is_one_of_many: bool) -> Result<Made, String> {
        let Open { press, marks, store, manuscripts, .. } = open;
        let selection = Selection { jobs: hands, ..open.selection.clone() };
        let work = Work {
            press,
            shelf: self.shelf,
            house: marks,
            store,
            manuscripts: manuscripts.as_ref(),
            deny_warnings: self.arguments.common.deny_warnings,
            force: self.arguments.force || manuscripts.is_some(),
        };
        let limit = Duration::from_secs(self.arguments.time_limit);
        let give_up = |excess| self.give_up(excess, Some(id), press);
        let made = watch(limit, give_up, || build_note(id, &work, &selection));
        if is_one_of_many {
            typeset::forget();
            allocator::give_back();
        }
        open.progress.inc(1);
        made
    }

    /// Ends the program, because the engine does not come to an end. `id` is the note at work; without it, the house's components
    /// are being read.
    fn give_up(&self, excess: Excess, id: Option<&str>, press: &Press) {
        let limit = self.arguments.time_limit;
        // Two notes may go on for ever side by side: what is said is said once.
        static GIVEN_UP: AtomicBool = AtomicBool::new(false);
        if GIVEN_UP.swap(true, Ordering::Relaxed) {
            return;
        }
        let work =
            id.map_or_else(|| "setting the components".to_owned(), |id| format!("setting the note '{id}'"));
        let wrong = excess.told(&work, Duration::from_secs(limit));
        let more = match excess {
            Excess::Time => {
                format!("; if it only needs more time, give it some with --time-limit {}", limit * 5)
            }
            Excess::Memory => String::new(),
        };
        let mend = watch::mend(&press.replaced_templates());
        self.terminal.report(Vec::new(), &[format!("{wrong} and was given up: {mend}{more}")]);
        std::process::exit(Ending::Machine as i32);
    }
}

/// Opens the folder of the manuscripts, and lays the house's fonts there.
fn open_manuscripts(press: &Press, root: &Path, folder: &Path) -> Result<Store, String> {
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    let store = Store::open(root, folder).map_err(failed)?;
    publish(&press.fonts(), &store).map_err(failed)?;
    Ok(store)
}
