//! `part-outside`: parts begin and end within their session.

use super::{Day, Slot, clock};
use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;

pub fn check(desk: &mut Desk, slots: &[&Slot], day: &Day) {
    for slot in slots {
        let early = day.start.filter(|start| slot.start < *start);
        let late = day.end.filter(|end| slot.start >= *end || slot.end.is_some_and(|own| own > *end));
        let message = match (early, late) {
            (Some(start), _) => {
                format!("this part begins at {}, before the session, at {}", clock(slot.start), clock(start))
            }
            (None, Some(end)) if slot.start >= end => {
                format!(
                    "this part begins at {}, when the session has ended, at {}",
                    clock(slot.start),
                    clock(end)
                )
            }
            (None, Some(end)) => {
                let own = slot.end.unwrap_or(slot.start);
                format!(
                    "this part ends at {}, {} minutes after the session, at {}",
                    clock(own),
                    own - end,
                    clock(end)
                )
            }
            (None, None) => continue,
        };
        desk.push(
            Diagnostic::warning("part-outside", slot.place(), message)
                .hint("change the times of the part, or the session's under 'when'"),
        );
    }
}
