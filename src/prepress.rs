//! prepress: the pages of the print edition as the engine wrote them (PDF 1.6, untagged, sRGB, 3 mm of bleed), the house →
//! PDF/X-4 (ISO 15930-7) in the inks of the press.
//!
//! The pages are those of the screen: here their colours become inks, and nothing moves. This room alone works on the
//! objects of a PDF, and knows ICC profiles of presses.

mod canvas;
mod impose;
mod marks;
mod outline;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{House, Metadata};
use lopdf::Document;

/// Makes a file for the printing house.
pub fn prepress(pages: &[u8], house: &House, metadata: &Metadata) -> Report<Vec<u8>> {
    let mut found = Vec::new();
    let bytes = rework(pages, metadata, &mut found, |document, found| {
        found.extend(impose::complete(document, house, metadata)?);
        marks::draw(document, house, metadata)
    });
    Report::new(bytes, found)
}

/// Lays out the pages of a file for the printing house on larger sheets.
pub fn impose(pages: &[u8], house: &House, metadata: &Metadata) -> Report<Vec<u8>> {
    let mut found = Vec::new();
    let bytes =
        rework(pages, metadata, &mut found, |document, _| impose::impose(document, house, metadata));
    Report::new(bytes, found)
}

/// The same file with other objects.
fn rework(
    pdf: &[u8],
    metadata: &Metadata,
    found: &mut Vec<Diagnostic>,
    work: impl FnOnce(&mut Document, &mut Vec<Diagnostic>) -> lopdf::Result<()>,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let reworked = Document::load_mem(pdf).and_then(|mut document| {
        work(&mut document, found)?;
        document.save_to(&mut bytes).map_err(lopdf::Error::from)
    });
    if let Err(error) = reworked {
        let message = format!("{} cannot be made ready for the press: {error}", metadata.edition.path());
        let hint = "this is a fault of the program, not of the sources: please report it";
        found.push(Diagnostic::error("prepress-failed", None, message).hint(hint));
        return None;
    }
    Some(bytes)
}
