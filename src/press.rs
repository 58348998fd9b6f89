//! The press: a house at work, and the row of rooms in their order.

mod books;
mod drafts;
mod editions;
mod pictures;
mod printing;
mod proof;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Report, has_errors, weigh, withdraw_echoes, withdraw_lesser};
use crate::merge::Templates;
use crate::model::{
    ACCEPTED_FILE, Artefact, Digest, FairCopy, FontFile, House, Language, Note, Pen, Reproductions, Source,
    accepted_text,
};
use crate::typeset::Engine;
use crate::{check, copyedit, crew, load, notes, proofread, stops, typeset};
pub use drafts::{Findings, KnownPages, Memory};
pub use editions::{Group, Made, Pages, Part, Selection, State};
use pictures::{Kept, PerMedium};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

/// The findings that go away when translations are accepted.
const ACCEPTING_MENDS: [&str; 3] = ["stale-translation", "accepted-conflict", "accepted-form"];

/// A house at work: what all its notes share, read once.
pub struct Press {
    root: PathBuf,
    pub house: House,
    engine: OnceLock<Engine>,
    templates: OnceLock<Templates>,
    /// Held while engine and templates are made ready.
    warming: Mutex<()>,
    /// The house's own pictures, for each medium that was asked for.
    marks: PerMedium<OnceLock<Reproductions>>,
    /// Pictures of the note at hand, kept while it is set again and again.
    kept: Kept,
}

/// A note that every rule let pass, and its fair copies.
pub struct Copy {
    pub note: Note,
    copies: Vec<FairCopy>,
    /// The digest of the facts, where they choose how the languages are written.
    profiled: Option<Digest>,
}

impl Press {
    /// Reads the house below `root`. `source_date` is `SOURCE_DATE_EPOCH` as a day. A house that could be read is there
    /// even when its rules found errors: its notes can still be checked, but not made.
    pub fn open(root: &Path, source_date: Option<jiff::civil::Date>) -> Report<Self> {
        Self::open_with(root, source_date, None)
    }

    /// The same, with a pen that keeps account of what is read.
    pub fn open_with(root: &Path, source_date: Option<jiff::civil::Date>, pen: Option<&Pen>) -> Report<Self> {
        let mut diagnostics = Vec::new();
        let house = load::load(root, pen).collect(&mut diagnostics).map(|mut house| {
            house.source_date = source_date;
            diagnostics.extend(check::check_house(&house));
            house
        });
        let value = house.map(|house| Self {
            root: root.to_owned(),
            house,
            engine: OnceLock::new(),
            templates: OnceLock::new(),
            marks: PerMedium::default(),
            kept: Kept::default(),
            warming: Mutex::new(()),
        });
        Report { value, diagnostics }
    }

    /// Takes over what is kept of pictures by a press that was opened on the same house before.
    pub fn succeed(&mut self, older: Self) {
        self.kept = older.kept;
    }

    /// Makes engine and templates ready: what can be done beside other work.
    pub fn warm_up(&self) {
        let _warming = self.warming.lock();
        self.engine();
        self.templates().warm_up();
        typeset::warm_up(self.engine());
    }

    fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| Engine::new(&self.house))
    }

    fn templates(&self) -> &Templates {
        self.templates.get_or_init(|| Templates::new(&self.house))
    }

    /// The ids of all notes, in alphabetical order.
    pub fn notes(&self) -> Report<Vec<String>> {
        notes(&self.root)
    }

    /// Everything that can be said of a note before it is set. `hands` is how many of its languages may be copy-edited at
    /// once.
    pub fn check(&self, id: &str, hands: usize) -> Report<Copy> {
        self.check_with(id, hands, None)
    }

    /// The same, with a pen that keeps account of what is read.
    pub fn check_with(&self, id: &str, hands: usize, pen: Option<&Pen>) -> Report<Copy> {
        let mut found = Vec::new();
        let source = load::load_note(&self.root, id, pen).collect(&mut found);
        let copy = source.as_ref().and_then(|source| self.examine(source, hands, &mut found));
        Report::new(copy, found)
    }

    /// The same, with work that needs a fair copy and is begun while the copy is still proofread, so that both processors
    /// are used: what comes of it counts for nothing if the note may not be built. `None` where it was not begun.
    pub fn check_beside<T>(
        &self,
        id: &str,
        hands: usize,
        pen: Option<&Pen>,
        work: impl FnOnce(&Copy) -> T,
    ) -> (Report<Copy>, Option<T>) {
        let mut found = Vec::new();
        let source = load::load_note(&self.root, id, pen).collect(&mut found);
        let Some(source) = source else { return (Report::new(None, found), None) };
        let copy = self.edit(&source, hands, &mut found);
        let mut done = None;
        if let Some(copy) = &copy {
            let read = if hands > 1 && !has_errors(&found) {
                let read = || {
                    // Two processors serve two: the reader takes the place of who makes the engine ready.
                    drop(self.warming.lock());
                    self.proofread(copy, 1)
                };
                let (made, read) = crew::beside(|| work(copy), read);
                done = Some(made);
                read
            } else {
                self.proofread(copy, hands)
            };
            enter(&source, read, &mut found);
        }
        let found = self.weighed(&source, copy.as_ref(), found);
        (Report::new(copy, found), done)
    }

    /// What the rooms before the setting say of a note, as house and note weigh it.
    fn examine(&self, source: &Source, hands: usize, found: &mut Vec<Diagnostic>) -> Option<Copy> {
        let copy = self.edit(source, hands, found);
        if let Some(copy) = &copy {
            enter(source, self.proofread(copy, hands), found);
        }
        *found = self.weighed(source, copy.as_ref(), std::mem::take(found));
        copy
    }

    fn edit(&self, source: &Source, hands: usize, found: &mut Vec<Diagnostic>) -> Option<Copy> {
        let note = check::check(source, &self.house).collect(found);
        withdraw_lesser(found);
        note.map(|note| {
            let mut languages: Vec<Language> =
                note.editions.iter().flat_map(|edition| edition.languages.iter().copied()).collect();
            languages.sort();
            languages.dedup();
            let copies =
                crew::work(hands, &languages, |language| copyedit::copyedit(&note, &self.house, *language));
            let facts = &source.session.span.file.text;
            let profiled = facts.contains("profiles:").then(|| Digest::of(facts.as_bytes()));
            Copy { note, copies, profiled }
        })
    }

    fn proofread(&self, copy: &Copy, hands: usize) -> Vec<Diagnostic> {
        proofread::proofread(&copy.copies, &self.house, hands)
    }

    fn weighed(&self, source: &Source, copy: Option<&Copy>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let waivers = copy.map_or_else(|| check::waivers(source), |copy| copy.note.waivers.clone());
        weigh(found, &self.house.profile.severities.0, &waivers)
    }

    /// The file beside a note that accepts its translations as they stand, or those at `places`; no file for a note in one
    /// language. What is found in a note that may not be accepted comes instead of the file: that it is stale is no such
    /// finding.
    ///
    /// # Errors
    /// A sentence on a place that the note does not have.
    pub fn accept(
        &self,
        id: &str,
        places: &[String],
        deny_warnings: bool,
    ) -> Result<Report<Artefact>, String> {
        let mut found = Vec::new();
        let source = load::load_note(&self.root, id, None).collect(&mut found);
        let examined = source.as_ref().and_then(|source| self.examine(source, 1, &mut found));
        found.retain(|finding| !ACCEPTING_MENDS.contains(&finding.code));
        let Some(source) = source.filter(|_| examined.is_some() && !stops(&found, deny_warnings)) else {
            return Ok(Report { value: None, diagnostics: found });
        };
        let lines = check::accept(&source, &self.house, places)?;
        let value = lines.map(|lines| Artefact {
            path: format!("sources/{id}/{ACCEPTED_FILE}"),
            bytes: accepted_text(&lines).into_bytes(),
        });
        Ok(Report { value, diagnostics: Vec::new() })
    }

    /// The paths of the templates, components and styles that the project has put in the place of the press's own, or beside
    /// them.
    pub fn replaced_templates(&self) -> Vec<&str> {
        load::replaced(&self.house).collect()
    }

    /// The house's fonts, for those who set merged texts elsewhere.
    pub fn fonts(&self) -> Vec<Artefact> {
        let artefact =
            |font: &FontFile| Artefact { path: format!("fonts/{}", font.path), bytes: font.bytes.to_vec() };
        self.house.fonts.iter().map(artefact).collect()
    }
}

/// Enters what was read in a note's fair copies, but for echoes of what was told before.
fn enter(source: &Source, read: Vec<Diagnostic>, found: &mut Vec<Diagnostic>) {
    let told = found.len();
    found.extend(read);
    let doubts: Vec<_> = source.prose.values().flat_map(|prose| prose.doubts.places().cloned()).collect();
    withdraw_echoes(found, told, &doubts);
}
