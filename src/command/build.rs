//! `diptych build`: the selected editions of the selected notes, written below `out/`.

mod shard;
mod shelf;

use super::watch::{self, Excess, watch};
use super::{CommonArguments, Ending, Outcome, misled};
use crate::allocator;
use crate::terminal::{self, Terminal};
use clap::Args;
use diptych::diagnostic::{Diagnostic, has_errors, keep};
use diptych::ledger::{self, Output};
use diptych::model::{Digest, Edition, Language, Medium, known_by, language_meant, language_tag};
use diptych::publish::{Store, publish};
use diptych::{Copy, Press, Selection, crew, notes, stops, typeset};
use jiff::civil::Date;
use shard::Shard;
use shelf::{Shelf, Stood, size};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
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

/// What came of one note.
struct Made {
    found: Vec<Diagnostic>,
    /// The editions written or up to date; `None` when the note failed.
    paths: Option<Vec<PathBuf>>,
    /// How many editions were set, and how many stood.
    set: usize,
    stood: usize,
    /// Files that the note once had.
    former: Vec<Output>,
}

/// What stands before the work begins.
struct Before {
    /// What was found in the house, and in the listing of its notes.
    house: Vec<Diagnostic>,
    listing: Vec<Diagnostic>,
    all: Vec<String>,
    ids: Vec<String>,
    stood: BTreeMap<String, Stood>,
}

impl Before {
    /// The notes that are as they were, if the house is, and if all that is asked for can be told from the ledger.
    fn look(arguments: &BuildArguments, media: &[Medium], shelf: &Shelf) -> Option<Self> {
        let common = &arguments.common;
        if arguments.force || arguments.manuscript.is_some() || misled(&common.root).is_some() {
            return None;
        }
        let read = |tag: &String| tag.split('-').map(Language::new).collect::<Option<Vec<_>>>();
        let languages = arguments.languages.iter().map(read).collect::<Option<Vec<_>>>()?;
        let (house, digest) = shelf.house()?;
        let mut listing = Vec::new();
        let all = notes(&common.root).collect(&mut listing)?;
        if stops(&house, common.deny_warnings) || !common.notes.iter().all(|id| all.contains(id)) {
            return None;
        }
        let ids = arguments.wanted(&all);
        let selection = Selection { languages, media: media.to_vec(), ..Selection::default() };
        let jobs = arguments.jobs();
        let stood = crew::work(jobs, &ids, |id| shelf.note(id, &digest, &selection));
        let stood: BTreeMap<String, Stood> =
            ids.iter().zip(stood).filter_map(|(id, stood)| Some((id.clone(), stood?))).collect();
        let tags: Vec<&String> = stood.values().flat_map(|note| &note.tags).collect();
        let known = arguments.languages.iter().all(|tag| tags.contains(&tag));
        known.then_some(Self { house, listing, all, ids, stood })
    }

    /// Whether there is nothing to be done.
    fn suffices(&self) -> bool {
        self.ids.len() == self.stood.len() && self.stood.values().any(|note| note.editions > 0)
    }
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

/// A note that stands, as if it had been built.
fn again(note: Stood, deny_warnings: bool) -> Made {
    let Stood { checked: mut found, set, paths, editions, former, .. } = note;
    let mut paths = Some(paths).filter(|_| !stops(&found, deny_warnings));
    if paths.is_some() {
        found.extend(set);
        paths = paths.filter(|_| !stops(&found, deny_warnings));
    }
    Made { found, paths, set: 0, stood: editions, former }
}

pub fn build(
    arguments: &BuildArguments,
    source_date: Option<Date>,
    terminal: &Terminal,
) -> Result<Outcome, String> {
    let common = &arguments.common;
    let media = media(&arguments.media)?;
    let out = arguments.out.clone().unwrap_or_else(|| common.root.join("out"));
    let shelf = Shelf::open(&common.root, &out, source_date);
    let mut stood = BTreeMap::new();
    if let Some(before) = Before::look(arguments, &media, &shelf) {
        if before.suffices() {
            // Clears away what killed programs left behind.
            Store::open(&common.root, &out).ok();
            let Before { house, listing, all, ids, mut stood } = before;
            let notes = ids.iter().filter_map(|id| stood.remove(id));
            let results = notes.map(|note| Ok(again(note, common.deny_warnings))).collect();
            return Ok(gather(arguments, house, listing, (&all, &ids, results), &shelf, terminal));
        }
        stood = before.stood;
    }

    let pen = shelf.pen();
    let desk = common.open_with(source_date, pen.as_ref())?;
    let ids = arguments.wanted(&desk.ids);
    let sound = !stops(&desk.house, common.deny_warnings);
    let Some(press) = desk.press.as_ref().filter(|_| sound) else {
        // Nothing can be made of this house; what is wrong with its notes is told in the same run.
        let notes = desk.check_all();
        let found = desk.house.into_iter().chain(desk.listing).chain(notes.into_iter().flatten()).collect();
        return Ok(Outcome { found, ..Outcome::default() });
    };
    let languages = languages(&arguments.languages, press)?;
    check_tags(&languages, press, &desk.ids)?;
    let (house, setting) = shelf.put_house(pen.as_ref(), &desk.house);

    let store = Store::open(&common.root, &out)
        .map_err(|error| format!("cannot write to {}: {error}", out.display()))?;
    let manuscripts = match &arguments.manuscript {
        Some(folder) => Some(open_manuscripts(press, &common.root, folder)?),
        None => None,
    };
    let stale: Vec<String> = ids.iter().filter(|id| !stood.contains_key(*id)).cloned().collect();
    // Notes are made side by side; the editions of one, where there is only one.
    let jobs = arguments.jobs();
    let inner = if stale.len() > 1 { 1 } else { jobs };
    let selection = Selection { languages, media, manuscripts: manuscripts.is_some(), jobs: inner };
    let again_anyway = arguments.force || manuscripts.is_some();
    let work = Work { press, selection, shelf: &shelf, house, setting, store: &store, force: again_anyway };

    let limit = Duration::from_secs(arguments.time_limit);
    let progress = terminal.progress(stale.len());
    let make = |id: &String| {
        let made = watch(
            limit,
            |excess| give_up(excess, Some(id), arguments, press, terminal),
            || build_note(id, &work, common.deny_warnings, manuscripts.as_ref()),
        );
        if stale.len() > 1 {
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
        if stale.len() == 1 && arguments.jobs.is_none() {
            scope.spawn(ready);
        } else if !stale.is_empty() {
            ready();
        }
        crew::work(jobs, &stale, make)
    });
    progress.finish_and_clear();

    let mut made: BTreeMap<&String, _> = stale.iter().zip(results).collect();
    let result = |id| match stood.remove(id) {
        Some(note) => Some(Ok(again(note, common.deny_warnings))),
        None => made.remove(id),
    };
    let results = ids.iter().filter_map(result).collect();
    let outcome = gather(arguments, desk.house, desk.listing, (&desk.ids, &ids, results), &shelf, terminal);
    // The process ends here: to hand the house and the engine back piece by piece would only take time.
    std::mem::forget(desk.press);
    Ok(outcome)
}

/// What came of all notes, and of the files of those that are no more. `notes` are the ids of all of them, of those that
/// were asked for, and what came of these.
fn gather(
    arguments: &BuildArguments,
    house: Vec<Diagnostic>,
    listing: Vec<Diagnostic>,
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

/// What all notes are built with.
struct Work<'a> {
    press: &'a Press,
    selection: Selection,
    shelf: &'a Shelf,
    /// The digests of the house and of what all editions are set with.
    house: Digest,
    setting: Digest,
    store: &'a Store,
    /// Whether what stands is set again.
    force: bool,
}

/// Makes and publishes one note, but for the editions that stand. An `Err` is a failure of the machine.
fn build_note(
    id: &str,
    work: &Work,
    deny_warnings: bool,
    manuscripts: Option<&Store>,
) -> Result<Made, String> {
    let Work { press, selection, shelf, .. } = work;
    let pen = shelf.pen();
    let mut found = Vec::new();
    let bench = OnceLock::new();
    let standing = Mutex::new(BTreeMap::new());
    let stands = |name: &str, key: &Digest| {
        let bench = bench.get().and_then(Option::as_ref);
        let group = bench.filter(|_| !work.force).and_then(|bench| shelf.group(bench, name, key));
        let group = group.and_then(|group| Some((group.raw.restore()?, group)));
        let stands = group.is_some();
        let mut standing = standing.lock().expect("no group panics while it holds the list");
        standing.extend(group.map(|group| (name.to_owned(), group)));
        stands
    };
    let make = |copy: &Copy| {
        // By now the sources have been read.
        bench.get_or_init(|| shelf.bench(id, &work.house, pen.as_ref()));
        press.make_anew(copy, selection, &work.setting, &stands)
    };
    let (copy, begun) = press.check_beside(id, selection.jobs, pen.as_ref(), make);
    let copy = copy.collect(&mut found);
    let failed = |found| Ok(Made { found, paths: None, set: 0, stood: 0, former: Vec::new() });
    let Some(copy) = copy.filter(|_| !stops(&found, deny_warnings)) else { return failed(found) };
    let checked = found.len();
    let groups = begun.unwrap_or_else(|| make(&copy)).collect(&mut found);
    let bench = bench.into_inner().flatten();
    let mut standing = standing.into_inner().expect("all groups are made");
    let mut groups: Vec<_> =
        groups.into_iter().flatten().map(|group| (standing.remove(&group.name), group)).collect();
    let mut told = Vec::new();
    for (kept, group) in &groups {
        let raw = kept.as_ref().map_or(&group.found, |(raw, _)| raw);
        told.push(press.weigh(&copy, raw.clone()));
    }
    found.extend(told.iter().flatten().cloned());
    let whole = groups.iter().all(|(kept, group)| kept.is_some() || group.made.is_some());
    if !whole || stops(&found, deny_warnings) {
        return failed(found);
    }
    let failed = |error: std::io::Error| format!("cannot write the editions of {id}: {error}");
    let (mut files, mut merged, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for (_, group) in &mut groups {
        let made = group.made.take();
        counts.push(made.as_ref().map_or(0, |made| made.editions.len()));
        if let Some(made) = made {
            files.extend(made.editions);
            merged.extend(made.manuscripts);
        }
    }
    if let Some(manuscripts) = manuscripts {
        publish(&merged, manuscripts).map_err(failed)?;
    }
    let mut fresh = publish(&files, work.store).map_err(failed)?.into_iter();
    let mut files = files.as_slice();
    let mut made = Made { found, paths: None, set: 0, stood: 0, former: Vec::new() };
    let (mut paths, mut kept_groups) = (Vec::new(), Some(Vec::new()));
    for (((kept, group), told), count) in groups.into_iter().zip(told).zip(counts) {
        let sealed = match kept {
            Some((_, kept)) => {
                paths.extend(shelf.paths(&kept));
                made.stood += size(&group.name);
                Some(ledger::Group { told: keep(&told), ..kept })
            }
            None => {
                let (own, rest) = files.split_at(count);
                files = rest;
                paths.extend(fresh.by_ref().take(count));
                made.set += size(&group.name);
                let sealed = bench.as_ref().zip(group.key);
                sealed
                    .and_then(|(bench, key)| shelf.seal(bench, &group.name, key, (&group.found, &told), own))
            }
        };
        kept_groups = kept_groups.zip(sealed).map(|(mut groups, sealed)| {
            groups.push(sealed);
            groups
        });
    }
    if let Some((bench, groups)) = bench.zip(kept_groups) {
        made.former = shelf.put_note(id, bench, &made.found[..checked], &copy.note.editions, groups);
    }
    made.paths = Some(paths);
    Ok(made)
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
