//! `safe-margin`: words keep away from the edge at which the sheet is cut: no knife cuts quite where it should.

use super::faults::{Fault, judge, measure, quoted};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::survey::{Kind, MILLIMETRE, Mark, Sheet};

pub const SAFE_MARGIN: Clause = Clause {
    name: "safe-margin",
    asks: "words keep away from the edge at which the sheet is cut",
    source: "practice of printing houses (safe area)",
    threshold: |demands| Some(format!("at least {} mm", demands.margin)),
    examine,
};

/// What rounding may take, in millimetres.
const SLACK: f64 = 0.05;

fn examine(file: &File, demands: &Demands) -> Finding {
    judge(
        file,
        demands,
        true,
        |_, sheet, mark| {
            let (Kind::Words { words, .. }, Some(room)) = (&mark.kind, room(sheet, mark)) else {
                return None;
            };
            let words = if room < 0.0 {
                format!("{} {} mm beyond the edge", quoted(words), measure(-room))
            } else {
                format!("{} {} mm from the edge", quoted(words), measure(room))
            };
            (room < demands.margin - SLACK).then(|| Fault { weight: -room, words })
        },
        |survey| {
            let rooms = survey
                .sheets
                .iter()
                .flat_map(|sheet| sheet.marks.iter().filter_map(|mark| room(sheet, mark)));
            rooms
                .reduce(f64::min)
                .map_or("no words".to_owned(), |room| format!("{} mm at the least", measure(room)))
        },
    )
}

/// How far words stand from the edge, in millimetres: less than 0 beyond it.
fn room(sheet: &Sheet, mark: &Mark) -> Option<f64> {
    let (bounds, trim) = (mark.bounds, sheet.trim);
    let sides = [bounds.x0 - trim.x0, trim.x1 - bounds.x1, bounds.y0 - trim.y0, trim.y1 - bounds.y1];
    matches!(mark.kind, Kind::Words { .. })
        .then(|| sides.into_iter().fold(f64::INFINITY, f64::min) / MILLIMETRE)
}
