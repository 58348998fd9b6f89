//! `diptych check`: load, check, copyedit, proofread; no output files.

use super::CommonArguments;
use clap::Args;
use diptych::stops;
use jiff::civil::Date;
use rayon::prelude::*;

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
    let mut well = !stops(&found, common.deny_warnings);
    if let Some(desk) = desk {
        let reports: Vec<_> = desk.ids.par_iter().map(|id| desk.press.check(id).diagnostics).collect();
        for report in reports {
            well &= !stops(&report, common.deny_warnings);
            found.extend(report);
        }
    } else {
        well = false;
    }
    terminal.report(&found);
    Ok(well)
}
