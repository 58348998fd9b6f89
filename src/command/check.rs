//! `diptych check`: load, check, copyedit, proofread; no output files.

use super::{CommonArguments, Outcome};
use crate::terminal;
use clap::Args;
use diptych::diagnostic::{catalogue, nearest};
use diptych::stops;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// Print the page of a rule, by the code that stands in brackets in a finding, and check nothing
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
}

/// The page of a rule on standard output.
fn explain(code: &str) -> Result<Outcome, String> {
    let Some(rule) = catalogue::rule(code) else {
        let mend = match nearest(code, catalogue::codes()) {
            Some(known) => format!("did you mean '{known}'?"),
            None => "write the code that stands in brackets in a finding".to_owned(),
        };
        return Err(format!("there is no page on a rule '{code}': {mend}"));
    };
    terminal::page(rule.page);
    Ok(Outcome { well: true, ..Outcome::default() })
}

pub fn check(arguments: &CheckArguments, source_date: Option<Date>) -> Result<Outcome, String> {
    if let Some(code) = &arguments.explain {
        return explain(code);
    }
    let desk = arguments.common.open(source_date)?;
    let notes = desk.check_all();
    let found: Vec<_> =
        desk.house.into_iter().chain(desk.listing).chain(notes.into_iter().flatten()).collect();
    let well = desk.press.is_some() && !stops(&found, arguments.common.deny_warnings);
    Ok(Outcome { found, well, ..Outcome::default() })
}
