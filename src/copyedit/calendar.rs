//! Dates and times as a language writes them.

mod clock;
mod zone;

pub use clock::column;

use super::capitalised;
use crate::model::{Calendar, Moment, Pattern, Terms, Text, When, ZoneStyle};
use clock::{time, times};
use jiff::civil::{Date, Time};

/// When a session takes place, in one line, as it stands at the head of a line; then the times in further zones, each with
/// its day where that is another. `style` is how the house wants zones.
pub fn date_line(when: &When, terms: &Terms, style: Option<ZoneStyle>) -> Text {
    let almanac = Almanac { terms, style };
    let mut line = almanac.line(when);
    let mut told = vec![almanac.elsewhere(when, when).plain()];
    for further in &when.also {
        let other = almanac.elsewhere(when, further);
        if told.contains(&other.plain()) {
            continue;
        }
        told.push(other.plain());
        line = match &terms.calendar.also {
            Some(pattern) => fill(pattern, &[("line", &line), ("other", &other)]),
            None => {
                line.push(Text::supplied(terms.word("comma")));
                line.push(other);
                line
            }
        };
    }
    capitalised(line)
}

/// A day: "19 mai 2021".
pub fn date(day: Date, calendar: &Calendar) -> Text {
    let fields = [
        ("day", &Text::supplied(calendar.day(day.day()))),
        ("month", &Text::supplied(calendar.month(day.month()))),
        ("year", &figures(day.year(), 1)),
    ];
    fill(&calendar.date, &fields)
}

/// A language's days and times, and how the house wants zones.
struct Almanac<'a> {
    terms: &'a Terms,
    style: Option<ZoneStyle>,
}

impl Almanac<'_> {
    /// Day or days, times, and once, after the times, the zone.
    fn line(&self, when: &When) -> Text {
        let calendar = &self.terms.calendar;
        let (start, end) = (when.start, end(when));
        if let (Some(end), Some(zone), Some(end_zone)) = (end, &when.zone, &when.end_zone) {
            // Between the two, clocks are changed: each time has its own zone.
            let pattern = calendar.ranges.moment.as_ref().unwrap_or(&calendar.moment);
            let [from, to] = [(start, zone), (end, end_zone)]
                .map(|(stamp, zone)| self.zoned(moment(stamp, pattern, calendar), zone));
            return fill(&calendar.ranges.any, &[("from", &from), ("to", &to)]);
        }
        let line = match (self.times(when), end) {
            (Some(times), _) => {
                fill(&calendar.moment, &[("date", &date(start.date, calendar)), ("time", &times)])
            }
            (None, Some(end)) if end.date != start.date => days(start, end, calendar),
            _ => date(start.date, calendar),
        };
        let has_time = start.time.is_some() || end.is_some_and(|end| end.time.is_some());
        match when.zone.as_ref().filter(|_| has_time) {
            Some(zone) => self.zoned(line, zone),
            None => line,
        }
    }

    /// The times of a session of one day, or of one evening.
    fn times(&self, when: &When) -> Option<Text> {
        let calendar = &self.terms.calendar;
        let from = when.start.time?;
        match end(when).map(|end| (end.date, end.time)) {
            None | Some((_, None)) => Some(times(from, None, calendar)),
            Some((day, Some(to))) if day == when.start.date => Some(times(from, Some(to), calendar)),
            Some((day, Some(to))) if day == when.start.date.tomorrow().ok()? => overnight(from, to, calendar),
            Some(_) => None,
        }
    }

    /// A session's times in another zone, with their day if it is not the session's own.
    fn elsewhere(&self, here: &When, there: &When) -> Text {
        match self.times(there).zip(there.zone.as_ref()) {
            Some((times, zone)) if there.start.date == here.start.date && there.end_zone.is_none() => {
                self.zoned(times, zone)
            }
            _ => self.line(there),
        }
    }
}

/// The end, if it is not the start.
fn end(when: &When) -> Option<Moment> {
    when.end.filter(|end| *end != when.start)
}

/// The hour at which an evening is over, and the day begins.
const MORNING: Time = Time::constant(6, 0, 0, 0);

/// Two times of one evening, the second past midnight, as far as the language has words for them.
fn overnight(from: Time, to: Time, calendar: &Calendar) -> Option<Text> {
    if to == Time::midnight() && calendar.named("24:00").is_some() {
        return Some(clock::until_midnight(from, calendar));
    }
    let pattern = calendar.overnight.as_ref().filter(|_| to <= MORNING && to < from)?;
    Some(fill(pattern, &[("times", &times(from, Some(to), calendar))]))
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
        ("year", &figures(first.year(), 1)),
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

/// A number of at least so many figures.
fn figures(number: impl Into<i32>, width: usize) -> Text {
    Text::supplied(format!("{:0width$}", number.into()))
}

/// A pattern of the calendar with its fields; the terms were checked for unknown ones when they were read.
fn fill(pattern: &Pattern, fields: &[(&str, &Text)]) -> Text {
    pattern.fill(fields).unwrap_or_default()
}
