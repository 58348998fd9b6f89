//! What is amiss with a file, gathered for one line of the report.

use crate::preflight::clause::Finding;

/// How many faults are told by name.
const TOLD: usize = 3;

/// Faults of one clause, each told once, and the pages on which they are.
#[derive(Default)]
pub struct Faults {
    words: Vec<String>,
    pages: Vec<usize>,
}

impl Faults {
    /// A fault of the whole file.
    pub fn add(&mut self, words: impl Into<String>) {
        let words = words.into();
        if !self.words.contains(&words) {
            self.words.push(words);
        }
    }

    /// A fault on a page.
    pub fn add_on(&mut self, page: usize, words: impl Into<String>) {
        self.add(words);
        self.put_on(page);
    }

    /// The same faults on another page.
    pub fn put_on(&mut self, page: usize) {
        if !self.pages.contains(&page) {
            self.pages.push(page);
        }
    }

    /// They fail the clause; where there is none, `sound` says what was found.
    pub fn finding(mut self, sound: impl Into<String>) -> Finding {
        if self.words.is_empty() {
            return Finding::Pass(sound.into());
        }
        let more = self.words.len().saturating_sub(TOLD);
        self.words.truncate(TOLD);
        let mut words = self.words.join("; ");
        if more > 0 {
            words.push_str(&format!("; and {more} more"));
        }
        self.pages.sort_unstable();
        Finding::Fail(words, self.pages)
    }
}

/// `1 page`, `2 pages`.
pub fn count(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    }
}

/// A length in millimetres, of a measure in points, without figures that say nothing: `3`, `2.5`.
pub fn millimetres(points: f64) -> String {
    let tenths = (points * 254.0 / 72.0).round() / 10.0;
    format!("{tenths}")
}
