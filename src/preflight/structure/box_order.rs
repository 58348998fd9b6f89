//! `box-order`: the boxes of a page lie within each other.

use super::faults::Faults;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::{File, Rectangle};

pub const BOX_ORDER: Clause = Clause {
    name: "box-order",
    asks: "the cut lies within the bleed, the bleed within the sheet",
    source: "ISO 15930-7 (page boxes)",
    threshold: |_| None,
    examine,
};

/// A hundredth of a millimetre, in points: what rounding may take.
const ROUNDING: f64 = 0.03;

fn within(inner: Rectangle, outer: Rectangle) -> bool {
    inner[0] >= outer[0] - ROUNDING
        && inner[1] >= outer[1] - ROUNDING
        && inner[2] <= outer[2] + ROUNDING
        && inner[3] <= outer[3] + ROUNDING
}

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    for page in file.page_list() {
        let Some(media) = page.rectangle("MediaBox") else {
            faults.add_on(page.number, "no media box");
            continue;
        };
        let (trim, bleed) = (page.rectangle("TrimBox"), page.rectangle("BleedBox"));
        let crop = page.rectangle("CropBox");
        for (inner, outer, words) in [
            (trim, bleed, "the trim box reaches beyond the bleed box"),
            (trim, Some(media), "the trim box reaches beyond the sheet"),
            (bleed, Some(media), "the bleed box reaches beyond the sheet"),
            (bleed.or(trim), crop, "the crop box cuts into the bleed"),
        ] {
            if inner.zip(outer).is_some_and(|(inner, outer)| !within(inner, outer)) {
                faults.add_on(page.number, words);
            }
        }
    }
    faults.finding("within each other")
}
