//! What a passage says that its counterpart must say too.

use super::pairs::Passage;
use crate::model::Span;
use std::collections::HashSet;
use std::ops::Range;

/// The kinds of facts, each with a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    Date,
    Time,
    Address,
    Name,
}

impl Kind {
    pub const ALL: &[Self] = &[Self::Date, Self::Time, Self::Number, Self::Address, Self::Name];

    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number-parity",
            Self::Date => "date-parity",
            Self::Time => "time-parity",
            Self::Address => "address-parity",
            Self::Name => "name-parity",
        }
    }

    pub fn noun(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::Address => "address",
            Self::Name => "name",
        }
    }
}

/// A part of what is said, in no language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// In plain figures, with a point before decimals; document symbols as they stand.
    Number(String),
    /// From 0.
    Month(usize),
    /// Minutes since midnight.
    Time(u32),
    /// Without what differs by language.
    Address(String),
    /// An entry of the directory, by its place in the index.
    Name(usize),
}

#[derive(Debug)]
pub struct Fact<'p> {
    pub kind: Kind,
    /// As the passage has it.
    pub words: &'p str,
    /// The other passage has the fact if it has one key of each of these.
    pub needs: Vec<Vec<Key>>,
    /// Whether it is missed only where another fact stands in its place.
    pub soft: bool,
    pub place: Place<'p>,
}

#[derive(Debug)]
pub enum Place<'p> {
    /// Bytes of the passage.
    Range(Range<usize>),
    Span(Option<&'p Span>),
}

impl Fact<'_> {
    pub fn place(&self, passage: &Passage) -> Option<Span> {
        match &self.place {
            Place::Range(range) => passage.place(range.clone()),
            Place::Span(span) => span.cloned(),
        }
    }
}

/// A fact with the passage that has it.
pub type Rival<'r> = (&'r Passage<'r>, &'r Fact<'r>);

/// The facts of a passage, and all that may stand for a fact of its counterpart.
#[derive(Default)]
pub struct Facts<'p> {
    pub list: Vec<Fact<'p>>,
    pub present: HashSet<Key>,
}

impl<'p> Facts<'p> {
    /// Adds a fact of the passage's own words.
    pub fn add(&mut self, kind: Kind, passage: &'p Passage, range: Range<usize>, needs: Vec<Vec<Key>>) {
        self.present.extend(needs.iter().flatten().cloned());
        let words = passage.plain.get(range.clone()).unwrap_or_default();
        self.list.push(Fact { kind, words, needs, soft: false, place: Place::Range(range) });
    }
}
