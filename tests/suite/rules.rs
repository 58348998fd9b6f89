//! Every folder `tests/rules/<code>` is a case, and `tests/rules/<code>.<variant>` a further one of the same rule: `in/` is laid over `tests/house`, and what `diptych check` says of it is
//! `golden/stderr.txt`; of a few, what `diptych build` says. A case must find its own code.

use super::{Project, folders, golden, repository};
use serde_json::Value;

/// What only the pages can show.
pub const FOUND_BY_BUILDING: [&str; 11] = [
    "blank-pages",
    "low-contrast",
    "page-malformed",
    "page-marker-lost",
    "page-reference-dead",
    "preflight",
    "template-error",
    "typst-error",
    "typst-warning",
    "uninked-color",
    "unknown-brand-value",
];

#[test]
fn every_rule_says_what_its_golden_says() {
    let cases = folders(&repository().join("tests/rules"));
    assert!(cases.len() > 40, "only {} cases: are they where they belong?", cases.len());
    for case in cases {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let code = name.split('.').next().unwrap_or_default().to_owned();
        let project = Project::copy_of("tests/house");
        project.overlay(&case.join("in"));

        let command = if FOUND_BY_BUILDING.contains(&code.as_str()) { "build" } else { "check" };
        let text = project.run(&[command, "--deny-warnings"]).expect(1);
        assert!(text.stderr.contains(&format!("[{code}]")), "{code} is not found:\n{}", text.stderr);
        assert_eq!(text.stdout, "", "{code} prints to standard output");
        golden(&case.join("golden/stderr.txt"), &text.stderr);

        let json = project.run(&[command, "--deny-warnings", "--diagnostics", "json"]).expect(1);
        let report: Value = serde_json::from_str(&json.stderr).expect("one JSON document");
        let findings = report["diagnostics"].as_array().expect("a list of findings");
        let finding =
            findings.iter().find(|finding| finding["code"] == code.as_str()).expect("the code in JSON");
        for key in ["message", "hint"] {
            assert!(finding[key].is_string(), "{code} has no {key}");
        }
        for key in ["line", "column", "endLine", "endColumn"] {
            assert!(finding["place"][key].as_u64() > Some(0), "{code} has no {key}");
        }
    }
}

#[test]
fn the_house_of_the_cases_is_sound() {
    let run = Project::copy_of("tests/house").run(&["check", "--deny-warnings"]).expect(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn all_findings_come_in_one_run() {
    let project = Project::copy_of("tests/house");
    for case in ["unknown-key", "misaligned-sections", "link-scheme"] {
        project.overlay(&repository().join("tests/rules").join(case).join("in"));
    }
    project.change("sources/house.yaml", "publisher:", "publishes: x\npublisher:");
    let run = project.run(&["check"]).expect(1);
    // The house, the prose and the facts of a note: no error hides another.
    for words in [
        "error[unknown-key]: unknown key 'publishes'",
        "error[misaligned-sections]: the section 'question'",
        "error[link-scheme]: the link may not begin with 'javascript:'",
    ] {
        assert!(run.stderr.contains(words), "{words} is missing from\n{}", run.stderr);
    }
}

#[test]
fn a_slip_in_one_entry_of_the_house_hides_no_other_finding() {
    let directory =
        String::from_utf8(Project::copy_of("tests/house").read("sources/directory.yaml")).expect("UTF-8");
    let (first, _) = directory.split_once('\n').expect("lines");
    for (file, slip) in [
        ("directory.yaml", directory.replacen("given:", "givn: x, givenn:", 1)),
        ("directory.yaml", directory.replacen("roles:", "roles: none # ", 1)),
        ("directory.yaml", directory.replacen("gender: f", "gender: woman", 1)),
        ("directory.yaml", directory.replacen("people:", "persons:", 1)),
        ("directory.yaml", format!("- {first}\n")),
        ("directory.yaml", format!("{directory}\n\"")),
        ("directory.yaml", String::new()),
        ("house.yaml", "publisher: [a]\neditions: {languages: [fr, en], media: [screen]}\n".to_owned()),
        ("house.yaml", "publisher: publisher\neditions: fr\n".to_owned()),
        ("house.yaml", "publisher: \"x\n".to_owned()),
        ("house.yaml", String::new()),
    ] {
        let project = Project::copy_of("tests/house");
        project.overlay(&repository().join("tests/rules/link-scheme/in"));
        project.change("sources/note/session.yaml", "kind:", "status: finl\nkind:");
        project.write(&format!("sources/{file}"), &slip);
        let run = project.run(&["check"]).expect(1);
        let of_house = format!("--> sources/{file}:");
        for words in [of_house.as_str(), "error[link-scheme]", "unknown value 'finl'"] {
            assert!(run.stderr.contains(words), "{words} is missing after {slip}:\n{}", run.stderr);
        }
        // What could not be read is not missed a second time where it is named.
        for code in ["unknown-person", "unknown-event", "unknown-organisation", "no-editions", "missing-date"]
        {
            assert!(!run.stderr.contains(code), "{code} is said after {slip}:\n{}", run.stderr);
        }
        assert_eq!(project.run(&["build"]).expect(1).stdout, "");
    }
}
