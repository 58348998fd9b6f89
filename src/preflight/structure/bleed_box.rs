//! `bleed-box`: every page has room for artwork beyond the cut. Whether artwork reaches so far is another clause.

use super::faults::{Faults, millimetres};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const BLEED_BOX: Clause = Clause {
    name: "bleed-box",
    asks: "every page has room for artwork beyond the cut",
    source: "practice of printing houses; ISO 32000-1, 14.11.2",
    threshold: |demands| Some(format!("at least {} mm", demands.bleed)),
    examine,
};

/// A hundredth of a millimetre, in points: what rounding may take.
const ROUNDING: f64 = 0.03;

fn examine(file: &File, demands: &Demands) -> Finding {
    let wanted = demands.bleed * 72.0 / 25.4 - ROUNDING;
    let mut faults = Faults::default();
    let mut least = f64::INFINITY;
    for page in file.page_list() {
        let Some(bleed) = page.rectangle("BleedBox") else {
            faults.add_on(page.number, "no bleed box");
            continue;
        };
        let Some(trim) = page.rectangle("TrimBox") else {
            faults.add_on(page.number, "no trim box to measure from");
            continue;
        };
        let sides = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]];
        let own = sides.into_iter().fold(f64::INFINITY, f64::min);
        if own < wanted {
            faults.add_on(page.number, format!("{} mm", millimetres(own.max(0.0))));
        }
        least = least.min(own);
    }
    faults.finding(format!("{} mm", millimetres(least)))
}
