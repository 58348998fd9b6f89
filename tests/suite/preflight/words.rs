//! What preflight says, in the languages of the press: all that planted defects and the sample house make it say has words,
//! and no words stand there that nothing says.

use super::control::control;
use super::{Defect, defects, examine};
use crate::{Project, repository};
use diptych::Press;
use diptych::model::{Demands, Language, Stock, Terms, Verdict};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is the name of something in the file, in its own words.
const NAMES: &[(&str, &str)] = &[
    ("attachments", "fail"),
    ("dates", "pass"),
    ("output-intent", "pass"),
    ("spot-colours", "pass"),
    ("title", "pass"),
];

/// What is said in the same words in other cases: no defect is planted for each of them.
const FURTHER: &[&str] = &[
    "True",
    "a file without a name",
    "a form of 2 fields",
    "a picture on page 2 cannot be measured: its points cannot be read",
    "a white line overprints; a white picture overprints; JavaScript action; and 2 more",
    "artwork at the right edge of page 2 reaches 1.5 mm",
    "it has no pages",
    "it holds too many objects",
    "lines in RGB, pictures in RGB by an ICC profile, words in grey by an ICC profile",
    "no fonts are used",
    "no media box",
    "no page says where it is cut",
    "no pages",
    "on 1 page",
    "the XMP metadata cannot be unpacked",
    "the file says Unknown",
    "the profile cannot be unpacked",
    "the trim box reaches beyond the sheet",
    "words in 5 pt",
    "2 layers hidden",
    "2 layers, all shown",
    "2 objects cannot be read",
    "1 page",
    "2 pages on 1 side",
    "8 pages on 4 sides",
];

fn said(clause: &str, outcome: &str, measured: &str, threshold: Option<&str>, all: &mut BTreeSet<String>) {
    all.extend(threshold.map(str::to_owned));
    if !NAMES.contains(&(clause, outcome)) || measured == "none" {
        all.insert(measured.to_owned());
    }
}

fn gather(verdict: &Verdict, all: &mut BTreeSet<String>) {
    let report = verdict.report("file.pdf", None);
    for check in report["checks"].as_array().expect("checks") {
        let words = |key: &str| check[key].as_str();
        let [clause, outcome, measured] =
            ["clause", "outcome", "measured"].map(|key| words(key).expect("words"));
        said(clause, outcome, measured, words("threshold"), all);
    }
}

/// All that is said.
fn everything() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = FURTHER.iter().map(|words| (*words).to_owned()).collect();
    for Defect { edits, .. } in &defects() {
        gather(&examine(&control(edits)), &mut all);
    }
    for stock in [Stock::Coated, Stock::Uncoated, Stock::Newsprint] {
        let demands = Demands { stitched: true, ..Demands::of(stock) };
        gather(&diptych::preflight::preflight(&control(&[]).bytes, &demands), &mut all);
        gather(&diptych::preflight::preflight(b"not a PDF", &demands), &mut all);
    }
    let project = Project::copy_of("tests/preflight/golden");
    project.overlay_at("sources", &repository().join("sources"));
    let run = project.run(&["build", "--media", "print"]).expect(0);
    for path in run.stdout.lines().filter(|path| path.ends_with(".json")) {
        let report: Value = serde_json::from_slice(&project.read(path)).expect("JSON");
        for check in report["checks"].as_array().expect("checks") {
            let words = |key: &str| check[key].as_str();
            let [clause, outcome, measured] =
                ["clause", "outcome", "measured"].map(|key| words(key).expect("words"));
            said(clause, outcome, measured, words("threshold"), &mut all);
        }
    }
    all
}

#[test]
fn all_that_preflight_says_has_words_in_every_language() {
    let press = Press::open(repository(), None).collect(&mut Vec::new()).expect("the sample house");
    let all = everything();
    for language in ["ar", "es", "fr"] {
        let language = Language::new(language).expect("a code");
        let terms: &Arc<Terms> = press.house.terms.get(&language).expect("terms");
        let mut used = BTreeSet::new();
        let mut missing = Vec::new();
        for words in &all {
            match terms.reading(words) {
                Some(reading) => used.extend(reading.patterns()),
                None => missing.push(words),
            }
        }
        assert!(missing.is_empty(), "'{language}' has no words for {missing:#?}");
        let idle: Vec<_> = terms.findings.keys().filter(|phrase| !used.contains(phrase.as_str())).collect();
        assert!(idle.is_empty(), "'{language}' has words for {idle:#?}, which preflight does not say");
        // Gaps are filled as they are read.
        for (pattern, phrase) in &terms.findings {
            let gaps = |words: &str| -> BTreeSet<String> {
                let gaps = words.split('{').skip(1).filter_map(|rest| rest.split('}').next());
                gaps.map(str::to_owned).collect()
            };
            assert_eq!(gaps(pattern), gaps(phrase), "'{language}': {pattern}");
        }
    }
}
