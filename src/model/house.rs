//! The house: what all notes share. Its directory is kept as written, perhaps not in every language: `check` asks of
//! it what a note needs.

use super::{
    Brand, Condition, Decode, Glossary, Layout, Lexicon, Medium, Node, NodeValue, Numerals, Paper,
    PerLanguage, PortraitEntry, PortraitShape, Portraits, PrintProfile, Register, SourceFile, Span, Text,
    form,
};
use crate::diagnostic::{Diagnostic, Weight, catalogue, nearest};
use crate::{choice, record};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything but the notes.
#[derive(Clone, Debug)]
pub struct House {
    pub profile: HouseProfile,
    pub brand: Brand,
    pub directory: Directory,
    pub glossary: Option<Glossary>,
    pub portraits: Portraits,
    /// The terms of all languages, under the profiles that the house chose.
    pub terms: Lexicon,
    /// Templates, components and styles by their path below `templates/`; the project's own take the place of the
    /// press's.
    pub templates: BTreeMap<String, Arc<SourceFile>>,
    /// Sorted by path, so that no directory order reaches an edition.
    pub fonts: Vec<FontFile>,
    /// How the press prints its inks.
    pub condition: Condition,
    /// `SOURCE_DATE_EPOCH` as a day, if the caller gave one.
    pub source_date: Option<Date>,
    pub gaps: Gaps,
    /// The numbers of all notes.
    pub register: Register,
}

/// What could not be read of the house, and was reported: notes are checked all the same, and do not miss it again.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    /// Whether the publisher or the editions of `house.yaml` stand empty.
    pub profile: bool,
    /// Ids of entries of the directory.
    pub entries: BTreeSet<String>,
    /// Whether whole groups of the directory stand empty.
    pub directory: bool,
}

impl Gaps {
    /// Whether an entry of the directory that is not there may be one that could not be read.
    pub fn hide(&self, id: &str) -> bool {
        self.directory || self.entries.contains(id)
    }
}

record! {
    /// `house.yaml`.
    pub struct HouseProfile {
        /// The organisation that publishes, by its id in the directory.
        pub publisher: Text,
        pub editions: EditionDefaults,
        /// The profile of each language, where it is not the language's own: {fr: fr-CA, en: en-UN}.
        pub profiles: Option<PerLanguage<Text>>,
        /// How two languages share one document, where a note does not say otherwise.
        pub layout: Option<Layout>,
        /// The paper of the screen PDF, where a note does not say otherwise.
        pub paper: Option<Paper>,
        /// Whether notes are set in large print, where they do not say otherwise.
        pub large_print: Option<bool>,
        /// Whether the screen PDF has a cover, where a note does not say otherwise.
        pub cover: Option<bool>,
        /// The day of every document that has none of its own.
        pub issued: Option<Date>,
        /// The legal lines of the colophon.
        pub imprint: Option<PerLanguage<Text>>,
        pub contact: Option<Contact>,
        /// The figures of each language, where they are not those of its terms.
        pub numerals: Option<PerLanguage<Numerals>>,
        /// How link targets are shown on paper.
        pub links: Option<LinkStyle>,
        /// How time zones are printed.
        pub zones: Option<ZonePreference>,
        /// How editions are printed.
        pub print: Option<PrintProfile>,
        /// How portraits on speaker cards are cut.
        pub portraits: Option<PortraitShape>,
        /// How the house weighs rules, by their codes.
        pub severities: Severities,
    }
}

/// How a house weighs rules, by their codes; each is in the catalogue, and may be weighed.
#[derive(Clone, Debug, Default)]
pub struct Severities(pub BTreeMap<String, Weight>);

impl Decode for Severities {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let weights = BTreeMap::<String, Weight>::decode(node, found);
        if let NodeValue::Mapping(entries) = &node.value {
            found.extend(entries.iter().filter_map(|entry| not_adjustable(&entry.key, &entry.key_span)));
        }
        weights.map(Self)
    }

    fn form() -> Value {
        let adjustable = |code: &&str| catalogue::rule(code).is_some_and(|rule| rule.adjustable);
        let codes: Vec<_> = catalogue::codes().into_iter().filter(adjustable).collect();
        let mut form = form::map(Weight::form());
        form["propertyNames"] = json!({ "enum": codes });
        form
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

/// `unknown-rule` and `fixed-rule`: what is said of a code that a house or a note would weigh and may not.
pub fn not_adjustable(code: &str, place: &Span) -> Option<Diagnostic> {
    let Some(rule) = catalogue::rule(code) else {
        let hint = match nearest(code, catalogue::codes()) {
            Some(known) => format!("did you mean '{known}'?"),
            None => "write the code that stands in brackets in the findings".to_owned(),
        };
        let message = format!("unknown rule '{code}'");
        return Some(Diagnostic::error("unknown-rule", place.clone(), message).hint(hint));
    };
    let message = format!("the rule '{code}' holds in every house");
    let fixed = Diagnostic::error("fixed-rule", place.clone(), message);
    (!rule.adjustable).then(|| fixed.hint("remove it here, and mend what the rule finds"))
}

record! {
    /// What is built of each note that does not say otherwise.
    pub struct EditionDefaults {
        /// Language tags: `fr`, `en`, `fr-en`.
        pub languages: Vec<Text>,
        pub media: Vec<Medium>,
    }
}

record! {
    pub struct Contact {
        pub name: Option<PerLanguage<Text>>,
        pub email: Option<Text>,
        pub web: Option<Text>,
        pub telephone: Option<Text>,
        pub address: Option<PerLanguage<Text>>,
    }
}

choice! {
    /// How the target of a link is made readable on paper.
    pub enum LinkStyle {
        /// As a numbered note.
        Notes = "notes",
        /// Not at all.
        Plain = "plain",
    }
}

record! {
    pub struct ZonePreference {
        /// What stands after a time, where a language can say it; each language has a way of its own.
        pub style: Option<ZoneStyle>,
        /// Further zones in which the times of each note are printed, too: [America/New_York].
        pub also: Vec<Text>,
    }
}

choice! {
    /// What is said of a time zone.
    pub enum ZoneStyle {
        /// A city and the distance from UTC: Madrid time, UTC+2.
        Place = "place",
        /// The zone's letters: CEST.
        Abbreviation = "abbreviation",
        /// What its time is called: Central European Summer Time.
        Name = "name",
    }
}

record! {
    /// `directory.yaml`.
    pub struct Directory {
        pub events: BTreeMap<String, Arc<EventEntry>>,
        pub people: BTreeMap<String, Arc<PersonEntry>>,
        pub organisations: BTreeMap<String, Arc<Organisation>>,
        pub places: BTreeMap<String, Arc<Place>>,
    }
}

record! {
    pub struct EventEntry {
        pub name: PerLanguage<Text>,
        pub theme: Option<PerLanguage<Text>>,
    }
}

record! {
    pub struct PersonEntry {
        pub name: PersonName,
        /// The name in languages that spell it in another way, as in another script: {ar: {given: آنا, family: سيلفا}}.
        pub spelled: Option<PerLanguage<PersonName>>,
        pub gender: Option<Gender>,
        pub roles: Vec<RoleEntry>,
        /// A picture of the person, for speaker cards: portraits/ana-silva.jpg.
        pub portrait: Option<PortraitEntry>,
        /// Who the person is, in a few sentences in every language, for speaker cards.
        pub bio: Option<PerLanguage<Text>>,
    }
}

record! {
    pub struct PersonName {
        pub given: Option<Text>,
        pub family: Text,
    }
}

choice! {
    /// The gender that a person's titles take.
    pub enum Gender {
        Feminine = "f",
        Masculine = "m",
    }
}

record! {
    /// Either `title` with what it belongs to, or `phrase`.
    pub struct RoleEntry {
        /// A title of the terms, or the words of one that they do not have, in every language.
        pub title: Option<TitleEntry>,
        pub rank: Option<u32>,
        pub of: Option<Text>,
        pub r#for: Option<Text>,
        /// The first and the last day on which the person has the role.
        pub since: Option<Date>,
        pub until: Option<Date>,
        pub phrase: Option<PerLanguage<Text>>,
    }
}

/// A title as the directory writes it.
#[derive(Clone, Debug)]
pub enum TitleEntry {
    Key(Text),
    Words(PerLanguage<Text>),
}

impl Decode for TitleEntry {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        match node.value {
            NodeValue::Mapping(_) => PerLanguage::decode(node, found).map(Self::Words),
            _ => Text::decode(node, found).map(Self::Key),
        }
    }

    fn form() -> Value {
        json!({ "anyOf": [Text::form(), PerLanguage::<Text>::form()] })
    }
}

impl RoleEntry {
    /// Whether the person has the role on a day.
    pub fn held_on(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

record! {
    pub struct Organisation {
        pub name: PerLanguage<Text>,
        pub short: Option<PerLanguage<Text>>,
        /// How it is named in a role.
        pub cite: Option<Cite>,
        /// The article that the name takes in running words, per language.
        pub article: Option<PerLanguage<Text>>,
        /// Whether "de" is elided before the name that is cited.
        pub elide: Option<bool>,
    }
}

choice! {
    pub enum Cite {
        Name = "name",
        Short = "short",
        /// "l’Association suédoise … (SALAR)".
        Both = "both",
    }
}

record! {
    pub struct Place {
        pub name: PerLanguage<Text>,
        pub article: Option<PerLanguage<Text>>,
        pub elide: Option<bool>,
    }
}

/// One font file. Its families and characters are read from its tables by those who need them.
#[derive(Clone)]
pub struct FontFile {
    /// The path below `fonts/`, with `/`.
    pub path: String,
    pub bytes: Cow<'static, [u8]>,
}

impl std::fmt::Debug for FontFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)
    }
}

impl House {
    /// The place to point at for what the house as a whole lacks.
    pub fn span(&self) -> &Span {
        &self.profile.span
    }
}

impl PersonName {
    /// Given name and family name, each with its place.
    pub fn text(&self) -> Text {
        let mut name = self.given.clone().unwrap_or_default();
        if !name.is_empty() {
            name.push(Text::supplied(" "));
        }
        name.push(self.family.clone());
        name
    }

    /// The words alone.
    pub fn full(&self) -> String {
        self.text().plain()
    }
}
