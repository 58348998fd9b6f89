//! What is known of a note while it is built anew.

use super::shelf::{HouseMarks, Shelf};
use diptych::ledger::{NotePage, PagesLine, PartLine};
use diptych::model::{Account, Digest, Edition, Medium};
use diptych::{Findings, KnownPages, Memory};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What a note is compared with while it is built.
pub struct Bench {
    pub page: NotePage,
    pub sources: Digest,
    pub account: Account,
}

/// What the ledger remembers of a note, for the press.
pub struct Remembered<'a> {
    pub shelf: &'a Shelf,
    pub bench: &'a Bench,
    pub house: &'a HouseMarks,
    /// Whether what stands is set again.
    pub force: bool,
    /// The lines of the editions that were found to stand, by their paths.
    standing: Mutex<BTreeMap<String, PartLine>>,
}

impl<'a> Remembered<'a> {
    pub fn new(shelf: &'a Shelf, bench: &'a Bench, house: &'a HouseMarks, force: bool) -> Self {
        Self { shelf, bench, house, force, standing: Mutex::default() }
    }

    /// The lines of the editions that stand.
    pub fn standing(self) -> BTreeMap<String, PartLine> {
        self.standing.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory for Remembered<'_> {
    fn setting(&self, medium: Medium) -> &Digest {
        self.house.setting(medium)
    }

    fn pages(&self, tag: &str, key: &Digest) -> Option<KnownPages> {
        let is_own = |pages: &&PagesLine| pages.tag == tag && pages.key == *key;
        let pages = self.bench.page.pages.iter().find(is_own).filter(|_| !self.force)?;
        let placed = pages.raw.is_empty() || pages.sources == self.bench.sources;
        let found = pages.raw.restore().filter(|_| placed)?;
        Some(KnownPages { found, map: pages.map.clone() })
    }

    fn edition(&self, edition: &Edition, key: &Digest) -> Option<Findings> {
        let part = self.shelf.part(self.bench, edition, key).filter(|_| !self.force)?;
        let found = Findings { own: part.raw.restore()?, aside: part.raw_aside.restore()? };
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        standing.insert(edition.path(), part);
        Some(found)
    }
}
