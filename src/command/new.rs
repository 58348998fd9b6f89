//! `diptych new`: a house, or a note in one, ready to fill in.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct NewArguments {
    /// The folder of the new house; it must not exist yet, or be empty
    #[arg(value_name = "FOLDER", required_unless_present = "note")]
    folder: Option<PathBuf>,
    /// Add a note to the house in FOLDER (the current folder when not given)
    #[arg(long, value_name = "ID")]
    note: Option<String>,
}

pub fn new(_arguments: &NewArguments) -> Result<bool, String> {
    todo!()
}
