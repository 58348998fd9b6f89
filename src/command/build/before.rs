//! What stands before the work begins: where house and notes are as they were, nothing is opened. As soon as a note is found
//! that is not, its editions are made, while the others are still looked at.

use super::note::{Made, again};
use super::shelf::Stood;
use super::workshop::{Opening, Workshop};
use crate::command::misled;
use diptych::diagnostic::Diagnostic;
use diptych::model::{Digest, Language, language_tag};
use diptych::publish::Store;
use diptych::{Selection, crew, notes, stops};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A house that is as it was.
pub struct Before {
    house: Vec<Diagnostic>,
    /// The digest of all that was read of it.
    digest: Digest,
    listing: Vec<Diagnostic>,
    all: Vec<String>,
    ids: Vec<String>,
    selection: Selection,
}

/// What was found in the house, and in the listing of its notes, and what came of these.
pub struct Found {
    pub house: Vec<Diagnostic>,
    pub listing: Vec<Diagnostic>,
    pub all: Vec<String>,
    pub ids: Vec<String>,
    pub results: Vec<Result<Made, String>>,
}

/// What became of a note.
enum Look {
    Stood(Stood),
    Made(Result<Made, String>),
    /// The house cannot be opened, or is not as it was any more.
    Void,
}

impl Before {
    /// The house, if it is as it was.
    pub fn look(shop: &Workshop) -> Option<Self> {
        let (arguments, common) = (shop.arguments, &shop.arguments.common);
        if arguments.force || arguments.manuscript.is_some() || misled(&common.root).is_some() {
            return None;
        }
        let read = |tag: &String| tag.split('-').map(Language::new).collect::<Option<Vec<_>>>();
        let languages = arguments.languages.iter().map(read).collect::<Option<Vec<_>>>()?;
        let (house, digest) = shop.shelf.house()?;
        let mut listing = Vec::new();
        let all = notes(&common.root).collect(&mut listing)?;
        if stops(&house, common.deny_warnings) || !common.notes.iter().all(|id| all.contains(id)) {
            return None;
        }
        let ids = arguments.wanted(&all);
        let selection = Selection { languages, media: shop.media.clone(), ..Selection::default() };
        Some(Self { house, digest, listing, all, ids, selection })
    }

    /// Looks at all notes, and makes those that are not as they were. `None` where the house must be opened first.
    pub fn build_upon(self, shop: &Workshop) -> Result<Option<Found>, String> {
        let deny_warnings = shop.arguments.common.deny_warnings;
        let opened: OnceLock<Result<Opening, String>> = OnceLock::new();
        let (looked, begun, at_work) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let looks = std::thread::scope(|scope| {
            let open = || {
                let opening = shop.open(Some((self.all.clone(), self.listing.clone())));
                shop.hire();
                if let Ok(Opening::Ready(open)) = &opening {
                    open.progress.inc(looked.load(Ordering::Relaxed) as u64);
                }
                opening
            };
            crew::work(shop.arguments.jobs(), &self.ids, |id| {
                if let Some(stood) = shop.shelf.note(id, &self.digest, &self.selection, deny_warnings) {
                    looked.fetch_add(1, Ordering::Relaxed);
                    if let Some(Ok(Opening::Ready(open))) = opened.get() {
                        open.progress.inc(1);
                    }
                    return Look::Stood(stood);
                }
                let open = match opened.get_or_init(open) {
                    Ok(Opening::Ready(open)) if open.marks.whole == self.digest => open,
                    _ => return Look::Void,
                };
                let is_first = begun.fetch_add(1, Ordering::Relaxed) == 0;
                if is_first && shop.arguments.jobs() > 1 {
                    // The engine is made ready while the first note is still being read and checked.
                    scope.spawn(|| shop.warm_up(open));
                }
                // The editions of a note are made side by side, where no other is being made.
                let is_alone = at_work.fetch_add(1, Ordering::Relaxed) == 0;
                let hands = if is_alone { shop.arguments.jobs() } else { 1 };
                let made = shop.make(id, open, hands, !is_first);
                at_work.fetch_sub(1, Ordering::Relaxed);
                Look::Made(made)
            })
        });
        if let Some(opening) = opened.into_inner() {
            match opening? {
                // The process ends soon: to hand the house and the engine back piece by piece would only take time.
                Opening::Ready(open) => open.leave(),
                Opening::Unsound(_) => return Ok(None),
            }
        } else if self.suffices(&looks) {
            // Clears away what killed programs left behind.
            Store::open(&shop.arguments.common.root, &shop.out).ok();
        } else {
            return Ok(None);
        }
        let result = |look| match look {
            Look::Stood(stood) => Some(Ok(again(stood, deny_warnings))),
            Look::Made(made) => Some(made),
            Look::Void => None,
        };
        let results: Option<Vec<_>> = looks.into_iter().map(result).collect();
        let Self { house, listing, all, ids, .. } = self;
        Ok(results.map(|results| Found { house, listing, all, ids, results }))
    }

    /// Whether there is nothing to be done, and all that is asked for is there.
    fn suffices(&self, looks: &[Look]) -> bool {
        let stood =
            || looks.iter().filter_map(|look| if let Look::Stood(stood) = look { Some(stood) } else { None });
        let tags: Vec<String> =
            self.selection.languages.iter().map(|languages| language_tag(languages)).collect();
        stood().any(|note| note.editions > 0)
            && tags.iter().all(|tag| stood().any(|note| note.tags.contains(tag)))
    }
}
