//! Time zones of a session and of its readers: those of IANA's data that is compiled into the press, never the machine's.

use super::desk::Desk;
use super::session::WhenEntry;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Moment, Text, When, Zone};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// A zone of IANA's list: `unknown-zone`.
pub fn read(desk: &mut Desk, name: &Text) -> Option<TimeZone> {
    let word = name.plain();
    if let Some(zone) = find(&word) {
        return Some(zone);
    }
    let known: Vec<String> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    let meant = zone_meant(desk, &word, &known).or_else(|| {
        // One abbreviation is as near as another.
        let long = word.len() > 5 && !word.contains(|sign: char| sign.is_ascii_digit() || sign == '+');
        nearest(&word, known.iter().map(String::as_str)).filter(|_| long).map(str::to_owned)
    });
    let abbreviated = word.len() <= 5 && word.chars().all(|sign| sign.is_ascii_uppercase());
    let hint = match meant {
        Some(name) => format!("did you mean '{name}'?"),
        None if abbreviated => {
            "write the zone, not what its clocks are called: continent and city, such as Europe/Madrid".to_owned()
        }
        None if word.contains(|sign: char| sign.is_ascii_digit()) => {
            "write the zone, whose distance from UTC changes in summer: continent and city, such as Europe/Madrid"
                .to_owned()
        }
        None => "write the zone's name in IANA's list: continent and city, such as Europe/Madrid".to_owned(),
    };
    let message = format!("unknown zone '{word}'");
    desk.push(Diagnostic::error("unknown-zone", name.span().cloned(), message).hint(hint));
    None
}

/// The zone of a city, by its name in IANA's list or in the terms, alone or at the end of other words: "Paris", "Bruxelles",
/// "heure de Madrid".
fn zone_meant(desk: &Desk, word: &str, known: &[String]) -> Option<String> {
    let wanted = word.to_lowercase();
    let city = |name: &str| name.rsplit('/').next().map(|city| city.to_lowercase().replace('_', " "));
    let ends = |long: &str, short: &str| {
        let before = long.strip_suffix(short).filter(|_| short.chars().count() > 2);
        before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    };
    let plain = wanted.replace('_', " ");
    let same =
        |name: &&String| name.to_lowercase() == wanted || city(name).as_deref() == Some(plain.as_str());
    let listed = || known.iter().find(same).cloned();
    let mut named = desk.house.terms.values().flat_map(|terms| &terms.zones);
    let told = named.find(|(_, phrase)| {
        let phrase = phrase.to_lowercase();
        ends(&phrase, &wanted) || ends(&wanted, &phrase)
    });
    let last = || known.iter().find(|name| city(name).is_some_and(|city| ends(&plain, &city))).cloned();
    listed().or_else(|| told.map(|(zone, _)| zone.clone())).or_else(last)
}

/// The further zones of the house are known: `unknown-zone`.
pub fn check_house(desk: &mut Desk) {
    for name in desk.house.profile.zones.iter().flat_map(|zones| &zones.also) {
        read(desk, name);
    }
}

/// The further zones in which a session's times are printed: its own, else those of the house, which `check_house` judged.
/// `unused-zone` if it has no time.
pub fn further(desk: &mut Desk, entry: &WhenEntry, has_time: bool) -> Vec<(Text, TimeZone)> {
    let Some(own) = &entry.also else {
        let house = desk.house.profile.zones.iter().flat_map(|zones| &zones.also);
        return house.filter_map(|name| Some((name.clone(), find(&name.plain())?))).collect();
    };
    if let Some(name) = own.first().filter(|_| !has_time) {
        desk.push(
            Diagnostic::warning("unused-zone", name.span().cloned(), "this zone belongs to no time")
                .hint("give 'start' a time, or remove 'also'"),
        );
    }
    own.iter().filter_map(|name| Some((name.clone(), read(desk, name)?))).collect()
}

/// From when to when something takes place, on the clocks of a zone.
pub fn at(name: &Text, zone: &TimeZone, start: Timestamp, end: Option<Timestamp>) -> When {
    let moment = |at: Timestamp| {
        let there = zone.to_datetime(at);
        Moment { date: there.date(), time: Some(there.time()) }
    };
    let end_zone = end.map(|end| label(name, zone, end));
    let zone = label(name, zone, start);
    let changed = end_zone.filter(|at_end| at_end.offset != zone.offset);
    When { start: moment(start), end: end.map(moment), zone: Some(zone), end_zone: changed, also: Vec::new() }
}

fn label(name: &Text, zone: &TimeZone, at: Timestamp) -> Zone {
    let info = zone.to_offset_info(at);
    let offset = info.offset().seconds() / 60;
    Zone { name: name.clone(), abbreviation: info.abbreviation().to_owned(), offset }
}

fn find(name: &str) -> Option<TimeZone> {
    let zone = TimeZoneDatabase::bundled().get(name).ok()?;
    // The list is searched in any case of letters, and holds each name in one.
    (zone.iana_name() == Some(name)).then_some(zone)
}
