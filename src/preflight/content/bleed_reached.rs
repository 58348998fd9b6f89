//! `bleed-reached`: what comes to the edge of the sheet goes on beyond it, so that no white shows where the knife strays.

use super::faults::measure;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const BLEED_REACHED: Clause = Clause {
    name: "bleed-reached",
    asks: "artwork at the edge reaches the bleed",
    source: "practice of printing houses (bleed)",
    threshold: |demands| Some(format!("at least {} mm", demands.bleed)),
    examine,
};

fn examine(file: &File, demands: &Demands) -> Finding {
    let survey = match file.survey(demands) {
        Ok(survey) => survey,
        Err(why) => return Finding::NotRun(why.to_owned()),
    };
    let short = survey
        .sheets
        .iter()
        .enumerate()
        .flat_map(|(index, sheet)| sheet.short.iter().map(move |short| (index + 1, *short)));
    let worst = short.clone().min_by(|one, other| one.1.reaches.total_cmp(&other.1.reaches));
    let Some((page, worst)) = worst else { return Finding::Pass("all of it".to_owned()) };
    let mut pages: Vec<usize> = short.map(|(page, _)| page).collect();
    pages.dedup();
    let words =
        format!("artwork at the {} edge of page {page} reaches {} mm", worst.edge, measure(worst.reaches));
    Finding::Fail(words, pages)
}
