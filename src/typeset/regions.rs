//! Which passage is set where, read from the set pages: each glyph knows its place in a string of the merged text, the leaf
//! knows what of the sources stands there, and the frames say where on the page it is painted.
//!
//! What the press sets of its own (numbers of lists and notes, marks between words) belongs to the passage beside it, and a
//! title that is said again in a running header to the title: so that a click nearly always finds a line to edit.

mod drafts;
mod strings;

use super::grounds::moved;
use super::world::World;
use crate::model::{Asset, Region};
use drafts::{Draft, Place, beside, settle};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use strings::{Literal, Value, unescaped, values};
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst::syntax::Span as Mark;
use typst::text::TextItem;
use typst::visualize::{Image, ImageKind};
use typst::{World as _, WorldExt as _};
use typst_layout::PagedDocument;

/// The regions of all pages, in the order in which they are painted.
pub fn regions(document: &PagedDocument, world: &World, assets: &[Asset]) -> Vec<Region> {
    let mut plan = Plan {
        world,
        assets,
        strings: HashMap::new(),
        pieces: HashMap::new(),
        beside: HashMap::new(),
        values: Vec::new(),
        known: HashMap::new(),
        drafts: Vec::new(),
    };
    let mut regions = Vec::new();
    for (index, page) in document.pages().iter().enumerate() {
        plan.walk(&page.frame, Transform::identity());
        regions.extend(settle(std::mem::take(&mut plan.drafts), index + 1));
    }
    regions
}

/// How far a line reaches above and below its baseline at most, in sizes of its type.
const TALL: f64 = 0.95;
const DEEP: f64 = 0.3;

/// What the engine puts before words that run against their passage (UAX #9), and counts with them.
const EMBEDDING: usize = '\u{202A}'.len_utf8();

/// What joins values in a line, such as the two languages of a running header.
const JOINT: &str = " / ";

/// A part of a value is known again from so many signs on.
const TELLING: usize = 4;

struct Plan<'a> {
    world: &'a World<'a>,
    assets: &'a [Asset],
    strings: HashMap<Mark, Option<Arc<Literal>>>,
    /// Whether the piece of a mapping is printed as it was written, by its number.
    pieces: HashMap<usize, bool>,
    /// The place beside a mapping that has none.
    beside: HashMap<usize, Option<Place>>,
    /// What the merged text says, value by value; found when first asked for.
    values: Vec<Value>,
    /// The places of words that were looked for in the values.
    known: HashMap<String, Option<(usize, usize)>>,
    drafts: Vec<Draft>,
}

impl Plan<'_> {
    fn walk(&mut self, frame: &Frame, outwards: Transform) {
        for (at, item) in frame.items() {
            let outwards = outwards.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => self.walk(&group.frame, outwards.pre_concat(group.transform)),
                FrameItem::Text(text) => self.words(text, outwards),
                FrameItem::Image(image, size, _) => {
                    let bounds = moved(Rect::from_pos_size(Point::zero(), *size), outwards);
                    let place = self.picture(image);
                    self.drafts.extend(place.map(|place| Draft {
                        bounds,
                        place: Some(place),
                        component: None,
                    }));
                }
                _ => {}
            }
        }
    }

    fn words(&mut self, text: &TextItem, outwards: Transform) {
        let metrics = text.font.metrics();
        // Some fonts keep much room for marks that are seldom there, and lines would overlap.
        let top = -metrics.ascender.at(text.size).min(text.size * TALL);
        let bottom = (-metrics.descender.at(text.size)).min(text.size * DEEP);
        let mut x = Abs::zero();
        for glyphs in text.glyphs.chunk_by(|one, other| one.span.0 == other.span.0) {
            let mark = glyphs[0].span.0;
            let own = mark.id() == Some(self.world.main());
            let mut repeated = Vec::new();
            for glyph in glyphs {
                let start = x;
                x += glyph.x_advance.at(text.size);
                let signs = text.text.get(glyph.range()).unwrap_or_default();
                if signs.trim().is_empty() {
                    continue;
                }
                let bounds = Rect::new(Point::new(start, top), Point::new(x, bottom));
                let bounds = moved(bounds, outwards);
                let place = if own { self.place(mark, glyph.span.1.into(), signs) } else { None };
                match place {
                    Some(place) => self.draft(Draft { bounds, place: Some(place), component: None }),
                    None => repeated.push((glyph.range(), bounds)),
                }
            }
            let component = if own { None } else { self.component(mark) };
            self.repeated(&text.text, repeated, component);
        }
    }

    /// Adds the rectangles of signs that came to a component as a value: where a value says the same words.
    fn repeated(&mut self, text: &str, signs: Vec<(Range<usize>, Rect)>, component: Option<Place>) {
        let Some(start) = signs.iter().map(|(range, _)| range.start).min() else { return };
        let end = signs.iter().map(|(range, _)| range.end).max().unwrap_or(start);
        let words = text.get(start..end).unwrap_or_default();
        let first = || words.split_once(JOINT);
        let said = self.known(words).or_else(|| self.known(first()?.0));
        for (range, bounds) in signs {
            let place = said.and_then(|(value, at)| {
                let at = at + range.start - start;
                let (mapping, part) = self.values[value].within(at..at + range.len()).next()?;
                self.part(mapping, part)
            });
            self.draft(Draft { bounds, place, component: component.clone() });
        }
    }

    /// Adds a rectangle to the last one, where both are of one line of a page and of one line of a file.
    fn draft(&mut self, new: Draft) {
        match self.drafts.last_mut() {
            Some(last) if last.takes(&new) => last.take(new),
            _ => self.drafts.push(new),
        }
    }

    /// The place in the sources of a sign of a string of the merged text.
    fn place(&mut self, mark: Mark, offset: usize, signs: &str) -> Option<Place> {
        let literal = self.literal(mark)?;
        let leaf = self.world.leaf();
        let first = signs.chars().next()?;
        let reads =
            |at: &usize| leaf.text.get(*at..literal.range.end).is_some_and(|text| text.starts_with(first));
        let straight = literal.within(offset);
        let embedded = offset.checked_sub(EMBEDDING).map(|offset| literal.within(offset));
        // A rule of a component on words may cut strings in parts, and the engine counts from the part.
        let at = Some(straight).filter(reads).or(embedded.filter(reads)).unwrap_or(literal.head);
        let index = leaf.map.partition_point(|mapping| mapping.range.end <= at);
        let mapping = leaf.map.get(index).filter(|mapping| mapping.range.start <= at)?;
        let start = literal.reads(at) - literal.reads(mapping.range.start);
        self.part(index, start..start + signs.len())
    }

    /// The place in the sources of a part of what stands in a mapping.
    fn part(&mut self, index: usize, part: Range<usize>) -> Option<Place> {
        let leaf = self.world.leaf();
        let mapping = &leaf.map[index];
        let Some(span) = &mapping.span else {
            return self.beside.entry(index).or_insert_with(|| beside(&leaf.map, index)).clone();
        };
        let as_written = *self
            .pieces
            .entry(index)
            .or_insert_with(|| unescaped(&leaf.text[mapping.range.clone()]) == span.text());
        let range = match as_written {
            true => span.start + part.start..(span.start + part.end).min(span.end),
            false => span.start..span.end,
        };
        Some(Place { file: Arc::clone(&span.file), range })
    }

    /// The number of the value that says some words, and where in it they begin.
    fn known(&mut self, words: &str) -> Option<(usize, usize)> {
        if let Some(known) = self.known.get(words) {
            return *known;
        }
        if self.values.is_empty() {
            self.values = values(self.world.leaf());
        }
        let telling = words.chars().filter(|sign| sign.is_alphanumeric()).count() >= TELLING;
        let values = self.values.iter().enumerate().filter(|(_, value)| telling || value.text == words);
        let found = values.filter_map(|(index, value)| Some((index, value.text.find(words)?)));
        // Of two that hold the words, that which says no more.
        let found = found.min_by_key(|(index, _)| self.values[*index].text.len());
        self.known.insert(words.to_owned(), found);
        found
    }

    fn literal(&mut self, mark: Mark) -> Option<Arc<Literal>> {
        if let Some(known) = self.strings.get(&mark) {
            return known.clone();
        }
        let leaf = self.world.leaf();
        let literal = self.world.range(mark).and_then(|range| {
            let text = leaf.text.get(range.clone())?;
            Some(Arc::new(Literal::new(text, range)))
        });
        self.strings.insert(mark, literal.clone());
        literal
    }

    fn component(&self, mark: Mark) -> Option<Place> {
        let file = self.world.component(mark.id()?)?;
        let range = self.world.range(mark)?;
        Some(Place { file: Arc::clone(file), range })
    }

    /// Where the sources name a picture.
    fn picture(&self, image: &Image) -> Option<Place> {
        let data = match image.kind() {
            ImageKind::Raster(raster) => raster.data(),
            ImageKind::Svg(drawing) => drawing.data(),
            ImageKind::Pdf(_) => return None,
        };
        let asset = self.assets.iter().find(|asset| asset.bytes[..] == data[..])?;
        let leaf = self.world.leaf();
        let named = leaf.map.iter().find(|mapping| leaf.text.get(mapping.range.clone()) == Some(&asset.name));
        let span = named?.span.as_ref()?;
        Some(Place { file: Arc::clone(&span.file), range: span.start..span.end })
    }
}
