//! Diptych: a publishing press for bilingual session documents.
//!
//! The house is one row of rooms; this file alone knows their order:
//!
//! ```text
//! load → check → copyedit → proofread → reproduce → merge → typeset → prepress → preflight ┐
//!                                                     ↑       │ PageMap                   ├→ publish
//!                                                     └───────┴─ merge (XHTML) → bind ────┘
//! ```
//!
//! Beside the row stands the `ledger`: what was set from what, and whether it still stands.
//!
//! Each room is one file with one public function of its name. No room imports another; all share `model` and
//! `diagnostic`.

pub mod bind;
pub mod check;
pub mod copyedit;
pub mod crew;
pub mod diagnostic;
pub mod ledger;
pub mod load;
pub mod merge;
pub mod model;
pub mod preflight;
pub mod prepress;
pub mod proofread;
pub mod publish;
pub mod reproduce;
#[cfg(test)]
mod tests;
pub mod typeset;

use diagnostic::{Diagnostic, Report, has_errors, settle, weigh, withdraw_echoes};
use merge::Templates;
use model::{
    ACCEPTED_FILE, Account, Artefact, Digest, Edition, FairCopy, House, Image, Language, Manuscript, Medium,
    Note, PageMap, Pen, PrintProfile, Reproductions, Source, Verdict, accepted_text,
};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use typeset::Engine;

/// The findings that go away when translations are accepted.
const ACCEPTING_MENDS: [&str; 3] = ["stale-translation", "accepted-conflict", "accepted-form"];

/// A house at work: what all its notes share, read once.
pub struct Press {
    root: PathBuf,
    pub house: House,
    engine: OnceLock<Engine>,
    templates: OnceLock<Templates>,
    /// The house's own pictures, for each medium that was asked for.
    marks: PerMedium<OnceLock<Reproductions>>,
}

/// One of something for each medium.
#[derive(Default)]
struct PerMedium<T> {
    screen: T,
    print: T,
    epub: T,
}

/// Pictures as each medium shows them: those of the media that were asked for.
type Shown = PerMedium<Reproductions>;

/// A note that every rule let pass, and its fair copies.
pub struct Copy {
    pub note: Note,
    copies: Vec<FairCopy>,
    /// The digest of the facts, where they choose how the languages are written.
    profiled: Option<Digest>,
}

/// Editions of a note in the same languages, as they are made.
pub struct Group {
    /// Languages and media: `fr-en: screen, epub`.
    pub name: String,
    /// The digest of all that they are made from; `None` where that could not be merged.
    pub key: Option<Digest>,
    /// `None` when an error kept them from being made.
    pub made: Option<Made>,
    /// What was found, before house and note weigh it.
    pub found: Vec<Diagnostic>,
}

/// What a caller asks to have built: nothing named means everything.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    pub languages: Vec<Vec<Language>>,
    pub media: Vec<Medium>,
    /// Whether the merged texts are wanted too.
    pub manuscripts: bool,
    /// How many editions of a note are made at once.
    pub jobs: usize,
}

impl Selection {
    pub fn holds(&self, edition: &Edition) -> bool {
        (self.languages.is_empty() || self.languages.contains(&edition.languages))
            && (self.media.is_empty() || self.media.contains(&edition.medium))
    }
}

/// The finished files of a note: its editions, and the merged texts that they were set from.
pub struct Made {
    pub editions: Vec<Artefact>,
    pub manuscripts: Vec<Artefact>,
}

impl Made {
    fn edition(artefact: Artefact) -> Self {
        Self { editions: vec![artefact], manuscripts: Vec::new() }
    }
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
        });
        Report { value, diagnostics }
    }

    /// Makes engine and templates ready: what can be done beside other work.
    pub fn warm_up(&self) {
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

    /// What the rooms before the setting say of a note, as house and note weigh it.
    fn examine(&self, source: &Source, hands: usize, found: &mut Vec<Diagnostic>) -> Option<Copy> {
        let note = check::check(source, &self.house).collect(found);
        let copy = note.map(|note| {
            let mut languages: Vec<Language> =
                note.editions.iter().flat_map(|edition| edition.languages.iter().copied()).collect();
            languages.sort();
            languages.dedup();
            let copies =
                crew::work(hands, &languages, |language| copyedit::copyedit(&note, &self.house, *language));
            let told = found.len();
            found.extend(proofread::proofread(&copies, &self.house, hands));
            let doubts: Vec<_> =
                source.prose.values().flat_map(|prose| prose.doubts.blocks.iter().cloned()).collect();
            withdraw_echoes(found, told, &doubts);
            let facts = &source.session.span.file.text;
            let profiled = facts.contains("profiles:").then(|| Digest::of(facts.as_bytes()));
            Copy { note, copies, profiled }
        });
        let waivers =
            copy.as_ref().map_or_else(|| check::waivers(source), |copy: &Copy| copy.note.waivers.clone());
        *found = weigh(std::mem::take(found), &self.house.profile.severities.0, &waivers);
        copy
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

    /// Makes the selected editions of a note. If the selection holds none, nothing is made.
    pub fn make(&self, copy: &Copy, selection: &Selection) -> Report<Made> {
        let mut found = Vec::new();
        let groups = self.make_anew(copy, selection, &Digest::default(), &|_, _| false).collect(&mut found);
        let mut made = Made { editions: Vec::new(), manuscripts: Vec::new() };
        for group in groups.into_iter().flatten() {
            found.extend(self.weigh(copy, group.found));
            if let Some(group) = group.made {
                made.editions.extend(group.editions);
                made.manuscripts.extend(group.manuscripts);
            }
        }
        Report::new(Some(made), found)
    }

    /// What was found in setting, as house and note weigh it.
    pub fn weigh(&self, copy: &Copy, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        settle(found, &self.house.profile.severities.0, &copy.note.waivers).0
    }

    /// Makes the selected editions of a note, but for the groups of them that stand: told of a group's name and key, `stands`
    /// says so. `setting` is the digest of what all editions of the house are set with.
    pub fn make_anew(
        &self,
        copy: &Copy,
        selection: &Selection,
        setting: &Digest,
        stands: &(dyn Fn(&str, &Digest) -> bool + Sync),
    ) -> Report<Vec<Group>> {
        let editions: Vec<&Edition> =
            copy.note.editions.iter().filter(|edition| selection.holds(edition)).collect();
        let mut groups: Vec<Vec<&Edition>> = Vec::new();
        for edition in editions {
            match groups.iter_mut().find(|group| group[0].languages == edition.languages) {
                Some(group) => group.push(edition),
                None => groups.push(vec![edition]),
            }
        }
        let mut found = Vec::new();
        // The pages are set for a book too.
        let asked = |medium| groups.iter().flatten().any(|edition| edition.medium == medium);
        let (book, print) = (asked(Medium::Epub), asked(Medium::Print));
        let mut media = Vec::new();
        media.extend((book || asked(Medium::Screen)).then_some(Medium::Screen));
        media.extend(print.then_some(Medium::Print));
        media.extend(book.then_some(Medium::Epub));
        let shown = match groups.is_empty() {
            true => Shown::default(),
            false => self.reproduce(copy, &media, selection.jobs, &mut found),
        };
        let found = self.weigh(copy, found);
        let groups = crew::work(selection.jobs, &groups, |group| {
            let name = group_name(group);
            let key =
                (*setting != Digest::default()).then(|| self.key(copy, group, &shown, setting)).flatten();
            if key.as_ref().is_some_and(|key| stands(&name, key)) {
                return Group { name, key, made: None, found: Vec::new() };
            }
            let mut found = Vec::new();
            let made = self.make_group(copy, group, &shown, selection).collect(&mut found);
            Group { name, key, made, found }
        });
        Report { value: Some(groups), diagnostics: found }
    }

    /// The digest of all that a group of editions is made from: their merged texts and pictures, and what all editions are set
    /// with. Which pages the book of a group names follows from the text of its pages.
    fn key(&self, copy: &Copy, editions: &[&Edition], shown: &Shown, setting: &Digest) -> Option<Digest> {
        let copies = self.copies_of(copy, editions);
        let first = *editions.first()?;
        let mut texts: Vec<Edition> = editions.iter().map(|edition| (*edition).clone()).collect();
        // A book names the pages of the screen edition, asked for or not.
        let has = |medium| editions.iter().any(|edition| edition.medium == medium);
        if has(Medium::Epub) && !has(Medium::Screen) {
            texts.push(Edition { medium: Medium::Screen, ..first.clone() });
        }
        let mut pieces: Vec<Vec<u8>> = vec![setting.as_str().into(), format!("{:?}", copy.profiled).into()];
        let unpaged = PageMap::default();
        for edition in &texts {
            let pictures = shown.of(edition.medium);
            let pages = (edition.medium == Medium::Epub).then_some(&unpaged);
            let templates = self.templates();
            let merged = merge::merge(&copies, pictures, &self.house, templates, edition, pages).value?;
            pieces.push(format!("{:?}", merged.metadata).into());
            for leaf in merged.leaves.iter().chain(&merged.cover) {
                let blocks = leaf.map.iter().map(|mapping| (&mapping.range, mapping.block));
                let blocks: Vec<_> = blocks.collect();
                pieces
                    .push(format!("{} {:?} {:?} {blocks:?}", leaf.name, leaf.languages, leaf.titles).into());
                pieces.push(leaf.text.clone().into());
            }
            for asset in &merged.assets {
                pieces.push(format!("{} {}", asset.name, asset.path).into());
                pieces.push(Digest::of(&asset.bytes).as_str().into());
            }
        }
        Some(Digest::of_all(pieces.iter().map(Vec::as_slice)))
    }

    /// The fair copies of a group of editions, the leading language first.
    fn copies_of<'c>(&self, copy: &'c Copy, editions: &[&Edition]) -> Vec<&'c FairCopy> {
        let languages = editions.iter().take(1).flat_map(|edition| &edition.languages);
        languages.filter_map(|language| copy.copies.iter().find(|copy| copy.language == *language)).collect()
    }

    /// The pictures of a note as its media show them: each is reproduced once, for all editions.
    fn reproduce(&self, copy: &Copy, media: &[Medium], jobs: usize, found: &mut Vec<Diagnostic>) -> Shown {
        let mut shown = Shown::default();
        for medium in media {
            *shown.of_mut(*medium) = self.marks(*medium, found).clone();
        }
        let mut originals: Vec<&Image> = copy.copies.iter().flat_map(|copy| copy.images.values()).collect();
        originals.sort_by(|a, b| a.path.cmp(&b.path));
        originals.dedup_by(|a, b| a.path == b.path);
        let asked: Vec<(&Image, Medium)> =
            originals.iter().flat_map(|image| media.iter().map(|medium| (*image, *medium))).collect();
        let reports = crew::work(jobs, &asked, |(image, medium)| reproduce::reproduce(image, *medium));
        for (report, (_, medium)) in reports.into_iter().zip(&asked) {
            shown.of_mut(*medium).extend(report.collect(found));
        }
        shown
    }

    /// The pictures of the house itself as a medium shows them, reproduced for all notes once.
    fn marks(&self, medium: Medium, found: &mut Vec<Diagnostic>) -> &Reproductions {
        self.marks.of(medium).get_or_init(|| {
            let pictures = self.house.brand.pictures();
            pictures.filter_map(|image| reproduce::reproduce(image, medium).collect(found)).collect()
        })
    }

    /// Makes the editions of a note in the same languages: the pages are set once, for the screen and for the page
    /// list of the book.
    fn make_group(
        &self,
        copy: &Copy,
        editions: &[&Edition],
        shown: &Shown,
        selection: &Selection,
    ) -> Report<Made> {
        let mut found = Vec::new();
        let made = self.set_group(copy, editions, shown, selection, self.templates(), &mut found);
        // What is wrong with a merged text is shown in the template that it came from: it is merged again from templates
        // that keep account of their lines, which would be a waste where all is well.
        let placed = |finding: &Diagnostic| {
            let file = finding.span.as_ref().map(|span| span.file.path.as_str());
            finding.code == merge::TEMPLATE_ERROR || file.is_some_and(|path| path.starts_with("sources/"))
        };
        if !found.iter().all(placed) {
            let mut again = Vec::new();
            self.set_group(copy, editions, shown, selection, &Templates::numbered(&self.house), &mut again);
            // Mistakes of the templates themselves stay as they were found: numbered, these have other columns.
            found.retain(|finding| finding.code == merge::TEMPLATE_ERROR);
            found.extend(again.into_iter().filter(|finding| finding.code != merge::TEMPLATE_ERROR));
        }
        Report::new(made, found)
    }

    fn set_group(
        &self,
        copy: &Copy,
        editions: &[&Edition],
        shown: &Shown,
        selection: &Selection,
        templates: &Templates,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Made> {
        let copies = self.copies_of(copy, editions);
        let has = |medium| editions.iter().any(|edition| edition.medium == medium);
        // A book tells which page of the screen each block begins on. Where print alone is asked for, its pages serve.
        let medium = if has(Medium::Screen) || has(Medium::Epub) { Medium::Screen } else { Medium::Print };
        let pictures = shown.of(medium);
        let set_as = Edition { medium, ..(*editions.first()?).clone() };
        let manuscript =
            merge::merge(&copies, pictures, &self.house, templates, &set_as, None).collect(found)?;
        let engine = self.engine();
        let sheets = typeset::typeset(&manuscript.leaves[0], &manuscript, engine).collect(found)?;
        found.extend(sheets.contrast(&self.house.brand));
        let pages = if has(Medium::Epub) { sheets.page_map() } else { PageMap::default() };
        let made = crew::work(selection.jobs, editions, |edition| match edition.medium {
            Medium::Screen => {
                let Report { value, diagnostics } = sheets.pdf();
                let file = |bytes| Made::edition(Artefact { path: edition.path(), bytes });
                Report::new(value.map(file), diagnostics)
            }
            Medium::Print if medium == Medium::Print => {
                self.print(&sheets, &manuscript, templates, selection.manuscripts)
            }
            Medium::Print => self.set_print(&copies, &shown.print, edition, templates, selection.manuscripts),
            Medium::Epub => {
                let Report { value, diagnostics } =
                    self.make_book(&copies, &shown.epub, edition, templates, &pages);
                Report::new(value.map(Made::edition), diagnostics)
            }
        });
        let made: Vec<Option<Made>> = made.into_iter().map(|report| report.collect(found)).collect();
        let manuscripts = if selection.manuscripts { self.lay_out(&manuscript) } else { Vec::new() };
        let mut whole = Made { editions: Vec::new(), manuscripts };
        for made in made.into_iter().collect::<Option<Vec<Made>>>()? {
            whole.editions.extend(made.editions);
            whole.manuscripts.extend(made.manuscripts);
        }
        Some(whole)
    }

    /// Sets the pages of a print edition, whose pictures are finer than the screen's, and makes its files.
    fn set_print(
        &self,
        copies: &[&FairCopy],
        pictures: &Reproductions,
        edition: &Edition,
        templates: &Templates,
        manuscripts: bool,
    ) -> Report<Made> {
        let mut found = Vec::new();
        let manuscript =
            merge::merge(copies, pictures, &self.house, templates, edition, None).collect(&mut found);
        let files = manuscript.and_then(|manuscript| {
            let sheets = typeset::typeset(&manuscript.leaves[0], &manuscript, self.engine());
            let sheets = sheets.collect(&mut found)?;
            self.print(&sheets, &manuscript, templates, manuscripts).collect(&mut found)
        });
        Report::new(files, found)
    }

    /// What goes to the printing house: the pages, imposed sheets if the house wants them, and the report.
    fn print(
        &self,
        sheets: &typeset::Sheets,
        manuscript: &Manuscript,
        templates: &Templates,
        manuscripts: bool,
    ) -> Report<Made> {
        let mut found = Vec::new();
        let files = self.print_files(sheets, manuscript, templates, manuscripts, &mut found);
        Report::new(files, found)
    }

    fn print_files(
        &self,
        sheets: &typeset::Sheets,
        manuscript: &Manuscript,
        templates: &Templates,
        manuscripts: bool,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Made> {
        let metadata = &manuscript.metadata;
        let pages = sheets.press_pages().collect(found)?;
        let bytes = prepress::prepress(&pages, &self.house, metadata).collect(found)?;
        let demands = self.house.profile.print.as_ref().map(PrintProfile::demands).unwrap_or_default();
        let verdict = preflight::preflight(&bytes, &demands);
        if !verdict.passes() {
            let pages = sheets.page_map();
            found.extend(verdict.findings(&metadata.edition, |page| manuscript.begins(&pages, page)));
        }
        let path = metadata.edition.path();
        let name = path.rsplit('/').next().unwrap_or(&path);
        let json = format!("{:#}\n", verdict.report(name, Some(&metadata.edition))).into_bytes();
        let stem = path.strip_suffix(".pdf").unwrap_or(&path);
        let (report, merged) = self.report(&verdict, manuscript, templates).collect(found)?;
        let mut files = vec![
            Artefact { path: format!("{stem}.preflight.json"), bytes: json },
            Artefact { path: format!("{stem}.preflight.pdf"), bytes: report },
        ];
        if self.house.profile.print.as_ref().is_some_and(|print| print.imposition.is_some()) {
            let sheets = prepress::impose(&bytes, &self.house, metadata).collect(found)?;
            files.push(Artefact { path: format!("{stem}.booklet.pdf"), bytes: sheets });
        }
        files.insert(0, Artefact { path, bytes });
        let manuscripts = if manuscripts { self.lay_out(&merged) } else { Vec::new() };
        Some(Made { editions: files, manuscripts })
    }

    /// What preflight says of an edition, on a page that goes to the printing house with it; and the text that it was set from.
    fn report(
        &self,
        verdict: &Verdict,
        edition: &Manuscript,
        templates: &Templates,
    ) -> Report<(Vec<u8>, Manuscript)> {
        let mut found = Vec::new();
        let pictures = self.marks(Medium::Screen, &mut found);
        let report = merge::merge_report(verdict, edition, pictures, &self.house, templates);
        let report = report.collect(&mut found).and_then(|report| {
            let sheets = typeset::typeset(&report.leaves[0], &report, self.engine()).collect(&mut found)?;
            let pdf = sheets.pdf().collect(&mut found)?;
            Some((pdf, report))
        });
        Report::new(report, found)
    }

    fn make_book(
        &self,
        copies: &[&FairCopy],
        pictures: &Reproductions,
        edition: &Edition,
        templates: &Templates,
        pages: &PageMap,
    ) -> Report<Artefact> {
        let mut found = Vec::new();
        let artefact = self.bind_book(copies, pictures, edition, templates, pages, &mut found);
        Report::new(artefact, found)
    }

    fn bind_book(
        &self,
        copies: &[&FairCopy],
        pictures: &Reproductions,
        edition: &Edition,
        templates: &Templates,
        pages: &PageMap,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Artefact> {
        let manuscript =
            merge::merge(copies, pictures, &self.house, templates, edition, Some(pages)).collect(found)?;
        let engine = self.engine();
        let cover = typeset::typeset(manuscript.cover.as_ref()?, &manuscript, engine).collect(found)?;
        found.extend(cover.contrast(&self.house.brand));
        let picture = match cover.picture() {
            Ok(picture) => picture,
            Err(error) => {
                let hint = "this is a fault of the program, not of the sources: please report it";
                let message = format!("the cover of {} cannot be written as a PNG: {error}", edition.path());
                found.push(Diagnostic::error("cover-failed", None, message).hint(hint));
                return None;
            }
        };
        let bytes = bind::bind(&manuscript, &picture, &self.house).collect(found)?;
        Some(Artefact { path: edition.path(), bytes })
    }

    /// The merged Typst text of an edition with all that the stock `typst compile` needs to set it.
    fn lay_out(&self, manuscript: &Manuscript) -> Vec<Artefact> {
        let edition = &manuscript.metadata.edition;
        let folder = format!("{}.{}", edition.note, edition.language_tag());
        let leaf = manuscript.leaves.iter().map(|leaf| (leaf.name.clone(), leaf.text.clone().into_bytes()));
        let components = self.house.templates.iter().filter(|(name, _)| name.ends_with(".typ"));
        let components = components.map(|(name, file)| (name.clone(), file.text.clone().into_bytes()));
        let pictures = manuscript.assets.iter().map(|asset| (asset.name.clone(), asset.bytes.to_vec()));
        leaf.chain(components)
            .chain(pictures)
            .map(|(name, bytes)| Artefact { path: format!("{folder}/{name}"), bytes })
            .collect()
    }

    /// The paths of the templates, components and styles that the project has put in the place of the press's own, or beside
    /// them.
    pub fn replaced_templates(&self) -> Vec<&str> {
        load::replaced(&self.house).collect()
    }

    /// The house's fonts, for those who set merged texts elsewhere.
    pub fn fonts(&self) -> Vec<Artefact> {
        let artefact = |font: &model::FontFile| Artefact {
            path: format!("fonts/{}", font.path),
            bytes: font.bytes.to_vec(),
        };
        self.house.fonts.iter().map(artefact).collect()
    }
}

impl<T> PerMedium<T> {
    fn of(&self, medium: Medium) -> &T {
        match medium {
            Medium::Screen => &self.screen,
            Medium::Print => &self.print,
            Medium::Epub => &self.epub,
        }
    }

    fn of_mut(&mut self, medium: Medium) -> &mut T {
        match medium {
            Medium::Screen => &mut self.screen,
            Medium::Print => &mut self.print,
            Medium::Epub => &mut self.epub,
        }
    }
}

/// The ids of all notes below a root, in alphabetical order.
pub fn notes(root: &Path) -> Report<Vec<String>> {
    load::list_notes(root)
}

/// Opens the ledger of the editions in `out`.
///
/// # Errors
/// What the system says, where nothing can be written.
pub fn open_ledger(root: &Path, out: &Path) -> std::io::Result<ledger::Ledger> {
    ledger::Ledger::open(root, out, load::stamp)
}

/// Whether an account still holds, and whether it had to be renewed; `now` is a moment before.
pub fn holds(root: &Path, account: &mut Account, now: i64, numbers: &OnceLock<Digest>) -> Option<bool> {
    let numbers = || numbers.get_or_init(|| load::numbers(root)).clone();
    match load::recall(root, account, now, &numbers) {
        load::Recall::Same => Some(false),
        load::Recall::Renewed => Some(true),
        load::Recall::Changed => None,
    }
}

/// The mark of this very program, and of a day that it is told.
pub fn program(source_date: Option<jiff::civil::Date>) -> Digest {
    Digest::of(format!("{} {source_date:?}", env!("DIPTYCH_BUILD")).as_bytes())
}

/// The name of editions of a note that are made together: `fr-en: screen, epub`.
pub fn group_name(editions: &[&Edition]) -> String {
    let media: Vec<&str> = editions.iter().map(|edition| edition.medium.as_str()).collect();
    format!(
        "{}: {}",
        editions.first().map(|edition| edition.language_tag()).unwrap_or_default(),
        media.join(", ")
    )
}

/// Whether a report's findings stop a note: errors do, and warnings do where they are denied.
pub fn stops(found: &[Diagnostic], deny_warnings: bool) -> bool {
    has_errors(found) || (deny_warnings && found.iter().any(|finding| finding.waived.is_none()))
}
