//! The editions of a note: which of them are wanted, which still stand, and the making of the others.

use super::pictures::Shown;
use super::{Copy, Press};
use crate::diagnostic::{Diagnostic, Report, settle};
use crate::merge::{self, Templates};
use crate::model::{Artefact, Digest, Edition, FairCopy, Language, Manuscript, Medium, PageMap};
use crate::{crew, typeset};

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
    pub(super) fn copies_of<'c>(&self, copy: &'c Copy, editions: &[&Edition]) -> Vec<&'c FairCopy> {
        let languages = editions.iter().take(1).flat_map(|edition| &edition.languages);
        languages.filter_map(|language| copy.copies.iter().find(|copy| copy.language == *language)).collect()
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
        self.find_lines(&mut found, |numbered, again| {
            self.set_group(copy, editions, shown, selection, numbered, again);
        });
        Report::new(made, found)
    }

    /// What is wrong with a merged text is shown in the template that it came from: it is merged again from templates that
    /// keep account of their lines, which would be a waste where all is well.
    pub(super) fn find_lines(
        &self,
        found: &mut Vec<Diagnostic>,
        set_again: impl FnOnce(&Templates, &mut Vec<Diagnostic>),
    ) {
        let placed = |finding: &Diagnostic| {
            let file = finding.span.as_ref().map(|span| span.file.path.as_str());
            finding.code == merge::TEMPLATE_ERROR || file.is_some_and(|path| path.starts_with("sources/"))
        };
        if !found.iter().all(placed) {
            let mut again = Vec::new();
            set_again(&Templates::numbered(&self.house), &mut again);
            // Mistakes of the templates themselves stay as they were found: numbered, these have other columns.
            found.retain(|finding| finding.code == merge::TEMPLATE_ERROR);
            found.extend(again.into_iter().filter(|finding| finding.code != merge::TEMPLATE_ERROR));
        }
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

    /// The merged Typst text of an edition with all that the stock `typst compile` needs to set it.
    pub(super) fn lay_out(&self, manuscript: &Manuscript) -> Vec<Artefact> {
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
