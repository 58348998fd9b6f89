//! A galley: the type of one passage, sort by sort, while rules are applied to it. It knows which sorts stand as they
//! were written, so that what changed can be carried back to the passage as ordered edits.

use crate::model::letters::is_letter_or_figure;
use std::ops::Range;

/// What stands in a galley for something within a passage that is not its words: code, a foreign passage, a note mark.
pub const OBJECT: char = '\u{FFFC}';

/// One character of the galley.
#[derive(Clone, Copy, Debug)]
struct Sort {
    ch: char,
    /// Where it stands in the passage, in bytes; `None` if a rule supplied it.
    written_at: Option<usize>,
    /// No rule may touch it.
    locked: bool,
}

#[derive(Debug)]
pub struct Galley {
    sorts: Vec<Sort>,
    /// The length of the passage, in bytes.
    length: usize,
    changes: usize,
}

impl Galley {
    pub fn new(passage: &str) -> Self {
        let sorts = passage.char_indices();
        let sorts = sorts.map(|(at, ch)| Sort { ch, written_at: Some(at), locked: false }).collect();
        Self { sorts, length: passage.len(), changes: 0 }
    }

    pub fn len(&self) -> usize {
        self.sorts.len()
    }

    /// How often something was set.
    pub fn changes(&self) -> usize {
        self.changes
    }

    /// The character at a place, counted in characters; `None` past either end.
    pub fn at(&self, index: usize) -> Option<char> {
        self.sorts.get(index).map(|sort| sort.ch)
    }

    /// The character before a place.
    pub fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    pub fn is_locked(&self, index: usize) -> bool {
        self.sorts.get(index).is_some_and(|sort| sort.locked)
    }

    /// Locks sorts against every rule.
    pub fn lock(&mut self, range: Range<usize>) {
        for sort in self.sorts.get_mut(range).into_iter().flatten() {
            sort.locked = true;
        }
    }

    /// Locks the sorts that stand at a range of the passage, in bytes.
    pub fn lock_written(&mut self, range: Range<usize>) {
        for sort in &mut self.sorts {
            sort.locked |= sort.written_at.is_some_and(|at| range.contains(&at));
        }
    }

    /// Sets `new` in the place of a range, and returns by how much what follows has moved. Nothing happens where the
    /// range holds a locked sort, lies between two of them, or reads like `new` already.
    pub fn set(&mut self, range: Range<usize>, new: &str) -> isize {
        let Some(old) = self.sorts.get(range.clone()) else { return 0 };
        let within_lock = range.is_empty()
            && self.is_locked(range.start)
            && range.start.checked_sub(1).is_some_and(|before| self.is_locked(before));
        if within_lock || old.iter().any(|sort| sort.locked) || old.iter().map(|sort| sort.ch).eq(new.chars())
        {
            return 0;
        }
        let before = self.sorts.len().cast_signed();
        let new = new.chars().map(|ch| Sort { ch, written_at: None, locked: false });
        self.sorts.splice(range, new);
        self.changes += 1;
        self.sorts.len().cast_signed() - before
    }

    /// Whether the characters from a place on are these.
    pub fn reads(&self, index: usize, words: &str) -> bool {
        words.chars().enumerate().all(|(ahead, ch)| self.at(index + ahead) == Some(ch))
    }

    /// The same, without regard to capitals.
    pub fn reads_any_case(&self, index: usize, words: &str) -> bool {
        words.chars().enumerate().all(|(ahead, ch)| {
            self.at(index + ahead).is_some_and(|set| {
                let both_ascii = set.is_ascii() && ch.is_ascii();
                set.eq_ignore_ascii_case(&ch) || (!both_ascii && set.to_lowercase().eq(ch.to_lowercase()))
            })
        })
    }

    /// The end of the run of characters from a place on of which `holds` is true.
    pub fn run(&self, start: usize, holds: impl Fn(char) -> bool) -> usize {
        let run = self.sorts.iter().skip(start).take_while(|sort| holds(sort.ch)).count();
        start + run
    }

    /// The start of the run of characters up to a place of which `holds` is true.
    pub fn run_back(&self, end: usize, holds: impl Fn(char) -> bool) -> usize {
        let run = self.sorts.iter().take(end).rev().take_while(|sort| holds(sort.ch)).count();
        end - run
    }

    pub fn words(&self, range: Range<usize>) -> String {
        self.sorts.get(range).into_iter().flatten().map(|sort| sort.ch).collect()
    }

    /// What changed, as replacements of ranges of the passage in bytes, in order and without overlap.
    pub fn edits(&self) -> Vec<(Range<usize>, String)> {
        let mut edits = Vec::new();
        let mut read = 0;
        let mut set = String::new();
        for sort in &self.sorts {
            let Some(at) = sort.written_at else {
                set.push(sort.ch);
                continue;
            };
            if at > read || !set.is_empty() {
                edits.push((read..at, std::mem::take(&mut set)));
            }
            read = at + sort.ch.len_utf8();
        }
        if self.length > read || !set.is_empty() {
            edits.push((read..self.length, set));
        }
        edits
    }
}

/// A space within a line, breaking or not.
pub fn is_space(ch: char) -> bool {
    ch.is_whitespace() && ch != '\n'
}

/// A space that keeps what stands on both its sides on one line.
pub fn is_no_break(ch: char) -> bool {
    matches!(ch, '\u{A0}' | '\u{202F}' | '\u{2007}')
}

/// A letter, a figure, or what stands for words.
pub fn is_word(ch: char) -> bool {
    is_letter_or_figure(ch) || ch == OBJECT || matches!(ch, '\u{300}'..='\u{36F}')
}
