//! The commands, one file each, and the words that `--help` says of them.

mod build;
mod check;
mod new;

use crate::terminal::{DiagnosticFormat, Terminal};
use clap::{Args, Parser, Subcommand, ValueEnum};
use diptych::diagnostic::Diagnostic;
use diptych::{Press, crew};
use jiff::civil::Date;
use std::path::PathBuf;

const AFTER: &str = "\
A project folder (ROOT) holds sources/ with house.yaml, _brand.yml, directory.yaml and one folder a note:
session.yaml for the facts, fr.md and en.md for the prose.

  diptych new my-house          make such a folder, ready to fill in
  diptych check my-house        say what is wrong or missing, with file, line and the mend
  diptych build my-house        write the editions to my-house/out/

Paths of editions go to standard output, everything else to standard error.
Exit status: 0 done; 1 the sources have errors; 2 a wrong command line, or a failure of machine or program.
The day of the documents is SOURCE_DATE_EPOCH, else what the sources say; no clock is read.";

/// Typesets bilingual session documents: accessible PDF and EPUB from one set of sources.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    build: build::BuildArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write editions to ROOT/out (what happens when no command is given)
    Build(build::BuildArguments),
    /// Read and check everything, and write nothing
    Check(check::CheckArguments),
    /// Make a house, or a note in it, ready to fill in
    New(new::NewArguments),
}

/// What `build` and `check` share.
#[derive(Debug, Args)]
struct CommonArguments {
    /// The folder that holds sources/
    #[arg(default_value = ".")]
    root: PathBuf,
    /// Only this note, by the name of its folder; may be given several times
    #[arg(long = "note", value_name = "ID")]
    notes: Vec<String>,
    /// How findings are written to standard error; json is one document
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    diagnostics: DiagnosticFormat,
    /// Treat warnings as errors: a note that has one is not built
    #[arg(long)]
    deny_warnings: bool,
    /// No progress, no summary: findings only
    #[arg(long, short)]
    quiet: bool,
    /// Colours in the findings
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// Runs the command: true when all is well, false when the sources have errors.
///
/// # Errors
/// A sentence for the user when the command line is wrong, or machine or program fail.
pub fn run(arguments: Arguments, source_date: Option<Date>) -> Result<bool, String> {
    match arguments.command {
        None => build::build(&arguments.build, source_date),
        Some(Command::Build(arguments)) => build::build(&arguments, source_date),
        Some(Command::Check(arguments)) => check::check(&arguments, source_date),
        Some(Command::New(arguments)) => new::new(&arguments),
    }
}

/// An open house and the ids of the notes asked for.
struct Desk {
    press: Press,
    ids: Vec<String>,
}

impl Desk {
    /// The findings on each of the notes.
    fn check_all(&self) -> Vec<Vec<Diagnostic>> {
        crew::work(crew::default_size(), &self.ids, |id| self.press.check(id, 1).diagnostics)
    }
}

impl CommonArguments {
    fn terminal(&self) -> Terminal {
        Terminal::new(&self.root, self.diagnostics, self.color, self.quiet)
    }

    /// Opens the house; `None` when it cannot be worked with, and `found` says why.
    fn open(&self, source_date: Option<Date>, found: &mut Vec<Diagnostic>) -> Result<Option<Desk>, String> {
        if !self.root.is_dir() {
            return Err(format!("there is no folder {}", self.root.display()));
        }
        let press = Press::open(&self.root, source_date).collect(found);
        let Some(press) = press else { return Ok(None) };
        let Some(all) = press.notes().collect(found) else { return Ok(None) };
        for id in &self.notes {
            if !all.contains(id) {
                let known = diptych::diagnostic::nearest(id, all.iter().map(String::as_str));
                let mend = match known {
                    Some(known) => format!("did you mean '{known}'?"),
                    None => format!("the notes are: {}", all.join(", ")),
                };
                return Err(format!("there is no note '{id}': {mend}"));
            }
        }
        let wanted = |id: &String| self.notes.is_empty() || self.notes.contains(id);
        let ids = all.into_iter().filter(wanted).collect();
        Ok(Some(Desk { press, ids }))
    }
}
