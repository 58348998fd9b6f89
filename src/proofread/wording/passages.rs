//! A fair copy as passages: a paragraph, a heading, a cell, a line of facts, each from end to end. What no rule of the
//! language governs (code, foreign words, addresses) is one sign in it.

use crate::model::letters::{is_letter, is_letter_or_figure};
use crate::model::{Block, BlockKind, FairCopy, Inline, Language, Span, Terms, Text};
use std::ops::Range;

/// What stands for words that are not the passage's own.
pub const OBJECT: &str = "\u{FFFC}";

pub struct Passage<'a> {
    pub language: Language,
    pub terms: &'a Terms,
    /// The words of the whole passage.
    pub plain: String,
    text: Text,
    /// Whether it was written as prose, not as a fact.
    pub is_prose: bool,
}

/// A word of a passage: letters and figures, and the place where they stand.
#[derive(Clone)]
pub struct Word<'a> {
    pub text: &'a str,
    pub range: Range<usize>,
}

impl Passage<'_> {
    /// The place of a range of bytes, from its first piece to its last, if it was written at all.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        place(&self.text, range)
    }

    /// Whether any of a range of bytes was written.
    pub fn is_written(&self, range: Range<usize>) -> bool {
        let mut start = 0;
        self.text.pieces.iter().any(|piece| {
            let (from, to) = (start, start + piece.text.len());
            start = to;
            range.start < to && from < range.end && piece.span.is_some()
        })
    }

    pub fn words(&self) -> Vec<Word<'_>> {
        words(&self.plain)
    }

    /// What stands between two words, or before the first and after the last.
    pub fn between(&self, from: Option<&Word>, to: Option<&Word>) -> &str {
        let start = from.map_or(0, |word| word.range.end);
        let end = to.map_or(self.plain.len(), |word| word.range.start);
        self.plain.get(start..end).unwrap_or_default()
    }

    /// Whether a sentence, or what is quoted or listed, begins at a byte.
    pub fn begins_at(&self, at: usize) -> bool {
        let before = self.plain.get(..at).unwrap_or_default().trim_end();
        before.chars().next_back().is_none_or(|sign| ".!?…:;«“‘\"(–—•|".contains(sign))
    }
}

/// The place of a range of bytes of a text, from its first piece to its last, if it was written at all.
pub fn place(text: &Text, range: Range<usize>) -> Option<Span> {
    let mut start = 0;
    let mut place: Option<Span> = None;
    for piece in &text.pieces {
        let end = start + piece.text.len();
        if range.start < end && start < range.end {
            let within = range.start.max(start) - start..range.end.min(end) - start;
            if let Some(span) = piece.span_of(within) {
                match &mut place {
                    Some(place) if place.file == span.file && place.start <= span.start => {
                        place.end = place.end.max(span.end);
                    }
                    Some(_) => {}
                    None => place = Some(span),
                }
            }
        }
        start = end;
    }
    place
}

/// Runs of letters and figures; a soft hyphen is none of them.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_letter_or_figure(sign) || is_mark(sign), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.extend(text.get(from..at).map(|text| Word { text, range: from..at }));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// A mark that combines with the letter before it.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}')
}

pub fn is_capitals(word: &str) -> bool {
    word.chars().any(is_letter) && !word.chars().any(char::is_lowercase)
}

/// The passages of a copy in reading order; none in a language that has no words for these rules.
pub fn of(copy: &FairCopy) -> Vec<Passage<'_>> {
    if copy.terms.reader.is_none() {
        return Vec::new();
    }
    let mut gatherer = Gatherer { language: copy.language, terms: &copy.terms, passages: Vec::new() };
    gatherer.inlines(&copy.title);
    let facts = [&copy.event, &copy.theme, &copy.venue_line];
    facts.into_iter().flatten().for_each(|text| gatherer.fact(text));
    for section in &copy.sections {
        gatherer.inlines(&section.heading);
        gatherer.blocks(&section.blocks);
    }
    for part in &copy.agenda {
        part.heading.iter().for_each(|text| gatherer.fact(text));
        part.people.iter().flat_map(|person| &person.roles).for_each(|role| gatherer.fact(role));
        for breakout in &part.breakouts {
            [&breakout.heading].into_iter().chain(&breakout.room).for_each(|text| gatherer.fact(text));
            breakout.people.iter().flat_map(|person| &person.roles).for_each(|role| gatherer.fact(role));
        }
    }
    copy.cards.iter().flat_map(|card| &card.bio).for_each(|bio| gatherer.fact(bio));
    copy.colophon.iter().for_each(|line| gatherer.inlines(line));
    copy.summary.iter().chain(&copy.keywords).for_each(|text| gatherer.fact(text));
    gatherer.passages
}

struct Gatherer<'a> {
    language: Language,
    terms: &'a Terms,
    passages: Vec<Passage<'a>>,
}

impl Gatherer<'_> {
    fn add(&mut self, text: Text) {
        let plain = text.plain();
        if plain.trim().is_empty() {
            return;
        }
        let is_prose = text.span().is_some_and(|span| span.file.path.ends_with(".md"));
        self.passages.push(Passage { language: self.language, terms: self.terms, plain, text, is_prose });
    }

    fn fact(&mut self, text: &Text) {
        self.add(text.clone());
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let mut text = Text::default();
        let mut notes = Vec::new();
        gather(inlines, &mut text, &mut notes);
        self.add(text);
        notes.into_iter().for_each(|blocks| self.blocks(blocks));
    }

    fn blocks(&mut self, blocks: &[Block]) {
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
                    self.fact(alternative);
                    caption.iter().for_each(|caption| self.fact(caption));
                }
                BlockKind::Verbatim(_) | BlockKind::Agenda | BlockKind::Cards => {}
            }
        }
    }
}

fn gather<'b>(inlines: &'b [Inline], text: &mut Text, notes: &mut Vec<&'b [Block]>) {
    for inline in inlines {
        match inline {
            Inline::Text(words) => masked(words, text),
            Inline::Strong(content) | Inline::Emphasis(content) => gather(content, text, notes),
            Inline::Link { content, .. } => gather(content, text, notes),
            Inline::Foreign { .. } | Inline::Code(_) => text.push(Text::supplied(OBJECT)),
            Inline::Footnote(blocks) => notes.push(blocks),
            Inline::Break => text.push(Text::supplied("\n")),
        }
    }
}

/// Words with an object for each address: an address has no spelling.
fn masked(words: &Text, text: &mut Text) {
    let plain = words.plain();
    if !(plain.contains("://") || plain.contains('@') || plain.contains("www.")) {
        return text.push(words.clone());
    }
    let mut edits = Vec::new();
    let mut start = 0;
    for part in plain.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if word.contains("://") || word.contains('@') || word.contains("www.") {
            edits.push((start..start + word.len(), OBJECT.to_owned()));
        }
        start += part.len();
    }
    let mut words = words.clone();
    if !edits.is_empty() {
        words.edit(&edits);
    }
    text.push(words);
}
