//! The editions of a note: which of them are wanted, which still stand, and the making of the others.

use super::drafts::{Draft, Findings, Memory, Order};
use super::{Copy, Press};
use crate::crew;
use crate::diagnostic::{Diagnostic, Report, settle};
use crate::merge::{self, Templates};
use crate::model::{Artefact, Digest, Edition, FairCopy, Language, Manuscript, Medium, PageMap};
use crate::typeset::{self, Sheets};

/// Editions of a note in the same languages: their pages are set once, for the screen and for the page list of the book.
pub struct Group {
    /// The languages, as in file names.
    pub tag: String,
    /// `None` where neither the screen edition nor the book is wanted, or where an error kept the pages from being merged.
    pub pages: Option<Pages>,
    pub parts: Vec<Part>,
    /// The merged text of the pages, if it is wanted, with all that the stock compiler needs.
    pub manuscripts: Vec<Artefact>,
}

/// The pages of the screen edition, whether or not that is wanted.
pub struct Pages {
    pub key: Option<Digest>,
    pub found: Vec<Diagnostic>,
    /// Known where a book was made with them.
    pub map: Option<PageMap>,
}

/// An edition that is wanted.
pub struct Part {
    pub edition: Edition,
    /// The digest of all that it is made from; `None` where nothing is remembered.
    pub key: Option<Digest>,
    pub found: Findings,
    pub state: State,
}

pub enum State {
    /// It was made from just this before, and is as it was.
    Stands,
    Made(Made),
    /// An error kept it from being made.
    Failed,
}

impl Group {
    /// What was found while the pages were set, where no edition tells it: of those of print, where print is alone.
    pub fn aside(&self) -> Vec<Diagnostic> {
        match &self.pages {
            Some(pages) => pages.found.clone(),
            None => self.parts.iter().flat_map(|part| part.found.aside.iter().cloned()).collect(),
        }
    }

    /// Whether nothing kept an edition from being made.
    pub fn is_whole(&self) -> bool {
        !self.parts.iter().any(|part| matches!(part.state, State::Failed))
    }
}

impl Part {
    /// An edition that has not been made.
    fn failed(edition: &Edition, own: Vec<Diagnostic>) -> Self {
        let found = Findings { own, aside: Vec::new() };
        Self { edition: edition.clone(), key: None, found, state: State::Failed }
    }
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
#[derive(Default)]
pub struct Made {
    pub editions: Vec<Artefact>,
    pub manuscripts: Vec<Artefact>,
}

impl Made {
    pub(super) fn edition(artefact: Artefact) -> Self {
        Self { editions: vec![artefact], manuscripts: Vec::new() }
    }
}

impl Press {
    /// Makes the selected editions of a note. If the selection holds none, nothing is made.
    pub fn make(&self, copy: &Copy, selection: &Selection) -> Report<Made> {
        let mut found = Vec::new();
        let groups = self.make_anew(copy, selection, None).collect(&mut found);
        let mut made = Made::default();
        for group in groups.into_iter().flatten() {
            found.extend(self.weigh(copy, group.aside()));
            made.manuscripts.extend(group.manuscripts);
            for part in group.parts {
                found.extend(self.weigh(copy, part.found.own));
                if let State::Made(part) = part.state {
                    made.editions.extend(part.editions);
                    made.manuscripts.extend(part.manuscripts);
                }
            }
        }
        Report::new(Some(made), found)
    }

    /// What was found in setting, as house and note weigh it.
    pub fn weigh(&self, copy: &Copy, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        settle(found, &self.house.profile.severities.0, &copy.note.waivers).0
    }

    /// Makes the selected editions of a note, but for those that stand.
    pub fn make_anew(
        &self,
        copy: &Copy,
        selection: &Selection,
        memory: Option<&dyn Memory>,
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
            true => Default::default(),
            false => self.reproduce(copy, &media, selection.jobs, &mut found),
        };
        let found = self.weigh(copy, found);
        let groups = crew::work(selection.jobs, &groups, |editions| {
            let copies = self.copies_of(copy, editions);
            let (templates, manuscripts, jobs) = (self.templates(), selection.manuscripts, selection.jobs);
            let order = Order { copy, copies: &copies, shown: &shown, templates, manuscripts, jobs, memory };
            self.make_group(&order, editions)
        });
        Report { value: Some(groups), diagnostics: found }
    }

    /// The fair copies of a group of editions, the leading language first.
    pub(super) fn copies_of<'c>(&self, copy: &'c Copy, editions: &[&Edition]) -> Vec<&'c FairCopy> {
        let languages = editions.iter().take(1).flat_map(|edition| &edition.languages);
        languages.filter_map(|language| copy.copies.iter().find(|copy| copy.language == *language)).collect()
    }

    fn make_group(&self, order: &Order, editions: &[&Edition]) -> Group {
        let mut group = self.set_group(order, editions);
        if group.lists().into_iter().flatten().all(|finding| is_placed(finding)) {
            return group;
        }
        let numbered = Templates::numbered(&self.house);
        let mut again = self.set_group(&Order { templates: &numbered, ..*order }, editions);
        for (own, again) in group.lists().into_iter().zip(again.lists()) {
            place(own, std::mem::take(again));
        }
        group
    }

    /// What is wrong with a merged text is shown in the template that it came from: it is merged again from templates that
    /// keep account of their lines, which would be a waste where all is well.
    pub(super) fn find_lines(
        &self,
        found: &mut Vec<Diagnostic>,
        set_again: impl FnOnce(&Templates, &mut Vec<Diagnostic>),
    ) {
        if found.iter().all(is_placed) {
            return;
        }
        let mut again = Vec::new();
        set_again(&Templates::numbered(&self.house), &mut again);
        place(found, again);
    }

    fn set_group(&self, order: &Order, editions: &[&Edition]) -> Group {
        let tag = editions.first().map(|edition| edition.language_tag()).unwrap_or_default();
        let mut group = Group { tag, pages: None, parts: Vec::new(), manuscripts: Vec::new() };
        let screen = editions.iter().find(|edition| edition.medium == Medium::Screen);
        let has_book = editions.iter().any(|edition| edition.medium == Medium::Epub);
        let failed = |group: Group, found: Vec<Diagnostic>| {
            let parts = editions.iter().map(|edition| Part::failed(edition, Vec::new())).collect();
            let pages = Some(Pages { key: None, found, map: None });
            Group { pages, parts, ..group }
        };
        // A book tells which page of the screen each block begins on: the pages are those of both.
        let leading = screen.or(editions.first().filter(|_| has_book));
        let mut found = Vec::new();
        let draft = match leading {
            None => None,
            Some(edition) => {
                let set_as = Edition { medium: Medium::Screen, ..(*edition).clone() };
                match self.draft(order, &set_as, None).collect(&mut found) {
                    Some(draft) => Some(draft),
                    None => return failed(group, found),
                }
            }
        };
        let mut standing = None;
        let mut sheets = None;
        if let Some(draft) = &draft {
            let known = order.memory.zip(draft.key.as_ref());
            standing = screen.and_then(|screen| order.known(screen, draft));
            let pages = known.and_then(|(memory, key)| memory.pages(&group.tag, key));
            let pages = pages.filter(|pages| pages.map.is_some() || !has_book);
            group.pages = match pages.filter(|_| screen.is_none() || standing.is_some()) {
                Some(pages) => Some(Pages { key: draft.key.clone(), found: pages.found, map: pages.map }),
                None => {
                    let Some(set) = self.set_pages(draft, &mut found) else { return failed(group, found) };
                    let map = has_book.then(|| set.page_map());
                    sheets = Some(set);
                    Some(Pages { key: draft.key.clone(), found, map })
                }
            };
            if order.manuscripts {
                group.manuscripts = self.lay_out(&draft.manuscript);
            }
        }
        let map = group.pages.as_ref().and_then(|pages| pages.map.as_ref());
        group.parts = crew::work(order.jobs, editions, |edition| match edition.medium {
            Medium::Screen => {
                let key = draft.as_ref().and_then(|draft| draft.key.clone());
                match (&standing, &sheets) {
                    (Some(known), _) => stands(edition, key, known.clone()),
                    (None, Some(sheets)) => {
                        let Report { value, diagnostics } = sheets.pdf();
                        let file = |bytes| Made::edition(Artefact { path: edition.path(), bytes });
                        made(edition, key, value.map(file), diagnostics)
                    }
                    (None, None) => Part::failed(edition, Vec::new()),
                }
            }
            Medium::Print => self.make_print(order, edition, draft.is_none()),
            Medium::Epub => map
                .map_or_else(|| Part::failed(edition, Vec::new()), |map| self.make_epub(order, edition, map)),
        });
        group
    }

    /// Sets the pages of a draft, and looks for colours that cannot be told apart on them.
    pub(super) fn set_pages<'a>(
        &'a self,
        draft: &'a Draft,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Sheets<'a>> {
        let manuscript = &draft.manuscript;
        let sheets = typeset::typeset(&manuscript.leaves[0], manuscript, self.engine()).collect(found)?;
        found.extend(sheets.contrast(&self.house.brand));
        Some(sheets)
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

impl Group {
    /// All lists of findings, in their order.
    fn lists(&mut self) -> Vec<&mut Vec<Diagnostic>> {
        let pages = self.pages.iter_mut().map(|pages| &mut pages.found);
        let parts = self.parts.iter_mut().flat_map(|part| [&mut part.found.aside, &mut part.found.own]);
        pages.chain(parts).collect()
    }
}

/// An edition that was made from just this before.
pub(super) fn stands(edition: &Edition, key: Option<Digest>, found: Findings) -> Part {
    Part { edition: edition.clone(), key, found, state: State::Stands }
}

/// An edition that was made just now, or that an error kept from it.
pub(super) fn made(
    edition: &Edition,
    key: Option<Digest>,
    files: Option<Made>,
    own: Vec<Diagnostic>,
) -> Part {
    let found = Findings { own, aside: Vec::new() };
    Part { edition: edition.clone(), key, found, state: files.map_or(State::Failed, State::Made) }
}

/// Whether a finding is shown where it can be mended: in the sources, or in the template that does not work.
fn is_placed(finding: &Diagnostic) -> bool {
    let file = finding.span.as_ref().map(|span| span.file.path.as_str());
    finding.code == merge::TEMPLATE_ERROR || file.is_some_and(|path| path.starts_with("sources/"))
}

/// Takes what was found again, with its lines, in the place of what was found. Mistakes of the templates themselves stay as
/// they were found: numbered, these have other columns.
fn place(found: &mut Vec<Diagnostic>, again: Vec<Diagnostic>) {
    found.retain(|finding| finding.code == merge::TEMPLATE_ERROR);
    found.extend(again.into_iter().filter(|finding| finding.code != merge::TEMPLATE_ERROR));
}
