//! Rectangles of a page while it is being read: what belongs together, and whose it is.

use crate::model::{Mapping, Region, SourceFile, Span};
use std::ops::Range;
use std::sync::Arc;
use typst::layout::Rect;

/// How far apart two runs of a line may stand, in heights of their letters, and be one region.
const ADJACENT: f64 = 1.5;

/// How far from a passage a mark of the press may stand, in heights of its letters, and belong to it.
const BESIDE: f64 = 4.0;

/// A rectangle of the page, as far as it is known whose it is.
pub struct Draft {
    pub bounds: Rect,
    pub place: Option<Place>,
    /// The line of a component that set the words, where no passage did.
    pub component: Option<Place>,
}

/// A range of a file.
#[derive(Clone)]
pub struct Place {
    pub file: Arc<SourceFile>,
    pub range: Range<usize>,
}

impl Draft {
    fn height(&self) -> f64 {
        self.bounds.size().y.to_pt()
    }

    pub fn takes(&self, new: &Draft) -> bool {
        let together = match (&self.place, &new.place) {
            (Some(one), Some(other)) => one.is_in_line_with(other),
            (None, None) => match (&self.component, &new.component) {
                (Some(one), Some(other)) => one.is_in_line_with(other),
                (one, other) => one.is_none() && other.is_none(),
            },
            _ => false,
        };
        together && self.abreast(new) && self.gap(new) <= ADJACENT * self.height()
    }

    pub fn take(&mut self, new: Draft) {
        self.bounds = around(self.bounds, new.bounds);
        self.place = self.place.take().zip(new.place).map(|(own, new)| own.to(new));
    }

    /// Whether two rectangles stand beside each other.
    fn abreast(&self, other: &Draft) -> bool {
        let (one, other) = (self.bounds, other.bounds);
        let shared = one.max.y.min(other.max.y) - one.min.y.max(other.min.y);
        shared.to_pt() > 0.4 * one.size().y.min(other.size().y).to_pt()
    }

    /// The width of the gap between two rectangles.
    fn gap(&self, other: &Draft) -> f64 {
        let (one, other) = (self.bounds, other.bounds);
        (one.min.x - other.max.x).max(other.min.x - one.max.x).to_pt().max(0.0)
    }
}

impl Place {
    /// From the beginning of one to the end of the other; where they are in two files, the first.
    fn to(self, other: Self) -> Self {
        if !Arc::ptr_eq(&self.file, &other.file) {
            return self;
        }
        let range = self.range.start.min(other.range.start)..self.range.end.max(other.range.end);
        Self { file: self.file, range }
    }

    fn is_in_line_with(&self, other: &Place) -> bool {
        let between = self.range.start.min(other.range.start)..self.range.end.max(other.range.end);
        Arc::ptr_eq(&self.file, &other.file)
            && self.file.text.as_bytes().get(between).is_some_and(|text| !text.contains(&b'\n'))
    }
}

fn around(one: Rect, other: Rect) -> Rect {
    Rect::new(one.min.min(other.min), one.max.max(other.max))
}

/// Gives what the press set of its own to the passage beside it.
pub fn settle(drafts: Vec<Draft>, page: usize) -> Vec<Region> {
    let own = |index: usize| {
        let draft: &Draft = &drafts[index];
        if draft.place.is_some() {
            return draft.place.clone();
        }
        let near = |other: &&Draft| {
            draft.abreast(other) && draft.gap(other) <= BESIDE * draft.height().min(other.height())
        };
        let after = drafts[index + 1..].iter().find(|other| other.place.is_some()).filter(near);
        let before = drafts[..index].iter().rev().find(|other| other.place.is_some()).filter(near);
        let beside = match (before, after) {
            (Some(before), Some(after)) if draft.gap(before) <= draft.gap(after) => Some(before),
            (before, after) => after.or(before),
        };
        beside.and_then(|beside| beside.place.clone()).or_else(|| draft.component.clone())
    };
    let region = |index: usize| {
        let Place { file, range } = own(index)?;
        let (corner, size) = (drafts[index].bounds.min, drafts[index].bounds.size());
        Some(Region {
            page,
            left: corner.x.to_pt(),
            top: corner.y.to_pt(),
            width: size.x.to_pt(),
            height: size.y.to_pt(),
            span: Span::new(&file, range),
        })
    };
    (0..drafts.len()).filter_map(region).collect()
}

/// The passage beside words that the press supplied: the one before them in their sentence, else the next in it, else one of
/// their block, which may be said in several places; over what comes next stands a heading of the press.
pub fn beside(map: &[Mapping], index: usize) -> Option<Place> {
    let start = |span: &Span| Place { file: Arc::clone(&span.file), range: span.start..span.start };
    let end = |span: &Span| Place { file: Arc::clone(&span.file), range: span.end..span.end };
    let joined = |one: &Mapping, other: &Mapping| one.range.end == other.range.start;
    let first = (1..=index).rev().find(|at| !joined(&map[at - 1], &map[*at])).unwrap_or(0);
    let last = (index + 1..map.len()).find(|at| !joined(&map[at - 1], &map[*at])).unwrap_or(map.len());
    let own = |mapping: &&Mapping| mapping.block == map[index].block;
    let span = |mapping: &'_ Mapping| mapping.span.clone();
    let in_sentence = map[first..index].iter().rev().find_map(span).as_ref().map(end);
    let in_sentence = in_sentence.or_else(|| map[index..last].iter().find_map(span).as_ref().map(start));
    let in_block = || map[index..].iter().filter(own).find_map(span).as_ref().map(start);
    let before = || map[..index].iter().rev().filter(own).find_map(span).as_ref().map(end);
    let after = || map[index..].iter().find_map(span).as_ref().map(start);
    in_sentence.or_else(in_block).or_else(before).or_else(after)
}
