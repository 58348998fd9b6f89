//! Books: the texts of an edition with its cover, bound.

use super::Press;
use crate::diagnostic::{Diagnostic, Report};
use crate::merge::{self, Templates};
use crate::model::{Artefact, Edition, FairCopy, PageMap, Reproductions};
use crate::{bind, typeset};

impl Press {
    pub(super) fn make_book(
        &self,
        copies: &[&FairCopy],
        pictures: &Reproductions,
        edition: &Edition,
        templates: &Templates,
        pages: &PageMap,
    ) -> Report<Artefact> {
        let mut found = Vec::new();
        let artefact = self.bind_book(copies, pictures, edition, templates, pages, &mut found);
        Report::new(artefact, found)
    }

    fn bind_book(
        &self,
        copies: &[&FairCopy],
        pictures: &Reproductions,
        edition: &Edition,
        templates: &Templates,
        pages: &PageMap,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Artefact> {
        let manuscript =
            merge::merge(copies, pictures, &self.house, templates, edition, Some(pages)).collect(found)?;
        let engine = self.engine();
        let cover = typeset::typeset(manuscript.cover.as_ref()?, &manuscript, engine).collect(found)?;
        found.extend(cover.contrast(&self.house.brand));
        let picture = match cover.picture() {
            Ok(picture) => picture,
            Err(error) => {
                let hint = "this is a fault of the program, not of the sources: please report it";
                let message = format!("the cover of {} cannot be written as a PNG: {error}", edition.path());
                found.push(Diagnostic::error("cover-failed", None, message).hint(hint));
                return None;
            }
        };
        let bytes = bind::bind(&manuscript, &picture, &self.house).collect(found)?;
        Some(Artefact { path: edition.path(), bytes })
    }
}
