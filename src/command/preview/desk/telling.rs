//! What the desk tells: the pages of an edition with what was found, and its book.

use super::forme::Forme;
use super::note::ReadNote;
use super::{Desk, Settled, position};
use crate::command::preview::choice::{Choice, Wish};
use crate::command::preview::words;
use diptych::diagnostic::has_errors;
use diptych::model::Medium;
use serde_json::json;
use std::sync::Arc;

/// How an edition was last shown.
pub struct Shown {
    /// The event, but for its version, and the number of its proof: pages that look the same may come from other lines.
    gist: (String, u64),
    pub stale: bool,
    pub version: u64,
    event: Arc<str>,
}

/// What was last told to those with a wish.
#[derive(Default)]
pub struct Told {
    pub choice: Option<Choice>,
    /// The round in which they were last served.
    pub served: u64,
    version: u64,
    /// The version for which they were told of the book.
    bound: u64,
}

impl Desk {
    /// Tells how an edition, or that nothing, is shown. Returns whether that is done: trouble has to stand for a while.
    pub(super) fn tell(&mut self, wish: &Wish, at: Option<usize>, settled: Settled) -> bool {
        let nothing = ReadNote::default();
        let forme = at.map(|at| &self.formes[at]);
        let gone = forme.is_some_and(|forme| !self.is_there(&forme.choice.note));
        let note = forme.and_then(|forme| self.notes.get(&forme.choice.note)).unwrap_or(&nothing);
        let set = forme.filter(|forme| forme.stands(&self.house, note));
        let own = if gone { &[][..] } else { note.found.as_slice() };
        let mut found: Vec<_> = self.house.found.iter().chain(own).cloned().collect();
        found.extend(set.into_iter().flat_map(|forme| &forme.found).cloned());
        // What is wrong with the folders of other notes keeps none from being shown.
        let erroneous = has_errors(&found);
        // Pages whose files fail are those of the sources as they are.
        found.extend(set.into_iter().flat_map(Forme::passed).cloned());
        found.extend(self.listing.iter().filter(|_| self.ids.is_some()).cloned());
        let failure = self.failure(forme, note, gone);
        let proof = forme.and_then(|forme| forme.proof.clone());
        let stale = erroneous || failure.is_some() || proof.is_none();
        let choice = forme.map(|forme| forme.choice.clone());
        let mut event = json!({
            "note": choice.as_ref().map_or("", |choice| &choice.note),
            "title": forme.map_or("", |forme| &forme.title),
            "languages": choice.as_ref().map_or("", |choice| &choice.languages),
            "medium": choice.as_ref().map_or(Medium::Screen, |choice| choice.medium).as_str(),
            "editions": words::editions(&note.editions),
            "stale": stale,
            "spreads": proof.as_ref().is_some_and(|proof| proof.spreads),
            "rtl": proof.as_ref().is_some_and(|proof| proof.rtl),
            "pages": words::pages(proof.as_deref()),
            "findings": words::findings(&found),
            "failure": failure,
        });
        let gist = (event.to_string(), forme.map_or(0, |forme| forme.proofs));
        let shown = forme.map_or(&self.blank, |forme| &forme.shown).as_ref();
        if shown.is_none_or(|shown| shown.gist != gist) {
            if stale && !self.is_settled(settled) && shown.is_some_and(|shown| !shown.stale) {
                return false;
            }
            self.version += 1;
            event["version"] = self.version.into();
            let event = words::event("proof", &event).into();
            let shown = Some(Shown { gist, stale, version: self.version, event });
            match at {
                Some(at) => self.formes[at].shown = shown,
                None => self.blank = shown,
            }
            if let (Some(choice), Some(proof)) = (&choice, &proof) {
                self.board.show(choice, self.version, proof);
            }
        }
        let shown = at.map_or(&self.blank, |at| &self.formes[at].shown).as_ref();
        let told =
            self.told.entry(wish.clone()).or_insert_with(|| Told { served: self.rounds, ..Told::default() });
        if let Some(shown) = shown.filter(|shown| shown.version != told.version) {
            told.version = shown.version;
            told.choice.clone_from(&choice);
            self.board.tell_proof(wish, choice, Arc::clone(&shown.event));
        }
        true
    }

    /// What is wrong outside the sources.
    fn failure(&self, forme: Option<&Forme>, note: &ReadNote, gone: bool) -> Option<String> {
        if self.ids.is_none() {
            return Some(format!("there is no folder {}", self.root.join("sources").display()));
        }
        let house = self.house.failure.clone();
        house.or_else(|| match forme {
            Some(forme) if gone => Some(format!("there is no note '{}' any more", forme.choice.note)),
            Some(forme) => note.failure.clone().or_else(|| forme.failure.clone()),
            None => Some("this house has no note yet".to_owned()),
        })
    }

    /// Whether something is shown whose files nobody has tried to write.
    pub(super) fn is_unpassed(&self) -> bool {
        let choices = self.told.values().filter_map(|told| told.choice.as_ref());
        choices.into_iter().any(|choice| {
            let forme = self.formes.iter().find(|forme| forme.choice == *choice);
            let note = self.notes.get(&choice.note);
            forme.zip(note).is_some_and(|(forme, note)| forme.is_unpassed(&self.house, note))
        })
    }

    /// Tries to write the files of what is shown for a wish, if nobody has yet, and tells what is found.
    pub(super) fn pass(&mut self, wish: &Wish, settled: Settled) {
        let Some(choice) = self.choice_of(wish).cloned() else { return };
        let at = position(&mut self.formes, &choice);
        let Some(note) = self.notes.get(&choice.note) else { return };
        if self.formes[at].is_unpassed(&self.house, note) {
            self.formes[at].pass(&self.house, note);
            self.tell(wish, Some(at), settled);
        }
        self.stopwatch.lap("files");
    }

    /// Binds the book of what is shown for a wish, if it does not stand, and tells of it.
    pub(super) fn bind(&mut self, wish: &Wish) {
        let Some(told) = self.told.get(wish).filter(|told| told.bound != told.version) else { return };
        let (version, choice) = (told.version, told.choice.clone());
        let at = choice.as_ref().map(|choice| position(&mut self.formes, choice));
        if let (Some(at), Some(choice)) = (at, choice) {
            self.bind_forme(at, &choice);
        }
        let forme = at.map(|at| &self.formes[at]);
        let binding = forme.map(|forme| &forme.binding);
        let book = binding.and_then(|binding| binding.book.as_ref());
        let address = |path: &String| Some(format!("/book/{}/{path}", book?.digest.as_str()));
        let spine: Vec<String> = book.into_iter().flat_map(|book| &book.spine).filter_map(address).collect();
        let found = binding.into_iter().flat_map(|binding| &binding.found);
        let stale = forme.and_then(|forme| forme.shown.as_ref()).is_none_or(|shown| shown.stale)
            || binding.is_some_and(|binding| has_errors(&binding.found));
        let event = json!({
            "version": version, "book": spine.first(), "spine": spine, "stale": stale,
            "findings": words::findings(found),
        });
        self.board.tell_book(wish, book.cloned(), words::event("book", &event).into());
        if let Some(told) = self.told.get_mut(wish) {
            told.bound = version;
        }
        self.stopwatch.lap("book");
    }

    fn bind_forme(&mut self, at: usize, choice: &Choice) {
        let Some(note) = self.notes.get(&choice.note) else { return };
        if !self.formes[at].stands(&self.house, note) || !self.formes[at].is_unbound() {
            return;
        }
        // A book tells which page of the screen each block begins on.
        let screen = position(&mut self.formes, &Choice { medium: Medium::Screen, ..choice.clone() });
        self.formes[screen].set(&self.house, note);
        let pages = self.formes[screen].proof.as_ref().map(|proof| proof.page_map.clone());
        self.formes[at].bind(&self.house, note, &pages.unwrap_or_default());
    }
}
