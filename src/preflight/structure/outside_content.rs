//! `outside-content`: nothing is fetched from elsewhere while printing.

use super::faults::Faults;
use super::holdings::look;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;

pub const OUTSIDE_CONTENT: Clause = Clause {
    name: "outside-content",
    asks: "all that is printed is in the file",
    source: "ISO 15930-7 (OPI, reference XObjects, external streams)",
    threshold: |_| None,
    examine,
};

fn outside(node: &Node) -> Option<&'static str> {
    node.stream()?;
    if node.has("OPI") {
        return Some("a picture that OPI is to replace");
    }
    if node.has("Ref") {
        return Some("a page of another file");
    }
    node.has("F").then_some("data in another file")
}

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    for page in file.page_list() {
        for words in page.contents().iter().filter_map(outside) {
            faults.add_on(page.number, words);
        }
    }
    let looked = look(file, &mut faults, |held| outside(&held.node).map(ToOwned::to_owned));
    looked.err().unwrap_or_else(|| faults.finding("all in the file"))
}
