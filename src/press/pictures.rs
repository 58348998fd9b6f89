//! The pictures of a note, and of the house, as each medium shows them.

use super::{Copy, Press};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Image, Medium, Reproductions};
use crate::{crew, reproduce};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub struct PerMedium<T> {
    pub screen: T,
    pub print: T,
    pub epub: T,
}

/// Pictures that were reproduced, with their originals and what was found, by path and medium.
pub type Kept = Mutex<BTreeMap<(String, Medium), (Image, Report<Image>)>>;

/// Pictures as each medium shows them: those of the media that were asked for.
pub type Shown = PerMedium<Reproductions>;

impl Press {
    /// The pictures of a note as its media show them: each is reproduced once, for all editions.
    pub(super) fn reproduce(
        &self,
        copy: &Copy,
        media: &[Medium],
        jobs: usize,
        found: &mut Vec<Diagnostic>,
    ) -> Shown {
        let mut shown = Shown::default();
        for medium in media {
            *shown.of_mut(*medium) = self.marks(*medium, found).clone();
        }
        let originals = originals(copy);
        let asked: Vec<(&Image, Medium)> =
            originals.iter().flat_map(|image| media.iter().map(|medium| (*image, *medium))).collect();
        let reports = crew::work(jobs, &asked, |(image, medium)| reproduce::reproduce(image, *medium));
        for (report, (_, medium)) in reports.into_iter().zip(&asked) {
            shown.of_mut(*medium).extend(report.collect(found));
        }
        shown
    }

    /// The pictures of a note as a medium shows them, from those that were reproduced before where they are still the same:
    /// for an edition that is set again and again.
    pub(super) fn reproduce_again(
        &self,
        copy: &Copy,
        medium: Medium,
        found: &mut Vec<Diagnostic>,
    ) -> Reproductions {
        let mut shown = self.marks(medium, found).clone();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let originals = originals(copy);
        kept.retain(|(path, _), _| originals.iter().any(|image| image.path == *path));
        let is_new = |image: &&Image| {
            let before = kept.get(&(image.path.clone(), medium));
            before.is_none_or(|(original, _)| original.bytes != image.bytes)
        };
        let new: Vec<&Image> = originals.iter().copied().filter(is_new).collect();
        let reports = crew::work(crew::default_size(), &new, |image| reproduce::reproduce(image, medium));
        for (image, report) in new.into_iter().zip(reports) {
            kept.insert((image.path.clone(), medium), (image.clone(), report));
        }
        let reports = originals.iter().filter_map(|image| kept.get(&(image.path.clone(), medium)));
        shown.extend(reports.filter_map(|(_, report)| report.clone().collect(found)));
        shown
    }

    /// The pictures of the house itself as a medium shows them, reproduced for all notes once.
    pub(super) fn marks(&self, medium: Medium, found: &mut Vec<Diagnostic>) -> &Reproductions {
        self.marks.of(medium).get_or_init(|| {
            let pictures = self.house.brand.pictures();
            pictures.filter_map(|image| reproduce::reproduce(image, medium).collect(found)).collect()
        })
    }
}

/// The pictures of a note, each once.
fn originals(copy: &Copy) -> Vec<&Image> {
    let mut originals: Vec<&Image> = copy.copies.iter().flat_map(|copy| copy.images.values()).collect();
    originals.sort_by(|a, b| a.path.cmp(&b.path));
    originals.dedup_by(|a, b| a.path == b.path);
    originals
}

impl<T> PerMedium<T> {
    pub fn of(&self, medium: Medium) -> &T {
        match medium {
            Medium::Screen => &self.screen,
            Medium::Print => &self.print,
            Medium::Epub => &self.epub,
        }
    }

    pub fn of_mut(&mut self, medium: Medium) -> &mut T {
        match medium {
            Medium::Screen => &mut self.screen,
            Medium::Print => &mut self.print,
            Medium::Epub => &mut self.epub,
        }
    }
}
