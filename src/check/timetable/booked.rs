//! `double-booking`: nobody speaks in two parts at once, nor in two break-out sessions of one part.

use super::{Slot, clock};
use crate::check::desk::Desk;
use crate::check::session::{Invitation, Session};
use crate::diagnostic::Diagnostic;
use crate::model::Text;
use std::collections::{BTreeMap, BTreeSet};

pub fn check(desk: &mut Desk, session: &Session, slots: &[&Slot]) {
    for part in session.agenda() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, breakout) in part.breakouts.0.iter().enumerate() {
            for invitation in coming(&breakout.people.0) {
                let id = invitation.person.plain();
                if *seen.entry(id.clone()).or_insert(index) != index {
                    let message = format!("'{id}' is in another break-out session of this part");
                    report(desk, &invitation.person, message, "change who speaks in one of the two");
                }
            }
        }
    }
    let mut seen: BTreeMap<String, Vec<(i32, i32)>> = BTreeMap::new();
    for slot in slots {
        let Some(end) = slot.end else { continue };
        let mut here = BTreeSet::new();
        for invitation in coming(slot.entry.invitations()) {
            let id = invitation.person.plain();
            // Twice in one part has been told, or is no slip: who opens it may speak in one of its sessions.
            if !here.insert(id.clone()) {
                continue;
            }
            let times = seen.entry(id.clone()).or_default();
            if let Some((from, to)) = times.iter().find(|(from, to)| slot.start < *to && *from < end) {
                let message = format!("'{id}' is in another part from {} to {}", clock(*from), clock(*to));
                let mend = "change the times of one of the two parts, or who speaks in it";
                report(desk, &invitation.person, message, mend);
            }
            times.push((slot.start, end));
        }
    }
}

fn coming<'a>(invitations: impl IntoIterator<Item = &'a Invitation>) -> impl Iterator<Item = &'a Invitation> {
    invitations.into_iter().filter(|invitation| !invitation.is_declined())
}

fn report(desk: &mut Desk, person: &Text, message: String, mend: &str) {
    desk.push(Diagnostic::warning("double-booking", person.span().cloned(), message).hint(mend));
}
