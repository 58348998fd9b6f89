//! Which passage is set where, read from the set pages: each glyph knows its place in a string of the merged text, the leaf
//! knows what of the sources stands there, and the frames say where on the page it is painted.
//!
//! What the press sets of its own (numbers of lists and notes, marks between words) belongs to the passage beside it, and a
//! title that is said again in a running header to the title: so that a click nearly always finds a line to edit.

use super::grounds::moved;
use super::world::World;
use crate::model::{Asset, Leaf, Mapping, Region, SourceFile, Span};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
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

/// How far apart two runs of a line may stand, in heights of their letters, and be one region.
const ADJACENT: f64 = 1.5;

/// How far from a passage a mark of the press may stand, in heights of its letters, and belong to it.
const BESIDE: f64 = 4.0;

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

/// A string of the merged text as it reads, and where in it each of its mappings begins.
struct Value {
    text: String,
    pieces: Vec<(usize, usize)>,
}

/// A rectangle of the page, as far as it is known whose it is.
struct Draft {
    bounds: Rect,
    place: Option<Place>,
    /// The line of a component that set the words, where no passage did.
    component: Option<Place>,
}

/// A range of a file.
#[derive(Clone)]
struct Place {
    file: Arc<SourceFile>,
    range: Range<usize>,
}

/// Where a string stands in the merged text, and where signs in it are longer there than they read.
struct Literal {
    range: Range<usize>,
    /// Where its first sign stands.
    head: usize,
    /// The end of each escape in the text, and by how much the text is longer up to there.
    escapes: Vec<(usize, usize)>,
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
        let Some(mapping) = leaf.map.get(index).filter(|mapping| mapping.range.start <= at) else {
            return None;
        };
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
            let escapes = escapes(text, range.start);
            let head = range.start + usize::from(text.starts_with('"'));
            Some(Arc::new(Literal { range, head, escapes }))
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

impl Literal {
    /// Where the sign at an offset of the string stands in the merged text.
    fn within(&self, offset: usize) -> usize {
        let plain = self.head + offset;
        let before = self.escapes.partition_point(|(end, extra)| end - extra <= plain);
        plain + before.checked_sub(1).map_or(0, |last| self.escapes[last].1)
    }

    /// How many bytes the string reads up to a place of the merged text, counted from anywhere.
    fn reads(&self, at: usize) -> usize {
        let before = self.escapes.partition_point(|(end, _)| *end <= at);
        at - before.checked_sub(1).map_or(0, |last| self.escapes[last].1)
    }
}

impl Draft {
    fn height(&self) -> f64 {
        self.bounds.size().y.to_pt()
    }

    fn takes(&self, new: &Draft) -> bool {
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

    fn take(&mut self, new: Draft) {
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
fn settle(drafts: Vec<Draft>, page: usize) -> Vec<Region> {
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
fn beside(map: &[Mapping], index: usize) -> Option<Place> {
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

/// The strings of the merged text that hold words of the sources.
fn values(leaf: &Leaf) -> Vec<Value> {
    let runs = leaf.map.chunk_by(|one, other| one.range.end == other.range.start);
    let mut first = 0;
    let value = |run: &[Mapping]| {
        let mut value = Value { text: String::new(), pieces: Vec::new() };
        for (index, mapping) in (first..).zip(run) {
            value.pieces.push((value.text.len(), index));
            value.text.push_str(&unescaped(leaf.text.get(mapping.range.clone()).unwrap_or_default()));
        }
        first += run.len();
        value
    };
    runs.map(value).collect()
}

impl Value {
    /// The mappings of a part of the string, and what of each.
    fn within(&self, range: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let ends = self.pieces.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        self.pieces.iter().zip(ends).filter_map(move |((start, index), end)| {
            let part = range.start.max(*start)..range.end.min(end);
            (part.start < part.end).then(|| (*index, part.start - start..part.end - start))
        })
    }
}

/// The escapes of a string of the merged text: where each ends, and by how much the text is longer up to there.
fn escapes(text: &str, start: usize) -> Vec<(usize, usize)> {
    let mut escapes = Vec::new();
    let mut extra = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let begin = at + found;
        let (length, read) = match text[begin + 1..].strip_prefix("u{") {
            Some(code) => {
                let digits = code.split('}').next().unwrap_or_default();
                let sign = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                (digits.len() + 4, sign.map_or(1, char::len_utf8))
            }
            None => (2, 1),
        };
        extra += length - read;
        at = begin + length;
        escapes.push((start + at, extra));
    }
    escapes
}

fn unescaped(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        read.push_str(before);
        let mut signs = after.chars();
        match signs.next() {
            Some('n') => read.push('\n'),
            Some('t') => read.push('\t'),
            Some('u') => {
                let digits = after.trim_start_matches("u{").split('}').next().unwrap_or_default();
                read.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
                rest = after.split_once('}').map_or("", |(_, rest)| rest);
                continue;
            }
            other => read.extend(other),
        }
        rest = signs.as_str();
    }
    read.push_str(rest);
    read
}
