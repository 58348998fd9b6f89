//! A passage: a paragraph, a heading, a cell. Its words are copy-edited as one line of type, however they are dressed,
//! and the changes are carried back to the pieces they came from.

use super::galley::{Galley, OBJECT};
use super::rules;
use crate::model::{Block, BlockKind, Inline, Lexicon, Section, Terms, Text};
use std::ops::Range;

/// Copy-edits words that stand alone: a name, a summary, a caption.
pub fn text(words: &mut Text, terms: &Terms) {
    let mut galley = Galley::new(&words.plain());
    rules::apply(&mut galley, terms, rules::Extent::Whole);
    words.edit(&galley.edits());
}

/// Dresses words that the press composed: the language's own figures, and its directions.
pub fn dress(words: &mut Text, terms: &Terms) {
    let mut galley = Galley::new(&words.plain());
    rules::dress_composed(&mut galley, terms);
    words.edit(&galley.edits());
}

/// Copy-edits a whole passage by the rules of its language.
pub fn inlines(passage: &mut [Inline], lexicon: &Lexicon, terms: &Terms) {
    run(passage, lexicon, terms, rules::Extent::Whole);
}

pub fn sections(sections: &mut [Section], lexicon: &Lexicon, terms: &Terms) {
    for section in sections {
        inlines(&mut section.heading, lexicon, terms);
        blocks(&mut section.blocks, lexicon, terms);
    }
}

fn blocks(blocks: &mut [Block], lexicon: &Lexicon, terms: &Terms) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                inlines(content, lexicon, terms);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    self::blocks(item, lexicon, terms);
                }
            }
            BlockKind::Quote(content) | BlockKind::Display { blocks: content, .. } => {
                self::blocks(content, lexicon, terms)
            }
            BlockKind::Table { header, rows, .. } => {
                for cell in header.iter_mut().chain(rows.iter_mut().flatten()) {
                    inlines(cell, lexicon, terms);
                }
            }
            BlockKind::Figure { alternative, caption, .. } => {
                text(alternative, terms);
                if let Some(caption) = caption {
                    text(caption, terms);
                }
            }
            BlockKind::Verbatim(_) | BlockKind::Agenda | BlockKind::Cards => {}
        }
    }
}

fn run(passage: &mut [Inline], lexicon: &Lexicon, terms: &Terms, extent: rules::Extent) {
    let mut line = Line::default();
    line.lay(passage, lexicon, terms);
    let mut galley = Galley::new(&line.words);
    for gap in &line.gaps {
        galley.lock_written(gap.clone());
    }
    rules::apply(&mut galley, terms, extent);
    line.carry_back(&galley.edits());
}

/// The words of a passage in one line, and the texts they lie in.
#[derive(Default)]
struct Line<'a> {
    words: String,
    texts: Vec<(Range<usize>, &'a mut Text)>,
    /// What stands for code, foreign passages, notes and breaks.
    gaps: Vec<Range<usize>>,
}

impl<'a> Line<'a> {
    /// Lays the words out; what another language governs, or a note, is copy-edited on the way as a passage of its own.
    fn lay(&mut self, inlines: &'a mut [Inline], lexicon: &Lexicon, terms: &Terms) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    let start = self.words.len();
                    self.words.push_str(&text.plain());
                    self.texts.push((start..self.words.len(), text));
                }
                Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                    self.lay(content, lexicon, terms);
                }
                Inline::Foreign { language, content } => {
                    if let Some(terms) = lexicon.get(language) {
                        run(content, lexicon, terms, rules::Extent::Part);
                    }
                    self.gap(OBJECT);
                }
                Inline::Footnote(content) => {
                    blocks(content, lexicon, terms);
                    self.gap(OBJECT);
                }
                Inline::Code(_) => self.gap(OBJECT),
                Inline::Break => self.gap('\n'),
            }
        }
    }

    fn gap(&mut self, mark: char) {
        let start = self.words.len();
        self.words.push(mark);
        self.gaps.push(start..self.words.len());
    }

    /// Gives each text its share of the edits. An edit over several texts is written in the first; one between two
    /// texts belongs to the second, since a space stands before its mark.
    fn carry_back(self, edits: &[(Range<usize>, String)]) {
        let mut shares: Vec<Vec<(Range<usize>, String)>> = vec![Vec::new(); self.texts.len()];
        for (range, new) in edits {
            let mut new = Some(new.clone());
            let after = self.texts.partition_point(|(place, _)| place.end <= range.start);
            let within = |place: &Range<usize>| place.start <= range.start && range.start < place.end;
            let follows = self.texts.get(after).is_some_and(|(place, _)| within(place));
            let first = if follows { after } else { after.saturating_sub(1) };
            for ((place, _), share) in self.texts.iter().zip(&mut shares).skip(first) {
                if place.start > range.end || (place.start == range.end && new.is_none()) {
                    break;
                }
                let cut = range.start.max(place.start).min(place.end)..range.end.min(place.end);
                let part = cut.start - place.start..cut.end.max(cut.start) - place.start;
                share.push((part, new.take().unwrap_or_default()));
            }
        }
        for ((_, text), share) in self.texts.into_iter().zip(shares) {
            text.edit(&share);
        }
    }
}
