//! Dates and times as a language writes them.

use crate::model::{Calendar, Moment, Pattern, Terms, Text, When, Zone};
use jiff::civil::{Date, Time};

/// When a session takes place, in one line; the zone stands once, after the times.
pub fn date_line(when: &When, terms: &Terms) -> Text {
    let calendar = &terms.calendar;
    let start = when.start;
    let end = when.end.filter(|end| *end != start);
    let mut line = match end {
        Some(end) if end.date != start.date => days(start, end, calendar),
        Some(Moment { time: Some(to), .. }) if start.time.is_some_and(|from| from != to) => {
            let times = start.time.map(|from| times(from, Some(to), calendar)).unwrap_or_default();
            fill(&calendar.moment, &[("date", &date(start.date, calendar)), ("time", &times)])
        }
        _ => moment(start, &calendar.moment, calendar),
    };
    let has_time = start.time.is_some() || end.is_some_and(|end| end.time.is_some());
    if let Some(zone) = when.zone.as_ref().filter(|_| has_time).and_then(|zone| zone_label(zone, terms)) {
        line.push(Text::supplied(" "));
        line.push(zone);
    }
    line
}

/// A day: "19 mai 2021".
pub fn date(day: Date, calendar: &Calendar) -> Text {
    let fields = [
        ("day", &Text::supplied(calendar.day(day.day()))),
        ("month", &Text::supplied(calendar.month(day.month()))),
        ("year", &Text::supplied(day.year().to_string())),
    ];
    fill(&calendar.date, &fields)
}

/// One time of a day, or two: "12 h – 13 h 30".
pub fn times(from: Time, to: Option<Time>, calendar: &Calendar) -> Text {
    let start = time(from, calendar);
    match to {
        Some(to) => fill(&calendar.times, &[("from", &start), ("to", &time(to, calendar))]),
        None => start,
    }
}

/// Several days; what both share is written once where no time stands between.
fn days(start: Moment, end: Moment, calendar: &Calendar) -> Text {
    let (first, last) = (start.date, end.date);
    let ranges = &calendar.ranges;
    if start.time.is_some() || end.time.is_some() || first.year() != last.year() {
        let pattern = ranges.moment.as_ref().unwrap_or(&calendar.moment);
        let (from, to) = (moment(start, pattern, calendar), moment(end, pattern, calendar));
        return fill(&ranges.any, &[("from", &from), ("to", &to)]);
    }
    let fields = [
        ("day", &Text::supplied(calendar.day(first.day()))),
        ("month", &Text::supplied(calendar.month(first.month()))),
        ("to", &Text::supplied(calendar.day(last.day()))),
        ("end", &Text::supplied(calendar.month(last.month()))),
        ("year", &Text::supplied(first.year().to_string())),
    ];
    let pattern = if first.month() == last.month() { &ranges.month } else { &ranges.year };
    fill(pattern, &fields)
}

fn moment(moment: Moment, pattern: &Pattern, calendar: &Calendar) -> Text {
    let day = date(moment.date, calendar);
    match moment.time {
        Some(clock) => fill(pattern, &[("date", &day), ("time", &time(clock, calendar))]),
        None => day,
    }
}

fn time(clock: Time, calendar: &Calendar) -> Text {
    let pattern = if clock.minute() == 0 { &calendar.hour } else { &calendar.minute };
    let fields = [
        ("hour", &Text::supplied(clock.hour().to_string())),
        ("hh", &Text::supplied(format!("{:02}", clock.hour()))),
        ("minute", &Text::supplied(format!("{:02}", clock.minute()))),
    ];
    fill(pattern, &fields)
}

/// The first of the language's labels for a zone whose fields are known.
fn zone_label(zone: &Zone, terms: &Terms) -> Option<Text> {
    let mut fields = vec![("offset", offset(zone.offset, &terms.calendar))];
    if let Some(city) = terms.zones.get(&zone.name.plain()) {
        fields.push(("city", Text::new(city, zone.name.span().cloned())));
    }
    // Where a zone has no letters of its own, IANA's abbreviation repeats the offset.
    if zone.abbreviation.chars().all(|ch| ch.is_ascii_alphabetic()) {
        fields.push(("abbreviation", Text::new(&zone.abbreviation, zone.name.span().cloned())));
    }
    let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text)).collect();
    terms.calendar.zone.iter().find_map(|pattern| pattern.fill(&fields))
}

/// The distance from UTC; `offset` in minutes east of Greenwich.
fn offset(offset: i32, calendar: &Calendar) -> Text {
    let style = &calendar.offset;
    let (hours, minutes) = (offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
    let fields = [
        ("sign", &Text::supplied(if offset < 0 { &style.minus } else { &style.plus })),
        ("hours", &Text::supplied(hours.to_string())),
        ("minutes", &Text::supplied(format!("{minutes:02}"))),
    ];
    match (hours, minutes) {
        (0, 0) => Text::supplied(&style.none),
        (_, 0) => fill(&style.hours, &fields),
        _ => fill(&style.minutes, &fields),
    }
}

/// A pattern of the calendar with its fields; the terms were checked for unknown ones when they were read.
fn fill(pattern: &Pattern, fields: &[(&str, &Text)]) -> Text {
    pattern.fill(fields).unwrap_or_default()
}
