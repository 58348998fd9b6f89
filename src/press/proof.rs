//! Proofs: an edition set again and again while its sources change, for the live page.

use super::{Copy, Press};
use crate::diagnostic::{Diagnostic, Report};
use crate::merge;
use crate::model::{Edition, Medium, PageMap, Proof};
use crate::typeset::{self, Standing};

impl Press {
    /// Sets the pages of a screen or print edition as they are to be looked at. What stands of the last setting is not set
    /// again.
    pub fn proof(&self, copy: &Copy, edition: &Edition, standing: &mut Standing) -> Report<Proof> {
        let mut found = Vec::new();
        let proof = self.pull(copy, edition, standing, &mut found);
        Report::new(proof, self.weigh(copy, found))
    }

    fn pull(
        &self,
        copy: &Copy,
        edition: &Edition,
        standing: &mut Standing,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Proof> {
        let copies = self.copies_of(copy, &[edition]);
        let shown = self.reproduce(copy, &[edition.medium], 1, found);
        let pictures = shown.of(edition.medium);
        let manuscript =
            merge::merge(&copies, pictures, &self.house, self.templates(), edition, None).collect(found)?;
        let sheets = typeset::typeset_standing(&manuscript.leaves[0], &manuscript, self.engine(), standing);
        let sheets = sheets.collect(found)?;
        found.extend(sheets.contrast(&self.house.brand));
        let mut proof = sheets.proof(standing);
        let print = self.house.profile.print.as_ref();
        let bound = print.is_some_and(|print| print.imposition.is_some());
        proof.spreads |= edition.medium == Medium::Print && bound;
        // What the press's own templates say, nobody can mend.
        let own = self.replaced_templates();
        let mendable = |path: &str| path.strip_prefix("templates/").is_none_or(|name| own.contains(&name));
        proof.regions.retain(|region| mendable(&region.span.file.path));
        Some(proof)
    }

    /// Binds a book, whose page list names the pages of the screen edition in the same languages.
    pub fn proof_book(&self, copy: &Copy, edition: &Edition, pages: &PageMap) -> Report<Vec<u8>> {
        let mut found = Vec::new();
        let copies = self.copies_of(copy, &[edition]);
        let shown = self.reproduce(copy, &[edition.medium], 1, &mut found);
        let book = self.make_book(&copies, shown.of(edition.medium), edition, self.templates(), pages);
        let book = book.collect(&mut found).map(|book| book.bytes);
        Report::new(book, self.weigh(copy, found))
    }
}

#[cfg(test)]
mod tests;
