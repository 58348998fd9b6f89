//! What people really get wrong. Every folder of `tests/slips` is a slip laid over the sound house, with the place and the
//! mend that a person would want to be told; here it is measured how many of them the press tells so.

use super::{Project, Run, folders, golden, repository};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What a person would want to be told: see `tests/slips/README.md`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// What the person did.
    slip: String,
    #[serde(default = "check")]
    command: Vec<String>,
    /// Files that are not there.
    #[serde(default)]
    remove: Vec<String>,
    /// Whether the command line itself is wrong: what is said then stands in no file.
    #[serde(default)]
    failure: bool,
    /// The file of the first finding; none where no file can be named.
    file: Option<String>,
    line: Option<u64>,
    /// The words under which the mark stands; nothing for what is said of a file as a whole.
    words: String,
    /// Words that the mend must hold.
    mend: Vec<String>,
    /// How many findings there may be.
    #[serde(default = "one")]
    findings: usize,
    /// Measures that this case need not meet, each with the reason.
    #[serde(default)]
    excused: BTreeMap<String, String>,
}

fn check() -> Vec<String> {
    vec!["check".to_owned()]
}

fn one() -> usize {
    1
}

/// What is measured: the line, the very words, the mend, and that nothing else is said.
const MEASURES: [&str; 4] = ["line", "words", "mend", "alone"];

/// What the press says first, and how much it says.
struct Said {
    place: Option<(String, u64)>,
    words: String,
    mend: String,
    findings: usize,
}

#[test]
fn every_slip_is_told_as_a_colleague_would() {
    let mut table: BTreeMap<String, Vec<[bool; 4]>> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut excused = Vec::new();
    for case in folders(&repository().join("tests/slips")) {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let expected = fs::read_to_string(case.join("expect.yaml")).expect("what is expected");
        let expected: Expected =
            serde_yaml::from_str(&expected).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!expected.slip.is_empty() && !expected.mend.is_empty(), "{name} expects nothing");
        let project = lay_out(&case, &expected);

        let said = run(&project, &expected, "text");
        golden(&case.join("golden/stderr.txt"), &said.stderr);
        let said = read(&project, &expected, &run(&project, &expected, "json"));
        let met = measure(&expected, &said);
        for (measure, _) in MEASURES.iter().zip(met).filter(|(_, met)| !met) {
            match expected.excused.get(*measure) {
                Some(reason) => excused.push(format!("- `{name}`, {measure}: {reason}\n")),
                None => missed.push(format!(
                    "{name}: {measure}, as in:\n{:?} {:?} {:?} {}\n",
                    said.place, said.words, said.mend, said.findings
                )),
            }
        }
        let idle = |measure: &&str| MEASURES.iter().zip(met).any(|(name, met)| name == measure && met);
        let idle: Vec<&str> = expected.excused.keys().map(String::as_str).filter(|key| idle(key)).collect();
        assert!(idle.is_empty(), "{name} needs no excuse for {idle:?}");
        let group = name.split_once('.').map_or(name.as_str(), |(group, _)| group).to_owned();
        table.entry(group).or_default().push(met);
    }
    let figures = figures(&table, &excused);
    print!("{figures}");
    assert!(
        missed.is_empty(),
        "{} of {} measures are missed:\n{}",
        missed.len(),
        4 * table.values().map(Vec::len).sum::<usize>(),
        missed.concat()
    );
    golden(&repository().join("tests/slips/FIGURES.md"), &figures);
}

/// The sound house with the slip in it.
fn lay_out(case: &Path, expected: &Expected) -> Project {
    let project = Project::copy_of("tests/house");
    if case.join("in").is_dir() {
        project.overlay(&case.join("in"));
    }
    for path in &expected.remove {
        fs::remove_file(project.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    project
}

fn run(project: &Project, expected: &Expected, format: &str) -> Run {
    let mut arguments: Vec<&str> = expected.command.iter().map(String::as_str).collect();
    arguments.extend(["--diagnostics", format]);
    project.run(&arguments)
}

fn read(project: &Project, expected: &Expected, run: &Run) -> Said {
    let report: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    let list = |key: &str| report[key].as_array().cloned().unwrap_or_default();
    let (found, failures) = (list("diagnostics"), list("failures"));
    assert_eq!(failures.is_empty(), !expected.failure, "{}", run.stderr);
    let findings = found.len() + failures.len();
    if let Some(failure) = failures.first().and_then(Value::as_str) {
        // What was typed and the mend stand in one sentence.
        return Said { place: None, words: failure.to_owned(), mend: failure.to_owned(), findings };
    }
    let first = found.first().unwrap_or(&Value::Null);
    let place = &first["place"];
    let number = |key: &str| place[key].as_u64();
    let path = place["file"].as_str();
    Said {
        place: path.map(str::to_owned).zip(number("line")),
        words: path.map_or_else(String::new, |path| marked(project, path, place)),
        mend: first["hint"].as_str().unwrap_or_default().to_owned(),
        findings,
    }
}

/// The words under the mark, cut out of the file by the columns that programs are told.
fn marked(project: &Project, path: &str, place: &Value) -> String {
    let number = |key: &str| place[key].as_u64().expect("a number") as usize;
    // What is said of a file that is not there marks no words.
    if !project.exists(path) {
        return String::new();
    }
    let bytes = project.read(path);
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let (line, column) = (number("line"), number("column"));
    let (end_line, end_column) = (number("endLine"), number("endColumn"));
    let lines = text.split('\n').enumerate().skip(line - 1).take(end_line - line + 1);
    let parts = lines.map(|(at, words)| {
        let from = if at + 1 == line { column - 1 } else { 0 };
        let to = if at + 1 == end_line { end_column - 1 } else { usize::MAX };
        words.chars().take(to).skip(from).collect::<String>()
    });
    parts.collect::<Vec<_>>().join("\n")
}

fn measure(expected: &Expected, said: &Said) -> [bool; 4] {
    let place = expected.file.clone().zip(expected.line.or(Some(1)));
    let words = match expected.failure {
        true => said.words.contains(&expected.words),
        false => said.words == expected.words,
    };
    [
        said.place == place,
        said.findings > 0 && words,
        expected.mend.iter().all(|words| said.mend.contains(words)),
        (1..=expected.findings).contains(&said.findings),
    ]
}

fn figures(table: &BTreeMap<String, Vec<[bool; 4]>>, excused: &[String]) -> String {
    let mut text = "| slips | cases | the line | the very words | the mend | nothing else |\n|---|---:|---:|---:|---:|---:|\n".to_owned();
    let all: Vec<_> = table.values().flatten().copied().collect();
    let all = ("all".to_owned(), all);
    for (group, cases) in table.iter().chain([(&all.0, &all.1)]) {
        let share = |measure: usize| {
            let met = cases.iter().filter(|met| met[measure]).count();
            format!("{:.1} %", 100.0 * met as f64 / cases.len() as f64)
        };
        let shares: Vec<String> = (0..MEASURES.len()).map(share).collect();
        text.push_str(&format!("| {group} | {} | {} |\n", cases.len(), shares.join(" | ")));
    }
    if !excused.is_empty() {
        text.push_str(&format!("\nNot met, with reason:\n\n{}", excused.concat()));
    }
    text
}
