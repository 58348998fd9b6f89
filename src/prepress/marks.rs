//! Marks in the slug, the strip around the bleed that is cut off: where to cut, how plates lie upon each other, how the
//! inks print, and what the sheet is. In: a file with trim and bleed boxes, the house. Out: larger media boxes, and marks
//! drawn on each page after its artwork, outside the bleed.

use super::canvas::{Area, Canvas, MM, form, stream};
use super::outline::Pen;
use crate::model::{BLEED, House, Metadata, SLUG};
use lopdf::{Dictionary, Document, Object, ObjectId, Result, dictionary};
use std::collections::BTreeMap;

/// The name under which a page knows its marks: the last thing on it.
pub const NAME: &str = "Slug";

/// The thickness of marks, in points: that of a hairline that prints.
const HAIRLINE: f64 = 0.25;

/// How far marks stand from the cut, and how far they reach: outside the bleed, with a millimetre of white on each side.
const NEAR: f64 = (BLEED + 1.0) * MM;
const FAR: f64 = (BLEED + SLUG - 1.0) * MM;

/// The middle of the slug, as far from the cut.
const MIDDLE: f64 = (BLEED + SLUG / 2.0) * MM;

/// Registration marks: half of their cross, and the circle.
const CROSS: f64 = 3.0 * MM;
const CIRCLE: f64 = 1.75 * MM;

/// What stays free between the words or the bar of a side and the marks beside them.
const GAP: f64 = 2.0 * MM;

/// The side of a patch of the colour bar, where there is room.
const PATCH: f64 = 5.0 * MM;

/// The type of the slug, and where its two lines stand.
const TYPE: f64 = 6.0;
const LINES: [f64; 2] = [MIDDLE + 0.5 * MM, MIDDLE - 2.3 * MM];

/// The inks of the press by the names that all separations know.
const PROCESS: [&str; 4] = ["Cyan", "Magenta", "Yellow", "Black"];

/// The spot colours of a file, each with its colour space.
type Spots = BTreeMap<String, Object>;

/// What the slug says: lines on the file, the same on all pages, and one on the page at hand, which follows the last of them.
pub struct Legend {
    pub job: String,
    pub file: String,
    pub pages: Vec<String>,
}

impl Legend {
    /// The order's name at the printing house, else the note's; the languages; the day of the document.
    pub fn of(house: &House, metadata: &Metadata) -> Self {
        let job = house.profile.print.as_ref().and_then(|print| print.job.as_ref());
        let job = job.map_or_else(|| metadata.edition.note.clone(), |job| job.plain());
        let file = format!("{}   {}", metadata.edition.language_tag(), metadata.date);
        Self { job, file, pages: Vec::new() }
    }
}

/// Draws the marks on all pages, unless the house wants none.
pub fn draw(document: &mut Document, house: &House, metadata: &Metadata) -> Result<()> {
    let count = document.page_iter().count();
    let pages = (1..=count).map(|page| format!("{page}/{count}")).collect();
    surround(document, house, Legend { pages, ..Legend::of(house, metadata) }, false)
}

/// Draws the marks around all pages; `folded` sheets have one for the fold, too.
pub fn surround(document: &mut Document, house: &House, legend: Legend, folded: bool) -> Result<()> {
    if house.profile.print.as_ref().and_then(|print| print.marks) == Some(false) {
        return Ok(());
    }
    let pen = Pen::of(house);
    let spots = spots(document);
    let all = document.add_object(registration());
    let resources = resources(all, &spots);
    let mut open = None;
    // Pages of one size share their marks.
    let mut shared: Vec<([f64; 2], ObjectId)> = Vec::new();
    let pages: Vec<ObjectId> = document.page_iter().collect();
    for (id, page) in pages.into_iter().zip(&legend.pages) {
        let trim = Area::of(document, document.get_dictionary(id)?, b"TrimBox")?;
        let frame = Frame { width: trim.width(), height: trim.height(), folded };
        let size = [frame.width, frame.height];
        let marks = match shared.iter().find(|(known, _)| *known == size) {
            Some((_, marks)) => *marks,
            None => {
                let canvas = frame.marks(pen.as_ref(), &legend, &spots);
                let marks = form(document, canvas, frame.area(), resources.clone())?;
                shared.push((size, marks));
                marks
            }
        };
        let mut canvas = Canvas::default();
        canvas.form("Marks");
        if let Some(pen) = &pen {
            frame.page_line(&mut canvas, pen, &legend, page);
        }
        let own = dictionary! {
            "ColorSpace" => dictionary! { "All" => all },
            "XObject" => dictionary! { "Marks" => marks },
        };
        let slug = form(document, canvas, frame.area(), own)?;
        let before = match open {
            Some(open) => open,
            None => *open.insert(stream(document, Dictionary::new(), b"q\n".to_vec())?),
        };
        let [left, bottom, ..] = trim.0;
        let mut after = Canvas::default();
        after.op("Q");
        after.op("q");
        after.ops(&[1.0, 0.0, 0.0, 1.0, left, bottom], "cm");
        after.form(NAME);
        after.op("Q");
        let after = stream(document, Dictionary::new(), after.into_bytes())?;
        append(document, id, slug, [before, after])?;
        let media = trim.grown((BLEED + SLUG) * MM);
        document.get_dictionary_mut(id)?.set("MediaBox", media);
    }
    Ok(())
}

/// Puts content before and after what a page holds, and a form into its resources.
fn append(document: &mut Document, page: ObjectId, slug: ObjectId, around: [ObjectId; 2]) -> Result<()> {
    let [before, after] = around.map(Object::Reference);
    let old = document.get_page_contents(page).into_iter().map(Object::Reference);
    let contents: Vec<Object> = std::iter::once(before).chain(old).chain([after]).collect();
    let own = document.get_dictionary(page)?.get_deref(b"Resources", document);
    let mut resources = own.and_then(Object::as_dict).cloned().unwrap_or_default();
    let own = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
    let mut forms = own.cloned().unwrap_or_default();
    forms.set(NAME, slug);
    resources.set("XObject", forms);
    let page = document.get_dictionary_mut(page)?;
    page.set("Resources", resources);
    page.set("Contents", contents);
    Ok(())
}

/// The colour of all plates (ISO 32000-1, 8.6.6.4).
fn registration() -> Object {
    let tint = dictionary! {
        "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
        "C0" => vec![Object::Integer(0); 4], "C1" => vec![Object::Integer(1); 4],
    };
    vec!["Separation".into(), "All".into(), "DeviceCMYK".into(), tint.into()].into()
}

fn resources(all: ObjectId, spots: &Spots) -> Dictionary {
    let mut spaces = dictionary! { "All" => all };
    for (index, space) in spots.values().enumerate() {
        spaces.set(format!("Spot{index}"), space.clone());
    }
    dictionary! { "ColorSpace" => spaces }
}

/// The spot colours that a file names, in alphabetical order.
fn spots(document: &Document) -> Spots {
    let mut spots = Spots::new();
    for (id, object) in &document.objects {
        gather(object, Some(*id), &mut spots);
    }
    spots
}

fn gather(object: &Object, id: Option<ObjectId>, spots: &mut Spots) {
    match object {
        Object::Array(parts) => {
            if let [kind, Object::Name(name), ..] = parts.as_slice()
                && kind.as_name().is_ok_and(|kind| kind == b"Separation")
            {
                let name = String::from_utf8_lossy(name).into_owned();
                if !PROCESS.contains(&name.as_str()) && name != "All" && name != "None" {
                    spots.entry(name).or_insert_with(|| id.map_or_else(|| object.clone(), Object::Reference));
                }
            }
            parts.iter().for_each(|part| gather(part, None, spots));
        }
        Object::Dictionary(entries) => entries.iter().for_each(|(_, entry)| gather(entry, None, spots)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, entry)| gather(entry, None, spots)),
        _ => {}
    }
}

/// A sheet as it is cut, its lower left corner at nought.
struct Frame {
    width: f64,
    height: f64,
    folded: bool,
}

impl Frame {
    /// The sheet with its bleed and its slug.
    fn area(&self) -> Area {
        Area([0.0, 0.0, self.width, self.height]).grown((BLEED + SLUG) * MM)
    }

    /// What stands on the left and on the right of the middle of the head and of the foot: from where to where. A folded
    /// sheet has the mark of the fold in the middle, and those of registration in the middle of its halves.
    fn halves(&self) -> [[f64; 2]; 2] {
        let middle = self.width / 2.0;
        let outer = if self.folded { middle / 2.0 - CROSS - GAP } else { middle - GAP };
        [[middle - outer, middle - CROSS - GAP], [middle + CROSS + GAP, middle + outer]]
    }

    fn marks(&self, pen: Option<&Pen>, legend: &Legend, spots: &Spots) -> Canvas {
        let mut canvas = Canvas::default();
        canvas.op("/All CS 1 SCN /All cs 1 scn");
        canvas.ops(&[HAIRLINE], "w");
        self.crops(&mut canvas);
        self.registrations(&mut canvas);
        if let Some(pen) = pen {
            let [[left, right], _] = self.halves();
            centre(&mut canvas, pen, &legend.job, [left, right], self.height + LINES[0]);
        }
        self.bar(&mut canvas, spots);
        if let Some(pen) = pen {
            self.inks(&mut canvas, pen, spots);
        }
        canvas
    }

    /// At each corner two lines along which to cut; above and below the fold, a broken one.
    fn crops(&self, canvas: &mut Canvas) {
        let (width, height) = (self.width, self.height);
        for y in [0.0, height] {
            canvas.line([-FAR, y], [-NEAR, y]);
            canvas.line([width + NEAR, y], [width + FAR, y]);
        }
        for x in [0.0, width] {
            self.upright(canvas, x);
        }
        if self.folded {
            canvas.op("[3 1.5] 0 d");
            self.upright(canvas, width / 2.0);
            canvas.op("[] 0 d");
        }
    }

    fn upright(&self, canvas: &mut Canvas, x: f64) {
        canvas.line([x, -FAR], [x, -NEAR]);
        canvas.line([x, self.height + NEAR], [x, self.height + FAR]);
    }

    fn registrations(&self, canvas: &mut Canvas) {
        let (width, height) = (self.width, self.height);
        let columns = if self.folded { vec![width / 4.0, width * 0.75] } else { vec![width / 2.0] };
        let across = columns.iter().flat_map(|x| [[*x, -MIDDLE], [*x, height + MIDDLE]]);
        let beside = [[-MIDDLE, height / 2.0], [width + MIDDLE, height / 2.0]];
        for [x, y] in across.chain(beside) {
            canvas.circle([x, y], CIRCLE);
            canvas.op("s");
            canvas.line([x - CROSS, y], [x + CROSS, y]);
            canvas.line([x, y - CROSS], [x, y + CROSS]);
        }
    }

    /// The colour bar below the sheet: solid inks, and inks printed over each other, then half tints.
    fn bar(&self, canvas: &mut Canvas, spots: &Spots) {
        let solid = |inks: [u8; 4]| inks.map(f64::from).to_vec();
        let process = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]].map(solid);
        let over = [[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 1, 0]].map(solid);
        let spots = |tint: f64| (0..spots.len()).map(move |index| Patch::Spot(index, tint));
        let half = |inks: Vec<f64>| Patch::Process(inks.into_iter().map(|ink| ink / 2.0).collect());
        let solids = process.clone().into_iter().map(Patch::Process).chain(spots(1.0));
        let solids: Vec<Patch> = solids.chain(over.into_iter().map(Patch::Process)).collect();
        let tints: Vec<Patch> = process.into_iter().map(half).chain(spots(0.5)).collect();
        for (patches, [left, right]) in [solids, tints].into_iter().zip(self.halves()) {
            let side = PATCH.min((right - left) / patches.len() as f64);
            let start = (left + right - side * patches.len() as f64) / 2.0;
            for (index, patch) in patches.into_iter().enumerate() {
                match patch {
                    Patch::Process(inks) => canvas.ops(&inks, "k"),
                    Patch::Spot(index, tint) => {
                        canvas.op(&format!("/Spot{index} cs"));
                        canvas.ops(&[tint], "scn");
                    }
                }
                canvas.ops(&[start + side * index as f64, -MIDDLE - PATCH / 2.0, side, PATCH], "re");
                canvas.op("f");
            }
        }
    }

    /// The names of the inks, each in its own: so each plate bears its name.
    fn inks(&self, canvas: &mut Canvas, pen: &Pen, spots: &Spots) {
        let [_, [left, right]] = self.halves();
        let room = right - left;
        let space = pen.width("   ", TYPE);
        let names = |names: &[&str]| -> (f64, f64) {
            let gaps = space * names.len().saturating_sub(1) as f64;
            let full = names.iter().map(|name| pen.width(name, TYPE)).sum::<f64>() + gaps;
            (full, (room / full).min(1.0))
        };
        let spot_names: Vec<&str> = spots.keys().map(String::as_str).collect();
        for (line, names_of_line) in [&PROCESS[..], &spot_names].into_iter().enumerate() {
            // Many spot colours are named in smaller type.
            let (full, scale) = names(names_of_line);
            let mut x = (left + right - full * scale) / 2.0;
            for (index, name) in names_of_line.iter().enumerate() {
                if line == 0 {
                    let mut inks = [0.0; 4];
                    inks[index] = 1.0;
                    canvas.ops(&inks, "k");
                } else {
                    canvas.op(&format!("/Spot{index} cs 1 scn"));
                }
                let y = if spots.is_empty() { LINES.iter().sum::<f64>() / 2.0 } else { LINES[line] };
                pen.draw(canvas, name, TYPE * scale, x, self.height + y);
                x += (pen.width(name, TYPE) + space) * scale;
            }
        }
    }

    /// The second line of the slug: what the file is, and which page this is.
    fn page_line(&self, canvas: &mut Canvas, pen: &Pen, legend: &Legend, page: &str) {
        let [[left, right], _] = self.halves();
        canvas.op("/All cs 1 scn");
        let words = format!("{}   {page}", legend.file);
        centre(canvas, pen, &words, [left, right], self.height + LINES[1]);
    }
}

/// A field of the colour bar.
enum Patch {
    Process(Vec<f64>),
    /// The number of a spot colour, and how much of it.
    Spot(usize, f64),
}

/// Words in the middle of the room that they have.
fn centre(canvas: &mut Canvas, pen: &Pen, words: &str, [left, right]: [f64; 2], y: f64) {
    let words = pen.fitting(words, TYPE, right - left);
    let x = (left + right - pen.width(&words, TYPE)) / 2.0;
    pen.draw(canvas, &words, TYPE, x, y);
}
