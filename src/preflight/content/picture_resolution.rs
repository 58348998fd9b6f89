//! `picture-resolution`: pictures have as many points as the screen of the press shows.

use super::faults::{Fault, judge};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::survey::Kind;

pub const PICTURE_RESOLUTION: Clause = Clause {
    name: "picture-resolution",
    asks: "pictures are fine enough where they stand",
    source: "Ghent Workgroup, GWG2015 (image resolution)",
    threshold: |demands| {
        Some(format!("at least {} ppi, or {} ppi in black and white", demands.pictures, demands.bitmaps))
    },
    examine,
};

/// A picture that is laid out to a whole number of points may lack a part of one, in per cent.
const SLACK: f64 = 0.995;

fn examine(file: &File, demands: &Demands) -> Finding {
    judge(
        file,
        demands,
        false,
        |_, _, mark| {
            let Kind::Picture { ppi, bitmap, .. } = mark.kind else { return None };
            let need = if bitmap { demands.bitmaps } else { demands.pictures };
            let kind = if bitmap { " in black and white" } else { "" };
            let words = format!("a picture{kind} of {ppi:.0} ppi");
            (ppi < need * SLACK).then(|| Fault { weight: need / ppi.max(0.01), words })
        },
        |survey| {
            let pictures =
                survey.sheets.iter().flat_map(|sheet| &sheet.marks).filter_map(|mark| match mark.kind {
                    Kind::Picture { ppi, .. } => Some(ppi),
                    _ => None,
                });
            pictures
                .reduce(f64::min)
                .map_or("no pictures".to_owned(), |ppi| format!("{ppi:.0} ppi at the least"))
        },
    )
}
