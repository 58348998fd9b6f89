//! The plate: what the interpreter draws on. In: marks, with the markers of `markers` before them. Out: what each mark is,
//! where it can be seen, and what lies on the planes.

mod geometry;
mod laying;
mod masks;
mod pictures;

use super::inks::{MOST_INKS, Space};
use super::markers::{CALL, INITIAL_PAINT, INLINE, Local, Paint as Laid, RETURN, STATE, Tables};
use super::pictures::Picture;
use super::plane::Plane;
use super::scan::{Window, scan};
use super::{Kind, Mark};
use geometry::{Direction, as_rect, overlaps, scale, touches};
use hayro_interpret::font::Glyph;
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, FillRule, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Rect, Shape, Vec2};
use masks::Cover;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// The work that a page may make. What asks for more is not looked at: it would not print either.
const MOST_WORK: u64 = 400_000_000;

/// The work of a page was too much.
pub struct Exhausted;

/// What holds for the next mark.
#[derive(Clone, Copy)]
struct State {
    fill: u32,
    stroke: u32,
    alpha: [u8; 2],
    overprint: [bool; 2],
    nonzero: bool,
}

impl State {
    const INITIAL: Self = Self {
        fill: INITIAL_PAINT,
        stroke: INITIAL_PAINT,
        alpha: [255; 2],
        overprint: [false; 2],
        nonzero: false,
    };

    /// With what a stream has said itself.
    fn with(self, local: Local) -> Self {
        let or = |own: [Option<u8>; 2]| [own[0].unwrap_or(self.alpha[0]), own[1].unwrap_or(self.alpha[1])];
        let flags = |own: [Option<bool>; 2]| {
            [own[0].unwrap_or(self.overprint[0]), own[1].unwrap_or(self.overprint[1])]
        };
        Self {
            fill: local.fill.unwrap_or(self.fill),
            stroke: local.stroke.unwrap_or(self.stroke),
            alpha: or(local.alpha),
            overprint: flags(local.overprint),
            nonzero: local.nonzero.unwrap_or(self.nonzero),
        }
    }
}

#[derive(Clone)]
struct Clip {
    /// What is left, in points of the plane and as a rectangle.
    window: Window,
    bounds: Rect,
    mask: Option<Rc<Cover>>,
}

struct Group {
    opacity: f32,
    blend: BlendMode,
    mask: Option<Rc<Cover>>,
    /// What held outside.
    inherited: State,
    now: State,
}

struct Outline {
    path: BezPath,
    bounds: Rect,
    /// About the width of its broadest stroke, where a full square counts as half of its side.
    breadth: f64,
}

/// Where the plane lies on the page.
#[derive(Clone, Copy)]
pub struct View {
    /// Points of the plane in a point of the page.
    pub scale: f64,
    /// The lower left corner of the plane, on the page.
    pub origin: Point,
    pub trim: Rect,
}

impl View {
    pub fn transform(&self) -> Affine {
        Affine::scale(self.scale) * Affine::translate(-self.origin.to_vec2())
    }
}

pub struct Plate<'a, 't> {
    tables: &'t Tables,
    pub view: View,
    pub plane: Plane,
    pub marks: Vec<Mark>,
    known: HashSet<(u8, u32, u8, i64)>,
    /// Why some of the ink could not be measured.
    pub unread: Option<&'static str>,
    inherited: State,
    now: State,
    calls: Vec<(State, State)>,
    clips: Vec<Clip>,
    groups: Vec<Group>,
    blend: BlendMode,
    mask: Option<Rc<Cover>>,
    masks: HashMap<u128, Rc<Cover>>,
    outlines: HashMap<u128, Rc<Outline>>,
    pictures: HashMap<(i32, i32), Option<Rc<Picture>>>,
    inline: Option<Arc<Space>>,
    /// Within the drawing of a glyph or of a mask, marks are not told.
    quiet: usize,
    /// How much of each point the group of a mask covers.
    covered: Option<Vec<u8>>,
    work: u64,
    depth: usize,
    marker: std::marker::PhantomData<&'a ()>,
}

impl<'a, 't> Plate<'a, 't> {
    pub fn new(tables: &'t Tables, view: View, width: usize, height: usize) -> Self {
        let window = Window { x: (0, width), y: (0, height) };
        let bounds = Rect::new(0.0, 0.0, width as f64, height as f64);
        let inks = tables.inks.len().min(MOST_INKS);
        Self {
            tables,
            view,
            plane: Plane::new(width, height, inks),
            marks: Vec::new(),
            known: HashSet::new(),
            unread: None,
            inherited: State::INITIAL,
            now: State::INITIAL,
            calls: Vec::new(),
            clips: vec![Clip { window, bounds, mask: None }],
            groups: Vec::new(),
            blend: BlendMode::Normal,
            mask: None,
            masks: HashMap::new(),
            outlines: HashMap::new(),
            pictures: HashMap::new(),
            inline: None,
            quiet: 0,
            covered: None,
            work: 0,
            depth: 0,
            marker: std::marker::PhantomData,
        }
    }

    fn work(&mut self, cost: u64) {
        self.work += cost;
        if self.work > MOST_WORK {
            // The interpreter cannot be told to stop: it is left, and `survey` waits where it began.
            std::panic::resume_unwind(Box::new(Exhausted));
        }
    }

    fn clip(&self) -> Clip {
        self.clips.last().cloned().unwrap_or(Clip {
            window: Window { x: (0, 0), y: (0, 0) },
            bounds: Rect::ZERO,
            mask: None,
        })
    }

    fn on_page(&self, bounds: Rect) -> Rect {
        let at = |x: f64, y: f64| self.view.origin + Vec2::new(x, y) / self.view.scale;
        Rect::from_points(at(bounds.x0, bounds.y0), at(bounds.x1, bounds.y1))
    }

    fn alpha(&self, stroke: bool) -> u8 {
        let own = f32::from(self.now.alpha[usize::from(stroke)]);
        let groups: f32 = self.groups.iter().map(|group| group.opacity).product();
        (own * groups).round() as u8
    }

    /// Tells a mark, if it can be seen. Those that say nothing new are left away.
    fn tell(&mut self, kind: Kind, bounds: Rect, paint: u32, stroke: bool) {
        let seen = bounds.intersect(self.clip().bounds);
        let hidden =
            seen.x0 > seen.x1 || seen.y0 > seen.y1 || seen.x1 - seen.x0 <= 0.0 && seen.y1 - seen.y0 <= 0.0;
        if self.quiet > 0 || hidden || self.alpha(stroke) == 0 || !overlaps(bounds, self.clip().bounds) {
            return;
        }
        let bounds = self.on_page(seen);
        let overprint = self.now.overprint[usize::from(stroke)];
        let mark = Mark { kind, bounds, paint, overprint, nonzero: self.now.nonzero };
        let (class, size) = match &mark.kind {
            Kind::Words { .. } | Kind::Picture { .. } => (0, 0.0),
            Kind::Stroke { width } => (1, *width),
            Kind::Area { thin } => (2, if *thin < 3.0 { *thin } else { 3.0 }),
        };
        if class > 0 && !touches(bounds, self.view.trim) {
            let flags = u8::from(overprint) | u8::from(mark.nonzero) << 1;
            if !self.known.insert((class, paint, flags, (size * 1000.0) as i64)) {
                return;
            }
        }
        self.marks.push(mark);
    }

    fn outline(&mut self, glyph: &hayro_interpret::font::OutlineGlyph) -> Rc<Outline> {
        let key = glyph.identifier().cache_key();
        if let Some(known) = self.outlines.get(&key) {
            return known.clone();
        }
        let path = glyph.outline();
        let bounds = path.bounding_box();
        let breadth = 2.0 * path.area().abs() / path.perimeter(1.0).max(1e-9);
        let outline = Rc::new(Outline { path, bounds, breadth });
        self.outlines.insert(key, outline.clone());
        outline
    }

    fn words(&mut self, glyph: &Glyph<'a>, bounds: Rect, size: f64, stroke: bool) {
        let paint = if stroke { self.now.stroke } else { self.now.fill };
        let overprint = self.now.overprint[usize::from(stroke)];
        let unicode = || match glyph.as_unicode() {
            Some(hayro_interpret::hayro_cmap::BfString::Char(sign)) => sign.to_string(),
            Some(hayro_interpret::hayro_cmap::BfString::String(signs)) => signs,
            None => String::new(),
        };
        let seen = bounds.intersect(self.clip().bounds);
        if self.quiet > 0 || !overlaps(bounds, self.clip().bounds) || self.alpha(stroke) == 0 {
            return;
        }
        let seen = self.on_page(seen);
        if let Some(Mark {
            kind: Kind::Words { size: own, words },
            bounds,
            paint: own_paint,
            overprint: own_overprint,
            ..
        }) = self.marks.last_mut()
            && *own_paint == paint
            && *own_overprint == overprint
            && (*own - size).abs() < 0.01
            && (seen.y0 - bounds.y0).abs().min((seen.y1 - bounds.y1).abs()) < size
            && (seen.x0 - bounds.x1).abs().min((bounds.x0 - seen.x1).abs()) < 2.0 * size
        {
            *bounds = bounds.union(seen);
            if words.len() < 24 {
                words.push_str(&unicode());
            }
            return;
        }
        let kind = Kind::Words { size, words: unicode() };
        self.marks.push(Mark { kind, bounds: seen, paint, overprint, nonzero: self.now.nonzero });
    }
}

impl<'a> Device<'a> for Plate<'a, '_> {
    fn set_soft_mask(&mut self, mask: Option<SoftMask<'a>>) {
        self.mask = mask.map(|mask| self.soft_mask(&mask));
    }

    fn set_blend_mode(&mut self, blend: BlendMode) {
        self.blend = blend;
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'a>, mode: &PathDrawMode) {
        self.work(100 + path.elements().len() as u64);
        let placed;
        let (stroke, rule, kind, bounds) = match mode {
            PathDrawMode::Fill(rule) => {
                placed = transform * path;
                let own = path.bounding_box();
                let across = (transform * Direction(own.width(), 0.0)).hypot();
                let down = (transform * Direction(0.0, own.height())).hypot();
                let thin = across.min(down) / self.view.scale;
                (false, *rule, Kind::Area { thin }, placed.bounding_box())
            }
            PathDrawMode::Stroke(style) => {
                placed = self.stroked(path, transform, style);
                let width = f64::from(style.line_width).abs() * scale(transform) / self.view.scale;
                // A fill without area comes as a stroke of a thousandth: it is what is filled.
                let filled = style.line_width == 0.001;
                (!filled, FillRule::NonZero, Kind::Stroke { width }, placed.bounding_box())
            }
        };
        let laid = if stroke { self.now.stroke } else { self.now.fill };
        self.tell(kind, bounds, laid, stroke);
        self.paint(&placed, rule, paint, stroke);
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        self.work(50);
        let place = transform * glyph_transform;
        let em = (place * Direction(0.0, 1000.0)).hypot();
        let stroke = match mode {
            GlyphDrawMode::Invisible => return,
            GlyphDrawMode::Fill => false,
            GlyphDrawMode::Stroke(_) => true,
        };
        match glyph {
            Glyph::Outline(own) => {
                let outline = self.outline(own);
                if outline.path.elements().is_empty() {
                    if let Some(Mark { kind: Kind::Words { words, .. }, .. }) = self.marks.last_mut()
                        && self.quiet == 0
                        && !words.ends_with(' ')
                    {
                        words.push(' ');
                    }
                    return;
                }
                let bounds = place.transform_rect_bbox(outline.bounds);
                self.words(glyph, bounds, em / self.view.scale, stroke);
                // Strokes too thin to fill a spot are not laid: the heaviest spot is the same without them.
                let breadth = outline.breadth * em / 1000.0;
                match mode {
                    GlyphDrawMode::Stroke(style) => {
                        let path = self.stroked(&(glyph_transform * outline.path.clone()), transform, style);
                        self.paint(&path, FillRule::NonZero, paint, true);
                    }
                    _ if 2.0 * breadth >= 3.0 || self.quiet > 0 => {
                        self.paint(&(place * &outline.path), FillRule::NonZero, paint, false);
                    }
                    _ => {}
                }
            }
            Glyph::Type3(own) => {
                let bounds = place.transform_rect_bbox(Rect::new(0.0, 0.0, 500.0, 700.0));
                self.words(glyph, bounds, f64::INFINITY, stroke);
                if self.depth > 8 {
                    return;
                }
                let outer = (self.inherited, self.now, self.calls.len());
                self.now.stroke = self.now.fill;
                self.inherited = self.now;
                (self.quiet, self.depth) = (self.quiet + 1, self.depth + 1);
                own.interpret(self, transform, glyph_transform, paint);
                (self.quiet, self.depth) = (self.quiet - 1, self.depth - 1);
                self.calls.truncate(outer.2);
                (self.inherited, self.now) = (outer.0, outer.1);
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        self.image(image, transform);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.work(20);
        let outer = self.clip();
        let rect = as_rect(&clip.path);
        let own = rect.unwrap_or_else(|| clip.path.bounding_box());
        let (window, bounds) = (outer.window.within(own), outer.bounds.intersect(own));
        if rect.is_some() || window.is_empty() {
            self.clips.push(Clip { window, bounds, mask: outer.mask });
            return;
        }
        let wide = window.x.1 - window.x.0;
        let mut cover = vec![0; wide * (window.y.1 - window.y.0)];
        scan(&clip.path, clip.fill, window, |y, from, to| {
            for x in from..to {
                let left = outer.mask.as_ref().is_none_or(|mask| mask.at(x, y) > 0);
                if let Some(point) = cover.get_mut((y - window.y.0) * wide + x - window.x.0) {
                    *point = u8::from(left);
                }
            }
        });
        self.work(cover.len() as u64 / 16);
        self.clips.push(Clip { window, bounds, mask: Some(Rc::new(Cover { window, cover })) });
    }

    fn pop_clip_path(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        let mask = mask.map(|mask| self.soft_mask(&mask));
        self.groups.push(Group { opacity, blend, mask, inherited: self.inherited, now: self.now });
        // The opacity that held is the group's now.
        self.inherited.alpha = [255; 2];
        self.now.alpha = [255; 2];
    }

    fn pop_transparency_group(&mut self) {
        if let Some(group) = self.groups.pop() {
            (self.inherited, self.now) = (group.inherited, group.now);
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], value: Option<i32>) {
        let value = usize::try_from(value.unwrap_or_default()).unwrap_or_default();
        match tag {
            STATE => {
                let local = self.tables.states.get(value).copied().unwrap_or_default();
                self.now = self.inherited.with(local);
            }
            CALL => {
                self.work(10_000);
                self.calls.push((self.inherited, self.now));
                self.inherited = self.now;
            }
            RETURN => {
                if let Some(outer) = self.calls.pop() {
                    (self.inherited, self.now) = outer;
                }
            }
            INLINE => self.inline = self.tables.inline.get(value).cloned(),
            _ => {}
        }
    }
}
