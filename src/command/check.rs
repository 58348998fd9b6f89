//! `diptych check`: load, check, copyedit, proofread; no output files.

use super::{CommonArguments, Outcome};
use clap::Args;
use diptych::stops;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub(super) common: CommonArguments,
}

pub fn check(arguments: &CheckArguments, source_date: Option<Date>) -> Result<Outcome, String> {
    let desk = arguments.common.open(source_date)?;
    let notes = desk.check_all();
    let found: Vec<_> =
        desk.house.into_iter().chain(desk.listing).chain(notes.into_iter().flatten()).collect();
    let well = desk.press.is_some() && !stops(&found, arguments.common.deny_warnings);
    Ok(Outcome { found, well, ..Outcome::default() })
}
