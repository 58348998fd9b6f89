//! `number-parity`: a number of one language stands in the other: 3 000 = 3,000; 3,5 millions = 3.5 million; deux = 2; XXIe = 21st.
//! Source: European Commission, "Translation Quality Info Sheets": figures are checked first, since nobody misses a wrong one.

use super::facts::{Fact, Facts, Key, Kind, Place};
use super::pairs::Passage;
use super::tokens::{self, Kind as Form, Numeral, Token, gap, is_space};
use crate::model::Figures;

/// Numbers that are missed when they stand in words: one and two have too many other ways to be said, and tens are often round.
const SPELLED: std::ops::RangeInclusive<u64> = 3..=20;

pub fn read<'p>(passage: &'p Passage, figures: &Figures, tokens: &[Token<'p>], facts: &mut Facts<'p>) {
    let plain = &passage.plain;
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let mut end = index + 1;
        match &token.kind {
            Form::Figure(numeral) => {
                let (power, last) = scale(plain, figures, tokens, index);
                end = last + 1;
                // The hour of 13:30 is no 13.
                if !token.used {
                    see_figure(passage, token, numeral, facts);
                }
                if power > 0 {
                    let range = token.range.start..tokens[last].range.end;
                    facts.add(Kind::Number, passage, range, vec![vec![Key::Number(numeral.scaled(power))]]);
                } else if !token.used {
                    let key = Key::Number(numeral.key());
                    facts.add(Kind::Number, passage, token.range.clone(), vec![vec![key]]);
                }
            }
            Form::Symbol => {
                let bare = |sign: &char| !sign.is_whitespace() && !"().-".contains(*sign);
                let symbol = if token.text.starts_with('+') {
                    token.text.chars().filter(bare).map(|sign| tokens::figure(sign).unwrap_or(sign)).collect()
                } else {
                    token.text.to_owned()
                };
                facts.add(Kind::Number, passage, token.range.clone(), vec![vec![Key::Number(symbol)]]);
            }
            Form::Code => see_parts(token.text, facts),
            Form::Word => end = see_word(passage, figures, tokens, index, facts),
        }
        index = end.max(index + 1);
    }
}

/// The power of ten that follows a number, and the last token of both: mil millones is 9.
fn scale(plain: &str, figures: &Figures, tokens: &[Token], index: usize) -> (u32, usize) {
    let (mut power, mut last) = (0, index);
    while let Some(next) = tokens.get(last + 1).filter(|_| is_space(gap(plain, tokens, last))) {
        let word = figures.scales.get(next.text).or_else(|| figures.scales.get(&next.text.to_lowercase()));
        let Some(more) = word.filter(|_| power < 24) else { break };
        power += more;
        last += 1;
    }
    (power, last)
}

/// A number is there whatever it belongs to; groups that are no group are numbers of their own.
fn see_figure(passage: &Passage, token: &Token, numeral: &Numeral, facts: &mut Facts) {
    facts.present.insert(Key::Number(numeral.key()));
    if passage.plain.get(token.range.clone()).is_some_and(|text| text.contains(char::is_whitespace)) {
        see_parts(token.text, facts);
    }
}

/// Every run of figures of a name: they are there, but nobody misses them.
fn see_parts(text: &str, facts: &mut Facts) {
    let plain = |sign: char| tokens::figure(sign).or((sign == '.').then_some('.')).unwrap_or(' ');
    let figures: String = text.chars().map(plain).collect();
    // TLSv1.3 has 1.3, 1 and 3.
    for version in figures.split_whitespace().map(|version| version.trim_matches('.')) {
        for part in [version].into_iter().chain(version.split('.')) {
            let part = part.trim_start_matches('0');
            facts.present.insert(Key::Number(if part.is_empty() { "0" } else { part }.to_owned()));
        }
    }
}

/// A number in words, or one of Rome's. Returns the token after it.
fn see_word<'p>(
    passage: &'p Passage,
    figures: &Figures,
    tokens: &[Token<'p>],
    index: usize,
    facts: &mut Facts<'p>,
) -> usize {
    let plain = &passage.plain;
    let Some(token) = tokens.get(index) else { return index + 1 };
    if let Some(number) = roman(token.text, figures) {
        facts.present.insert(Key::Number(number.to_string()));
    }
    // trente-six, twenty-first: as far as the hyphens go.
    let mut last = index;
    while matches!(gap(plain, tokens, last), Some("-" | "\u{2011}")) {
        last += 1;
    }
    let Some((number, last)) = (index..=last).rev().find_map(|last| {
        let range = token.range.start..tokens.get(last)?.range.end;
        Some((spelled(plain.get(range)?, figures)?, last))
    }) else {
        return index + 1;
    };
    facts.present.insert(Key::Number(number.to_string()));
    // "vingt et un", "thirty six": both are there, and their sum.
    let and = passage.terms.grammar.and.trim();
    let unit = tokens.get(last + 1).filter(|next| next.text != and).or_else(|| tokens.get(last + 2));
    let unit = unit.and_then(|unit| spelled(unit.text, figures)).filter(|unit| (1..10).contains(unit));
    if let Some(unit) = unit.filter(|_| number >= 20 && number % 10 == 0) {
        facts.present.insert(Key::Number((number + unit).to_string()));
    }
    let (power, end) = scale(plain, figures, tokens, last);
    let range = token.range.start..tokens[end].range.end;
    let words = plain.get(range.clone()).unwrap_or_default();
    let numeral = Numeral::from(number);
    let key = Key::Number(numeral.scaled(power));
    facts.present.insert(key.clone());
    if power > 0 || SPELLED.contains(&number) {
        let place = Place::Range(range);
        facts.list.push(Fact { kind: Kind::Number, words, needs: vec![vec![key]], soft: true, place });
    }
    end + 1
}

/// The value of a word, or of words joined by hyphens: twenty-first, quatre-vingt-dix-sept.
fn spelled(word: &str, figures: &Figures) -> Option<u64> {
    let mut lower = word.to_lowercase();
    if lower.contains('\u{2011}') {
        lower = lower.replace('\u{2011}', "-");
    }
    if let Some(number) = figures.words.get(&lower) {
        return Some((*number).into());
    }
    let hyphens = lower.match_indices('-').map(|(at, _)| at);
    hyphens.rev().find_map(|at| {
        let tens = *figures.words.get(lower.get(..at)?)?;
        let rest = spelled(lower.get(at + 1..)?, figures)?;
        (tens >= 20 && rest < 20).then(|| u64::from(tens) + rest)
    })
}

/// A number of Rome's, with the ending of an ordinal or without: XXI, XXIe.
fn roman(word: &str, figures: &Figures) -> Option<u32> {
    let numerals = word.trim_end_matches(|sign: char| !sign.is_uppercase());
    let ending = word.get(numerals.len()..)?;
    if !ending.is_empty() && !figures.ordinals.iter().any(|known| known == ending) {
        return None;
    }
    let values: Option<Vec<u32>> = numerals
        .chars()
        .map(|sign| match sign {
            'I' => Some(1),
            'V' => Some(5),
            'X' => Some(10),
            'L' => Some(50),
            'C' => Some(100),
            _ => None,
        })
        .collect();
    let values = values.filter(|values| !values.is_empty())?;
    let signed = values.iter().enumerate().map(|(index, value)| {
        let is_less = values.get(index + 1).is_some_and(|next| next > value);
        if is_less { -i64::from(*value) } else { i64::from(*value) }
    });
    u32::try_from(signed.sum::<i64>()).ok()
}
