//! `shared-number`: an ISBN and a DOI belong to one publication (ISBN Users' Manual, seventh edition,
//! section 5; DOI Handbook), and no two notes bear the same.

use crate::diagnostic::Diagnostic;
use crate::model::{House, Imprint, Text};

/// Numbers of the house that several of its notes would bear.
pub fn check_house(imprint: &Imprint, house: &House) -> Vec<Diagnostic> {
    let all: Vec<String> = imprint.isbn.keys().cloned().collect();
    let shared = imprint.numbers(&all).filter_map(|(kind, number)| {
        let claims = house.register.claims(kind, number);
        let inherited = claims.iter().filter(|claim| {
            number.span().is_some_and(|span| span.file.path == claim.span.file.path)
        });
        let mut notes: Vec<&str> = inherited.map(|claim| claim.note.as_str()).collect();
        notes.dedup();
        let [one, other, ..] = notes[..] else { return None };
        let message = match notes.len() {
            2 => format!("two notes, '{one}' and '{other}', would bear the {kind} '{}'", number.plain()),
            count => format!(
                "{count} notes, '{one}' and '{other}' among them, would bear the {kind} '{}'",
                number.plain()
            ),
        };
        Some(shared(number, message).hint(
            "move it into the session.yaml of the note that it was given to: 'imprint' there has the same keys",
        ))
    });
    shared.collect()
}

/// Numbers of a note that others bear, too: `tags` are the languages of its editions.
pub fn check(imprint: &Imprint, note: &str, tags: &[String], house: &House) -> Vec<Diagnostic> {
    let own = imprint
        .numbers(tags)
        .filter(|(_, number)| number.span().is_some_and(|span| span.file == imprint.span.file));
    let shared = own.filter_map(|(kind, number)| {
        let other = house.register.claims(kind, number).iter().find(|claim| claim.note != note)?;
        let message = format!("the note '{}' has the {kind} '{}', too", other.note, number.plain());
        let shared =
            shared(number, message).related(other.span.clone(), format!("the {kind} of '{}'", other.note));
        Some(shared.hint("give each note a number of its own"))
    });
    shared.collect()
}

fn shared(number: &Text, message: String) -> Diagnostic {
    Diagnostic::error("shared-number", number.span().cloned(), message)
}
