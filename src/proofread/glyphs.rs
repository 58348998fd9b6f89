//! `missing-glyph`: characters that no font of the house has would be printed as empty boxes.

use super::reading::{Reading, Voice};
use crate::diagnostic::Diagnostic;
use crate::model::{House, Language, Lexicon, Span};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use ttf_parser::{Face, name_id};

/// One finding for words that no font can print, at the first place of their characters.
pub fn missing(readings: &[Reading], house: &House, lexicon: &Lexicon) -> Vec<Diagnostic> {
    let mut runs: Vec<Run> = Vec::new();
    // The run in which a character was met first.
    let mut met: BTreeMap<char, usize> = BTreeMap::new();
    let fonts = Fonts::open(house, lexicon);
    // Nearly all text is made of few characters: each is looked up once.
    let mut known: BTreeMap<Language, BTreeMap<char, bool>> = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.voice != Voice::Spoken) {
        let known = known.entry(reading.language).or_default();
        for piece in &reading.text.pieces {
            let mut print = |ch| *known.entry(ch).or_insert_with(|| fonts.print(ch, reading.language));
            for range in unprinted(&piece.text, &mut print) {
                let words = &piece.text[range.clone()];
                let lacking: Vec<char> = words.chars().filter(|ch| !print(*ch)).collect();
                let first = lacking.first().and_then(|ch| met.get(ch)).and_then(|index| runs.get_mut(*index));
                match first.filter(|_| lacking.iter().all(|ch| met.contains_key(ch))) {
                    Some(run) => run.others += 1,
                    None => {
                        for ch in lacking {
                            met.entry(ch).or_insert(runs.len());
                        }
                        let span = reading.place(piece, range.clone());
                        runs.push(Run { words: words.to_owned(), span, others: 0 });
                    }
                }
            }
        }
    }
    runs.into_iter().map(finding).collect()
}

/// Characters without a glyph, and the spaces between them.
struct Run {
    words: String,
    span: Option<Span>,
    /// In how many other places some of them stand.
    others: usize,
}

/// The places of the runs of characters that cannot be printed.
fn unprinted(text: &str, print: &mut impl FnMut(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, ch) in text.char_indices().filter(|(_, ch)| !print(*ch)) {
        let end = at + ch.len_utf8();
        match runs.last_mut() {
            Some(run) if text[run.end..at].chars().all(|ch| ch.is_whitespace() || is_shapeless(ch)) => {
                run.end = end
            }
            _ => runs.push(at..end),
        }
    }
    runs
}

/// How many characters a message shows.
const SHOWN: usize = 24;

fn finding(run: Run) -> Diagnostic {
    let others = match run.others {
        0 => String::new(),
        1 => ", here and in one other place".to_owned(),
        count => format!(", here and in {count} other places"),
    };
    let mut chars = run.words.chars();
    let message = match (chars.next(), chars.next()) {
        (Some(ch), None) => {
            format!("no font of the house has the character '{ch}' (U+{:04X}){others}", u32::from(ch))
        }
        _ => {
            let mut shown: String = run.words.chars().take(SHOWN).collect();
            if shown.len() < run.words.len() {
                shown.push('…');
            }
            format!("no font of the house has the characters of “{shown}”{others}")
        }
    };
    Diagnostic::error("missing-glyph", run.span, message)
        .hint("write other characters, or put a font that has these, with its licence, into fonts/")
}

struct Fonts<'a> {
    faces: Vec<Font<'a>>,
    lexicon: &'a Lexicon,
}

struct Font<'a> {
    face: Face<'a>,
    is_brand: bool,
    /// The languages that it is there for: all, unless the terms of some name its family. Asked for where the brand lacks a
    /// character, since it means to read the terms of every language.
    users: OnceCell<Option<Vec<Language>>>,
}

impl<'a> Fonts<'a> {
    /// Reads the tables of contents of the fonts: microseconds each. Files that are no fonts are `load`'s to report.
    fn open(house: &'a House, lexicon: &'a Lexicon) -> Self {
        let faces = house.fonts.iter().flat_map(|font| {
            let count = ttf_parser::fonts_in_collection(&font.bytes).unwrap_or(1);
            (0..count).filter_map(|index| Face::parse(&font.bytes, index).ok())
        });
        let faces = faces.map(|face| Font {
            is_brand: is_of(&face, &house.brand.base_font) || is_of(&face, &house.brand.heading_font),
            face,
            users: OnceCell::new(),
        });
        Self { faces: faces.collect(), lexicon }
    }

    fn have(&self, ch: char, language: Language) -> bool {
        let mut having = self.faces.iter().filter(|font| font.face.glyph_index(ch).is_some());
        having.clone().any(|font| font.is_brand) || having.any(|font| font.serves(language, self.lexicon))
    }

    /// Whether a character can be printed: a font has it, it has no shape, or the engine's shaper makes it from
    /// another (HarfBuzz's fallback for spaces and for the no-break hyphen).
    fn print(&self, ch: char, language: Language) -> bool {
        let stands_in = match ch {
            '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{A0}' => Some(' '),
            '\u{2011}' => Some('\u{2010}'),
            _ => None,
        };
        is_shapeless(ch)
            || self.have(ch, language)
            || stands_in.is_some_and(|other| self.have(other, language))
    }
}

impl Font<'_> {
    fn serves(&self, language: Language, lexicon: &Lexicon) -> bool {
        let users = self.users.get_or_init(|| {
            let own = lexicon.keys().filter(|language| {
                let own = lexicon.get(language).and_then(|terms| terms.r#type.as_ref());
                own.is_some_and(|own| is_of(&self.face, &own.base) || is_of(&self.face, &own.headings))
            });
            let own: Vec<Language> = own.copied().collect();
            (!own.is_empty()).then_some(own)
        });
        users.as_ref().is_none_or(|users| users.contains(&language))
    }
}

fn is_of(face: &Face, family: &str) -> bool {
    let families = [name_id::TYPOGRAPHIC_FAMILY, name_id::FAMILY];
    let mut names = face.names().into_iter().filter(|name| families.contains(&name.name_id));
    names.any(|name| name.to_string().as_deref() == Some(family))
}

/// Controls, and the marks of Unicode that direct lines, joins and variants (Default_Ignorable_Code_Point).
fn is_shapeless(ch: char) -> bool {
    ch.is_control()
        || matches!(ch,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}
