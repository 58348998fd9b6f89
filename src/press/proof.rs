//! Proofs: an edition set again and again while its sources change, for the live page.

use super::{Copy, Press};
use crate::diagnostic::{Diagnostic, Report};
use crate::merge::{self, Templates};
use crate::model::{Edition, Manuscript, Medium, PageMap, Proof, Reproductions};
use crate::typeset::{self, Sheets, Standing};

/// What is set again and again: an edition of a note, with its pictures.
struct Sitting<'a> {
    copy: &'a Copy,
    edition: &'a Edition,
    shown: &'a Reproductions,
}

impl Press {
    /// Sets the pages of a screen or print edition as they are to be looked at. What stands of the last setting is not set
    /// again. What only the writing of the files finds, [`Press::pass_for_press`] says.
    pub fn proof(&self, copy: &Copy, edition: &Edition, standing: &mut Standing) -> Report<Proof> {
        let (mut found, mut set) = (Vec::new(), Vec::new());
        let shown = self.reproduce_again(copy, edition.medium, &mut found);
        let sitting = Sitting { copy, edition, shown: &shown };
        let proof = self.pull(&sitting, self.templates(), standing, &mut set);
        self.find_lines(&mut set, |numbered, again| {
            self.pull(&sitting, numbered, standing, again);
        });
        found.extend(set);
        Report::new(proof, self.weigh(copy, found))
    }

    fn pull(
        &self,
        sitting: &Sitting,
        templates: &Templates,
        standing: &mut Standing,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Proof> {
        let manuscript = self.merge_pages(sitting, templates).collect(found)?;
        let sheets = self.set_again(&manuscript, standing).collect(found)?;
        found.extend(sheets.contrast(&self.house.brand));
        let mut proof = sheets.proof(standing);
        let print = self.house.profile.print.as_ref();
        let bound = print.is_some_and(|print| print.imposition.is_some());
        proof.spreads |= sitting.edition.medium == Medium::Print && bound;
        // What the press's own templates say, nobody can mend.
        let own = self.replaced_templates();
        let mendable = |path: &str| path.strip_prefix("templates/").is_none_or(|name| own.contains(&name));
        proof.regions.retain(|region| mendable(&region.span.file.path));
        Some(proof)
    }

    /// What is found in writing the files of an edition whose proof was pulled, and not before: the standards that a PDF
    /// claims, and preflight. It takes longer than the proof, which need not wait for it.
    pub fn pass_for_press(&self, copy: &Copy, edition: &Edition, standing: &mut Standing) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        // The proof has told of these.
        let shown = self.reproduce_again(copy, edition.medium, &mut Vec::new());
        let sitting = Sitting { copy, edition, shown: &shown };
        self.write(&sitting, self.templates(), standing, &mut found);
        self.find_lines(&mut found, |numbered, again| {
            self.write(&sitting, numbered, standing, again);
        });
        self.weigh(copy, found)
    }

    fn write(
        &self,
        sitting: &Sitting,
        templates: &Templates,
        standing: &mut Standing,
        found: &mut Vec<Diagnostic>,
    ) -> Option<()> {
        let manuscript = self.merge_pages(sitting, templates).value?;
        let sheets = self.set_again(&manuscript, standing).value?;
        match sitting.edition.medium {
            Medium::Print => self.print(&sheets, &manuscript, templates, false).collect(found).map(drop),
            _ => sheets.pdf().collect(found).map(drop),
        }
    }

    fn merge_pages(&self, sitting: &Sitting, templates: &Templates) -> Report<Manuscript> {
        let Sitting { copy, edition, shown } = *sitting;
        merge::merge(&self.copies_of(copy, &[edition]), shown, &self.house, templates, edition, None)
    }

    fn set_again<'a>(&'a self, manuscript: &'a Manuscript, standing: &mut Standing) -> Report<Sheets<'a>> {
        typeset::typeset_standing(&manuscript.leaves[0], manuscript, self.engine(), standing)
    }

    /// Binds a book, whose page list names the pages of the screen edition in the same languages.
    pub fn proof_book(&self, copy: &Copy, edition: &Edition, pages: &PageMap) -> Report<Vec<u8>> {
        let (mut found, mut bound) = (Vec::new(), Vec::new());
        let copies = self.copies_of(copy, &[edition]);
        let shown = self.reproduce_again(copy, edition.medium, &mut found);
        let book = self.make_book(&copies, &shown, edition, self.templates(), pages);
        let book = book.collect(&mut bound).map(|book| book.bytes);
        self.find_lines(&mut bound, |numbered, again| {
            self.make_book(&copies, &shown, edition, numbered, pages).collect(again);
        });
        found.extend(bound);
        Report::new(book, self.weigh(copy, found))
    }
}

#[cfg(test)]
mod tests;
