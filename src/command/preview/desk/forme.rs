//! A forme: an edition that stands in type, to be set again where its note has changed.

use super::attempt;
use super::house::OpenHouse;
use super::note::ReadNote;
use super::telling::Shown;
use crate::command::preview::book::Bound;
use crate::command::preview::choice::Choice;
use diptych::diagnostic::{Diagnostic, Report};
use diptych::model::{PageMap, Proof, plain};
use diptych::typeset::Standing;
use std::sync::Arc;

/// An edition that stands in type.
pub struct Forme {
    pub choice: Choice,
    standing: Standing,
    /// The readings of house and note that it was set from.
    set_from: (u64, u64),
    /// The last proof that could be drawn, and how many were.
    pub proof: Option<Arc<Proof>>,
    pub proofs: u64,
    pub found: Vec<Diagnostic>,
    pub failure: Option<String>,
    /// The readings that its files were last written from to see what is found in that, and what was.
    passed_from: (u64, u64),
    passed: Vec<Diagnostic>,
    /// The title of the note, in its leading language.
    pub title: String,
    pub shown: Option<Shown>,
    pub binding: Binding,
}

/// The book of an edition.
#[derive(Default)]
pub struct Binding {
    bound_from: (u64, u64),
    /// The last that could be bound.
    pub book: Option<Arc<Bound>>,
    pub found: Vec<Diagnostic>,
}

impl Forme {
    pub fn new(choice: Choice) -> Self {
        Self {
            title: choice.note.clone(),
            choice,
            standing: Standing::default(),
            set_from: (0, 0),
            proof: None,
            proofs: 0,
            found: Vec::new(),
            failure: None,
            passed_from: (0, 0),
            passed: Vec::new(),
            shown: None,
            binding: Binding::default(),
        }
    }

    /// Whether it stands as house and note now read.
    pub fn stands(&self, house: &OpenHouse, note: &ReadNote) -> bool {
        self.set_from == (house.generation, note.generation)
    }

    /// Sets it, if it does not stand.
    pub fn set(&mut self, house: &OpenHouse, note: &ReadNote) {
        let (Some(press), Some(copy)) = (&house.press, &note.copy) else { return };
        if self.stands(house, note) {
            return;
        }
        self.set_from = (house.generation, note.generation);
        let Some(edition) = note.edition(&self.choice) else { return };
        self.title = plain(&copy.note.prose.get(edition.leading()).title);
        match attempt(|| press.proof(copy, &edition, &mut self.standing)) {
            Ok(Report { value, diagnostics }) => {
                (self.found, self.failure) = (diagnostics, None);
                if let Some(proof) = value {
                    self.proof = Some(Arc::new(proof));
                    self.proofs += 1;
                }
            }
            Err(failure) => {
                (self.found, self.failure) = (Vec::new(), Some(failure));
                self.standing = Standing::default();
            }
        }
    }

    /// Whether it stands and nobody has seen yet what is found in writing its files.
    pub fn is_unpassed(&self, house: &OpenHouse, note: &ReadNote) -> bool {
        self.stands(house, note) && self.proof.is_some() && self.passed_from != self.set_from
    }

    /// What was found in writing its files, as far as that is known.
    pub fn passed(&self) -> &[Diagnostic] {
        if self.passed_from == self.set_from { &self.passed } else { &[] }
    }

    /// Sees what is found in writing its files: the standards that a PDF claims, and preflight.
    pub fn pass(&mut self, house: &OpenHouse, note: &ReadNote) {
        let (Some(press), Some(copy)) = (&house.press, &note.copy) else { return };
        self.passed_from = self.set_from;
        let Some(edition) = note.edition(&self.choice) else { return };
        match attempt(|| press.pass_for_press(copy, &edition, &mut self.standing)) {
            Ok(found) => self.passed = found,
            Err(failure) => (self.passed, self.failure) = (Vec::new(), Some(failure)),
        }
    }

    /// Whether the book is not that of the pages.
    pub fn is_unbound(&self) -> bool {
        self.binding.bound_from != self.set_from
    }

    /// Binds the book, if the note has one in these languages.
    pub fn bind(&mut self, house: &OpenHouse, note: &ReadNote, pages: &PageMap) {
        let (Some(press), Some(copy)) = (&house.press, &note.copy) else { return };
        self.binding.bound_from = self.set_from;
        self.binding.found.clear();
        let Some(edition) = note.book(&self.choice) else {
            self.binding.book = None;
            return;
        };
        let bound = attempt(|| press.proof_book(copy, edition, pages));
        let bytes = match bound {
            Ok(report) => report.collect(&mut self.binding.found),
            Err(failure) => {
                self.binding.found.push(Diagnostic::error("binding-failed", None, failure));
                None
            }
        };
        if let Some(book) = bytes.and_then(Bound::open) {
            self.binding.book = Some(Arc::new(book));
        }
    }
}
