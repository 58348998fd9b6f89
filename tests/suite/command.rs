//! The command line: what goes where, how it ends, and that a failed note harms no other.

use super::{Project, golden, repository};
use serde_json::Value;

#[test]
fn help_is_as_reviewed() {
    let project = Project::copy_of("tests/house");
    for (name, arguments) in [
        ("diptych", &["--help"][..]),
        ("build", &["build", "--help"]),
        ("check", &["check", "--help"]),
        ("accept", &["accept", "--help"]),
        ("preflight", &["preflight", "--help"]),
        ("preview", &["preview", "--help"]),
        ("new", &["new", "--help"]),
        ("schema", &["schema", "--help"]),
    ] {
        let run = project.run(arguments).expect(0);
        golden(&repository().join(format!("tests/help/{name}.txt")), &run.stdout);
    }
}

#[test]
fn standard_output_holds_the_paths_of_editions_and_nothing_else() {
    let project = Project::copy_of("tests/house");
    let run = project.run(&[]).expect(0);
    let expected: Vec<String> = project.files("out").into_iter().map(|path| format!("out/{path}")).collect();
    let mut printed: Vec<&str> = run.stdout.lines().collect();
    printed.sort();
    assert_eq!(printed, expected);
    assert_eq!(run.stderr, "");

    // What is up to date is named too, and not touched.
    let path = project.root().join(printed[0]);
    let before = path.metadata().and_then(|data| data.modified()).expect("a time");
    let again = project.run(&[]).expect(0);
    assert_eq!(again.stdout, run.stdout);
    assert_eq!(path.metadata().and_then(|data| data.modified()).expect("a time"), before);
}

#[test]
fn a_selection_builds_no_more() {
    let project = Project::copy_of("tests/house");
    let run = project.run(&["build", "--note", "note", "--languages", "fr", "--media", "epub"]).expect(0);
    assert_eq!(run.stdout, "out/note/note.fr.epub\n");
    assert_eq!(project.files("out"), ["note/note.fr.epub"]);
}

#[test]
fn other_roots_and_output_folders() {
    let project = Project::copy_of("tests/house");
    let root = project.root().to_string_lossy().into_owned();
    let other = Project::copy_of("tests/house");
    let run =
        other.run(&["build", &root, "--out", "editions", "--languages", "fr", "--media", "screen"]).expect(0);
    assert_eq!(run.stdout, "editions/note/note.fr.pdf\n");
    assert!(other.exists("editions/note/note.fr.pdf") && !project.exists("out"));
}

#[test]
fn usage_errors_end_with_two() {
    let project = Project::copy_of("tests/house");
    for (arguments, words) in [
        (&["build", "--note", "nota"][..], "there is no note 'nota': did you mean 'note'?"),
        (&["build", "--languages", "fr,xx"], "there is no language 'xx'"),
        (&["build", "--languages", "en-fr"], "no note has an edition in 'en-fr': did you mean 'fr-en'?"),
        (&["build", "--languages", "fra"], "there is no language 'fra': did you mean 'fr'?"),
        (&["build", "--media", "epup"], "there is no medium 'epup': did you mean 'epub'?"),
        (&["build", "--media", "paper"], "there is no medium 'paper'"),
        (&["build", "nowhere"], "there is no folder nowhere"),
        (&["build", "--colour"], "unexpected argument"),
        (&["build", "--jobs", "0"], "0 is not in"),
    ] {
        let run = project.run(arguments).expect(2);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    assert_eq!(project.files("out"), [""; 0]);
}

#[test]
fn a_failed_note_leaves_the_others_built_and_its_old_files_untouched() {
    let project = Project::copy_of("tests/house");
    super::copy(&project.root().join("sources/note"), &project.root().join("sources/other"));
    project.change("sources/other/session.yaml", "id: note", "id: other");
    project.run(&["build"]).expect(0);
    let old = project.read("out/note/note.fr.pdf");
    let other = project.read("out/other/other.fr.pdf");

    project.change("sources/note/fr.md", "## ", "## Changed ");
    project.change("sources/note/session.yaml", "kind:", "kindd:");
    project.change("sources/other/fr.md", "# ", "# Neuf : ");
    let run = project.run(&["build"]).expect(1);
    assert!(run.stderr.contains("sources/note/session.yaml"), "{}", run.stderr);
    assert!(
        run.stdout.contains("out/other/other.fr.pdf") && !run.stdout.contains("out/note/"),
        "{}",
        run.stdout
    );
    assert!(project.read("out/note/note.fr.pdf") == old);
    assert!(project.read("out/other/other.fr.pdf") != other);
}

#[test]
fn denied_warnings_stop_a_note_before_anything_is_written() {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/unused-prose/in"));
    let run = project.run(&["build"]).expect(0);
    assert!(run.stderr.contains("warning[unused-prose]"), "{}", run.stderr);
    // An up-to-date note repeats its warnings.
    assert_eq!(project.run(&["build"]).expect(0).stderr, run.stderr);

    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/unused-prose/in"));
    assert_eq!(project.run(&["build", "--deny-warnings"]).expect(1).stdout, "");
    assert_eq!(project.files("out"), [""; 0]);
}

#[test]
fn json_is_one_document_even_when_all_is_well() {
    let project = Project::copy_of("tests/house");
    let run =
        project.run(&["build", "--diagnostics", "json", "--languages", "en", "--media", "screen"]).expect(0);
    let report: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    assert_eq!(report["diagnostics"], Value::Array(Vec::new()));
}

#[test]
fn a_template_of_the_project_takes_the_place_of_the_presss_own() {
    let project = Project::copy_of("tests/house");
    let own = include_str!("../../templates/note.typ.j2");
    let own = own.replace("{% set lead", "{{ nonsense }}\n{% set lead");
    project.write("templates/note.typ.j2", &own);
    let line = own.lines().position(|line| line.contains("nonsense")).expect("the line") + 1;
    let run = project.run(&["build", "--media", "screen", "--languages", "fr"]).expect(1);
    assert!(run.stderr.contains("error[template-error]"), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("templates/note.typ.j2:{line}:")), "{}", run.stderr);

    let endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    project.write("templates/note.typ.j2", endless);
    let run = project.run(&["build", "--media", "screen", "--languages", "fr"]).expect(1);
    assert!(run.stderr.contains("does not come to an end"), "{}", run.stderr);
}

#[test]
fn data_is_never_code() {
    let hostile =
        r##"#panic("a") $x$ `b` \u{41} "quoted" @label <tag> &amp; {{ 7 * 7 }} {% raw %} // /* #import"##;
    let project = Project::copy_of("tests/house");
    let words = hostile.replace('<', "\\<").replace('`', "\\`").replace("\\u", "\\\\u").replace('&', "\\&");
    for file in ["sources/note/fr.md", "sources/note/en.md"] {
        let text = String::from_utf8(project.read(file)).expect("UTF-8");
        let (head, rest) = text.split_once("\n\n").expect("a title");
        let (heading, rest) = rest.split_once("\n\n").expect("a heading");
        project.write(file, &format!("{head}\n\n{heading}\n\n{words}\n\n{rest}"));
    }
    let run = project.run(&["build"]).expect(0);
    assert!(run.stdout.contains("note.fr.epub"), "{}", run.stdout);
}

#[test]
fn a_new_house_and_a_new_note_build_as_they_are() {
    let project = Project::copy_of("tests/house");
    let run = project.run(&["new", "my-house"]).expect(0);
    assert!(run.stdout.contains("my-house/sources/house.yaml\n"), "{}", run.stdout);
    project.run(&["new", "my-house", "--note", "city-forum"]).expect(0);
    let built = project.run(&["build", "my-house", "--deny-warnings"]).expect(0);
    assert!(built.stdout.contains("my-house/out/city-forum/city-forum.fr-en.epub"), "{}", built.stdout);
    assert_eq!(built.stdout.lines().count(), 12);

    let taken = project.run(&["new", "my-house"]).expect(2);
    assert!(taken.stderr.contains("not empty"), "{}", taken.stderr);
    let taken = project.run(&["new", "my-house", "--note", "city-forum"]).expect(2);
    assert!(taken.stderr.contains("already"), "{}", taken.stderr);
    let odd = project.run(&["new", "my-house", "--note", "City Forum"]).expect(2);
    assert!(odd.stderr.contains("letters a to z"), "{}", odd.stderr);
}
