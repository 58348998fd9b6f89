//! `diptych build`: the selected editions of the selected notes, written below `out/`.

use super::watch::{self, Excess, watch};
use super::{CommonArguments, Ending, Outcome};
use crate::allocator;
use crate::terminal::Terminal;
use clap::Args;
use diptych::diagnostic::Diagnostic;
use diptych::model::{Edition, Language, Medium, known_by, language_meant, language_tag};
use diptych::publish::{Store, publish};
use diptych::{Press, Selection, crew, stops, typeset};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

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
}

/// What came of one note.
struct Made {
    found: Vec<Diagnostic>,
    /// The editions written or up to date; `None` when the note failed.
    paths: Option<Vec<PathBuf>>,
}

pub fn build(
    arguments: &BuildArguments,
    source_date: Option<Date>,
    terminal: &Terminal,
) -> Result<Outcome, String> {
    let common = &arguments.common;
    let jobs = arguments.jobs.map_or_else(crew::default_size, usize::from);
    let media = media(&arguments.media)?;
    let desk = common.open(source_date)?;
    let sound = !stops(&desk.house, common.deny_warnings);
    let Some(press) = desk.press.as_ref().filter(|_| sound) else {
        // Nothing can be made of this house; what is wrong with its notes is told in the same run.
        let notes = desk.check_all();
        let found = desk.house.into_iter().chain(desk.listing).chain(notes.into_iter().flatten()).collect();
        return Ok(Outcome { found, ..Outcome::default() });
    };
    let languages = languages(&arguments.languages, press)?;
    check_tags(&languages, press, &desk.ids)?;

    let out = arguments.out.clone().unwrap_or_else(|| common.root.join("out"));
    let store = Store::open(&common.root, &out)
        .map_err(|error| format!("cannot write to {}: {error}", out.display()))?;
    let manuscripts = match &arguments.manuscript {
        Some(folder) => Some(open_manuscripts(press, &common.root, folder)?),
        None => None,
    };
    // Notes are made side by side; the editions of one, where there is only one.
    let inner = if desk.ids.len() > 1 { 1 } else { jobs };
    let selection = Selection { languages, media, manuscripts: manuscripts.is_some(), jobs: inner };

    let limit = Duration::from_secs(arguments.time_limit);
    let progress = terminal.progress(desk.ids.len());
    let make = |id: &String| {
        let made = watch(
            limit,
            |excess| give_up(excess, Some(id), arguments, press, terminal),
            || build_note(id, press, &selection, common.deny_warnings, &store, manuscripts.as_ref()),
        );
        if desk.ids.len() > 1 {
            typeset::forget();
            allocator::give_back();
        }
        progress.inc(1);
        made
    };
    let results = std::thread::scope(|scope| {
        let ready = || {
            rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(crew::STACK).build_global().ok();
            watch(limit, |excess| give_up(excess, None, arguments, press, terminal), || press.warm_up());
        };
        // The engine and its threads are made ready while the note is still being read and checked. Should they come too
        // late, the engine starts threads of its own; the pages are the same. Many notes are worth the wait.
        if desk.ids.len() == 1 && arguments.jobs.is_none() {
            scope.spawn(ready);
        } else {
            ready();
        }
        crew::work(jobs, &desk.ids, make)
    });
    progress.finish_and_clear();

    let mut outcome = Outcome { well: !stops(&desk.listing, common.deny_warnings), ..Outcome::default() };
    outcome.found.extend(desk.house.into_iter().chain(desk.listing));
    for result in results {
        match result {
            Ok(made) => {
                outcome.well &= made.paths.is_some();
                outcome.found.extend(made.found);
                outcome.paths.extend(made.paths.into_iter().flatten());
            }
            Err(failure) => outcome.failures.push(failure),
        }
    }
    if outcome.well && outcome.failures.is_empty() && outcome.paths.is_empty() && !desk.ids.is_empty() {
        let sentence = "no note has an edition in these languages and media: 'editions' in house.yaml lists what is built";
        outcome.failures.push(sentence.to_owned());
    }
    // The process ends here: to hand the house and the engine back piece by piece would only take time.
    std::mem::forget(desk.press);
    Ok(outcome)
}

/// Makes and publishes one note. An `Err` is a failure of the machine.
fn build_note(
    id: &str,
    press: &Press,
    selection: &Selection,
    deny_warnings: bool,
    store: &Store,
    manuscripts: Option<&Store>,
) -> Result<Made, String> {
    let mut found = Vec::new();
    let copy = press.check(id, selection.jobs).collect(&mut found).filter(|_| !stops(&found, deny_warnings));
    let made = copy.and_then(|copy| press.make(&copy, selection).collect(&mut found));
    let Some(made) = made.filter(|_| !stops(&found, deny_warnings)) else {
        return Ok(Made { found, paths: None });
    };
    let failed = |error: std::io::Error| format!("cannot write the editions of {id}: {error}");
    if let Some(manuscripts) = manuscripts {
        publish(&made.manuscripts, manuscripts).map_err(failed)?;
    }
    let paths = publish(&made.editions, store).map_err(failed)?;
    Ok(Made { found, paths: Some(paths) })
}

/// Ends the program, because the engine does not come to an end. `id` is the note at work; without it, the house's components
/// are being read.
fn give_up(excess: Excess, id: Option<&str>, arguments: &BuildArguments, press: &Press, terminal: &Terminal) {
    let limit = arguments.time_limit;
    // Two notes may go on for ever side by side: what is said is said once.
    static GIVEN_UP: AtomicBool = AtomicBool::new(false);
    if GIVEN_UP.swap(true, Ordering::Relaxed) {
        return;
    }
    let work =
        id.map_or_else(|| "setting the components".to_owned(), |id| format!("setting the note '{id}'"));
    let (wrong, more) = match excess {
        Excess::Time => (
            format!("{work} took longer than {limit} seconds"),
            format!("; if it only needs more time, give it some with --time-limit {}", limit * 5),
        ),
        Excess::Memory => (format!("{work} took more memory than any note needs"), String::new()),
    };
    let replaced = press.replaced_templates();
    let mend = match replaced.as_slice() {
        [] => "this is a fault of the program, not of the sources: please report it".to_owned(),
        files => format!("look for a loop without an end in {}", files.join(", ")),
    };
    terminal.report(Vec::new(), &[format!("{wrong} and was given up: {mend}{more}")]);
    std::process::exit(Ending::Machine as i32);
}

/// Opens the folder of the manuscripts, and lays the house's fonts there.
fn open_manuscripts(press: &Press, root: &Path, folder: &Path) -> Result<Store, String> {
    let failed = |error: std::io::Error| format!("cannot write to {}: {error}", folder.display());
    let store = Store::open(root, folder).map_err(failed)?;
    publish(&press.fonts(), &store).map_err(failed)?;
    Ok(store)
}

fn media(words: &[String]) -> Result<Vec<Medium>, String> {
    let known: Vec<&str> = Medium::ALL.iter().map(|medium| medium.as_str()).collect();
    let read = |word: &String| {
        Medium::from_word(word).ok_or_else(|| format!("there is no medium '{word}': {}", mend(word, &known)))
    };
    words.iter().map(read).collect()
}

fn languages(tags: &[String], press: &Press) -> Result<Vec<Vec<Language>>, String> {
    let known: Vec<&str> = press.house.terms.keys().map(Language::as_str).collect();
    let read = |code: &str| {
        Language::new(code)
            .filter(|language| press.house.terms.contains_key(language))
            .ok_or_else(|| format!("there is no language '{code}': {}", mend(code, &known)))
    };
    tags.iter().map(|tag| tag.split('-').map(read).collect()).collect()
}

/// Languages that each exist may make no edition: `en-fr`, where all notes have `fr-en`.
fn check_tags(wanted: &[Vec<Language>], press: &Press, ids: &[String]) -> Result<(), String> {
    let listed = press.house.profile.editions.languages.iter().map(|tag| tag.plain());
    let mut known: Vec<String> = listed.collect();
    let unknown = |known: &[String]| wanted.iter().find(|tag| !known.contains(&language_tag(tag)));
    if unknown(&known).is_none() {
        return Ok(());
    }
    // Notes may have editions of their own; of one with errors it is not known.
    let checked = crew::work(crew::default_size(), ids, |id| press.check(id, 1).value);
    let whole = checked.iter().all(Option::is_some);
    let own = checked.iter().flatten().flat_map(|copy| &copy.note.editions);
    known = own.map(Edition::language_tag).collect();
    known.sort();
    known.dedup();
    let Some(tag) = unknown(&known).filter(|_| whole && !known.is_empty()) else { return Ok(()) };
    let turned = language_tag(&tag.iter().rev().copied().collect::<Vec<_>>());
    let mend = match known.contains(&turned) {
        true => format!("did you mean '{turned}'?"),
        false => format!("the notes have {}", known.join(", ")),
    };
    Err(format!("no note has an edition in '{}': {mend}", language_tag(tag)))
}

fn mend(word: &str, known: &[&str]) -> String {
    let language = language_meant(word).map(|language| language.to_string());
    let language = language.filter(|language| known.contains(&language.as_str()));
    let language = language.map(|language| format!("did you mean '{language}'?"));
    known_by(word, known).or(language).unwrap_or_else(|| format!("choose from {}", known.join(", ")))
}
