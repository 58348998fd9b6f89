//! Diptych: a publishing press for bilingual session documents.
//!
//! The house is one row of rooms; `press` alone knows their order:
//!
//! ```text
//! load → check → copyedit → proofread → reproduce → merge → typeset → prepress → preflight ┐
//!                                                     ↑       │ PageMap                   ├→ publish
//!                                                     └───────┴─ merge (XHTML) → bind ────┘
//! ```
//!
//! Beside the row stands the `ledger`: what was set from what, and whether it still stands.
//!
//! Each room is one file with one public function of its name. No room imports another; all share `model` and
//! `diagnostic`.

pub mod bind;
pub mod check;
pub mod copyedit;
pub mod crew;
pub mod diagnostic;
pub mod ledger;
pub mod load;
pub mod merge;
pub mod model;
pub mod preflight;
pub mod prepress;
mod press;
pub mod proofread;
pub mod publish;
pub mod reproduce;

pub mod typeset;

use diagnostic::{Diagnostic, Report, has_errors};
use model::{Account, Digest};
pub use press::{Copy, Findings, Group, KnownPages, Made, Memory, Pages, Part, Press, Selection, State};
use std::path::Path;
use std::sync::OnceLock;

/// The ids of all notes below a root, in alphabetical order.
pub fn notes(root: &Path) -> Report<Vec<String>> {
    load::list_notes(root)
}

/// Opens the ledger of the editions in `out`.
///
/// # Errors
/// What the system says, where nothing can be written.
pub fn open_ledger(root: &Path, out: &Path) -> std::io::Result<ledger::Ledger> {
    ledger::Ledger::open(root, out, load::stamp)
}

/// Whether an account still holds, and whether it had to be renewed; `now` is a moment before.
pub fn holds(root: &Path, account: &mut Account, now: i64, numbers: &OnceLock<Digest>) -> Option<bool> {
    let numbers = || numbers.get_or_init(|| load::numbers(root)).clone();
    match load::recall(root, account, now, &numbers) {
        load::Recall::Same => Some(false),
        load::Recall::Renewed => Some(true),
        load::Recall::Changed => None,
    }
}

/// The mark of this very program, and of a day that it is told.
pub fn program(source_date: Option<jiff::civil::Date>) -> Digest {
    Digest::of(format!("{} {source_date:?}", env!("DIPTYCH_BUILD")).as_bytes())
}

/// Whether a report's findings stop a note: errors do, and warnings do where they are denied.
pub fn stops(found: &[Diagnostic], deny_warnings: bool) -> bool {
    has_errors(found) || (deny_warnings && found.iter().any(|finding| finding.waived.is_none()))
}
