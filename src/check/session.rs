//! `session.yaml` as it was written: typed, not yet judged. A value that could not be read was reported and is left
//! out, so that the rest of the file is still checked.

use crate::diagnostic::Diagnostic;
use crate::model::{
    Attendance, Decode, Fields, Medium, Mode, Node, NodeValue, PerLanguage, Span, Status, Text, head,
};
use crate::record;
use jiff::civil::Date;

/// The facts of a session. `None` stands for what is not there and for what could not be read.
pub struct Session {
    pub id: Option<Text>,
    pub kind: Option<Text>,
    pub event: Option<Text>,
    pub when: Option<WhenEntry>,
    pub venue: Option<VenueEntry>,
    pub status: Option<Placed<Status>>,
    pub issued: Option<Date>,
    pub version: Option<Text>,
    pub symbol: Option<Text>,
    pub keywords: Option<PerLanguage<Vec<Text>>>,
    pub summary: Option<PerLanguage<Text>>,
    /// The parts that could be read; `has_agenda` says whether any were written.
    pub agenda: Vec<PartEntry>,
    pub has_agenda: bool,
    pub editions: Option<EditionsEntry>,
    pub waive: Vec<WaiverEntry>,
    /// The place of the file's first words.
    pub span: Span,
}

record! {
    /// Either `date`, or `start` with perhaps `end` and `zone`.
    pub struct WhenEntry {
        pub start: Option<Text>,
        pub end: Option<Text>,
        pub zone: Option<Text>,
        pub date: Option<Text>,
    }
}

record! {
    pub struct VenueEntry {
        pub mode: Option<Mode>,
        pub venue: Option<Text>,
        pub room: Option<PerLanguage<Text>>,
        pub link: Option<Text>,
        pub interpretation: Vec<Text>,
    }
}

record! {
    pub struct PartEntry {
        pub part: Option<Text>,
        pub heading: Option<PerLanguage<Text>>,
        /// The time at which it begins and ends, as 12:00, or how many minutes it takes.
        pub start: Option<Text>,
        pub end: Option<Text>,
        pub minutes: Option<u32>,
        pub people: Readable<Invitation>,
    }
}

record! {
    pub struct Invitation {
        pub person: Text,
        pub status: Option<Placed<Attendance>>,
    }
}

record! {
    /// What is built of this note, in place of what the house builds of every note.
    pub struct EditionsEntry {
        pub languages: Option<Vec<Text>>,
        pub media: Option<Vec<Medium>>,
    }
}

record! {
    /// A finding that this note is allowed.
    pub struct WaiverEntry {
        /// The code of the rule.
        pub rule: Text,
        /// `fr.md`, `fr.md#context`, `session.yaml#agenda`; anywhere in the note when not given.
        pub at: Option<Text>,
        pub reason: Text,
    }
}

impl Session {
    /// `None` if the file holds no keys at all.
    pub fn read(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        const KEYS: &[&str] = &[
            "id", "kind", "event", "when", "where", "status", "issued", "version", "symbol", "keywords",
            "summary", "agenda", "editions", "waive",
        ];
        let fields = Fields::open(node, KEYS, found)?;
        let agenda: Option<Readable<PartEntry>> = fields.take("agenda", found);
        let has_agenda = agenda.as_ref().is_none_or(|agenda| !agenda.0.is_empty());
        Some(Self {
            id: fields.take("id", found),
            kind: fields.take("kind", found),
            event: fields.take("event", found).flatten(),
            when: fields.take("when", found).flatten(),
            venue: fields.take("where", found).flatten(),
            status: fields.take("status", found).flatten(),
            issued: fields.take("issued", found).flatten(),
            version: fields.take("version", found).flatten(),
            symbol: fields.take("symbol", found).flatten(),
            keywords: fields.take("keywords", found).flatten(),
            summary: fields.take("summary", found).flatten(),
            has_agenda,
            agenda: agenda.map(|agenda| agenda.0).unwrap_or_default(),
            editions: fields.take("editions", found).flatten(),
            waive: fields.take::<Readable<WaiverEntry>>("waive", found).map_or_else(Vec::new, |list| list.0),
            span: head(&node.span),
        })
    }

    /// A note that does not say how far it has come is final.
    pub fn status(&self) -> Status {
        self.status.as_ref().map_or(Status::Final, |status| status.value)
    }

    /// Where to point at for what the note as a whole lacks: its id, else the head of the file.
    pub fn place(&self) -> Span {
        self.id.as_ref().and_then(Text::span).unwrap_or(&self.span).clone()
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    pub value: T,
    pub span: Span,
}

impl<T: Decode> Decode for Placed<T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        T::decode(node, found).map(|value| Self { value, span: node.span.clone() })
    }
}

/// The items of a list that could be read; the others were reported.
#[derive(Clone, Debug)]
pub struct Readable<T>(pub Vec<T>);

impl<T: Decode> Decode for Readable<T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        match &node.value {
            NodeValue::Sequence(items) => {
                Some(Self(items.iter().filter_map(|item| T::decode(item, found)).collect()))
            }
            _ => Vec::<T>::decode(node, found).map(Self),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }
}
