//! What an agenda holds beyond its parts: break-out sessions, and the cards of its speakers.

use super::{Decode, Image, Localized, Node, NodeValue, PerLanguage, Speaker, SpeakerCopy, Text};
use crate::diagnostic::Diagnostic;
use crate::{choice, record};
use serde_json::{Value, json};

/// One of several sessions that take place at the same time, as parts of a part.
#[derive(Clone, Debug)]
pub struct Breakout {
    pub heading: Localized<Text>,
    pub room: Option<Localized<Text>>,
    pub people: Vec<Speaker>,
}

#[derive(Clone, Debug)]
pub struct BreakoutCopy {
    pub heading: Text,
    pub room: Option<Text>,
    pub people: Vec<SpeakerCopy>,
}

/// A speaker as a card presents them.
#[derive(Clone, Debug)]
pub struct Card {
    pub speaker: Speaker,
    pub portrait: Option<CardPortrait>,
    /// What stands in the place of a portrait.
    pub initials: Text,
    pub bio: Option<Localized<Text>>,
}

#[derive(Clone, Debug)]
pub struct CardPortrait {
    /// The picture, by its key among the pictures of the note.
    pub path: Text,
    pub image: Image,
    /// What it shows, if the house says it in words of its own.
    pub alternative: Option<Localized<Text>>,
}

#[derive(Clone, Debug)]
pub struct CardCopy {
    pub person: SpeakerCopy,
    /// The key of the picture, and what is said of it to those who do not see it.
    pub portrait: Option<(Text, Text)>,
    pub initials: Text,
    pub bio: Option<Text>,
}

/// A portrait as the directory writes it: its path, with words on what it shows or without.
#[derive(Clone, Debug)]
pub struct PortraitEntry {
    pub image: Text,
    pub alternative: Option<PerLanguage<Text>>,
}

record! {
    pub struct DescribedPortrait {
        /// The path of the picture, beside `directory.yaml`.
        pub image: Text,
        /// What it shows, in every language; without it the person is named.
        pub alt: Option<PerLanguage<Text>>,
    }
}

impl Decode for PortraitEntry {
    fn decode(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Self> {
        match node.value {
            NodeValue::Mapping(_) => DescribedPortrait::decode(node, found)
                .map(|portrait| Self { image: portrait.image, alternative: portrait.alt }),
            _ => Text::decode(node, found).map(|image| Self { image, alternative: None }),
        }
    }

    fn form() -> Value {
        json!({ "anyOf": [Text::form(), DescribedPortrait::form()] })
    }
}

choice! {
    /// How portraits are cut.
    pub enum PortraitShape {
        Round = "round",
        Rectangle = "rectangle",
    }
}
