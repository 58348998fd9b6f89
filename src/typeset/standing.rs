//! Type that is kept standing between two settings of the same edition, so that only what has changed is set and drawn
//! again.

use super::drawing::drawing;
use crate::crew;
use crate::model::{Digest, ProofPage};
use std::collections::HashMap;
use typst::syntax::Source;
use typst::utils::hash128;
use typst_layout::{Page, PagedDocument};

/// The last setting of an edition.
#[derive(Default)]
pub struct Standing {
    /// Its merged text, with the places that the engine knows in it.
    pub(super) text: Option<Source>,
    /// Its pages, each by the digest of all that is painted on it.
    drawn: HashMap<u128, ProofPage>,
}

impl Standing {
    /// The pages of a document, drawn; those that were drawn last time are taken from there.
    pub(super) fn draw(&mut self, document: &PagedDocument) -> Vec<ProofPage> {
        let painted = |page: &Page| hash128(&(&page.frame, &page.fill));
        let pages: Vec<(u128, &Page)> = document.pages().iter().map(|page| (painted(page), page)).collect();
        let new: Vec<_> = pages.iter().filter(|(painted, _)| !self.drawn.contains_key(painted)).collect();
        let drawn = crew::work(crew::default_size(), &new, |(_, page)| draw(page));
        self.drawn.extend(new.into_iter().map(|(painted, _)| *painted).zip(drawn));
        self.drawn.retain(|drawn, _| pages.iter().any(|(painted, _)| painted == drawn));
        pages.iter().filter_map(|(painted, _)| self.drawn.get(painted).cloned()).collect()
    }
}

fn draw(page: &Page) -> ProofPage {
    let drawing = drawing(page);
    let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
    ProofPage { width, height, digest: Digest::of(drawing.as_bytes()), drawing: drawing.into() }
}
