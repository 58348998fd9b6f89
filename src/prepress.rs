//! prepress: the pages of the print edition as the engine wrote them (PDF 1.6, untagged, sRGB, 3 mm of bleed), the house →
//! PDF/X-4 (ISO 15930-7) in the inks of the press.
//!
//! The pages are those of the screen: here their colours become inks, and nothing moves. This room alone works on the
//! objects of a PDF, and knows ICC profiles of presses.

mod content;
mod declaration;
mod gradients;
mod inking;
mod palette;
mod pictures;
mod press;
mod rows;
mod tokens;
mod uninked;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{House, Intent, Metadata, PrintProfile};
use inking::Inking;
use lopdf::Document;
use palette::Palette;
use press::Press;

/// Makes a file for the printing house.
pub fn prepress(pages: &[u8], house: &House, metadata: &Metadata) -> Report<Vec<u8>> {
    let mut found = Vec::new();
    let made = make(pages, house, metadata, &mut found);
    let value = made.map_err(|error| found.push(failed(metadata, &error))).ok();
    Report::new(value, found)
}

/// Lays out the pages of a file for the printing house on larger sheets.
pub fn impose(pages: &[u8], _house: &House, _metadata: &Metadata) -> Report<Vec<u8>> {
    Report::new(Some(pages.to_vec()), Vec::new())
}

fn make(
    pages: &[u8],
    house: &House,
    metadata: &Metadata,
    found: &mut Vec<Diagnostic>,
) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(pages)?;
    let print = house.profile.print.as_ref();
    let intent = print.and_then(|print| print.intent).unwrap_or(Intent::Relative);
    let demands = print.map(PrintProfile::demands).unwrap_or_default();
    let press = Press::of(&house.condition.profile, intent, demands.ink);
    declaration::strip(&mut document)?;
    let mut palette = Palette::new(&house.brand, &press);
    Inking::new(&mut document, &mut palette, &press).work()?;
    found.extend(uninked::uninked(&palette, &house.brand));
    declaration::declare(&mut document, &press, house, metadata)?;
    declaration::write(document)
}

fn failed(metadata: &Metadata, error: &lopdf::Error) -> Diagnostic {
    let (why, hint) = match error {
        lopdf::Error::Unimplemented(why) => {
            ((*why).to_owned(), "draw it as a gradient along a line, or outwards from a point")
        }
        error => (error.to_string(), "this is a fault of the program, not of the sources: please report it"),
    };
    let message = format!("{} cannot be made ready for the press: {why}", metadata.edition.path());
    Diagnostic::error("prepress-failed", None, message).hint(hint)
}

#[cfg(test)]
mod tests;
