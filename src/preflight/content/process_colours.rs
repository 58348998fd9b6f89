//! `process-colours`: all that is printed is told in inks.

use super::faults::{Fault, judge};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::survey::{Kind, Paint};
use std::collections::BTreeSet;

pub const PROCESS_COLOURS: Clause = Clause {
    name: "process-colours",
    asks: "all colours are inks: CMYK, grey or spot colours",
    source: "practice of printing houses; PDF/X-4 itself lets other colours through (ISO 15930-7)",
    threshold: |_| Some("inks alone".to_owned()),
    examine,
};

fn examine(file: &File, demands: &Demands) -> Finding {
    let mut names = BTreeSet::new();
    let finding = judge(
        file,
        demands,
        true,
        |survey, _, mark| {
            let name = match (&mark.kind, survey.paints.get(mark.paint as usize)?) {
                (Kind::Picture { bitmap: false, foreign, .. }, _) => (*foreign)?,
                (Kind::Picture { foreign: Some(foreign), .. }, _) => foreign,
                (_, Paint::Flat(flat)) => flat.space.foreign()?,
                (_, Paint::Shading(space)) => space.foreign()?,
                (_, Paint::Tiles(_)) => return None,
            };
            let what = match mark.kind {
                Kind::Words { .. } => "words",
                Kind::Stroke { .. } => "lines",
                Kind::Area { .. } => "surfaces",
                Kind::Picture { .. } => "pictures",
            };
            names.insert(format!("{what} in {name}"));
            Some(Fault { weight: 1.0, words: String::new() })
        },
        |_| "all of them".to_owned(),
    );
    match finding {
        Finding::Fail(_, pages) => Finding::Fail(names.into_iter().collect::<Vec<_>>().join(", "), pages),
        finding => finding,
    }
}
