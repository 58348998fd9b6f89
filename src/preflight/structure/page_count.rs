//! `page-count`: sheets that are folded and stitched have four pages each.

use super::faults::count;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const PAGE_COUNT: Clause = Clause {
    name: "page-count",
    asks: "the pages fill the sheets",
    source: "practice of printing houses (saddle stitching)",
    threshold: |demands| demands.stitched.then(|| "a multiple of 4".to_owned()),
    examine,
};

fn examine(file: &File, demands: &Demands) -> Finding {
    let sides = file.pages();
    // Imposed sheets hold two pages on each side; who laid them out says so.
    let pages = if is_imposed(file) { 2 * sides } else { sides };
    let told = match is_imposed(file) {
        true => format!("{} on {}", count(pages, "page"), count(sides, "side")),
        false => count(pages, "page"),
    };
    match demands.stitched && !pages.is_multiple_of(4) {
        true => Finding::Fail(told, Vec::new()),
        false => Finding::Pass(told),
    }
}

/// Whether the pages of a file are sides of sheets: as the press writes into the information dictionary of its booklets.
fn is_imposed(file: &File) -> bool {
    file.trailer("Info").is_some_and(|info| info.has("Imposition"))
}
