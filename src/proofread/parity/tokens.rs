//! A passage as figures and words. Addresses are left out; what mixes letters and figures is told from numbers.

use crate::model::letters::{is_letter, is_letter_or_figure};
use crate::model::{Figures, Profile};
use std::ops::Range;

pub struct Token<'p> {
    pub text: &'p str,
    pub range: Range<usize>,
    pub kind: Kind,
    /// Whether it is a part of a date or a time.
    pub used: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Figure(Numeral),
    Word,
    /// A name with figures: COVID-19, 5G.
    Code,
    /// What must stand in every language letter by letter: A/75/982, +34 933 428 750.
    Symbol,
}

/// A number in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numeral {
    whole: String,
    /// As written.
    pub fraction: String,
    pub is_ordinal: bool,
}

impl Numeral {
    /// In plain figures, with a point before decimals.
    pub fn key(&self) -> String {
        self.scaled(0)
    }

    /// The number times a power of ten.
    pub fn scaled(&self, power: u32) -> String {
        let power = power as usize;
        let padded = format!("{:0<power$}", self.fraction);
        let (raised, rest) = padded.split_at(power.min(padded.len()));
        let whole = format!("{}{raised}", self.whole);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        match rest.trim_end_matches('0') {
            "" => whole.to_owned(),
            rest => format!("{whole}.{rest}"),
        }
    }

    /// The number, if it is a whole one.
    pub fn whole(&self) -> Option<u32> {
        self.fraction.is_empty().then(|| self.whole.parse().ok())?
    }

    /// Hours and minutes, if the number could be both: 12.30.
    pub fn clock(&self) -> Option<(u32, u32)> {
        let (hours, minutes) = (self.whole.parse().ok()?, self.fraction.parse().ok()?);
        (self.fraction.len() == 2 && hours <= 24 && minutes < 60).then_some((hours, minutes))
    }
}

impl From<u64> for Numeral {
    fn from(number: u64) -> Self {
        Self { whole: number.to_string(), ..Self::default() }
    }
}

/// The value of a figure: European, Arabic-Indic, extended Arabic-Indic.
pub fn figure(sign: char) -> Option<char> {
    let value = match sign {
        '0'..='9' => return Some(sign),
        '\u{660}'..='\u{669}' => u32::from(sign) - 0x660,
        '\u{6F0}'..='\u{6F9}' => u32::from(sign) - 0x6F0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// The figures at the head of a text, and how many bytes they take.
fn run(text: &str) -> (String, usize) {
    let figures: String = text.chars().map_while(figure).collect();
    let length = text.chars().take_while(|sign| figure(*sign).is_some()).map(char::len_utf8).sum();
    (figures, length)
}

pub fn read<'p>(plain: &'p str, figures: &Figures, profile: &Profile) -> Vec<Token<'p>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some((rest, sign)) = plain.get(at..).and_then(|rest| Some((rest, rest.chars().next()?))) {
        let starts = before.is_whitespace() || is_invisible(before) || "(«“\u{A0}".contains(before);
        let (length, kind) = if starts && let Some(length) = address(rest) {
            (length, None)
        } else if before == '^' && figure(sign).is_some() {
            // A footnote that is not there, [^1], has a finding already.
            (run(rest).1, None)
        } else if figure(sign).is_some() {
            let (length, kind) = read_figure(rest, figures, profile);
            (length, Some(kind))
        } else if sign == '+'
            && starts
            && let Some(length) = telephone(rest)
        {
            (length, Some(Kind::Symbol))
        } else if is_letter(sign) {
            let (length, kind) = read_word(rest);
            (length, Some(kind))
        } else {
            (sign.len_utf8(), None)
        };
        let range = at..at + length;
        let text = plain.get(range.clone()).unwrap_or_default();
        before = text.chars().next_back().unwrap_or(' ');
        at = range.end;
        tokens.extend(kind.map(|kind| Token { text, range, kind, used: false }));
    }
    tokens
}

/// How long an address at the head of a text is.
pub fn address(rest: &str) -> Option<usize> {
    let chunk = rest.split(|sign: char| sign.is_whitespace() || "<>«»“”".contains(sign)).next()?;
    if !chunk.starts_with("www.") && !chunk.contains([':', '@']) {
        return None;
    }
    let is_address =
        chunk.contains("://") || chunk.starts_with("www.") || (chunk.contains('@') && chunk.contains('.'));
    let length = chunk.trim_end_matches(|sign: char| ".,;:!?)]’'…".contains(sign)).len();
    (is_address && length > 0).then_some(length)
}

/// How long a telephone number with its country's code is.
fn telephone(rest: &str) -> Option<usize> {
    let in_number = |sign: char| figure(sign).is_some() || "+ \u{A0}\u{202F}().-".contains(sign);
    let number = rest.find(|sign: char| !in_number(sign)).map_or(rest, |end| &rest[..end]);
    let number = number.trim_end_matches(|sign: char| figure(sign).is_none());
    (number.chars().filter(|sign| figure(*sign).is_some()).count() >= 7).then_some(number.len())
}

fn read_figure(rest: &str, figures: &Figures, profile: &Profile) -> (usize, Kind) {
    let (mut numeral, mut length) = numeral(rest, figures);
    let after = rest.get(length..).unwrap_or_default();
    let is_tail = |sign: char| is_letter_or_figure(sign) || matches!(sign, 'º' | 'ª' | '°');
    let point = usize::from(after.starts_with('.') && after[1..].starts_with(['º', 'ª']));
    let tail = after.get(point..).unwrap_or_default();
    let tail = tail.find(|sign| !is_tail(sign)).map_or(tail, |end| &tail[..end]);
    if figures.ordinals.iter().any(|ending| ending == tail) || tail.starts_with(['º', 'ª']) {
        numeral.is_ordinal = true;
        length += point + tail.len();
    } else if !tail.is_empty() {
        let word = tail.find(|sign: char| sign.is_numeric()).map_or(tail, |end| &tail[..end]);
        let mut known = figures.hours.iter().chain(&profile.units).chain(figures.scales.keys());
        let mut meridiem = figures.morning.iter().chain(&figures.afternoon);
        if !known.any(|known| known == word) && !meridiem.any(|known| known == word) && word != "°" {
            return (length + tail.len(), Kind::Code);
        }
    }
    (length, Kind::Figure(numeral))
}

/// The number at the head of a text that begins with a figure, with its groups and decimals.
fn numeral(text: &str, figures: &Figures) -> (Numeral, usize) {
    let (mut whole, mut at) = run(text);
    let mark = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    let follows = |at: usize| run(text.get(at..).unwrap_or_default());
    let is_decimal =
        |sign: char| sign == '٫' || figures.decimal.as_ref().is_some_and(|mark| mark.starts_with(sign));
    let is_group = |sign: char| {
        matches!(sign, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '’' | '\'' | '٬')
            || figures.groups.iter().any(|mark| mark.starts_with(sign))
    };
    let first = mark(at).filter(|sign| is_group(*sign) && whole.len() <= 3 && !whole.starts_with('0'));
    while let Some(sign) = first.filter(|sign| mark(at) == Some(*sign)) {
        let (group, length) = follows(at + sign.len_utf8());
        if group.len() != 3 {
            break;
        }
        whole.push_str(&group);
        at += sign.len_utf8() + length;
    }
    // What has several points is a date or a clause: 19.05.2021, 1.2.3.
    if let Some(sign) = mark(at).filter(|sign| is_decimal(*sign) || *sign == '.') {
        let (fraction, length) = follows(at + sign.len_utf8());
        let end = at + sign.len_utf8() + length;
        let goes_on = mark(end) == Some(sign) && follows(end + sign.len_utf8()).1 > 0;
        if !fraction.is_empty() && !goes_on {
            return (Numeral { whole, fraction, is_ordinal: false }, end);
        }
    }
    (Numeral { whole, ..Numeral::default() }, at)
}

fn read_word(rest: &str) -> (usize, Kind) {
    let end_of = |in_word: fn(char) -> bool| rest.find(|sign| !in_word(sign)).unwrap_or(rest.len());
    let in_word = |sign: char| {
        is_letter_or_figure(sign) || matches!(sign, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}')
    };
    let length = end_of(in_word);
    let word = &rest[..length];
    let has_figure = |text: &str| text.chars().any(|sign| figure(sign).is_some());
    if word.starts_with(char::is_uppercase) && rest[length..].starts_with('/') {
        let whole = &rest[..end_of(|sign| is_letter_or_figure(sign) || "/.-".contains(sign))];
        let whole = whole.trim_end_matches(['.', '-', '/']);
        let is_number = |part: &str| !part.is_empty() && part.chars().all(|sign| figure(sign).is_some());
        if whole.split(['/', '.', '-']).any(is_number) {
            return (whole.len(), Kind::Symbol);
        }
    }
    if has_figure(word) {
        // TLSv1.3
        let version = |sign: char| figure(sign).is_some() || sign == '.';
        let tail = &rest[length..];
        let tail = tail.find(|sign| !version(sign)).map_or(tail, |end| &tail[..end]);
        return (length + tail.trim_end_matches('.').len(), Kind::Code);
    }
    let hyphen = rest[length..].chars().next().filter(|sign| matches!(sign, '-' | '\u{2011}'));
    if let Some(hyphen) = hyphen {
        let (figures, figures_length) = run(&rest[length + hyphen.len_utf8()..]);
        if !figures.is_empty() {
            return (length + hyphen.len_utf8() + figures_length, Kind::Code);
        }
    }
    (length, Kind::Word)
}

/// What stands between two tokens, by their places in the row.
pub fn gap<'p>(plain: &'p str, tokens: &[Token], first: usize) -> Option<&'p str> {
    let (from, to) = (tokens.get(first)?, tokens.get(first + 1)?);
    plain.get(from.range.end..to.range.start).map(|gap| gap.trim_matches(is_invisible))
}

/// Marks of direction, which stand about figures and words of the other direction.
fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}')
}

/// Whether a gap is nothing, or a space.
pub fn is_space(gap: Option<&str>) -> bool {
    gap.is_some_and(|gap| gap.chars().count() <= 1 && gap.chars().all(char::is_whitespace))
}
