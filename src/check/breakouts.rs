//! Break-out sessions: parts of a part that take place at the same time, each in its own room.

use super::agenda;
use super::desk::Desk;
use super::session::{BreakoutEntry, PartEntry};
use crate::diagnostic::Diagnostic;
use crate::model::{Breakout, Speaker, Status, Text, head};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The break-out sessions of a part, each with its people. `None` if one of them is incomplete.
pub fn check(desk: &mut Desk, entry: &PartEntry, status: Status, day: Option<Date>) -> Option<Vec<Breakout>> {
    let entries = &entry.breakouts.0;
    if let [only] = entries.as_slice()
        && !entry.breakouts.1
    {
        let message = "one break-out session alone is parallel to nothing";
        desk.push(
            Diagnostic::warning("lone-breakout", head(&only.span), message)
                .hint("add those at the same time, or write its heading and people in the part itself"),
        );
    }
    check_rooms(desk, entries);
    let read: Vec<_> = entries.iter().map(|entry| read(desk, entry, status, day)).collect();
    read.into_iter().collect()
}

fn read(desk: &mut Desk, entry: &BreakoutEntry, status: Status, day: Option<Date>) -> Option<Breakout> {
    let heading = desk.complete(&entry.heading, "the heading of this break-out session");
    let room = entry.room.as_ref().map(|room| desk.complete(room, "the room of this break-out session"));
    agenda::check_repeats(desk, &entry.people.0);
    let people: Vec<_> =
        entry.people.0.iter().map(|invitation| agenda::read_speaker(desk, invitation, status, day)).collect();
    let people: Vec<Speaker> =
        people.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    let room = match room {
        Some(room) => Some(room?),
        None => None,
    };
    Some(Breakout { heading: heading?, room, people })
}

/// `shared-room`: two sessions at the same time in one room.
fn check_rooms(desk: &mut Desk, entries: &[BreakoutEntry]) {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let rooms = entry.room.iter().flat_map(|room| &room.values);
        let shared: Vec<&Text> = rooms
            .filter(|(language, room)| !seen.insert((**language, room.plain().trim().to_lowercase())))
            .map(|(_, room)| room)
            .collect();
        if let Some(room) = shared.first() {
            let message = format!("another break-out session of this part is in the room '{}'", room.plain());
            desk.push(
                Diagnostic::warning("shared-room", room.span().cloned(), message)
                    .hint("give one of the two another room"),
            );
        }
    }
}
