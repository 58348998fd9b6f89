//! `time-parity`: a time of one language stands in the other: 12 h = 12:00 = noon; 13 h 30 = 13:30 = 1.30 p.m.

use super::facts::{Facts, Key, Kind};
use super::pairs::Passage;
use super::tokens::{Kind as Form, Token, gap, is_space};
use crate::model::Figures;

pub fn read<'p>(passage: &'p Passage, figures: &Figures, tokens: &mut [Token<'p>], facts: &mut Facts<'p>) {
    let plain = &passage.plain;
    for index in 0..tokens.len() {
        if tokens[index].used {
            continue;
        }
        if tokens[index].kind == Form::Word {
            if let Some(hour) = figures.moments.get(&tokens[index].text.to_lowercase()) {
                facts.present.extend(keys(*hour, 0, true));
            }
            continue;
        }
        let Some(time) = time(plain, figures, tokens, index) else { continue };
        let found = keys(time.hours, time.minutes, time.half.is_some() || figures.afternoon.is_empty());
        if !time.is_sure {
            facts.present.extend(found);
            continue;
        }
        let start = tokens[index].range.start;
        tokens[index..=time.last].iter_mut().for_each(|token| token.used = true);
        facts.add(Kind::Time, passage, start..time.end, vec![found]);
    }
}

struct Time {
    hours: u32,
    minutes: u32,
    half: Option<Half>,
    /// Whether it can be nothing else.
    is_sure: bool,
    /// The last token of it, and the byte where it ends.
    last: usize,
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

fn time(plain: &str, figures: &Figures, tokens: &[Token], index: usize) -> Option<Time> {
    let Form::Figure(numeral) = &tokens.get(index)?.kind else { return None };
    if numeral.is_ordinal {
        return None;
    }
    let minutes = |index: usize| {
        let token = tokens.get(index)?;
        let Form::Figure(numeral) = &token.kind else { return None };
        numeral.whole().filter(|minutes| *minutes < 60 && token.text.chars().count() == 2)
    };
    let is_hour = |index: usize| {
        tokens.get(index).is_some_and(|token| figures.hours.iter().any(|sign| sign == token.text))
    };
    let mut last = index;
    let mut is_sure = false;
    let (hours, minutes) = match numeral.clock() {
        Some(clock) => clock,
        None => {
            let hours = numeral.whole().filter(|hours| *hours <= 24)?;
            if gap(plain, tokens, index) == Some(":") {
                let minutes = minutes(index + 1)?;
                (last, is_sure) = (index + 1, true);
                (hours, minutes)
            } else if is_space(gap(plain, tokens, index)) && is_hour(index + 1) {
                (last, is_sure) = (index + 1, true);
                let minutes = minutes(index + 2).filter(|_| is_space(gap(plain, tokens, index + 1)));
                last += usize::from(minutes.is_some());
                (hours, minutes.unwrap_or_default())
            } else {
                (hours, 0)
            }
        }
    };
    if is_space(gap(plain, tokens, last)) && is_hour(last + 1) {
        (last, is_sure) = (last + 1, true);
    }
    let mut end = tokens.get(last)?.range.end;
    let half = half(plain.get(end..)?, figures);
    if let Some((_, length)) = half {
        (end, is_sure) = (end + length, true);
    }
    let half = half.map(|(half, _)| half);
    let hours = match half {
        Some(Half::Afternoon) if hours < 12 => hours + 12,
        Some(Half::Morning) if hours == 12 => 0,
        _ => hours,
    };
    // A whole number alone is a number.
    (is_sure || numeral.clock().is_some()).then_some(Time { hours, minutes, half, is_sure, last, end })
}

/// The half of the day that follows a time, and how many bytes it takes.
fn half(rest: &str, figures: &Figures) -> Option<(Half, usize)> {
    let words = rest.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let gap = rest.len() - words.len();
    let is_next = |word: &&String| {
        words.strip_prefix(word.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let of = |half, known: &[String]| known.iter().find(is_next).map(|word| (half, gap + word.len()));
    of(Half::Morning, &figures.morning).or_else(|| of(Half::Afternoon, &figures.afternoon))
}

/// All that may stand for a time: with the other half of the day where none is said, and for a full hour its number.
fn keys(hours: u32, minutes: u32, is_exact: bool) -> Vec<Key> {
    let mut keys = vec![Key::Time((hours * 60 + minutes) % 1440)];
    if !is_exact && (1..12).contains(&hours) {
        keys.push(Key::Time((hours + 12) * 60 + minutes));
    }
    if minutes == 0 {
        keys.push(Key::Number(hours.to_string()));
        keys.extend((hours > 12).then(|| Key::Number((hours - 12).to_string())));
    }
    keys
}
