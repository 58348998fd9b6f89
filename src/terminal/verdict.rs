//! What preflight says of a file, for people at a terminal: what keeps it from being printed first, with what is asked for
//! and who asks, then the rest, each in the order of the clauses, and at the end whether it can go to the printing house.

use super::display;
use diptych::model::{Check, Outcome, Verdict};
use std::path::Path;

/// The columns of the mark and of the clause's name.
const MARK: usize = 9;
const NAME: usize = 20;

/// From how many clauses on those are told in one line that one thing kept from being looked for.
const MANY: usize = 4;

/// Red, yellow, green, bold and faint of the terminal, and none of them.
const COLOURS: [&str; 6] =
    ["\u{1b}[1;31m", "\u{1b}[1;33m", "\u{1b}[32m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"];

/// A report of a file.
pub fn verdict(file: &Path, verdict: &Verdict, coloured: bool) -> String {
    let [red, yellow, green, bold, faint, none] = if coloured { COLOURS } else { [""; 6] };
    let stock = verdict.demands.stock;
    let mut text =
        format!("{bold}{}{none}: {}, {stock} paper\n", display(file), count(verdict.pages, "page"));
    let of = |outcome| verdict.checks.iter().filter(move |check| check.outcome == outcome);
    for check in of(Outcome::Fail) {
        let (asks, source) = (check.asks, check.source);
        text.push_str(&format!("  {red}{:<MARK$}{none}{}\n", "fail", line(check)));
        text.push_str(&format!("  {:<MARK$}{:<NAME$}{faint}{asks} — {source}{none}\n", "", ""));
    }
    for (clauses, why) in reasons(of(Outcome::NotRun)) {
        text.push_str(&format!("  {yellow}{:<MARK$}{none}{clauses:<NAME$}{why}\n", "not run"));
    }
    for check in of(Outcome::Pass) {
        text.push_str(&format!("  {green}{:<MARK$}{none}{}\n", "pass", line(check)));
    }
    let (failed, open) = (of(Outcome::Fail).count(), of(Outcome::NotRun).count());
    let all = verdict.checks.len();
    let said = match verdict.outcome() {
        Outcome::Pass => format!("{green}it can go to print{none}: all {all} clauses hold"),
        Outcome::Fail if open > 0 => {
            format!("{red}not to be printed yet{none}: of {all} clauses {failed} failed, {open} were not run")
        }
        Outcome::Fail => format!("{red}not to be printed yet{none}: of {all} clauses {failed} failed"),
        Outcome::NotRun => {
            format!("{yellow}not to be printed yet{none}: of {all} clauses {open} were not run")
        }
    };
    text.push_str(&format!("{bold}{}{none}: {said}\n", display(file)));
    text
}

/// The clause, what was measured and on which pages, and the limit where that is another.
fn line(check: &Check) -> String {
    let mut line = format!("{:<NAME$}{}", check.clause, check.measured);
    if !check.failing.is_empty() {
        let word = if check.failing.len() == 1 { "page" } else { "pages" };
        line.push_str(&format!(" ({word} {})", ranges(&check.failing)));
    }
    match &check.threshold {
        Some(threshold) if *threshold != check.measured => line.push_str(&format!(" [{threshold}]")),
        _ => {}
    }
    line
}

/// Why clauses were not looked for: what kept many from it is told once.
fn reasons<'a>(open: impl Iterator<Item = &'a Check>) -> Vec<(String, &'a str)> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for check in open {
        match reasons.iter_mut().find(|(why, _)| *why == check.measured) {
            Some((_, clauses)) => clauses.push(check.clause),
            None => reasons.push((&check.measured, vec![check.clause])),
        }
    }
    let told = reasons.into_iter().flat_map(|(why, clauses)| match clauses.len() {
        many if many >= MANY => vec![(count(many, "clause"), why)],
        _ => clauses.into_iter().map(|clause| (clause.to_owned(), why)).collect(),
    });
    told.collect()
}

/// Pages in order, those that follow each other drawn together: `1–3, 7`.
fn ranges(pages: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => ranges.push((*page, *page)),
        }
    }
    let told = ranges.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn count(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn pages_that_follow_each_other_are_drawn_together() {
        for (pages, told) in [
            (&[1][..], "1"),
            (&[1, 2], "1, 2"),
            (&[1, 2, 3, 7], "1–3, 7"),
            (&[2, 4, 5, 6, 9, 10], "2, 4–6, 9, 10"),
        ] {
            assert_eq!(ranges(pages), told);
        }
    }
}
