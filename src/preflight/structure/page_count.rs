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
    let pages = count(file.pages(), "page");
    match demands.stitched && !file.pages().is_multiple_of(4) {
        true => Finding::Fail(pages, Vec::new()),
        false => Finding::Pass(pages),
    }
}
