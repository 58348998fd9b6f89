//! Numbers and what belongs to them: hours, units, dates, groups of figures, ranges.

use crate::copyedit::galley::{Galley, is_no_break, is_space, is_word};
use crate::model::letters::{is_letter, is_letter_or_figure};
use crate::model::{Hours, Profile, Terms};

const NO_BREAK: &str = "\u{A0}";

pub fn set(galley: &mut Galley, terms: &Terms) {
    // Most passages hold no figure.
    if !(0..galley.len()).any(|at| galley.at(at).is_some_and(is_figure)) {
        return;
    }
    hours(galley, &terms.profile);
    thousands(galley, &terms.profile);
    after(galley, terms);
    before(galley, &terms.profile);
    days(galley, terms);
    ranges(galley, &terms.profile);
}

fn is_figure(ch: char) -> bool {
    ch.is_ascii_digit()
}

/// The number at a place, with its end.
fn number(galley: &Galley, at: usize) -> Option<(u32, usize)> {
    let end = galley.run(at, is_figure);
    (end > at).then(|| Some((galley.words(at..end).parse().ok()?, end)))?
}

/// 12h30, 12 h 30, 12H30 → 12 h 30; 12 h 00 → 12 h; 12h-13h → 12 h – 13 h.
///
/// Sources: IN, "Heures"; OQLF, its articles on the hour.
fn hours(galley: &mut Galley, profile: &Profile) {
    let Some(style) = &profile.hours else { return };
    let mut at = 0;
    while at < galley.len() {
        let starts = galley.at(at).is_some_and(is_figure)
            && !galley.before(at).is_some_and(|ch| is_word(ch) || ".,:/".contains(ch));
        let Some((end, time)) = starts.then(|| time(galley, at, style)).flatten() else {
            at += 1;
            continue;
        };
        at = end.saturating_add_signed(galley.set(at..end, &time));
        if let Some(range) = &style.range
            && matches!(galley.at(at), Some('-' | '–'))
            && self::time(galley, at + 1, style).is_some()
        {
            at = (at + 1).saturating_add_signed(galley.set(at..at + 1, range));
        }
    }
}

/// The time at a place: where it ends, and how it is set.
fn time(galley: &Galley, at: usize, style: &Hours) -> Option<(usize, String)> {
    let Hours { sign, space, .. } = style;
    let (hour, figures) = number(galley, at).filter(|(hour, end)| *hour <= 24 && end - at <= 2)?;
    let letter = galley.run(figures, is_space);
    let capital = !galley.reads(letter, sign);
    if !galley.reads_any_case(letter, sign) {
        return None;
    }
    let sign_end = letter + sign.chars().count();
    let next = galley.run(sign_end, is_space);
    let ends = |end: usize| !galley.at(end).is_some_and(is_word);
    let minutes =
        number(galley, next).filter(|(minutes, end)| *minutes < 60 && end - next == 2 && ends(*end));
    // A capital with spaces about it is no hour, and neither is one without minutes.
    if capital && (minutes.is_none() || letter > figures || next > sign_end) {
        return None;
    }
    match minutes {
        Some((0, end)) => Some((end, format!("{hour}{space}{sign}"))),
        Some((minutes, end)) => Some((end, format!("{hour}{space}{sign}{space}{minutes:02}"))),
        None => ends(sign_end).then(|| (sign_end, format!("{hour}{space}{sign}"))),
    }
}

/// Sets the profile's space between groups of three figures that were written apart: 10 000. Telephone numbers and
/// years beside numbers are none.
///
/// Sources: IN, "Nombres" (a thin space); OQLF, "Nombres", and SI 5.4.4 (a space, never a comma or a point).
fn thousands(galley: &mut Galley, profile: &Profile) {
    let Some(space) = &profile.thousands else { return };
    let mut at = 0;
    while at < galley.len() {
        let first = galley.run(at, is_figure);
        if first == at {
            at += 1;
            continue;
        }
        let mut gaps = Vec::new();
        let mut end = first;
        while galley.at(end).is_some_and(is_space) && galley.at(end + 1).is_some_and(is_figure) {
            gaps.push(end);
            end = galley.run(end + 1, is_figure);
        }
        let starts = !galley.before(at).is_some_and(|ch| is_word(ch) || "+.,:/-".contains(ch));
        let ends = !galley.at(end).is_some_and(|ch| is_word(ch) || "/-".contains(ch));
        let group_ends = gaps.iter().skip(1).chain([&end]);
        let grouped = gaps.iter().zip(group_ends).all(|(gap, group_end)| group_end - gap == 4);
        if starts && ends && grouped && first - at <= 3 {
            for gap in gaps {
                galley.set(gap..gap + 1, space);
            }
        }
        at = end;
    }
}

/// Keeps a unit, a sign or a month on one line with the number before it; a unit stands apart from it, a sign as the
/// profile says.
///
/// Sources: SI 5.4.3 (a space between number and unit); IN, "Coupures" and "Symboles"; OQLF, "Espacement avant et après les
/// signes de ponctuation et les symboles"; EU 6.4 (00 %, 00 °C); NHR, "Line breaks"; CMOS 17, 9.16 and 9.18 (50%).
fn after(galley: &mut Galley, terms: &Terms) {
    let profile = &terms.profile;
    let mut at = 1;
    while at < galley.len() {
        let Some(last) = galley.before(at).filter(|ch| is_word(*ch)) else {
            at += 1;
            continue;
        };
        let word = galley.run(at, is_space);
        let ends = |words: &str| {
            galley.reads(word, words) && !galley.at(word + words.chars().count()).is_some_and(is_word)
        };
        if is_figure(last)
            && let Some((_, space)) = profile.signs.iter().find(|(sign, _)| ends(sign))
        {
            galley.set(at..word, space);
        } else if word == at {
            // One letter may be part of a name: 5G, 3D.
            let is_unit =
                |unit: &&String| unit.chars().count() > 1 && unit.starts_with(is_letter) && ends(unit);
            if is_figure(last) && is_number(galley, at) && profile.units.iter().any(|unit| is_unit(&unit)) {
                galley.set(at..at, NO_BREAK);
            }
        } else {
            let is_unit = is_figure(last) && profile.units.iter().any(|unit| ends(unit));
            let is_month = is_day(galley, at, terms) && terms.calendar.months.iter().any(|month| ends(month));
            if (is_unit || is_month) && galley.at(at).is_some_and(|ch| ch != '\u{202F}') {
                galley.set(at..word, NO_BREAK);
            }
        }
        at += 1;
    }
}

/// Whether a number ends at a place, and no name with figures in it: A4.
fn is_number(galley: &Galley, end: usize) -> bool {
    let start = galley.run_back(end, |ch| is_figure(ch) || ".,".contains(ch) || is_no_break(ch));
    galley.at(start).is_some_and(is_figure)
        && !galley.before(start).is_some_and(|ch| is_word(ch) || ch == '-')
}

/// Whether a day of a month ends at a place: 19, 1er.
fn is_day(galley: &Galley, end: usize, terms: &Terms) -> bool {
    let start = galley.run_back(end, is_letter_or_figure);
    let word = galley.words(start..end);
    let is_day = |word: &str| word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    is_day(&word)
        || terms.calendar.days.values().any(|day| *day == word)
        || terms.profile.ordinals.iter().any(|ending| word.strip_suffix(ending.as_str()).is_some_and(is_day))
}

/// Keeps a number on one line with the word before it: n° 3, p. 12. After a sign or a point the space may be missing.
///
/// Sources: IN, "Coupures" and "Numéro"; NHR, "Line breaks".
fn before(galley: &mut Galley, profile: &Profile) {
    let mut at = 0;
    while at < galley.len() {
        if !galley.before(at).is_some_and(|ch| is_word(ch) || ch == '.' || ch == '-') {
            for word in profile.numbers.iter().filter(|word| galley.reads(at, word)) {
                let end = at + word.chars().count();
                let figure = galley.run(end, is_space);
                let joined = !word.ends_with(is_letter);
                if galley.at(figure).is_some_and(is_figure) && (figure > end || joined) {
                    galley.set(end..figure, NO_BREAK);
                    break;
                }
            }
        }
        at += 1;
    }
}

/// Keeps a day on one line with the month before it, where the language writes the month first: May 19, 2021.
///
/// Source: CMOS 17, 9.31 for the order, and 7.36 onwards for line breaks.
fn days(galley: &mut Galley, terms: &Terms) {
    if !terms.calendar.month_leads() {
        return;
    }
    for at in 0..galley.len() {
        if !galley.at(at).is_some_and(char::is_uppercase) || galley.before(at).is_some_and(is_word) {
            continue;
        }
        let Some(month) = terms.calendar.months.iter().find(|month| galley.reads(at, month)) else {
            continue;
        };
        let space = at + month.chars().count();
        let end = galley.run(space + 1, is_letter_or_figure);
        let goes_on = galley.at(end).is_some_and(|ch| ".:/-".contains(ch))
            && galley.at(end + 1).is_some_and(is_letter_or_figure);
        if galley.at(space).is_some_and(is_space) && is_day(galley, end, terms) && !goes_on {
            galley.set(space..space + 1, NO_BREAK);
        }
    }
}

/// 12-15 → 12–15, 9:00-10:30 → 9:00–10:30: two numbers of which the second is the greater, or two times, that belong to
/// no longer row of figures and hyphens.
///
/// Sources: NHR, "Dashes"; UN, "Ranges of numbers"; CMOS 17, 6.78. French keeps its hyphen (IN, "Trait d’union").
fn ranges(galley: &mut Galley, profile: &Profile) {
    let Some(dash) = &profile.range else { return };
    let in_time = |ch: char| is_figure(ch) || ch == ':';
    let is_part = |ch: char| is_word(ch) || "-/:.,+@_#".contains(ch);
    for at in 1..galley.len() {
        if galley.at(at) != Some('-') {
            continue;
        }
        let start = galley.run_back(at, in_time);
        let end = galley.run_back(galley.run(at + 1, in_time), |ch| ch == ':');
        if end <= at + 1 || galley.before(start).is_some_and(is_part) {
            continue;
        }
        let (from, to) = (galley.words(start..at), galley.words(at + 1..end));
        let rises = match (from.split_once(':'), to.split_once(':')) {
            (Some(from), Some(to)) => {
                [from, to].iter().all(|(hour, minute)| hour.len() <= 2 && minute.len() == 2)
            }
            _ => from.parse::<u32>().ok().zip(to.parse::<u32>().ok()).is_some_and(|(from, to)| from < to),
        };
        let after = galley.run(end, |ch| ".,:".contains(ch));
        if rises && from.len() <= 5 && to.len() <= 5 && !galley.at(after).is_some_and(is_part) {
            galley.set(at..at + 1, dash);
        }
    }
}
