//! `date-parity`: a date of one language stands in the other: 19 mai = 19 May = 19 de mayo; 19/05/2021 = 19 May 2021. A date is
//! there when its day, its month and its year are, so that ranges and lists need no grammar.

use super::facts::{Facts, Key, Kind};
use super::pairs::Passage;
use super::tokens::{Kind as Form, Token, gap, is_space};
use crate::model::letters::head;
use std::ops::RangeInclusive;

/// How many days one month may be said of: "19, 20 and 21 May".
const DAYS: usize = 4;

pub fn read<'p>(passage: &'p Passage, tokens: &mut [Token<'p>], facts: &mut Facts<'p>) {
    let months = Months::of(passage);
    for index in 0..tokens.len() {
        if tokens[index].used {
            continue;
        }
        let date = match &tokens[index].kind {
            Form::Word => in_words(passage, &months, tokens, index, facts),
            Form::Figure(_) => in_figures(&passage.plain, tokens, index),
            _ => None,
        };
        let Some((range, needs)) = date else { continue };
        let Some((first, last)) = tokens.get(*range.start()).zip(tokens.get(*range.end())) else { continue };
        let bytes = first.range.start..last.range.end;
        tokens[range].iter_mut().for_each(|token| token.used = true);
        facts.add(Kind::Date, passage, bytes, needs);
    }
}

/// The tokens of a date, and what it needs.
type Date = (RangeInclusive<usize>, Vec<Vec<Key>>);

/// The names of the months: each has one or several, and these one or several words (كانون الثاني/يناير).
struct Months<'p>(Vec<Vec<Vec<Name<'p>>>>);

/// A word of a month's name.
struct Name<'p> {
    word: &'p str,
    lower: String,
    head: Option<char>,
}

impl<'p> Name<'p> {
    fn new(word: &'p str) -> Self {
        Self { word, lower: word.to_lowercase(), head: head(word) }
    }

    /// Whether a word is this one. "Version 3 may be": what has a capital in a date is none without.
    fn is(&self, written: &str) -> bool {
        let has_capital = |word: &str| word.starts_with(char::is_uppercase);
        written == self.word
            || (head(written) == self.head
                && written.to_lowercase() == self.lower
                && (has_capital(written) || !has_capital(self.word)))
    }
}

impl<'p> Months<'p> {
    fn of(passage: &'p Passage) -> Self {
        let names = |month: &'p String| {
            month.split('/').map(|name| name.split_whitespace().map(Name::new).collect()).collect()
        };
        Self(passage.terms.calendar.months.iter().map(names).collect())
    }

    /// The month that stands at a place, and its last token.
    fn at(&self, plain: &str, tokens: &[Token], index: usize) -> Option<(usize, usize)> {
        let first = tokens.get(index).and_then(|token| head(token.text));
        let begins = |name: &Vec<Name>| name.first().is_some_and(|name| name.head == first);
        let months = self.0.iter().enumerate().filter(|(_, names)| names.iter().any(begins));
        months
            .filter_map(|(month, names)| Some((month, written(names, plain, tokens, index)?)))
            .max_by_key(|found| found.1)
    }

    /// The month that a word or what is left of it may stand for: Sept., may.
    fn near(&self, word: &str) -> Option<usize> {
        self.0.iter().position(|names| {
            names.iter().any(|name| name.first().is_some_and(|first| first.lower.starts_with(word)))
        })
    }
}

/// Where one of the names ends that begin at a place, with the other name of the same month after a stroke.
fn written(names: &[Vec<Name>], plain: &str, tokens: &[Token], index: usize) -> Option<usize> {
    let ends = names.iter().filter_map(|name| {
        let fits = name.iter().enumerate().all(|(step, word)| {
            let is_next = step == 0 || is_space(gap(plain, tokens, index + step - 1));
            is_next && tokens.get(index + step).is_some_and(|token| word.is(token.text))
        });
        (fits && !name.is_empty()).then(|| index + name.len() - 1)
    });
    let end = ends.max()?;
    match gap(plain, tokens, end) {
        Some("/") => written(names, plain, tokens, end + 1).or(Some(end)),
        _ => Some(end),
    }
}

/// A month with its days or its year.
fn in_words(
    passage: &Passage,
    months: &Months,
    tokens: &[Token],
    index: usize,
    facts: &mut Facts,
) -> Option<Date> {
    let plain = &passage.plain;
    let month = months.at(plain, tokens, index);
    // Nearly all words are no months, and stand far from figures.
    let is_figure = |token: &Token| matches!(token.kind, Form::Figure(_));
    let nearby = index.saturating_sub(2)..(index + 3).min(tokens.len());
    if month.is_none() && !tokens.get(nearby)?.iter().any(is_figure) {
        return None;
    }
    let last = month.map_or(index, |(_, last)| last);
    let before = days_before(plain, tokens, index);
    let after = figures_after(plain, tokens, last, before.is_empty());
    let Some((month, _)) = month else {
        // "19 Sept." is no date to be missed, but one that is there.
        let word = tokens.get(index)?.text.to_lowercase();
        if word.chars().count() >= 3 && !(before.is_empty() && after.is_empty()) {
            facts.present.extend(months.near(&word).map(Key::Month));
        }
        return None;
    };
    facts.present.insert(Key::Month(month));
    let first = before.iter().chain([&index]).min()?;
    let last = after.iter().chain([&last]).max()?;
    let figures = before.iter().chain(&after).filter_map(|index| number(tokens, *index));
    let needs: Vec<_> = [vec![Key::Month(month)]].into_iter().chain(figures.map(|key| vec![key])).collect();
    (needs.len() > 1).then_some((*first..=*last, needs))
}

fn number(tokens: &[Token], index: usize) -> Option<Key> {
    match &tokens.get(index)?.kind {
        Form::Figure(numeral) => Some(Key::Number(numeral.key())),
        _ => None,
    }
}

fn whole(tokens: &[Token], index: usize) -> Option<u32> {
    match &tokens.get(index)?.kind {
        Form::Figure(numeral) => numeral.whole(),
        _ => None,
    }
}

fn is_day(tokens: &[Token], index: usize) -> bool {
    whole(tokens, index).is_some_and(|day| (1..=31).contains(&day))
}

fn is_year(tokens: &[Token], index: usize) -> bool {
    whole(tokens, index).is_some_and(|year| (1000..=2999).contains(&year))
}

/// Whether a token is a short word such as "de", "of", "au" or "and".
fn is_link(tokens: &[Token], index: usize) -> bool {
    tokens.get(index).is_some_and(|token| token.kind == Form::Word && token.text.chars().count() <= 3)
}

/// The days before a month.
fn days_before(plain: &str, tokens: &[Token], month: usize) -> Vec<usize> {
    let mut days = Vec::new();
    let mut at = month;
    while days.len() < DAYS {
        let Some(previous) = at.checked_sub(1) else { break };
        let between = gap(plain, tokens, previous).unwrap_or_default().trim();
        let joins = between.is_empty() || (!days.is_empty() && matches!(between, "-" | "–" | "/" | ","));
        let day = if is_day(tokens, previous) && joins {
            previous
        } else if joins
            && is_link(tokens, previous)
            && let Some(day) = previous.checked_sub(1).filter(|day| is_day(tokens, *day))
            && is_space(gap(plain, tokens, day))
        {
            day
        } else {
            break;
        };
        days.push(day);
        at = day;
    }
    days
}

/// The day and the year after a month: "May 19, 2021", "mayo de 2021".
fn figures_after(plain: &str, tokens: &[Token], month: usize, may_be_day: bool) -> Vec<usize> {
    let mut figures = Vec::new();
    let mut at = month;
    if may_be_day && is_space(gap(plain, tokens, at)) && is_day(tokens, at + 1) {
        figures.push(at + 1);
        at += 1;
        while matches!(gap(plain, tokens, at), Some("-" | "–")) && is_day(tokens, at + 1) {
            figures.push(at + 1);
            at += 1;
        }
    }
    let is_near = |at: usize| matches!(gap(plain, tokens, at).map(str::trim), Some("" | ","));
    if is_near(at) && is_year(tokens, at + 1) {
        figures.push(at + 1);
    } else if is_near(at)
        && is_link(tokens, at + 1)
        && is_space(gap(plain, tokens, at + 1))
        && is_year(tokens, at + 2)
    {
        figures.push(at + 2);
    }
    figures
}

/// 2021-05-19, 19/05/2021, 19.05.2021. Where day and month could be either, both will do.
fn in_figures(plain: &str, tokens: &[Token], index: usize) -> Option<Date> {
    let mark = gap(plain, tokens, index).filter(|mark| matches!(*mark, "/" | "." | "-"))?;
    if gap(plain, tokens, index + 1) != Some(mark) {
        return None;
    }
    let (year, day, month) = match (is_year(tokens, index), is_year(tokens, index + 2)) {
        (true, false) => (index, index + 2, index + 1),
        (false, true) => (index + 2, index, index + 1),
        _ => return None,
    };
    let is_month = |index: usize| whole(tokens, index).is_some_and(|month| (1..=12).contains(&month));
    let of_month = |index: usize| {
        let month = usize::try_from(whole(tokens, index)?).ok()?.checked_sub(1)?;
        is_month(index).then_some(Key::Month(month))
    };
    if !(is_day(tokens, day) && is_day(tokens, month)) {
        return None;
    }
    let is_either = is_month(day) || !is_month(month);
    let months: Vec<Key> =
        if is_either { vec![day, month] } else { vec![month] }.into_iter().filter_map(of_month).collect();
    let days = if is_either { vec![day, month] } else { vec![day] };
    let days: Vec<Key> = days.into_iter().filter_map(|index| number(tokens, index)).collect();
    (!months.is_empty()).then_some((index..=index + 2, vec![months, days, vec![number(tokens, year)?]]))
}
