//! proofread: `FairCopy`s → findings on what will be printed.

use crate::diagnostic::Diagnostic;
use crate::model::{FairCopy, House};

/// The findings on a note's fair copies.
pub fn proofread(_copies: &[FairCopy], _house: &House) -> Vec<Diagnostic> {
    Vec::new()
}
