//! The commands, one file each, and the words that `--help` says of them.

mod accept;
mod build;
mod check;
mod new;
mod preflight;
mod preview;
mod schema;
mod watch;

use crate::terminal;
use crate::terminal::{DiagnosticFormat, Terminal};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use diptych::diagnostic::{Diagnostic, nearest};
use diptych::model::Pen;
use diptych::{Press, crew};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

const AFTER: &str = "\
A project folder (ROOT) holds sources/ with house.yaml, _brand.yml, directory.yaml and one folder a note:
session.yaml for the facts, fr.md and en.md for the prose.

  diptych new my-house          make such a folder, ready to fill in
  diptych check my-house        say what is wrong or missing, with file, line and the mend
  diptych preview my-house      show a note in the browser, and follow every save
  diptych build my-house        write the editions to my-house/out/
  diptych preflight sheet.pdf   say whether a PDF can go to a printing house

Paths of editions go to standard output, everything else to standard error.
Exit status: 0 done; 1 the sources have errors, or a PDF cannot be printed; 2 a wrong command line, or a failure
of machine or program.
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
    /// Accept the translations as they stand: passages that change later are told of
    Accept(accept::AcceptArguments),
    /// Say whether PDFs can go to a printing house, clause by clause
    Preflight(preflight::PreflightArguments),
    /// Show a note in the browser as it will print, and follow every save
    Preview(preview::PreviewArguments),
    /// Make a house, or a note in it, ready to fill in; or copy the press's templates into it
    New(new::NewArguments),
    /// Print JSON Schemas of the YAML files, with which editors complete and check them, and of preflight's report
    Schema(schema::SchemaArguments),
}

/// What `build`, `check` and `accept` share.
#[derive(Debug, Args)]
struct CommonArguments {
    /// The folder that holds sources/
    #[arg(default_value = ".")]
    root: PathBuf,
    /// Only this note, by the name of its folder; may be given several times
    #[arg(long = "note", value_name = "ID")]
    notes: Vec<String>,
    /// How findings are written to standard error; json and sarif are exactly one document
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

/// What came of a command: what was found, what was written, and where machine or command line failed.
#[derive(Default)]
struct Outcome {
    found: Vec<Diagnostic>,
    /// Files written or up to date.
    paths: Vec<PathBuf>,
    /// Whether the sources are in order, as far as they were asked for.
    well: bool,
    /// Sentences for the user, on why something could not be done.
    failures: Vec<String>,
    /// Sentences for the user, where all was done.
    remarks: Vec<String>,
}

impl Outcome {
    fn failure(sentence: impl Into<String>) -> Self {
        Self { failures: vec![sentence.into()], ..Self::default() }
    }
}

/// Runs the command, prints what came of it, and says how the program is to end.
pub fn run(arguments: Arguments, source_date: Result<Option<Date>, String>) -> Ending {
    let command = arguments.command.unwrap_or(Command::Build(arguments.build));
    let terminal = match &command {
        Command::Build(arguments) => arguments.common.terminal(),
        Command::Check(arguments) => arguments.common.terminal(),
        Command::Accept(arguments) => arguments.common.terminal(),
        Command::Preflight(_) | Command::Preview(_) | Command::New(_) | Command::Schema(_) => {
            Terminal::plain()
        }
    };
    let outcome = source_date.and_then(|date| match &command {
        Command::Build(arguments) => build::build(arguments, date, &terminal),
        Command::Check(arguments) => check::check(arguments, date),
        Command::Accept(arguments) => accept::accept(arguments, date),
        Command::Preflight(arguments) => Ok(preflight::preflight(arguments)),
        Command::Preview(arguments) => preview::preview(arguments, date),
        Command::New(arguments) => new::new(arguments),
        Command::Schema(arguments) => Ok(schema::schema(arguments)),
    });
    let outcome = outcome.unwrap_or_else(Outcome::failure);
    terminal.report(outcome.found, &outcome.failures);
    terminal.remark(&outcome.remarks);
    terminal::list(&outcome.paths);
    match (outcome.failures.is_empty(), outcome.well) {
        (true, true) => Ending::Done,
        (true, false) => Ending::Sources,
        (false, _) => Ending::Machine,
    }
}

/// How the program ends: its exit status.
#[derive(Clone, Copy, Debug)]
pub enum Ending {
    Done = 0,
    /// The sources have errors.
    Sources = 1,
    /// The command line is wrong, or machine or program failed.
    Machine = 2,
}

/// An open house and the ids of the notes asked for.
struct Desk {
    /// `None` when the house could not be read at all.
    press: Option<Press>,
    ids: Vec<String>,
    /// What was found in the house; an error here keeps all notes from being built.
    house: Vec<Diagnostic>,
    /// What was found while the notes were listed.
    listing: Vec<Diagnostic>,
}

impl Desk {
    /// The findings on each of the notes.
    fn check_all(&self) -> Vec<Vec<Diagnostic>> {
        let Some(press) = &self.press else { return Vec::new() };
        crew::work(crew::default_size(), &self.ids, |id| press.check(id, 1).diagnostics)
    }
}

impl CommonArguments {
    fn terminal(&self) -> Terminal {
        Terminal::new(&self.root, self.diagnostics, self.color, self.quiet)
    }

    /// Opens the house and lists the notes asked for.
    ///
    /// # Errors
    /// When there is no such folder or no such note.
    fn open(&self, source_date: Option<Date>) -> Result<Desk, String> {
        self.open_with(source_date, None, None)
    }

    /// The same, with a pen that keeps account of what is read. The notes may have been listed before, with these findings.
    fn open_with(
        &self,
        source_date: Option<Date>,
        pen: Option<&Pen>,
        listed: Option<(Vec<String>, Vec<Diagnostic>)>,
    ) -> Result<Desk, String> {
        if let Some(sentence) = misled(&self.root) {
            return Err(sentence);
        }
        let mut house = Vec::new();
        let press = Press::open_with(&self.root, source_date, pen).collect(&mut house);
        let (all, listing) = match listed {
            Some(listed) => listed,
            None => {
                let notes = press.as_ref().map(Press::notes);
                notes.map_or_else(Default::default, |notes| {
                    (notes.value.unwrap_or_default(), notes.diagnostics)
                })
            }
        };
        if let Some(id) = self.notes.iter().find(|id| press.is_some() && !all.contains(id)) {
            let name = id.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(id);
            let mend = match nearest(name, all.iter().map(String::as_str)) {
                Some(known) => format!("did you mean '{known}'?"),
                None => format!("the notes are: {}", all.join(", ")),
            };
            return Err(format!("there is no note '{id}': {mend}"));
        }
        let wanted = |id: &String| self.notes.is_empty() || self.notes.contains(id);
        let ids = all.into_iter().filter(wanted).collect();
        Ok(Desk { press, ids, house, listing })
    }
}

/// Why a folder is no house, if it is none.
fn misled(root: &Path) -> Option<String> {
    let name = root.display();
    let holds = |file: &str| root.join(file).is_file();
    if !root.is_dir() {
        let commands = Arguments::command();
        let known = commands.get_subcommands().map(clap::Command::get_name);
        return Some(match (commands.find_subcommand(root.as_os_str()), nearest(&name.to_string(), known)) {
            (Some(_), _) => {
                format!("there is no folder {name}; for the command, write it first: diptych {name} …")
            }
            (None, Some(command)) => {
                format!("there is no folder {name}: did you mean the command '{command}'?")
            }
            (None, None) => format!("there is no folder {name}: name the one that holds sources/"),
        });
    }
    if root.join("sources").is_dir() {
        return None;
    }
    let above = |levels: usize| {
        let above = root.ancestors().nth(levels).filter(|above| !above.as_os_str().is_empty());
        above.map_or_else(|| ".".to_owned(), |above| above.display().to_string())
    };
    if holds("house.yaml") {
        return Some(format!(
            "{name} is within the house: name the folder that holds it, as in diptych check {}",
            above(1)
        ));
    }
    let id = root.file_name().filter(|_| holds("session.yaml"))?.to_string_lossy();
    Some(format!("{name} is a note: name its house and its id, as in diptych check {} --note {id}", above(2)))
}
