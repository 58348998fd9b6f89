//! The font faces of a book: those of the brand's two families that its styles use, and of the families of its languages
//! that have their own; a book that speaks none but these goes without the brand's. All are as they were delivered. The Source
//! families carry Reserved Font Names (SIL Open Font License, clause 3): no subsets.

use crate::diagnostic::Diagnostic;
use crate::model::{House, Language, Lexicon};
use std::collections::BTreeSet;
use ttf_parser::name_id;

/// One face in the book.
pub struct Face<'a> {
    pub family: String,
    /// 100 to 900.
    pub weight: u16,
    pub italic: bool,
    /// The path in the book, in ASCII.
    pub name: String,
    pub media_type: &'static str,
    /// The size of its letters to the brand's, if it is another.
    pub size: Option<f64>,
    pub bytes: &'a [u8],
}

const REGULAR: u16 = 400;
const SEMIBOLD: u16 = 600;

/// A family, the weights and slants that are asked of it, and the size at which it is set beside others.
type Wish<'a> = (&'a str, &'a [(u16, bool)], Option<f64>);

/// Regular, italic and semibold of running text (semibold italic only where words ask for it), regular and semibold of
/// headings.
pub fn choose<'a>(
    house: &'a House,
    lexicon: &'a Lexicon,
    bold_italic: bool,
    languages: &BTreeSet<Language>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Face<'a>> {
    let mut faces: Vec<Face> = Vec::new();
    let typography = &house.brand.typography;
    let regular = typography.base.weight.unwrap_or(REGULAR);
    let base = [(regular, false), (regular, true), (SEMIBOLD, false), (SEMIBOLD, true)];
    let strong = (typography.headings.weight.unwrap_or(SEMIBOLD), typography.headings.italic == Some(true));
    // Words of the headings' family stand in the text, too: labels, names, facts.
    let heading = [(REGULAR, false), (SEMIBOLD, false), strong];
    let heading = &heading[..if strong == (SEMIBOLD, false) { 2 } else { 3 }];
    let code = [(typography.inline_code.weight.unwrap_or(REGULAR), false)];
    let base = &base[..if bold_italic { 4 } else { 3 }];
    let own = |language: &Language| lexicon.get(language).and_then(|terms| terms.r#type.as_ref());
    let mut wanted: Vec<Wish> = Vec::new();
    if languages.iter().any(|language| own(language).is_none()) {
        wanted.push((&house.brand.base_font, base, None));
        wanted.push((&house.brand.heading_font, heading, None));
    }
    for family in [&typography.inline_code.family, &typography.code_block.family].into_iter().flatten() {
        wanted.push((family, &code, None));
    }
    for own in languages.iter().filter_map(own) {
        wanted.push((&own.base, base, own.size));
        wanted.push((&own.headings, &heading[..2], own.size));
    }
    for (family, wanted, size) in wanted {
        let mut shelf = family_faces(house, family);
        if shelf.is_empty() && !faces.iter().any(|face| same(&face.family, family)) {
            let message = format!("no file in fonts/ has the font family \"{family}\"");
            let hint = "put the family's TTF or OTF files into fonts/, or name another family in _brand.yml";
            found.push(Diagnostic::error("missing-font", house.span().clone(), message).hint(hint));
        }
        for (weight, italic) in wanted {
            let nearest = shelf
                .iter()
                .enumerate()
                .filter(|(_, face)| face.italic == *italic)
                .min_by_key(|(_, face)| (face.weight.abs_diff(*weight), std::cmp::Reverse(face.weight)))
                .map(|(at, _)| at);
            faces.extend(nearest.map(|at| Face { size, ..shelf.swap_remove(at) }));
        }
    }
    // Where one family serves both, a face may have been chosen twice.
    faces.sort_by(|a, b| a.name.cmp(&b.name));
    faces.dedup_by(|a, b| a.name == b.name);
    faces
}

fn family_faces<'a>(house: &'a House, family: &str) -> Vec<Face<'a>> {
    let mut faces = Vec::new();
    for file in &house.fonts {
        // A collection (TTC) is not allowed in an EPUB (EPUB 3.3, core media types).
        let Some((extension, media_type)) = kind(&file.bytes) else { continue };
        let Ok(face) = ttf_parser::Face::parse(&file.bytes, 0) else { continue };
        let name =
            |id| face.names().into_iter().filter(|name| name.name_id == id).find_map(|name| name.to_string());
        let Some(own) = name(name_id::TYPOGRAPHIC_FAMILY).or_else(|| name(name_id::FAMILY)) else { continue };
        if same(&own, family) {
            let stem = file.path.rsplit_once('.').map_or(file.path.as_str(), |(stem, _)| stem);
            faces.push(Face {
                family: family.to_owned(),
                weight: face.weight().to_number(),
                italic: face.is_italic() || face.is_oblique(),
                name: format!("fonts/{}.{extension}", plain_name(stem)),
                media_type,
                size: None,
                bytes: &file.bytes,
            });
        }
    }
    faces
}

/// Extension and media type by the first bytes of a font.
fn kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes.get(..4)? {
        b"\0\x01\0\0" | b"true" => Some(("ttf", "font/ttf")),
        b"OTTO" => Some(("otf", "font/otf")),
        _ => None,
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

fn plain_name(path: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "/-_".contains(c) { c } else { '-' };
    path.chars().map(plain).collect()
}
