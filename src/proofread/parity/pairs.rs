//! Two fair copies side by side: each passage with its counterpart, by the alignment that `check` made sure of. Where two
//! languages share no edition and their blocks differ, whole lists, tables or sections are one passage.

use crate::model::{Block, BlockKind, FairCopy, Inline, Language, Span, Terms, Text, head};
use crate::proofread::wording::passages::place;
use std::ops::Range;

/// A passage from end to end, footnotes left out: they are passages of their own.
pub struct Passage<'a> {
    pub language: Language,
    pub terms: &'a Terms,
    pub plain: String,
    text: Text,
    /// The targets of its links.
    pub links: Vec<&'a Text>,
    /// Where words of other languages and code stand.
    pub foreign: Vec<Range<usize>>,
}

pub struct Pair<'a> {
    pub left: Passage<'a>,
    pub right: Passage<'a>,
}

pub struct Pairs<'a> {
    pub passages: Vec<Pair<'a>>,
    /// The paths of pictures.
    pub pictures: Vec<[&'a Text; 2]>,
    languages: [(Language, &'a Terms); 2],
}

impl Passage<'_> {
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        place(&self.text, range)
    }

    /// The first line of the passage.
    pub fn span(&self) -> Option<Span> {
        self.place(0..self.plain.len()).map(|span| head(&span))
    }
}

impl<'a> Pairs<'a> {
    pub fn of(left: &'a FairCopy, right: &'a FairCopy) -> Self {
        let languages = [left, right].map(|copy| (copy.language, copy.terms.as_ref()));
        let mut pairs = Self { passages: Vec::new(), pictures: Vec::new(), languages };
        pairs.inlines(&left.title, &right.title);
        pairs.texts(left.event.as_ref(), right.event.as_ref());
        pairs.texts(left.theme.as_ref(), right.theme.as_ref());
        for (left, right) in left.sections.iter().zip(&right.sections) {
            pairs.inlines(&left.heading, &right.heading);
            pairs.blocks(&left.blocks, &right.blocks);
        }
        for (left, right) in left.agenda.iter().zip(&right.agenda) {
            pairs.texts(left.heading.as_ref(), right.heading.as_ref());
            for (left, right) in left.breakouts.iter().zip(&right.breakouts) {
                pairs.texts(Some(&left.heading), Some(&right.heading));
                pairs.texts(left.room.as_ref(), right.room.as_ref());
            }
        }
        for (left, right) in left.cards.iter().zip(&right.cards) {
            pairs.texts(left.bio.as_ref(), right.bio.as_ref());
        }
        pairs.texts(left.summary.as_ref(), right.summary.as_ref());
        pairs
    }

    fn texts(&mut self, left: Option<&'a Text>, right: Option<&'a Text>) {
        if let (Some(left), Some(right)) = (left, right) {
            self.add([left, right].map(|text| Gathered { text: text.clone(), ..Gathered::default() }));
        }
    }

    fn inlines(&mut self, left: &'a [Inline], right: &'a [Inline]) {
        let mut sides = [Gathered::default(), Gathered::default()];
        sides[0].inlines(left);
        sides[1].inlines(right);
        let [lefts, rights] = [&sides[0].notes, &sides[1].notes].map(Clone::clone);
        self.add(sides);
        if lefts.len() == rights.len() {
            lefts.into_iter().zip(rights).for_each(|(left, right)| self.blocks(left, right));
        } else {
            self.group(&lefts, &rights);
        }
    }

    fn blocks(&mut self, left: &'a [Block], right: &'a [Block]) {
        let is_pair = |(left, right): (&Block, &Block)| {
            std::mem::discriminant(&left.kind) == std::mem::discriminant(&right.kind)
        };
        if left.len() == right.len() && left.iter().zip(right).all(is_pair) {
            left.iter().zip(right).for_each(|(left, right)| self.block(left, right));
        } else {
            self.group(&[left], &[right]);
        }
    }

    fn block(&mut self, left: &'a Block, right: &'a Block) {
        use BlockKind::{Display, Figure, Heading, List, Paragraph, Quote, Table};
        match (&left.kind, &right.kind) {
            (
                Paragraph(left) | Heading { content: left, .. },
                Paragraph(right) | Heading { content: right, .. },
            ) => {
                self.inlines(left, right);
            }
            (List { items: lefts, .. }, List { items: rights, .. }) if lefts.len() == rights.len() => {
                lefts.iter().zip(rights).for_each(|(left, right)| self.blocks(left, right));
            }
            (Quote(left), Quote(right)) | (Display { blocks: left, .. }, Display { blocks: right, .. }) => {
                self.blocks(left, right)
            }
            (Table { header, rows, .. }, Table { header: other_header, rows: other_rows, .. })
                if header.len() == other_header.len() && rows.len() == other_rows.len() =>
            {
                let cells = header.iter().chain(rows.iter().flatten());
                let others = other_header.iter().chain(other_rows.iter().flatten());
                cells.zip(others).for_each(|(left, right)| self.inlines(left, right));
            }
            (
                Figure { path, alternative, caption },
                Figure { path: other_path, alternative: other_alternative, caption: other_caption },
            ) => {
                self.pictures.push([path, other_path]);
                self.texts(Some(alternative), Some(other_alternative));
                self.texts(caption.as_ref(), other_caption.as_ref());
            }
            _ => self.group(&[std::slice::from_ref(left)], &[std::slice::from_ref(right)]),
        }
    }

    /// All words of blocks that do not pair up, as one passage.
    fn group(&mut self, left: &[&'a [Block]], right: &[&'a [Block]]) {
        let sides = [left, right].map(|groups| {
            let mut side = Gathered::default();
            groups.iter().for_each(|blocks| side.blocks(blocks));
            side
        });
        self.add(sides);
    }

    fn add(&mut self, [left, right]: [Gathered<'a>; 2]) {
        let [(left_language, left_terms), (right_language, right_terms)] = self.languages;
        let left = left.passage(left_language, left_terms);
        let right = right.passage(right_language, right_terms);
        if !left.plain.is_empty() || !right.plain.is_empty() {
            self.passages.push(Pair { left, right });
        }
    }
}

/// A passage while its words are gathered.
#[derive(Default)]
struct Gathered<'a> {
    text: Text,
    length: usize,
    links: Vec<&'a Text>,
    foreign: Vec<Range<usize>>,
    notes: Vec<&'a [Block]>,
}

impl<'a> Gathered<'a> {
    fn passage(self, language: Language, terms: &'a Terms) -> Passage<'a> {
        let plain = self.text.plain();
        Passage { language, terms, plain, text: self.text, links: self.links, foreign: self.foreign }
    }

    fn text(&mut self, text: &Text) {
        self.length += text.pieces.iter().map(|piece| piece.text.len()).sum::<usize>();
        self.text.push(text.clone());
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Strong(content) | Inline::Emphasis(content) => self.inlines(content),
                Inline::Link { target, content } => {
                    self.links.push(target);
                    self.inlines(content);
                }
                Inline::Foreign { content, .. } => {
                    let start = self.length;
                    self.inlines(content);
                    self.foreign.push(start..self.length);
                }
                Inline::Code(text) => {
                    let start = self.length;
                    self.text(text);
                    self.foreign.push(start..self.length);
                }
                Inline::Footnote(blocks) => self.notes.push(blocks),
                Inline::Break => self.text(&Text::supplied("\n")),
            }
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => self.line(content),
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                BlockKind::Quote(content) | BlockKind::Display { blocks: content, .. } => {
                    self.blocks(content)
                }
                BlockKind::Table { header, rows, .. } => {
                    header.iter().chain(rows.iter().flatten()).for_each(|cell| self.line(cell));
                }
                BlockKind::Figure { alternative, caption, .. } => {
                    [alternative].into_iter().chain(caption).for_each(|text| {
                        self.text(text);
                        self.text(&Text::supplied("\n"));
                    });
                }
                BlockKind::Verbatim(_) | BlockKind::Agenda | BlockKind::Cards => {}
            }
        }
        let notes = std::mem::take(&mut self.notes);
        notes.into_iter().for_each(|note| self.blocks(note));
    }

    fn line(&mut self, content: &'a [Inline]) {
        self.inlines(content);
        self.text(&Text::supplied("\n"));
    }
}
