//! A PDF, opened for examination. In: bytes from anywhere. Out: its objects, its pages, and what is drawn on them.
//!
//! Nothing that stands in a file may harm the one who examines it: what it unpacks to is bounded, references are followed
//! so far and no further, and a fault of the reader is a fault of the file.

use super::node::Node;
use super::survey::Survey;
use crate::model::Demands;
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId, ParseError};
use std::panic::catch_unwind;
use std::sync::OnceLock;

/// What one stream may unpack to, in bytes.
pub const MOST: usize = 128 << 20;

/// How many levels a tree of pages may have.
const LEVELS: usize = 256;

/// A file under examination.
pub struct File {
    /// Its objects, or why they cannot be read.
    pub document: Result<Document, String>,
    /// Whether it is encrypted; one that needs no password to be opened is read all the same.
    pub encrypted: bool,
    survey: OnceLock<Result<Survey, String>>,
}

/// A page of a file.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// Counted from 1.
    pub number: usize,
    pub node: Node<'a>,
}

/// Left, bottom, right and top, in points.
pub type Rectangle = [f64; 4];

impl File {
    pub fn open(pdf: &[u8]) -> Self {
        let options = || LoadOptions { max_decompressed_size: Some(MOST), ..LoadOptions::default() };
        let opened = catch_unwind(|| Document::load_mem_with_options(pdf, options()));
        let document = match opened {
            Ok(Ok(document)) => document,
            Ok(Err(Error::Parse(ParseError::InvalidFileHeader))) => return Self::shut("it is no PDF"),
            Ok(Err(error)) => return Self::shut(&format!("it is damaged: {error}")),
            Err(_) => return Self::shut("it is damaged beyond reading"),
        };
        let (encrypted, locked) = (document.encryption_state.is_some(), document.trailer.has(b"Encrypt"));
        let document = if locked { Err("it opens with a password only".to_owned()) } else { Ok(document) };
        Self { document, encrypted: encrypted || locked, survey: OnceLock::new() }
    }

    /// What is drawn on its pages, or why it cannot be told.
    pub fn survey(&self, demands: &Demands) -> Result<&Survey, &str> {
        let survey = self.survey.get_or_init(|| Survey::of(self.document.as_ref()?, demands));
        survey.as_ref().map_err(String::as_str)
    }

    fn shut(why: &str) -> Self {
        Self { document: Err(why.to_owned()), encrypted: false, survey: OnceLock::new() }
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.document.as_ref().map_or(0, |document| document.page_iter().count())
    }

    /// Its pages in order.
    pub fn page_list(&self) -> impl Iterator<Item = Page<'_>> {
        self.document.iter().flat_map(|document| {
            document.page_iter().enumerate().filter_map(move |(index, id)| {
                Some(Page { number: index + 1, node: Node::of(document, id)? })
            })
        })
    }

    /// What the trailer names: `Root`, `Info`, `ID`.
    pub fn trailer(&self, key: &str) -> Option<Node<'_>> {
        let document = self.document.as_ref().ok()?;
        Node::new(document, document.trailer.get(key.as_bytes()).ok()?)
    }

    pub fn catalog(&self) -> Option<Node<'_>> {
        self.trailer("Root")
    }

    /// How many objects of the file's own table cannot be read.
    pub fn lost(&self) -> usize {
        let Ok(document) = &self.document else { return 0 };
        let entries = document.reference_table.entries.iter();
        let named = entries.filter_map(|(number, entry)| match entry {
            XrefEntry::Normal { generation, .. } => Some((*number, *generation)),
            XrefEntry::Compressed { .. } => Some((*number, 0)),
            XrefEntry::Free | XrefEntry::UnusableFree => None,
        });
        named
            .filter(|id: &ObjectId| id.0 != 0 && !self.encrypted && !document.objects.contains_key(id))
            .count()
    }
}

impl<'a> Page<'a> {
    /// An entry that pages have from the branches above them (ISO 32000-1, 7.7.3.4).
    pub fn inherited(&self, key: &str) -> Option<Node<'a>> {
        let mut node = self.node;
        for _ in 0..LEVELS {
            if let Some(own) = node.get(key) {
                return Some(own);
            }
            node = node.get("Parent")?;
        }
        None
    }

    /// One of the boxes of the page (ISO 32000-1, 14.11.2), its corners in order; no box that has no area.
    pub fn rectangle(&self, key: &str) -> Option<Rectangle> {
        let node = match key {
            "MediaBox" | "CropBox" => self.inherited(key)?,
            _ => self.node.get(key)?,
        };
        let sides: Vec<f64> = node.items().filter_map(|item| item.number()).collect();
        let [a, b, c, d] = <Rectangle>::try_from(sides).ok()?;
        let rectangle = [a.min(c), b.min(d), a.max(c), b.max(d)];
        (rectangle[0] < rectangle[2] && rectangle[1] < rectangle[3]).then_some(rectangle)
    }

    /// What is drawn with: the page's own resources, else those of the branch above it.
    pub fn resources(&self) -> Option<Node<'a>> {
        self.inherited("Resources")
    }

    /// The streams that draw the page, in order.
    pub fn contents(&self) -> Vec<Node<'a>> {
        match self.node.get("Contents") {
            Some(contents) if contents.stream().is_some() => vec![contents],
            Some(contents) => contents.items().filter(|item| item.stream().is_some()).collect(),
            None => Vec::new(),
        }
    }
}

/// A dictionary, be it one of a stream or not.
pub fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}
