//! check: `Source`, `House` → `Report<Note>`.

use crate::diagnostic::Report;
use crate::model::{House, Note, Source};

/// Every rule on what was written; all findings at once.
pub fn check_house(_house: &House) -> Vec<crate::diagnostic::Diagnostic> {
    todo!()
}
pub fn check(_source: &Source, _house: &House) -> Report<Note> {
    todo!()
}
