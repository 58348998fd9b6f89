//! The door for designers: what `docs/templates.md` says that a template gets is what it gets; what a house puts in the place
//! of the press's is what is printed; and no template reads outside, or runs for ever.

mod limits;
mod mistakes;
mod overrides;
mod values;

use std::io::{Cursor, Read};

/// The stylesheet of a book.
fn stylesheet(epub: &[u8]) -> String {
    let mut book = zip::ZipArchive::new(Cursor::new(epub)).expect("a book");
    let name = book.file_names().find(|name| name.ends_with("stylesheet.css")).map(str::to_owned);
    let mut text = String::new();
    let mut file = book.by_name(&name.expect("a stylesheet")).expect("a stylesheet");
    file.read_to_string(&mut text).expect("UTF-8");
    text
}
