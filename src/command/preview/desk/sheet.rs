//! What lies on the desk: a note that was read and checked, and an edition of it that stands in type.

use super::attempt;
use super::house::{Clock, OpenHouse};
use crate::command::preview::choice::Choice;
use diptych::diagnostic::{Diagnostic, Report};
use diptych::model::{Account, Direction, Edition, Medium, Pen, Proof, plain};
use diptych::typeset::Standing;
use diptych::{Copy, crew};
use std::path::Path;
use std::sync::Arc;

/// A note as it was last read and checked.
#[derive(Default)]
pub struct ReadNote {
    account: Account,
    /// The house that it was checked against.
    house: u64,
    /// `None` where an error kept it from being made.
    pub copy: Option<Copy>,
    pub found: Vec<Diagnostic>,
    pub failure: Option<String>,
    /// How often it was read.
    pub generation: u64,
    /// The editions that it last had.
    pub editions: Vec<Edition>,
}

impl ReadNote {
    /// Reads it again if it, or the house, is not as it was.
    pub fn renew(&mut self, root: &Path, id: &str, house: &OpenHouse, clock: &mut Clock) {
        let Some(press) = &house.press else { return };
        if self.house == house.generation && clock.holds(root, &mut self.account) {
            return;
        }
        let (pen, began) = (Pen::default(), clock.moment());
        match attempt(|| press.check_with(id, crew::default_size(), Some(&pen))) {
            Ok(Report { value, diagnostics }) => {
                (self.copy, self.found, self.failure) = (value, diagnostics, None);
            }
            Err(failure) => (self.copy, self.found, self.failure) = (None, Vec::new(), Some(failure)),
        }
        if let Some(copy) = &self.copy {
            self.editions.clone_from(&copy.note.editions);
        }
        self.account = pen.account(began);
        self.house = house.generation;
        self.generation += 1;
        clock.see(&self.account);
    }

    /// The edition that is shown: on the pages of the screen where it is a book alone.
    pub fn edition(&self, choice: &Choice) -> Option<Edition> {
        let same = |edition: &&Edition| edition.language_tag() == choice.languages;
        let mut own = self.editions.iter().filter(same);
        let exact = own.clone().find(|edition| edition.medium == choice.medium);
        exact.or_else(|| own.next()).map(|edition| Edition { medium: choice.medium, ..edition.clone() })
    }

    /// What is shown of the note to somebody who asks for these languages and this medium.
    pub fn choose(&self, id: &str, languages: Option<&str>, medium: Option<&str>) -> Choice {
        let has_tag = |tag: &&str| self.editions.iter().any(|edition| edition.language_tag() == *tag);
        let asked = languages.filter(has_tag).map(ToOwned::to_owned);
        let first = || self.editions.first().map(Edition::language_tag).unwrap_or_default();
        let languages = asked.unwrap_or_else(first);
        let mut own = self.editions.iter().filter(|edition| edition.language_tag() == languages);
        let media: Vec<Medium> = own.by_ref().map(|edition| edition.medium).collect();
        let has = |medium: Medium| media.contains(&medium);
        let prints = medium == Some(Medium::Print.as_str()) || !has(Medium::Screen);
        let medium = if prints && has(Medium::Print) { Medium::Print } else { Medium::Screen };
        Choice { note: id.to_owned(), languages, medium }
    }
}

/// An edition that stands in type.
pub struct Forme {
    pub choice: Choice,
    standing: Standing,
    /// The readings of house and note that it was set from.
    set_from: (u64, u64),
    /// The last that could be set.
    pub proof: Option<Arc<Proof>>,
    pub found: Vec<Diagnostic>,
    pub failure: Option<String>,
    pub face: Face,
}

/// What is told of an edition beside its pages.
#[derive(Clone, Default)]
pub struct Face {
    pub title: String,
    pub spreads: bool,
    pub rtl: bool,
}

impl Forme {
    pub fn new(choice: Choice) -> Self {
        let face = Face { title: choice.note.clone(), ..Face::default() };
        Self {
            choice,
            standing: Standing::default(),
            set_from: (0, 0),
            proof: None,
            found: Vec::new(),
            failure: None,
            face,
        }
    }

    /// Whether it stands as house and note now read.
    pub fn stands(&self, house: &OpenHouse, note: &ReadNote) -> bool {
        self.set_from == (house.generation, note.generation)
    }

    /// Sets it, if all is there that it needs and it does not stand.
    pub fn set(&mut self, house: &OpenHouse, note: &ReadNote) {
        let (Some(press), Some(copy)) = (&house.press, &note.copy) else { return };
        if self.stands(house, note) {
            return;
        }
        self.set_from = (house.generation, note.generation);
        let Some(edition) = note.edition(&self.choice) else { return };
        self.face = Face {
            title: plain(&copy.note.prose.get(edition.leading()).title),
            spreads: edition.faces()
                || edition.medium == Medium::Print
                    && press.house.profile.print.as_ref().is_some_and(|print| print.imposition.is_some()),
            rtl: copy
                .note
                .terms
                .get(&edition.leading())
                .is_some_and(|terms| terms.direction == Direction::RightToLeft),
        };
        let standing = &mut self.standing;
        match attempt(|| press.proof(copy, &edition, standing)) {
            Ok(Report { value, diagnostics }) => {
                (self.found, self.failure) = (diagnostics, None);
                if let Some(proof) = value {
                    self.proof = Some(Arc::new(proof));
                }
            }
            Err(failure) => {
                (self.found, self.failure) = (Vec::new(), Some(failure));
                self.standing = Standing::default();
            }
        }
    }
}
