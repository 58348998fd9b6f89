//! How a house weighs rules and a note waives findings, and how a rule is explained.

use super::rules::FOUND_BY_BUILDING;
use super::{Project, repository};
use diptych::diagnostic::catalogue;
use serde_json::Value;

/// A house in which a word stands twice in a row, once a language.
fn doubled() -> Project {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/doubled-word/in"));
    project
}

const WAIVERS: &str = "id: note\nwaive:\n  - {rule: doubled-word, at: \"fr.md#context\", reason: The poem has it so.}\n  \
                       - {rule: doubled-word, at: en.md, reason: So has the other.}";

#[test]
fn a_house_weighs_a_rule() {
    let project = doubled();
    project.run(&["check"]).expect(0);
    project.change("sources/house.yaml", "publisher:", "severities: {doubled-word: error}\npublisher:");
    let run = project.run(&["check"]).expect(1);
    assert!(run.stderr.contains("error[doubled-word]") && run.stderr.ends_with("2 errors, 0 warnings\n"));
    // An error keeps the note from being built, whoever made it one.
    let run = project.run(&["build", "--media", "screen"]).expect(1);
    assert_eq!(run.stdout, "");
    project.change("sources/house.yaml", "doubled-word: error", "doubled-word: off");
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
}

#[test]
fn a_waived_finding_is_told_to_programs_alone() {
    let project = doubled();
    project.change("sources/note/session.yaml", "id: note", WAIVERS);
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
    assert_eq!(project.run(&["check", "--deny-warnings", "--diagnostics", "github"]).expect(0).stderr, "");

    let json = project.run(&["check", "--diagnostics", "json"]).expect(0);
    let report: Value = serde_json::from_str(&json.stderr).expect("one JSON document");
    assert_eq!(report["warnings"], 0);
    let mut reasons: Vec<_> = report["diagnostics"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| &finding["waived"])
        .collect();
    reasons.sort_by_key(|reason| reason.to_string());
    assert_eq!(reasons, ["So has the other.", "The poem has it so."]);

    let sarif = project.run(&["check", "--diagnostics", "sarif"]).expect(0);
    let log: Value = serde_json::from_str(&sarif.stderr).expect("one JSON document");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.iter().all(|result| result["suppressions"][0]["kind"] == "inSource"), "{log:#}");
}

#[test]
fn a_waiver_covers_its_place_alone() {
    let project = doubled();
    project.change(
        "sources/note/session.yaml",
        "id: note",
        &WAIVERS.replace("fr.md#context", "session.yaml#where"),
    );
    let run = project.run(&["check", "--deny-warnings"]).expect(1);
    assert!(run.stderr.contains("warning[doubled-word]: the word “changent”"), "{}", run.stderr);
    assert!(run.stderr.contains("warning[idle-waiver]"), "{}", run.stderr);
    assert!(!run.stderr.contains("in the the open"), "{}", run.stderr);
}

/// The findings of a run as JSON: code, severity, reason of the waiver.
fn findings(project: &Project, status: i32) -> Vec<(String, String, Option<String>)> {
    let run = project.run(&["check", "--diagnostics", "json"]).expect(status);
    let report: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    let findings = report["diagnostics"].as_array().expect("findings").iter();
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let mut findings: Vec<_> = findings
        .map(|finding| {
            let [code, severity] = ["code", "severity"].map(|key| word(&finding[key]).expect("a word"));
            (code, severity, word(&finding["waived"]))
        })
        .collect();
    findings.sort();
    findings
}

fn finding(code: &str, severity: &str, waived: Option<&str>) -> (String, String, Option<String>) {
    (code.to_owned(), severity.to_owned(), waived.map(str::to_owned))
}

#[test]
fn a_waiver_holds_while_the_note_has_errors() {
    // The form of the prose is wrong: every room reads on.
    let project = doubled();
    project.change("sources/note/session.yaml", "id: note", WAIVERS);
    for file in ["sources/note/fr.md", "sources/note/en.md"] {
        project.change(file, "## Questions", "<hr>\n\n## Questions");
    }
    let waived = |reason| finding("doubled-word", "warning", Some(reason));
    let [one, other] = ["So has the other.", "The poem has it so."].map(waived);
    let html = finding("raw-html", "error", None);
    assert_eq!(findings(&project, 1), [one, other, html.clone(), html]);

    // The facts are wrong, and no note can be made of them: what was asked before is waived all the same.
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/vague-link/in"));
    let before = findings(&project, 0);
    assert!(!before.is_empty() && before.iter().all(|finding| finding.0 == "vague-link"), "{before:?}");
    let waiver = "id: note\nstatus: finl\nwaive: [{rule: vague-link, reason: A quotation.}]";
    project.change("sources/note/session.yaml", "id: note\n", &format!("{waiver}\n"));
    project.change("sources/note/session.yaml", "kind: session", "kind: sesion");
    let after = findings(&project, 1);
    let vague: Vec<_> = after.iter().filter(|finding| finding.0 == "vague-link").collect();
    assert_eq!(vague.len(), before.len());
    assert!(vague.iter().all(|finding| finding.2.as_deref() == Some("A quotation.")), "{after:?}");
    let run = project.run(&["check"]).expect(1);
    assert!(run.stderr.contains("unknown-kind") && !run.stderr.contains("vague-link"), "{}", run.stderr);

    // A waiver that is wrong itself takes no other with it.
    let wrong = "waive: [{rule: no-such-rule, reason: x}, {rule: vague-link, at: nowhere.md, reason: x}, ";
    project.change("sources/note/session.yaml", "waive: [", wrong);
    let after = findings(&project, 1);
    for code in ["unknown-rule", "unknown-passage"] {
        assert!(after.contains(&finding(code, "error", None)), "{after:?}");
    }
    let vague = after.iter().filter(|finding| finding.0 == "vague-link");
    assert!(vague.clone().all(|finding| finding.2.is_some()) && vague.count() == before.len(), "{after:?}");
}

#[test]
fn a_waiver_is_idle_when_every_rule_was_asked() {
    let idle = finding("idle-waiver", "warning", None);
    let project = Project::copy_of("tests/house");
    let waiver = "id: note\nwaive: [{rule: doubled-word, reason: The poem has it so.}]";
    project.change("sources/note/session.yaml", "id: note", waiver);
    assert_eq!(findings(&project, 0), vec![idle.clone()]);
    project.run(&["check", "--deny-warnings"]).expect(1);
    assert_eq!(project.run(&["build", "--deny-warnings"]).expect(1).stdout, "");

    // While the note has errors, a rule may not have been asked that needs it.
    project.change("sources/note/session.yaml", "kind: session", "kind: sesion");
    assert_eq!(findings(&project, 1), [finding("unknown-kind", "error", None)]);
    project.change("sources/note/session.yaml", "kind: sesion", "kind: session");
    for file in ["sources/note/fr.md", "sources/note/en.md"] {
        project.change(file, "## Questions", "<hr>\n\n## Questions");
    }
    let html = finding("raw-html", "error", None);
    assert_eq!(findings(&project, 1), [html.clone(), html]);

    // An error that the house alone makes one keeps no rule from being asked.
    project.overlay(&repository().join("tests/rules/vague-link/in"));
    project.change("sources/house.yaml", "publisher:", "severities: {vague-link: error}\npublisher:");
    let found = findings(&project, 1);
    assert!(found.contains(&idle) && found.contains(&finding("vague-link", "error", None)), "{found:?}");

    // A rule that the house does not ask needs no waiver.
    let project = doubled();
    project.change("sources/note/session.yaml", "id: note", waiver);
    project.change("sources/house.yaml", "publisher:", "severities: {doubled-word: off}\npublisher:");
    assert_eq!(findings(&project, 0), [idle]);
}

#[test]
fn a_waiver_lets_pass_what_the_house_made_an_error() {
    let project = doubled();
    project.change("sources/house.yaml", "publisher:", "severities: {doubled-word: error}\npublisher:");
    assert_eq!(project.run(&["build", "--media", "screen"]).expect(1).stdout, "");
    project.change("sources/note/session.yaml", "id: note", WAIVERS);
    let built = project.run(&["build", "--media", "screen", "--deny-warnings"]).expect(0);
    assert_eq!((built.stdout.lines().count(), built.stderr.as_str()), (3, ""));
    let [one, other] = ["So has the other.", "The poem has it so."]
        .map(|reason| finding("doubled-word", "error", Some(reason)));
    assert_eq!(findings(&project, 0), [one, other]);
}

#[test]
fn a_waiver_says_why() {
    for (waiver, words) in [
        ("{rule: doubled-word}", "error[missing-key]: the key 'reason' is missing"),
        ("{rule: doubled-word, reason: \"…\"}", "error[empty-text]: the reason of this waiver has no words"),
        ("{rule: idle-waiver, reason: x}", "error[fixed-rule]: the rule 'idle-waiver'"),
    ] {
        let project = doubled();
        project.change("sources/note/session.yaml", "id: note", &format!("id: note\nwaive: [{waiver}]"));
        let run = project.run(&["check"]).expect(1);
        assert!(run.stderr.contains(words), "{words} is missing from\n{}", run.stderr);
    }
}

#[test]
fn a_rule_is_explained_by_its_page() {
    let project = Project::copy_of("tests/house");
    let run = project.run(&["check", "--explain", "doubled-word"]).expect(0);
    let head = "doubled-word (warning, a house may weigh it, a note may waive it)\n\nNo word stands twice in a row\n\n";
    assert!(run.stdout.starts_with(head) && run.stderr.is_empty(), "{}", run.stdout);
    assert!(run.stdout.contains("\n\nInstead of:\n\n    Cities are changing in the the open.\n\nWrite:\n\n"));
    let run = project.run(&["check", "--explain"]).expect(0);
    let line = "  doubled-word          warning*  No word stands twice in a row\n";
    assert!(run.stdout.contains(line) && run.stderr.is_empty(), "{}", run.stdout);
    let run = project.run(&["check", "--explain", "double-word"]).expect(2);
    assert!(run.stderr.contains("did you mean 'doubled-word'?") && run.stdout.is_empty());
}

/// Every rule whose page says so, in its own case.
#[test]
fn adjustable_rules_are_weighed_and_waived() {
    for rule in catalogue::codes().into_iter().filter_map(catalogue::rule).filter(|rule| rule.adjustable) {
        let (code, tag) = (rule.code, format!("[{}]", rule.code));
        let with = |file: &str, lines: String| {
            let project = Project::copy_of("tests/house");
            project.overlay(&repository().join("tests/rules").join(code).join("in"));
            let text = String::from_utf8(project.read(file)).expect("UTF-8");
            project.write(file, &format!("{}\n{lines}\n", text.trim_end()));
            project.run(&[if FOUND_BY_BUILDING.contains(&code) { "build" } else { "check" }])
        };
        let (house, session) = ("sources/house.yaml", "sources/note/session.yaml");
        let run = with(house, format!("severities: {{{code}: error}}")).expect(1);
        assert!(run.stderr.contains(&format!("error{tag}")), "{code}:\n{}", run.stderr);
        for silent in [
            with(house, format!("severities: {{{code}: \"off\"}}")),
            with(session, format!("waive: [{{rule: {code}, reason: It is meant.}}]")),
        ] {
            let run = silent.expect(0);
            assert!(!run.stderr.contains(&tag), "{code}:\n{}", run.stderr);
            assert!(!run.stderr.contains("idle-waiver"), "{code}:\n{}", run.stderr);
        }
    }
}

#[test]
fn no_other_rule_is_weighed() {
    let fixed = catalogue::codes().into_iter().filter_map(catalogue::rule).filter(|rule| !rule.adjustable);
    let project = Project::copy_of("tests/house");
    let weights: Vec<String> = fixed.map(|rule| format!("  {}: \"off\"\n", rule.code)).collect();
    let house = format!("severities:\n{}publisher:", weights.concat());
    project.change("sources/house.yaml", "publisher:", &house);
    let run = project.run(&["check"]).expect(1);
    assert_eq!(run.stderr.matches("error[fixed-rule]").count(), weights.len(), "{}", run.stderr);
}
