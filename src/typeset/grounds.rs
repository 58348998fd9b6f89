//! Which colours meet on the set pages: each run of words, and what is really painted under it. Frames are walked in the
//! order in which they are painted, so that what was painted before a run lies under it.
//!
//! A run is asked glyph by glyph, at the middle of each, where something was painted about it; else it stands on the page's
//! own colour. Over pictures, gradients and patterns nothing is said: they have no one colour. Strokes are no ground.

use crate::model::Meeting;
use crate::model::contrast::{self, Rgb};
use std::collections::BTreeMap;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::syntax::Span;
use typst::text::TextItem;
use typst::visualize::{Curve, FillRule, Geometry, Paint, Shape};
use typst_layout::{Page, PagedDocument};

/// The first words in which two colours meet.
pub struct Example {
    pub words: String,
    /// Where the merged text or a component has them, or else what is painted under them.
    pub span: Span,
}

/// All pairs of colours that meet in words, each with its first words.
pub fn meetings(document: &PagedDocument) -> BTreeMap<Meeting, Example> {
    let mut meetings = BTreeMap::new();
    for page in document.pages() {
        let paper = paper(page);
        let mut easel = Easel { paper, painted: Vec::new(), clips: Vec::new(), meetings: &mut meetings };
        easel.paint(&page.frame, Transform::identity());
    }
    meetings
}

/// The colour of a page; `None` where it has no one colour.
fn paper(page: &Page) -> Option<Rgb> {
    match page.fill_or_white() {
        None => Some(WHITE),
        Some(paint) => solid(&paint).map(|color| over(color, WHITE)),
    }
}

const WHITE: Rgb = [255; 3];

/// Red, green, blue and alpha.
type Rgba = [u8; 4];

/// A page as far as it is painted.
struct Easel<'a> {
    paper: Option<Rgb>,
    painted: Vec<Painted<'a>>,
    clips: Vec<Clip<'a>>,
    meetings: &'a mut BTreeMap<Meeting, Example>,
}

/// What was painted: where, in which colour if it has one, and through which masks.
struct Painted<'a> {
    outline: Outline<'a>,
    span: Span,
    bounds: Rect,
    /// From the page to the outline's own measure.
    inwards: Transform,
    color: Option<Rgba>,
    clips: Vec<Clip<'a>>,
}

enum Outline<'a> {
    Box(Size),
    Curve(&'a Curve, FillRule),
}

#[derive(Clone, Copy)]
struct Clip<'a> {
    curve: &'a Curve,
    inwards: Transform,
}

impl<'a> Easel<'a> {
    fn paint(&mut self, frame: &'a Frame, outwards: Transform) {
        for (at, item) in frame.items() {
            let outwards = outwards.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    let outwards = outwards.pre_concat(group.transform);
                    let clip = group.clip.as_ref().zip(outwards.invert());
                    let outer = self.clips.len();
                    self.clips.extend(clip.map(|(curve, inwards)| Clip { curve, inwards }));
                    self.paint(&group.frame, outwards);
                    self.clips.truncate(outer);
                }
                FrameItem::Shape(Shape { geometry, fill: Some(fill), fill_rule, .. }, span) => {
                    let outline = match geometry {
                        Geometry::Line(_) => continue,
                        Geometry::Rect(size) => Outline::Box(*size),
                        Geometry::Curve(curve) => Outline::Curve(curve, *fill_rule),
                    };
                    self.lay((outline, *span), geometry.bbox(None), solid(fill), outwards);
                }
                FrameItem::Image(_, size, span) => {
                    let bounds = Rect::from_pos_size(Point::zero(), *size);
                    self.lay((Outline::Box(*size), *span), bounds, None, outwards);
                }
                FrameItem::Text(text) => self.write(text, outwards),
                _ => {}
            }
        }
    }

    fn lay(
        &mut self,
        (outline, span): (Outline<'a>, Span),
        bounds: Rect,
        color: Option<Rgba>,
        outwards: Transform,
    ) {
        if color.is_some_and(|[.., alpha]| alpha == 0) {
            return;
        }
        // What is pressed flat is not seen.
        let Some(inwards) = outwards.invert() else { return };
        let bounds = moved(bounds, outwards);
        let clips = self.clips.clone();
        self.painted.push(Painted { outline, span, bounds, inwards, color, clips });
    }

    fn write(&mut self, text: &TextItem, outwards: Transform) {
        let Some(ink) = solid(&text.fill) else { return };
        if ink[3] == 0 || text.text.trim().is_empty() {
            return;
        }
        let points = text.size.to_pt() * scale(outwards);
        let large = contrast::is_large(points, text.font.info().variant.weight.to_number());
        let height = text.size;
        let line = Rect::new(Point::with_y(-height), Point::new(text.width(), height * 0.4));
        let line = moved(line, outwards);
        let under: Vec<usize> =
            (0..self.painted.len()).filter(|index| meet(self.painted[*index].bounds, line)).collect();
        if under.is_empty() && self.clips.is_empty() {
            self.note(ink, self.paper, large, text, Span::detached());
            return;
        }
        let behind = under.last().map_or(Span::detached(), |index| self.painted[*index].span);
        let mut x = Abs::zero();
        let mut last = None;
        for glyph in &text.glyphs {
            let advance = glyph.x_advance.at(text.size);
            let middle = Point::new(x + glyph.x_offset.at(text.size) + advance * 0.5, height * -0.25);
            x += advance;
            let blank = text.text.get(glyph.range()).is_some_and(|signs| signs.trim().is_empty());
            let middle = middle.transform(outwards);
            if blank || !self.clips.iter().all(|clip| clip.shows(middle)) {
                continue;
            }
            let ground = self.ground(middle, &under);
            if last.replace(ground) != Some(ground) {
                self.note(ink, ground, large, text, behind);
            }
        }
    }

    /// What is seen at a point; `None` where it has no one colour.
    fn ground(&self, point: Point, under: &[usize]) -> Option<Rgb> {
        let mut veils = Vec::new();
        let layers = under.iter().rev().map(|index| &self.painted[*index]);
        let mut ground = self.paper;
        for layer in layers.filter(|layer| layer.covers(point)) {
            match layer.color? {
                [red, green, blue, 255] => {
                    ground = Some([red, green, blue]);
                    break;
                }
                veil => veils.push(veil),
            }
        }
        veils.into_iter().rev().fold(ground, |ground, veil| Some(over(veil, ground?)))
    }

    fn note(&mut self, ink: Rgba, ground: Option<Rgb>, large: bool, text: &TextItem, behind: Span) {
        let Some(ground) = ground else { return };
        let meeting = Meeting { words: over(ink, ground), ground, large };
        let own = text.glyphs.iter().map(|glyph| glyph.span.0);
        let span = own.chain([behind]).find(|span| !span.is_detached()).unwrap_or(Span::detached());
        self.meetings.entry(meeting).or_insert_with(|| Example { words: text.text.trim().to_owned(), span });
    }
}

impl Painted<'_> {
    fn covers(&self, point: Point) -> bool {
        let own = point.transform(self.inwards);
        let inside = match self.outline {
            Outline::Box(size) => {
                let within = |at: Abs, side: Abs| side.min(Abs::zero()) <= at && at <= side.max(Abs::zero());
                within(own.x, size.x) && within(own.y, size.y)
            }
            Outline::Curve(curve, rule) => curve.contains(rule, own),
        };
        inside && self.clips.iter().all(|clip| clip.shows(point))
    }
}

impl Clip<'_> {
    fn shows(&self, point: Point) -> bool {
        self.curve.contains(FillRule::NonZero, point.transform(self.inwards))
    }
}

/// The colour of a paint that has but one.
fn solid(paint: &Paint) -> Option<Rgba> {
    match paint {
        Paint::Solid(color) => {
            let color = color.to_rgb();
            let parts = [color.red, color.green, color.blue, color.alpha];
            Some(parts.map(|part| (part * 255.0).round() as u8))
        }
        _ => None,
    }
}

/// A colour laid over another.
fn over([red, green, blue, alpha]: Rgba, ground: Rgb) -> Rgb {
    let alpha = f64::from(alpha) / 255.0;
    let mut seen = ground;
    for (below, above) in seen.iter_mut().zip([red, green, blue]) {
        *below = (f64::from(above) * alpha + f64::from(*below) * (1.0 - alpha)).round() as u8;
    }
    seen
}

/// The box about a box that was moved, turned or scaled.
pub fn moved(Rect { min, max }: Rect, outwards: Transform) -> Rect {
    let corners = [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)];
    let corners = corners.map(|corner| corner.transform(outwards));
    let [first, ..] = corners;
    let (min, max) = corners.iter().fold((first, first), |(min, max), at| (min.min(*at), max.max(*at)));
    Rect::new(min, max)
}

fn meet(one: Rect, other: Rect) -> bool {
    one.min.x <= other.max.x
        && other.min.x <= one.max.x
        && one.min.y <= other.max.y
        && other.min.y <= one.max.y
}

/// How much larger than written a transformation shows things.
fn scale(Transform { sx, ky, kx, sy, .. }: Transform) -> f64 {
    (sx.get() * sy.get() - kx.get() * ky.get()).abs().sqrt()
}
