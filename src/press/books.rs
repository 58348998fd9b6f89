//! Books: the texts of an edition with its cover, bound.

use super::Press;
use super::drafts::Order;
use super::editions::{Made, Part, made, stands};
use crate::diagnostic::{Diagnostic, Report};
use crate::merge::{self, Templates};
use crate::model::{Artefact, Edition, FairCopy, Manuscript, PageMap, Reproductions};
use crate::{bind, typeset};

impl Press {
    /// Makes a book, if it does not stand. Its text holds the page list: `pages` are those of the screen edition.
    pub(super) fn make_epub(&self, order: &Order, edition: &Edition, pages: &PageMap) -> Part {
        let mut found = Vec::new();
        let Some(draft) = self.draft(order, edition, Some(pages)).collect(&mut found) else {
            return made(edition, None, None, found);
        };
        if let Some(known) = order.known(edition, &draft) {
            return stands(edition, draft.key, known);
        }
        let book = self.bind_book(&draft.manuscript, &mut found);
        made(edition, draft.key, book.map(Made::edition), found)
    }

    pub(super) fn make_book(
        &self,
        copies: &[&FairCopy],
        pictures: &Reproductions,
        edition: &Edition,
        templates: &Templates,
        pages: &PageMap,
    ) -> Report<Artefact> {
        let mut found = Vec::new();
        let merged = merge::merge(copies, pictures, &self.house, templates, edition, Some(pages));
        let book = merged.collect(&mut found).and_then(|manuscript| self.bind_book(&manuscript, &mut found));
        Report::new(book, found)
    }

    fn bind_book(&self, manuscript: &Manuscript, found: &mut Vec<Diagnostic>) -> Option<Artefact> {
        let edition = &manuscript.metadata.edition;
        let engine = self.engine();
        let cover = typeset::typeset(manuscript.cover.as_ref()?, manuscript, engine).collect(found)?;
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
        let bytes = bind::bind(manuscript, &picture, &self.house).collect(found)?;
        Some(Artefact { path: edition.path(), bytes })
    }
}
