//! check: `Source`, `House` → `Report<Note>`; and the house by itself.
//!
//! In: what `load` could read. Out: a note that is typed, lawful and complete in every language that its editions
//! need, or all the reasons why it is not. Each family of rules has a file of its own below; what will be printed is
//! `proofread`'s to judge, how files are read is `load`'s.

mod access;
mod address;
mod agenda;
mod alignment;
mod breakouts;
mod cards;
mod declined;
mod desk;
mod directory;
mod doubt;
mod editions;
mod fence_body;
mod house;
mod imprint;
mod names;
mod profiles;
mod prose;
mod registration_link;
mod roles;
mod session;
mod staleness;
mod term_of_office;
mod terms;
#[cfg(test)]
mod tests;
mod timetable;
mod venue;
mod waivers;
mod when;
mod zone;

use crate::diagnostic::{Diagnostic, Report, Waiver};
use crate::model::{Edition, Event, House, Note, Source, Span, Text, When};
use desk::{Desk, once};
use editions::Plan;
use jiff::civil::Date;
use session::Session;
pub use staleness::accept;

/// Every rule on one note; all findings at once. The house is one that [`check_house`] found no error in: what is
/// wrong with the house itself is not said again for each note.
pub fn check(source: &Source, house: &House) -> Report<Note> {
    let mut found = Vec::new();
    let Some(session) = Session::read(&source.session, &mut found) else {
        return Report::new(None, found);
    };
    let plan = editions::plan(source, &session, house, &mut found);
    profiles::check(&house.terms, session.profiles.as_ref(), &mut found);
    let lexicon = house.terms.under(session.profiles.as_ref(), &plan.languages);
    found.extend(plan.languages.iter().flat_map(|language| lexicon.untold(*language)).cloned());
    let reader = format!("the note '{}'", source.id);
    let mut desk = Desk::new(reader, house, &lexicon, plan.languages.clone(), found);
    let note = read_note(&mut desk, source, &session, plan);
    Report::new(note, once(desk.found))
}

/// Every rule on what all notes share: the publisher, the words that each language of the house's editions needs,
/// the directory, the terms.
pub fn check_house(house: &House) -> Vec<Diagnostic> {
    once(house::check(house))
}

/// The findings that a note is allowed, also one that cannot be made as it is: what is wrong with its waivers, [`check`]
/// has told.
pub fn waivers(source: &Source) -> Vec<Waiver> {
    let session = Session::read(&source.session, &mut Vec::new());
    session.map_or_else(Vec::new, |session| waivers::check(source, &session, &mut Vec::new()))
}

/// The form of `session.yaml`, as JSON Schema.
pub fn session_form() -> serde_json::Value {
    Session::form()
}

/// Asks every rule before it builds the note, so that one finding hides no other.
fn read_note(desk: &mut Desk, source: &Source, session: &Session, plan: Plan) -> Option<Note> {
    check_id(desk, source, session);
    let prose = prose::check(desk, source, session, &plan);
    let kind = session.kind.clone();
    if let Some(kind) = &kind {
        terms::KINDS.check(desk, kind);
    }
    let event = session.event.as_ref().and_then(|id| read_event(desk, id));
    let when = session.when.as_ref().and_then(|when| when::check(desk, when));
    let venue = session.r#where.as_ref().and_then(|venue| venue::check(desk, venue));
    let times = timetable::check(desk, session, when.as_ref());
    let day = when.as_ref().map(|when| when.start.date);
    let agenda = agenda::check(desk, session, times, day);
    let cards = cards::check(desk, source, session, day);
    declined::check(desk, source, session);
    term_of_office::check(desk, session, day);
    for (value, what) in [(&session.version, "the version"), (&session.symbol, "the symbol")] {
        if let Some(value) = value {
            desk.words(value, what);
        }
    }
    let keywords = session.keywords.as_ref().and_then(|words| desk.complete(words, "the list of keywords"));
    let summary = session.summary.as_ref().and_then(|words| desk.complete(words, "the summary"));
    let tags: Vec<String> = plan.editions.iter().map(Edition::language_tag).collect();
    let imprint = imprint::check_note(desk, &source.id, session.imprint.as_ref(), &tags);
    let date = check_date(desk, session, when.as_ref());
    house::check_further_languages(desk);
    staleness::check(desk, source, session, &plan);
    let waivers = waivers::check(source, session, &mut desk.found);
    Some(Note {
        id: source.id.clone(),
        kind: kind?,
        event,
        when,
        venue,
        status: session.status(),
        issued: session.issued,
        date: date?,
        version: session.version.clone(),
        symbol: session.symbol.clone(),
        keywords,
        summary,
        agenda: agenda?,
        prose: prose?,
        images: cards::pictures(source, cards.as_deref()),
        cards: cards?,
        terms: desk.lexicon.clone(),
        imprint,
        waivers,
        editions: plan.editions,
    })
}

/// `id-mismatch`: the outputs are named after the folder, and other notes refer to the id.
fn check_id(desk: &mut Desk, source: &Source, session: &Session) {
    let Some(id) = session.id.as_ref().filter(|id| id.plain() != source.id) else { return };
    let message = format!("the id '{}' is not the name of the note's folder, '{}'", id.plain(), source.id);
    desk.push(
        Diagnostic::error("id-mismatch", id.span().cloned(), message)
            .hint(format!("write 'id: {}', or rename the folder", source.id)),
    );
}

/// `missing-date`: every file bears a day, and no clock is read to find one.
fn check_date(desk: &mut Desk, session: &Session, when: Option<&When>) -> Option<Date> {
    let house = desk.house;
    let date =
        house.source_date.or(session.issued).or(house.profile.issued).or(when.map(|when| when.start.date));
    // A `when` that could not be read has a finding of its own.
    if date.is_none() && session.when.is_none() && !house.gaps.profile {
        desk.push(
            Diagnostic::error(
                "missing-date",
                Span::top(&session.span.file),
                "this note has no day that its files can bear",
            )
            .hint("add 'issued: 2021-05-10' here or in house.yaml"),
        );
    }
    date
}

/// `unknown-event`, and its name and theme in every language.
fn read_event(desk: &mut Desk, id: &Text) -> Option<Event> {
    let directory = &desk.house.directory;
    let word = id.plain();
    let Some(entry) = directory.events.get(&word) else {
        let known = directory.events.keys().map(String::as_str);
        desk.miss("unknown-event", "event", id, known);
        return None;
    };
    let name = desk.complete(&entry.name, &format!("the name of the event '{word}'"));
    let theme = entry
        .theme
        .as_ref()
        .and_then(|theme| desk.complete(theme, &format!("the theme of the event '{word}'")));
    Some(Event { name: name?, theme })
}
