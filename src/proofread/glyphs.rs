//! `missing-glyph`: a character that no font of the house has would be printed as an empty box.

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;
use crate::model::{House, Span};
use std::collections::BTreeMap;
use ttf_parser::Face;

/// One finding a character, at its first place.
pub fn missing(readings: &[Reading], house: &House) -> Vec<Diagnostic> {
    let mut places: BTreeMap<char, (Option<Span>, usize)> = BTreeMap::new();
    let fonts = Fonts::open(house);
    // Nearly all text is made of few characters: each is looked up once.
    let mut known: BTreeMap<char, bool> = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.voice != Voice::Spoken) {
        for piece in &reading.text.pieces {
            for (at, ch) in piece.text.char_indices() {
                if !*known.entry(ch).or_insert_with(|| fonts.print(ch)) {
                    let first = || (reading.place(piece, at..at + ch.len_utf8()), 0);
                    places.entry(ch).or_insert_with(first).1 += 1;
                }
            }
        }
    }
    places.into_iter().map(|(ch, (span, count))| finding(ch, span, count)).collect()
}

fn finding(ch: char, span: Option<Span>, count: usize) -> Diagnostic {
    let others = match count {
        1 => String::new(),
        2 => ", here and in one other place".to_owned(),
        _ => format!(", here and in {} other places", count - 1),
    };
    let message = format!("no font of the house has the character '{ch}' (U+{:04X}){others}", u32::from(ch));
    Diagnostic::error("missing-glyph", span, message)
        .hint("write another character, or put a font that has this one, with its licence, into fonts/")
}

struct Fonts<'a> {
    faces: Vec<Face<'a>>,
}

impl<'a> Fonts<'a> {
    /// Reads the tables of contents of the fonts: microseconds each. Files that are no fonts are `load`'s to report.
    fn open(house: &'a House) -> Self {
        let faces = house.fonts.iter().flat_map(|font| {
            let count = ttf_parser::fonts_in_collection(&font.bytes).unwrap_or(1);
            (0..count).filter_map(|index| Face::parse(&font.bytes, index).ok())
        });
        Self { faces: faces.collect() }
    }

    fn have(&self, ch: char) -> bool {
        self.faces.iter().any(|face| face.glyph_index(ch).is_some())
    }

    /// Whether a character can be printed: a font has it, it has no shape, or the engine's shaper makes it from
    /// another (HarfBuzz's fallback for spaces and for the no-break hyphen).
    fn print(&self, ch: char) -> bool {
        let stands_in = match ch {
            '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{A0}' => Some(' '),
            '\u{2011}' => Some('\u{2010}'),
            _ => None,
        };
        is_shapeless(ch) || self.have(ch) || stands_in.is_some_and(|other| self.have(other))
    }
}

/// Controls, and the marks of Unicode that direct lines, joins and variants (Default_Ignorable_Code_Point).
fn is_shapeless(ch: char) -> bool {
    ch.is_control()
        || matches!(ch,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}
