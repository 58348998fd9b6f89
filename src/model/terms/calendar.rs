//! How a language writes dates and times, and how it joins titles to what they belong to.

use super::Pattern;
use crate::record;
use std::collections::BTreeMap;

record! {
    /// Dates and times. A field `{day}` is written as `days` says; `{hour}` is unpadded, `{hh}` and `{minute}` have
    /// two digits. Where there are `halves` of the day, `{h12}` counts its hours from 1 to 12, and `{meridiem}` says which half.
    pub struct Calendar {
        /// The twelve months as they stand in a date.
        pub months: Vec<String>,
        /// Days that are not written as plain numbers: 1 → 1er.
        pub days: BTreeMap<String, String>,
        /// `{day} {month} {year}`.
        pub date: Pattern,
        pub ranges: DateRanges,
        /// A time on the hour: `{hour}`, `{hh}`, `{minute}`, `{h12}`, `{meridiem}`.
        pub hour: Pattern,
        /// Any other time.
        pub minute: Pattern,
        /// Times that have a word of their own, by the clock: 12:00 → noon. 24:00 is the midnight that ends a day.
        pub named: BTreeMap<String, String>,
        /// The halves of the day, in a language that counts twelve hours twice.
        pub halves: Option<Halves>,
        /// Two times of one day: `{from}`, `{to}`.
        pub times: Pattern,
        /// Times in a column of their own, such as that of an agenda, where they are not written as in running words.
        pub column: Option<ColumnTimes>,
        /// Two times of one evening, the second past midnight: `{times}`. Without it both days are written.
        pub overnight: Option<Pattern>,
        /// A day with its time or times: `{date}`, `{time}`.
        pub moment: Pattern,
        /// What follows a time: the first of these whose fields are known. `{city}` (of `zones`), `{offset}`,
        /// `{abbreviation}` (of letters: IANA gives some zones numbers only), `{name}` (of `clocks`). A house that prefers one
        /// of them, by `zones.style`, takes those first that have it.
        pub zone: Vec<Pattern>,
        /// The line with the time in a further zone: `{line}`, `{other}`. Without it a comma stands between.
        pub also: Option<Pattern>,
        pub offset: Offset,
    }
}

record! {
    /// Times in a column: shorter than in words, and as wide as each other.
    pub struct ColumnTimes {
        /// A time on the hour, and any other: `{hour}`, `{hh}`, `{minute}`, `{h12}`, `{meridiem}`.
        pub hour: Pattern,
        pub minute: Pattern,
        /// Two times: `{from}`, `{to}`.
        pub times: Pattern,
    }
}

record! {
    /// Twelve hours twice a day.
    pub struct Halves {
        /// `{meridiem}` from midnight to noon, and from noon to midnight.
        pub am: String,
        pub pm: String,
        /// The first of two times of one half, which need not say it: `{h12}`, `{minute}`.
        pub hour: Pattern,
        pub minute: Pattern,
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
        /// What stands between the others, if it is not `words.comma`.
        pub between: Option<String>,
        /// What stands there in a list of three or more, if it is not the same: ", and ".
        pub serial: Option<String>,
        /// What stands there before a word that begins with these letters, lower case: i → " e ". The longest beginning
        /// wins.
        pub euphonic: BTreeMap<String, String>,
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

    /// The word that a time of the clock has, by its key: 12:00, 24:00.
    pub fn named(&self, clock: &str) -> Option<&str> {
        self.named.get(clock).map(String::as_str)
    }

    /// The name of a month, from 1.
    pub fn month(&self, month: i8) -> &str {
        let index = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        self.months.get(index).map(String::as_str).unwrap_or_default()
    }

    /// Whether a date begins with its month.
    pub fn month_leads(&self) -> bool {
        self.date.fields().find(|field| matches!(*field, "day" | "month")) == Some("month")
    }

    pub(super) fn check(&self, missing: &mut Vec<String>) {
        if self.months.len() != 12 {
            missing.push(format!("calendar.months: twelve months, not {}", self.months.len()));
        }
        let clock: &[&str] = match &self.halves {
            Some(halves) => {
                halves.hour.check("calendar.halves.hour", &["h12"], &["h12", "minute"], missing);
                halves.minute.check(
                    "calendar.halves.minute",
                    &["h12", "minute"],
                    &["h12", "minute"],
                    missing,
                );
                &["hour", "hh", "minute", "h12", "meridiem"]
            }
            None => &["hour", "hh", "minute"],
        };
        let zone = &["city", "offset", "abbreviation", "name"];
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
        for (key, pattern, fields) in [
            ("ranges.moment", &self.ranges.moment, &["date", "time"][..]),
            ("overnight", &self.overnight, &["times"]),
            ("also", &self.also, &["line", "other"]),
        ] {
            if let Some(pattern) = pattern {
                pattern.check(&format!("calendar.{key}"), fields, fields, missing);
            }
        }
        if let Some(column) = &self.column {
            column.hour.check("calendar.column.hour", &[], clock, missing);
            column.minute.check("calendar.column.minute", &["minute"], clock, missing);
            column.times.check("calendar.column.times", &["from", "to"], &["from", "to"], missing);
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

    /// What stands between the last two of `count` items of a list, before the last.
    pub fn and(&self, count: usize, last: &str) -> &str {
        let last = last.to_lowercase();
        let euphonic = self.euphonic.iter().filter(|(beginning, _)| last.starts_with(beginning.as_str()));
        let euphonic = euphonic.max_by_key(|(beginning, _)| beginning.len()).map(|(_, word)| word);
        let serial = self.serial.as_ref().filter(|_| count > 2);
        euphonic.or(serial).unwrap_or(&self.and)
    }

    pub(super) fn check(&self, missing: &mut Vec<String>) {
        self.ranked.check("grammar.ranked", &["rank", "title"], &["rank", "title"], missing);
        self.cited.check("grammar.cited", &["name", "short"], &["name", "short"], missing);
    }
}
