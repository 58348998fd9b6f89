//! Preflight against planted defects: `tests/preflight/README.md` tells their form.

mod control;
mod damage;
mod judges;

use super::repository;
use control::{Planted, control};
use diptych::model::{Demands, Outcome, Verdict};
use diptych::preflight::preflight;
use std::collections::BTreeSet;
use std::fs;

/// A line of a table: the defect in words, the clauses that must fail, and the edits.
struct Defect {
    words: String,
    clauses: BTreeSet<String>,
    edits: Vec<String>,
}

fn table(name: &str) -> Vec<Defect> {
    let path = repository().join("tests/preflight").join(name);
    let text = fs::read_to_string(path).expect("a table");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let mut cells = line.split('\t').map(ToOwned::to_owned);
            let words = cells.next().unwrap_or_default();
            let clauses = cells.next().unwrap_or_else(|| panic!("'{words}' names no clauses"));
            let clauses = clauses.split(',').filter(|clause| !clause.is_empty()).map(ToOwned::to_owned);
            Defect { words, clauses: clauses.collect(), edits: cells.collect() }
        })
        .collect()
}

/// All defects, and what is sound all the same.
fn defects() -> Vec<Defect> {
    ["structure.tsv", "content.tsv", "sound.tsv"].into_iter().flat_map(table).collect()
}

fn examine(planted: &Planted) -> Verdict {
    let demands = Demands { stitched: planted.stitched, ..Demands::default() };
    preflight(&planted.bytes, &demands)
}

/// The clauses of a verdict with an outcome.
fn clauses(verdict: &Verdict, outcome: Outcome) -> BTreeSet<String> {
    let checks = verdict.checks.iter().filter(|check| check.outcome == outcome);
    checks.map(|check| check.clause.to_owned()).collect()
}

fn told(verdict: &Verdict) -> Vec<String> {
    let open = verdict.checks.iter().filter(|check| check.outcome != Outcome::Pass);
    open.map(|check| format!("{}: {} {:?}", check.clause, check.measured, check.failing)).collect()
}

#[test]
fn the_control_passes_every_clause() {
    let verdict = examine(&control(&[]));
    assert_eq!(told(&verdict), [""; 0]);
    assert_eq!((verdict.pages, &verdict.spots[..]), (2, &["PANTONE 300 C".to_owned()][..]));
    assert!(verdict.checks.len() >= 31, "{}", verdict.checks.len());
}

#[test]
fn each_planted_defect_fails_its_clauses_and_no_others() {
    let mut failed = BTreeSet::new();
    let mut wrong = Vec::new();
    let defects = defects();
    for Defect { words, clauses: wanted, edits } in &defects {
        let verdict = examine(&control(edits));
        let found = clauses(&verdict, Outcome::Fail);
        if found != *wanted {
            wrong.push(format!("{words}: wanted {wanted:?}, found {:?}", told(&verdict)));
        }
        failed.extend(found);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(defects.len() >= 25);
    // Blank pages are named and never failed.
    let all = examine(&control(&[])).checks.into_iter().map(|check| check.clause);
    let never: Vec<&str> =
        all.filter(|clause| !failed.contains(*clause) && *clause != "blank-pages").collect();
    assert_eq!(never, [""; 0], "clauses that no defect fails");
}
