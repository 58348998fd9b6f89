//! Imposition: the pages of a file for the printing house, two beside each other on the sides of larger sheets, which are
//! laid into each other, folded and stitched through the fold. Creep (that inner sheets stand out at the fore edge, by the
//! thickness of the paper) is not made up for: within the few sheets of a note it is less than a millimetre.
//!
//! Pages meet at the fold, without bleed between them; their other edges keep theirs.

use super::canvas::{Area, Canvas, MM, stream};
use super::marks::{self, Legend};
use crate::diagnostic::Diagnostic;
use crate::model::{BLEED, Direction, House, Imposition, Metadata, PrintProfile, SLUG, Span, head};
use lopdf::{Dictionary, Document, Object, ObjectId, Result, dictionary};

/// Pages that a folded sheet holds.
const PER_SHEET: usize = 4;

/// What the catalogue of a document says of its pages and means those that are no longer there.
const OF_PAGES: [&[u8]; 8] =
    [b"Outlines", b"Names", b"Dests", b"PageLabels", b"PageLayout", b"PageMode", b"OpenAction", b"Threads"];

/// Whether the house has its editions imposed.
fn is_wanted(house: &House) -> bool {
    house.profile.print.as_ref().and_then(|print| print.imposition) == Some(Imposition::Booklet)
}

/// Brings the pages of a file to a multiple of four where they are to be stitched, with blank pages at their end.
/// `blank-pages` says so.
pub fn complete(document: &mut Document, house: &House, metadata: &Metadata) -> Result<Option<Diagnostic>> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let blanks = pages.len().next_multiple_of(PER_SHEET) - pages.len();
    let Some(last) = pages.last().filter(|_| is_wanted(house) && blanks > 0) else { return Ok(None) };
    let model = document.get_dictionary(*last)?;
    let mut blank = Dictionary::new();
    for key in [&b"Type"[..], b"Parent", b"MediaBox", b"BleedBox", b"TrimBox"] {
        if let Ok(value) = model.get(key) {
            blank.set(key, value.clone());
        }
    }
    blank.set("Resources", Dictionary::new());
    let added: Vec<Object> =
        (0..blanks).map(|_| Object::Reference(document.add_object(blank.clone()))).collect();
    let parent = blank.get(b"Parent")?.as_reference()?;
    let parent = document.get_dictionary_mut(parent)?;
    parent.get_mut(b"Kids")?.as_array_mut()?.extend(added);
    let count = parent.get(b"Count")?.as_i64()?;
    parent.set("Count", count + blanks as i64);
    Ok(Some(blank_pages(pages.len(), blanks, house, metadata)))
}

fn blank_pages(count: usize, blanks: usize, house: &House, metadata: &Metadata) -> Diagnostic {
    let (first, last) = (count + 1, count + blanks);
    let which = match blanks {
        1 => format!("page {last} is blank"),
        2 => format!("pages {first} and {last} are blank"),
        _ => format!("pages {first} to {last} are blank"),
    };
    let of = if count == 1 { "1 page makes".to_owned() } else { format!("{count} pages make") };
    let message = format!(
        "{of} a booklet of {last}: {which} in {}",
        metadata.edition.path().rsplit('/').next().unwrap_or_default()
    );
    let hint = match count / PER_SHEET * PER_SHEET {
        0 => format!("lengthen the text to {last} pages, or leave the rest blank"),
        fewer => {
            format!("shorten the text to {fewer} pages, or lengthen it to {last}, or leave the rest blank")
        }
    };
    let place = house.profile.print.as_ref().map(place);
    Diagnostic::warning("blank-pages", place, message).hint(hint)
}

/// The words that ask for a booklet.
fn place(print: &PrintProfile) -> Span {
    let (words, booklet) = (print.span.text(), Imposition::Booklet.as_str());
    let start = words.find("imposition");
    let end = start.and_then(|start| words[start..].find(booklet).map(|end| start + end + booklet.len()));
    match start.zip(end) {
        Some((start, end)) => print.span.part(start..end),
        None => head(&print.span),
    }
}

/// The pages of each side of the sheets, the left one first: the outside of the outermost sheet, its inside, the outside of
/// the next. `count` is a multiple of four. A book that is read from right to left opens on the other side.
fn sides(count: usize, direction: Direction) -> Vec<[usize; 2]> {
    let sheets = 0..count / PER_SHEET;
    let side = |sheet: usize| {
        let (low, high) = (2 * sheet + 1, count - 2 * sheet);
        [[high, low], [low + 1, high - 1]]
    };
    let sides = sheets.flat_map(side);
    sides
        .map(|[left, right]| match direction {
            Direction::LeftToRight => [left, right],
            Direction::RightToLeft => [right, left],
        })
        .collect()
}

/// Lays the pages of a file onto sheets.
pub fn impose(document: &mut Document, house: &House, metadata: &Metadata) -> Result<()> {
    let leading = house.terms.get(&metadata.edition.leading());
    let direction = leading.map_or(Direction::LeftToRight, |terms| terms.direction);
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let count = pages.len().next_multiple_of(PER_SHEET);
    let Some(first) = pages.first() else { return Ok(()) };
    let trim = Area::of(document, document.get_dictionary(*first)?, b"TrimBox")?;
    let tree = document.catalog()?.get(b"Pages")?.as_reference()?;
    let has_marks = house.profile.print.as_ref().and_then(|print| print.marks) != Some(false);
    let margin = (BLEED + if has_marks { SLUG } else { 0.0 }) * MM;

    let sides = sides(count, direction);
    let mut sheets = Vec::new();
    let mut titles = Vec::new();
    for (number, side) in sides.iter().enumerate() {
        let mut forms = Dictionary::new();
        let mut canvas = Canvas::default();
        let mut group = None;
        for (half, page) in side.iter().enumerate() {
            // A page beyond the last one is blank.
            let Some(id) = pages.get(page - 1) else { continue };
            let name = format!("Page{page}");
            let place = [margin + half as f64 * trim.width(), margin];
            let leaf = Leaf::of(document, *id, half == 0)?;
            let [left, bottom, ..] = leaf.trim.0;
            canvas.op("q");
            canvas.ops(&[1.0, 0.0, 0.0, 1.0, place[0] - left, place[1] - bottom], "cm");
            canvas.form(&name);
            canvas.op("Q");
            group = group.or_else(|| leaf.group.clone());
            forms.set(name, leaf.into_form(document)?);
        }
        let cut = Area([margin, margin, margin + 2.0 * trim.width(), margin + trim.height()]);
        let bleed = cut.grown(BLEED * MM);
        let content = stream(document, Dictionary::new(), canvas.into_bytes())?;
        let mut sheet = dictionary! {
            "Type" => "Page", "Parent" => tree, "MediaBox" => bleed, "BleedBox" => bleed, "TrimBox" => cut,
            "Resources" => dictionary! { "XObject" => forms }, "Contents" => content,
        };
        if let Some(group) = group {
            sheet.set("Group", group);
        }
        sheets.push(Object::Reference(document.add_object(sheet)));
        let face = if number % 2 == 0 { "outside" } else { "inside" };
        let [left, right] = side;
        titles.push(format!("sheet {}/{}, {face}: {left} + {right}", number / 2 + 1, sides.len() / 2));
    }
    let tree = document.get_dictionary_mut(tree)?;
    tree.set("Count", sheets.len() as i64);
    tree.set("Kids", sheets);
    let catalogue = document.catalog_mut()?;
    for key in OF_PAGES {
        catalogue.remove(key);
    }
    document.prune_objects();
    document.renumber_objects();
    marks::surround(document, house, Legend { pages: titles, ..Legend::of(house, metadata) }, true)
}

/// Says of a file that its pages are sides of sheets, for whoever counts them.
pub fn declare(document: &mut Document) -> Result<()> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference)?;
    let info = document.get_dictionary_mut(info)?;
    info.set("Imposition", lopdf::text_string("saddle-stitched, two pages on each side of a sheet"));
    Ok(())
}

/// What a page draws, without its marks, clipped for its place on a sheet.
struct Leaf {
    trim: Area,
    clip: Area,
    content: Vec<u8>,
    resources: Dictionary,
    group: Option<Object>,
}

impl Leaf {
    fn of(document: &Document, id: ObjectId, is_left: bool) -> Result<Self> {
        let page = document.get_dictionary(id)?;
        let trim = Area::of(document, page, b"TrimBox")?;
        let mut clip = trim.grown(BLEED * MM);
        let fold = if is_left { 2 } else { 0 };
        clip.0[fold] = trim.0[fold];
        let mut resources =
            page.get_deref(b"Resources", document).and_then(Object::as_dict).cloned().unwrap_or_default();
        let mut contents = document.get_page_contents(id);
        let forms = resources.get_deref(b"XObject", document).and_then(Object::as_dict).cloned();
        if let Ok(mut forms) = forms
            && forms.remove(marks::NAME.as_bytes()).is_some()
        {
            resources.set("XObject", forms);
            // The marks stand around all else.
            contents.pop();
            contents.drain(..contents.len().min(1));
        }
        let mut content = Vec::new();
        for id in contents {
            content.extend(document.get_object(id)?.as_stream()?.get_plain_content()?);
            content.push(b'\n');
        }
        let group = page.get_deref(b"Group", document).ok().cloned();
        Ok(Self { trim, clip, content, resources, group })
    }

    fn into_form(self, document: &mut Document) -> Result<ObjectId> {
        let mut form = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => self.clip, "Resources" => self.resources,
        };
        if let Some(group) = self.group {
            form.set("Group", group);
        }
        stream(document, form, self.content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sides of the sheets for each number of pages; nought stands for a page that is added.
    const SIDES: [(usize, &[[usize; 2]]); 13] = [
        (1, &[[0, 1], [0, 0]]),
        (2, &[[0, 1], [2, 0]]),
        (3, &[[0, 1], [2, 3]]),
        (4, &[[4, 1], [2, 3]]),
        (5, &[[0, 1], [2, 0], [0, 3], [4, 5]]),
        (6, &[[0, 1], [2, 0], [6, 3], [4, 5]]),
        (7, &[[0, 1], [2, 7], [6, 3], [4, 5]]),
        (8, &[[8, 1], [2, 7], [6, 3], [4, 5]]),
        (9, &[[0, 1], [2, 0], [0, 3], [4, 9], [8, 5], [6, 7]]),
        (10, &[[0, 1], [2, 0], [10, 3], [4, 9], [8, 5], [6, 7]]),
        (11, &[[0, 1], [2, 11], [10, 3], [4, 9], [8, 5], [6, 7]]),
        (12, &[[12, 1], [2, 11], [10, 3], [4, 9], [8, 5], [6, 7]]),
        (13, &[[0, 1], [2, 0], [0, 3], [4, 13], [12, 5], [6, 11], [10, 7], [8, 9]]),
    ];

    #[test]
    fn sheets_are_ordered_for_the_fold() {
        for (count, expected) in SIDES {
            let present = |page: usize| if page > count { 0 } else { page };
            let sides = |direction| {
                let sides = sides(count.next_multiple_of(4), direction);
                sides.into_iter().map(|side| side.map(present)).collect::<Vec<_>>()
            };
            assert_eq!(sides(Direction::LeftToRight), expected, "{count} pages");
            let mirrored: Vec<_> = expected.iter().map(|[left, right]| [*right, *left]).collect();
            assert_eq!(sides(Direction::RightToLeft), mirrored, "{count} pages from right to left");
        }
    }

    /// Folded and laid into each other, the sheets are read in the order of their pages: every left half of a spread is the
    /// page before its right half.
    #[test]
    fn folded_sheets_read_in_order() {
        for count in (4..=64).step_by(4) {
            let sides = sides(count, Direction::LeftToRight);
            let outsides = sides.iter().step_by(2);
            let insides = sides.iter().skip(1).step_by(2);
            // The right half of each sheet, front and back, from outside to inside; then the left halves on the way out.
            let onward = outsides.clone().zip(insides.clone()).flat_map(|(out, within)| [out[1], within[0]]);
            let back = outsides.zip(insides).rev().flat_map(|(out, within)| [within[1], out[0]]);
            assert!(onward.chain(back).eq(1..=count), "{count} pages");
        }
    }
}
