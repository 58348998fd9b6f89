//! Times of day: of twenty-four hours, or of twelve hours twice, or with a word of their own.

use super::{figures, fill};
use crate::model::{Calendar, Halves, Pattern, Text};
use jiff::civil::Time;

/// One time of a day, or two: "12 h – 13 h 30", "noon–1.30 p.m.".
pub fn times(from: Time, to: Option<Time>, calendar: &Calendar) -> Text {
    let Some(to) = to else { return time(from, calendar) };
    fill(&calendar.times, &[("from", &first(from, to, calendar)), ("to", &time(to, calendar))])
}

/// A time and the midnight that ends its day, which has a word of its own.
pub fn until_midnight(from: Time, calendar: &Calendar) -> Text {
    let midnight = Text::supplied(calendar.named("24:00").unwrap_or_default());
    fill(&calendar.times, &[("from", &time(from, calendar)), ("to", &midnight)])
}

/// The same as a column prints it: as in running words, unless the language has a shorter way.
pub fn column(from: Time, to: Option<Time>, calendar: &Calendar) -> Text {
    let Some(column) = &calendar.column else { return times(from, to, calendar) };
    let time = |clock: Time| {
        numbered(clock, if clock.minute() == 0 { &column.hour } else { &column.minute }, calendar)
    };
    match to {
        Some(to) => fill(&column.times, &[("from", &time(from)), ("to", &time(to))]),
        None => time(from),
    }
}

pub fn time(clock: Time, calendar: &Calendar) -> Text {
    if let Some(word) = named(clock, calendar) {
        return Text::supplied(word);
    }
    let pattern = if clock.minute() == 0 { &calendar.hour } else { &calendar.minute };
    numbered(clock, pattern, calendar)
}

/// A time in figures.
fn numbered(clock: Time, pattern: &Pattern, calendar: &Calendar) -> Text {
    let meridiem = calendar.halves.as_ref().map(|halves| meridiem(clock, halves)).unwrap_or_default();
    let fields = [
        ("hour", &figures(clock.hour(), 1)),
        ("hh", &figures(clock.hour(), 2)),
        ("h12", &figures(hour_of_half(clock), 1)),
        ("minute", &figures(clock.minute(), 2)),
        ("meridiem", &Text::supplied(meridiem)),
    ];
    fill(pattern, &fields)
}

/// The first of two times. Where the second says of which half of the day both are, the first does not.
fn first(from: Time, to: Time, calendar: &Calendar) -> Text {
    let has_word = [from, to].iter().any(|clock| named(*clock, calendar).is_some());
    match &calendar.halves {
        Some(halves) if !has_word && from < to && meridiem(from, halves) == meridiem(to, halves) => {
            let pattern = if from.minute() == 0 { &halves.hour } else { &halves.minute };
            fill(pattern, &[("h12", &figures(hour_of_half(from), 1)), ("minute", &figures(from.minute(), 2))])
        }
        _ => time(from, calendar),
    }
}

fn named(clock: Time, calendar: &Calendar) -> Option<&str> {
    calendar.named(&format!("{:02}:{:02}", clock.hour(), clock.minute()))
}

fn meridiem(clock: Time, halves: &Halves) -> &str {
    if clock.hour() < 12 { &halves.am } else { &halves.pm }
}

/// 12, 1, 2, … 11.
fn hour_of_half(clock: Time) -> i8 {
    match clock.hour() % 12 {
        0 => 12,
        hour => hour,
    }
}
