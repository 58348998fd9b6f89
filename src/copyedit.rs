//! copyedit: `Note`, a language's terms → `FairCopy`: the note as that language prints it.
//!
//! Two desks work here. One applies the language's typographic profile to every passage that was written ([`rules`],
//! on a [`galley`]); the other composes what the facts say: dates, places, titles of persons, the colophon. Both know
//! the language by its terms alone. What is wrong with a note was said by `check`: nothing here can fail.

mod calendar;
mod colophon;
mod galley;
mod names;
mod passage;
mod people;
mod rules;
#[cfg(test)]
mod tests;
mod venue;

use crate::model::{FairCopy, House, Language, Localized, Note, Status, Terms, Text, ZoneStyle};
use std::sync::Arc;

/// The note as one language prints it.
///
/// # Panics
/// If there are no terms for the language: `check` refuses such an edition.
pub fn copyedit(note: &Note, house: &House, language: Language) -> FairCopy {
    let terms = note.terms.get(&language).expect("check made sure that there are terms for every edition");
    let desk = Desk { house, terms, language };
    let copy = note.prose.get(language);
    let mut title = copy.title.clone();
    passage::inlines(&mut title, &note.terms, terms);
    let mut sections = copy.sections.clone();
    passage::sections(&mut sections, &note.terms, terms);
    names::tie(&mut sections, &house.directory);
    FairCopy {
        language,
        terms: Arc::clone(terms),
        lexicon: note.terms.clone(),
        title,
        kind: desk.kind(&note.kind),
        event: note.event.as_ref().map(|event| desk.localized(&event.name)),
        theme: note.event.as_ref().and_then(|event| event.theme.as_ref()).map(|theme| desk.localized(theme)),
        date_line: note
            .when
            .as_ref()
            .map(|when| desk.dressed(calendar::date_line(when, terms, desk.zones()))),
        venue_line: note
            .venue
            .as_ref()
            .and_then(|venue| desk.venue_line(venue))
            .map(|line| desk.dressed(line)),
        venue_link: note.venue.as_ref().and_then(|venue| venue.link.clone()),
        status: desk.status(note.status),
        version: desk.version(note).map(capitalised).map(|line| desk.dressed(line)),
        symbol: note.symbol.clone(),
        sections,
        agenda: desk.agenda(&note.agenda),
        cards: desk.cards(&note.cards),
        colophon: desk.colophon(note),
        isbns: desk.isbns(note),
        keywords: note.keywords.as_ref().map_or_else(Vec::new, |keywords| {
            keywords.get(language).iter().map(|keyword| desk.edited(keyword)).collect()
        }),
        imprint: note.imprint.clone(),
        date: note.date,
        images: note.images.clone(),
        summary: note.summary.as_ref().map(|summary| desk.localized(summary)),
    }
}

/// One language's place in the house.
struct Desk<'a> {
    house: &'a House,
    terms: &'a Terms,
    language: Language,
}

impl Desk<'_> {
    fn edited(&self, words: &Text) -> Text {
        let mut words = words.clone();
        passage::text(&mut words, self.terms);
        words
    }

    fn dressed(&self, mut words: Text) -> Text {
        passage::dress(&mut words, self.terms);
        words
    }

    fn localized(&self, words: &Localized<Text>) -> Text {
        self.edited(words.get(self.language))
    }

    /// How the house wants zones.
    fn zones(&self) -> Option<ZoneStyle> {
        self.house.profile.zones.as_ref().and_then(|zones| zones.style)
    }

    fn kind(&self, key: &Text) -> Text {
        let label = self.terms.kinds.get(&key.plain());
        label.map_or_else(|| key.clone(), |label| Text::new(label, key.span().cloned()))
    }

    fn status(&self, status: Status) -> Option<Text> {
        (status != Status::Final).then(|| Text::supplied(self.terms.word(status.as_str())))
    }

    /// A line of the terms with its one field filled.
    fn line(&self, key: &str, field: &str, words: &Text) -> Text {
        let pattern = self.terms.lines.get(key);
        pattern.and_then(|pattern| pattern.fill(&[(field, words)])).unwrap_or_else(|| words.clone())
    }

    fn version(&self, note: &Note) -> Option<Text> {
        note.version.as_ref().map(|version| self.line("version", "version", version))
    }
}

impl Desk<'_> {
    /// Several in one: "anglais, espagnol et français", "Ana e Inés".
    fn list(&self, mut items: Vec<Text>) -> Option<Text> {
        let count = items.len();
        let last = items.pop()?;
        let and = self.terms.grammar.and(count, &last.plain());
        let between = self.terms.grammar.between.as_deref();
        let others = joined(items, between.unwrap_or_else(|| self.terms.word("comma")));
        joined(others.into_iter().chain([last]), and)
    }
}

/// Texts with words of the press between them; nothing where there are none.
fn joined(texts: impl IntoIterator<Item = Text>, between: &str) -> Option<Text> {
    let mut texts = texts.into_iter();
    let mut line = texts.next()?;
    for text in texts {
        line.push(Text::supplied(between));
        line.push(text);
    }
    Some(line)
}

/// Words as they stand at the head of a line. What was written in the sources keeps its own letters.
fn capitalised(mut words: Text) -> Text {
    if let Some(piece) = words.pieces.first_mut().filter(|piece| piece.span.is_none()) {
        let mut letters = piece.text.chars();
        if let Some(first) = letters.next() {
            piece.text = first.to_uppercase().chain(letters).collect();
        }
    }
    words
}
