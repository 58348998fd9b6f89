//! A page as the binder finds it: read back, and compared with what `merge` says is on it.

use super::{Plate, navigation};
use crate::diagnostic::Diagnostic;
use crate::model::{Language, Leaf, Span};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeSet;

/// A leaf, and what a reading system will find in it.
pub struct Sheet<'a> {
    pub leaf: &'a Leaf,
    /// Every token of every `epub:type`.
    pub types: BTreeSet<String>,
    /// Page markers in their order: the element's id, and the page it names.
    pub markers: Vec<(String, String)>,
    /// Whether the page holds a picture.
    pub pictured: bool,
    /// Whether words are both strong and stressed.
    pub bold_italic: bool,
    /// What the manifest must declare of the page (EPUB 3.3, section 5.6.2).
    pub properties: BTreeSet<&'static str>,
    /// The languages that words of the page are in.
    pub languages: BTreeSet<Language>,
    ids: BTreeSet<String>,
    references: Vec<Reference>,
    /// What a reading system would have to fetch to show the page.
    fetched: Vec<Reference>,
}

/// An address, and where its element ends in the page.
struct Reference {
    address: String,
    at: usize,
}

impl<'a> Sheet<'a> {
    /// Reads a leaf back. What is wrong with it goes to `found`, with the template as the place.
    pub fn read(leaf: &'a Leaf, template: &Span, found: &mut Vec<Diagnostic>) -> Self {
        let mut sheet = Self {
            leaf,
            types: BTreeSet::new(),
            markers: Vec::new(),
            pictured: false,
            bold_italic: false,
            properties: BTreeSet::new(),
            languages: BTreeSet::new(),
            ids: BTreeSet::new(),
            references: Vec::new(),
            fetched: Vec::new(),
        };
        let name = &leaf.name;
        if let Err((at, fault)) = sheet.walk() {
            // Shown in the template, it is one mistake, however many pages it is on.
            let (page, place) = match leaf.origin(at..at) {
                Some(origin) => ("a page of the book".to_owned(), origin),
                None => (format!("the page {name}"), template.clone()),
            };
            let message = format!("{page} is not well-formed XHTML: {fault}");
            let hint = "close every element in templates/note.xhtml.j2 and write entities as numbers";
            found.push(Diagnostic::error("page-malformed", place, message).hint(hint));
            return sheet;
        }
        let printed: Vec<&str> = sheet.markers.iter().map(|(_, label)| label.as_str()).collect();
        let wanted: Vec<String> = leaf.pages.iter().map(ToString::to_string).collect();
        if printed != wanted {
            let list = |pages: &[&str]| match pages {
                [] => "none".to_owned(),
                pages => pages.join(", "),
            };
            let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
            let (wanted, printed) = (list(&wanted), list(&printed));
            let message =
                format!("the page {name} must mark the beginning of pages {wanted}, and marks {printed}");
            let hint = "print \"pages\" of every block in templates/note.xhtml.j2, once and before its words";
            found.push(Diagnostic::error("page-marker-lost", template.clone(), message).hint(hint));
        }
        sheet
    }

    /// Whether an element of the page names a file of the book.
    pub fn refers_to(&self, name: &str) -> bool {
        self.references.iter().any(|reference| reference.address == name)
    }

    /// Reads all elements; an error is the place in the page, and what is wrong there.
    fn walk(&mut self) -> Result<(), (usize, String)> {
        let mut reader = Reader::from_str(&self.leaf.text);
        reader.config_mut().check_comments = true;
        let mut open: Vec<String> = Vec::new();
        let mut roots = 0;
        loop {
            let event = reader.read_event().map_err(|error| error.to_string());
            let at = (reader.buffer_position() as usize).saturating_sub(1);
            let outcome = event.and_then(|event| match event {
                Event::Eof => Ok(true),
                Event::Start(element) => {
                    roots += usize::from(open.is_empty());
                    open.push(element.local_name().as_ref().to_owned());
                    self.element(&element, roots, open.len(), at).map(|()| false)
                }
                Event::Empty(element) => {
                    roots += usize::from(open.is_empty());
                    self.element(&element, roots, open.len() + 1, at).map(|()| false)
                }
                Event::End(_) => {
                    open.pop();
                    Ok(false)
                }
                // Anything before it, even an empty line, makes it an error (XML 1.0, section 2.8).
                Event::Decl(_) if !self.leaf.text.starts_with("<?xml") => {
                    Err("something stands before \"<?xml\"".to_owned())
                }
                Event::GeneralRef(reference) => known_entity(&reference).map(|()| false),
                Event::Text(_) => {
                    let within = |names: [&str; 2]| open.iter().any(|name| names.contains(&name.as_str()));
                    self.bold_italic |= within(["strong", "b"]) && within(["em", "i"]);
                    Ok(false)
                }
                _ => Ok(false),
            });
            match outcome {
                Ok(false) => {}
                Ok(true) if open.is_empty() && roots == 1 => return Ok(()),
                Ok(true) if roots == 0 => return Err((0, "it is empty".to_owned())),
                Ok(true) => {
                    let element = open.pop().unwrap_or_default();
                    let fault = format!("<{element}> is not closed");
                    return Err((self.leaf.text.len(), fault));
                }
                Err(fault) => {
                    let at = reader.error_position().max(reader.buffer_position()) as usize;
                    return Err((at.min(self.leaf.text.len()), fault));
                }
            }
        }
    }

    fn element(&mut self, element: &BytesStart, roots: usize, depth: usize, at: usize) -> Result<(), String> {
        if roots > 1 {
            return Err("it has more than one outermost element".to_owned());
        }
        let local = element.local_name();
        let (mut id, mut label, mut marker, mut speaks) = (None, None, false, [false; 2]);
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            // Entities that HTML alone knows are none, whatever the features of the reader's crate.
            let value = attribute
                .normalized_value_with(XmlVersion::Explicit1_0, 1, resolve_xml_entity)
                .map_err(|error| error.to_string())?
                .into_owned();
            let key = attribute.key.as_ref();
            // Only a link for the reader may lead out of the book.
            let shows = ["src", "srcset", "poster", "data"].contains(&key)
                || (key.ends_with("href") && local.as_ref() != "a");
            if shows && leaves_the_book(&value) && !value.starts_with("data:") {
                self.fetched.push(Reference { address: value.clone(), at });
            }
            match key {
                "id" => {
                    if !self.ids.insert(value.clone()) {
                        return Err(format!("two elements have the id \"{value}\""));
                    }
                    id = Some(value);
                }
                "href" | "src" => self.references.push(Reference { address: value, at }),
                "aria-label" => label = Some(value),
                "lang" => {
                    self.languages.extend(Language::new(&value));
                    speaks[0] = !value.is_empty();
                }
                "xml:lang" => speaks[1] = !value.is_empty(),
                "epub:type" => {
                    marker = value.split_whitespace().any(|token| token == "pagebreak");
                    self.types.extend(value.split_whitespace().map(str::to_owned));
                }
                _ => {}
            }
        }
        if depth == 1 && (local.as_ref() != "html" || speaks != [true; 2]) {
            return Err("its outermost element is not <html> with \"lang\" and \"xml:lang\"".to_owned());
        }
        if marker {
            match (id, label) {
                (Some(id), Some(label)) => self.markers.push((id, label)),
                _ => return Err("a page marker has no \"id\" or no \"aria-label\"".to_owned()),
            }
        }
        match local.as_ref() {
            "img" => self.pictured = true,
            "svg" => {
                self.pictured = true;
                self.properties.insert("svg");
            }
            "math" => {
                self.properties.insert("mathml");
            }
            "script" | "form" => {
                self.properties.insert("scripted");
            }
            _ => {}
        }
        Ok(())
    }
}

/// XHTML knows five entities by name; all others are numbers (XML 1.0, section 4.6).
fn known_entity(reference: &BytesRef) -> Result<(), String> {
    let name: &str = reference;
    match reference.is_char_ref() || ["lt", "gt", "amp", "quot", "apos"].contains(&name) {
        true => Ok(()),
        false => Err(format!("\"&{name};\" is no entity of XML")),
    }
}

/// Follows every reference from page to page, to notes, pictures and styles.
pub fn check_references(sheets: &[Sheet], plates: &[Plate], template: &Span, found: &mut Vec<Diagnostic>) {
    let leads_somewhere = |sheet: &Sheet, reference: &str| {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let target = match path {
            "" => Some(sheet),
            path => sheets.iter().find(|other| other.leaf.name == path),
        };
        match target {
            Some(target) => fragment.is_empty() || target.ids.contains(fragment),
            None => {
                fragment.is_empty()
                    && (navigation::OWN_FILES.contains(&path)
                        || plates.iter().any(|plate| plate.name == path))
            }
        }
    };
    for sheet in sheets {
        let place = |at: usize| sheet.leaf.origin(at..at).unwrap_or_else(|| template.clone());
        for Reference { address: reference, at } in &sheet.fetched {
            let message =
                format!("the page {} would fetch \"{reference}\", which is not in the book", sheet.leaf.name);
            let hint = "take it out of templates/note.xhtml.j2: a book holds all that it shows";
            found.push(Diagnostic::error("page-reference-dead", place(*at), message).hint(hint));
        }
        let inner = sheet.references.iter().filter(|reference| !leaves_the_book(&reference.address));
        for Reference { address: reference, at } in
            inner.filter(|reference| !leads_somewhere(sheet, &reference.address))
        {
            let message =
                format!("the page {} refers to \"{reference}\", which is not in the book", sheet.leaf.name);
            let hint =
                "mend the reference in templates/note.xhtml.j2: pages, notes and pictures stand side by side";
            found.push(Diagnostic::error("page-reference-dead", place(*at), message).hint(hint));
        }
    }
    let mut names = BTreeSet::new();
    let own = navigation::OWN_FILES.iter().copied();
    let all = own.chain(sheets.iter().map(|sheet| sheet.leaf.name.as_str()));
    for name in all.chain(plates.iter().map(|plate| plate.name.as_str())) {
        if !names.insert(name) {
            let message = format!("two files of the book are named {name}");
            let hint = "give the section or the file another name";
            found.push(Diagnostic::error("page-name-taken", template.clone(), message).hint(hint));
        }
    }
}

/// Whether a reference has a scheme, as addresses on the web have.
fn leaves_the_book(reference: &str) -> bool {
    let scheme = reference.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceFile;
    use std::sync::Arc;

    fn leaf(body: &str) -> Leaf {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<html xmlns:epub=\"x\" lang=\"fr\" xml:lang=\"fr\"><body>{body}</body></html>"
        );
        Leaf {
            name: "a.xhtml".to_owned(),
            languages: Vec::new(),
            titles: Vec::new(),
            text,
            map: Vec::new(),
            pages: vec![2],
            lines: Vec::new(),
        }
    }

    fn findings(leaf: &Leaf) -> Vec<String> {
        let file = Arc::new(SourceFile { path: "note.xhtml.j2".to_owned(), text: String::new() });
        let (template, mut found) = (Span::top(&file), Vec::new());
        let sheet = Sheet::read(leaf, &template, &mut found);
        if found.is_empty() {
            check_references(&[sheet], &[], &template, &mut found);
        }
        found.iter().map(|finding| format!("{}: {}", finding.code, finding.message)).collect()
    }

    const MARKER: &str = "<span epub:type=\"pagebreak\" id=\"page-2\" aria-label=\"2\"/>";

    #[test]
    fn a_sound_page_gives_no_findings() {
        let page = format!("{MARKER}<p id=\"p\">&#160;<a href=\"#p\"/><a href=\"https://example.org\"/></p>");
        assert_eq!(findings(&leaf(&page)), [""; 0]);
    }

    #[test]
    fn what_a_template_breaks_is_found() {
        for (page, finding) in [
            ("<p>".to_owned(), "page-malformed: "),
            ("<p></b></p>".to_owned(), "page-malformed: "),
            (format!("{MARKER}&nbsp;"), "\"&nbsp;\" is no entity of XML"),
            (format!("{MARKER}<p id=\"a\"/><p id=\"a\"/>"), "two elements have the id \"a\""),
            ("<span epub:type=\"pagebreak\" id=\"page-2\"/>".to_owned(), "no \"aria-label\""),
            ("<p>no marker</p>".to_owned(), "page-marker-lost: "),
            (format!("{MARKER}<a href=\"#nowhere\">x</a>"), "page-reference-dead: "),
            (format!("{MARKER}<img src=\"gone.png\" alt=\"x\"/>"), "page-reference-dead: "),
        ] {
            let found = findings(&leaf(&page));
            assert!(found.len() == 1 && found[0].contains(finding), "{page}: {found:?}");
        }
    }

    #[test]
    fn a_page_without_language_or_root_is_found() {
        let sound = leaf(MARKER);
        for (old, new) in [
            (" lang=\"fr\"", ""),
            ("xml:lang=\"fr\"", "xml:lang=\"\""),
            ("<?xml", "\n<?xml"),
            ("</html>", ""),
            ("</html>", "</html><html/>"),
        ] {
            let text = sound.text.replacen(old, new, 1);
            let found = findings(&Leaf { text, ..sound.clone() });
            assert!(found.len() == 1 && found[0].starts_with("page-malformed"), "{old} → {new}: {found:?}");
        }
    }

    #[test]
    fn bold_italics_are_seen_where_they_are() {
        let read = |body: &str| {
            let (leaf, file) = (leaf(body), SourceFile { path: String::new(), text: String::new() });
            Sheet::read(&leaf, &Span::top(&Arc::new(file)), &mut Vec::new()).bold_italic
        };
        assert!(read("<strong>a <em>b</em></strong>") && read("<i><b>a</b></i>"));
        assert!(!read("<strong>a</strong> <em>b</em>"));
    }
}
