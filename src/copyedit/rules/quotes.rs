//! Quotation marks and apostrophes. What is straight becomes typographic, each pair the first of the profile's pairs
//! that is not open around it; what the context cannot settle (5'10") is left for the proofreader to point at.

use crate::copyedit::galley::{Galley, OBJECT, is_space, is_word};
use crate::model::letters::is_letter_or_figure;
use crate::model::{Profile, QuotePair};

/// A quotation that has been opened.
struct Open {
    at: usize,
    typed: char,
    /// The pair it is set in; `None` keeps what was typed.
    pair: Option<usize>,
    /// The mark that opens it on the page.
    mark: char,
}

/// What opens a quotation between double marks, and between single ones.
const DOUBLE: &[char] = &['"', '“', '„'];
const SINGLE: &[char] = &['\'', '‘'];

/// What a quotation mark is, from what stands beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opening,
    Closing,
    /// Spaces on both sides, or on neither.
    Either,
}

/// Sets quotation marks and apostrophes.
///
/// Sources: IN, "Guillemets" and "Apostrophe"; EU 6.4 («, then “, then ‘); NHR, "Quotation marks" (single, then double) and
/// "Apostrophe"; UN, "Quotations" (double, then single); CMOS 17, 13.30 (double, then single), 6.115 to 6.117
/// (apostrophes), 6.9 (full stop and comma within the marks).
pub fn set(galley: &mut Galley, profile: &Profile) {
    let mut desk = Desk { profile, open: Vec::new(), settled: Vec::new(), closed: Vec::new() };
    for at in 0..galley.len() {
        let mark = galley.at(at).filter(|ch| !is_letter_or_figure(*ch) && !ch.is_whitespace());
        if let Some(ch) = mark.filter(|_| !galley.is_locked(at)) {
            desk.read(galley, at, ch);
        }
    }
    desk.leave();
    for (at, mark) in desk.settled {
        galley.set(at..at + 1, &mark);
    }
    // From the last, so that a stop goes within all marks that close together.
    desk.closed.sort_unstable();
    for at in desk.closed.into_iter().rev() {
        tuck(galley, at, profile);
    }
}

/// Puts a full stop or comma before the mark that closes a quotation, unless another mark stands there (CMOS 17, 6.9).
fn tuck(galley: &mut Galley, at: usize, profile: &Profile) {
    let Some(marks) = &profile.quotes.tuck else { return };
    let (Some(close), Some(stop)) = (galley.at(at), galley.at(at + 1)) else { return };
    let follows = galley.before(at).is_some_and(|ch| is_word(ch) || ")]’”".contains(ch));
    let is_row = galley.at(at + 2).is_some_and(|ch| ch == stop || is_letter_or_figure(ch));
    if marks.contains(stop) && follows && !is_row {
        galley.set(at..at + 2, &format!("{stop}{close}"));
    }
}

struct Desk<'a> {
    profile: &'a Profile,
    open: Vec<Open>,
    /// Marks to set, each in the place of one.
    settled: Vec<(usize, String)>,
    /// The marks that close a quotation which was opened.
    closed: Vec<usize>,
}

impl Desk<'_> {
    fn read(&mut self, galley: &Galley, at: usize, ch: char) {
        match ch {
            '"' => self.double(galley, at),
            // Within a word it is a letter: Ba‘ath.
            '‘' if within_word(galley, at) => {}
            '‘' if self.is_clipped(galley, at) && !closes_later(galley, at, &['’', '\'']) => {
                self.settle(at, self.profile.apostrophe.clone());
            }
            '“' | '„' | '«' | '‘' => self.push(at, ch),
            '”' => self.pop(at, ch, DOUBLE),
            '»' => self.pop(at, ch, &['«']),
            '’' if self.closes(galley, at) => self.pop(at, ch, SINGLE),
            _ if self.profile.apostrophes.contains(ch) => self.single(galley, at, ch),
            _ => {}
        }
    }

    fn double(&mut self, galley: &Galley, at: usize) {
        let is_open = self.open.iter().any(|open| DOUBLE.contains(&open.typed));
        match side(galley, at) {
            Side::Opening => self.push(at, '"'),
            Side::Either if !is_open && !within_word(galley, at) => self.push(at, '"'),
            Side::Closing | Side::Either if is_open => self.pop(at, '"', DOUBLE),
            // Inches, or the middle of a word: nothing that a rule can settle.
            Side::Closing if !galley.before(at).is_some_and(|ch| ch.is_ascii_digit()) => {
                let mark = self.lone(self.choose('"')).map(|pair| pair.close.clone());
                self.settle(at, mark.unwrap_or_default());
            }
            _ => {}
        }
    }

    fn single(&mut self, galley: &Galley, at: usize, ch: char) {
        let before = galley.before(at);
        let after = galley.at(at + 1);
        let is_figure = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_digit());
        let follows = before.is_some_and(|ch| {
            is_word(ch) || ".,;:!?…،؛؟)]»›”".contains(ch) || (ch == '"' && !after.is_some_and(is_word))
        });
        if within_word(galley, at) {
            if !(is_figure(before) && is_figure(after)) {
                self.settle(at, self.profile.apostrophe.clone());
            }
        } else if ch != '\'' {
            // An accent or a prime beside one letter alone may be just that.
        } else if follows && !opens(galley, at + 1) {
            let is_open = self.open.iter().any(|open| SINGLE.contains(&open.typed));
            if is_open && !self.is_possessive(galley, at) {
                self.pop(at, ch, SINGLE);
            } else if before.is_some_and(is_word) && !is_figure(before) {
                self.settle(at, self.profile.apostrophe.clone());
            }
        } else if before.is_some_and(is_word) {
            // An elision before a quotation: l'"État".
            self.settle(at, self.profile.apostrophe.clone());
        } else if after.is_some_and(is_word) || opens(galley, at + 1) {
            if self.is_clipped(galley, at) || !closes_later(galley, at, &['\'']) {
                self.settle(at, self.profile.apostrophe.clone());
            } else {
                self.push(at, ch);
            }
        }
    }

    /// Whether a curly single mark closes a quotation, and is no apostrophe.
    fn closes(&self, galley: &Galley, at: usize) -> bool {
        !within_word(galley, at)
            && self.open.last().is_some_and(|open| open.typed == '‘')
            && !self.is_possessive(galley, at)
    }

    /// Whether what follows is a word or a number that lost its head: ’tis, ’90s.
    fn is_clipped(&self, galley: &Galley, at: usize) -> bool {
        galley.at(at + 1).is_some_and(|ch| ch.is_ascii_digit())
            || self.profile.clipped.iter().any(|word| {
                galley.reads_any_case(at + 1, word)
                    && !galley.at(at + 1 + word.chars().count()).is_some_and(is_word)
            })
    }

    /// Whether a single mark at the end of a word is the apostrophe of a plural, because another mark further on closes
    /// what is open: ‘the cities’ plan’.
    fn is_possessive(&self, galley: &Galley, at: usize) -> bool {
        let letters = self.profile.possessive.as_deref().unwrap_or_default();
        let ends_so = galley.before(at).is_some_and(|ch| letters.contains(ch));
        let goes_on = galley.at(at + 1).is_some_and(is_space) && galley.at(at + 2).is_some_and(is_word);
        let single = |later: &usize| {
            !within_word(galley, *later) && galley.at(*later).is_some_and(|ch| "'’‘".contains(ch))
        };
        let next = (at + 1..galley.len()).find(single);
        ends_so && goes_on && next.is_some_and(|next| side(galley, next) == Side::Closing)
    }

    fn pairs(&self, typed: char) -> &[QuotePair] {
        let quotes = &self.profile.quotes;
        if matches!(typed, '\'' | '‘') && !quotes.single.is_empty() {
            &quotes.single
        } else {
            &quotes.double
        }
    }

    /// The first pair that is not open already, else the last.
    fn choose(&self, typed: char) -> Option<usize> {
        let is_open = |pair: &QuotePair| self.open.iter().any(|open| pair.open.starts_with(open.mark));
        let pairs = self.pairs(typed);
        pairs.iter().position(|pair| !is_open(pair)).or(pairs.len().checked_sub(1))
    }

    fn push(&mut self, at: usize, typed: char) {
        let restyled = match typed {
            '"' | '\'' => true,
            '“' | '„' | '‘' => self.profile.quotes.restyle.unwrap_or_default(),
            _ => false,
        };
        let pair = if restyled { self.choose(typed) } else { None };
        let mark = pair.and_then(|pair| self.pairs(typed).get(pair)?.open.chars().next());
        self.open.push(Open { at, typed, pair, mark: mark.unwrap_or(typed) });
    }

    /// Closes the innermost quotation that was opened with one of these, and all that was left open within it.
    fn pop(&mut self, at: usize, close: char, opened: &[char]) {
        let Some(index) = self.open.iter().rposition(|open| opened.contains(&open.typed)) else { return };
        self.closed.push(at);
        let within = self.open.split_off(index + 1);
        self.abandon(within);
        let Some(open) = self.open.pop() else { return };
        if let Some(pair) = open.pair.and_then(|pair| self.pairs(open.typed).get(pair)).cloned() {
            self.settle(open.at, pair.open);
            self.settle(at, pair.close);
        } else if matches!(close, '"' | '\'') {
            let pairs = self.pairs(close);
            let own = pairs.iter().position(|pair| pair.open.starts_with(open.mark));
            self.settle(at, self.close_mark(close, own.or((!pairs.is_empty()).then_some(0))));
        }
    }

    /// What is open at the end of a passage: a quotation over several paragraphs, or an apostrophe after all.
    fn leave(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.abandon(open);
    }

    fn abandon(&mut self, left: Vec<Open>) {
        for open in left {
            match open.typed {
                '"' => {
                    let mark = self.lone(open.pair).map(|pair| pair.open.clone());
                    self.settle(open.at, mark.unwrap_or_default());
                }
                '\'' => self.settle(open.at, self.profile.apostrophe.clone()),
                _ => {}
            }
        }
    }

    /// The pair of a double mark that has no partner: not one that closes with an apostrophe, among which the proofreader
    /// would not find it.
    fn lone(&self, pair: Option<usize>) -> Option<&QuotePair> {
        let chosen = self.pairs('"').get(pair?)?;
        let is_sure = |pair: &&QuotePair| pair.close != self.profile.apostrophe;
        Some(chosen).filter(is_sure).or_else(|| self.pairs('"').iter().find(is_sure)).or(Some(chosen))
    }

    fn close_mark(&self, typed: char, pair: Option<usize>) -> String {
        let pair = pair.and_then(|pair| self.pairs(typed).get(pair));
        pair.map(|pair| pair.close.clone()).unwrap_or_default()
    }

    fn settle(&mut self, at: usize, mark: String) {
        // A profile without pairs leaves quotation marks as they are.
        if !mark.is_empty() {
            self.settled.push((at, mark));
        }
    }
}

fn within_word(galley: &Galley, at: usize) -> bool {
    galley.before(at).is_some_and(is_word) && galley.at(at + 1).is_some_and(is_word)
}

/// Whether a quotation opens at a place that follows a word.
fn opens(galley: &Galley, at: usize) -> bool {
    match galley.at(at) {
        Some('"') => galley.at(at + 1).is_some_and(is_word),
        Some(ch) => "«“„‘".contains(ch),
        None => false,
    }
}

fn side(galley: &Galley, at: usize) -> Side {
    let before = galley.before(at);
    let after = galley.at(at + 1);
    let free_before = before.is_none_or(|ch| ch.is_whitespace() || "([{«‹“„‘¿¡—–-/".contains(ch));
    let free_after = after.is_none_or(|ch| ch.is_whitespace() || ".,;:!?…،؛؟)]}»›”—–-/".contains(ch));
    let elided = before.is_some_and(|ch| "'’".contains(ch)) && after.is_some_and(is_word);
    match (free_before || elided, free_after) {
        (true, false) => Side::Opening,
        (false, true) => Side::Closing,
        _ => Side::Either,
    }
}

/// Whether a single quotation mark further on could close one that opens here.
fn closes_later(galley: &Galley, at: usize, marks: &[char]) -> bool {
    (at + 2..galley.len()).any(|later| {
        galley.at(later).is_some_and(|ch| marks.contains(&ch))
            && galley.before(later).is_some_and(|ch| !is_space(ch))
            && !galley.at(later + 1).is_some_and(|ch| is_word(ch) && ch != OBJECT)
    })
}
