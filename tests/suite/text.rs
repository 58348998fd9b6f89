//! The words of editions as outside tools read them: poppler's `pdftotext` for pages, plain XML for books.

use super::{is_rtl, sample, tool};
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::Read;

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// A part of a page: all of its width, or one of two columns.
#[derive(Clone, Copy, Debug)]
pub enum Side {
    Whole,
    Left,
    Right,
}

/// The signs on one side of a page, header and footer left out; `None` without poppler. In the order of the content stream,
/// or, of a language from right to left, in the order in which poppler reads it.
pub fn page_signs(pdf: &str, page: usize, side: Side, script: Script) -> Option<String> {
    page_text(pdf, page, side, script).map(|text| script.signs(&text))
}

/// The same as a text, with its spaces.
pub fn page_text(pdf: &str, page: usize, side: Side, script: Script) -> Option<String> {
    let path = sample().root().join(pdf).to_string_lossy().into_owned();
    let (left, width) = match side {
        Side::Whole => (0.0, 210.0),
        Side::Left => (0.0, 105.0),
        Side::Right => (105.0, 105.0),
    };
    let points = |millimetres: f64| ((millimetres * MM) as u32).to_string();
    let (page, x, y, w, h) = (page.to_string(), points(left), points(21.0), points(width), points(255.0));
    let arguments = ["-raw", "-f", &page, "-l", &page, "-x", &x, "-y", &y, "-W", &w, "-H", &h, &path, "-"];
    // In its raw order, poppler gives the words of such a line from left to right.
    let first = usize::from(script == Script::RightToLeft);
    tool("pdftotext", "poppler-utils", &arguments[first..]).map(|text| without_directions(&text))
}

/// How the words of a language are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Sign by sign.
    LeftToRight,
    /// By letters and figures: where marks of punctuation stand in a line of two directions, poppler has to guess.
    RightToLeft,
}

impl Script {
    pub fn of(language: &str) -> Self {
        if is_rtl(language) { Self::RightToLeft } else { Self::LeftToRight }
    }

    pub fn signs(self, text: &str) -> String {
        let signs = signs(&without_directions(text));
        match self {
            Self::LeftToRight => signs,
            Self::RightToLeft => signs.chars().filter(|sign| sign.is_alphanumeric()).collect(),
        }
    }
}

/// A text without the marks that direct its lines (UAX #9), some of which poppler writes by itself.
pub fn without_directions(text: &str) -> String {
    let directs = |sign: &char| matches!(sign, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|sign| !directs(sign)).collect()
}

/// The number of pages of a PDF.
pub fn page_count(pdf: &str) -> Option<usize> {
    let info = tool("pdfinfo", "poppler-utils", &[&sample().root().join(pdf).to_string_lossy()])?;
    let line = info.lines().find_map(|line| line.strip_prefix("Pages:"));
    Some(line.expect("pdfinfo counts pages").trim().parse().expect("a number"))
}

/// The signs of a text without its spaces: `pdftotext` guesses spaces from their width, and lines break where they must.
/// Soft hyphens are the engine's own.
pub fn signs(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{AD}').collect()
}

/// A book as its reader meets it: documents of the spine in order, without cover and navigation.
pub struct Book {
    /// The words in order, notes left out, the numbers of lists as the page prints them.
    pub body: String,
    /// The words of each note, its number first.
    pub notes: Vec<String>,
    /// For each page marker: its label, and the words that follow it.
    pub markers: Vec<(String, String)>,
}

/// Every file of an EPUB as text, in the order of their names.
pub fn documents(epub: &str) -> Vec<(String, String)> {
    let bytes = sample().read(epub);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an EPUB is a ZIP file");
    let mut documents = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        let name = file.name().to_owned();
        let mut text = Vec::new();
        file.read_to_end(&mut text).expect("readable bytes");
        if name.ends_with(".xhtml") || name.ends_with(".opf") {
            documents.push((name, String::from_utf8(text).expect("UTF-8")));
        }
    }
    documents.sort();
    documents
}

/// The XHTML documents in the order of the spine, without cover, contents and choice of language.
pub fn spine(epub: &str) -> Vec<String> {
    let documents = documents(epub);
    let (_, package) = documents.iter().find(|(name, _)| name.ends_with(".opf")).expect("a package document");
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let tags = |name: &str| -> Vec<&str> {
        package
            .split(&format!("<{name} "))
            .skip(1)
            .map(|rest| rest.split_once('>').expect("a tag ends").0)
            .collect()
    };
    let (items, refs) = (tags("item"), tags("itemref"));
    refs.iter()
        .filter_map(|reference| attribute(&format!(" {reference}"), "idref"))
        .filter_map(|id| items.iter().find(|item| attribute(&format!(" {item}"), "id").as_ref() == Some(&id)))
        .filter_map(|item| attribute(&format!(" {item}"), "href"))
        .filter(|href| !["cover.xhtml", "nav.xhtml", "languages.xhtml"].contains(&href.as_str()))
        .map(|href| {
            documents.iter().find(|(name, _)| name.ends_with(&href)).expect("the file is there").1.clone()
        })
        .collect()
}

/// Reads documents as a reader would hear them; of a bilingual book, one language if one is named.
pub fn read(documents: &[String], language: Option<&str>) -> Book {
    let mut book = Book { body: String::new(), notes: Vec::new(), markers: Vec::new() };
    for document in documents {
        read_document(document, language, &mut book);
    }
    book.notes.retain(|note| !note.trim().is_empty());
    book
}

fn read_document(document: &str, wanted: Option<&str>, book: &mut Book) {
    let mut listener = Listener { book, wanted, open: Vec::new(), item: None };
    let mut reader = quick_xml::Reader::from_str(document);
    loop {
        match reader.read_event().expect("well-formed XHTML") {
            Event::Start(tag) => listener.enter(&tag),
            Event::Empty(tag) => {
                listener.enter(&tag);
                listener.leave();
            }
            Event::End(_) => listener.leave(),
            Event::Text(text) => listener.say(&text),
            Event::GeneralRef(reference) => listener.say(&resolve(&reference)),
            Event::Eof => break,
            _ => {}
        }
    }
}

/// Hears a document element by element.
struct Listener<'a> {
    book: &'a mut Book,
    wanted: Option<&'a str>,
    open: Vec<Element>,
    /// The number of the list item that is open, as the page prints it.
    item: Option<String>,
}

struct Element {
    name: String,
    is_note: bool,
    /// Written on the element, or on one around it. A foreign passage belongs to the language around it.
    language: String,
    /// The number of the next item, for a numbered list.
    next: Option<u64>,
}

impl Listener<'_> {
    fn say(&mut self, words: &str) {
        let language = self.open.last().map(|element| element.language.as_str());
        if words != "\n" && self.wanted.is_some() && language != self.wanted {
            return;
        }
        if self.open.iter().any(|element| element.is_note) {
            self.book.notes.last_mut().expect("a note is open").push_str(words);
        } else if self.open.iter().any(|element| element.name == "body") {
            self.book.body.push_str(words);
            self.book.markers.iter_mut().for_each(|(_, following)| following.push_str(words));
        }
    }

    fn enter(&mut self, tag: &BytesStart) {
        let name = tag.name().as_ref().to_owned();
        let attribute = |key: &str| {
            let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == key);
            found.map(|attribute| attribute.value.into_owned())
        };
        let role = attribute("role").unwrap_or_default();
        let around = self.open.last().map(|element| element.language.clone()).unwrap_or_default();
        let foreign = attribute("class").is_some_and(|class| class.contains("foreign")) || name == "i";
        let language = attribute("lang").filter(|_| !foreign).unwrap_or(around);
        if role == "doc-pagebreak" {
            self.book.markers.push((attribute("aria-label").expect("a label"), String::new()));
        }
        if role == "doc-footnote" {
            self.book.notes.push(String::new());
        }
        if is_block(&name) {
            self.say("\n");
        }
        if name == "li"
            && let Some(Element { next: Some(number), .. }) = self.open.last_mut()
        {
            self.item = Some(format!("{number}. "));
            *number += 1;
        }
        let start = attribute("start").map_or(1, |start| start.parse().expect("a number"));
        let next = (name == "ol").then_some(start);
        let is_paragraph = name == "p";
        self.open.push(Element { name, is_note: role == "doc-footnote", language, next });
        // The page prints the number at the head of each language's words.
        if let Some(number) = self.item.clone().filter(|_| is_paragraph) {
            let rtl = self.open.last().is_some_and(|element| is_rtl(&element.language));
            let figure = |sign: char| "٠١٢٣٤٥٦٧٨٩".chars().nth(sign.to_digit(10).unwrap_or(10) as usize);
            let own = |sign: char| figure(sign).filter(|_| rtl).unwrap_or(sign);
            self.say(&number.chars().map(own).collect::<String>());
        }
    }

    fn leave(&mut self) {
        let name = self.open.last().map(|element| element.name.clone()).unwrap_or_default();
        if is_block(&name) {
            self.say("\n");
        }
        if name == "li" {
            self.item = None;
        }
        self.open.pop();
    }
}

fn resolve(reference: &BytesRef) -> String {
    if let Ok(Some(sign)) = reference.resolve_char_ref() {
        return sign.to_string();
    }
    let name: &str = reference;
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        name => panic!("XHTML knows no &{name};"),
    }
    .to_owned()
}

fn is_block(name: &str) -> bool {
    !matches!(name, "span" | "a" | "em" | "strong" | "i" | "b" | "sup" | "code" | "abbr" | "time")
}
