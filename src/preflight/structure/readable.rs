//! `readable`: the file opens, and nothing of it is lost.

use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::structure::faults::{Faults, count};

pub const READABLE: Clause = Clause {
    name: "readable",
    asks: "the file opens without repair",
    source: "ISO 32000-1, 7.5 (file structure)",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let document = match &file.document {
        Ok(document) => document,
        Err(why) => return Finding::Fail(format!("it does not open: {why}"), Vec::new()),
    };
    let mut faults = Faults::default();
    if document.xref_recovery.is_some() {
        faults.add("its table of contents is damaged");
    }
    match file.lost() {
        0 => {}
        lost => faults.add(format!("{} cannot be read", count(lost, "object"))),
    }
    if file.pages() == 0 {
        faults.add("it has no pages");
    }
    for page in file.page_list() {
        if !page.node.is_dictionary() || page.contents().iter().any(|stream| stream.unpacked().is_none()) {
            faults.add_on(page.number, "a page cannot be read");
        }
    }
    faults.finding(count(file.pages(), "page"))
}
