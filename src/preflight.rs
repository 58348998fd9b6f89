//! preflight: a PDF, what the printing house demands → what of it holds, clause by clause.
//!
//! This room alone knows what a printing house demands. It reads the file as a stranger would: what `prepress` meant is
//! no matter here.

mod clause;
mod content;
mod file;
mod node;
mod sheet;
mod structure;
mod survey;

use crate::model::{Demands, Verdict};
use clause::Clause;
use file::File;

/// What can be said of a file that cannot be opened, too.
const OUTSIDE: &[&Clause] = structure::OUTSIDE;

/// All other clauses, in the order in which they are told.
const INSIDE: &[&[&Clause]] = &[structure::CLAUSES, content::CLAUSES];

/// Examines a file.
pub fn preflight(pdf: &[u8], demands: &Demands) -> Verdict {
    let file = File::open(pdf);
    let outside = OUTSIDE.iter().map(|clause| clause.check(&file, demands));
    let inside = INSIDE.iter().flat_map(|clauses| clauses.iter()).map(|clause| match &file.document {
        Ok(_) => clause.check(&file, demands),
        Err(why) => clause.not_run(demands, &format!("the file cannot be read: {why}")),
    });
    let checks = outside.chain(inside).collect();
    let document = file.document.as_ref().ok();
    Verdict {
        pages: file.pages(),
        trim: document.and_then(sheet::trim),
        condition: document.and_then(sheet::condition),
        demands: *demands,
        checks,
        spots: structure::spots(&file),
    }
}
