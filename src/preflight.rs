//! preflight: a PDF, what the printing house demands → what of it holds, clause by clause.
//!
//! This room alone knows what a printing house demands. It reads the file as a stranger would: what `prepress` meant is
//! no matter here.

mod clause;
mod file;
mod survey;

use crate::model::{Demands, Verdict};
use clause::Clause;
use file::File;

/// All clauses, in the order in which they are told.
const CLAUSES: &[&Clause] = &[];

/// Examines a file.
pub fn preflight(pdf: &[u8], demands: &Demands) -> Verdict {
    let file = File::open(pdf);
    let checks = CLAUSES.iter().map(|clause| clause.check(&file, demands)).collect();
    Verdict { pages: file.pages(), demands: *demands, checks, spots: Vec::new() }
}
