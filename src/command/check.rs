//! `diptych check`: load, check, copyedit, proofread; no output files.

use super::{CommonArguments, Outcome};
use crate::terminal;
use clap::Args;
use diptych::diagnostic::catalogue::{self, Rule};
use diptych::diagnostic::nearest;
use diptych::stops;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// Print the page of a rule, by the code that stands in brackets in a finding, or without a code the list of all
    /// rules; check nothing
    #[arg(long, value_name = "CODE")]
    explain: Option<Option<String>>,
}

/// The page of a rule on standard output, or the list of all rules.
fn explain(code: Option<&str>) -> Result<Outcome, String> {
    let explained = match code {
        Some(code) => terminal::page(&find(code)?),
        None => terminal::contents(),
    };
    terminal::print(&explained);
    Ok(Outcome { well: true, ..Outcome::default() })
}

fn find(code: &str) -> Result<Rule, String> {
    catalogue::rule(code).ok_or_else(|| {
        let mend = match nearest(code, catalogue::codes()) {
            Some(known) => format!("did you mean '{known}'?"),
            None => "'diptych check --explain' lists all rules".to_owned(),
        };
        format!("there is no rule '{code}': {mend}")
    })
}

pub fn check(arguments: &CheckArguments, source_date: Option<Date>) -> Result<Outcome, String> {
    if let Some(code) = &arguments.explain {
        return explain(code.as_deref());
    }
    let desk = arguments.common.open(source_date)?;
    let notes = desk.check_all();
    let found: Vec<_> =
        desk.house.into_iter().chain(desk.listing).chain(notes.into_iter().flatten()).collect();
    let well = desk.press.is_some() && !stops(&found, arguments.common.deny_warnings);
    Ok(Outcome { found, well, ..Outcome::default() })
}
