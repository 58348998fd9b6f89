//! What the fonts can print: the proofreader and the engine must agree on it, sign by sign.

use super::{Project, repository};
use std::fs;

/// Signs that the fonts have, and signs that the engine makes of others: no-break and thin spaces, the no-break hyphen.
const PRINTED: &str = "ß Ω ж ◆ é œ « » ’ “ ” – — … € ° ′ ″ • § † ½ ² ₂ № → × \u{A0} \u{202F} \u{2009} \u{2007} \u{200A} \u{2011} \u{AD} \u{200B} \u{2060}";
/// Signs that no font of the press has.
const MISSING: &str = "漢 あ א ☃ 👩 ♞";

/// A house whose template sets these signs itself, past the proofreader.
fn set_by_template(signs: &str) -> Project {
    let project = Project::copy_of("tests/house");
    let path = "templates/note.typ.j2";
    let own = fs::read_to_string(repository().join(path)).expect("a template");
    let head = "#masthead(brand, ({{ head(copy) }},))";
    assert!(own.contains(head), "{path} does not hold {head}");
    project.write(path, &own.replace(head, &format!("{head}\n\n#\"{signs}\"\n")));
    project
}

fn written(signs: &str) -> Project {
    let project = Project::copy_of("tests/house");
    for (file, words) in [("fr.md", "Les villes changent vite."), ("en.md", "Cities are changing fast.")] {
        project.change(&format!("sources/note/{file}"), words, &format!("a {signs} b"));
    }
    project
}

const BUILD: [&str; 5] = ["build", "--languages", "fr", "--media", "screen"];

#[test]
fn what_the_engine_prints_is_no_finding() {
    set_by_template(PRINTED).run(&BUILD).expect(0);
    let run = written(PRINTED).run(&["check"]);
    assert!(!run.stderr.contains("missing-glyph"), "{}", run.stderr);
}

#[test]
fn what_the_engine_cannot_print_is_found_in_proofreading() {
    for sign in MISSING.split(' ') {
        let run = set_by_template(sign).run(&BUILD).expect(1);
        assert!(run.stderr.contains("could not be displayed"), "{sign}: {}", run.stderr);
        let run = written(sign).run(&["check"]).expect(1);
        assert!(run.stderr.contains("error[missing-glyph]"), "{sign}: {}", run.stderr);
    }
}
