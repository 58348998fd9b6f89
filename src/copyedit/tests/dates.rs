//! Dates, times and zones as languages and houses write them.

use super::composing::{decode, file};
use super::{in_numerals, rows};
use crate::copyedit::{calendar, passage};
use crate::model::stock::read;
use crate::model::{Calendar, Decode, Moment, Terms, Text, When, Zone, ZoneStyle};
use std::collections::BTreeMap;

fn moment(written: &str) -> Moment {
    let (date, time) = written.split_once('T').map_or((written, None), |(date, time)| (date, Some(time)));
    Moment {
        date: date.parse().expect("a date"),
        time: time.map(|time| format!("{time}:00").parse().expect("a time")),
    }
}

fn zone(name: &str, at: jiff::Timestamp) -> Zone {
    let zone = jiff::tz::TimeZone::get(name).expect("a zone");
    let info = zone.to_offset_info(at);
    Zone {
        name: Text::supplied(name),
        abbreviation: info.abbreviation().to_owned(),
        offset: info.offset().seconds() / 60,
    }
}

/// What check makes of the cells of a row.
fn when(start: &str, end: &str, zone_name: &str, also: &str) -> When {
    let start = moment(start);
    let end = (!end.is_empty()).then(|| moment(end));
    if zone_name.is_empty() {
        return When { start, end, zone: None, end_zone: None, also: Vec::new() };
    }
    let home = jiff::tz::TimeZone::get(zone_name).expect("a zone");
    let instant = |moment: Moment| {
        let civil = moment.date.to_datetime(moment.time.unwrap_or_default());
        home.to_timestamp(civil).expect("a moment")
    };
    let there = |name: &str| {
        let clocks = jiff::tz::TimeZone::get(name).expect("a zone");
        let local = |moment: Moment| {
            let civil = clocks.to_datetime(instant(moment));
            Moment { date: civil.date(), time: moment.time.map(|_| civil.time()) }
        };
        let (zone, end_zone) = (zone(name, instant(start)), end.map(|end| zone(name, instant(end))));
        When {
            start: local(start),
            end: end.map(local),
            end_zone: end_zone.filter(|end| end.offset != zone.offset),
            zone: Some(zone),
            also: Vec::new(),
        }
    };
    When { also: also.split_whitespace().map(there).collect(), ..there(zone_name) }
}

/// The terms of a language, or English ones with a calendar of `calendars.yaml`.
fn terms(code: &str) -> Terms {
    let calendars = decode::<BTreeMap<String, Calendar>>(include_str!("../vectors/calendars.yaml"));
    match calendars.get(code) {
        Some(calendar) => Terms { calendar: calendar.clone(), ..Terms::stock("en") },
        None => in_numerals(code),
    }
}

#[test]
fn dates_are_written_as_the_language_writes_them() {
    for row in rows(include_str!("../vectors/dates.tsv")) {
        let [code, start, end, zone, expected] = row.as_slice() else { panic!("{row:?}") };
        let terms = terms(code);
        let mut line = calendar::date_line(&when(start, end, zone, ""), &terms, None);
        passage::dress(&mut line, &terms);
        assert_eq!(line.plain(), *expected, "{row:?}");
    }
}

#[test]
fn zones_are_written_as_the_house_prefers() {
    for row in rows(include_str!("../vectors/zones.tsv")) {
        let [code, style, start, end, zone, also, expected] = row.as_slice() else { panic!("{row:?}") };
        let line =
            calendar::date_line(&when(start, end, zone, also), &terms(code), ZoneStyle::from_word(style));
        assert_eq!(line.plain(), *expected, "{row:?}");
    }
}

#[test]
fn calendars_of_twelve_hours_hold_all_that_is_asked_of_them() {
    for code in ["en-un", "en-us", "bare"] {
        assert_eq!(terms(code).missing(), Vec::<String>::new(), "{code}");
    }
    // Halves of the day are named before they are written.
    let mut terms = terms("en-un");
    terms.calendar.halves = None;
    let missing = ["h12", "meridiem"].map(|field| format!("a meaning for {{{field}}}"));
    let missing = ["hour", "minute"]
        .iter()
        .flat_map(|key| missing.iter().map(move |what| format!("calendar.{key}: {what}")));
    assert_eq!(terms.missing(), missing.collect::<Vec<_>>());
}

#[test]
fn keys_of_the_calendar_that_are_mistyped_are_refused() {
    let mut found = Vec::new();
    let yaml = "{am: a.m., pm: p.m., hour: '{h12}', minute: '{h12}:{minute}', noon: noon}";
    crate::model::Halves::decode(&read(&file(yaml)), &mut found);
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["unknown-key"]);
}
