//! A note on the desk: read and checked again when anything of it changed.

use super::attempt;
use super::house::{Clock, OpenHouse};
use crate::command::preview::choice::Choice;
use diptych::diagnostic::{Diagnostic, Report};
use diptych::model::{Account, Edition, Medium, Pen};
use diptych::{Copy, crew};
use std::path::Path;

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
        // What a house with errors says of editions may not be what it will say.
        if let Some(copy) = self.copy.as_ref().filter(|_| house.is_sound()) {
            self.editions.clone_from(&copy.note.editions);
        }
        self.account = pen.account(began);
        self.house = house.generation;
        self.generation += 1;
        clock.see(&self.account);
    }

    /// The edition that is shown: on the pages of the screen where it is a book alone.
    pub fn edition(&self, choice: &Choice) -> Option<Edition> {
        let mut own = self.of(&choice.languages);
        let exact = self.of(&choice.languages).find(|edition| edition.medium == choice.medium);
        let edition = exact.or_else(|| own.next())?;
        Some(Edition { medium: choice.medium, ..edition.clone() })
    }

    /// The book in the same languages, if the note has one.
    pub fn book<'a>(&'a self, choice: &'a Choice) -> Option<&'a Edition> {
        self.of(&choice.languages).find(|edition| edition.medium == Medium::Epub)
    }

    /// What is shown of the note to somebody who asks for these languages and this medium.
    pub fn choose(&self, id: &str, languages: Option<&str>, medium: Option<&str>) -> Choice {
        let asked = languages.filter(|tag| self.of(tag).next().is_some()).map(ToOwned::to_owned);
        let first = || self.editions.first().map(Edition::language_tag).unwrap_or_default();
        let languages = asked.unwrap_or_else(first);
        let has = |medium: Medium| self.of(&languages).any(|edition| edition.medium == medium);
        let asks_print = medium == Some(Medium::Print.as_str());
        let prints = has(Medium::Print) && (asks_print || !has(Medium::Screen));
        let medium = if prints { Medium::Print } else { Medium::Screen };
        Choice { note: id.to_owned(), languages, medium }
    }

    fn of<'a>(&'a self, languages: &'a str) -> impl Iterator<Item = &'a Edition> {
        self.editions.iter().filter(move |edition| edition.language_tag() == languages)
    }
}
