//! `double-booking`: nobody speaks in two parts at once.

use super::{Slot, clock};
use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::Attendance;
use std::collections::BTreeMap;

pub fn check(desk: &mut Desk, slots: &[&Slot]) {
    let mut seen: BTreeMap<String, Vec<(i32, i32)>> = BTreeMap::new();
    for slot in slots {
        let Some(end) = slot.end else { continue };
        for invitation in &slot.entry.people.0 {
            if invitation.status.as_ref().is_some_and(|status| status.value == Attendance::Declined) {
                continue;
            }
            let id = invitation.person.plain();
            let times = seen.entry(id.clone()).or_default();
            if let Some((from, to)) = times.iter().find(|(from, to)| slot.start < *to && *from < end) {
                let message = format!("'{id}' is in another part from {} to {}", clock(*from), clock(*to));
                desk.push(
                    Diagnostic::warning("double-booking", invitation.person.span().cloned(), message)
                        .hint("change the times of one of the two parts, or who speaks in it"),
                );
            }
            times.push((slot.start, end));
        }
    }
}
