//! Editions, and the artefacts that come of them.

use super::Language;
use crate::choice;
use jiff::civil::Date;

choice! {
    /// The medium of an edition.
    pub enum Medium {
        /// PDF to be read, looked at and linked.
        Screen = "screen",
        /// PDF for the printing house.
        Print = "print",
        Epub = "epub",
    }
}

choice! {
    /// How two languages share one document.
    pub enum Layout {
        /// Side by side, passage against passage.
        Columns = "columns",
        /// One after the other, each a note of its own.
        Sequence = "sequence",
        /// On the two pages of a spread, passage against passage.
        Facing = "facing",
    }
}

choice! {
    /// The paper of the screen PDF.
    pub enum Paper {
        A4 = "a4",
        /// A hand-out.
        A5 = "a5",
        /// US Letter.
        Letter = "letter",
    }
}

/// What the pages of an edition are like: of no effect in a book, whose reader sets its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    pub paper: Paper,
    /// All type of sixteen points at the least, upright, in ragged lines that are further apart.
    pub large_print: bool,
    /// Whether a cover stands before the pages. On facing pages the title page is the cover.
    pub cover: bool,
}

/// Note × languages × medium. The first language leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub note: String,
    pub languages: Vec<Language>,
    pub medium: Medium,
    /// Of no effect in one language.
    pub layout: Layout,
    pub format: Format,
}

impl Edition {
    /// The languages as they stand in file names and on the command line: `fr`, `fr-en`.
    pub fn language_tag(&self) -> String {
        language_tag(&self.languages)
    }

    /// The path below `out/`: `<id>/<id>.fr.pdf`, `<id>/<id>.fr.print.pdf`.
    pub fn path(&self) -> String {
        let extension = match self.medium {
            Medium::Screen => "pdf",
            Medium::Print => "print.pdf",
            Medium::Epub => "epub",
        };
        format!("{id}/{id}.{}.{extension}", self.language_tag(), id = self.note)
    }

    /// Whether each language is a part of its own, with its own masthead, notes and colophon: the book of an edition
    /// on facing pages is one, as its reader sees one page at a time.
    pub fn parted(&self) -> bool {
        self.languages.len() > 1 && self.layout != Layout::Columns
    }

    /// Whether its languages stand on the two pages of a spread.
    pub fn faces(&self) -> bool {
        self.languages.len() > 1 && self.layout == Layout::Facing
    }

    /// Whether a cover stands before its pages.
    pub fn is_covered(&self) -> bool {
        self.format.cover && !self.faces()
    }

    /// The language whose words lead.
    pub fn leading(&self) -> Language {
        self.languages[0]
    }
}

/// Languages in the order of an edition, joined as in file names.
pub fn language_tag(languages: &[Language]) -> String {
    languages.iter().map(Language::as_str).collect::<Vec<_>>().join("-")
}

/// What every medium records about an edition beside its pages.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// One title a language, in the edition's order.
    pub titles: Vec<String>,
    pub languages: Vec<Language>,
    pub publisher: String,
    pub summaries: Vec<String>,
    pub keywords: Vec<String>,
    /// The day of the document: `SOURCE_DATE_EPOCH`, else the note's issue, else the house's, else the session's day.
    pub date: Date,
    /// The number of this very edition.
    pub isbn: Option<String>,
    pub issn: Option<String>,
    pub doi: Option<String>,
    pub licence: Option<String>,
    pub edition: Edition,
}

/// A finished file: its path below `out/`, with `/`, and its bytes.
#[derive(Clone, Debug)]
pub struct Artefact {
    pub path: String,
    pub bytes: Vec<u8>,
}
