//! `trim-box`: every page says where it is cut.

use super::faults::{Faults, count, millimetres};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::{File, Rectangle};

pub const TRIM_BOX: Clause = Clause {
    name: "trim-box",
    asks: "every page says where it is cut",
    source: "ISO 15930-7 (page boxes); ISO 32000-1, 14.11.2",
    threshold: |_| None,
    examine,
};

/// Width and height in millimetres: `210 × 297 mm`.
pub fn size([left, bottom, right, top]: Rectangle) -> String {
    format!("{} × {} mm", millimetres(right - left), millimetres(top - bottom))
}

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    for page in file.page_list() {
        if page.rectangle("TrimBox").is_none() {
            faults.add_on(page.number, "no trim box");
        } else if page.node.has("ArtBox") {
            // A page has one of them and not both (ISO 15930-7).
            faults.add_on(page.number, "an art box beside the trim box");
        }
    }
    faults.finding(format!("on {}", count(file.pages(), "page")))
}
