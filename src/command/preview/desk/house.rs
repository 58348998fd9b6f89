//! The house on the desk: read again when anything of it changed, and kept while it cannot be read.

use super::attempt;
use diptych::diagnostic::{Diagnostic, Report, has_errors};
use diptych::model::{Account, Answer, Digest, Language, Pen, PerLanguage, Text};
use diptych::{Press, holds};
use jiff::civil::Date;
use std::path::Path;
use std::sync::OnceLock;

/// The house as it was last read.
#[derive(Default)]
pub struct OpenHouse {
    /// The last that could be read.
    pub press: Option<Press>,
    account: Account,
    pub found: Vec<Diagnostic>,
    /// Why it could not even be tried.
    pub failure: Option<String>,
    /// How often it could be read.
    pub generation: u64,
    /// How often that was tried.
    pub readings: u64,
}

impl OpenHouse {
    /// Reads it again if it is not as it was.
    pub fn renew(&mut self, root: &Path, source_date: Option<Date>, clock: &mut Clock) {
        if clock.holds(root, &mut self.account) {
            return;
        }
        let (pen, began) = (Pen::default(), clock.moment());
        match attempt(|| Press::open_with(root, source_date, Some(&pen))) {
            Ok(Report { value, diagnostics }) => {
                let lost = value.is_none() && !has_errors(&diagnostics);
                (self.found, self.failure) =
                    (diagnostics, lost.then(|| "the house cannot be read".to_owned()));
                if let Some(mut press) = value {
                    self.generation += 1;
                    self.press.take().into_iter().for_each(|older| press.succeed(older));
                    self.press = Some(press);
                }
            }
            Err(failure) => (self.found, self.failure) = (Vec::new(), Some(failure)),
        }
        let account = pen.account(began);
        self.readings += u64::from(self.readings == 0 || account.answers != self.account.answers);
        self.account = account;
        clock.see(&self.account);
    }

    /// The publisher's name and its short one, each in the first language of the house, else in any. One whose name cannot be
    /// read is called by its id.
    pub fn names(&self) -> Option<(String, Option<String>)> {
        let house = &self.press.as_ref()?.house;
        let id = house.profile.publisher.plain();
        let tag = house.profile.editions.languages.first().map(Text::plain).unwrap_or_default();
        let first = tag.split('-').next().and_then(Language::new);
        let of_house = |name: &PerLanguage<Text>| {
            let own = first.and_then(|first| name.values.get(&first));
            own.or_else(|| name.values.values().next()).map(Text::plain)
        };
        let publisher = house.directory.organisations.get(&id);
        let name = publisher.and_then(|publisher| of_house(&publisher.name)).unwrap_or(id);
        let short = publisher.and_then(|publisher| of_house(publisher.short.as_ref()?));
        (!name.is_empty()).then_some((name, short))
    }

    /// Whether notes can be set in it.
    pub fn is_sound(&self) -> bool {
        self.press.is_some() && self.failure.is_none() && !has_errors(&self.found)
    }
}

/// The clock of the file system, read off the files themselves: what was changed last was changed no later than now. So no
/// clock is asked, and nothing written to find out.
pub struct Clock {
    youngest: i64,
    numbers: OnceLock<Digest>,
}

impl Default for Clock {
    fn default() -> Self {
        // Before every file: all are looked at until one has been seen.
        Self { youngest: i64::MIN, numbers: OnceLock::new() }
    }
}

impl Clock {
    pub fn moment(&self) -> i64 {
        self.youngest
    }

    /// Begins a new look at the disk.
    pub fn tick(&mut self) {
        self.numbers = OnceLock::new();
    }

    /// Whether all is as it was accounted for.
    pub fn holds(&mut self, root: &Path, account: &mut Account) -> bool {
        // Where nothing could be asked, nothing is known.
        let holds =
            !account.answers.is_empty() && holds(root, account, self.youngest, &self.numbers).is_some();
        self.see(account);
        holds
    }

    pub fn see(&mut self, account: &Account) {
        let stamps = account.answers.iter().filter_map(|(_, answer)| match answer {
            Answer::File { stamp, .. } => stamp.as_ref(),
            _ => None,
        });
        self.youngest = stamps.map(|stamp| stamp.changed).fold(self.youngest, i64::max);
    }
}
