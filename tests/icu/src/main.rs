//! Writes to standard output what ICU4X has for many languages, one fact a line: months as they stand in a date, dates in the
//! long form, and what the time of each zone is called in winter and in summer. Arguments: the files of terms, whose
//! `zones` say which zones are asked for.

use icu_datetime::fieldsets::{YMD, zone::SpecificLong};
use icu_datetime::input::{Date, TimeZone, UtcOffset};
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences, NoCalendarFormatter, parts};
use icu_locale_core::Locale;
use icu_time::zone::ZoneNameTimestamp;
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use writeable::{Part, PartsWrite, Writeable};

/// `u-nu-latn`: the figures of the Maghreb and of most houses, 0 to 9.
const LOCALES: &[&str] = &[
    "ar", "ar-u-nu-latn", "ca", "de", "en", "en-001", "en-GB", "en-US", "es", "es-419", "fr", "fr-BE", "fr-CA", "fr-CH", "it",
    "ja", "ko", "nl", "pl", "pt", "pt-PT", "ru", "sw", "tr", "uk", "zh",
];

/// Those in which the terms name the time of zones, or may.
const NAMING: &[&str] = &["ar", "en-GB", "en-US", "es", "fr", "fr-CA"];

/// Midwinter and midsummer of the north in 2021: seconds since 1970, and what the column says.
const SEASONS: [(i64, &str); 2] = [(1_610_668_800, "2021-01-15"), (1_626_307_200, "2021-07-15")];

fn main() {
    println!("# What ICU4X 2.4 (Unicode CLDR 48) has. Written by .ci/judges/icu; do not edit.");
    println!("# Language, what, of what, words.");
    let zones: BTreeSet<String> = std::env::args().skip(1).flat_map(|path| zones(&path)).collect();
    for code in LOCALES {
        let locale: Locale = code.parse().expect("a locale");
        let preferences = DateTimeFormatterPreferences::from(&locale);
        let dates = DateTimeFormatter::try_new(preferences, YMD::long()).expect("dates");
        for month in 1..=12 {
            let date = Date::try_new_iso(2021, month, 19).expect("a date");
            let mut month_part = Sought { part: parts::MONTH, found: String::new(), within: false };
            dates.format(&date).write_to_parts(&mut month_part).expect("words");
            println!("{code}\tmonth\t{month}\t{}", month_part.found);
        }
        for (month, day) in [(1, 1), (2, 5), (5, 19), (8, 1), (12, 31)] {
            let date = Date::try_new_iso(2021, month, day).expect("a date");
            println!("{code}\tdate\t2021-{month:02}-{day:02}\t{}", dates.format(&date));
        }
        if !NAMING.contains(code) {
            continue;
        }
        let names = NoCalendarFormatter::try_new(preferences, SpecificLong).expect("zones");
        for zone in &zones {
            for (seconds, day) in SEASONS {
                let Some(offset) = offset(zone, seconds) else { continue };
                let offset = UtcOffset::try_from_seconds(offset).ok();
                let info = TimeZone::from_iana_id(zone).with_offset(offset);
                let info = info.with_zone_name_timestamp(ZoneNameTimestamp::from_epoch_seconds(seconds));
                println!("{code}\tzone\t{zone} {day}\t{}", names.format(&info));
            }
        }
    }
}

/// The distance from UTC, in seconds, from IANA's data: ICU infers the season from it.
fn offset(zone: &str, seconds: i64) -> Option<i32> {
    let zone = jiff::tz::TimeZone::get(zone).ok()?;
    Some(zone.to_offset(jiff::Timestamp::from_second(seconds).ok()?).seconds())
}

/// The keys under `zones` of a file of terms.
fn zones(path: &str) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("a file of terms");
    let lines = text.lines().skip_while(|line| *line != "zones:").skip(1);
    let lines = lines.take_while(|line| line.starts_with(' ') || line.trim_start().starts_with('#'));
    lines.filter_map(|line| Some(line.trim().split_once(": ")?.0.to_owned())).collect()
}

/// Keeps one part of what is written.
struct Sought {
    part: Part,
    found: String,
    within: bool,
}

impl Write for Sought {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        if self.within {
            self.found.push_str(words);
        }
        Ok(())
    }
}

impl PartsWrite for Sought {
    type SubPartsWrite = Self;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Self) -> fmt::Result) -> fmt::Result {
        let outside = self.within;
        self.within |= part == self.part;
        write(self)?;
        self.within = outside;
        Ok(())
    }
}
