//! The package document: what the book is, what is in it, in which order it is read (EPUB 3.3, section 5; EPUB
//! Accessibility 1.1, section 2).

use super::Book;
use super::markup::escape;
use super::navigation::{COVER, COVER_PICTURE, NAVIGATION, NCX, STYLESHEET};
use crate::model::{Edition, House, Medium, Metadata};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The identifier of a book: the same for the same edition of the same publisher's note (RFC 9562, version 5).
pub fn identifier(house: &House, edition: &Edition) -> Uuid {
    let name = format!("diptych:{}/{}", house.profile.publisher.plain(), edition.path());
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
}

/// The path, media type and properties of every file but the package document, and the reading order.
pub struct Manifest {
    pub items: Vec<Item>,
    /// Names of pages.
    pub spine: Vec<String>,
}

pub struct Item {
    pub name: String,
    pub media_type: &'static str,
    pub properties: String,
}

pub const XHTML: &str = "application/xhtml+xml";

impl Manifest {
    pub fn of(book: &Book) -> Self {
        let item = |name: &str, media_type, properties: &str| Item {
            name: name.to_owned(),
            media_type,
            properties: properties.to_owned(),
        };
        let mut items = vec![
            item(COVER, XHTML, ""),
            item(NAVIGATION, XHTML, "nav"),
            item(NCX, "application/x-dtbncx+xml", ""),
            item(STYLESHEET, "text/css", ""),
        ];
        for sheet in &book.sheets {
            let properties: Vec<&str> = sheet.properties.iter().copied().collect();
            items.push(item(&sheet.leaf.name, XHTML, &properties.join(" ")));
        }
        for plate in &book.plates {
            let cover = if plate.name == COVER_PICTURE { "cover-image" } else { "" };
            items.push(item(&plate.name, plate.media_type, cover));
        }
        items.sort_by(|a, b| a.name.cmp(&b.name));

        let mut spine: Vec<String> = book.sheets.iter().map(|sheet| sheet.leaf.name.clone()).collect();
        // The contents follow the title page.
        let front = spine.len().min(1);
        spine.insert(front, NAVIGATION.to_owned());
        spine.insert(0, COVER.to_owned());
        Self { items, spine }
    }
}

/// `content.opf`.
pub fn package(book: &Book, manifest: &Manifest, identifier: &str) -> String {
    let (language, dir) = book
        .leading()
        .map_or_else(|| ("und".to_owned(), "ltr"), |tongue| (tongue.language.to_string(), tongue.dir()));
    let metadata = metadata(book, identifier);
    let items: String = manifest
        .items
        .iter()
        .map(|item| {
            let (id, name, media_type) = (id(&item.name), escape(&item.name), item.media_type);
            let properties = match item.properties.as_str() {
                "" => String::new(),
                properties => format!(" properties=\"{properties}\""),
            };
            format!("<item id=\"{id}\" href=\"{name}\" media-type=\"{media_type}\"{properties}/>\n")
        })
        .collect();
    let spine: String =
        manifest.spine.iter().map(|name| format!("<itemref idref=\"{}\"/>\n", id(name))).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identifier" xml:lang="{language}" dir="{dir}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{metadata}</metadata>
<manifest>
{items}</manifest>
<spine toc="{ncx}" page-progression-direction="{dir}">
{spine}</spine>
</package>
"#,
        ncx = id(NCX)
    )
}

/// An XML id for a file of the book; names are ASCII and no two are alike.
fn id(name: &str) -> String {
    format!("file-{}", name.replace('/', "-"))
}

fn metadata(book: &Book, identifier: &str) -> String {
    let Some(leading) = book.leading() else { return String::new() };
    let facts = book.metadata;
    let mut lines = Lines(String::new());
    lines.add("dc:identifier", " id=\"identifier\"", identifier);
    numbers(facts, &mut lines);
    for (index, (tongue, title)) in book.in_tongues(&facts.titles).enumerate() {
        let (language, dir) = (tongue.language, tongue.dir());
        match index {
            0 => {
                lines.add("dc:title", &format!(" id=\"title\" xml:lang=\"{language}\" dir=\"{dir}\""), title);
                lines.add("meta", " refines=\"#title\" property=\"title-type\"", "main");
            }
            // The same title in another language, not a second title (EPUB 3.3, annex D.3.1).
            _ => {
                let refines = format!(
                    " refines=\"#title\" property=\"alternate-script\" xml:lang=\"{language}\" dir=\"{dir}\""
                );
                lines.add("meta", &refines, title);
            }
        }
    }
    for tongue in &book.tongues {
        lines.add("dc:language", "", tongue.language.as_str());
    }
    lines.add("dc:creator", " id=\"creator\"", &facts.publisher);
    // MARC relator "issuing body": the organisation stands for what it says.
    lines.add("meta", " refines=\"#creator\" property=\"role\" scheme=\"marc:relators\"", "isb");
    lines.add("dc:publisher", "", &facts.publisher);
    let (year, month, day) = (facts.date.year(), facts.date.month(), facts.date.day());
    let date = format!("{year:04}-{month:02}-{day:02}");
    lines.add("dc:date", "", &date);
    if let Some(licence) = &facts.licence {
        lines.add("dc:rights", "", licence);
    }
    for (tongue, summary) in book.in_tongues(&facts.summaries) {
        lines.add("dc:description", &format!(" xml:lang=\"{}\"", tongue.language), summary);
    }
    let mut subjects = BTreeSet::new();
    for keyword in facts.keywords.iter().filter(|keyword| subjects.insert(keyword.as_str())) {
        lines.add("dc:subject", "", keyword);
    }
    lines.add("meta", " property=\"dcterms:modified\"", &format!("{date}T00:00:00Z"));
    accessibility(book, &mut lines);
    let summary = leading.words.accessibility;
    let language = leading.language;
    let property = format!(" property=\"schema:accessibilitySummary\" xml:lang=\"{language}\"");
    lines.add("meta", &property, summary);
    // For reading systems that only know EPUB 2.
    lines.0.push_str(&format!("<meta name=\"cover\" content=\"{}\"/>\n", id(COVER_PICTURE)));
    lines.0
}

/// The numbers of the book beside its identifier, each with its kind (ONIX code list 5), and the series that it is part of.
fn numbers(facts: &Metadata, lines: &mut Lines) {
    let isbn = facts.isbn.as_ref().map(|isbn| ("isbn", "15", isbn.replace(['-', ' '], "")));
    let doi = facts.doi.as_ref().map(|doi| ("doi", "06", doi.clone()));
    for (id, kind, number) in isbn.into_iter().chain(doi) {
        lines.add("dc:identifier", &format!(" id=\"{id}\""), &format!("urn:{id}:{number}"));
        let refines = format!(" refines=\"#{id}\" property=\"identifier-type\" scheme=\"onix:codelist5\"");
        lines.add("meta", &refines, kind);
    }
    if let Some(issn) = &facts.issn {
        lines.add("meta", " property=\"dcterms:isPartOf\"", &format!("urn:issn:{issn}"));
    }
}

/// What a reader can count on, from what is in the book.
fn accessibility(book: &Book, lines: &mut Lines) {
    let mut schema = |property: &str, value: &str| {
        lines.add("meta", &format!(" property=\"schema:{property}\""), value);
    };
    let paged = book.sheets.iter().any(|sheet| !sheet.markers.is_empty());
    schema("accessMode", "textual");
    if book.sheets.iter().any(|sheet| sheet.pictured) {
        schema("accessMode", "visual");
    }
    // Every picture has words in its place: `check` refuses one that has none.
    schema("accessModeSufficient", "textual");
    for feature in [
        "tableOfContents",
        "structuralNavigation",
        "readingOrder",
        "alternativeText",
        "displayTransformability",
    ] {
        schema("accessibilityFeature", feature);
    }
    if paged {
        schema("accessibilityFeature", "pageNavigation");
        schema("accessibilityFeature", "pageBreakMarkers");
    }
    schema("accessibilityHazard", "none");
    if paged {
        let edition = Edition { medium: Medium::Screen, ..book.metadata.edition.clone() };
        let path = edition.path();
        let file = path.rsplit('/').next().unwrap_or_default();
        lines.add("meta", " property=\"pageBreakSource\"", file);
    }
}

struct Lines(String);

impl Lines {
    /// An element of one line; attributes as they stand in markup.
    fn add(&mut self, element: &str, attributes: &str, text: &str) {
        let text = escape(text);
        self.0.push_str(&format!("<{element}{attributes}>{text}</{element}>\n"));
    }
}
