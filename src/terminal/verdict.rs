//! What preflight says of a file, for people at a terminal: what keeps it from being printed first, then the rest, each in
//! the order of the clauses, and at the end whether it can go to the printing house.

use super::display;
use diptych::model::{Check, Outcome, Verdict};
use std::path::Path;

/// The columns of the mark and of the clause's name.
const MARK: usize = 9;
const NAME: usize = 21;

/// Red, yellow and green of the terminal, bold, and none.
const COLOURS: [&str; 5] = ["\u{1b}[1;31m", "\u{1b}[1;33m", "\u{1b}[32m", "\u{1b}[1m", "\u{1b}[0m"];

/// A report of a file.
pub fn verdict(file: &Path, verdict: &Verdict, coloured: bool) -> String {
    let [red, yellow, green, bold, none] = if coloured { COLOURS } else { [""; 5] };
    let mut text = format!(
        "{bold}{}{none}: {}, {} paper\n",
        display(file),
        count(verdict.pages, "page"),
        verdict.demands.stock
    );
    for (outcome, mark, colour) in
        [(Outcome::Fail, "fail", red), (Outcome::NotRun, "not run", yellow), (Outcome::Pass, "pass", green)]
    {
        for check in verdict.checks.iter().filter(|check| check.outcome == outcome) {
            text.push_str(&format!("  {colour}{mark:<MARK$}{none}{}\n", line(check)));
        }
    }
    let number = |outcome| verdict.checks.iter().filter(|check| check.outcome == outcome).count();
    let (failed, open) = (number(Outcome::Fail), number(Outcome::NotRun));
    let all = count(verdict.checks.len(), "clause");
    let said = match verdict.outcome() {
        Outcome::Pass => format!("{green}It can go to print{none}: {all} hold"),
        Outcome::Fail if open > 0 => {
            format!("{red}Do not print it yet{none}: {failed} of {all} failed, {open} not run")
        }
        Outcome::Fail => format!("{red}Do not print it yet{none}: {failed} of {all} failed"),
        Outcome::NotRun => format!("{yellow}Do not print it yet{none}: {open} of {all} not run"),
    };
    text.push_str(&format!("{said}\n"));
    text
}

/// The clause, what was measured and on which pages, and the limit where there is one.
fn line(check: &Check) -> String {
    let mut line = format!("{:<NAME$}{}", check.clause, check.measured);
    if !check.failing.is_empty() {
        let word = if check.failing.len() == 1 { "page" } else { "pages" };
        line.push_str(&format!(" on {word} {}", ranges(&check.failing)));
    }
    match &check.threshold {
        Some(threshold) if check.outcome != Outcome::NotRun => line.push_str(&format!(" ({threshold})")),
        _ => {}
    }
    line.trim_end().to_owned()
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
