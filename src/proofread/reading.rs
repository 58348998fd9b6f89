//! A fair copy as a proofreader goes through it: every text that is printed or read aloud, in order.

use crate::model::{Block, BlockKind, FairCopy, Inline, Language, Piece, Span, SpeakerCopy, Terms, Text};
use std::ops::Range;

/// What kind of words these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Words of the language, set in type.
    Prose,
    /// Words of the language that lead somewhere.
    Linked,
    /// Code and addresses: set in type, but no rule of language governs them.
    Verbatim,
    /// Said of a picture, never set in type.
    Spoken,
}

/// One text, and where to point if the press itself supplied it.
pub struct Reading<'a> {
    pub text: &'a Text,
    pub voice: Voice,
    /// The language of the words: that of the copy, or of a passage within it.
    pub language: Language,
    pub terms: &'a Terms,
}

impl Reading<'_> {
    /// The place of a range of bytes of a piece.
    pub fn place(&self, piece: &Piece, range: Range<usize>) -> Option<Span> {
        let written = piece.span_of(range).or_else(|| self.text.span().cloned());
        Some(written.unwrap_or_else(|| self.terms.span.clone()))
    }

    /// The place of a range of bytes of the whole text: that of the piece in which it begins.
    pub fn place_in_text(&self, range: Range<usize>) -> Option<Span> {
        let mut start = 0;
        for piece in &self.text.pieces {
            let end = start + piece.text.len();
            if range.start < end {
                return self.place(piece, range.start - start..range.end.min(end) - start);
            }
            start = end;
        }
        self.text.span().cloned()
    }
}

/// Every text of a copy.
pub fn read(copy: &FairCopy) -> Vec<Reading<'_>> {
    let terms = &copy.terms;
    let mut reader = Reader { readings: Vec::new(), language: copy.language, terms, linked: false };
    reader.inlines(&copy.title);
    reader.prose([&copy.kind]);
    reader.prose([&copy.event, &copy.theme, &copy.date_line, &copy.venue_line].into_iter().flatten());
    reader.verbatim(copy.venue_link.as_ref());
    reader.prose([&copy.status, &copy.version].into_iter().flatten());
    reader.verbatim(copy.symbol.as_ref());
    for section in &copy.sections {
        reader.inlines(&section.heading);
        reader.blocks(&section.blocks);
    }
    for part in &copy.agenda {
        reader.prose(part.times.iter().chain(&part.heading));
        reader.people(&part.people);
        for breakout in &part.breakouts {
            reader.prose([&breakout.heading].into_iter().chain(&breakout.room));
            reader.people(&breakout.people);
        }
    }
    for card in &copy.cards {
        reader.add(card.portrait.iter().map(|(_, alternative)| alternative), Voice::Spoken);
        reader.people([&card.person]);
        reader.prose(&card.bio);
    }
    for line in &copy.colophon {
        reader.inlines(line);
    }
    reader.prose(copy.keywords.iter().chain(&copy.summary));
    reader.readings
}

struct Reader<'a> {
    readings: Vec<Reading<'a>>,
    language: Language,
    terms: &'a Terms,
    /// Whether the words stand in a link.
    linked: bool,
}

impl<'a> Reader<'a> {
    fn add(&mut self, texts: impl IntoIterator<Item = &'a Text>, voice: Voice) {
        let (language, terms) = (self.language, self.terms);
        self.readings.extend(texts.into_iter().map(|text| Reading { text, voice, language, terms }));
    }

    fn prose(&mut self, texts: impl IntoIterator<Item = &'a Text>) {
        self.add(texts, if self.linked { Voice::Linked } else { Voice::Prose });
    }

    fn people(&mut self, people: impl IntoIterator<Item = &'a SpeakerCopy>) {
        for person in people {
            self.prose([&person.name].into_iter().chain(&person.roles).chain(&person.attendance));
        }
    }

    fn verbatim(&mut self, texts: impl IntoIterator<Item = &'a Text>) {
        self.add(texts, Voice::Verbatim);
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.prose([text]),
                Inline::Strong(content) | Inline::Emphasis(content) => self.inlines(content),
                Inline::Foreign { language, content } => {
                    let around = std::mem::replace(&mut self.language, *language);
                    self.inlines(content);
                    self.language = around;
                }
                Inline::Link { target, content } => {
                    self.linked = true;
                    self.inlines(content);
                    self.linked = false;
                    self.verbatim([target]);
                }
                Inline::Code(text) => self.verbatim([text]),
                Inline::Footnote(blocks) => self.blocks(blocks),
                Inline::Break => {}
            }
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => self.inlines(content),
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                BlockKind::Quote(content) | BlockKind::Display { blocks: content, .. } => {
                    self.blocks(content)
                }
                BlockKind::Table { header, rows, .. } => {
                    header.iter().chain(rows.iter().flatten()).for_each(|cell| self.inlines(cell));
                }
                BlockKind::Figure { alternative, caption, .. } => {
                    self.add([alternative], Voice::Spoken);
                    self.prose(caption);
                }
                BlockKind::Verbatim(text) => self.verbatim([text]),
                BlockKind::Agenda | BlockKind::Cards => {}
            }
        }
    }
}
