//! No template runs for ever: the engine's own limits, and the watch that ends the program.

use super::mistakes::with_line;
use serde_json::Value;
use std::time::{Duration, Instant};

/// Far above what a run needs that is stopped after a second, and far below one that is not.
const BOUND: Duration = Duration::from_secs(40);

#[test]
fn no_template_runs_for_ever() {
    let rounds = "for a in range(100000) { for b in range(100000) { let c = a * b } }";
    let looping = format!("#{rounds}");
    let component = format!("#let endless = {{ {rounds} }}");
    for (template, line, status, words) in [
        // The engine itself counts these.
        ("note.typ.j2", "#let n = 0; #while n >= 0 { n += 1 }", 1, "loop seems to be infinite"),
        ("note.typ.j2", "#let f(n) = f(n + 1); #f(0)", 1, "maximum function call depth exceeded"),
        // These the watch.
        ("note.typ.j2", looping.as_str(), 2, "setting the note 'note' took longer than 1 seconds"),
        ("brand/page.typ", component.as_str(), 2, "took longer than 1 seconds"),
        ("note.typ.j2", "#for a in range(100000) { pagebreak() }", 2, "took longer than 1 seconds"),
        ("note.typ.j2", "#(\"a\" * 1000000000000)", 2, "took more memory than any note needs"),
    ] {
        let project = with_line(template, "", line);
        project.write("out/note/note.fr.pdf", "as it was");
        let begun = Instant::now();
        // What stops by itself has time for it, also on a machine that is busy.
        let limit = if words.contains("longer") { "1" } else { "30" };
        let run = project.run(&["build", "--time-limit", limit]).expect(status);
        assert!(begun.elapsed() < BOUND, "{line}: {:?}", begun.elapsed());
        assert!(run.stderr.contains(words), "{line}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("templates/{template}")), "{line}: {}", run.stderr);
        assert_eq!(run.stdout, "");
        assert_eq!(project.files("out"), ["note/note.fr.pdf"], "{line}");
        assert_eq!(project.read("out/note/note.fr.pdf"), b"as it was");
    }
}

/// Also what a program reads is one document then, and the next run finds nothing in its way.
#[test]
fn a_run_that_was_given_up_is_told_in_every_format_and_leaves_nothing() {
    let project = with_line("note.typ.j2", "", "#for a in range(100000) { for b in range(100000) { } }");
    let run = project.run(&["build", "--time-limit", "1", "--diagnostics", "json"]).expect(2);
    let report: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    let failure = report["failures"][0].as_str().expect("a failure");
    let expected = "setting the note 'note' took longer than 1 seconds and was given up: look for a loop without an end in \
                    templates/note.typ.j2; if it only needs more time, give it some with --time-limit 5";
    assert_eq!(failure, expected);
    std::fs::remove_dir_all(project.root().join("templates")).expect("removed");
    project.run(&["build"]).expect(0);
    assert_eq!(project.files(".diptych/desk"), [""; 0]);
}
