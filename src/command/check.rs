//! `diptych check`: load, check, copyedit, proofread; no output files.

use super::CommonArguments;
use clap::Args;
use diptych::stops;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub struct CheckArguments {
    #[command(flatten)]
    common: CommonArguments,
}

pub fn check(arguments: &CheckArguments, source_date: Option<Date>) -> Result<bool, String> {
    let common = &arguments.common;
    let terminal = common.terminal();
    let mut found = Vec::new();
    let desk = common.open(source_date, &mut found)?;
    let mut well = desk.is_some() && !stops(&found, common.deny_warnings);
    for report in desk.iter().flat_map(super::Desk::check_all) {
        well &= !stops(&report, common.deny_warnings);
        found.extend(report);
    }
    terminal.report(found);
    Ok(well)
}
