//! The desk: one thread owns the press. The bell rings, it looks what has changed, sets what somebody looks at, and puts it
//! up at the board. Only the newest state is worked on.

mod house;
mod sheet;

use super::bell::{Bell, Rung};
use super::board::{Board, Seat};
use super::book::Bound;
use super::choice::{Choice, Wish};
use super::stopwatch::Stopwatch;
use super::watcher::Watcher;
use super::words;
use diptych::diagnostic::{Diagnostic, has_errors};
use diptych::model::{Edition, Medium, PageMap};
use diptych::notes;
use house::{Clock, OpenHouse};
use jiff::civil::Date;
use serde_json::json;
use sheet::{Forme, ReadNote};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked without a ring.
const POLL: Duration = Duration::from_secs(1);

/// How long errors must stand before they are told: a file may be half written.
const STANDS: Duration = Duration::from_millis(60);

/// How many states with errors may follow each other untold.
const UNTOLD: usize = 8;

/// How many notes and editions are kept that nobody looks at.
const SPARE: usize = 2;

pub struct Desk {
    pub root: PathBuf,
    pub source_date: Option<Date>,
    /// The note that is shown to those who ask for none.
    pub first: Option<String>,
    pub board: Arc<Board>,
    pub bell: Arc<Bell>,
    watcher: Watcher,
    clock: Clock,
    house: OpenHouse,
    ids: Vec<String>,
    listing: Vec<Diagnostic>,
    notes: BTreeMap<String, ReadNote>,
    formes: Vec<Forme>,
    /// What each wish was last told.
    told: BTreeMap<Wish, Told>,
    house_told: String,
    version: u64,
    untold: usize,
    stopwatch: Stopwatch,
}

/// What was last told to those with a wish.
struct Told {
    choice: Option<Choice>,
    /// The event, but for its version.
    text: String,
    /// Whether it was trouble.
    stale: bool,
    /// The version, and what the book was last bound from.
    version: u64,
    bound: Option<u64>,
}

/// Does what may fail for a fault of the program, and says so.
fn attempt<R>(act: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(act)).map_err(|fault| {
        let words = fault.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or("no word on why");
        format!("the program failed, which is a fault of its own: please report it ({words})")
    })
}

impl Desk {
    pub fn new(
        root: PathBuf,
        source_date: Option<Date>,
        first: Option<String>,
        board: Arc<Board>,
        bell: Arc<Bell>,
        stopwatch: Stopwatch,
    ) -> Self {
        let watcher = Watcher::new(&root, Arc::clone(&bell));
        Self {
            root,
            source_date,
            first,
            board,
            bell,
            watcher,
            clock: Clock::default(),
            house: OpenHouse::default(),
            ids: Vec::new(),
            listing: Vec::new(),
            notes: BTreeMap::new(),
            formes: Vec::new(),
            told: BTreeMap::new(),
            house_told: String::new(),
            version: 0,
            untold: 0,
            stopwatch,
        }
    }

    /// Works as long as the program runs.
    pub fn work(&mut self) {
        self.look(&Rung::default());
        if !self.bell.is_rung()
            && let Some(press) = &self.house.press
        {
            attempt(|| press.warm_up()).ok();
        }
        let mut wait = Duration::ZERO;
        loop {
            let rung = self.bell.wait(wait);
            // What stood while nobody rang, stands.
            let settles = rung.is_none() || self.untold >= UNTOLD;
            self.untold += usize::from(!settles);
            wait = match self.round(&rung.unwrap_or_default(), settles) {
                true => {
                    self.untold = 0;
                    POLL
                }
                false => STANDS,
            };
        }
    }

    /// One look at everything. Returns whether all was told.
    fn round(&mut self, rung: &Rung, settled: bool) -> bool {
        self.stopwatch.start();
        self.watcher.rearm_if_moved();
        self.look(rung);
        self.stopwatch.lap("look");
        let mut seats = self.board.seats();
        self.told.retain(|wish, _| seats.iter().any(|(seat, _)| seat == wish));
        // That which was touched last comes first.
        let is_touched =
            |seat: &Seat| seat.choice.as_ref().map(|choice| &choice.note) == rung.touched.as_ref();
        seats.sort_by_key(|(_, seat)| !is_touched(seat));
        let mut all_told = true;
        for (wish, _) in &seats {
            all_told &= self.serve(wish, settled);
            self.stopwatch.lap("tell");
        }
        for (wish, seat) in &seats {
            if seat.readers > 0 && !self.bell.is_rung() {
                self.bind(wish);
            }
        }
        self.clear(&seats);
        self.stopwatch.lap("rest");
        self.stopwatch.stop();
        all_told
    }

    /// Reads house and list of notes again, if they are not as they were.
    fn look(&mut self, _rung: &Rung) {
        self.clock.tick();
        self.house.renew(&self.root, self.source_date, &mut self.clock);
        let report = notes(&self.root);
        (self.ids, self.listing) = (report.value.unwrap_or_default(), report.diagnostics);
        let publisher = self.house.press.as_ref().map(|press| press.house.profile.publisher.plain());
        let folder = || self.root.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = publisher.filter(|name| !name.is_empty()).unwrap_or_else(folder);
        let text = words::event("house", &json!({ "name": name, "notes": self.ids }));
        if text != self.house_told {
            self.house_told.clone_from(&text);
            self.board.tell_house(text);
        }
    }

    /// The note that is shown for a wish.
    fn note_for(&self, wish: &Wish) -> Option<String> {
        let is_there = |id: &&String| self.ids.contains(id);
        let last = self.told.get(wish).and_then(|told| told.choice.as_ref()).map(|choice| &choice.note);
        if let Some(id) = wish.note.as_ref().filter(is_there) {
            return Some(id.clone());
        }
        // A note that is gone stays as it last was, where somebody asked for that very one.
        let gone = last.filter(|id| wish.note.as_ref() == Some(id));
        let chosen = gone.or_else(|| last.filter(is_there)).or_else(|| self.first.as_ref().filter(is_there));
        chosen.or_else(|| self.ids.first()).or(last).cloned()
    }

    /// Shows what a wish asks for, if it is not shown yet. Returns whether it was told, as what may not stand is not yet.
    fn serve(&mut self, wish: &Wish, settled: bool) -> bool {
        let Some(id) = self.note_for(wish) else {
            return self.tell(wish, None, true, settled);
        };
        let gone = !self.ids.contains(&id);
        let note = self.notes.entry(id.clone()).or_default();
        if !gone {
            note.renew(&self.root, &id, &self.house, &mut self.clock);
        }
        self.stopwatch.lap("check");
        let choice = note.choose(&id, wish.languages.as_deref(), wish.medium.as_deref());
        // While the note cannot be read, its editions are not known: what was shown is.
        let last = self.told.get(wish).and_then(|told| told.choice.clone());
        let last = last.filter(|last| last.note == id && note.copy.is_none());
        let choice = last.unwrap_or(choice);
        let at = self.formes.iter().position(|forme| forme.choice == choice);
        let at = at.unwrap_or_else(|| {
            self.formes.push(Forme::new(choice));
            self.formes.len() - 1
        });
        if self.house.is_sound() && !gone && !has_errors(&note.found) {
            self.formes[at].set(&self.house, note);
        }
        self.stopwatch.lap("proof");
        self.tell(wish, Some((id, at)), gone, settled)
    }

    fn tell(&mut self, wish: &Wish, shown: Option<(String, usize)>, gone: bool, settled: bool) -> bool {
        let empty = ReadNote::default();
        let note = shown.as_ref().and_then(|(id, _)| self.notes.get(id)).unwrap_or(&empty);
        let forme = shown.as_ref().map(|(_, at)| &self.formes[*at]);
        let stands = forme.is_some_and(|forme| forme.stands(&self.house, note));
        let found = self.house.found.iter().chain(&self.listing);
        let found = found.chain(note.found.iter().filter(|_| !gone));
        let set = forme.into_iter().flat_map(|forme| &forme.found).filter(|_| stands);
        let found: Vec<Diagnostic> = found.chain(set).cloned().collect();
        let failure = self.failure(forme, note, gone);
        let no_pages = forme.is_none_or(|forme| forme.proof.is_none());
        let trouble = has_errors(&self.house.found)
            || has_errors(&note.found)
            || has_errors(&forme.map(|forme| forme.found.clone()).unwrap_or_default());
        let stale = trouble || failure.is_some() || gone || no_pages;
        let choice = forme.map(|forme| forme.choice.clone());
        let face = forme.map(|forme| forme.face.clone()).unwrap_or_default();
        let proof = forme.and_then(|forme| forme.proof.clone());
        let mut event = json!({
            "note": choice.as_ref().map_or("", |choice| &choice.note),
            "title": face.title,
            "languages": choice.as_ref().map_or("", |choice| &choice.languages),
            "medium": choice.as_ref().map_or(Medium::Screen, |choice| choice.medium).as_str(),
            "editions": words::editions(&note.editions),
            "stale": stale, "spreads": face.spreads, "rtl": face.rtl,
            "pages": words::pages(proof.as_deref()),
            "findings": words::findings(&found),
            "failure": failure,
        });
        // Pages that look the same may come from other lines.
        let text = format!("{event} {:?}", proof.as_ref().map(Arc::as_ptr));
        let last = self.told.get(wish);
        if last.is_some_and(|last| last.text == text) {
            return true;
        }
        if stale && !settled && last.is_some_and(|last| !last.stale) {
            return false;
        }
        self.version += 1;
        event["version"] = self.version.into();
        let bound = last.and_then(|last| last.bound);
        let shown = proof.as_ref().map(|proof| (self.version, proof));
        self.board.tell_proof(&[wish], choice.as_ref(), shown, words::event("proof", &event));
        self.told.insert(wish.clone(), Told { choice, text, stale, version: self.version, bound });
        true
    }

    /// What is wrong outside the sources.
    fn failure(&self, forme: Option<&Forme>, note: &ReadNote, gone: bool) -> Option<String> {
        if !self.root.join("sources").is_dir() {
            return Some(format!("there is no folder {}", self.root.join("sources").display()));
        }
        if let Some(failure) = &self.house.failure {
            return Some(failure.clone());
        }
        match forme {
            Some(forme) if gone => Some(format!("there is no note '{}' any more", forme.choice.note)),
            Some(forme) => note.failure.clone().or_else(|| forme.failure.clone()),
            None => Some("there is no note".to_owned()),
        }
    }

    /// Binds the book of what a wish was shown, and tells it.
    fn bind(&mut self, wish: &Wish) {
        let Some(told) = self.told.get_mut(wish) else { return };
        if told.bound == Some(told.version) {
            return;
        }
        told.bound = Some(told.version);
        let (version, stale) = (told.version, told.stale);
        let mut found = Vec::new();
        let book = told.choice.clone().filter(|_| !stale).and_then(|choice| self.book(&choice, &mut found));
        let address = |book: &Bound, path: &String| format!("/book/{}/{path}", book.digest.as_str());
        let spine: Vec<String> =
            book.iter().flat_map(|book| book.spine.iter().map(|path| address(book, path))).collect();
        let event = json!({
            "version": version, "book": spine.first(), "spine": spine, "stale": stale, "findings": words::findings(&found),
        });
        self.board.tell_book(&[wish], book.map(Arc::new), words::event("book", &event));
    }

    fn book(&mut self, choice: &Choice, found: &mut Vec<Diagnostic>) -> Option<Bound> {
        let note = self.notes.get(&choice.note)?;
        let (press, copy) = (self.house.press.as_ref()?, note.copy.as_ref()?);
        let is_book =
            |edition: &&Edition| edition.medium == Medium::Epub && edition.language_tag() == choice.languages;
        let edition = note.editions.iter().find(is_book)?;
        // A book tells which page of the screen each block begins on.
        let screen = Choice { medium: Medium::Screen, ..choice.clone() };
        let at = self.formes.iter().position(|forme| forme.choice == screen);
        let at = at.unwrap_or_else(|| {
            self.formes.push(Forme::new(screen));
            self.formes.len() - 1
        });
        self.formes[at].set(&self.house, note);
        let pages =
            self.formes[at].proof.as_ref().map_or_else(PageMap::default, |proof| proof.page_map.clone());
        let bytes = match attempt(|| press.proof_book(copy, edition, &pages)) {
            Ok(report) => report.collect(found)?,
            Err(failure) => {
                found.push(Diagnostic::error("binding-failed", None, failure));
                return None;
            }
        };
        Bound::open(bytes)
    }

    /// Clears away what nobody looks at, but for a little.
    fn clear(&mut self, seats: &[(Wish, Seat)]) {
        let told = &self.told;
        let seen = |choice: &Choice| {
            seats
                .iter()
                .filter_map(|(wish, _)| told.get(wish)?.choice.as_ref())
                .any(|own| own.note == choice.note && own.languages == choice.languages)
        };
        let mut spare = self.formes.iter().filter(|forme| !seen(&forme.choice)).count();
        self.formes.retain(|forme| {
            let goes = spare > SPARE && !seen(&forme.choice);
            spare -= usize::from(goes);
            !goes
        });
        let formes = &self.formes;
        self.notes.retain(|id, _| formes.iter().any(|forme| forme.choice.note == *id));
    }
}
