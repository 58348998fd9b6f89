//! `diptych build`: the selected editions of the selected notes, written below `out/`.

mod before;
mod memory;
mod note;
mod shard;
mod shelf;
mod words;
mod workshop;

use super::watch;
use super::{CommonArguments, Outcome};
use crate::allocator;
use crate::terminal::{self, Terminal};
use before::{Before, Found};
use clap::Args;
use diptych::diagnostic::{Diagnostic, has_errors};
use diptych::{crew, stops};
use jiff::civil::Date;
use note::Made;
use shard::Shard;
use shelf::Shelf;
use std::path::PathBuf;
use workshop::{Opening, Workshop};

#[derive(Debug, Args)]
pub struct BuildArguments {
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// Only editions in these languages: fr, en, or both side by side as fr-en (the first leads)
    #[arg(long, value_delimiter = ',', value_name = "LANGUAGES")]
    languages: Vec<String>,
    /// Only these media: screen (accessible PDF), print (PDF for the printing house), epub
    #[arg(long, value_delimiter = ',', value_name = "MEDIA")]
    media: Vec<String>,
    /// Where editions go; ROOT/out when not given
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many notes are made at once; all processors when not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How long the work on one note may take before the program gives up: a template may have no end
    #[arg(long, value_name = "SECONDS", default_value_t = watch::SECONDS, value_parser = clap::value_parser!(u64).range(1..))]
    time_limit: u64,
    /// Also write each edition's merged Typst text here, with all that the stock `typst compile` needs
    #[arg(long, value_name = "DIR")]
    manuscript: Option<PathBuf>,
    /// Set everything again, also what nothing has changed
    #[arg(long)]
    force: bool,
    /// Remove the editions that the press wrote and whose sources are gone
    #[arg(long)]
    prune: bool,
    /// Only this share of the notes, such as 2/8: the shares of all eight hold each note once
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// Say how many editions were set, and how many were up to date
    #[arg(long, short)]
    verbose: bool,
}

impl BuildArguments {
    fn jobs(&self) -> usize {
        self.jobs.map_or_else(crew::default_size, usize::from)
    }

    /// The notes that are asked for.
    fn wanted(&self, all: &[String]) -> Vec<String> {
        let wanted = |id: &&String| {
            (self.common.notes.is_empty() || self.common.notes.contains(id))
                && self.shard.is_none_or(|shard| shard.holds(id))
        };
        all.iter().filter(wanted).cloned().collect()
    }

    /// Whether all editions of all notes of a share are asked for.
    fn is_whole(&self) -> bool {
        self.common.notes.is_empty() && self.languages.is_empty() && self.media.is_empty()
    }
}

pub fn build(
    arguments: &BuildArguments,
    source_date: Option<Date>,
    terminal: &Terminal,
) -> Result<Outcome, String> {
    allocator::take_small_pages();
    let media = words::media(&arguments.media)?;
    let out = arguments.out.clone().unwrap_or_else(|| arguments.common.root.join("out"));
    let shelf = Shelf::open(&arguments.common.root, &out, source_date);
    let shop = Workshop { arguments, media, out, shelf: &shelf, source_date, terminal };
    if let Some(before) = Before::look(&shop)
        && let Some(Found { house, listing, all, ids, results }) = before.build_upon(&shop)?
    {
        return Ok(gather(arguments, (house, listing), (&all, &ids, results), &shelf, terminal));
    }
    let open = match shop.open(None)? {
        Opening::Ready(open) => open,
        Opening::Unsound(desk) => {
            // Nothing can be made of this house; what is wrong with its notes is told in the same run.
            let notes = desk.check_all();
            let found =
                desk.house.into_iter().chain(desk.listing).chain(notes.into_iter().flatten()).collect();
            return Ok(Outcome { found, ..Outcome::default() });
        }
    };
    let ids = arguments.wanted(&open.ids);
    let results = shop.make_all(&ids, &open);
    let (house, listing) = (open.house.clone(), open.listing.clone());
    let outcome = gather(arguments, (house, listing), (&open.ids, &ids, results), &shelf, terminal);
    open.leave();
    Ok(outcome)
}

/// What came of the house, of the listing of its notes, of all notes, and of the files of those that are no more. `notes` are the ids of all of them, of those that
/// were asked for, and what came of these.
fn gather(
    arguments: &BuildArguments,
    (house, listing): (Vec<Diagnostic>, Vec<Diagnostic>),
    notes: (&[String], &[String], Vec<Result<Made, String>>),
    shelf: &Shelf,
    terminal: &Terminal,
) -> Outcome {
    let (all, ids, results) = notes;
    let deny_warnings = arguments.common.deny_warnings;
    let listed = !has_errors(&listing);
    let mut outcome = Outcome { well: !stops(&listing, deny_warnings), ..Outcome::default() };
    outcome.found.extend(house.into_iter().chain(listing));
    let (mut set, mut stood, mut lost) = (0, 0, Vec::new());
    for (id, result) in ids.iter().zip(results) {
        match result {
            Ok(made) => {
                outcome.well &= made.paths.is_some();
                outcome.found.extend(made.found);
                outcome.paths.extend(made.paths.into_iter().flatten());
                (set, stood) = (set + made.set, stood + made.stood);
                lost.push((id.clone(), made.former));
            }
            Err(failure) => outcome.failures.push(failure),
        }
    }
    if outcome.well && outcome.failures.is_empty() && outcome.paths.is_empty() && !ids.is_empty() {
        let sentence = "no note has an edition in these languages and media: 'editions' in house.yaml lists what is built";
        outcome.failures.push(sentence.to_owned());
    }
    let mut remarks = Vec::new();
    if arguments.is_whole() && listed {
        lost.extend(shelf.gone(all, |id| arguments.shard.is_none_or(|shard| shard.holds(id))));
        match shelf.orphans(&lost, all, arguments.prune) {
            Ok(paths) => remarks.extend(told_of(&paths, arguments.prune)),
            Err(error) => {
                outcome.failures.push(format!("cannot remove what has no sources any more: {error}"))
            }
        }
    }
    if arguments.verbose {
        remarks.push(format!("{}, {stood} up to date", editions(set)));
    }
    // A document for programs is exactly one.
    outcome.remarks.extend(remarks.into_iter().filter(|_| terminal.remarks()));
    outcome
}

fn editions(set: usize) -> String {
    if set == 1 { "1 edition set".to_owned() } else { format!("{set} editions set") }
}

/// What to say of files whose sources are gone.
fn told_of(paths: &[PathBuf], pruned: bool) -> Option<String> {
    let names: Vec<String> = paths.iter().map(|path| terminal::display(path)).collect();
    let names = names.join(", ");
    match (paths.is_empty(), pruned) {
        (true, _) => None,
        (false, true) => Some(format!("removed, as the sources are gone: {names}")),
        (false, false) => Some(format!("the sources of these files are gone: {names}; --prune removes them")),
    }
}
