//! Files as they were read, places in them, and the spanned tree that YAML becomes.

use super::{Accepted, Block, Digest, Inline, Language, Text};
use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A source file as it was read: its path below the project root, with `/` on every system, and its text
/// without a byte order mark.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

/// A place in a source file, in bytes of its text.
#[derive(Clone)]
pub struct Span {
    pub file: Arc<SourceFile>,
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// A place is cut to the text and widened to whole characters, so that it can always be shown.
    pub fn new(file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        let start = file.text.floor_char_boundary(range.start);
        let end = file.text.ceil_char_boundary(range.end.max(start));
        Self { file: Arc::clone(file), start, end }
    }

    /// The first byte of a file: for what is said of the file as a whole.
    pub fn top(file: &Arc<SourceFile>) -> Self {
        Self::new(file, 0..0)
    }

    /// A part of this place, in bytes from its start.
    pub fn part(&self, range: Range<usize>) -> Self {
        let end = (self.start + range.end).min(self.end);
        Self::new(&self.file, (self.start + range.start).min(end)..end)
    }

    /// The source text at this place.
    pub fn text(&self) -> &str {
        self.file.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Line and column of the start, both from 1, the column in characters.
    pub fn line_column(&self) -> (usize, usize) {
        line_column(&self.file.text, self.start)
    }

    /// Line and column of the end, both from 1, the column in characters.
    pub fn end_line_column(&self) -> (usize, usize) {
        line_column(&self.file.text, self.end)
    }
}

fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = text.get(line_start..offset).map_or(1, |part| part.chars().count() + 1);
    (line, column)
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.file.path)
    }
}

/// A node of a YAML file, with its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub value: NodeValue,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum NodeValue {
    /// Nothing was written, or `null` or `~` without quotes.
    Empty,
    /// A scalar as written, before any guess at its type; `quoted` when it stood in quotes or was a block scalar.
    Scalar {
        text: String,
        quoted: bool,
    },
    Sequence(Vec<Node>),
    /// Keys in the order of the file; no key twice.
    Mapping(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

impl Node {
    /// The digest of the values, without their places: what a comment, an indent or an empty line does not change.
    pub fn values(&self) -> Digest {
        let mut written = Vec::new();
        self.write_values(&mut written);
        Digest::of(&written)
    }

    /// Each piece goes in with its kind and its length, so that none can be taken for a part of another.
    fn write_values(&self, written: &mut Vec<u8>) {
        let mut piece = |kind: u8, length: usize, text: &str| {
            written.push(kind);
            written.extend_from_slice(&(length as u64).to_le_bytes());
            written.extend_from_slice(text.as_bytes());
        };
        match &self.value {
            NodeValue::Empty => piece(0, 0, ""),
            NodeValue::Scalar { text, quoted } => piece(1 + u8::from(*quoted), text.len(), text),
            NodeValue::Sequence(nodes) => {
                piece(3, nodes.len(), "");
                nodes.iter().for_each(|node| node.write_values(written));
            }
            NodeValue::Mapping(entries) => {
                piece(4, entries.len(), "");
                for Entry { key, value, .. } in entries {
                    written.extend_from_slice(&(key.len() as u64).to_le_bytes());
                    written.extend_from_slice(key.as_bytes());
                    value.write_values(written);
                }
            }
        }
    }
}

/// One note as it was read: nothing of it is checked but that it could be read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name of the note's folder.
    pub id: String,
    pub session: Node,
    pub prose: BTreeMap<Language, Prose>,
    /// The pictures that the prose names, by the path written there.
    pub images: BTreeMap<String, Image>,
    /// The translations that somebody accepted; `None` where nobody keeps account of them.
    pub accepted: Option<Accepted>,
}

/// The prose of one note in one language.
#[derive(Clone, Debug)]
pub struct Prose {
    pub file: Arc<SourceFile>,
    /// The one `#` heading; empty if there is none.
    pub title: Vec<Inline>,
    pub title_span: Span,
    pub sections: Vec<Section>,
    pub doubts: Doubts,
}

/// What findings on the form of prose leave in doubt: something else may have been meant than was read.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    /// Whether there are all the sections that were meant, under the ids that were meant.
    pub sections: bool,
    /// Paragraphs that are in doubt, and with them the blocks of their sections.
    pub blocks: Vec<Span>,
    /// Paragraphs of which only a warning says that they are in doubt, and the warning.
    pub warned: Vec<(Span, Diagnostic)>,
}

impl Doubts {
    /// All paragraphs that are in doubt.
    pub fn places(&self) -> impl Iterator<Item = &Span> {
        self.blocks.iter().chain(self.warned.iter().map(|(place, _)| place))
    }
}

/// What stands under one `##` heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The id written as `{#id}`, which aligns the languages; `None` if none was written.
    pub id: Option<Text>,
    pub heading: Vec<Inline>,
    pub blocks: Vec<Block>,
    /// The place of the heading.
    pub span: Span,
}

/// A picture's bytes, as read from the project.
#[derive(Clone)]
pub struct Image {
    /// The path below the project root.
    pub path: String,
    pub format: ImageFormat,
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({:?}, {} bytes)", self.path, self.format, self.bytes.len())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    Png,
    Jpeg,
    Svg,
    WebP,
}

impl ImageFormat {
    /// The media type of IANA's registry.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
            Self::WebP => "image/webp",
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Svg => "svg",
            Self::WebP => "webp",
        }
    }
}
