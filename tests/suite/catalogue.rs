//! The rules' catalogue is true: every code has a page and a case, every page a code, its severity is the one that is
//! said, and its example is found and its mend is not. `SNAPSHOTS=overwrite cargo test --release --test suite catalogue`
//! writes the index, `docs/rules/README.md`.

use super::rules::FOUND_BY_BUILDING;
use super::{Project, folders, golden, repository};
use diptych::diagnostic::catalogue::{by_subject, codes, rule};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rules that no folder laid over the small house can break, and why.
const WITHOUT_CASE: [(&str, &str); 9] = [
    ("binding-failed", "a fault of the program"),
    ("cover-failed", "a fault of the program"),
    ("page-name-taken", "a fault of the program"),
    ("prepress-failed", "a fault of the program"),
    ("file-outside", "a folder of cases holds no links: load/tests.rs and suite/diagnostics.rs make them"),
    ("missing-file", "nothing is taken away from the house: load/tests.rs does"),
    ("no-house", "nothing is taken away from the house: load/tests.rs does"),
    ("no-notes", "nothing is taken away from the house: load/tests.rs does"),
    ("unreadable-file", "a folder of cases holds no pipes: load/tests.rs makes one"),
];

/// Words in the sources that look like codes and are none.
const OTHER_WORDS: [&str; 15] = [
    "arabic-indic",
    "cover-image",
    "first-session",
    "full-path",
    "isbn-epub",
    "isbn-print",
    "isbn-screen",
    "media-type",
    "monospace-block",
    "monospace-inline",
    "no-store",
    "not-run",
    "output-intent",
    "page-list",
    "spot-colours",
];

/// Rules whose findings are errors in some cases and warnings in others.
const OF_BOTH_KINDS: [&str; 3] = ["font-format", "missing-font", "missing-term"];

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let (mut written, mut literals) = (BTreeSet::new(), BTreeSet::new());
    for text in sources() {
        for (before, word) in words(&text) {
            literals.insert(word.to_owned());
            let position = ["(", "{", "code:", "code =", "&str =", "=>"];
            let of_finding = ["Diagnostic::error(", "Diagnostic::warning("];
            let is_code = word.contains('-')
                && !word.ends_with('-')
                && position.iter().any(|end| before.ends_with(end));
            if is_code || of_finding.iter().any(|end| before.ends_with(end)) {
                written.insert(word.to_owned());
            }
        }
    }
    let pages: BTreeSet<String> = codes().into_iter().map(str::to_owned).collect();
    assert!(written.len() > 150, "only {} codes are found: are they written otherwise?", written.len());
    written.retain(|word| !OTHER_WORDS.contains(&word.as_str()));
    let lacking: Vec<_> = written.difference(&pages).collect();
    assert!(
        lacking.is_empty(),
        "no page in docs/rules/, or no code (then add it to OTHER_WORDS): {lacking:?}"
    );
    let idle: Vec<_> = pages.difference(&literals).collect();
    assert!(idle.is_empty(), "pages of no rule: {idle:?}");
    for golden in goldens(&repository().join("tests")) {
        for code in told(&golden).map(|(_, code)| code) {
            assert!(pages.contains(code), "{code} stands in a golden and has no page");
        }
    }
}

#[test]
fn every_page_has_a_case_of_its_severity() {
    for rule in codes().into_iter().filter_map(rule) {
        let code = rule.code;
        let cases = folders(&repository().join("tests/rules"));
        let mut own = cases.iter().filter(|case| {
            let name = case.file_name().unwrap_or_default().to_string_lossy();
            name == code || name.strip_prefix(code).is_some_and(|variant| variant.starts_with('.'))
        });
        let reason = WITHOUT_CASE.iter().find(|(without, _)| *without == code);
        let Some(first) = own.next() else {
            assert!(reason.is_some(), "{code} has no case in tests/rules/");
            continue;
        };
        assert!(reason.is_none(), "{code} has a case: it needs no reason for having none");
        for case in [first].into_iter().chain(own) {
            let text = fs::read_to_string(case.join("golden/stderr.txt")).expect("a golden");
            let severities: BTreeSet<_> =
                told(&text).filter(|(_, told)| *told == code).map(|(severity, _)| severity).collect();
            let expected = BTreeSet::from([rule.severity.as_str()]);
            let agrees = severities == expected || OF_BOTH_KINDS.contains(&code);
            assert!(agrees, "the page of {code} says {expected:?}, {} {severities:?}", case.display());
        }
    }
}

/// What may be lowered or waived is a warning wherever it is found.
#[test]
fn adjustable_rules_find_no_errors() {
    let texts = sources();
    for rule in codes().into_iter().filter_map(rule).filter(|rule| rule.adjustable) {
        for text in &texts {
            for (before, word) in words(text).filter(|(_, word)| *word == rule.code) {
                let refuses = before.ends_with("error(") || before.ends_with("refuse(");
                assert!(!refuses, "{word} is adjustable, and an error somewhere");
            }
        }
        assert!(!OF_BOTH_KINDS.contains(&rule.code), "{} is adjustable, and an error somewhere", rule.code);
    }
}

#[test]
fn the_index_is_that_of_the_pages() {
    let mut index = INTRODUCTION.to_owned();
    let mut listed = 0;
    for (subject, rules) in by_subject() {
        index.push_str(&format!("\n## {subject}\n\n| rule | asks for | its findings |\n|---|---|---|\n"));
        for rule in rules {
            let weight = match (rule.severity, rule.adjustable) {
                (severity, true) => format!("{}, adjustable", severity.as_str()),
                (severity, false) => severity.as_str().to_owned(),
            };
            index.push_str(&format!("| [`{0}`]({0}.md) | {1} | {weight} |\n", rule.code, rule.title));
            listed += 1;
        }
    }
    assert_eq!(listed, codes().len(), "a page has a subject that the catalogue does not know");
    golden(&repository().join("docs/rules/README.md"), &index);
}

const INTRODUCTION: &str = "\
# The rules of the press

What Diptych looks for in the sources, by subject. The code of a rule stands in brackets in its findings, and
`diptych check --explain CODE` prints its page at a terminal.

An error keeps a note from being built; a warning does not, unless `--deny-warnings` is said. A house may weigh an
adjustable rule in `house.yaml`, and a note may waive it in `session.yaml`; all others hold in every house.

This file is made from the pages: `SNAPSHOTS=overwrite cargo test --release --test suite catalogue`.
";

/// The example of a page whose head names a file (`prose` for that of each language) is laid over the small house: what
/// stands under \"Instead of\" brings a finding of the rule, and what stands under \"Write\" neither that nor an error.
#[test]
fn examples_are_found_and_their_mends_are_not() {
    let mut tried = 0;
    let mut untrue = Vec::new();
    for rule in codes().into_iter().filter_map(rule) {
        let page = repository().join(format!("docs/rules/{}.md", rule.code));
        let page = fs::read_to_string(page).expect("a page");
        let Some(file) = page.lines().find_map(|line| line.strip_prefix("example: ")) else { continue };
        tried += 1;
        let found = |heading| {
            let command = if FOUND_BY_BUILDING.contains(&rule.code) { "build" } else { "check" };
            let run = house_with(file, &example(rule.body, heading)).run(&[command]);
            run.stderr
        };
        let tag = format!("[{}]", rule.code);
        let (wrong, right) = (found("## Instead of"), found("## Write"));
        if !wrong.contains(&tag) {
            untrue.push(format!("{tag} is not found:\n{wrong}"));
        }
        if right.contains(&tag) || right.contains("error[") {
            untrue.push(format!("{tag} the mend is wrong:\n{right}"));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
    // What only building finds has no example.
    let checked = codes().iter().filter(|code| !FOUND_BY_BUILDING.contains(code)).count();
    assert!(tried * 3 > checked * 2, "only {tried} examples are tried");
}

/// The lines of the example under a heading, without their indentation.
fn example(body: &str, heading: &str) -> String {
    let lines = body.lines().skip_while(|line| *line != heading).skip(1);
    let lines = lines.take_while(|line| !line.starts_with("## "));
    let lines: Vec<_> = lines.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The small house with a picture, and an example in its place.
fn house_with(file: &str, example: &str) -> Project {
    let project = Project::copy_of("tests/house");
    let picture = "sources/note/images/plan.svg";
    let own = fs::read_to_string(repository().join("tests/rules/repeated-caption/in").join(picture));
    project.write(picture, &own.expect("a picture"));
    let folder = if ["house.yaml", "directory.yaml", "_brand.yml"].contains(&file) { "" } else { "note/" };
    let files = match file {
        "prose" => vec!["fr.md", "en.md"],
        file => vec![file],
    };
    for file in files {
        let path = format!("sources/{folder}{file}");
        let text = String::from_utf8(project.read(&path)).expect("UTF-8");
        let text = match file.ends_with(".md") {
            true => in_prose(&text, example),
            false => in_yaml(&text, example),
        };
        project.write(&path, &text);
    }
    project
}

/// A whole text, if the example begins with a title; all below the title, if it begins with a section; else the words of
/// the first section.
fn in_prose(text: &str, example: &str) -> String {
    if example.starts_with('#') && !example.starts_with("##") {
        return format!("{example}\n");
    }
    let (title, rest) = text.split_once("\n\n## ").expect("a section");
    if example.starts_with("## ") {
        return format!("{title}\n\n{example}\n");
    }
    let (heading, rest) = rest.split_once("\n\n").expect("a heading");
    let (_, questions) = rest.split_once("\n\n## ").expect("a second section");
    format!("{title}\n\n## {heading}\n\n{example}\n\n## {questions}")
}

/// A file of YAML in which each key of the example stands in the place of the file's own, or after it.
fn in_yaml(text: &str, example: &str) -> String {
    let mut blocks: Vec<String> = entries(text, 0);
    if example.starts_with('(') {
        return text.to_owned();
    }
    for block in entries(example, 0) {
        match blocks.iter_mut().find(|own| key(own) == key(&block)) {
            Some(own) => *own = merge(own, &block, 2),
            None => blocks.push(block),
        }
    }
    blocks.concat()
}

/// A block of keys with those of another laid over it; what is no block of keys is replaced.
fn merge(own: &str, other: &str, indent: usize) -> String {
    let (head, below) = own.split_once('\n').unwrap_or((own, ""));
    let (other_head, other_below) = other.split_once('\n').unwrap_or((other, ""));
    let is_mapping = |head: &str, below: &str| {
        head.ends_with(':') && !below.is_empty() && !below.trim_start().starts_with("- ")
    };
    if !is_mapping(head, below) || !is_mapping(other_head, other_below) {
        return other.to_owned();
    }
    let mut blocks = entries(below, indent);
    for block in entries(other_below, indent) {
        match blocks.iter_mut().find(|own| key(own) == key(&block)) {
            Some(own) => *own = merge(own, &block, indent + 2),
            None => blocks.push(block),
        }
    }
    format!("{head}\n{}", blocks.concat())
}

/// The entries of a block of keys, each with what is indented below it.
fn entries(text: &str, indent: usize) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.lines() {
        let begins = line.len() - line.trim_start().len() <= indent && !line.trim_start().is_empty();
        match entries.last_mut().filter(|_| !begins) {
            Some(entry) => entry.push_str(&format!("{line}\n")),
            None => entries.push(format!("{line}\n")),
        }
    }
    entries
}

fn key(entry: &str) -> &str {
    entry.split(':').next().unwrap_or_default().trim()
}

/// The program's sources without their tests and comments.
fn sources() -> Vec<String> {
    let mut paths = Vec::new();
    gather(&repository().join("src"), ".rs", &mut paths);
    paths.retain(|path| {
        !path.ends_with("tests.rs") && !path.components().any(|part| part.as_os_str() == "tests")
    });
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a source");
    let texts = paths.iter().map(read);
    texts
        .map(|text| {
            let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = own.lines().filter(|line| !line.trim_start().starts_with("//"));
            code.collect::<Vec<_>>().join("\n")
        })
        .collect()
}

/// The literals that could be codes, each with the text before it.
fn words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('"').filter_map(|(at, _)| {
        let (word, _) = text.get(at + 1..)?.split_once('"')?;
        let kebab = word.starts_with(|sign: char| sign.is_ascii_lowercase())
            && word.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-');
        kebab.then(|| (text.get(..at).unwrap_or_default().trim_end(), word))
    })
}

/// Severity and code of the findings in a golden.
fn told(golden: &str) -> impl Iterator<Item = (&str, &str)> {
    golden.lines().filter_map(|line| {
        let (head, _) = line.split_once("]: ")?;
        let (severity, code) = head.split_once('[')?;
        ["error", "warning"].contains(&severity).then_some((severity, code))
    })
}

/// The texts of all goldens of findings.
fn goldens(folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    gather(folder, ".txt", &mut paths);
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

fn gather(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            gather(&path, ending, paths);
        } else if path.to_string_lossy().ends_with(ending) {
            paths.push(path);
        }
    }
}
