//! Figures: those of the language in the place of those that were typed. Addresses are locked by now; codes (A/75/982,
//! COVID-19) and telephone numbers keep the figures that all the world reads.

use crate::copyedit::galley::{Galley, OBJECT};
use crate::model::letters::is_letter;
use crate::model::{Numerals, Profile};
use std::ops::Range;

/// Signs within numbers: as keyboards have them, and as Arabic figures have them (CLDR, ar, "arab": decimal, group and
/// percent sign).
const SIGNS: [(char, char); 3] = [('.', '\u{66B}'), (',', '\u{66C}'), ('%', '\u{66A}')];

/// Sets the figures 0 to 9 for the rules to read, whatever was typed.
pub fn plain(galley: &mut Galley, profile: &Profile) {
    if profile.numerals.is_none() {
        return;
    }
    for at in 0..galley.len() {
        let Some(ch) = galley.at(at) else { continue };
        let follows_figure = galley.before(at).is_some_and(is_figure);
        let sign = SIGNS.iter().find(|(_, own)| *own == ch && follows_figure).map(|(typed, _)| *typed);
        let new = sign.unwrap_or_else(|| Numerals::Western.figure(ch));
        if new != ch {
            galley.set(at..at + 1, &new.to_string());
        }
    }
}

/// Sets the figures of the language.
pub fn set(galley: &mut Galley, profile: &Profile) {
    if profile.numerals != Some(Numerals::ArabicIndic) {
        return;
    }
    let mut at = 0;
    while at < galley.len() {
        let end = galley.run(at, |ch| !parts(ch));
        if (at..end).any(|at| galley.at(at).is_some_and(is_figure)) && !is_code(galley, at..end) {
            for place in at..end {
                set_one(galley, place);
            }
        }
        at = end.max(at + 1);
    }
}

fn set_one(galley: &mut Galley, at: usize) {
    let Some(ch) = galley.at(at) else { return };
    let after_figure = galley.before(at).is_some_and(is_figure);
    let group = galley.run(at + 1, is_figure) - (at + 1);
    let alone = |sign| {
        let in_number = |ch| is_figure(ch) || ch == '.' || ch == ',';
        let number = galley.words(galley.run_back(at, in_number)..galley.run(at, in_number));
        number.matches(sign).count() == 1
    };
    let is_sign = after_figure
        && match ch {
            '.' => group > 0 && alone('.'),
            ',' => group == 3,
            '%' => true,
            _ => false,
        };
    let sign = SIGNS.iter().find(|(typed, _)| *typed == ch && is_sign).map(|(_, own)| *own);
    let new = sign.unwrap_or_else(|| Numerals::ArabicIndic.figure(ch));
    if new != ch {
        galley.set(at..at + 1, &new.to_string());
    }
}

fn is_figure(ch: char) -> bool {
    Numerals::value(ch).is_some()
}

/// What stands between two tokens.
fn parts(ch: char) -> bool {
    ch.is_whitespace() || ch == OBJECT || "()[]{}«»‹›“”\"،؛؟".contains(ch)
}

/// Whether a token is one that no language writes in its own way: with Latin letters, or a telephone number, which may go on
/// after spaces.
fn is_code(galley: &Galley, token: Range<usize>) -> bool {
    if galley.words(token.clone()).chars().any(is_latin) {
        return true;
    }
    let in_number = |ch: char| is_figure(ch) || " \u{A0}\u{202F}-".contains(ch);
    let start = galley.run_back(token.start, in_number).saturating_sub(1);
    let start = if galley.at(start) == Some('+') { start } else { token.start };
    let digits =
        galley.words(start..galley.run(token.end, in_number)).chars().filter(|ch| is_figure(*ch)).count();
    galley.at(start) == Some('+') && digits >= TELEPHONE
}

/// No telephone number with the prefix of a country is shorter (ITU-T E.164 names the longest: 15).
const TELEPHONE: usize = 7;

/// A letter of the Latin script: basic, with its supplements and extensions.
pub fn is_latin(ch: char) -> bool {
    is_letter(ch) && matches!(ch, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}
