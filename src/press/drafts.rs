//! Drafts: an edition merged, with the digest of all that it is made from. The text that is compared is the one that is set.

use super::pictures::Shown;
use super::{Copy, Press};
use crate::diagnostic::{Diagnostic, Report};
use crate::merge::{self, Templates};
use crate::model::{Digest, Edition, FairCopy, Leaf, Manuscript, Medium, PageMap};

/// What is known of the last making of a note.
pub trait Memory: Sync {
    /// The digest of what all editions of a medium are made with, beside their merged texts and pictures.
    fn setting(&self, medium: Medium) -> &Digest;

    /// The pages in these languages, if they were set from just this.
    fn pages(&self, tag: &str, key: &Digest) -> Option<KnownPages>;

    /// An edition, if it was made from just this and stands.
    fn edition(&self, edition: &Edition, key: &Digest) -> Option<Findings>;
}

/// Pages that were set before.
pub struct KnownPages {
    pub found: Vec<Diagnostic>,
    /// Known where a book was made with them.
    pub map: Option<PageMap>,
}

/// What was found while an edition was made, before house and note weigh it.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub own: Vec<Diagnostic>,
    /// What the pages of other editions show as well: told only where there are none.
    pub aside: Vec<Diagnostic>,
}

/// What the editions of a group are made from.
pub(super) struct Order<'a> {
    pub copy: &'a Copy,
    pub copies: &'a [&'a FairCopy],
    pub shown: &'a Shown,
    pub templates: &'a Templates,
    pub manuscripts: bool,
    /// How many editions are made at once.
    pub jobs: usize,
    pub memory: Option<&'a dyn Memory>,
}

impl Order<'_> {
    /// What was found of an edition, if it was made from just this draft and stands.
    pub fn known(&self, edition: &Edition, draft: &Draft) -> Option<Findings> {
        self.memory?.edition(edition, draft.key.as_ref()?)
    }
}

/// A merged text, and the digest of all that the edition is made from; no digest where nothing is remembered.
pub(super) struct Draft {
    pub manuscript: Manuscript,
    pub key: Option<Digest>,
}

impl Press {
    pub(super) fn draft(&self, order: &Order, edition: &Edition, pages: Option<&PageMap>) -> Report<Draft> {
        let Order { copy, copies, templates, memory, .. } = order;
        let pictures = order.shown.of(edition.medium);
        let mut found = Vec::new();
        let merged = merge::merge(copies, pictures, &self.house, templates, edition, pages);
        let draft = merged.collect(&mut found).map(|manuscript| {
            let key = memory.map(|memory| key(&manuscript, memory.setting(edition.medium), copy));
            Draft { manuscript, key }
        });
        Report::new(draft, found)
    }
}

/// The digest of all that an edition is made from.
fn key(manuscript: &Manuscript, setting: &Digest, copy: &Copy) -> Digest {
    let profiled = copy.profiled.as_ref().map(Digest::as_str).unwrap_or_default();
    let metadata = format!("{:?}", manuscript.metadata);
    let leaves: Vec<(String, Vec<u8>, &str)> =
        manuscript.leaves.iter().chain(&manuscript.cover).map(gist).collect();
    let pictures = manuscript.assets.iter();
    let pictures: Vec<(String, Digest)> =
        pictures.map(|asset| (format!("{} {}", asset.name, asset.path), Digest::of(&asset.bytes))).collect();
    let pieces = [setting.as_str(), profiled, metadata.as_str()].map(str::as_bytes);
    let leaves =
        leaves.iter().flat_map(|(head, blocks, text)| [head.as_bytes(), blocks.as_slice(), text.as_bytes()]);
    let pictures = pictures.iter().flat_map(|(name, digest)| [name.as_bytes(), digest.as_str().as_bytes()]);
    Digest::of_all(pieces.into_iter().chain(leaves).chain(pictures))
}

/// What an edition is made from of a leaf. Where its words come from is told in findings alone.
fn gist(leaf: &Leaf) -> (String, Vec<u8>, &str) {
    let head = format!("{} {:?} {:?} {:?}", leaf.name, leaf.languages, leaf.titles, leaf.pages);
    let mut blocks = Vec::with_capacity(leaf.map.len() * 20);
    for mapping in &leaf.map {
        blocks.extend_from_slice(&(mapping.range.start as u64).to_le_bytes());
        blocks.extend_from_slice(&(mapping.range.end as u64).to_le_bytes());
        blocks.extend_from_slice(&mapping.block.to_le_bytes());
    }
    (head, blocks, &leaf.text)
}
