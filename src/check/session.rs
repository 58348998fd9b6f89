//! `session.yaml` as it was written: typed, not yet judged. A value that could not be read was reported and is left
//! out, so that the rest of the file is still checked.

use crate::diagnostic::Diagnostic;
use crate::model::{
    Attendance, Decode, Fields, Imprint, Layout, Medium, Mode, Node, NodeValue, Paper, PerLanguage, Span,
    Status, Text, form, head,
};
use crate::record;
use jiff::civil::Date;
use serde_json::Value;

/// Declares the facts of a session, from which what could not be read is left out: `None` stands for that, and for what
/// is not there. `required` are the keys that are missed where they do not stand.
macro_rules! facts {
    (
        $(#[doc = $doc:literal])*
        pub struct $Name:ident {
            required { $($(#[doc = $must_doc:literal])* $must:ident: $Must:ty,)* }
            optional { $($(#[doc = $may_doc:literal])* $may:ident: $May:ty,)* }
        }
    ) => {
        $(#[doc = $doc])*
        pub struct $Name {
            $($(#[doc = $must_doc])* pub $must: Option<$Must>,)*
            $($(#[doc = $may_doc])* pub $may: Option<$May>,)*
            /// The place of the file's first words.
            pub span: Span,
        }

        impl $Name {
            /// `None` if the file holds no keys at all.
            pub fn read(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
                let fields = Fields::open(node, &[$(stringify!($must),)* $(stringify!($may),)*], found)?;
                Some(Self {
                    $($must: fields.take(stringify!($must), found),)*
                    $($may: fields.take::<Option<$May>>(stringify!($may), found).flatten(),)*
                    span: head(&node.span),
                })
            }

            /// The form of the file, as JSON Schema.
            pub fn form() -> Value {
                form::object(concat!($($doc, "\n"),*), vec![
                    $((stringify!($must), concat!($($must_doc, "\n"),*), true, <$Must>::form()),)*
                    $((stringify!($may), concat!($($may_doc, "\n"),*), false, <$May>::form()),)*
                ])
            }
        }
    };
}

facts! {
    /// The facts of a session, once for all languages.
    pub struct Session {
        required {
            /// The name of the note's folder, and of its editions.
            id: Text,
            /// The kind of session, a key of the terms: session, council, hearing.
            kind: Text,
        }
        optional {
            /// An event of the directory, by its id.
            event: Text,
            when: WhenEntry,
            r#where: VenueEntry,
            status: Placed<Status>,
            /// The day of the document: 2021-05-10.
            issued: Date,
            version: Text,
            symbol: Text,
            /// A list of keywords in every language.
            keywords: PerLanguage<Vec<Text>>,
            /// One or two sentences in every language, for catalogues.
            summary: PerLanguage<Text>,
            agenda: Agenda,
            editions: EditionsEntry,
            /// The numbers of this publication, its publisher and licence, key by key in place of the brand's.
            imprint: Imprint,
            /// The profile of each language, where it is not the house's: {en: en-US}.
            profiles: PerLanguage<Text>,
            /// How two languages share one document, in place of the house's way.
            layout: Layout,
            /// The paper of the screen PDF, in place of the house's.
            paper: Paper,
            /// Whether this note is set in large print: all type of 16 points at the least.
            large_print: bool,
            /// Whether the screen PDF has a cover.
            cover: bool,
            /// Findings that this note is allowed, each with a reason.
            waive: Readable<WaiverEntry>,
        }
    }
}

record! {
    /// Either `date`, or `start` with perhaps `end` and `zone`.
    pub struct WhenEntry {
        /// Day and time: 2021-05-19T12:00.
        pub start: Option<Text>,
        pub end: Option<Text>,
        /// The time zone in IANA's data: Europe/Madrid.
        pub zone: Option<Text>,
        /// Further zones in which the times are printed, in place of those of the house: [America/New_York].
        pub also: Option<Vec<Text>>,
        /// A day without a time: 2021-05-19.
        pub date: Option<Text>,
    }
}

record! {
    pub struct VenueEntry {
        pub mode: Option<Mode>,
        /// A place of the directory, by its id.
        pub venue: Option<Text>,
        pub room: Option<PerLanguage<Text>>,
        /// The address at which to join.
        pub link: Option<Text>,
        /// Codes of the languages of interpretation: [fr, en, es].
        pub interpretation: Vec<Text>,
    }
}

record! {
    pub struct PartEntry {
        /// The function of its people, a key of the terms: moderator.
        pub part: Option<Text>,
        pub heading: Option<PerLanguage<Text>>,
        /// The time at which it begins and ends, as 12:00, or how many minutes it takes.
        pub start: Option<Text>,
        pub end: Option<Text>,
        pub minutes: Option<u32>,
        pub people: Readable<Invitation>,
        /// Sessions that take place at the same time, as this part.
        pub breakouts: Readable<BreakoutEntry>,
    }
}

record! {
    /// One of several sessions at the same time.
    pub struct BreakoutEntry {
        pub heading: PerLanguage<Text>,
        pub room: Option<PerLanguage<Text>>,
        pub people: Readable<Invitation>,
    }
}

impl PartEntry {
    /// All who are invited to it, those of its break-out sessions too.
    pub fn invitations(&self) -> impl Iterator<Item = &Invitation> {
        let breakouts = self.breakouts.0.iter().flat_map(|breakout| &breakout.people.0);
        self.people.0.iter().chain(breakouts)
    }
}

record! {
    pub struct Invitation {
        /// A person of the directory, by the id there.
        pub person: Text,
        pub status: Option<Placed<Attendance>>,
    }
}

impl Invitation {
    pub fn is_declined(&self) -> bool {
        self.status.as_ref().is_some_and(|said| said.value == Attendance::Declined)
    }
}

record! {
    /// What is built of this note, in place of what the house builds of every note.
    pub struct EditionsEntry {
        /// Language tags: fr, en, fr-en (both, the first leading).
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
    /// A note that does not say how far it has come is final.
    pub fn status(&self) -> Status {
        self.status.as_ref().map_or(Status::Final, |status| status.value)
    }

    /// The parts of the agenda that could be read.
    pub fn agenda(&self) -> &[PartEntry] {
        self.agenda.as_ref().map_or(&[], |agenda| &agenda.parts)
    }

    /// Whether parts of an agenda were written, read or not.
    pub fn has_agenda(&self) -> bool {
        self.agenda.as_ref().is_some_and(|agenda| agenda.written)
    }

    /// Where to point at for what the note as a whole lacks: its id, else the head of the file.
    pub fn place(&self) -> Span {
        self.id.as_ref().and_then(Text::span).unwrap_or(&self.span).clone()
    }
}

/// The parts of an agenda: those that could be read, and whether any were written.
pub struct Agenda {
    parts: Vec<PartEntry>,
    written: bool,
}

impl Decode for Agenda {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let read = Readable::decode(node, found);
        let written =
            read.is_none() || matches!(&node.value, NodeValue::Sequence(items) if !items.is_empty());
        Some(Self { parts: read.map_or_else(Vec::new, |parts| parts.0), written })
    }

    fn form() -> Value {
        Readable::<PartEntry>::form()
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

    fn form() -> Value {
        T::form()
    }
}

/// The items of a list that could be read, and whether others were reported.
#[derive(Clone, Debug)]
pub struct Readable<T>(pub Vec<T>, pub bool);

impl<T: Decode> Decode for Readable<T> {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        match &node.value {
            NodeValue::Sequence(items) => {
                let read: Vec<T> = items.iter().filter_map(|item| T::decode(item, found)).collect();
                let gaps = read.len() < items.len();
                Some(Self(read, gaps))
            }
            _ => Vec::<T>::decode(node, found).map(|items| Self(items, false)),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self(Vec::new(), false))
    }

    fn form() -> Value {
        Vec::<T>::form()
    }
}
