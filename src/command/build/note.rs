//! The building of one note: checked, made but for what stands, published together, put down.

use super::memory::{Bench, Remembered};
use super::shelf::{Fresh, HouseMarks, Shelf, Stood};
use diptych::diagnostic::{Diagnostic, keep};
use diptych::ledger::{Output, PagesLine, PartLine};
use diptych::model::{Artefact, Pen};
use diptych::publish::{Store, publish};
use diptych::{Copy, Findings, Group, Memory, Press, Selection, State, stops};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

/// What all notes are built with.
pub struct Work<'a> {
    pub press: &'a Press,
    pub shelf: &'a Shelf,
    pub house: &'a HouseMarks,
    pub store: &'a Store,
    pub manuscripts: Option<&'a Store>,
    pub deny_warnings: bool,
    /// Whether what stands is set again.
    pub force: bool,
}

/// What came of one note.
#[derive(Default)]
pub struct Made {
    pub found: Vec<Diagnostic>,
    /// The editions written or up to date; `None` when the note failed.
    pub paths: Option<Vec<PathBuf>>,
    /// How many editions were set, and how many stood.
    pub set: usize,
    pub stood: usize,
    /// Files that the note once had.
    pub former: Vec<Output>,
}

impl Made {
    fn failed(found: Vec<Diagnostic>) -> Self {
        Self { found, ..Self::default() }
    }
}

/// A note that stands, as if it had been built.
pub fn again(note: Stood, deny_warnings: bool) -> Made {
    let Stood { checked: mut found, set, paths, editions, former, .. } = note;
    let mut paths = Some(paths).filter(|_| !stops(&found, deny_warnings));
    if paths.is_some() {
        found.extend(set);
        paths = paths.filter(|_| !stops(&found, deny_warnings));
    }
    Made { found, paths, set: 0, stood: editions, former }
}

/// What was found in setting, as house and note weigh it.
struct Told {
    pages: Vec<Diagnostic>,
    parts: Vec<Findings>,
}

impl Told {
    fn of(group: &Group, press: &Press, copy: &Copy) -> Self {
        let weigh = |found: &[Diagnostic]| press.weigh(copy, found.to_vec());
        let parts = group.parts.iter().map(|part| &part.found);
        let parts = parts.map(|found| Findings { own: weigh(&found.own), aside: weigh(&found.aside) });
        Self { pages: weigh(&group.aside()), parts: parts.collect() }
    }
}

/// Makes and publishes one note, but for the editions that stand. An `Err` is a failure of the machine.
pub fn build_note(id: &str, work: &Work, selection: &Selection) -> Result<Made, String> {
    let Work { press, shelf, .. } = work;
    let pen: Option<Pen> = shelf.pen();
    let mut found = Vec::new();
    let bench = OnceLock::new();
    // It is made when all sources have been read.
    let bench_of = || bench.get_or_init(|| shelf.bench(id, &work.house.whole, pen.as_ref())).as_ref();
    let make = |copy: &Copy| {
        let memory = bench_of().map(|bench| Remembered::new(shelf, bench, work.house, work.force));
        let known = memory.as_ref().map(|memory| memory as &dyn Memory);
        let groups = press.make_anew(copy, selection, known);
        (groups, memory.map(Remembered::standing).unwrap_or_default())
    };
    let (copy, begun) = press.check_beside(id, selection.jobs, pen.as_ref(), make);
    let copy = copy.collect(&mut found);
    bench_of();
    let copy = match copy {
        Some(copy) if !stops(&found, work.deny_warnings) => copy,
        copy => {
            let editions = copy.map(|copy| copy.note.editions).unwrap_or_default();
            let bench = bench.into_inner().flatten();
            bench.into_iter().for_each(|bench| shelf.put_failed(id, bench, &found, &editions));
            return Ok(Made::failed(found));
        }
    };
    let checked = found.len();
    let (groups, standing) = begun.unwrap_or_else(|| make(&copy));
    let mut groups = groups.collect(&mut found).unwrap_or_default();
    let bench = bench.into_inner().flatten();
    let told: Vec<Told> = groups.iter().map(|group| Told::of(group, press, &copy)).collect();
    for told in &told {
        found.extend(told.pages.iter().chain(told.parts.iter().flat_map(|part| &part.own)).cloned());
    }
    if !groups.iter().all(Group::is_whole) || stops(&found, work.deny_warnings) {
        return Ok(Made::failed(found));
    }

    let (mut files, mut merged, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for group in &mut groups {
        merged.append(&mut group.manuscripts);
        for part in &mut group.parts {
            if let State::Made(part) = &mut part.state {
                counts.push(part.editions.len());
                files.append(&mut part.editions);
                merged.append(&mut part.manuscripts);
            }
        }
    }
    let failed = |error: std::io::Error| format!("cannot write the editions of {id}: {error}");
    if let Some(manuscripts) = work.manuscripts {
        publish(&merged, manuscripts).map_err(failed)?;
    }
    let fresh = publish(&files, work.store).map_err(failed)?;
    let mut made = Made { found, ..Made::default() };
    let fresh = Published { files: &files, paths: fresh.into_iter(), counts: counts.into_iter() };
    let lines = put_down(&groups, &told, shelf, bench.as_ref(), standing, fresh, &mut made);
    if let Some((bench, lines)) = bench.zip(lines) {
        made.former = shelf.put_note(id, bench, &made.found[..checked], &copy.note.editions, lines);
    }
    Ok(made)
}

/// The files of all editions that were made, and how many of them are of each.
struct Published<'a> {
    files: &'a [Artefact],
    paths: std::vec::IntoIter<PathBuf>,
    counts: std::vec::IntoIter<usize>,
}

/// The lines of the ledger on pages and editions; `None` where one of them cannot be put down.
fn put_down(
    groups: &[Group],
    told: &[Told],
    shelf: &Shelf,
    bench: Option<&Bench>,
    mut standing: BTreeMap<String, PartLine>,
    mut published: Published,
    made: &mut Made,
) -> Option<(Vec<PagesLine>, Vec<PartLine>)> {
    let mut paths = Vec::new();
    let (mut pages_lines, mut lines) = (Vec::new(), Some(Vec::new()));
    for (group, told) in groups.iter().zip(told) {
        for (part, told) in group.parts.iter().zip(&told.parts) {
            let line = match &part.state {
                State::Made(_) => {
                    let (own, rest) = published.files.split_at(published.counts.next().unwrap_or_default());
                    published.files = rest;
                    paths.extend(published.paths.by_ref().take(own.len()));
                    made.set += 1;
                    let fresh = Fresh {
                        raw: (&part.found.own, &part.found.aside),
                        told: (&told.own, &told.aside),
                        files: own,
                    };
                    let key = part.key.clone();
                    bench.zip(key).and_then(|(bench, key)| shelf.seal(bench, &part.edition, key, &fresh))
                }
                _ => {
                    let kept = standing.remove(&part.edition.path());
                    made.stood += 1;
                    paths.extend(kept.iter().flat_map(|kept| shelf.paths(&kept.outputs)));
                    let (told, told_aside) = (keep(&told.own), keep(&told.aside));
                    kept.map(|kept| PartLine { told, told_aside, ..kept })
                }
            };
            lines = lines.zip(line).map(|(mut lines, line)| {
                lines.push(line);
                lines
            });
        }
        let pages = group.pages.as_ref().and_then(|pages| Some((pages, pages.key.clone()?)));
        pages_lines.extend(bench.zip(pages).map(|(bench, (pages, key))| PagesLine {
            tag: group.tag.clone(),
            key,
            sources: bench.sources.clone(),
            map: pages.map.clone(),
            raw: keep(&pages.found),
            told: keep(&told.pages),
        }));
    }
    made.paths = Some(paths);
    lines.map(|lines| (pages_lines, lines))
}
