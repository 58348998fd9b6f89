//! Isolates: in a line from right to left, a run of Latin words and figures keeps its own order (UAX #9, 2.4: U+2066 and
//! U+2069), wherever the algorithm of Unicode alone would tear its signs away: +34 933, 50%, https://example.org/.

use super::numerals::is_latin;
use crate::copyedit::galley::{Galley, OBJECT};
use crate::model::letters::is_letter_or_figure;
use crate::model::{Direction, Terms, Text};
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};

const ISOLATE: char = '\u{2066}';
const POP: char = '\u{2069}';

/// Takes isolates out, so that they are set where they are needed now.
pub fn remove(galley: &mut Galley, terms: &Terms) {
    if terms.direction != Direction::RightToLeft {
        return;
    }
    let mut at = 0;
    while at < galley.len() {
        match galley.at(at) {
            Some(ISOLATE | POP) if galley.set(at..at + 1, "") != 0 => {}
            _ => at += 1,
        }
    }
}

pub fn set(galley: &mut Galley, terms: &Terms) {
    if terms.direction != Direction::RightToLeft {
        return;
    }
    let runs = runs(galley);
    if runs.is_empty() {
        return;
    }
    let words = galley.words(0..galley.len());
    let info = BidiInfo::new(&words, Some(Level::rtl()));
    let offsets: Vec<usize> = words.char_indices().map(|(offset, _)| offset).chain([words.len()]).collect();
    let is_torn = |run: &Range<usize>| {
        let bytes = offsets[run.start]..offsets[run.end];
        info.levels[bytes].iter().any(|level| level.is_rtl())
    };
    // From the last on, so that places before it stand.
    for run in runs.into_iter().filter(is_torn).rev() {
        galley.set(run.end..run.end, &POP.to_string());
        galley.set(run.start..run.start, &ISOLATE.to_string());
    }
}

/// A number or a name of a catalogue, which keeps its figures and its order in every line.
pub fn left_to_right(words: Text, terms: &Terms) -> Text {
    if terms.direction != Direction::RightToLeft {
        return words;
    }
    let mut isolated = Text::supplied(ISOLATE);
    isolated.push(words);
    isolated.push(Text::supplied(POP));
    isolated
}

/// The runs that are read from left to right: from a first Latin letter, figure or sign to a last one, with all that stands
/// between and is of no direction, if there is a Latin letter or a sign of a number in it.
fn runs(galley: &Galley) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < galley.len() {
        let end = galley.run(at, |ch| !ends(ch));
        let is_locked = |at: usize| galley.is_locked(at);
        let starts = |at: &usize| {
            is_locked(*at) || galley.at(*at).is_some_and(|ch| is_latin(ch) || is_figure(ch) || leads(ch))
        };
        let closes = |at: &usize| {
            is_locked(*at)
                || galley.at(*at).is_some_and(|ch| is_latin(ch) || is_figure(ch) || "%‰€$£°+#".contains(ch))
        };
        if let Some(first) = (at..end).find(starts)
            && let Some(last) = (first..end).rev().find(closes)
        {
            let run = first..last + 1;
            let words = galley.words(run.clone());
            let signed = words.starts_with(leads) && words.contains(is_figure)
                || words.ends_with(|ch| "%‰€$£°".contains(ch));
            if signed || words.contains(is_latin) {
                runs.push(run);
            }
        }
        at = end.max(at + 1);
    }
    runs
}

fn is_figure(ch: char) -> bool {
    ch.is_ascii_digit()
}

fn leads(ch: char) -> bool {
    "+−-$€£#@".contains(ch)
}

/// What a run does not reach over: letters and figures of other scripts, brackets, quotation marks, marks of an Arabic
/// sentence, what stands for something else.
fn ends(ch: char) -> bool {
    let other_script = is_letter_or_figure(ch) && !is_latin(ch) && !is_figure(ch);
    other_script || ch == OBJECT || ch == '\n' || "()[]{}«»‹›“”\"،؛؟…–—\u{640}\u{2066}\u{2069}".contains(ch)
}

#[cfg(test)]
mod tests {
    use crate::copyedit::tests::printed;
    use crate::model::Terms;

    #[test]
    fn what_keeps_its_order_by_itself_is_left_alone() {
        let terms = Terms::stock("ar");
        for words in ["منظمة UCLG في ٢٠٢١", "(UCLG)", "كوفيد-١٩", "الوثيقة A/75/982", "١٢:٠٠–١٣:٣٠"]
        {
            assert_eq!(printed(words, &terms), words);
        }
    }
}
