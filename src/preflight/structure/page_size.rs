//! `page-size`: all pages are cut to one size.

use super::faults::Faults;
use super::trim_box::size;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use std::collections::BTreeMap;

pub const PAGE_SIZE: Clause = Clause {
    name: "page-size",
    asks: "all pages are cut to one size",
    source: "practice of printing houses",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let sizes: Vec<(usize, String)> = file
        .page_list()
        // A page that does not say where it is cut is told of by another clause.
        .filter_map(|page| Some((page.number, size(page.rectangle("TrimBox")?))))
        .collect();
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, size) in &sizes {
        *counted.entry(size).or_default() += 1;
    }
    // What most pages have is what was meant.
    let Some((usual, _)) = counted.iter().max_by_key(|(_, count)| **count) else {
        return Finding::NotRun("no page says where it is cut".to_owned());
    };
    let mut faults = Faults::default();
    for (page, size) in sizes.iter().filter(|(_, size)| size != usual) {
        faults.add_on(*page, format!("{size}, where most have {usual}"));
    }
    faults.finding(*usual)
}
