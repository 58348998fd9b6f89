//! What is wrong with the marks of a file, gathered as a sentence: the worst, and the pages that have any.

use crate::model::Demands;
use crate::preflight::clause::Finding;
use crate::preflight::file::File;
use crate::preflight::survey::{Mark, Sheet, Survey};

/// A fault of a mark: how bad it is (more is worse), and in words.
pub struct Fault {
    pub weight: f64,
    pub words: String,
}

/// Looks at all marks; `all`, if it is of matter that words may be there that cannot be told. `find` tells what is wrong with one; `sound` tells what was measured where nothing is.
pub fn judge(
    file: &File,
    demands: &Demands,
    all: bool,
    mut find: impl FnMut(&Survey, &Sheet, &Mark) -> Option<Fault>,
    sound: impl FnOnce(&Survey) -> String,
) -> Finding {
    let survey = match file.survey(demands) {
        Ok(survey) => survey,
        Err(why) => return Finding::NotRun(why.to_owned()),
    };
    let mut pages = Vec::new();
    let mut worst: Option<Fault> = None;
    for (index, sheet) in survey.sheets.iter().enumerate() {
        for mark in &sheet.marks {
            let Some(fault) = find(survey, sheet, mark) else { continue };
            if pages.last() != Some(&(index + 1)) {
                pages.push(index + 1);
            }
            if worst.as_ref().is_none_or(|worst| fault.weight > worst.weight) {
                worst = Some(fault);
            }
        }
    }
    match (worst, survey.wordless().filter(|_| all)) {
        (Some(worst), _) => Finding::Fail(worst.words, pages),
        (None, Some(why)) => Finding::NotRun(why),
        (None, None) => Finding::Pass(sound(survey)),
    }
}

/// Words as they are quoted: the first of them.
pub fn quoted(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut short: String = words.join(" ").chars().take(24).collect();
    if short.is_empty() {
        short.push_str("words");
        return short;
    }
    format!("'{short}'")
}

/// A measure, to two decimals at most.
pub fn measure(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}
