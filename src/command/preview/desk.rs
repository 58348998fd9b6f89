//! The desk: one thread owns the press. The bell rings, it looks what has changed, sets what somebody looks at, and puts it
//! up at the board. Only the newest state is worked on, and nothing that nobody looks at.

mod forme;
mod house;
mod note;
mod telling;

use super::bell::{Bell, Rung};
use super::board::{Board, Seat};
use super::choice::{Choice, Wish, clear_away};
use super::stopwatch::Stopwatch;
use super::watcher::Watcher;
use super::words;
use crate::command::Ending;
use crate::command::watch::{Excess, mend, watch};
use crate::terminal::{Terminal, display};
use diptych::diagnostic::{Diagnostic, has_errors};
use diptych::{notes, typeset};
use forme::Forme;
use house::{Clock, OpenHouse};
use jiff::civil::Date;
use note::ReadNote;
use serde_json::json;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use telling::{Shown, Told};

/// How often it is looked without a ring.
const POLL: Duration = Duration::from_secs(1);

/// How long errors must stand before they are told: a file may be half written.
const STANDS: Duration = Duration::from_millis(60);

/// How long nothing must have changed before the files of what is shown are tried: the pages never wait for that.
const LULL: Duration = Duration::from_millis(300);

/// How many states with errors may follow each other untold, where somebody saves without a pause.
const UNTOLD: usize = 100;

/// How long the pages are waited for, when the program has to end, to take the word on why.
const FAREWELL: Duration = Duration::from_millis(300);

/// What is asked of the desk on the command line.
#[derive(Clone)]
pub struct Order {
    pub root: PathBuf,
    pub source_date: Option<Date>,
    /// The note that is shown to those who ask for none.
    pub first: Option<String>,
    /// How long the work on a note may take.
    pub limit: Duration,
    pub timings: bool,
}

/// Works as long as the program runs. Should a fault of the program end it, it is told, and all begins anew.
pub fn attend(order: &Order, board: &Arc<Board>, bell: &Arc<Bell>) {
    loop {
        let work = || Desk::new(order.clone(), Arc::clone(board), Arc::clone(bell)).work();
        if let Err(failure) = attempt(work) {
            board.tell_failure(&failure);
            thread::sleep(POLL);
        }
    }
}

struct Desk {
    root: PathBuf,
    source_date: Option<Date>,
    first: Option<String>,
    board: Arc<Board>,
    bell: Arc<Bell>,
    watcher: Watcher,
    clock: Clock,
    house: OpenHouse,
    /// `None` where there is no house to list them in.
    ids: Option<Vec<String>>,
    listing: Vec<Diagnostic>,
    notes: BTreeMap<String, ReadNote>,
    formes: Vec<Forme>,
    /// What is shown where there is no note.
    blank: Option<Shown>,
    /// What each wish was last told.
    told: BTreeMap<Wish, Told>,
    house_told: String,
    version: u64,
    /// How many rounds there were, and how many of the last ended with something that may not stand.
    rounds: u64,
    untold: usize,
    limit: Duration,
    stopwatch: Stopwatch,
}

/// Whether trouble is told that is seen in a round.
#[derive(Clone, Copy, Debug)]
enum Settled {
    No,
    /// If nothing had to be read again since there were so many readings: what is found otherwise than it was may be half
    /// written, too.
    AsItWas(u64),
    /// It was waited for long enough.
    Anyhow,
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
    fn new(order: Order, board: Arc<Board>, bell: Arc<Bell>) -> Self {
        let Order { root, source_date, first, limit, timings } = order;
        let watcher = Watcher::new(&root, Arc::clone(&bell));
        Self {
            version: board.number(),
            root,
            source_date,
            first,
            board,
            bell,
            watcher,
            clock: Clock::default(),
            house: OpenHouse::default(),
            ids: None,
            listing: Vec::new(),
            notes: BTreeMap::new(),
            formes: Vec::new(),
            blank: None,
            told: BTreeMap::new(),
            house_told: String::new(),
            rounds: 0,
            untold: 0,
            limit,
            stopwatch: Stopwatch::new(timings),
        }
    }

    fn work(&mut self) {
        self.watched(None, |desk| desk.look(None));
        if !self.bell.is_rung() {
            let warm_up = |desk: &mut Self| desk.house.press.as_ref().map(diptych::Press::warm_up);
            attempt(|| self.watched(None, warm_up)).ok();
        }
        let mut wait = POLL;
        loop {
            let rung = self.bell.wait(wait);
            // What stood while nobody rang, stands.
            let settled = match rung.is_none() && !self.bell.is_written() {
                true => Settled::AsItWas(self.readings()),
                false if self.untold >= UNTOLD => Settled::Anyhow,
                false => Settled::No,
            };
            let polled = rung.is_none() && wait == POLL;
            let read = self.readings();
            match self.round(rung.as_ref(), settled) {
                true => (self.untold, wait) = (0, if self.is_unpassed() { LULL } else { POLL }),
                false => (self.untold, wait) = (self.untold + 1, STANDS),
            }
            // Something changed, and no watch told of it: they are lost.
            if polled && self.readings() != read {
                self.watcher.rearm();
            }
        }
    }

    /// Does work that may have no end; if it has none, the program has.
    fn watched<R>(&mut self, id: Option<&str>, work: impl FnOnce(&mut Self) -> R) -> R {
        let work_on =
            id.map_or_else(|| "reading the house".to_owned(), |id| format!("setting the note '{id}'"));
        let replaced = self.house.press.iter().flat_map(|press| press.replaced_templates());
        let mend = mend(&replaced.collect::<Vec<_>>());
        let (board, limit) = (Arc::clone(&self.board), self.limit);
        let stop = move |excess: Excess| {
            let wrong = excess.told(&work_on, limit);
            let sentence = format!("{wrong} and was given up: {mend}");
            Terminal::plain().remark(std::slice::from_ref(&sentence));
            board.tell_failure(&format!("the preview has ended: {sentence}"));
            thread::sleep(FAREWELL);
            std::process::exit(Ending::Machine as i32);
        };
        watch(limit, stop, || work(self))
    }

    fn is_settled(&self, settled: Settled) -> bool {
        let stood = match settled {
            Settled::No => false,
            Settled::AsItWas(readings) => self.readings() == readings,
            Settled::Anyhow => true,
        };
        // Who saves without a pause is met again and again at the moment at which he has emptied the file.
        stood && !self.bell.is_written() && !self.bell.is_rung()
    }

    /// How often house and notes were read.
    fn readings(&self) -> u64 {
        self.house.readings + self.notes.values().map(|note| note.generation).sum::<u64>()
    }

    fn proofs(&self) -> u64 {
        self.formes.iter().map(|forme| forme.proofs).sum()
    }

    /// One look at everything. Returns whether all was told.
    fn round(&mut self, rung: Option<&Rung>, settled: Settled) -> bool {
        self.rounds += 1;
        let proofs = self.proofs();
        self.stopwatch.start();
        self.watcher.rearm_if_moved();
        self.watched(None, |desk| desk.look(rung));
        self.stopwatch.lap("look");
        let mut seats = self.board.seats();
        // Whoever left and came back between two rounds sits at a seat where nothing was told yet.
        self.told.retain(|wish, _| seats.iter().any(|(own, seat)| own == wish && seat.is_told()));
        // The note that was touched last comes first, then whoever was not served for the longest time.
        let key = |wish: &Wish| {
            let note = self.note_of(wish);
            let is_touched = note.is_some() && note == rung.and_then(|rung| rung.touched.as_ref());
            (!is_touched, self.told.get(wish).map_or(0, |told| told.served))
        };
        seats.sort_by_cached_key(|(wish, _)| key(wish));
        let mut all_told = true;
        for (at, (wish, _)) in seats.iter().enumerate() {
            // Others wait while somebody saves, but each round serves one of them.
            if at > 1 && self.bell.is_rung() {
                break;
            }
            let id = self.note_for(wish);
            all_told &= self.watched(id.as_deref(), |desk| desk.serve(wish, id.as_deref(), settled));
        }
        for (wish, _) in seats.iter().filter(|(_, seat)| seat.readers > 0) {
            self.at_leisure(wish, |desk| desk.bind(wish));
        }
        for (wish, _) in seats.iter().filter(|_| rung.is_none()) {
            self.at_leisure(wish, |desk| desk.pass(wish, settled));
        }
        self.clear(&seats);
        // Only where something was set: what the engine remembers is to last through the hours between two saves.
        if self.proofs() != proofs {
            typeset::age();
        }
        self.stopwatch.lap("rest");
        self.stopwatch.stop();
        all_told
    }

    /// Does more for what is shown for a wish, as long as nobody saves.
    fn at_leisure(&mut self, wish: &Wish, work: impl FnOnce(&mut Self)) {
        if !self.bell.is_rung() {
            let id = self.note_of(wish).cloned();
            self.watched(id.as_deref(), work);
        }
    }

    /// What is shown for a wish, and the note of that.
    fn choice_of(&self, wish: &Wish) -> Option<&Choice> {
        self.told.get(wish)?.choice.as_ref()
    }

    fn note_of(&self, wish: &Wish) -> Option<&String> {
        self.choice_of(wish).map(|choice| &choice.note)
    }

    /// Reads house and list of notes again, if they are not as they were.
    fn look(&mut self, rung: Option<&Rung>) {
        self.clock.tick();
        self.house.renew(&self.root, self.source_date, &mut self.clock);
        if rung.is_none_or(|rung| self.may_differ(rung)) {
            let report = notes(&self.root);
            (self.ids, self.listing) = (report.value, report.diagnostics);
        }
        let folder = || {
            let whole = std::path::absolute(&self.root).unwrap_or_default();
            whole.file_name().unwrap_or_default().to_string_lossy().into_owned()
        };
        let (name, short) = self.house.names().unwrap_or_else(|| (folder(), None));
        let ids = self.ids.as_deref().unwrap_or_default();
        let root = if self.root == Path::new(".") { String::new() } else { display(&self.root) };
        let house = json!({ "name": name, "short": short, "root": root, "notes": ids });
        let text = words::event("house", &house);
        // A house that is away for a moment keeps its notes on the page.
        if text != self.house_told && (self.ids.is_some() || self.house_told.is_empty()) {
            self.house_told.clone_from(&text);
            self.board.tell_house(text);
        }
    }

    /// Whether there may be other notes than before: those that files changed of may have come or gone. What else is to be said
    /// of their folders waits for the next poll: a house may have thousands.
    fn may_differ(&self, rung: &Rung) -> bool {
        let sources = self.root.join("sources");
        let is_note = |id: &String| sources.join(id).join("session.yaml").is_file();
        self.ids.is_none() || rung.elsewhere || rung.notes.iter().any(|id| is_note(id) != self.is_there(id))
    }

    fn is_there(&self, id: &String) -> bool {
        self.ids.as_ref().is_some_and(|ids| ids.contains(id))
    }

    /// The note that is shown for a wish.
    fn note_for(&self, wish: &Wish) -> Option<String> {
        let there = |id: &&String| self.is_there(id);
        let last = self.note_of(wish);
        if let Some(id) = wish.note.as_ref().filter(there) {
            return Some(id.clone());
        }
        // A note that is gone stays as it last was, where somebody asked for that very one.
        let gone = last.filter(|id| wish.note.as_ref() == Some(id));
        let chosen = gone.or_else(|| last.filter(there)).or_else(|| self.first.as_ref().filter(there));
        chosen.or_else(|| self.ids.as_ref()?.first()).or(last).cloned()
    }

    /// Shows what a wish asks for, if it is not shown yet. Returns whether it was told, as what may not stand is not yet.
    fn serve(&mut self, wish: &Wish, id: Option<&str>, settled: Settled) -> bool {
        let last = self.told.get_mut(wish).map(|told| {
            told.served = self.rounds;
            told.choice.clone()
        });
        let last = last.flatten();
        let left = last.as_ref().is_some_and(|last| !self.is_there(&last.note));
        // A folder that is being put in the place of another is away for a moment.
        if left && !self.is_settled(settled) && !self.is_shown_stale(last.as_ref()) {
            return false;
        }
        let Some(id) = id else { return self.tell(wish, None, settled) };
        let gone = !self.is_there(&id.to_owned());
        let note = self.notes.entry(id.to_owned()).or_default();
        if !gone {
            note.renew(&self.root, id, &self.house, &mut self.clock);
        }
        self.stopwatch.lap("check");
        let choice = note.choose(id, wish.languages.as_deref(), wish.medium.as_deref());
        // While house or note cannot be read, the editions are not known: what was shown is.
        let is_known = note.copy.is_some() && self.house.is_sound();
        let choice = last.filter(|last| last.note == id && !is_known).unwrap_or(choice);
        let at = position(&mut self.formes, &choice);
        if self.house.is_sound() && !gone && !has_errors(&note.found) {
            self.formes[at].set(&self.house, note);
        }
        self.stopwatch.lap("proof");
        let told = self.tell(wish, Some(at), settled);
        self.stopwatch.lap("tell");
        told
    }

    fn is_shown_stale(&self, choice: Option<&Choice>) -> bool {
        let forme = self.formes.iter().find(|forme| Some(&forme.choice) == choice);
        forme.and_then(|forme| forme.shown.as_ref()).is_some_and(|shown| shown.stale)
    }

    /// Clears away what nobody looks at, but for a little.
    fn clear(&mut self, seats: &[(Wish, Seat)]) {
        let choices: Vec<Choice> =
            seats.iter().filter_map(|(wish, _)| self.choice_of(wish).cloned()).collect();
        let is_seen = |forme: &Forme| {
            let same = |choice: &Choice| {
                choice.note == forme.choice.note && choice.languages == forme.choice.languages
            };
            choices.iter().any(same)
        };
        clear_away(&mut self.formes, is_seen);
        let formes = &self.formes;
        self.notes.retain(|id, _| formes.iter().any(|forme| forme.choice.note == *id));
    }
}

/// Where the forme of an edition lies; an empty one is laid out where there is none.
fn position(formes: &mut Vec<Forme>, choice: &Choice) -> usize {
    let at = formes.iter().position(|forme| forme.choice == *choice);
    at.unwrap_or_else(|| {
        formes.push(Forme::new(choice.clone()));
        formes.len() - 1
    })
}

#[cfg(test)]
mod tests {
    use super::attempt;

    #[test]
    fn a_fault_of_a_room_is_told_and_not_passed_on() {
        assert_eq!(attempt(|| 7), Ok(7));
        let failed = attempt(|| -> u8 { panic!("the roof fell {}", "in") });
        assert_eq!(
            failed,
            Err("the program failed, which is a fault of its own: please report it (the roof fell in)"
                .to_owned())
        );
    }
}
