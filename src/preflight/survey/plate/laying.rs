//! What marks do to the planes.

use super::geometry::scale;
use super::masks::Cover;
use super::{Laid, Plate, State};
use crate::preflight::survey::inks::{Flat, MOST_INKS, Space};
use crate::preflight::survey::plane::Coat;
use crate::preflight::survey::scan::scan;
use crate::preflight::survey::shades::Shade;
use hayro_interpret::pattern::{Pattern, ShadingPattern, TilingPattern};
use hayro_interpret::{BlendMode, ClipPath, Device, FillRule, Paint, StrokeProps};
use kurbo::{Affine, BezPath, Point, Shape, Stroke, StrokeOpts};
use std::rc::Rc;

/// Tiles of a pattern that are laid one by one.
const MOST_TILES: f64 = 4096.0;

impl<'a> Plate<'a, '_> {
    /// What a mark in a flat colour does to the planes.
    pub(super) fn coat(&self, flat: &Flat, stroke: bool) -> Coat {
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

    pub(super) fn mode(&self) -> BlendMode {
        let outer =
            || self.groups.iter().rev().map(|group| group.blend).find(|blend| *blend != BlendMode::Normal);
        if self.blend != BlendMode::Normal { self.blend } else { outer().unwrap_or_default() }
    }

    pub(super) fn soft_masks(&self) -> Vec<Rc<Cover>> {
        self.mask.iter().chain(self.groups.iter().filter_map(|group| group.mask.as_ref())).cloned().collect()
    }

    /// Lays a path that has its place already.
    pub(super) fn lay(&mut self, path: &BezPath, rule: FillRule, paint: u32, stroke: bool) {
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
    pub(super) fn dab(
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
        let mut amounts = vec![0.0; self.tables.inks.len().min(MOST_INKS)];
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
    pub(super) fn paint(&mut self, path: &BezPath, rule: FillRule, paint: &Paint<'a>, stroke: bool) {
        let laid = if stroke { self.now.stroke } else { self.now.fill };
        match paint {
            Paint::Pattern(pattern) => match pattern.as_ref() {
                Pattern::Shading(shading) => self.shade(path, rule, shading, laid, stroke),
                Pattern::Tiling(tiles) => self.tile(path, rule, tiles, laid, stroke),
            },
            Paint::Color(_) => self.lay(path, rule, laid, stroke),
        }
    }

    pub(super) fn shade(
        &mut self,
        path: &BezPath,
        rule: FillRule,
        shading: &ShadingPattern,
        laid: u32,
        stroke: bool,
    ) {
        let tables = self.tables;
        let Some(Laid::Shading(space)) = tables.paints.get(laid as usize) else { return };
        let inks = tables.inks.len().min(MOST_INKS);
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

    pub(super) fn tile(
        &mut self,
        path: &BezPath,
        rule: FillRule,
        tiles: &TilingPattern<'a>,
        laid: u32,
        stroke: bool,
    ) {
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

    pub(super) fn stroked(&self, path: &BezPath, transform: Affine, style: &StrokeProps) -> BezPath {
        let scale = scale(transform);
        // The thinnest line that a device can show stands for a line without width (ISO 32000-2, 8.4.3.2).
        let width = f64::from(style.line_width).abs().max(0.01 / scale.max(1e-9));
        let mut stroke = Stroke::new(width)
            .with_caps(style.line_cap)
            .with_join(style.line_join)
            .with_miter_limit(f64::from(style.miter_limit).max(1.0));
        let bounds = path.control_box();
        let extent = bounds.width().max(bounds.height()).max(width) * scale;
        if !extent.is_finite() {
            return BezPath::new();
        }
        // Dashes that are too fine to be seen, or too many to be counted, make a line without gaps.
        let period: f64 = style.dash_array.iter().map(|dash| f64::from(*dash).abs()).sum();
        if period * scale > (extent / 100_000.0).max(0.5) {
            stroke = stroke.with_dashes(
                f64::from(style.dash_offset),
                style.dash_array.iter().map(|dash| f64::from(*dash).abs()),
            );
        }
        let tolerance = (extent * 1e-5).max(0.1) / scale.max(1e-9);
        transform * kurbo::stroke(path.iter(), &stroke, &StrokeOpts::default(), tolerance)
    }
}
