//! When the parts of an agenda begin and end, and what this says of the session and its speakers. One rule a file.
//!
//! A part has `start` and `end` on the clocks of the session's zone, or `minutes`: then it begins where the part before it
//! ends, the first with the session.

mod booked;
mod bounds;
mod overlaps;

use super::desk::Desk;
use super::session::{PartEntry, Session};
use crate::diagnostic::Diagnostic;
use crate::model::{Span, Text, When, head};
use jiff::civil::Time;

const DAY: i32 = 24 * 60;

/// One part's place in the day, in minutes from the midnight before the session.
struct Slot<'a> {
    entry: &'a PartEntry,
    start: i32,
    end: Option<i32>,
}

impl Slot<'_> {
    fn place(&self) -> Span {
        let times = &self.entry;
        times.start.as_ref().and_then(Text::span).cloned().unwrap_or_else(|| head(&self.entry.span))
    }
}

/// The times that are printed of each part of the session, in the order of its agenda.
pub fn check(desk: &mut Desk, session: &Session, when: Option<&When>) -> Vec<Option<(Time, Option<Time>)>> {
    let day = Day::of(when);
    let mut slots: Vec<Option<Slot>> = Vec::new();
    // Where a part begins that says its length alone.
    let mut next = day.start;
    for entry in session.agenda() {
        let slot = read(desk, entry, &day, next);
        if let Some(slot) = &slot {
            next = slot.end;
        }
        slots.push(slot);
    }
    let timed: Vec<&Slot> = slots.iter().flatten().collect();
    bounds::check(desk, &timed, &day);
    overlaps::check(desk, &timed);
    booked::check(desk, session, &timed);
    slots
        .iter()
        .map(|slot| slot.as_ref().and_then(|slot| Some((time(slot.start)?, slot.end.and_then(time)))))
        .collect()
}

/// The session's own times, in minutes from the midnight before it; `None` where they are not known, or where the session
/// is so long that the time of a part does not say its day.
struct Day {
    start: Option<i32>,
    end: Option<i32>,
}

impl Day {
    fn of(when: Option<&When>) -> Self {
        let start = when.and_then(|when| when.start.time).map(minutes);
        let end = when.and_then(|when| {
            let end = when.end?;
            let days = (end.date - when.start.date).get_days();
            Some(minutes(end.time?) + days * DAY)
        });
        match (start, end) {
            (Some(start), Some(end)) if end - start <= DAY => Self { start: Some(start), end: Some(end) },
            (start, None) => Self { start, end: None },
            _ => Self { start: None, end: None },
        }
    }

    /// Past midnight, a time belongs to the session's second day.
    fn minutes(&self, time: Time) -> i32 {
        let at = minutes(time);
        match (self.start, self.end) {
            (Some(start), Some(end)) if end > DAY && at < start && at + DAY <= end => at + DAY,
            _ => at,
        }
    }
}

fn read<'a>(desk: &mut Desk, entry: &'a PartEntry, day: &Day, next: Option<i32>) -> Option<Slot<'a>> {
    let [start, end] = [&entry.start, &entry.end].map(|text| read_time(desk, text.as_ref()));
    if let Some((text, _)) = entry.end.as_ref().zip(entry.minutes) {
        desk.push(
            Diagnostic::error(
                "part-times",
                text.span().cloned(),
                "'end' and 'minutes' cannot stand together",
            )
            .hint("keep one of the two"),
        );
        return None;
    }
    let length =
        entry.minutes.and_then(|minutes| i32::try_from(minutes).ok()).filter(|length| *length <= DAY);
    let has_times = entry.end.is_some() || entry.minutes.is_some();
    let start = match (&entry.start, start) {
        (Some(_), start) => day.minutes(start?),
        (None, _) if !has_times => return None,
        (None, _) => {
            let begins = next.filter(|_| length.is_some());
            if begins.is_none() {
                desk.push(
                    Diagnostic::error("part-times", head(&entry.span), "nothing says when this part begins")
                        .hint("add 'start: …' here, such as 'start: 12:00'"),
                );
            }
            begins?
        }
    };
    let end = match (end, length) {
        (Some(end), _) => {
            let end = day.minutes(end);
            // Past midnight where the session runs past it, or where nothing says that it does not.
            if end < start && start - end > DAY / 2 { end + DAY } else { end }
        }
        (None, Some(length)) => start + length,
        (None, None) => return Some(Slot { entry, start, end: None }),
    };
    if end <= start {
        let place = entry.end.as_ref().and_then(Text::span).cloned().unwrap_or_else(|| head(&entry.span));
        desk.push(
            Diagnostic::error("part-times", place, "this part ends before it begins, or as it does")
                .hint("write an 'end' that is later than 'start', or leave it out"),
        );
        return None;
    }
    Some(Slot { entry, start, end: Some(end) })
}

/// A time of day, as `12:00`.
fn read_time(desk: &mut Desk, text: Option<&Text>) -> Option<Time> {
    let text = text?;
    let word = text.plain();
    let shape: String = word.chars().map(|sign| if sign.is_ascii_digit() { '0' } else { sign }).collect();
    let time = if shape == "00:00" { word.parse().ok() } else { None };
    if time.is_none() {
        let message = format!("expected a time such as 12:00, found '{word}'");
        let hint = match super::when::clock(&word) {
            Some(time) => format!("did you mean '{time}'?"),
            None => {
                "write hours and minutes with two figures each and a colon between; the day is the session's"
                    .to_owned()
            }
        };
        desk.push(Diagnostic::error("part-times", text.span().cloned(), message).hint(hint));
    }
    time
}

fn minutes(time: Time) -> i32 {
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

fn time(minutes: i32) -> Option<Time> {
    let minutes = minutes.rem_euclid(DAY);
    Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()
}

/// A time as the sources write it.
fn clock(minutes: i32) -> String {
    let minutes = minutes.rem_euclid(DAY);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
