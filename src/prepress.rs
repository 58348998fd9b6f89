//! prepress: the pages of the print edition as the engine wrote them (PDF 1.6, untagged, sRGB, 3 mm of bleed), the house →
//! PDF/X-4 (ISO 15930-7) in the inks of the press.
//!
//! The pages are those of the screen: here their colours become inks, and nothing moves. This room alone works on the
//! objects of a PDF, and knows ICC profiles of presses.

mod canvas;
mod content;
mod declaration;
mod gradients;
mod impose;
mod inking;
mod marks;
mod outline;
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
use std::sync::Arc;

/// Makes a file for the printing house.
pub fn prepress(pages: &[u8], house: &House, metadata: &Metadata) -> Report<Vec<u8>> {
    let mut found = Vec::new();
    let made = make(pages, house, metadata, &mut found);
    let value = made.map_err(|error| found.push(failed(metadata, &error))).ok();
    Report::new(value, found)
}

/// Lays out the pages of a file for the printing house on larger sheets, in a file of the same kind.
pub fn impose(pages: &[u8], house: &House, metadata: &Metadata) -> Report<Vec<u8>> {
    let mut found = Vec::new();
    let made = lay_out(pages, house, metadata);
    let value = made.map_err(|error| found.push(failed(metadata, &error))).ok();
    Report::new(value, found)
}

fn make(
    pages: &[u8],
    house: &House,
    metadata: &Metadata,
    found: &mut Vec<Diagnostic>,
) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(pages)?;
    let press = press(house);
    declaration::strip(&mut document)?;
    let mut palette = Palette::new(&house.brand, &press);
    Inking::new(&mut document, &mut palette, &press).work()?;
    found.extend(uninked::uninked(&palette, &house.brand));
    found.extend(impose::complete(&mut document, house, metadata)?);
    declaration::declare(&mut document, &press, house, metadata)?;
    marks::draw(&mut document, house, metadata)?;
    declaration::write(document)
}

fn lay_out(pages: &[u8], house: &House, metadata: &Metadata) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(pages)?;
    impose::impose(&mut document, house, metadata)?;
    // A file of its own has an identifier of its own.
    let mut own = metadata.clone();
    own.edition.note.push_str(".booklet");
    declaration::declare(&mut document, &press(house), house, &own)?;
    impose::declare(&mut document)?;
    declaration::write(document)
}

fn press(house: &House) -> Arc<Press> {
    let print = house.profile.print.as_ref();
    let intent = print.and_then(|print| print.intent).unwrap_or(Intent::Relative);
    let demands = print.map(PrintProfile::demands).unwrap_or_default();
    Press::of(&house.condition.profile, intent, demands.ink)
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
