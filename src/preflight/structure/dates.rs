//! `dates`: when the file was made, and that all its places say so.

use super::faults::Faults;
use super::xmp::{BASIC, Xmp};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use jiff::civil::DateTime;
use jiff::tz::Offset;

pub const DATES: Clause = Clause {
    name: "dates",
    asks: "the file says when it was made and changed",
    source: "ISO 15930-7 (metadata, xmp:CreateDate, ModifyDate, MetadataDate)",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let xmp = match Xmp::of(file) {
        Ok(xmp) => xmp,
        Err(why) => return Finding::Fail(why, Vec::new()),
    };
    let info = file.trailer("Info");
    let mut faults = Faults::default();
    let mut made = None;
    for (name, key) in [("CreateDate", "CreationDate"), ("ModifyDate", "ModDate"), ("MetadataDate", "")] {
        let Some(said) = xmp.get(BASIC, name) else {
            faults.add(format!("no {name}"));
            continue;
        };
        let Some(moment) = moment(said) else {
            faults.add(format!("{name} is no date"));
            continue;
        };
        made.get_or_insert(moment);
        let other = info.and_then(|info| info.get(key)?.text());
        if other.is_some_and(|other| self::moment(&other).is_none_or(|other| !other.agrees(&moment))) {
            faults.add(format!("{key} and {name} differ"));
        }
    }
    faults.finding(made.map_or(String::new(), |made| made.local.date().to_string()))
}

/// A moment as it is written, to the second at the most.
#[derive(Clone, Copy)]
struct Moment {
    local: DateTime,
    /// Unless it is not said.
    offset: Option<Offset>,
    /// Whether the time of day is said.
    timed: bool,
}

impl Moment {
    fn agrees(&self, other: &Self) -> bool {
        if !self.timed || !other.timed {
            return self.local.date() == other.local.date();
        }
        match (self.offset, other.offset) {
            (Some(own), Some(its)) => own.to_timestamp(self.local).ok() == its.to_timestamp(other.local).ok(),
            _ => self.local == other.local,
        }
    }
}

/// Reads `D:20210510120000+02'00'` (ISO 32000-1, 7.9.4) as well as `2021-05-10T12:00:00+02:00` (ISO 8601).
fn moment(text: &str) -> Option<Moment> {
    let text = text.trim().trim_start_matches("D:");
    // A zone follows figures of the time; hyphens before it part the date.
    let zone = text.char_indices().skip(8).find(|(_, sign)| matches!(sign, 'Z' | '+' | '-'));
    let zone = zone.filter(|(at, sign)| *sign != '-' || *at > 10 || !text[..*at].contains('-'));
    let (clock, zone) = text.split_at(zone.map_or(text.len(), |(at, _)| at));
    // Fractions of a second are no matter.
    let clock = clock.split('.').next().unwrap_or_default();
    let figures: String = clock.chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, length: usize| figures.get(from..from + length)?.parse::<i16>().ok();
    let small = |from| part(from, 2).map(|part| part as i8);
    let date = (part(0, 4)?, small(4).unwrap_or(1), small(6).unwrap_or(1));
    let time = (small(8).unwrap_or(0), small(10).unwrap_or(0), small(12).unwrap_or(0));
    let local = DateTime::new(date.0, date.1, date.2, time.0, time.1, time.2, 0).ok()?;
    let ahead: String = zone.chars().filter(char::is_ascii_digit).collect();
    let minutes = |from: usize| ahead.get(from..from + 2).map_or(Some(0), |part| part.parse::<i32>().ok());
    let seconds = minutes(0)? * 3600 + minutes(2)? * 60;
    let offset = match zone.chars().next() {
        None => None,
        Some('-') => Some(Offset::from_seconds(-seconds).ok()?),
        Some(_) => Some(Offset::from_seconds(seconds).ok()?),
    };
    Some(Moment { local, offset, timed: figures.len() > 8 })
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_agree_across_their_forms() {
        for (one, other, agree) in [
            ("D:20210510120000+02'00'", "2021-05-10T12:00:00+02:00", true),
            ("D:20210510120000+02'00'", "2021-05-10T10:00:00Z", true),
            ("D:20210510120000Z", "2021-05-10T12:00:00.25Z", true),
            ("D:20210510120000-05'00", "2021-05-10T12:00:00-05:00", true),
            ("D:20210510", "2021-05-10", true),
            ("D:20210510120000Z", "2021-05-10", true),
            ("D:20210510120000Z", "2021-05-10T12:00:01Z", false),
            ("D:20210510120000+02'00'", "2021-05-10T12:00:00Z", false),
            ("D:20210511", "2021-05-10", false),
        ] {
            let read = |text| moment(text).unwrap_or_else(|| panic!("{text} is no date"));
            assert_eq!(read(one).agrees(&read(other)), agree, "{one} {other}");
        }
        for none in ["", "yesterday", "D:20211310", "20"] {
            assert!(moment(none).is_none(), "{none}");
        }
    }
}
