//! `page-turn`: pages lie as they are read, at their own size.

use super::faults::Faults;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const PAGE_TURN: Clause = Clause {
    name: "page-turn",
    asks: "pages are neither turned nor scaled",
    source: "practice of printing houses; ISO 32000-1, 7.7.3.3 (Rotate, UserUnit)",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    for page in file.page_list() {
        let turn = page.inherited("Rotate").and_then(|turn| turn.number()).unwrap_or(0.0);
        if turn % 360.0 != 0.0 {
            faults.add_on(page.number, format!("turned by {turn}°"));
        }
        let unit = page.node.get("UserUnit").and_then(|unit| unit.number()).unwrap_or(1.0);
        if unit != 1.0 {
            faults.add_on(page.number, format!("scaled {unit} times"));
        }
    }
    faults.finding("upright, at their size")
}
