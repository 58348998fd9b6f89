//! `hairlines`: lines are broad enough to be printed without gaps. A surface that is as thin as a line is one.

use super::faults::{Fault, judge, measure};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::survey::{Kind, Mark, Survey};

pub const HAIRLINES: Clause = Clause {
    name: "hairlines",
    asks: "lines are broad enough to be printed",
    source: "practice of printing houses (hairlines)",
    threshold: |demands| Some(format!("at least {} pt", demands.lines)),
    examine,
};

/// What rounding may take, in points.
const SLACK: f64 = 0.005;

/// Surfaces up to this are told as lines where nothing is wrong, in points.
const LINE: f64 = 3.0;

fn examine(file: &File, demands: &Demands) -> Finding {
    judge(
        file,
        demands,
        false,
        |survey, _, mark| {
            let width = width(survey, mark)?;
            let words = format!("a line of {} pt", measure(width));
            (width < demands.lines - SLACK).then(|| Fault { weight: -width, words })
        },
        |survey| {
            let marks = survey.sheets.iter().flat_map(|sheet| &sheet.marks);
            let widths = marks.filter_map(|mark| width(survey, mark)).filter(|width| *width <= LINE);
            widths
                .reduce(f64::min)
                .map_or("no lines".to_owned(), |width| format!("{} pt at the least", measure(width)))
        },
    )
}

/// How broad a line is; none where nothing is printed.
fn width(survey: &Survey, mark: &Mark) -> Option<f64> {
    let bare = survey.flat(mark).is_some_and(|flat| flat.amounts.iter().all(|amount| *amount <= 0.0));
    match mark.kind {
        _ if bare => None,
        Kind::Stroke { width } => Some(width),
        Kind::Area { thin } => Some(thin),
        _ => None,
    }
}
