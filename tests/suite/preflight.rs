//! Preflight against planted defects: `tests/preflight/README.md` tells their form.

mod control;
mod damage;
mod judges;
mod separations;
mod words;

use super::diagnostics::faults;
use super::{Project, golden, repository};
use control::{Planted, control, plant};
use diptych::model::{Demands, Outcome, Verdict};
use diptych::preflight::preflight;
use serde_json::Value;
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

/// The clauses that fail, each with its pages: `trim-box@2`, `fonts-embedded@1+2`, `title`.
fn failures(verdict: &Verdict) -> BTreeSet<String> {
    let failed = verdict.checks.iter().filter(|check| check.outcome == Outcome::Fail);
    let page = |pages: &[usize]| pages.iter().map(usize::to_string).collect::<Vec<_>>().join("+");
    failed
        .map(|check| match &check.failing[..] {
            [] => check.clause.to_owned(),
            pages => format!("{}@{}", check.clause, page(pages)),
        })
        .collect()
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
        // A defect may say no more than the clause.
        let plain = |clause: &String| {
            let name = clause.split('@').next().unwrap_or_default().to_owned();
            if wanted.contains(&name) { name } else { clause.clone() }
        };
        let found: BTreeSet<String> = failures(&verdict).iter().map(plain).collect();
        if found != *wanted {
            wrong.push(format!("{words}: wanted {wanted:?}, found {found:?}: {:?}", told(&verdict)));
        }
        failed.extend(clauses(&verdict, Outcome::Fail));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(defects.len() >= 25);
    // Blank pages are named and never failed.
    let all = examine(&control(&[])).checks.into_iter().map(|check| check.clause);
    let never: Vec<&str> =
        all.filter(|clause| !failed.contains(*clause) && *clause != "blank-pages").collect();
    assert_eq!(never, [""; 0], "clauses that no defect fails");
}

#[test]
fn blank_pages_are_named_and_not_failed() {
    for (edits, told) in [
        (&["set page2/Contents 60 0 R", "set 60 << >> stream q 0 0 0 1 k Q"][..], "page 2"),
        (&["delete page1/Contents", "delete page2/Contents"], "pages 1 and 2"),
        (&["set page2/Contents [60 0 R 12 0 R]", "set 60 << >> stream q Q"], "none"),
    ] {
        let edits: Vec<String> = edits.iter().map(|edit| (*edit).to_owned()).collect();
        let verdict = examine(&control(&edits));
        let check = verdict.checks.iter().find(|check| check.clause == "blank-pages").expect("the clause");
        assert_eq!((check.outcome, check.measured.as_str()), (Outcome::Pass, told), "{edits:?}");
    }
}

/// The house of the tests, with files to be examined in it.
fn desk() -> Project {
    let project = Project::copy_of("tests/house");
    let edits: Vec<String> = [
        "set page2/TrimBox [20 20 280 270]",
        "set 20/Font/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "set root/OpenAction << /S /JavaScript /JS (app.beep()) >>",
    ]
    .map(ToOwned::to_owned)
    .to_vec();
    for (name, bytes) in [
        ("sound.pdf", control(&[]).bytes),
        ("spoilt.pdf", control(&edits).bytes),
        ("locked.pdf", control(&["encrypt secret".to_owned()]).bytes),
        ("other.pdf", b"not a PDF".to_vec()),
    ] {
        fs::write(project.root().join(name), bytes).expect("a file");
    }
    project
}

#[test]
fn the_program_tells_people_what_it_found() {
    let project = desk();
    for (name, status) in [("sound", 0), ("spoilt", 1), ("locked", 1), ("other", 1)] {
        let run = project.run(&["preflight", &format!("{name}.pdf")]).expect(status);
        golden(&repository().join(format!("tests/preflight/golden/{name}.txt")), &run.stdout);
        assert_eq!(run.stderr, "", "{name}");
    }
    let coloured = project.run(&["preflight", "spoilt.pdf", "--color", "always"]).expect(1).stdout;
    assert!(coloured.contains("\u{1b}[1;31mfail"), "{coloured}");
}

#[test]
fn files_that_are_not_there_end_with_two_and_keep_no_other_from_being_examined() {
    let project = desk();
    let run = project.run(&["preflight", "sound.pdf", "nowhere.pdf", "sources"]).expect(2);
    assert!(run.stdout.contains("it can go to print"), "{}", run.stdout);
    let said = "diptych: there is no file nowhere.pdf\ndiptych: sources is a folder: name the files in it\n";
    assert_eq!(run.stderr, said);
    for (arguments, words) in [
        (&["preflight"][..], "required arguments were not provided"),
        (&["preflight", "sound.pdf", "--house", "nowhere"], "there is no house in nowhere"),
        (&["preflight", "sound.pdf", "--house", ".", "--stock", "coated"], "cannot be used with"),
        (&["preflight", "sound.pdf", "--stock", "glossy"], "invalid value 'glossy'"),
    ] {
        let run = project.run(arguments).expect(2);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn what_is_demanded_is_that_of_the_house() {
    let project = desk();
    project.change(
        "sources/house.yaml",
        "editions:",
        "print: {stock: newsprint, imposition: booklet, demands: {ink: 260}}\neditions:",
    );
    fs::create_dir_all(project.root().join("out/note")).expect("a folder");
    fs::copy(project.root().join("sound.pdf"), project.root().join("out/note/note.pdf")).expect("a copy");
    let demands = |arguments: &[&str]| {
        let run = project.run(&[&["preflight", "--format", "json"], arguments].concat());
        let reports: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let demands = &reports[0]["demands"];
        (demands["stock"].clone(), demands["ink"].clone(), demands["stitched"].clone())
    };
    for (arguments, wanted) in [
        (&["sound.pdf"][..], ("coated", 300.0, false)),
        (&["sound.pdf", "--stitched"], ("coated", 300.0, true)),
        (&["sound.pdf", "--stock", "uncoated"], ("uncoated", 280.0, false)),
        (&["sound.pdf", "--house", "."], ("newsprint", 260.0, true)),
        (&["out/note/note.pdf"], ("newsprint", 260.0, true)),
        (&["out/note/note.pdf", "--stock", "coated"], ("coated", 300.0, false)),
    ] {
        let (stock, ink, stitched) = wanted;
        assert_eq!(demands(arguments), (stock.into(), ink.into(), stitched.into()), "{arguments:?}");
    }
}

#[test]
fn reports_are_as_their_schema_says() {
    let project = desk();
    let run = project.run(&["schema", "preflight"]).expect(0);
    let schema: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let names = ["sound.pdf", "spoilt.pdf", "locked.pdf", "other.pdf"];
    let run = project.run(&[&["preflight", "--format", "json"], &names[..]].concat()).expect(1);
    let reports: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let reports = reports.as_array().expect("a list");
    let verdicts: Vec<&Value> = reports.iter().map(|report| &report["verdict"]).collect();
    assert_eq!(verdicts, ["pass", "fail", "fail", "fail"]);
    for (report, name) in reports.iter().zip(names) {
        assert_eq!(faults(schema.clone(), report), None, "{name}");
        assert_eq!(report["file"], name);
    }
    let planted = [("verdict", Value::from("good")), ("pages", Value::Null), ("checks", Value::from("all"))];
    for (key, value) in planted {
        let mut report = reports[0].clone();
        report[key] = value;
        assert!(faults(schema.clone(), &report).is_some(), "{key}");
    }
}

#[test]
fn print_editions_of_the_house_bring_their_report_and_pass() {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [print]");
    let run = project.run(&["build"]).expect(0);
    let schema: Value =
        serde_json::from_str(&project.run(&["schema", "preflight"]).expect(0).stdout).expect("JSON");
    let files: Vec<&str> = run.stdout.lines().filter(|path| path.ends_with(".print.pdf")).collect();
    assert!(!files.is_empty(), "{}", run.stdout);
    let (defects, mut wrong) = (table("own.tsv"), Vec::new());
    for file in files {
        let document = lopdf::Document::load_mem(&project.read(file)).expect("a PDF");
        for Defect { words, clauses: wanted, edits } in &defects {
            let found = clauses(&examine(&plant(document.clone(), edits)), Outcome::Fail);
            if found != *wanted {
                wrong.push(format!("{file}: {words}: wanted {wanted:?}, found {found:?}"));
            }
        }
        let written = project.read(&format!("{}.preflight.json", file.trim_end_matches(".pdf")));
        let written: Value = serde_json::from_slice(&written).expect("JSON");
        assert_eq!(faults(schema.clone(), &written), None, "{file}");
        assert_eq!(file.rsplit('/').next(), written["file"].as_str());
        assert_eq!(
            (&written["verdict"], &written["edition"]["note"]),
            (&"pass".into(), &"note".into()),
            "{written:#}"
        );
        // What is examined later is what was examined then.
        let later = project.run(&["preflight", file, "--format", "json"]).expect(0);
        let later: Value = serde_json::from_str(&later.stdout).expect("JSON");
        assert_eq!(later[0]["checks"], written["checks"]);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
