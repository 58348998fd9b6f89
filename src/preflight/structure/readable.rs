//! `readable`: the file opens, and nothing of it is lost.

use super::faults::{Faults, count};
use super::holdings::look;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::{File, MOST};
use crate::preflight::node::Node;
use flate2::read::ZlibDecoder;
use std::collections::HashSet;
use std::io::{self, Read};

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
        Err(why) => return Finding::Fail(why.clone(), Vec::new()),
    };
    let mut faults = Faults::default();
    if document.xref_recovery.is_some() {
        faults.add("its table of contents is damaged");
    }
    match file.lost() {
        0 => {}
        lost => faults.add(format!("{} cannot be read", count(lost, "object"))),
    }
    let pages = file.pages();
    let counted = file.catalog().and_then(|root| root.get("Pages")?.get("Count")?.number());
    let distinct: HashSet<_> = document.page_iter().collect();
    match pages {
        0 => faults.add("it has no pages"),
        _ if counted != Some(pages as f64) || distinct.len() != pages => {
            faults.add("it does not know how many pages it has");
        }
        _ => {}
    }
    for page in file.page_list() {
        let contents = page.contents();
        let lost = contents.is_empty() && page.node.names("Contents");
        if !page.node.is_dictionary() || lost || !contents.iter().all(|content| is_whole(content, true)) {
            faults.add_on(page.number, "a page cannot be read");
        }
    }
    let looked = look(file, &mut faults, |held| {
        (!is_whole(&held.node, false)).then(|| "a font, picture or drawing cannot be read".to_owned())
    });
    looked.err().unwrap_or_else(|| faults.finding(count(pages, "page")))
}

/// Whether a stream unpacks to its end, as far as it is packed as PDF does: pictures have forms of their own. The reader of
/// objects takes what it gets, so that the packing of ZIP is undone here, check sum and all.
fn is_whole(node: &Node, words: bool) -> bool {
    let Some(stream) = node.stream() else { return true };
    let packed = stream.filters().ok().and_then(|filters| filters.first().copied());
    if packed.is_some_and(|filter| filter == b"FlateDecode" || filter == b"Fl") {
        let unpacked = ZlibDecoder::new(stream.content.as_slice());
        match io::copy(&mut unpacked.take(MOST as u64 + 1), &mut io::sink()) {
            Ok(length) if length <= MOST as u64 => {}
            _ => return false,
        }
    }
    !words || node.unpacked().is_some()
}
