//! The cards of the speakers: who they are, on the day of the session, in every language, with their portraits.

use super::access::alternative;
use super::agenda;
use super::desk::Desk;
use super::prose::{Passage, visit};
use super::session::{PartEntry, Session};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Block, BlockKind, Card, CardPortrait, Image, PersonEntry, PersonName, PortraitEntry, Source, Text, head,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The cards, in the order in which people come into the agenda; none where no prose has a place for them. `None` if one
/// of them is incomplete.
pub fn check(desk: &mut Desk, source: &Source, session: &Session, day: Option<Date>) -> Option<Vec<Card>> {
    if !wanted(desk, source) {
        return Some(Vec::new());
    }
    let mut seen = BTreeSet::new();
    let mut cards = Vec::new();
    let coming = session.agenda().iter().flat_map(PartEntry::invitations).filter(|one| !one.is_declined());
    for invitation in coming {
        let id = invitation.person.plain();
        let Some(person) = desk.house.directory.people.get(&id).filter(|_| seen.insert(id)) else { continue };
        let speaker = agenda::read_speaker(desk, invitation, session.status(), day);
        let portrait = person.portrait.as_ref().map(|portrait| read_portrait(desk, person, portrait));
        let bio = match &person.bio {
            Some(bio) => desk.complete(bio, &format!("the bio of {}", person.name.full())).map(Some),
            None => {
                check_bio(desk, &invitation.person, person);
                Some(None)
            }
        };
        cards.push(
            speaker.flatten().zip(portrait.map_or(Some(None), |portrait| portrait.map(Some))).zip(bio).map(
                |((speaker, portrait), bio)| Card {
                    speaker,
                    portrait,
                    initials: initials(&person.name),
                    bio,
                },
            ),
        );
    }
    cards.into_iter().collect()
}

/// Whether a file of prose has a place for them.
fn wanted(desk: &Desk, source: &Source) -> bool {
    let needed = source.prose.iter().filter(|(language, _)| desk.languages.contains(language));
    needed.flat_map(|(_, prose)| &prose.sections).any(|section| !places(&section.blocks).is_empty())
}

/// The places that blocks give to the cards.
fn places(blocks: &[Block]) -> Vec<&Block> {
    let mut places = Vec::new();
    visit(blocks, &mut |passage| {
        if let Passage::Block(block) = passage
            && matches!(block.kind, BlockKind::Cards)
        {
            places.push(block);
        }
    });
    places
}

/// `repeated-cards` and `unused-cards`: the place that one file of prose gives to them.
pub fn check_places(desk: &mut Desk, blocks: &[&Block], session: &Session) {
    let places: Vec<_> = blocks.iter().filter(|block| matches!(block.kind, BlockKind::Cards)).collect();
    if let [_, again, ..] = places.as_slice() {
        desk.push(
            Diagnostic::error(
                "repeated-cards",
                head(&again.span),
                "the speakers have two places in this file",
            )
            .hint("keep one '::: speakers'"),
        );
    }
    let coming = session.agenda().iter().flat_map(PartEntry::invitations).any(|one| !one.is_declined());
    if let Some(place) = places.first().filter(|_| !coming) {
        desk.push(
            Diagnostic::error("unused-cards", head(&place.span), "the note has no speakers to stand here")
                .hint(format!(
                    "add 'people' to the agenda in {}, or remove this fence",
                    session.span.file.path
                )),
        );
    }
}

/// `missing-bio`: a card says who the person is.
fn check_bio(desk: &mut Desk, place: &Text, person: &PersonEntry) {
    let message = format!("{} has no bio, which the speakers' cards print", person.name.full());
    let (line, _) = head(&person.span).line_column();
    desk.push(
        Diagnostic::warning("missing-bio", place.span().cloned(), message)
            .hint(format!("add 'bio' in every language in {} (line {line})", person.span.file.path)),
    );
}

fn read_portrait(desk: &mut Desk, person: &PersonEntry, entry: &PortraitEntry) -> Option<CardPortrait> {
    let what = format!("the description of the portrait of {}", person.name.full());
    let alternative = entry.alternative.as_ref().map(|words| desk.complete(words, &what));
    for words in entry.alternative.iter().flat_map(|words| words.values.values()) {
        // Without words, it is `empty-text`.
        let plain = words.plain();
        let message = alternative::undescriptive(&entry.image.plain(), &plain)
            .filter(|_| plain.chars().any(char::is_alphanumeric));
        if let Some(message) = message {
            desk.push(Diagnostic::error("image-alt", words.span().cloned(), message).hint(
                "say what it shows to those who do not see it, or leave out 'alt': then the person is named",
            ));
        }
    }
    let portrait = desk.house.portraits.get(&entry.image.plain())?;
    desk.found.extend(portrait.diagnostics.iter().cloned());
    let image = portrait.value.clone()?;
    // The key of a portrait among the pictures of a note: paths of the prose do not begin with a slash.
    let path = Text::new(format!("/{}", image.path), entry.image.span().cloned());
    Some(CardPortrait {
        path,
        image,
        alternative: match alternative {
            Some(words) => Some(words?),
            None => None,
        },
    })
}

/// The pictures of a note: those of its prose and the portraits of its cards.
pub fn pictures(source: &Source, cards: Option<&[Card]>) -> BTreeMap<String, Image> {
    let portraits = cards.into_iter().flatten().filter_map(|card| card.portrait.as_ref());
    let portraits = portraits.map(|portrait| (portrait.path.plain(), portrait.image.clone()));
    source.images.clone().into_iter().chain(portraits).collect()
}

/// The capitals that a name begins with: MS for Maria de la Silva. In a script without capitals, whose letters may join,
/// the first letter alone.
fn initials(name: &PersonName) -> Text {
    let capital = |text: &Text| text.plain().chars().find(|letter| letter.is_uppercase());
    let capitals: String = name.given.iter().chain([&name.family]).filter_map(capital).collect();
    let first = || name.full().chars().find(|letter| letter.is_alphabetic());
    let letters = if capitals.is_empty() { first().map(String::from).unwrap_or_default() } else { capitals };
    Text::new(letters, name.family.span().cloned())
}
