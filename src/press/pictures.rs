//! The pictures of a note, and of the house, as each medium shows them.

use super::{Copy, Press};
use crate::diagnostic::Diagnostic;
use crate::model::{Image, Medium, Reproductions};
use crate::{crew, reproduce};

#[derive(Default)]
pub struct PerMedium<T> {
    pub screen: T,
    pub print: T,
    pub epub: T,
}

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
        let mut originals: Vec<&Image> = copy.copies.iter().flat_map(|copy| copy.images.values()).collect();
        originals.sort_by(|a, b| a.path.cmp(&b.path));
        originals.dedup_by(|a, b| a.path == b.path);
        let asked: Vec<(&Image, Medium)> =
            originals.iter().flat_map(|image| media.iter().map(|medium| (*image, *medium))).collect();
        let reports = crew::work(jobs, &asked, |(image, medium)| reproduce::reproduce(image, *medium));
        for (report, (_, medium)) in reports.into_iter().zip(&asked) {
            shown.of_mut(*medium).extend(report.collect(found));
        }
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
