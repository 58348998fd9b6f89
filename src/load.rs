//! load: a project root → the `House` once, and each note's `Source`, one at a time.

mod disk;
mod slips;
mod yaml;

use crate::diagnostic::Report;
use crate::model::{House, Source};
use std::path::Path;

/// Reads the house.
pub fn load(_root: &Path) -> Report<House> {
    todo!()
}

/// Reads one note.
pub fn load_note(_root: &Path, _house: &House, _id: &str) -> Report<Source> {
    todo!()
}

/// The ids of the project's notes, in alphabetical order.
pub fn list_notes(_root: &Path) -> Report<Vec<String>> {
    todo!()
}
