//! What is drawn on the pages. In: the objects of a file. Out: its marks, page by page, with their colours, sizes and
//! places, and the heaviest spot of ink.
//!
//! Marks are found by an interpreter (hayro), so that fonts, forms, patterns, clips and groups are followed as they are in
//! print. Only what can be seen inside the bleed box counts: marks for cutting and the colour bar stand outside.
//!
//! Ink is measured in the middle of points a 72nd of an inch apart, and a spot is three points by three, about a
//! millimetre: what is thinner does not keep a sheet from drying. Blending is done in inks; a group is laid on the page as if it
//! stood there alone, and a mesh with the most that its corners have, so that more ink may be counted than is laid, but
//! hardly less.

mod conversion;
mod inks;
mod markers;
mod pictures;
mod plane;
mod plate;
mod scan;
mod shades;
mod signs;

pub use inks::{BLACK, Flat, PROCESS, Space};
pub use markers::Paint;

use crate::model::Demands;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use kurbo::Rect;
use lopdf::{Dictionary, Document, Object, ObjectId};
use markers::{Marking, Tables};
use plate::{Exhausted, Plate, View};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Points in a millimetre.
pub const MILLIMETRE: f64 = 72.0 / 25.4;

/// The most points of a plane: larger pages are measured more coarsely.
const MOST_POINTS: f64 = 16e6;

pub struct Survey {
    pub sheets: Vec<Sheet>,
    pub paints: Vec<Paint>,
    /// The spot colours that marks can have, in the order of their planes.
    pub spots: Vec<String>,
}

/// A page.
pub struct Sheet {
    /// In points of the page.
    pub trim: Rect,
    pub marks: Vec<Mark>,
    /// The most ink on one spot, in per cent, and how much of each ink lies there.
    pub ink: (f64, Vec<f64>),
    /// Why some of the ink could not be measured.
    pub unread: Option<&'static str>,
    /// Whether a font was asked for that is not in the file, so that its words cannot be told.
    pub wordless: bool,
    /// Artwork that stops short of the bleed.
    pub short: Vec<Short>,
}

/// Artwork at an edge of the sheet that does not reach far enough beyond it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short {
    pub edge: &'static str,
    /// In millimetres beyond the edge.
    pub reaches: f64,
}

/// Something that is printed.
#[derive(Clone, Debug)]
pub struct Mark {
    pub kind: Kind,
    /// What can be seen of it, in points of the page.
    pub bounds: Rect,
    /// Its place among the paints.
    pub paint: u32,
    pub overprint: bool,
    /// Whether inks of which it has none stay as they are, if it overprints (overprint mode 1).
    pub nonzero: bool,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// Letters of one size and colour, in a row: their size in points, and the first of them.
    Words { size: f64, words: String },
    /// A line, with its width in points.
    Stroke { width: f64 },
    /// A surface, with its lesser side in points.
    Area { thin: f64 },
    /// A picture, with its resolution where it stands; what its colours are called, where they are no inks.
    Picture { ppi: f64, bitmap: bool, foreign: Option<&'static str> },
}

impl Survey {
    pub fn of(document: &Document, demands: &Demands) -> Result<Self, String> {
        let ids: Vec<ObjectId> = document.page_iter().collect();
        let mut marking = Marking::new(document);
        let mut contents = Vec::with_capacity(ids.len());
        for id in &ids {
            contents.push((*id, marking.page(*id)?));
        }
        let (copy, tables) = marking.finish(contents)?;
        let surveyed = catch_unwind(AssertUnwindSafe(|| sheets(document, &ids, copy, &tables, demands)));
        let sheets = match surveyed {
            Ok(sheets) => sheets?,
            Err(cause) if cause.is::<Exhausted>() => {
                return Err("a page asks for more work than a page needs".to_owned());
            }
            Err(_) => return Err("its pages cannot be interpreted".to_owned()),
        };
        let Tables { paints, inks, .. } = tables;
        Ok(Self { sheets, paints, spots: inks.spots })
    }

    /// What a mark is painted with, where it is one colour.
    pub fn flat(&self, mark: &Mark) -> Option<&Flat> {
        match self.paints.get(mark.paint as usize) {
            Some(Paint::Flat(flat)) if !matches!(mark.kind, Kind::Picture { bitmap: false, .. }) => {
                Some(flat)
            }
            _ => None,
        }
    }

    /// Why words may be there that no mark tells of.
    pub fn wordless(&self) -> Option<String> {
        let page = self.sheets.iter().position(|sheet| sheet.wordless)? + 1;
        Some(format!("the font of words on page {page} is not in the file"))
    }

    /// What an ink is called.
    pub fn ink(&self, ink: usize) -> &str {
        let spot = || self.spots.get(ink.checked_sub(PROCESS.len())?).map(String::as_str);
        PROCESS.get(ink).copied().or_else(spot).unwrap_or("an ink")
    }
}

fn sheets(
    document: &Document,
    ids: &[ObjectId],
    copy: Vec<u8>,
    tables: &Tables,
    demands: &Demands,
) -> Result<Vec<Sheet>, String> {
    let pdf = Pdf::new(copy).map_err(|_| "its objects cannot be read".to_owned())?;
    let pages = pdf.pages();
    if pages.len() != ids.len() {
        return Err("its pages cannot be told apart".to_owned());
    }
    let cache = InterpreterCache::new();
    let mut sheets = Vec::with_capacity(ids.len());
    for (id, page) in ids.iter().zip(pages.iter()) {
        let boxes = Boxes::of(document, *id);
        let seen = boxes.bleed;
        let scale = (MOST_POINTS / seen.area().max(1.0)).sqrt().min(1.0);
        let view = View { scale, origin: seen.origin(), trim: boxes.trim };
        let size = |length: f64| (length * scale).round().clamp(1.0, 30_000.0) as usize;
        let mut plate = Plate::new(tables, view, size(seen.width()), size(seen.height()));
        let bounds = Rect::new(0.0, 0.0, seen.width() * scale, seen.height() * scale);
        let lost = Arc::new(AtomicBool::new(false));
        let asked = lost.clone();
        let settings = InterpreterSettings {
            font_resolver: Arc::new(move |_| {
                asked.store(true, Ordering::Relaxed);
                None
            }),
            render_annotations: true,
            ..InterpreterSettings::default()
        };
        let mut context = Context::new(view.transform(), bounds, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut plate);
        sheets.push(Sheet {
            trim: boxes.trim,
            short: short(&plate, tables, demands),
            ink: plate.plane.heaviest(),
            unread: plate.unread,
            wordless: lost.load(Ordering::Relaxed),
            marks: plate.marks,
        });
    }
    Ok(sheets)
}

/// The boxes of a page, in points.
struct Boxes {
    trim: Rect,
    bleed: Rect,
}

impl Boxes {
    /// As they hold where some are left away (ISO 32000-2, 14.11.2).
    fn of(document: &Document, page: ObjectId) -> Self {
        let media = named(document, page, b"MediaBox").filter(|media| media.area() > 0.0);
        let media = media.unwrap_or(Rect::new(0.0, 0.0, 595.0, 842.0));
        let within = |key: &[u8], outer: Rect| {
            named(document, page, key)
                .map(|own| own.intersect(media))
                .filter(|own| own.area() > 0.0)
                .unwrap_or(outer)
        };
        let crop = within(b"CropBox", media);
        let trim = within(b"TrimBox", within(b"ArtBox", crop));
        let bleed = named(document, page, b"BleedBox").map(|own| own.intersect(media));
        Self { trim, bleed: bleed.filter(|own| own.area() > 0.0).unwrap_or(trim).union(trim) }
    }
}

/// A box of a page; the media and the crop box are inherited.
fn named(document: &Document, page: ObjectId, key: &[u8]) -> Option<Rect> {
    let mut node: &Dictionary = document.get_dictionary(page).ok()?;
    let levels = if matches!(key, b"MediaBox" | b"CropBox") { 256 } else { 1 };
    for _ in 0..levels {
        if let Ok(own) = node.get_deref(key, document).and_then(Object::as_array) {
            let number = |value: &Object| document.dereference(value).ok()?.1.as_float().ok().map(f64::from);
            let numbers: Vec<f64> = own.iter().filter_map(number).collect();
            let [x0, y0, x1, y1] = numbers.as_slice() else { return None };
            return Some(Rect::from_points((*x0, *y0), (*x1, *y1)));
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

/// Artwork that touches or crosses an edge of the sheet and does not reach the bleed, unless what it lies on or beside does.
fn short(plate: &Plate<'_, '_>, tables: &Tables, demands: &Demands) -> Vec<Short> {
    let (view, trim, need) = (plate.view, plate.view.trim, demands.bleed * MILLIMETRE);
    // A tenth of a millimetre is no matter: no knife cuts as well.
    let near = 0.1 * MILLIMETRE;
    let mut found: Vec<Short> = Vec::new();
    for mark in &plate.marks {
        let bare = match tables.paints.get(mark.paint as usize) {
            Some(Paint::Flat(flat)) => flat.amounts.iter().all(|amount| *amount <= 0.0),
            _ => false,
        };
        let picture = matches!(mark.kind, Kind::Picture { bitmap: false, .. });
        if matches!(mark.kind, Kind::Words { .. }) || bare && !picture {
            continue;
        }
        let Rect { x0, y0, x1, y1 } = mark.bounds;
        let (across, down) =
            (y1 > trim.y0 + near && y0 < trim.y1 - near, x1 > trim.x0 + near && x0 < trim.x1 - near);
        let edges = [
            ("left", across, trim.x0 - x0, x1 - trim.x0),
            ("right", across, x1 - trim.x1, trim.x1 - x0),
            ("lower", down, trim.y0 - y0, y1 - trim.y0),
            ("upper", down, y1 - trim.y1, trim.y1 - y0),
        ];
        for (edge, meets, reaches, inside) in edges {
            if !meets || reaches < -near || inside <= near || reaches >= need - near {
                continue;
            }
            // Where other artwork covers the bleed beside it, nothing white can show.
            let covered = |edge: &str| {
                let beyond = need - 0.75 / view.scale;
                let (from, to) = match edge {
                    "left" | "right" => (y0.max(trim.y0), y1.min(trim.y1)),
                    _ => (x0.max(trim.x0), x1.min(trim.x1)),
                };
                let steps = (((to - from) * view.scale) as usize).clamp(1, 4096);
                (0..steps).all(|step| {
                    let along = from + (to - from) * (step as f64 + 0.5) / steps as f64;
                    let (x, y) = match edge {
                        "left" => (trim.x0 - beyond, along),
                        "right" => (trim.x1 + beyond, along),
                        "lower" => (along, trim.y0 - beyond),
                        _ => (along, trim.y1 + beyond),
                    };
                    let (x, y) = ((x - view.origin.x) * view.scale, (y - view.origin.y) * view.scale);
                    x >= 0.0
                        && y >= 0.0
                        && x < plate.plane.width as f64
                        && y < plate.plane.height as f64
                        && plate.plane.is_covered(x as usize, y as usize)
                })
            };
            let reaches = (reaches / MILLIMETRE).max(0.0);
            if covered(edge) {
                continue;
            }
            match found.iter_mut().find(|short| short.edge == edge) {
                Some(known) => known.reaches = known.reaches.min(reaches),
                None => found.push(Short { edge, reaches }),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
