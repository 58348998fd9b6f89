//! bind: the XHTML `Manuscript`, the cover and the `House` → EPUB bytes.
//!
//! In-door: pages that `merge` made, each with the page markers of the screen edition; a PNG for the cover. Out-door: an
//! EPUB 3.3 with EPUB Accessibility 1.1 metadata, the same bytes each time. Before anything is packed, every page is
//! read back: what a template lost or broke is a finding here, never a defect in a reader's hands. This room alone knows
//! epub-builder and zip.

mod container;
mod face;
mod inks;
mod markup;
mod navigation;
mod package;
mod sheet;
mod style;
mod typography;

use crate::diagnostic::{Diagnostic, Report, has_errors};
use crate::model::{Direction, House, Language, Manuscript, Metadata, Span, Terms};
use sheet::Sheet;
use std::borrow::Cow;

/// The template that pages come from.
const TEMPLATE: &str = "note.xhtml.j2";

/// An EPUB of the manuscript's leaves; `cover` is a PNG.
///
/// # Errors
/// Findings on the house's templates, styles and fonts: a page that is not well formed, lost a page marker or
/// leads nowhere; a colour or a font that the house does not have. `binding-failed` has no place: the program
/// is at fault.
pub fn bind(manuscript: &Manuscript, cover: &[u8], house: &House) -> Report<Vec<u8>> {
    let mut found = Vec::new();
    let book = Book::gather(manuscript, cover, house, &mut found);
    let bytes = match has_errors(&found) {
        true => None,
        false => container::pack(&book, package::identifier(house, &manuscript.metadata.edition))
            .map_err(|fault| {
                let message = format!("the book could not be bound: {fault}");
                found.push(Diagnostic::error("binding-failed", None, message));
            })
            .ok(),
    };
    Report::new(bytes, found)
}

/// All that goes between the covers.
struct Book<'a> {
    metadata: &'a Metadata,
    tongues: Vec<Tongue<'a>>,
    /// The pages in reading order, without cover and contents.
    sheets: Vec<Sheet<'a>>,
    stylesheet: String,
    /// Fonts and pictures; the cover's picture is the first.
    plates: Vec<Plate<'a>>,
}

/// A file of the book that is no page.
struct Plate<'a> {
    /// The path beside the pages, in ASCII.
    name: String,
    media_type: &'static str,
    bytes: Cow<'a, [u8]>,
}

/// A language of the book, with the words that the binder prints in it.
struct Tongue<'a> {
    language: Language,
    direction: Direction,
    words: Words<'a>,
}

/// Words of the terms that a book needs beside its pages.
struct Words<'a> {
    contents: &'a str,
    pages: &'a str,
    landmarks: &'a str,
    cover: &'a str,
    start: &'a str,
    /// What a reader of any kind can count on.
    accessibility: &'a str,
}

impl<'a> Book<'a> {
    fn gather(
        manuscript: &'a Manuscript,
        cover: &'a [u8],
        house: &'a House,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let languages = manuscript.metadata.languages.iter();
        let tongues =
            languages.zip(&manuscript.terms).map(|(language, terms)| Tongue::of(*language, terms)).collect();
        // The place to point at for a page that came out wrong.
        let template = house.templates.get(TEMPLATE).map_or_else(|| house.span().clone(), Span::top);
        let sheets: Vec<Sheet> =
            manuscript.leaves.iter().map(|leaf| Sheet::read(leaf, &template, found)).collect();
        let bold_italic = sheets.iter().any(|sheet| sheet.bold_italic);
        let spoken = sheets.iter().flat_map(|sheet| &sheet.languages);
        let languages = spoken.chain(&manuscript.metadata.languages).copied().collect();
        let faces = face::choose(house, &manuscript.lexicon, bold_italic, &languages, found);
        let stylesheet = style::stylesheet(house, &manuscript.lexicon, &faces, &languages, found);

        let mut plates = vec![Plate {
            name: navigation::COVER_PICTURE.to_owned(),
            media_type: "image/png",
            bytes: Cow::Borrowed(cover),
        }];
        plates.extend(manuscript.assets.iter().map(|asset| Plate {
            name: asset.name.clone(),
            media_type: asset.format.media_type(),
            bytes: Cow::Borrowed(asset.bytes.as_ref()),
        }));
        plates.extend(faces.iter().map(|face| Plate {
            name: face.name.clone(),
            media_type: face.media_type,
            bytes: Cow::Borrowed(face.bytes),
        }));
        // A picture that no page shows (the logo, where the pages print a wordmark) stays outside.
        plates.retain(|plate| {
            !manuscript.assets.iter().any(|asset| asset.name == plate.name)
                || sheets.iter().any(|sheet| sheet.refers_to(&plate.name))
        });
        let book = Self { metadata: &manuscript.metadata, tongues, sheets, stylesheet, plates };
        sheet::check_references(&book.sheets, &book.plates, &template, found);
        book
    }

    /// The language that leads, if the edition has any.
    fn leading(&self) -> Option<&Tongue<'a>> {
        self.tongues.first()
    }

    /// The titles of the whole, with the language of each.
    fn in_tongues<'b>(&'b self, titles: &'b [String]) -> impl Iterator<Item = (&'b Tongue<'a>, &'b str)> {
        self.tongues.iter().zip(titles.iter().map(String::as_str))
    }

    /// The titles of a page, with the language of each.
    fn titles<'b>(&'b self, sheet: &'b Sheet<'a>) -> impl Iterator<Item = (&'b Tongue<'a>, &'b str)> {
        let languages = &sheet.leaf.languages;
        let tongues = self.tongues.iter().filter(|tongue| languages.contains(&tongue.language));
        tongues.zip(sheet.leaf.titles.iter().map(String::as_str))
    }

    /// The pages as the contents list them: each at the head of a list, with the pages that hang from it. In a book of
    /// parts these are the title page of each language and what follows it; the choice of a language is no entry, as
    /// the contents are one themselves.
    fn entries<'b>(&'b self) -> Vec<&'b [Sheet<'a>]> {
        if !self.metadata.edition.parted() {
            return self.sheets.chunks(1).collect();
        }
        let parts = self.sheets.chunk_by(|one, next| one.leaf.languages == next.leaf.languages);
        parts.filter(|part| part[0].leaf.languages.len() == 1).collect()
    }

    /// The page of the book that is marked with an `epub:type`.
    fn sheet_of_type(&self, epub_type: &str) -> Option<&Sheet<'a>> {
        self.sheets.iter().find(|sheet| sheet.types.contains(epub_type))
    }
}

impl<'a> Tongue<'a> {
    fn of(language: Language, terms: &'a Terms) -> Self {
        let word = |key: &str| terms.word(key);
        let words = Words {
            contents: word("contents"),
            pages: word("page-list"),
            landmarks: word("landmarks"),
            cover: word("cover"),
            start: word("start"),
            accessibility: word("accessibility"),
        };
        Self { language, direction: terms.direction, words }
    }

    /// The direction as XHTML and packages write it.
    fn dir(&self) -> &'static str {
        match self.direction {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}
