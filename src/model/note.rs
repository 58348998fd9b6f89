//! A note that passed `check`, and the fair copy that `copyedit` makes of it for one language.

use super::{
    Breakout, BreakoutCopy, Card, CardCopy, Edition, Gender, Image, Imprint, Inline, Language, Lexicon,
    Localized, Organisation, Place, Section, Terms, Text,
};
use crate::choice;
use crate::diagnostic::Waiver;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One session's note: typed, complete in every language that its editions need, and lawful by every rule.
#[derive(Clone, Debug)]
pub struct Note {
    pub id: String,
    /// The key of the kind of session in the terms.
    pub kind: Text,
    pub event: Option<Event>,
    pub when: Option<When>,
    pub venue: Option<Venue>,
    pub status: Status,
    pub issued: Option<Date>,
    /// The day of the document: `SOURCE_DATE_EPOCH`, else the note's issue, else the house's, else the session's day.
    pub date: Date,
    pub version: Option<Text>,
    pub symbol: Option<Text>,
    pub keywords: Option<Localized<Vec<Text>>>,
    pub summary: Option<Localized<Text>>,
    pub agenda: Vec<AgendaItem>,
    /// The cards of its speakers; none where the prose has no place for them.
    pub cards: Vec<Card>,
    pub prose: Localized<Copy>,
    pub images: BTreeMap<String, Image>,
    /// The terms of its languages, under the profiles that it chose, else those of the house.
    pub terms: Lexicon,
    /// The numbers and names of the publication: the note's own over those of the house.
    pub imprint: Option<Imprint>,
    /// The findings that this note is allowed.
    pub waivers: Vec<Waiver>,
    /// What is to be made of this note, in the order in which it is listed.
    pub editions: Vec<Edition>,
}

/// The prose of one language: its sections are, by id and order, those of the other languages.
#[derive(Clone, Debug)]
pub struct Copy {
    pub title: Vec<Inline>,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub name: Localized<Text>,
    pub theme: Option<Localized<Text>>,
}

choice! {
    /// How far a note has come; all but `final` is printed on the page.
    pub enum Status {
        Draft = "draft",
        Provisional = "provisional",
        Final = "final",
        Corrigendum = "corrigendum",
    }
}

/// When a session takes place, on the clocks of its zone.
#[derive(Clone, Debug)]
pub struct When {
    pub start: Moment,
    pub end: Option<Moment>,
    pub zone: Option<Zone>,
    /// The zone at the end, if its clocks are changed in between.
    pub end_zone: Option<Zone>,
    /// The same on the clocks of further zones, those of readers elsewhere.
    pub also: Vec<When>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub date: Date,
    pub time: Option<Time>,
}

/// A time zone at the moment of a session.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The zone's name in IANA's data, such as `Europe/Madrid`.
    pub name: Text,
    /// IANA's abbreviation at that moment, such as `CEST`.
    pub abbreviation: String,
    /// Offset from UTC at that moment, in minutes east of Greenwich.
    pub offset: i32,
}

#[derive(Clone, Debug)]
pub struct Venue {
    pub mode: Option<Mode>,
    pub place: Option<Arc<Place>>,
    pub room: Option<Localized<Text>>,
    pub link: Option<Text>,
    pub interpretation: Vec<Language>,
}

choice! {
    pub enum Mode {
        Online = "online",
        InPerson = "in-person",
        Hybrid = "hybrid",
    }
}

/// One part of the agenda: a role that people have in it, or a heading of its own, or both.
#[derive(Clone, Debug)]
pub struct AgendaItem {
    /// When it begins, and perhaps when it ends, on the clocks of the session's zone.
    pub times: Option<(Time, Option<Time>)>,
    /// The key of the part in the terms, such as `moderator`.
    pub part: Option<Text>,
    pub heading: Option<Localized<Text>>,
    pub people: Vec<Speaker>,
    /// Sessions that take place at the same time.
    pub breakouts: Vec<Breakout>,
}

#[derive(Clone, Debug)]
pub struct Speaker {
    pub name: Text,
    /// The name in languages that spell it in another way.
    pub spelled: BTreeMap<Language, Text>,
    pub gender: Option<Gender>,
    pub roles: Vec<Role>,
    pub attendance: Attendance,
}

choice! {
    /// Whether a person will come.
    pub enum Attendance {
        Invited = "invited",
        Confirmed = "confirmed",
        ToBeConfirmed = "tbc",
        Declined = "declined",
    }
}

/// What a person is: a title of the terms, with the bodies it belongs to, or words written out.
#[derive(Clone, Debug)]
pub enum Role {
    Title {
        title: Title,
        /// 1 for first (vice-president), 2 for second.
        rank: Option<u32>,
        of: Option<Body>,
        /// The region or subject that the title is for: "for Europe".
        r#for: Option<Body>,
    },
    Phrase(Localized<Text>),
}

#[derive(Clone, Debug)]
pub enum Title {
    /// A key of the terms, which know its forms.
    Key(Text),
    /// A title that the terms do not have, in the form that the person bears.
    Words(Localized<Text>),
}

impl Title {
    pub fn key(&self) -> Option<&Text> {
        match self {
            Self::Key(key) => Some(key),
            Self::Words(_) => None,
        }
    }
}

/// An organisation or a place that a title belongs to.
#[derive(Clone, Debug)]
pub enum Body {
    Organisation(Arc<Organisation>),
    Place(Arc<Place>),
}

/// A note as one language prints it: spaces, quotes, dates, times and titles of persons are settled, and every
/// medium prints these very words.
#[derive(Clone, Debug)]
pub struct FairCopy {
    pub language: Language,
    /// The terms that it was edited by.
    pub terms: Arc<Terms>,
    /// The terms of every language, as the note has them: for passages in others.
    pub lexicon: Lexicon,
    pub title: Vec<Inline>,
    pub kind: Text,
    pub event: Option<Text>,
    pub theme: Option<Text>,
    /// Date, time and zone in one line.
    pub date_line: Option<Text>,
    /// Mode, venue, room and interpretation in one line.
    pub venue_line: Option<Text>,
    /// The address at which to join.
    pub venue_link: Option<Text>,
    /// What is printed of a status that is not final.
    pub status: Option<Text>,
    pub version: Option<Text>,
    pub symbol: Option<Text>,
    pub sections: Vec<Section>,
    pub agenda: Vec<AgendaCopy>,
    pub cards: Vec<CardCopy>,
    /// The lines of the colophon: publisher, imprint, contact, date of issue.
    pub colophon: Vec<Vec<Inline>>,
    /// Further lines of it for each edition, by its languages.
    pub isbns: BTreeMap<String, Vec<Vec<Inline>>>,
    pub keywords: Vec<Text>,
    pub summary: Option<Text>,
    /// As in [`Note::imprint`].
    pub imprint: Option<Imprint>,
    /// The day of the document, as in [`Note::date`].
    pub date: Date,
    pub images: BTreeMap<String, Image>,
}

#[derive(Clone, Debug)]
pub struct AgendaCopy {
    /// When it takes place, as a column of times prints it: "12 h – 12 h 20".
    pub times: Option<Text>,
    /// The heading of the part, or the function that its people have in it ("Modératrice").
    pub heading: Option<Text>,
    pub people: Vec<SpeakerCopy>,
    pub breakouts: Vec<BreakoutCopy>,
}

#[derive(Clone, Debug)]
pub struct SpeakerCopy {
    pub name: Text,
    /// One role a text, each as it stands in running words: "première vice-présidente de …".
    pub roles: Vec<Text>,
    /// What is printed of an attendance that is not confirmed.
    pub attendance: Option<Text>,
}
