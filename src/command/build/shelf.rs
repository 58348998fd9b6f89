//! What was built before and stands still: it is told again, not made again. In: the ledger. Out: notes and editions that
//! nothing has changed, and files whose sources are gone.

use super::memory::Bench;
use diptych::diagnostic::{Diagnostic, keep};
use diptych::ledger::{self, HousePage, Ledger, NotePage, Output, PagesLine, PartLine, Standing};
use diptych::model::{Artefact, Digest, Edition, Medium, Pen, language_tag};
use diptych::{Selection, holds, open_ledger, program, stops};
use jiff::civil::Date;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub struct Shelf {
    root: PathBuf,
    /// `None` where nothing can be written, so that nothing is remembered either.
    ledger: Option<Ledger>,
    program: Digest,
    numbers: OnceLock<Digest>,
}

/// A note that is as it was.
pub struct Stood {
    /// What was found before anything was set, and in setting.
    pub checked: Vec<Diagnostic>,
    pub set: Vec<Diagnostic>,
    pub paths: Vec<PathBuf>,
    /// How many editions that are.
    pub editions: usize,
    /// The languages of all editions of the note.
    pub tags: Vec<String>,
    pub former: Vec<Output>,
}

/// What was read of a house, in digests.
#[derive(Clone, Debug, Default)]
pub struct HouseMarks {
    /// All of it.
    pub whole: Digest,
    /// What all editions of each medium are made with.
    settings: Vec<(Medium, Digest)>,
    none: Digest,
}

impl HouseMarks {
    pub fn setting(&self, medium: Medium) -> &Digest {
        self.settings.iter().find(|(own, _)| *own == medium).map_or(&self.none, |(_, setting)| setting)
    }
}

/// The findings and the files of an edition that was just made.
pub struct Fresh<'a> {
    pub raw: (&'a [Diagnostic], &'a [Diagnostic]),
    pub told: (&'a [Diagnostic], &'a [Diagnostic]),
    pub files: &'a [Artefact],
}

impl Shelf {
    pub fn open(root: &Path, out: &Path, source_date: Option<Date>) -> Self {
        let ledger = root.join("sources").is_dir().then(|| open_ledger(root, out).ok()).flatten();
        Self { root: root.to_owned(), ledger, program: program(source_date), numbers: OnceLock::new() }
    }

    /// A pen for the account of a reading, if any is kept.
    pub fn pen(&self) -> Option<Pen> {
        self.ledger.as_ref().map(|_| Pen::default())
    }

    /// What was found in the house, and the digest of all that was read of it, if nothing of that has changed.
    pub fn house(&self) -> Option<(Vec<Diagnostic>, Digest)> {
        let ledger = self.ledger.as_ref()?;
        let mut page = ledger.house().filter(|page| page.program == self.program)?;
        let renewed = holds(&self.root, &mut page.account, ledger.began, &self.numbers)?;
        let found = page.found.restore()?;
        if renewed {
            ledger.write_house(&page).ok();
        }
        Some((found, page.account.digest()))
    }

    /// Puts down what was read of the house and found in it.
    pub fn put_house(&self, pen: Option<&Pen>, found: &[Diagnostic]) -> HouseMarks {
        let (Some(ledger), Some(pen)) = (&self.ledger, pen) else { return HouseMarks::default() };
        let account = pen.account(ledger.began);
        let setting = |medium: &Medium| {
            let setting = ledger::setting(&account, *medium);
            let setting = [&self.program, &setting].map(|digest| digest.as_str().as_bytes());
            (*medium, Digest::of_all(setting))
        };
        let settings = Medium::ALL.iter().map(setting).collect();
        let marks = HouseMarks { whole: account.digest(), settings, none: Digest::default() };
        ledger.write_house(&HousePage { program: self.program.clone(), account, found: keep(found) }).ok();
        marks
    }

    /// The digest of all that a note is made from.
    fn sources(&self, house: &Digest, note: &Digest) -> Digest {
        Digest::of_all([&self.program, house, note].map(|digest| digest.as_str().as_bytes()))
    }

    /// A note that is as it was, with all the editions that are wanted of it; or one that cannot be made, as it could not be.
    pub fn note(
        &self,
        id: &str,
        house: &Digest,
        selection: &Selection,
        deny_warnings: bool,
    ) -> Option<Stood> {
        let ledger = self.ledger.as_ref()?;
        let mut page = ledger.note(id)?;
        let mut renewed = holds(&self.root, &mut page.account, ledger.began, &self.numbers)?;
        let sources = self.sources(house, &page.account.digest());
        if sources != page.sources {
            return None;
        }
        let mut stood = Stood {
            checked: page.checked.restore()?,
            set: Vec::new(),
            paths: Vec::new(),
            editions: 0,
            tags: page.editions.iter().map(|(tag, _)| tag.clone()).collect(),
            former: Vec::new(),
        };
        let fails = stops(&stood.checked, deny_warnings);
        if !fails {
            stood.former.clone_from(&page.former);
        }
        // Of a note that could not be read to its end it is not known what editions it has.
        if page.editions.is_empty() && !fails {
            return None;
        }
        for (tag, media) in wanted(&page.editions, selection).into_iter().filter(|_| !fails) {
            let has_pages = media.iter().any(|medium| *medium != Medium::Print);
            if has_pages {
                let pages = page.pages.iter().find(|pages| pages.tag == tag)?;
                stood.set.extend(pages.told.restore().filter(|_| pages.sources == sources)?);
            }
            for medium in media {
                let part = page.parts.iter_mut().find(|part| part.is_of(&tag, medium))?;
                if part.sources != sources {
                    return None;
                }
                match ledger.look_at(&mut part.outputs) {
                    Standing::Same => {}
                    Standing::Renewed => renewed = true,
                    Standing::Altered => return None,
                }
                if !has_pages {
                    stood.set.extend(part.told_aside.restore()?);
                }
                stood.set.extend(part.told.restore()?);
                stood.editions += 1;
                stood.paths.extend(self.paths(&part.outputs));
            }
        }
        if renewed {
            ledger.write_note(id, &page).ok();
        }
        Some(stood)
    }

    /// What a note that is being built is compared with.
    pub fn bench(&self, id: &str, house: &Digest, pen: Option<&Pen>) -> Option<Bench> {
        let (ledger, pen) = (self.ledger.as_ref()?, pen?);
        let account = pen.account(ledger.began);
        let sources = self.sources(house, &account.digest());
        Some(Bench { page: ledger.note(id).unwrap_or_default(), sources, account })
    }

    /// An edition of a bench, if it was made from just this and stands. What was found in it names lines of the sources:
    /// then these, too, must be as they were.
    pub fn part(&self, bench: &Bench, edition: &Edition, key: &Digest) -> Option<PartLine> {
        let ledger = self.ledger.as_ref()?;
        let is_own = |part: &&PartLine| part.is_of(&edition.language_tag(), edition.medium);
        let mut part = bench.page.parts.iter().find(is_own).filter(|part| part.key == *key)?.clone();
        let is_clear = part.raw.is_empty() && part.raw_aside.is_empty();
        if !is_clear && part.sources != bench.sources
            || ledger.look_at(&mut part.outputs) == Standing::Altered
        {
            return None;
        }
        part.sources = bench.sources.clone();
        Some(part)
    }

    /// An edition that was just made and published.
    pub fn seal(&self, bench: &Bench, edition: &Edition, key: Digest, fresh: &Fresh) -> Option<PartLine> {
        let ledger = self.ledger.as_ref()?;
        let outputs = fresh.files.iter().map(|file| ledger.seal(file)).collect::<Option<_>>()?;
        Some(PartLine {
            tag: edition.language_tag(),
            medium: edition.medium.as_str().to_owned(),
            key,
            sources: bench.sources.clone(),
            raw: keep(fresh.raw.0),
            told: keep(fresh.told.0),
            raw_aside: keep(fresh.raw.1),
            told_aside: keep(fresh.told.1),
            outputs,
        })
    }

    /// Where files of an edition are.
    pub fn paths(&self, outputs: &[Output]) -> Vec<PathBuf> {
        self.ledger.iter().flat_map(|ledger| outputs.iter().map(|output| ledger.path(&output.path))).collect()
    }

    /// Puts down a note that was built. Returns the files that it once had and has no more.
    pub fn put_note(
        &self,
        id: &str,
        bench: Bench,
        checked: &[Diagnostic],
        editions: &[Edition],
        (mut pages, mut parts): (Vec<PagesLine>, Vec<PartLine>),
    ) -> Vec<Output> {
        let Some(ledger) = &self.ledger else { return Vec::new() };
        let Bench { page, sources, account } = bench;
        // Another program may have built other editions of it meanwhile.
        let page = ledger.note(id).unwrap_or(page);
        let NotePage { pages: old_pages, parts: old_parts, mut former, .. } = page;
        let editions = listed(editions);
        let has = |tag: &str, medium: &str| editions.iter().any(|(own, its)| own == tag && its == medium);
        for part in old_parts {
            let is_replaced = parts.iter().any(|own| own.tag == part.tag && own.medium == part.medium);
            if is_replaced || !has(&part.tag, &part.medium) {
                former.extend(part.outputs);
            } else {
                parts.push(part);
            }
        }
        for own in old_pages {
            let is_replaced = pages.iter().any(|pages| pages.tag == own.tag);
            if !is_replaced && editions.iter().any(|(tag, _)| *tag == own.tag) {
                pages.push(own);
            }
        }
        let is_own =
            |output: &Output| parts.iter().flat_map(|part| &part.outputs).any(|own| own.path == output.path);
        former.retain(|output| !is_own(output));
        former.sort_by(|a, b| a.path.cmp(&b.path));
        former.dedup();
        let lost = former.clone();
        let checked = keep(checked);
        let page = NotePage { sources, account, checked, editions, pages, parts, former };
        ledger.write_note(id, &page).ok();
        lost
    }

    /// Puts down that a note cannot be made, and why: what was made of it stays as it was.
    pub fn put_failed(&self, id: &str, bench: Bench, checked: &[Diagnostic], editions: &[Edition]) {
        let Bench { page, sources, account } = bench;
        let page = self.ledger.as_ref().and_then(|ledger| ledger.note(id)).unwrap_or(page);
        let page = NotePage { sources, account, checked: keep(checked), editions: listed(editions), ..page };
        self.ledger.iter().for_each(|ledger| drop(ledger.write_note(id, &page)));
    }

    /// The files of notes that are there no more. `is_ours` says of which notes this run takes care.
    pub fn gone(&self, ids: &[String], is_ours: impl Fn(&str) -> bool) -> Vec<(String, Vec<Output>)> {
        let Some(ledger) = &self.ledger else { return Vec::new() };
        let gone = ledger.notes().into_iter().filter(|id| is_ours(id) && !ids.contains(id));
        gone.filter_map(|id| {
            let page = ledger.note(&id)?;
            let outputs = page.parts.into_iter().flat_map(|part| part.outputs).chain(page.former);
            let mut outputs: Vec<Output> = outputs.collect();
            outputs.sort_by(|a, b| a.path.cmp(&b.path));
            outputs.dedup_by(|a, b| a.path == b.path);
            Some((id, outputs))
        })
        .collect()
    }

    /// The paths of those files that are still there as the press wrote them; with `prune` they are removed.
    pub fn orphans(
        &self,
        files: &[(String, Vec<Output>)],
        ids: &[String],
        prune: bool,
    ) -> io::Result<Vec<PathBuf>> {
        let Some(ledger) = &self.ledger else { return Ok(Vec::new()) };
        let mut paths = Vec::new();
        for (id, outputs) in files {
            for output in outputs.iter().filter(|output| ledger.holds(output)) {
                if prune {
                    ledger.remove(output)?;
                }
                paths.push(ledger.path(&output.path));
            }
            if !prune {
                continue;
            }
            match ids.contains(id) {
                true => {
                    if let Some(page) = ledger.note(id).filter(|page| !page.former.is_empty()) {
                        ledger.write_note(id, &NotePage { former: Vec::new(), ..page })?;
                    }
                }
                false => ledger.remove_note(id)?,
            }
        }
        Ok(paths)
    }
}

/// The languages and media of editions.
fn listed(editions: &[Edition]) -> Vec<(String, String)> {
    editions.iter().map(|edition| (edition.language_tag(), edition.medium.as_str().to_owned())).collect()
}

/// The media of a note's editions that are wanted, by their languages, in order.
fn wanted(editions: &[(String, String)], selection: &Selection) -> Vec<(String, Vec<Medium>)> {
    let tags: Vec<String> = selection.languages.iter().map(|languages| language_tag(languages)).collect();
    let mut groups: Vec<(String, Vec<Medium>)> = Vec::new();
    for (tag, medium) in editions {
        let Some(medium) = Medium::from_word(medium) else { continue };
        let holds = (tags.is_empty() || tags.contains(tag))
            && (selection.media.is_empty() || selection.media.contains(&medium));
        match groups.iter_mut().find(|group| group.0 == *tag).filter(|_| holds) {
            Some(group) => group.1.push(medium),
            None if holds => groups.push((tag.clone(), vec![medium])),
            None => {}
        }
    }
    groups
}
