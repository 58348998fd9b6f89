//! What was built before and stands still: it is told again, not made again. In: the ledger. Out: notes and editions that
//! nothing has changed, and files whose sources are gone.

use diptych::diagnostic::{Diagnostic, keep};
use diptych::ledger::{self, Group, HousePage, Ledger, NotePage, Output, Standing};
use diptych::model::{Account, Artefact, Digest, Edition, Pen, language_tag};
use diptych::{Selection, holds, open_ledger, program};
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

/// A house or a note that is as it was.
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

/// What a note is compared with while it is built.
pub struct Bench {
    page: NotePage,
    sources: Digest,
    account: Account,
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

    /// Puts down what was read of the house and found in it. Returns the digest of all of it, and of what every edition is
    /// set with.
    pub fn put_house(&self, pen: Option<&Pen>, found: &[Diagnostic]) -> (Digest, Digest) {
        let (Some(ledger), Some(pen)) = (&self.ledger, pen) else { return Default::default() };
        let account = pen.account(ledger.began);
        let setting = ledger::setting(&account);
        let setting = Digest::of_all([self.program.as_str().as_bytes(), setting.as_str().as_bytes()]);
        let digest = account.digest();
        ledger.write_house(&HousePage { program: self.program.clone(), account, found: keep(found) }).ok();
        (digest, setting)
    }

    /// The digest of all that a note is made from.
    fn sources(&self, house: &Digest, account: &Account) -> Digest {
        let note = account.digest();
        Digest::of_all([&self.program, house, &note].map(|digest| digest.as_str().as_bytes()))
    }

    /// A note that is as it was, with all the editions that are wanted of it.
    pub fn note(&self, id: &str, house: &Digest, selection: &Selection) -> Option<Stood> {
        let ledger = self.ledger.as_ref()?;
        let mut page = ledger.note(id)?;
        let mut renewed = holds(&self.root, &mut page.account, ledger.began, &self.numbers)?;
        let sources = self.sources(house, &page.account);
        if sources != page.sources {
            return None;
        }
        let wanted = wanted(&page.editions, selection);
        let mut stood = Stood {
            checked: page.checked.restore()?,
            set: Vec::new(),
            paths: Vec::new(),
            editions: 0,
            tags: page.editions.iter().map(|(tag, _)| tag.clone()).collect(),
            former: page.former.clone(),
        };
        for (tag, media) in wanted {
            let name = format!("{tag}: {}", media.join(", "));
            let group = page.groups.iter_mut().find(|group| group.name == name)?;
            if group.sources != sources {
                return None;
            }
            match ledger.look_at(&mut group.outputs, page.written) {
                Standing::Same => {}
                Standing::Renewed => renewed = true,
                Standing::Altered => return None,
            }
            stood.editions += media.len();
            stood.set.extend(group.told.restore()?);
            stood.paths.extend(group.outputs.iter().map(|output| ledger.path(&output.path)));
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
        let sources = self.sources(house, &account);
        Some(Bench { page: ledger.note(id).unwrap_or_default(), sources, account })
    }

    /// The group of this name, if it was made from just this and stands. What was found in it names lines of the sources:
    /// then these, too, must be as they were.
    pub fn group(&self, bench: &Bench, name: &str, key: &Digest) -> Option<Group> {
        let ledger = self.ledger.as_ref()?;
        let mut group =
            bench.page.groups.iter().find(|group| group.name == name && group.key == *key)?.clone();
        let placed = group.raw.is_empty() || group.sources == bench.sources;
        let stands = placed && ledger.look_at(&mut group.outputs, bench.page.written) != Standing::Altered;
        group.sources = bench.sources.clone();
        stands.then_some(group)
    }

    /// A group that was just made and published.
    pub fn seal(
        &self,
        bench: &Bench,
        name: &str,
        key: Digest,
        found: (&[Diagnostic], &[Diagnostic]),
        files: &[Artefact],
    ) -> Option<Group> {
        let ledger = self.ledger.as_ref()?;
        let outputs = files.iter().map(|file| ledger.seal(file)).collect::<io::Result<_>>().ok()?;
        let (raw, told) = (keep(found.0), keep(found.1));
        Some(Group { name: name.to_owned(), key, sources: bench.sources.clone(), raw, told, outputs })
    }

    pub fn paths(&self, group: &Group) -> Vec<PathBuf> {
        let ledger = self.ledger.iter();
        ledger.flat_map(|ledger| group.outputs.iter().map(|output| ledger.path(&output.path))).collect()
    }

    /// Puts down a note that was built. Returns the files that it once had and has no more.
    pub fn put_note(
        &self,
        id: &str,
        bench: Bench,
        checked: &[Diagnostic],
        editions: &[Edition],
        groups: Vec<Group>,
    ) -> Vec<Output> {
        let Some(ledger) = &self.ledger else { return Vec::new() };
        let Bench { mut page, sources, account } = bench;
        let editions: Vec<(String, String)> = editions
            .iter()
            .map(|edition| (edition.language_tag(), edition.medium.as_str().to_owned()))
            .collect();
        let has = |name: &str| {
            name.split_once(": ").is_some_and(|(tag, media)| {
                media.split(", ").all(|medium| editions.iter().any(|(own, its)| own == tag && its == medium))
            })
        };
        let mut kept = groups;
        for group in std::mem::take(&mut page.groups) {
            if kept.iter().any(|own| own.name == group.name) || !has(&group.name) {
                page.former.extend(group.outputs);
            } else {
                kept.push(group);
            }
        }
        let is_own =
            |output: &Output| kept.iter().flat_map(|group| &group.outputs).any(|own| own.path == output.path);
        page.former.retain(|output| !is_own(output));
        page.former.sort_by(|a, b| a.path.cmp(&b.path));
        page.former.dedup();
        let former = page.former.clone();
        let page = NotePage { sources, account, checked: keep(checked), editions, groups: kept, ..page };
        ledger.write_note(id, &page).ok();
        former
    }

    /// The files of notes that are there no more. `is_ours` says of which notes this run takes care.
    pub fn gone(&self, ids: &[String], is_ours: impl Fn(&str) -> bool) -> Vec<(String, Vec<Output>)> {
        let Some(ledger) = &self.ledger else { return Vec::new() };
        let gone = ledger.notes().into_iter().filter(|id| is_ours(id) && !ids.contains(id));
        gone.filter_map(|id| {
            let page = ledger.note(&id)?;
            let outputs = page.groups.into_iter().flat_map(|group| group.outputs).chain(page.former);
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
                    if let Some(page) = ledger.note(id) {
                        ledger.write_note(id, &NotePage { former: Vec::new(), ..page })?;
                    }
                }
                false => ledger.remove_note(id)?,
            }
        }
        Ok(paths)
    }
}

/// The groups of a note's editions that are wanted, in order.
fn wanted<'e>(editions: &'e [(String, String)], selection: &Selection) -> Vec<(&'e str, Vec<&'e str>)> {
    let tags: Vec<String> = selection.languages.iter().map(|languages| language_tag(languages)).collect();
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (tag, medium) in editions {
        let holds = (tags.is_empty() || tags.contains(tag))
            && (selection.media.is_empty() || selection.media.iter().any(|own| own.as_str() == medium));
        match groups.iter_mut().find(|group| group.0 == tag).filter(|_| holds) {
            Some(group) => group.1.push(medium),
            None if holds => groups.push((tag, vec![medium])),
            None => {}
        }
    }
    groups
}

/// What `Press` and the shelf make of a note's editions: the number of those in a group.
pub fn size(group: &str) -> usize {
    group.matches(", ").count() + 1
}
