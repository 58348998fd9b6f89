//! `type-size`: letters are large enough to be printed and read.

use super::faults::{Fault, judge, measure, quoted};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::survey::Kind;

pub const TYPE_SIZE: Clause = Clause {
    name: "type-size",
    asks: "letters are large enough to be printed",
    source: "practice of printing houses (small type)",
    threshold: |demands| Some(format!("at least {} pt", demands.r#type)),
    examine,
};

/// What rounding may take, in points.
const SLACK: f64 = 0.02;

fn examine(file: &File, demands: &Demands) -> Finding {
    judge(
        file,
        demands,
        true,
        |_, _, mark| {
            let Kind::Words { size, words } = &mark.kind else { return None };
            let words = format!("{} in {} pt", quoted(words), measure(*size));
            (*size < demands.r#type - SLACK).then(|| Fault { weight: -size, words })
        },
        |survey| {
            let sizes =
                survey.sheets.iter().flat_map(|sheet| &sheet.marks).filter_map(|mark| match &mark.kind {
                    Kind::Words { size, .. } if size.is_finite() => Some(*size),
                    _ => None,
                });
            sizes
                .reduce(f64::min)
                .map_or("no words".to_owned(), |size| format!("{} pt at the least", measure(size)))
        },
    )
}
