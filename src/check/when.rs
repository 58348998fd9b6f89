//! When a session takes place: days and times that exist, in a zone that exists, in their order.

use super::desk::Desk;
use super::session::WhenEntry;
use super::zone;
use crate::diagnostic::Diagnostic;
use crate::model::{Moment, Text, When, days_and_times, head};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// A moment with its place.
type Stamp<'a> = (Moment, &'a Text);

pub fn check(desk: &mut Desk, entry: &WhenEntry) -> Option<When> {
    check_keys(desk, entry);
    let start = entry.start.as_ref().or(entry.date.as_ref());
    let start = start.and_then(|text| read_moment(desk, text, entry.start.is_none()));
    let end = entry.end.as_ref().and_then(|text| read_end(desk, text, start));
    let zone = entry.zone.as_ref().and_then(|name| zone::read(desk, name));
    check_zone(desk, entry, start.or(end));
    let [start_instant, end_instant] = [start, end].map(|stamp| read_instant(desk, stamp?, zone.as_ref()?));
    for (stamp, instant) in [(start, start_instant), (end, end_instant)] {
        if let (Some((_, text)), Some(instant), Some(zone)) = (stamp, instant, &zone) {
            check_offset(desk, text, instant, zone);
        }
    }
    if let (Some(start), Some(end)) = (start, end) {
        check_order(desk, start, end, start_instant.zip(end_instant));
    }
    let also = zone::further(desk, entry, start.is_some_and(|(moment, _)| moment.time.is_some()));
    let (start, end) = (start?.0, end.map(|(moment, _)| moment));
    let (Some(name), Some(zone), Some(start_instant)) = (&entry.zone, zone, start_instant) else {
        return Some(When { start, end, zone: None, end_zone: None, also: Vec::new() });
    };
    let mut when = zone::at(name, &zone, start_instant, end_instant);
    when.also = also.iter().map(|(name, zone)| zone::at(name, zone, start_instant, end_instant)).collect();
    Some(When { start, end, ..when })
}

/// `date-and-start`, `end-without-start`, `empty-when`: which keys stand together.
fn check_keys(desk: &mut Desk, entry: &WhenEntry) {
    let finding = match entry {
        WhenEntry { date: Some(date), start: Some(_), .. } => Diagnostic::error(
            "date-and-start",
            date.span().cloned(),
            "'date' and 'start' cannot stand together",
        )
        .hint("keep 'date' for a day without times, else 'start'"),
        WhenEntry { end: Some(end), start: None, .. } => {
            let span = end.span().cloned();
            let hint = match entry.date {
                Some(_) => "write 'start' in place of 'date'",
                None => "add 'start: …' here",
            };
            Diagnostic::error("end-without-start", span, "'end' stands without 'start'").hint(hint)
        }
        WhenEntry { date: None, start: None, .. } => {
            Diagnostic::error("empty-when", head(&entry.span), "'when' names no day")
                .hint("add 'date: …' or 'start: …' here, or leave out 'when'")
        }
        _ => return,
    };
    desk.push(finding);
}

/// `missing-zone` and `unused-zone`: times have a zone, days have none.
fn check_zone(desk: &mut Desk, entry: &WhenEntry, stamp: Option<Stamp>) {
    let Some((moment, text)) = stamp else { return };
    match (&entry.zone, moment.time) {
        (None, Some(_)) => desk.push(
            Diagnostic::error("missing-zone", text.span().cloned(), "the zone of this time is not said")
                .hint("add 'zone: …' with the zone's name in IANA's list, such as 'zone: Europe/Madrid'"),
        ),
        (Some(zone), None) => desk.push(
            Diagnostic::warning("unused-zone", zone.span().cloned(), "the zone belongs to no time")
                .hint("give 'start' a time, or remove 'zone'"),
        ),
        _ => {}
    }
}

/// `wrong-type` and `no-such-moment`: a day, or a day and a time, as `2021-05-19T12:00`; only a day if `day_only`.
fn read_moment<'a>(desk: &mut Desk, text: &'a Text, day_only: bool) -> Option<Stamp<'a>> {
    let word = text.plain();
    let span = text.span().cloned();
    let expected = match day_only {
        true => "a date such as 2021-05-19",
        false => "a date and time such as 2021-05-19T12:00",
    };
    let (local, offset) = split_offset(&word);
    let word =
        if offset.is_some() && parse_moment(local).is_some() { local.to_owned() } else { word.clone() };
    if let Some(moment) = parse_moment(&word).filter(|moment| !day_only || moment.time.is_none()) {
        return Some((moment, text));
    }
    let finding = if parse_moment(&word).is_some() {
        Diagnostic::error("wrong-type", span, format!("expected {expected}, found '{word}'"))
            .hint("write 'start' in place of 'date' where there is a time")
    } else if has_shape(&word) {
        Diagnostic::error("no-such-moment", span, format!("'{word}' is on no calendar and no clock"))
            .hint(bounds(&word))
    } else {
        let hint = meant(&word, day_only);
        Diagnostic::error("wrong-type", span, format!("expected {expected}, found '{word}'")).hint(hint)
    };
    desk.push(finding);
    None
}

/// `offset-mismatch`: a distance from UTC that is written after a time, 2021-05-19T12:00+02:00, is that of the zone then.
fn check_offset(desk: &mut Desk, text: &Text, instant: Timestamp, zone: &TimeZone) {
    let word = text.plain();
    let (local, Some(written)) = split_offset(&word) else { return };
    let seconds = zone.to_offset_info(instant).offset().seconds();
    if written * 60 == seconds {
        return;
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    let offset = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
    let name = zone.iana_name().unwrap_or_default();
    let said = word.get(local.len()..).unwrap_or_default();
    let message = format!("'{said}' is not the distance from UTC of {name} at this time, which is {offset}");
    desk.push(
        Diagnostic::error("offset-mismatch", text.span().cloned(), message)
            .hint(format!("write '{local}' if that is the time in {name}, else the zone that is meant")),
    );
}

/// A moment without its distance from UTC, and that distance in minutes.
fn split_offset(word: &str) -> (&str, Option<i32>) {
    let split = || {
        let (local, tail) = word.split_at_checked("2021-05-19T12:00".len())?;
        if tail == "Z" {
            return Some((local, 0));
        }
        let sign = match tail.get(..1)? {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let time: Time = tail.get(1..).filter(|tail| tail.len() == 5)?.parse().ok()?;
        Some((local, sign * (i32::from(time.hour()) * 60 + i32::from(time.minute()))))
    };
    split().map_or((word, None), |(local, offset)| (local, Some(offset)))
}

/// The end of a session, which may stand as a time alone in the minds of those who write it.
fn read_end<'a>(desk: &mut Desk, text: &'a Text, start: Option<Stamp>) -> Option<Stamp<'a>> {
    let told = desk.found.len();
    let end = read_moment(desk, text, false);
    let time = clock(&text.plain());
    if let (Some((start, _)), Some(time), None) = (start, time, end)
        && let Some(finding) = desk.found.get_mut(told)
        && finding.code == "wrong-type"
    {
        finding.hint = Some(format!("write the day, too: '{}T{time}'", start.date));
    }
    end
}

/// A time alone, "13:30" or "13h30", as the sources write it.
pub fn clock(word: &str) -> Option<String> {
    let mut parts = word.split(|sign: char| !sign.is_ascii_digit()).filter(|part| !part.is_empty());
    let (hour, minute) = (parts.next()?, parts.next().unwrap_or("0"));
    let plain =
        parts.next().is_none() && hour.len() <= 2 && word.starts_with(|sign: char| sign.is_ascii_digit());
    let time = format!("{:0>2}:{:0>2}", hour, minute);
    time.parse::<Time>().ok().filter(|_| plain).map(|_| time)
}

/// What a day, or a day and a time, was meant to be: "19/05/2021", "19 mai 2021 à 12h30", "2021-05-19 12:00".
fn meant(word: &str, day_only: bool) -> String {
    let read = days_and_times(word).into_iter().map(|(day, time)| match time.filter(|_| !day_only) {
        Some(time) => format!("{day}T{time}"),
        None => day,
    });
    let read: Vec<String> = read.collect();
    match read.as_slice() {
        [one]
            if word.len() > 16
                && word.starts_with(|sign: char| sign.is_ascii_digit())
                && word.contains(['+', 'Z']) =>
        {
            format!("did you mean '{one}'? The zone is written under 'zone'")
        }
        [one] => format!("did you mean '{one}'?"),
        [] => "write year, month and day with hyphens; a time follows after a T, as in T12:00".to_owned(),
        several => format!("write '{}', whichever is meant", several.join("' or '")),
    }
}

/// What keeps a day or a time, written as the form has it, from being one.
fn bounds(word: &str) -> String {
    let first = word.get(..8).and_then(|month| format!("{month}01").parse::<Date>().ok());
    let day = word.get(8..10).and_then(|day| day.parse::<i8>().ok());
    match (first, day) {
        (Some(first), Some(day)) if day > first.days_in_month() => {
            format!("that month has {} days", first.days_in_month())
        }
        _ => {
            "months run from 01 to 12, days to the last of their month, times from 00:00 to 23:59".to_owned()
        }
    }
}

fn parse_moment(word: &str) -> Option<Moment> {
    if !has_shape(word) {
        return None;
    }
    let (date, time) = word.split_once('T').map_or((word, None), |(date, time)| (date, Some(time)));
    let date: Date = date.parse().ok()?;
    let time: Option<Time> = time.map(str::parse).transpose().ok()?;
    Some(Moment { date, time })
}

/// Whether the digits stand where a day, or a day and a time, has them.
fn has_shape(word: &str) -> bool {
    let shape: String = word.chars().map(|sign| if sign.is_ascii_digit() { '0' } else { sign }).collect();
    shape == "0000-00-00" || shape == "0000-00-00T00:00"
}

/// `skipped-time` and `repeated-time`: when clocks are put forward an hour has no times, when they are put back an
/// hour has each twice.
fn read_instant(desk: &mut Desk, (moment, text): Stamp, zone: &TimeZone) -> Option<Timestamp> {
    let date_time = moment.date.to_datetime(moment.time?);
    let ambiguous = zone.to_ambiguous_timestamp(date_time);
    let name = zone.iana_name().unwrap_or_default();
    let (code, message, hint) = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => return ambiguous.unambiguous().ok(),
        AmbiguousOffset::Gap { .. } => (
            "skipped-time",
            format!("the clocks of {name} do not show this time: they are put forward past it that day"),
            "write a time before or after the hour that is skipped",
        ),
        AmbiguousOffset::Fold { .. } => (
            "repeated-time",
            format!("the clocks of {name} show this time twice: they are put back past it that day"),
            "write a time before or after the hour that is repeated, or a zone that keeps its clocks, such as UTC",
        ),
    };
    desk.push(Diagnostic::error(code, text.span().cloned(), message).hint(hint));
    None
}

/// `end-before-start` and `mixed-times`.
fn check_order(desk: &mut Desk, start: Stamp, end: Stamp, instants: Option<(Timestamp, Timestamp)>) {
    let span = end.1.span().cloned();
    let (start, end) = (start.0, end.0);
    if start.time.is_some() != end.time.is_some() {
        desk.push(
            Diagnostic::error("mixed-times", span, "of 'start' and 'end', one has a time and one has none")
                .hint("write both with their times, or both without"),
        );
    } else if instants.map_or(end <= start, |(start, end)| end <= start) {
        let message =
            if end == start { "the session ends as it starts" } else { "the session ends before it starts" };
        let hint = match start.time {
            Some(_) => "write an 'end' that is later than 'start', or leave it out",
            None => "write an 'end' that is later than 'start', or 'date' alone for one day",
        };
        desk.push(Diagnostic::error("end-before-start", span, message).hint(hint));
    }
}
