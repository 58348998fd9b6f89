//! The plate: what the interpreter draws on. In: marks, with the markers of `markers` before them. Out: what each mark is,
//! where it can be seen, and what lies on the planes.

use super::inks::{Flat, Space};
use super::markers::{CALL, INITIAL_PAINT, INLINE, Local, Paint as Laid, RETURN, STATE, Tables};
use super::pictures::Picture;
use super::plane::{Coat, Plane};
use super::scan::{Window, scan};
use super::shades::Shade;
use super::{Kind, Mark};
use hayro_interpret::font::Glyph;
use hayro_interpret::pattern::{Pattern, ShadingPattern, TilingPattern};
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, FillRule, GlyphDrawMode, Image, MaskType, Paint, PathDrawMode,
    SoftMask, StrokeProps,
};
use kurbo::{Affine, BezPath, Point, Rect, Shape, Stroke, StrokeOpts, Vec2};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// The work that a page may make. What asks for more is not looked at: it would not print either.
const MOST_WORK: u64 = 400_000_000;

/// Tiles of a pattern that are laid one by one.
const MOST_TILES: f64 = 4096.0;

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

/// Which points of a window are left, or how much of them.
struct Cover {
    window: Window,
    cover: Vec<u8>,
}

impl Cover {
    fn at(&self, x: usize, y: usize) -> u8 {
        let (Some(column), Some(row)) = (x.checked_sub(self.window.x.0), y.checked_sub(self.window.y.0))
        else {
            return 0;
        };
        let wide = self.window.x.1 - self.window.x.0;
        if column >= wide { 0 } else { self.cover.get(row * wide + column).copied().unwrap_or_default() }
    }
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
    /// What can be seen: the plane's rectangle on the page.
    pub seen: Rect,
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
        let inks = tables.inks.len().min(super::inks::MOST_INKS);
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

    /// What a mark in a flat colour does to the planes.
    fn coat(&self, flat: &Flat, stroke: bool) -> Coat {
        let inks = if !self.now.overprint[usize::from(stroke)] {
            u32::MAX
        } else if self.now.nonzero && *flat.space == Space::Cmyk(true) {
            let amounts = flat.amounts.iter().enumerate();
            amounts.fold(0, |inks, (ink, amount)| if *amount > 0.0 { inks | 1 << ink } else { inks })
        } else {
            flat.space.named()
        };
        Coat { inks, opacity: self.alpha(stroke), blend: self.mode() }
    }

    fn mode(&self) -> BlendMode {
        let outer =
            || self.groups.iter().rev().map(|group| group.blend).find(|blend| *blend != BlendMode::Normal);
        if self.blend != BlendMode::Normal { self.blend } else { outer().unwrap_or_default() }
    }

    fn soft_masks(&self) -> Vec<Rc<Cover>> {
        self.mask.iter().chain(self.groups.iter().filter_map(|group| group.mask.as_ref())).cloned().collect()
    }

    /// Lays a path that has its place already.
    fn lay(&mut self, path: &BezPath, rule: FillRule, paint: u32, stroke: bool) {
        let tables = self.tables;
        let Some(Laid::Flat(flat)) = tables.paints.get(paint as usize) else { return };
        let coat = self.coat(flat, stroke);
        let clip = self.clip();
        let masks = self.soft_masks();
        let number = self.plane.coat(&flat.amounts, coat);
        let mut work = 20;
        let (plane, mut covered) = (&mut self.plane, self.covered.as_mut());
        scan(path, rule, clip.window, |y, from, to| {
            work += 1 + (to - from) as u64 / 16;
            if clip.mask.is_none() && masks.is_empty() && covered.is_none() {
                plane.lay(y, from, to, number);
                return;
            }
            for x in from..to {
                if clip.mask.as_ref().is_some_and(|mask| mask.at(x, y) == 0) {
                    continue;
                }
                let opacity = masks.iter().fold(f32::from(coat.opacity), |opacity, mask| {
                    opacity * f32::from(mask.at(x, y)) / 255.0
                });
                if masks.is_empty() {
                    plane.lay(y, x, x + 1, number);
                } else if opacity >= 0.5 {
                    plane.dab(x, y, &flat.amounts, Coat { opacity: opacity.round() as u8, ..coat });
                }
                let at = y * plane.width + x;
                if let Some(point) = covered.as_deref_mut().and_then(|covered| covered.get_mut(at)) {
                    *point = (*point).max(opacity as u8);
                }
            }
        });
        self.work(work);
    }

    /// Lays what differs from point to point. `inks` tells the amounts at a point, and how much they cover.
    fn dab(
        &mut self,
        path: &BezPath,
        rule: FillRule,
        (named, stroke): (u32, bool),
        mut inks: impl FnMut(Point, &mut [f32]) -> f32,
    ) {
        let overprint = self.now.overprint[usize::from(stroke)];
        let coat = Coat {
            inks: if overprint { named } else { u32::MAX },
            opacity: self.alpha(stroke),
            blend: self.mode(),
        };
        let clip = self.clip();
        let masks = self.soft_masks();
        let mut amounts = vec![0.0; self.tables.inks.len().min(super::inks::MOST_INKS)];
        let (plane, mut covered) = (&mut self.plane, self.covered.as_mut());
        let mut work = 20;
        scan(path, rule, clip.window, |y, from, to| {
            work += 4 * (to - from) as u64;
            for x in from..to {
                if clip.mask.as_ref().is_some_and(|mask| mask.at(x, y) == 0) {
                    continue;
                }
                let covers = inks(Point::new(x as f64 + 0.5, y as f64 + 0.5), &mut amounts);
                let opacity = masks.iter().fold(f32::from(coat.opacity) * covers, |opacity, mask| {
                    opacity * f32::from(mask.at(x, y)) / 255.0
                });
                if opacity >= 0.5 {
                    plane.dab(x, y, &amounts, Coat { opacity: opacity.round() as u8, ..coat });
                    let at = y * plane.width + x;
                    if let Some(point) = covered.as_deref_mut().and_then(|covered| covered.get_mut(at)) {
                        *point = (*point).max(opacity as u8);
                    }
                }
            }
        });
        self.work(work);
    }

    /// Paints a path that has its place already, with whatever holds.
    fn paint(&mut self, path: &BezPath, rule: FillRule, paint: &Paint<'a>, stroke: bool) {
        let laid = if stroke { self.now.stroke } else { self.now.fill };
        match paint {
            Paint::Pattern(pattern) => match pattern.as_ref() {
                Pattern::Shading(shading) => self.shade(path, rule, shading, laid, stroke),
                Pattern::Tiling(tiles) => self.tile(path, rule, tiles, laid, stroke),
            },
            Paint::Color(_) => self.lay(path, rule, laid, stroke),
        }
    }

    fn shade(&mut self, path: &BezPath, rule: FillRule, shading: &ShadingPattern, laid: u32, stroke: bool) {
        let tables = self.tables;
        let Some(Laid::Shading(space)) = tables.paints.get(laid as usize) else { return };
        let inks = tables.inks.len().min(super::inks::MOST_INKS);
        let shade = Shade::of(&shading.shading, space, &tables.conversion, inks);
        let inverse = shading.matrix.inverse();
        let clipped = shading.shading.clip_path.clone();
        if let Some(path) = &clipped {
            self.push_clip_path(&ClipPath { path: path.clone(), fill: FillRule::NonZero });
        }
        self.dab(path, rule, (space.named(), stroke), |place, amounts| match shade.at(inverse * place) {
            Some(own) => {
                amounts.copy_from_slice(own);
                1.0
            }
            None => 0.0,
        });
        if clipped.is_some() {
            self.pop_clip_path();
        }
    }

    fn tile(&mut self, path: &BezPath, rule: FillRule, tiles: &TilingPattern<'a>, laid: u32, stroke: bool) {
        if self.depth > 8 {
            return;
        }
        self.push_clip_path(&ClipPath { path: path.clone(), fill: rule });
        let seen = self.clip().bounds;
        if seen.width() > 0.0 && seen.height() > 0.0 {
            let own = (tiles.matrix.inverse() * seen.to_path(0.1)).bounding_box();
            let steps = (f64::from(tiles.x_step).abs(), f64::from(tiles.y_step).abs());
            let columns =
                ((own.x0 - tiles.bbox.x1) / steps.0).floor()..((own.x1 - tiles.bbox.x0) / steps.0).ceil();
            let rows =
                ((own.y0 - tiles.bbox.y1) / steps.1).floor()..((own.y1 - tiles.bbox.y0) / steps.1).ceil();
            let state = match self.tables.paints.get(laid as usize) {
                Some(Laid::Tiles(Some(under))) => State { fill: *under, stroke: *under, ..self.now },
                _ => State { alpha: self.now.alpha, ..State::INITIAL },
            };
            let outer = (self.inherited, self.now);
            (self.inherited, self.now) = (state, state);
            self.depth += 1;
            let mut count = 0.0;
            let mut row = rows.start;
            while row <= rows.end && count < MOST_TILES {
                let mut column = columns.start;
                while column <= columns.end && count < MOST_TILES {
                    let place = tiles.matrix * Affine::translate((column * steps.0, row * steps.1));
                    let calls = self.calls.len();
                    tiles.interpret(self, place, stroke);
                    self.calls.truncate(calls);
                    (self.inherited, self.now) = (state, state);
                    column += 1.0;
                    count += 1.0;
                }
                row += 1.0;
            }
            self.depth -= 1;
            (self.inherited, self.now) = outer;
        }
        self.pop_clip_path();
    }

    fn stroked(&self, path: &BezPath, transform: Affine, style: &StrokeProps) -> BezPath {
        let scale = scale(transform);
        // The thinnest line that a device can show stands for a line without width (ISO 32000-2, 8.4.3.2).
        let width = f64::from(style.line_width).abs().max(0.01 / scale.max(1e-9));
        let mut stroke = Stroke::new(width)
            .with_caps(style.line_cap)
            .with_join(style.line_join)
            .with_miter_limit(f64::from(style.miter_limit).max(1.0));
        let period: f64 = style.dash_array.iter().map(|dash| f64::from(*dash).abs()).sum();
        if period * scale > 0.5 {
            stroke = stroke.with_dashes(
                f64::from(style.dash_offset),
                style.dash_array.iter().map(|dash| f64::from(*dash).abs()),
            );
        }
        transform * kurbo::stroke(path.iter(), &stroke, &StrokeOpts::default(), 0.1 / scale.max(1e-9))
    }

    fn soft_mask(&mut self, mask: &SoftMask<'a>) -> Rc<Cover> {
        let key = mask.cache_key();
        if let Some(known) = self.masks.get(&key) {
            return known.clone();
        }
        let (width, height) = (self.plane.width, self.plane.height);
        let window = Window { x: (0, width), y: (0, height) };
        if self.depth > 4 {
            return Rc::new(Cover { window, cover: vec![255; width * height] });
        }
        let mut plate = Plate::new(self.tables, self.view, width, height);
        (plate.quiet, plate.depth, plate.work) = (1, self.depth + 1, self.work);
        let luminosity = mask.mask_type() == MaskType::Luminosity;
        if luminosity {
            let [red, green, blue, _] = mask.background_color().to_rgba().components();
            plate.plane.fill(&[0.0, 0.0, 0.0, 1.0 - (0.3 * red + 0.59 * green + 0.11 * blue)]);
        } else {
            plate.covered = Some(vec![0; width * height]);
        }
        mask.interpret(&mut plate);
        self.work = plate.work;
        let cover = match plate.covered {
            Some(covered) => covered,
            None => {
                let points = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
                let light = |amounts: &[u16]| {
                    let part =
                        |ink: usize| f32::from(amounts.get(ink).copied().unwrap_or_default()) / 65535.0;
                    let dark = 0.3 * part(0) + 0.59 * part(1) + 0.11 * part(2) + part(3);
                    ((1.0 - dark).clamp(0.0, 1.0) * 255.0).round() as u8
                };
                points.map(|(x, y)| light(plate.plane.at(x, y))).collect()
            }
        };
        let cover = match mask.transfer_function() {
            Some(transfer) => {
                let table: Vec<u8> = (0..=255u8)
                    .map(|value| (transfer.apply(f32::from(value) / 255.0) * 255.0) as u8)
                    .collect();
                cover.into_iter().map(|value| table.get(usize::from(value)).copied().unwrap_or(255)).collect()
            }
            None => cover,
        };
        let cover = Rc::new(Cover { window, cover });
        self.masks.insert(key, cover.clone());
        cover
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

/// How many points of the plane one unit is, on the average of all directions.
fn scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

/// Whether two rectangles have more than an edge in common; a line is a rectangle, too.
fn overlaps(one: Rect, other: Rect) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1
}

/// Whether a mark comes near an edge at which the sheet is cut.
fn touches(bounds: Rect, trim: Rect) -> bool {
    let near = 1.0;
    bounds.x0 < trim.x0 + near
        || bounds.x1 > trim.x1 - near
        || bounds.y0 < trim.y0 + near
        || bounds.y1 > trim.y1 - near
}

/// A path that is a rectangle in the directions of the page.
fn as_rect(path: &BezPath) -> Option<Rect> {
    let mut corners = Vec::with_capacity(6);
    for (index, element) in path.elements().iter().enumerate() {
        match element {
            kurbo::PathEl::MoveTo(point) if index == 0 => corners.push(*point),
            kurbo::PathEl::LineTo(point) => corners.push(*point),
            kurbo::PathEl::ClosePath => {}
            _ => return None,
        }
        if corners.len() > 5 {
            return None;
        }
    }
    if corners.len() == 5 && corners.first() == corners.last() {
        corners.pop();
    }
    let [a, b, c, d] = corners.as_slice() else { return None };
    let same = |one: f64, other: f64| (one - other).abs() < 1e-3;
    let straight = same(a.x, b.x) && same(b.y, c.y) && same(c.x, d.x) && same(d.y, a.y)
        || same(a.y, b.y) && same(b.x, c.x) && same(c.y, d.y) && same(d.x, a.x);
    straight.then(|| Rect::from_points(*a, *c))
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
                let across = (transform * Vec2Point(own.width(), 0.0)).hypot();
                let down = (transform * Vec2Point(0.0, own.height())).hypot();
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
        let em = (place * Vec2Point(0.0, 1000.0)).hypot();
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
        self.work(2000);
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let place = transform * Affine::scale_non_uniform(width, height);
        let path = place * Rect::new(0.0, 0.0, 1.0, 1.0).to_path(0.1);
        let bounds = path.bounding_box();
        let along = |count: f64, side: Vec2| count * 72.0 * self.view.scale / side.hypot().max(1e-9);
        let ppi = along(width, place * Vec2Point(1.0, 0.0)).min(along(height, place * Vec2Point(0.0, 1.0)));
        let inverse = place.inverse();
        match image {
            Image::Stencil(stencil) => {
                self.tell(Kind::Picture { ppi, bitmap: true, foreign: None }, bounds, self.now.fill, false);
                let tables = self.tables;
                let Some(Laid::Flat(flat)) = tables.paints.get(self.now.fill as usize) else { return };
                let named = self.coat(flat, false).inks;
                stencil.with_stencil(
                    |stencil, _| {
                        self.dab(&path, FillRule::NonZero, (named, false), |point, amounts| {
                            let at = inverse * point;
                            let place = |at: f64, count: u32| {
                                ((at * f64::from(count)) as usize).min(count as usize - 1)
                            };
                            let at = place(at.y, stencil.height) * stencil.width as usize
                                + place(at.x, stencil.width);
                            amounts.fill(0.0);
                            amounts.iter_mut().zip(&flat.amounts).for_each(|(amount, own)| *amount = *own);
                            if stencil.data.get(at).is_some_and(|covers| *covers > 127) { 1.0 } else { 0.0 }
                        });
                    },
                    None,
                );
            }
            Image::Raster(raster) => {
                let stream = raster.stream();
                let id = stream.obj_id();
                let id = (id.obj_number, id.gen_number);
                let inline = id == (0, 0) || stream.dict().obj_id().is_none();
                let space = if inline {
                    self.inline.clone()
                } else {
                    let id =
                        (u32::try_from(id.0).unwrap_or_default(), u16::try_from(id.1).unwrap_or_default());
                    self.tables.pictures.get(&id).cloned()
                };
                let bits =
                    stream.dict().get::<u8>("BitsPerComponent").or_else(|| stream.dict().get::<u8>("BPC"));
                let foreign = space.as_ref().and_then(|space| space.foreign());
                let kind = Kind::Picture { ppi, bitmap: bits == Some(1), foreign };
                self.tell(kind, bounds, INITIAL_PAINT, false);
                if !overlaps(bounds, self.clip().bounds) {
                    return;
                }
                let read = || match Picture::read(stream, space) {
                    Ok(picture) => (Some(Rc::new(picture)), None),
                    Err(why) => (None, Some(why)),
                };
                let picture = match self.pictures.get(&id).filter(|_| !inline) {
                    Some(known) => known.clone(),
                    None => {
                        let (picture, why) = read();
                        self.unread = self.unread.or(why);
                        self.pictures.insert(id, picture.clone());
                        picture
                    }
                };
                let Some(picture) = picture else { return };
                let size = ((inverse * Vec2Point(1.0, 1.0)).x.abs(), (inverse * Vec2Point(1.0, 1.0)).y.abs());
                let conversion = &self.tables.conversion;
                let named = picture.space().named();
                self.dab(&path, FillRule::NonZero, (named, false), |point, amounts| {
                    let at = inverse * point;
                    picture.inks((at.x, at.y), size, conversion, amounts)
                });
            }
        }
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

/// A direction: what a transform does to it, without moving it.
struct Vec2Point(f64, f64);

impl std::ops::Mul<Vec2Point> for Affine {
    type Output = Vec2;

    fn mul(self, Vec2Point(x, y): Vec2Point) -> Vec2 {
        let [a, b, c, d, _, _] = self.as_coeffs();
        Vec2::new(a * x + c * y, b * x + d * y)
    }
}
