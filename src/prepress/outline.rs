//! Words as outlines: what stands outside the page is drawn, so that it needs no font, and nobody who reads the words of the
//! file reads the printer's.

use super::canvas::Canvas;
use crate::model::House;
use ttf_parser::{Face, GlyphId, OutlineBuilder, name_id};

/// A face that words are drawn in.
pub struct Pen<'a> {
    face: Face<'a>,
    unit: f64,
}

impl<'a> Pen<'a> {
    /// The upright face of the brand's headings that is nearest to regular, else that of its text, else any.
    pub fn of(house: &'a House) -> Option<Self> {
        let faces = || house.fonts.iter().filter_map(|font| Face::parse(&font.bytes, 0).ok());
        let upright = |family: &str| {
            let faces = faces().filter(|face| is_of(face, family) && !face.is_italic());
            faces.min_by_key(|face| face.weight().to_number().abs_diff(400))
        };
        let families = [&house.brand.heading_font, &house.brand.base_font];
        let face = families.into_iter().find_map(|family| upright(family)).or_else(|| faces().next())?;
        let unit = 1.0 / f64::from(face.units_per_em());
        Some(Self { face, unit })
    }

    /// The width of words at a size in points. Characters that the face lacks are left out.
    pub fn width(&self, words: &str, size: f64) -> f64 {
        let advances = self.glyphs(words).map(|(_, advance)| advance);
        advances.sum::<f64>() * size
    }

    /// Words that fit into a width at a size: as they are, or cut short.
    pub fn fitting(&self, words: &str, size: f64, width: f64) -> String {
        if self.width(words, size) <= width {
            return words.to_owned();
        }
        let rest = "...";
        let room = width - self.width(rest, size);
        let mut kept = String::new();
        let mut used = 0.0;
        for sign in words.chars() {
            used += self.width(sign.encode_utf8(&mut [0; 4]), size);
            if used > room {
                break;
            }
            kept.push(sign);
        }
        kept.trim_end().to_owned() + rest
    }

    /// Draws words from a point on their baseline on, in the colour at hand.
    pub fn draw(&self, canvas: &mut Canvas, words: &str, size: f64, x: f64, y: f64) {
        let mut at = x;
        for (glyph, advance) in self.glyphs(words) {
            let scale = self.unit * size;
            let mut path = Path { canvas: &mut *canvas, x: at, y, scale, last: (0.0, 0.0), drawn: false };
            self.face.outline_glyph(glyph, &mut path);
            if path.drawn {
                canvas.op("f");
            }
            at += advance * size;
        }
    }

    /// The glyphs of words, each with its advance in ems.
    fn glyphs(&self, words: &str) -> impl Iterator<Item = (GlyphId, f64)> {
        let known = words.chars().filter_map(|sign| self.face.glyph_index(sign));
        known.map(|glyph| {
            (glyph, f64::from(self.face.glyph_hor_advance(glyph).unwrap_or_default()) * self.unit)
        })
    }
}

fn is_of(face: &Face, family: &str) -> bool {
    let families = [name_id::TYPOGRAPHIC_FAMILY, name_id::FAMILY];
    let mut names = face.names().into_iter().filter(|name| families.contains(&name.name_id));
    names.any(|name| name.to_string().as_deref() == Some(family))
}

/// The outline of one glyph on its way onto the canvas.
struct Path<'a> {
    canvas: &'a mut Canvas,
    x: f64,
    y: f64,
    scale: f64,
    last: (f32, f32),
    drawn: bool,
}

impl Path<'_> {
    fn point(&self, (x, y): (f32, f32)) -> [f64; 2] {
        [self.x + f64::from(x) * self.scale, self.y + f64::from(y) * self.scale]
    }
}

impl OutlineBuilder for Path<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.point((x, y));
        self.canvas.ops(&to, "m");
        (self.last, self.drawn) = ((x, y), true);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point((x, y));
        self.canvas.ops(&to, "l");
        self.last = (x, y);
    }

    /// PDF has cubic curves alone: the same curve, one degree higher.
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let toward = |end: f32, middle: f32| end + (middle - end) * 2.0 / 3.0;
        let (x0, y0) = self.last;
        self.curve_to(toward(x0, x1), toward(y0, y1), toward(x, x1), toward(y, y1), x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let points = [(x1, y1), (x2, y2), (x, y)].map(|point| self.point(point));
        self.canvas.ops(points.as_flattened(), "c");
        self.last = (x, y);
    }

    fn close(&mut self) {
        self.canvas.op("h");
    }
}
