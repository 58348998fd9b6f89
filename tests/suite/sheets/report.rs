//! The report as it goes to the printing house, in the leading language of each edition.

use super::{file, printing};
use crate::judges::{PROFILES, failures};
use crate::{repository, tool};
use serde_json::Value;
use serde_yaml::Value as Yaml;
use std::fs;

/// What a language says under a key of its terms.
fn said(language: &str, group: &str, key: &str) -> Option<String> {
    let path = repository().join(format!("templates/terms/{language}.yaml"));
    let terms: Yaml = serde_yaml::from_str(&fs::read_to_string(path).expect("terms")).expect("YAML");
    terms.get(group)?.get(key)?.as_str().map(str::to_owned)
}

#[test]
fn the_report_says_what_preflight_found() {
    let project = printing("fr, en-fr", "paper: letter");
    project.run(&["build"]).expect(0);
    for (languages, leading, trim) in [("fr", "fr", "215,9 × 279,4 mm"), ("en-fr", "en", "215.9 × 279.4 mm")]
    {
        let pdf = project.read(&format!("out/note/note.{languages}.print.preflight.pdf"));
        for profile in PROFILES {
            assert_eq!(failures(&pdf, profile), [""; 0], "{languages} {profile:?}");
        }
        let path = file(&project, &format!("note.{languages}.print.preflight.pdf"));
        let Some(words) = tool("pdftotext", "poppler-utils", &["-layout", &path.to_string_lossy(), "-"])
        else {
            return;
        };
        let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let json = project.read(&format!("out/note/note.{languages}.print.preflight.json"));
        let report: Value = serde_json::from_slice(&json).expect("JSON");
        let checks = report["checks"].as_array().expect("checks");
        let pass = said(leading, "report", "pass").expect("a word");
        assert_eq!(words.split(' ').filter(|word| *word == pass).count(), checks.len(), "{words}");
        let ready = said(leading, "report", "ready").expect("words").replace('\u{A0}', " ");
        let file = format!("note.{languages}.print.pdf");
        for wanted in [ready.as_str(), &file, trim, "FOGRA39L Coated", "https://example.org"] {
            assert!(words.contains(wanted), "'{wanted}' is missing from {words}");
        }
        for check in checks {
            let clause = check["clause"].as_str().expect("a name");
            let asks = said(leading, "clauses", clause);
            let asks = asks.as_deref().or(check["asks"].as_str()).expect("words");
            let first = asks.split_whitespace().next().unwrap_or_default();
            assert!(words.contains(first), "{clause} is missing from {words}");
        }
    }
}

/// Every clause has words in each language of the press, and no words stand there for a clause that is none.
#[test]
fn every_clause_has_words_in_every_language() {
    let project = printing("en", "");
    project.run(&["build"]).expect(0);
    let report: Value =
        serde_json::from_slice(&project.read("out/note/note.en.print.preflight.json")).expect("JSON");
    let checks = report["checks"].as_array().expect("checks");
    let clauses: Vec<&str> = checks.iter().filter_map(|check| check["clause"].as_str()).collect();
    for language in ["ar", "es", "fr"] {
        let missing: Vec<_> =
            clauses.iter().filter(|clause| said(language, "clauses", clause).is_none()).collect();
        assert!(missing.is_empty(), "'{language}' has no words for {missing:?}");
        let path = repository().join(format!("templates/terms/{language}.yaml"));
        let terms: Yaml = serde_yaml::from_str(&fs::read_to_string(path).expect("terms")).expect("YAML");
        let known = terms["clauses"].as_mapping().expect("clauses").keys().filter_map(Yaml::as_str);
        let idle: Vec<_> = known.filter(|clause| !clauses.contains(clause)).collect();
        assert!(idle.is_empty(), "'{language}' has words for {idle:?}, which no clause is called");
    }
}
