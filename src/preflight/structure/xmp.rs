//! The XMP of a file: properties by their namespaces (ISO 16684-1).

use crate::preflight::file::File;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

pub const BASIC: &str = "http://ns.adobe.com/xap/1.0/";
pub const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
pub const MEDIA: &str = "http://ns.adobe.com/xap/1.0/mm/";
pub const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
pub const PDFX: &str = "http://www.npes.org/pdfx/ns/id/";

/// More than any packet needs, in bytes and in elements.
const MOST: usize = 4 << 20;
const ELEMENTS: u32 = 100_000;

/// The properties of the file, each with its first value.
pub struct Xmp(BTreeMap<(String, String), String>);

impl Xmp {
    /// Those of a file.
    ///
    /// # Errors
    /// Why there are none.
    pub fn of(file: &File) -> Result<Self, String> {
        let metadata = file.catalog().and_then(|catalog| catalog.get("Metadata"));
        let stream = metadata.ok_or("the file has no XMP metadata")?;
        let packet = stream.unpacked().filter(|packet| packet.len() <= MOST);
        let packet = packet.ok_or("the XMP metadata cannot be unpacked")?;
        let text = String::from_utf8(packet).map_err(|_| "the XMP metadata is no UTF-8")?;
        let options = ParsingOptions { nodes_limit: ELEMENTS, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text.trim_start_matches('\u{FEFF}'), options);
        let document = document.map_err(|_| "the XMP metadata is no well-formed XML")?;
        let described = |node: &Node| node.has_tag_name((RDF, "Description"));
        let mut properties = BTreeMap::new();
        for description in document.descendants().filter(described) {
            let mut add = |namespace: Option<&str>, name: &str, value: &str| {
                let key = (namespace.unwrap_or_default().to_owned(), name.to_owned());
                properties.entry(key).or_insert_with(|| value.trim().to_owned());
            };
            for attribute in description.attributes() {
                add(attribute.namespace(), attribute.name(), attribute.value());
            }
            for property in description.children().filter(Node::is_element) {
                let item = property.descendants().find(|node| node.has_tag_name((RDF, "li")));
                let value = item.unwrap_or(property).text().unwrap_or_default();
                add(property.tag_name().namespace(), property.tag_name().name(), value);
            }
        }
        Ok(Self(properties))
    }

    /// A property that says something.
    pub fn get(&self, namespace: &str, name: &str) -> Option<&str> {
        let value = self.0.get(&(namespace.to_owned(), name.to_owned()))?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }
}
