//! Words with the places they came from, and the blocks they stand in.

use super::{Display, Language, Span};
use std::ops::Range;

/// Words, piece by piece with the source place of each, so that neither copy-editing nor composing (a name from
/// the directory, an article from the terms) loses where a word came from.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
pub struct Piece {
    pub text: String,
    /// `None` for words that the press supplies.
    pub span: Option<Span>,
}

impl Text {
    pub fn new(text: impl Into<String>, span: impl Into<Option<Span>>) -> Self {
        Self { pieces: vec![Piece { text: text.into(), span: span.into() }] }
    }

    /// Words that the press supplies: they have no place in the sources.
    pub fn supplied(text: impl Into<String>) -> Self {
        Self::new(text, None)
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.is_empty())
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The place of the first piece that has one.
    pub fn span(&self) -> Option<&Span> {
        self.pieces.iter().find_map(|piece| piece.span.as_ref())
    }

    pub fn push(&mut self, other: Text) {
        self.pieces.extend(other.pieces);
    }

    /// Replaces ranges of the plain text. The edits are in order and do not overlap. A piece that was printed as
    /// written is cut, so that each part keeps its exact place; what replaces words takes the place of these words.
    pub fn edit(&mut self, edits: &[(Range<usize>, String)]) {
        let mut edits = edits.iter().peekable();
        let mut offset = 0;
        let mut pieces = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces.drain(..) {
            let end = offset + piece.text.len();
            let mut at = offset;
            while let Some((range, new)) = edits.peek() {
                if range.start > end || (range.start == end && range.end > end) {
                    break;
                }
                let from = range.start.max(at);
                let to = range.end.min(end);
                pieces.extend(piece.cut(at - offset..from - offset));
                // An edit over several pieces is written once, where it begins.
                if range.start >= offset {
                    let span = piece.span_of(from - offset..to - offset);
                    pieces.push(Piece { text: new.clone(), span });
                }
                at = to;
                if range.end > end {
                    break;
                }
                edits.next();
            }
            pieces.extend(piece.cut(at - offset..end - offset));
            offset = end;
        }
        // A text without pieces can still be written into.
        pieces.extend(edits.map(|(_, new)| Piece { text: new.clone(), span: None }));
        pieces.retain(|piece| !piece.text.is_empty());
        self.pieces = pieces;
    }
}

impl Piece {
    /// The place of a part of this piece: exact where the piece stands as it was written, else the whole.
    pub fn span_of(&self, range: Range<usize>) -> Option<Span> {
        let span = self.span.as_ref()?;
        let as_written = span.text() == self.text;
        Some(if as_written { span.part(range) } else { span.clone() })
    }

    fn cut(&self, range: Range<usize>) -> Option<Piece> {
        let text = self.text.get(range.clone()).filter(|text| !text.is_empty())?;
        Some(Piece { text: text.to_owned(), span: self.span_of(range) })
    }
}

/// A run within a paragraph.
#[derive(Clone, Debug)]
pub enum Inline {
    Text(Text),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    /// A link; the target is an `http(s):`, `mailto:` or `tel:` address, else `check` refused it.
    Link {
        target: Text,
        content: Vec<Inline>,
    },
    /// Words in another language than the passage around them.
    Foreign {
        language: Language,
        content: Vec<Inline>,
    },
    /// Code and other words that must not be copy-edited.
    Code(Text),
    /// A footnote, held where it is referred to.
    Footnote(Vec<Block>),
    Break,
}

/// A block of prose and its place.
#[derive(Clone, Debug)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum BlockKind {
    Paragraph(Vec<Inline>),
    /// A heading within a section; level 3 to 6, as in Markdown.
    Heading {
        level: u8,
        content: Vec<Inline>,
    },
    /// A list; `start` is the first number of a numbered one.
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Table {
        alignment: Vec<Alignment>,
        header: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A picture on a line of its own: the path as written, the words for those who do not see it, the caption.
    Figure {
        path: Text,
        alternative: Text,
        caption: Option<Text>,
    },
    /// A passage in a fence of its own, which stands out of the running prose.
    Display {
        display: Display,
        blocks: Vec<Block>,
    },
    /// Lines to be set as they are.
    Verbatim(Text),
    /// The place that a `::: agenda` fence gives to the agenda.
    Agenda,
    /// The place that a `::: speakers` fence gives to the cards of the speakers.
    Cards,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    Start,
    Center,
    End,
}

/// Calls `visit` for each run of words in reading order, leaving out what another language or no language governs
/// (foreign passages, code, link targets). Footnotes are not entered: their words are a passage of their own.
pub fn for_each_text<'a>(inlines: &'a mut [Inline], visit: &mut impl FnMut(&'a mut Text)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => visit(text),
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                for_each_text(content, visit)
            }
            Inline::Foreign { .. } | Inline::Code(_) | Inline::Footnote(_) | Inline::Break => {}
        }
    }
}

/// The words of a passage without their dress, footnotes left out.
pub fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(&text.plain()),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Link { content, .. }
            | Inline::Foreign { content, .. } => words.push_str(&plain(content)),
            Inline::Break => words.push(' '),
            Inline::Footnote(_) => {}
        }
    }
    words
}

#[cfg(test)]
mod tests;
