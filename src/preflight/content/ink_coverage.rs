//! `ink-coverage`: no spot has more ink than the paper takes.

use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const INK_COVERAGE: Clause = Clause {
    name: "ink-coverage",
    asks: "no more ink on one spot than the paper takes and dries",
    source: "ISO 12647-2 and -3 (tone value sum)",
    threshold: |demands| Some(format!("at most {} %", demands.ink)),
    examine,
};

/// What rounding may add, in per cent.
const SLACK: f64 = 0.05;

fn examine(file: &File, demands: &Demands) -> Finding {
    let survey = match file.survey(demands) {
        Ok(survey) => survey,
        Err(why) => return Finding::NotRun(why.to_owned()),
    };
    let sheets = survey.sheets.iter().enumerate();
    let heaviest = sheets.reduce(|most, sheet| if sheet.1.ink.0 > most.1.ink.0 { sheet } else { most });
    let Some((index, heaviest)) = heaviest else { return Finding::Pass("no pages".to_owned()) };
    let (total, amounts) = &heaviest.ink;
    let inks = amounts.iter().enumerate().filter(|(_, amount)| **amount >= 0.5);
    let inks: Vec<String> = inks.map(|(ink, amount)| format!("{} {amount:.0}", survey.ink(ink))).collect();
    let measured = match inks.as_slice() {
        [] => "0 %".to_owned(),
        inks => format!("{total:.0} % on page {} ({})", index + 1, inks.join(", ")),
    };
    let over = survey.sheets.iter().enumerate().filter(|(_, sheet)| sheet.ink.0 > demands.ink + SLACK);
    let over: Vec<usize> = over.map(|(index, _)| index + 1).collect();
    if !over.is_empty() {
        return Finding::Fail(measured, over);
    }
    let unread = survey.sheets.iter().enumerate().find_map(|(index, sheet)| Some((index, sheet.unread?)));
    let unread =
        unread.map(|(index, why)| format!("a picture on page {} cannot be measured: {why}", index + 1));
    unread.or_else(|| survey.wordless()).map_or(Finding::Pass(measured), Finding::NotRun)
}
