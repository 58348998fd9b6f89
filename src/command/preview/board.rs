//! The board: what the desk has to show, and who looks at it. The desk puts it up; the server takes it down.

use super::book::Bound;
use super::choice::{Choice, Wish, clear_away};
use super::words;
use diptych::model::Proof;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many versions of an edition are kept, so that a late question still finds its picture or passage.
const VERSIONS: usize = 6;

/// How many books are kept.
const BOOKS: usize = 6;

#[derive(Default)]
pub struct Board {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    house: Notice,
    seats: BTreeMap<Wish, Seat>,
    /// The editions shown, the last shown last.
    shown: Vec<Displayed>,
    books: VecDeque<Arc<Bound>>,
    number: u64,
}

/// An edition, and its last versions.
struct Displayed {
    choice: Choice,
    versions: VecDeque<(u64, Arc<Proof>)>,
}

/// An event as it is sent, and its number among all: 0 for none.
#[derive(Clone, Default)]
pub struct Notice {
    pub number: u64,
    pub text: Arc<str>,
}

/// All who ask for the same.
#[derive(Clone, Default)]
pub struct Seat {
    pub listeners: usize,
    /// How many of them ask for the book.
    pub readers: usize,
    pub choice: Option<Choice>,
    proof: Notice,
    book: Notice,
}

impl Seat {
    pub fn is_told(&self) -> bool {
        self.proof.number > 0
    }
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn sit_down(&self, wish: &Wish, reads: bool) {
        let mut state = self.lock();
        let seat = state.seats.entry(wish.clone()).or_default();
        seat.listeners += 1;
        seat.readers += usize::from(reads);
    }

    pub fn get_up(&self, wish: &Wish, reads: bool) {
        let mut state = self.lock();
        let Some(seat) = state.seats.get_mut(wish) else { return };
        seat.listeners -= 1;
        seat.readers -= usize::from(reads);
        if seat.listeners == 0 {
            state.seats.remove(wish);
        }
        state.tidy();
    }

    /// How many notices there were: no version is higher.
    pub fn number(&self) -> u64 {
        self.lock().number
    }

    pub fn seats(&self) -> Vec<(Wish, Seat)> {
        self.lock().seats.iter().map(|(wish, seat)| (wish.clone(), seat.clone())).collect()
    }

    /// What is newer than the number, for those with this wish; waits for it, but not for ever.
    pub fn news(&self, wish: &Wish, reads: bool, last: u64, longest: Duration) -> Vec<Notice> {
        let fresh = |state: &State| {
            let seat = state.seats.get(wish);
            let book = seat.filter(|_| reads).map(|seat| &seat.book);
            let notices = [Some(&state.house), seat.map(|seat| &seat.proof), book];
            let mut notices: Vec<Notice> =
                notices.into_iter().flatten().filter(|notice| notice.number > last).cloned().collect();
            notices.sort_by_key(|notice| notice.number);
            notices
        };
        let waited = self.changed.wait_timeout_while(self.lock(), longest, |state| fresh(state).is_empty());
        fresh(&waited.unwrap_or_else(PoisonError::into_inner).0)
    }

    pub fn tell_house(&self, text: String) {
        let mut state = self.lock();
        state.house = state.notice(text.into());
        self.changed.notify_all();
    }

    /// Keeps a version of an edition, so that its pictures and passages are found.
    pub fn show(&self, choice: &Choice, version: u64, proof: &Arc<Proof>) {
        let mut state = self.lock();
        let at = state.shown.iter().position(|shown| shown.choice == *choice);
        let mut shown = at
            .map(|at| state.shown.remove(at))
            .unwrap_or_else(|| Displayed { choice: choice.clone(), versions: VecDeque::new() });
        shown.versions.push_back((version, Arc::clone(proof)));
        while shown.versions.len() > VERSIONS {
            shown.versions.pop_front();
        }
        state.shown.push(shown);
    }

    pub fn tell_proof(&self, wish: &Wish, choice: Option<Choice>, event: Arc<str>) {
        let mut state = self.lock();
        let notice = state.notice(event);
        if let Some(seat) = state.seats.get_mut(wish) {
            (seat.choice, seat.proof) = (choice, notice);
        }
        state.tidy();
        self.changed.notify_all();
    }

    pub fn tell_book(&self, wish: &Wish, book: Option<Arc<Bound>>, event: Arc<str>) {
        let mut state = self.lock();
        if let Some(book) = book {
            state.books.retain(|known| known.digest != book.digest);
            state.books.push_back(book);
            while state.books.len() > BOOKS {
                state.books.pop_front();
            }
        }
        let notice = state.notice(event);
        if let Some(seat) = state.seats.get_mut(wish) {
            seat.book = notice;
        }
        self.changed.notify_all();
    }

    /// Tells all who listen that it goes no further, beside what they were last told.
    pub fn tell_failure(&self, sentence: &str) {
        let mut state = self.lock();
        let wishes: Vec<Wish> = state.seats.keys().cloned().collect();
        for wish in wishes {
            let last = state.seats.get(&wish).map(|seat| Arc::clone(&seat.proof.text));
            let event = words::with_failure(&last.unwrap_or_default(), sentence);
            let notice = state.notice(event.into());
            if let Some(seat) = state.seats.get_mut(&wish) {
                seat.proof = notice;
            }
        }
        self.changed.notify_all();
    }

    /// The drawing with a digest.
    pub fn picture(&self, digest: &str) -> Option<Arc<str>> {
        let state = self.lock();
        let proofs = state.shown.iter().flat_map(|shown| &shown.versions);
        let mut pages = proofs.flat_map(|(_, proof)| &proof.pages);
        pages.find(|page| page.digest.as_str() == digest).map(|page| Arc::clone(&page.drawing))
    }

    /// A version of an edition.
    pub fn proof(&self, choice: &Choice, version: u64) -> Option<Arc<Proof>> {
        let state = self.lock();
        let shown = state.shown.iter().find(|shown| shown.choice == *choice)?;
        shown.versions.iter().find(|(known, _)| *known == version).map(|(_, proof)| Arc::clone(proof))
    }

    pub fn book(&self, digest: &str) -> Option<Arc<Bound>> {
        self.lock().books.iter().find(|book| book.digest.as_str() == digest).cloned()
    }
}

impl State {
    fn notice(&mut self, text: Arc<str>) -> Notice {
        self.number += 1;
        Notice { number: self.number, text }
    }

    /// Forgets editions that nobody looks at, but for a few.
    fn tidy(&mut self) {
        let seats = &self.seats;
        let is_seen =
            |shown: &Displayed| seats.values().any(|seat| seat.choice.as_ref() == Some(&shown.choice));
        clear_away(&mut self.shown, is_seen);
    }
}
