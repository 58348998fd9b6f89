//! How a language writes dates and times, and how it joins titles to what they belong to.

use super::Pattern;
use crate::record;
use std::collections::BTreeMap;

record! {
    /// Dates and times. A field `{day}` is written as `days` says; `{hour}` is unpadded, `{hh}` and `{minute}` have
    /// two digits.
    pub struct Calendar {
        /// The twelve months as they stand in a date.
        pub months: Vec<String>,
        /// Days that are not written as plain numbers: 1 → 1er.
        pub days: BTreeMap<String, String>,
        /// `{day} {month} {year}`.
        pub date: Pattern,
        pub ranges: DateRanges,
        /// A time on the hour: `{hour}`, `{hh}`, `{minute}`.
        pub hour: Pattern,
        /// Any other time.
        pub minute: Pattern,
        /// Two times of one day: `{from}`, `{to}`.
        pub times: Pattern,
        /// A day with its time or times: `{date}`, `{time}`.
        pub moment: Pattern,
        /// What follows a time: the first of these whose fields are known. `{city}`, `{offset}`, `{abbreviation}`
        /// (of letters: IANA gives some zones numbers only).
        pub zone: Vec<Pattern>,
        pub offset: Offset,
    }
}

record! {
    /// Sessions of several days.
    pub struct DateRanges {
        /// Two days of one month: `{day}`, `{to}`, `{month}`, `{year}`.
        pub month: Pattern,
        /// Two days of one year: `{day}`, `{month}`, `{to}`, `{end}` (the second month), `{year}`.
        pub year: Pattern,
        /// Any two days, with their times if they have any: `{from}`, `{to}`.
        pub any: Pattern,
        /// One of these days with its time, if it is not written as elsewhere: `{date}`, `{time}`.
        pub moment: Option<Pattern>,
    }
}

record! {
    /// The distance from Coordinated Universal Time.
    pub struct Offset {
        pub none: String,
        /// `{sign}`, `{hours}`.
        pub hours: Pattern,
        /// `{sign}`, `{hours}`, `{minutes}`.
        pub minutes: Pattern,
        pub plus: String,
        pub minus: String,
    }
}

record! {
    /// How titles, names and lists are joined.
    pub struct Grammar {
        /// The word between a title and what it belongs to: "de"; empty if there is none.
        pub of: String,
        /// Its form before a name that asks for elision, joined to it: "d’".
        pub elided: Option<String>,
        /// The word before what a title is for: "pour".
        pub r#for: String,
        /// `of` and an article in one word: le → du.
        pub contractions: BTreeMap<String, String>,
        /// Whether `of` contracts with an article that is part of the name (maire du Caire), too.
        pub fuse: Option<bool>,
        /// What is written where a word that ends in a joining stroke (U+0640) meets the next: "لـال" → "لل".
        pub seams: BTreeMap<String, String>,
        /// Letters before which `of` might be elided, lower case: a name that begins with one should say so.
        pub elidable: Option<String>,
        /// A title and its rank: `{rank}`, `{title}`.
        pub ranked: Pattern,
        /// An organisation's name and its acronym: `{name}`, `{short}`.
        pub cited: Pattern,
        /// What stands between the last two items of a list.
        pub and: String,
        /// Words that may follow a hyphen and a space: "pré- et post-scolaire".
        pub conjunctions: Vec<String>,
    }
}

impl Calendar {
    /// The day of a month as the date writes it.
    pub fn day(&self, day: i8) -> String {
        let number = day.to_string();
        self.days.get(&number).cloned().unwrap_or(number)
    }

    /// The name of a month, from 1.
    pub fn month(&self, month: i8) -> &str {
        let index = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        self.months.get(index).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn check(&self, missing: &mut Vec<String>) {
        if self.months.len() != 12 {
            missing.push(format!("calendar.months: twelve months, not {}", self.months.len()));
        }
        let clock = &["hour", "hh", "minute"];
        let zone = &["city", "offset", "abbreviation"];
        let year = &["day", "month", "to", "end", "year"];
        for (key, pattern, required, known) in [
            ("date", &self.date, &["day", "month", "year"][..], &["day", "month", "year"][..]),
            ("ranges.month", &self.ranges.month, &["day", "to", "month", "year"], year),
            ("ranges.year", &self.ranges.year, year, year),
            ("ranges.any", &self.ranges.any, &["from", "to"], &["from", "to"]),
            ("hour", &self.hour, &[], clock),
            ("minute", &self.minute, &["minute"], clock),
            ("times", &self.times, &["from", "to"], &["from", "to"]),
            ("moment", &self.moment, &["date", "time"], &["date", "time"]),
            ("offset.hours", &self.offset.hours, &["sign", "hours"], &["sign", "hours"]),
            (
                "offset.minutes",
                &self.offset.minutes,
                &["sign", "hours", "minutes"],
                &["sign", "hours", "minutes"],
            ),
        ] {
            pattern.check(&format!("calendar.{key}"), required, known, missing);
        }
        if let Some(pattern) = &self.ranges.moment {
            pattern.check("calendar.ranges.moment", &["date", "time"], &["date", "time"], missing);
        }
        for pattern in &self.zone {
            pattern.check("calendar.zone", &[], zone, missing);
        }
    }
}

impl Grammar {
    /// Whether a name begins with a letter before which `of` might be elided: only its entry in the directory can
    /// tell (maire d’Alger, maire de Ouagadougou).
    pub fn may_elide(&self, name: &str) -> bool {
        let first = name.chars().next().into_iter().flat_map(char::to_lowercase).next();
        first.zip(self.elidable.as_deref()).is_some_and(|(first, letters)| letters.contains(first))
    }

    pub(super) fn check(&self, missing: &mut Vec<String>) {
        self.ranked.check("grammar.ranked", &["rank", "title"], &["rank", "title"], missing);
        self.cited.check("grammar.cited", &["name", "short"], &["name", "short"], missing);
    }
}
