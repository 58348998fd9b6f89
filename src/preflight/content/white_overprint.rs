//! `white-overprint`: nothing without ink overprints: it would vanish.

use super::faults::{Fault, judge, quoted};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::survey::Kind;

pub const WHITE_OVERPRINT: Clause = Clause {
    name: "white-overprint",
    asks: "what is white does not overprint",
    source: "Ghent Workgroup, GWG2015 (white objects); ISO 32000-1, 8.6.7",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, demands: &Demands) -> Finding {
    judge(
        file,
        demands,
        true,
        |survey, _, mark| {
            let flat = survey.flat(mark).filter(|_| mark.overprint)?;
            let bare = flat.amounts.iter().all(|amount| *amount < 0.005);
            let words = match &mark.kind {
                Kind::Words { words, .. } => format!("{} in white", quoted(words)),
                Kind::Stroke { .. } => "a white line".to_owned(),
                Kind::Area { .. } => "a white surface".to_owned(),
                Kind::Picture { .. } => "a white picture".to_owned(),
            };
            bare.then(|| Fault { weight: 1.0, words: format!("{words} overprints") })
        },
        |_| "none".to_owned(),
    )
}
