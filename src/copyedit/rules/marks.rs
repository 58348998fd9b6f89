//! Marks of punctuation: the spaces about them, dashes between words, hyphens that must not end a line.

use super::numerals::is_latin;
use crate::copyedit::galley::{Galley, is_no_break, is_space, is_word};
use crate::model::Profile;
use crate::model::letters::{is_letter, is_letter_or_figure};

/// Sets the marks of the language's own script in the place of Latin ones, after its own words and figures; Latin words and
/// numbers keep theirs.
///
/// Source: W3C, Text Layout Requirements for the Arabic Script, "Punctuation".
pub fn own(galley: &mut Galley, profile: &Profile) {
    if profile.marks.is_empty() {
        return;
    }
    for at in 1..galley.len() {
        let Some(new) = galley.at(at).and_then(|ch| value_of(&profile.marks, ch)) else { continue };
        let goes_on = galley.at(at + 1).is_some_and(|after| after.is_ascii_alphanumeric() || is_latin(after));
        let last = (0..at).rev().filter_map(|at| galley.at(at)).find(|ch| is_letter(*ch) || *ch == '\n');
        let is_own = last.is_some_and(|ch| is_letter(ch) && !is_latin(ch));
        if is_own && !goes_on {
            galley.set(at..at + 1, new);
        }
    }
}

/// Makes the profile's dash of a hyphen, two or three hyphens, or another dash between spaces, and settles on which side
/// of it a line may not break: after one that opens an aside, before one that closes it or stands alone in its sentence.
///
/// Sources: IN, "Tirets"; OQLF, "Tiret"; NHR, "Dashes" (a spaced en rule); CMOS 17, 6.85 (an em dash without spaces); EU 6.4 (a spaced em
/// dash).
pub fn dashes(galley: &mut Galley, profile: &Profile) {
    let Some(style) = &profile.dash else { return };
    let mut sentence = Vec::new();
    let mut at = 0;
    while at < galley.len() {
        let ch = galley.at(at).unwrap_or_default();
        if is_letter_or_figure(ch) {
            at += 1;
            continue;
        }
        let breaks = |after: char| after.is_whitespace() && !is_no_break(after);
        let ends_sentence = ch == '\n' || (".!?…؟".contains(ch) && galley.at(at + 1).is_none_or(breaks));
        if ends_sentence {
            at = at.saturating_add_signed(settle_sides(galley, &mut sentence, &style.space));
        } else if is_dash(ch) {
            let end = if ch == '-' { galley.run(at, |ch| ch == '-') } else { at + 1 };
            // Between two words without spaces, a dash that takes none.
            let joins =
                style.space.is_empty() && (2..=3).contains(&(end - at)) && within_words(galley, at, end);
            if end - at <= 3 && (joins || is_between_words(galley, at, end)) {
                // A dash before a figure may be one of a range: 12 h – 13 h.
                if ch != '–' || !galley.at(galley.run(end, is_space)).is_some_and(|ch| ch.is_ascii_digit())
                {
                    galley.set(at..end, &style.mark);
                    if !joins {
                        sentence.push(at);
                    }
                } else if !style.space.is_empty() {
                    sentence.push(at);
                }
            } else {
                at = end;
                continue;
            }
        }
        at += 1;
    }
    settle_sides(galley, &mut sentence, &style.space);
}

fn is_dash(ch: char) -> bool {
    matches!(ch, '-' | '–' | '—')
}

fn within_words(galley: &Galley, at: usize, end: usize) -> bool {
    galley.before(at).is_some_and(is_letter) && galley.at(end).is_some_and(is_letter)
}

/// Whether a dash has a space on each side, and words beyond them: not a minus, not the mark of a list.
fn is_between_words(galley: &Galley, at: usize, end: usize) -> bool {
    let left = galley.run_back(at, is_space);
    let right = galley.run(end, is_space);
    let (before, after) = (galley.before(left), galley.at(right));
    let is_figure = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_digit());
    let subtracts = galley.at(at) == Some('-') && is_figure(before) && is_figure(after);
    left < at
        && right > end
        && before.is_some_and(|ch| ch != '\n' && !is_dash(ch) && !"([{«‹“„‘".contains(ch))
        && after.is_some_and(|ch| ch != '\n' && !is_dash(ch) && !")]}»›”.,;:!?…،؛؟".contains(ch))
        && !subtracts
}

/// Sets the spaces about the dashes of one sentence, and returns by how much what follows has moved. Every space is one
/// character wide by now.
fn settle_sides(galley: &mut Galley, sentence: &mut Vec<usize>, no_break: &str) -> isize {
    let mut moved: isize = 0;
    for (count, &at) in sentence.iter().enumerate() {
        let at = at.saturating_add_signed(moved);
        let opens = count % 2 == 0 && count + 1 < sentence.len();
        let (left, right) = match (no_break.is_empty(), opens) {
            (true, _) => ("", ""),
            (false, true) => (" ", no_break),
            (false, false) => (no_break, " "),
        };
        moved += galley.set(at + 1..at + 2, right);
        moved += galley.set(at - 1..at, left);
    }
    sentence.clear();
    moved
}

/// Sets the profile's space before marks of punctuation and inside quotation marks.
pub fn spaces(galley: &mut Galley, profile: &Profile) {
    let mut at = 0;
    while at < galley.len() {
        for rule in [before_mark, after_mark, inside_quotes] {
            let mark = galley.at(at).filter(|ch| !is_letter_or_figure(*ch) && !ch.is_whitespace());
            if let Some(ch) = mark.filter(|_| !galley.is_locked(at)) {
                at = at.saturating_add_signed(rule(galley, at, ch, profile));
            }
        }
        at += 1;
    }
}

/// The space before a mark.
///
/// Sources: IN, "Ponctuation", table of spaces; OQLF, "Espacement avant et après les signes de ponctuation et les symboles"; EU
/// 6.4; in English there is none (NHR, "Punctuation"; CMOS 17, 6.7).
fn before_mark(galley: &mut Galley, at: usize, ch: char, profile: &Profile) -> isize {
    let Some(space) = value_of(&profile.before, ch) else { return 0 };
    let start = galley.run_back(at, is_space);
    let Some(before) = galley.before(start) else { return 0 };
    let apart = if space.is_empty() {
        start < at && closes_up(galley, at, before)
    } else {
        let is_second = value_of(&profile.before, before).is_some_and(|space| !space.is_empty());
        !is_second && stands_apart(galley, at, before)
    };
    if apart { galley.set(start..at, space) } else { 0 }
}

/// The space after a mark that opens: a bracket, ¿.
///
/// Sources: IN, "Ponctuation", table of spaces; CMOS 17, 6.7; EU 6.4.
fn after_mark(galley: &mut Galley, at: usize, ch: char, profile: &Profile) -> isize {
    let Some(space) = value_of(&profile.after, ch) else { return 0 };
    let end = galley.run(at + 1, is_space);
    // Not an empty pair of brackets, such as a box to tick.
    if galley.at(end).is_some_and(|ch| is_word(ch) || "«“„‘\"'".contains(ch)) {
        galley.set(at + 1..end, space);
    }
    0
}

/// Whether a mark is one of a sentence, which its space sets apart, and not of an address, a time, a query: (?), 12:00.
fn stands_apart(galley: &Galley, at: usize, before: char) -> bool {
    let after = galley.at(at + 1);
    !"\n([{«“‘„\"'¿¡/".contains(before)
        && after.is_none_or(|after| !is_letter_or_figure(after) && !"/\\=_".contains(after))
}

/// Whether a mark with a space before it belongs to the word there: not a row of points (. . .), not a name (.org).
fn closes_up(galley: &Galley, at: usize, before: char) -> bool {
    let follows_word = is_word(before) || ")]}»›”’\"'%".contains(before);
    let ends =
        galley.at(at + 1).is_none_or(|after| after.is_whitespace() || ")]}»›”’\",;:!?،؛؟".contains(after));
    let next = galley.at(galley.run(at + 1, is_space));
    follows_word && ends && !next.is_some_and(|next| matches!(next, '.' | '…'))
}

fn value_of(table: &std::collections::BTreeMap<String, String>, mark: char) -> Option<&str> {
    let is_mark = |key: &str| key.chars().eq([mark]);
    table.iter().find(|(key, _)| is_mark(key)).map(|(_, space)| space.as_str())
}

/// The space inside a pair of quotation marks.
///
/// Sources: IN, "Guillemets", and OQLF, "Espacement avant et après les signes de ponctuation et les symboles" (a no-break
/// space inside « »); EU 6.4 (none).
fn inside_quotes(galley: &mut Galley, at: usize, ch: char, profile: &Profile) -> isize {
    let is = |mark: &str| mark.chars().eq([ch]);
    let Some(pair) = profile.quotes.double.iter().find(|pair| is(&pair.open) || is(&pair.close)) else {
        return 0;
    };
    let inner = pair.inner.as_deref().unwrap_or_default();
    // A mark that is also the apostrophe says nothing of the spaces about it.
    if is(&profile.apostrophe) || (inner.is_empty() && pair.close == profile.apostrophe) {
        return 0;
    }
    if is(&pair.open) {
        let end = galley.run(at + 1, is_space);
        if galley.at(end).is_some_and(|ch| ch != '\n') {
            galley.set(at + 1..end, inner);
        }
        return 0;
    }
    let start = galley.run_back(at, is_space);
    if galley.before(start).is_some_and(|before| before != '\n' && !pair.open.contains(before)) {
        return galley.set(start..at, inner);
    }
    0
}

/// Sets no-break hyphens (U+2011) in the endings that the profile lists: a-t-elle. A plain hyphen between two word joiners
/// (U+2060) would copy more cleanly, but neither Source Serif 4 nor Source Sans 3 has the joiner, whereas shapers set
/// the hyphen for U+2011 where a font lacks it (HarfBuzz, normalisation).
///
/// Source: IN, "Coupures" (no line ends about a euphonic t).
pub fn hyphens(galley: &mut Galley, profile: &Profile) {
    for at in 1..galley.len() {
        if galley.at(at).is_some_and(is_letter_or_figure) {
            continue;
        }
        let ends_word = |ending: &&String| {
            let goes_on = |end: usize| galley.at(end).is_some_and(|ch| is_word(ch) || ch == '-');
            galley.reads_any_case(at, ending)
                && galley.before(at).is_some_and(is_word)
                && !goes_on(at + ending.chars().count())
        };
        let Some(ending) = profile.unbreakable.iter().find(ends_word) else { continue };
        for (ahead, _) in ending.chars().enumerate().filter(|(_, ch)| *ch == '-') {
            galley.set(at + ahead..at + ahead + 1, "\u{2011}");
        }
    }
}
