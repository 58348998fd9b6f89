//! `part-overlap`: a part begins when the one before it has ended.

use super::{Slot, clock};
use crate::check::desk::Desk;
use crate::diagnostic::Diagnostic;

pub fn check(desk: &mut Desk, slots: &[&Slot]) {
    for pair in slots.windows(2) {
        let [first, second] = pair else { continue };
        let message = match first.end {
            _ if second.start < first.start => {
                format!(
                    "this part begins at {}, before the one above it, at {}",
                    clock(second.start),
                    clock(first.start)
                )
            }
            Some(end) if second.start < end => {
                format!(
                    "this part begins at {}, when the one above it runs until {}",
                    clock(second.start),
                    clock(end)
                )
            }
            _ => continue,
        };
        desk.push(
            Diagnostic::warning("part-overlap", second.place(), message)
                .hint("change the times of one of the two, or their order"),
        );
    }
}
