//! `forms`: there is nothing to be filled in.

use super::faults::{Faults, count};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;

pub const FORMS: Clause = Clause {
    name: "forms",
    asks: "there is no form to fill in",
    source: "ISO 15930-7 (interactive forms); ISO 32000-1, 12.7",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let Some(form) = file.catalog().and_then(|catalog| catalog.get("AcroForm")) else {
        return Finding::Pass("none".to_owned());
    };
    let mut faults = Faults::default();
    match form.get("Fields").iter().flat_map(Node::items).count() {
        0 => {}
        fields => faults.add(format!("a form of {}", count(fields, "field"))),
    }
    if form.has("XFA") {
        faults.add("an XFA form");
    }
    faults.finding("none")
}
