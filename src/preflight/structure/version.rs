//! `pdf-version`: the file is no newer than what PDF/X-4 is built on, so that no press meets what it does not know.

use super::faults::Faults;
use super::holdings::look;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;

pub const VERSION: Clause = Clause {
    name: "pdf-version",
    asks: "the file is of a version that the press knows",
    source: "ISO 15930-7 (based on PDF 1.6)",
    threshold: |_| Some("at most PDF 1.6".to_owned()),
    examine,
};

const NEWEST: (u32, u32) = (1, 6);

/// What came later, by where it stands (ISO 32000-1 and ISO 32000-2).
const CATALOG: &[&str] = &["AF", "Collection", "DPartRoot", "DSS", "Extensions", "Requirements"];
const PAGE: &[&str] = &["AF", "DPart", "OutputIntents"];
const STATE: &[&str] = &["HTO", "UseBlackPtComp"];

fn examine(file: &File, _: &Demands) -> Finding {
    let header = file.document.as_ref().map(|document| document.version.clone()).unwrap_or_default();
    let own = file.catalog().and_then(|catalog| catalog.named("Version"));
    let newer = own.filter(|own| version(own) > version(&header));
    let stated = newer.map_or(header, |own| own.into_owned());
    let mut faults = Faults::default();
    if version(&stated).is_none_or(|version| version > NEWEST) {
        faults.add(format!("PDF {stated}"));
    }
    let held = |node: Node, keys: &[&'static str]| keys.iter().copied().find(|key| node.has(key));
    let of = |key: &str| format!("'{key}' came after PDF 1.6");
    if let Some(key) = file.catalog().and_then(|catalog| held(catalog, CATALOG)) {
        faults.add(of(key));
    }
    for page in file.page_list() {
        if let Some(key) = held(page.node, PAGE) {
            faults.add_on(page.number, of(key));
        }
    }
    let looked =
        look(file, &mut faults, |found| held(found.node, STATE).filter(|_| found.is_state()).map(of));
    looked.err().unwrap_or_else(|| faults.finding(format!("PDF {stated}")))
}

fn version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
