//! What was built before and stands is not built again, and what comes of it is what a clean build makes.

mod edits;
mod races;

use super::{Project, Run};
use std::fs;
use std::time::{Duration, SystemTime};

/// "3 editions set, 9 up to date" → (3, 9).
fn tally(run: &Run) -> (usize, usize) {
    let line = run.stderr.lines().rfind(|line| line.ends_with("up to date")).expect("a tally");
    let figures: Vec<usize> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    (figures[0], figures[1])
}

fn house() -> Project {
    let project = Project::copy_of("tests/house");
    add(&project, "other");
    project
}

/// A note more, as the first.
fn add(project: &Project, id: &str) {
    project.overlay_at(&format!("sources/{id}"), &super::repository().join("tests/house/sources/note"));
    project.change(&format!("sources/{id}/session.yaml"), "id: note", &format!("id: {id}"));
}

/// The press's own text of a template.
fn own_template(path: &str) -> String {
    fs::read_to_string(super::repository().join("templates").join(path)).expect("a template")
}

fn build(project: &Project, more: &[&str]) -> Run {
    let arguments: Vec<&str> = ["build", "--verbose"].iter().chain(more).copied().collect();
    project.run(&arguments).expect(0)
}

#[test]
fn only_what_changed_is_set_again() {
    let project = house();
    let clean = build(&project, &[]);
    assert_eq!(tally(&clean), (12, 0));
    let again = build(&project, &[]);
    assert_eq!((tally(&again), &again.stdout), ((0, 12), &clean.stdout));
    // A touch is no change.
    let note = project.root().join("sources/note/fr.md");
    let file = fs::File::options().append(true).open(&note).expect("a file");
    file.set_modified(SystemTime::now() + Duration::from_secs(5)).expect("a touch");
    assert_eq!(tally(&build(&project, &[])), (0, 12));
    // One word of one language: the editions that hold it.
    project.change("sources/note/fr.md", "# ", "# Mot ");
    assert_eq!(tally(&build(&project, &[])), (4, 8));
    assert_eq!(tally(&build(&project, &[])), (0, 12));
    // Two files, one gone and one altered in a byte: nothing else is written again.
    fs::remove_file(project.root().join("out/other/other.fr.pdf")).expect("an edition");
    let path = "out/note/note.en.epub";
    let mut bytes = project.read(path);
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(project.root().join(path), bytes).expect("an edition");
    assert_eq!(tally(&build(&project, &[])), (2, 10));
    assert_eq!(tally(&build(&project, &["--force"])), (12, 0));
    // What no merged text holds: a component, and the inks and looks that the brand gives to all.
    component(&project, 4);
    assert_eq!(tally(&build(&project, &[])), (12, 0));
    project.change("sources/_brand.yml", "#123456", "#123457");
    assert_eq!(tally(&build(&project, &[])), (12, 0));
    project.write("templates/README", "nothing that is read");
    assert_eq!(tally(&build(&project, &[])), (0, 12));
    // Another day is another edition where it is printed, and at any rate no edition that stands.
    let dated = project.run_with(&["build", "--verbose"], &[("SOURCE_DATE_EPOCH", "1000000000")]).expect(0);
    assert_eq!(tally(&dated), (12, 0));
}

/// What the system says of a file that a replacement or a second writing would change.
fn mark(project: &Project, path: &str) -> (SystemTime, u64) {
    let metadata = fs::metadata(project.root().join(path)).expect("a file");
    #[cfg(unix)]
    let file = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let file = 0;
    (metadata.modified().expect("a time"), file)
}

#[test]
fn an_edition_is_made_without_its_neighbours() {
    let project = house();
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [screen, print, epub]");
    // Without inks there are warnings in setting, and editions with warnings name lines.
    let brand = String::from_utf8(project.read("sources/_brand.yml")).expect("a brand");
    let inks = "defaults: {diptych: {inks: {primary: {cmyk: [100, 80, 20, 30]}}}}";
    project.write("sources/_brand.yml", &format!("{brand}\n{inks}\n"));
    let clean = build(&project, &[]);
    assert_eq!(tally(&clean), (18, 0));
    assert!(!clean.stderr.contains("warning"), "{}", clean.stderr);
    for medium in ["screen", "print", "epub"] {
        assert_eq!(tally(&build(&project, &["--media", medium])), (0, 6), "{medium}");
    }
    assert_eq!(tally(&build(&project, &["--languages", "fr-en", "--media", "epub"])), (0, 2));
    // A book that is gone: its pages are not set, and no PDF is written again.
    let marks = || ["pdf", "print.pdf"].map(|ending| mark(&project, &format!("out/note/note.fr.{ending}")));
    let before = marks();
    fs::remove_file(project.root().join("out/note/note.fr.epub")).expect("a book");
    assert_eq!(tally(&build(&project, &[])), (1, 17));
    assert_eq!(marks(), before);
    // What books alone hold, and pages alone.
    project.write("templates/brand/own.css", "p { margin: 0 }\n");
    // The report on a print edition may hold any file among the templates.
    assert_eq!(tally(&build(&project, &[])), (12, 6));
    let xhtml = own_template("note.xhtml.j2");
    project.write("templates/note.xhtml.j2", &format!("{xhtml}<!-- ours -->\n"));
    assert_eq!(tally(&build(&project, &["--media", "screen,epub"])), (6, 6));
    project.write("templates/note.typ.j2", &format!("{}\n// ours\n", own_template("note.typ.j2")));
    assert_eq!(tally(&build(&project, &[])), (12, 6));
    project.write("templates/report.typ.j2", &format!("{}\n#v(1pt)\n", own_template("report.typ.j2")));
    assert_eq!(tally(&build(&project, &[])), (6, 12));
    project.change("sources/house.yaml", "issued:", "print: {marks: false}\nissued:");
    assert_eq!(tally(&build(&project, &[])), (18, 0));
    // Pages that break elsewhere are another list of pages.
    let long = "Les villes changent vite. ".repeat(300);
    project.change("sources/note/fr.md", "Les villes changent vite.", long.trim_end());
    assert_eq!(tally(&build(&project, &["--languages", "fr", "--media", "epub"])), (1, 1));
    assert_eq!(tally(&build(&project, &["--languages", "fr"])), (2, 4));
}

#[test]
fn what_changes_no_value_builds_nothing() {
    let project = house();
    project.write("templates/terms/en.yaml", &own_template("terms/en.yaml"));
    assert_eq!(tally(&build(&project, &[])), (12, 0));
    let files = ["house.yaml", "_brand.yml", "directory.yaml"].map(|name| format!("sources/{name}"));
    for path in files.iter().map(String::as_str).chain(["templates/terms/en.yaml"]) {
        let text = fs::read_to_string(project.root().join(path)).expect("a file");
        project.write(path, &format!("# A remark.\n{text}\n\n# And one more.\n"));
        assert_eq!(tally(&build(&project, &[])), (0, 12), "{path}");
    }
    // A remark that no merged text holds.
    let template = own_template("note.typ.j2");
    project.write("templates/note.typ.j2", &format!("{{# A remark. #}}{template}"));
    assert_eq!(tally(&build(&project, &[])), (0, 12));
    // A value is another matter.
    project.change("sources/_brand.yml", "#123456", "#123457");
    assert_eq!(tally(&build(&project, &[])), (12, 0));
}

#[test]
fn findings_of_the_pages_name_lines_as_they_are() {
    let project = house();
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [screen, print, epub]");
    let place = |project: &Project| {
        let run = project.run(&["build", "--diagnostics", "github"]).expect(0);
        let found = run.stderr.lines().filter(|line| line.contains("uninked-color")).map(str::to_owned);
        found.collect::<Vec<_>>()
    };
    let line =
        |found: &[String], line: usize| found.iter().all(|found| found.contains(&format!(",line={line},")));
    let before = place(&project);
    assert!(!before.is_empty() && line(&before, 2), "{before:?}");
    let brand = String::from_utf8(project.read("sources/_brand.yml")).expect("a brand");
    project.write("sources/_brand.yml", &format!("# A remark.\n{brand}"));
    let after = place(&project);
    assert!(after.len() == before.len() && line(&after, 3), "{after:?}");
}

#[test]
fn a_note_with_errors_is_not_read_again() {
    let project = house();
    build(&project, &[]);
    project.change("sources/other/session.yaml", "id: other", "id: other\nunknown: 1");
    let pages = project.files(".diptych/ledger");
    let page = pages.iter().find(|page| page.ends_with("note-other.json")).expect("a page");
    let page = format!(".diptych/ledger/{page}");
    let told = project.run(&["build"]).expect(1);
    // What was changed in the very tick of the clock in which it was read is a doubt, which the next look takes away.
    project.run(&["build"]).expect(1);
    let before = mark(&project, &page);
    let again = project.run(&["build"]).expect(1);
    assert_eq!((told.stdout, told.stderr), (again.stdout, again.stderr));
    assert_eq!(mark(&project, &page), before);
    // What was made of it before stands, as soon as the slip is mended.
    project.change("sources/other/session.yaml", "\nunknown: 1", "");
    assert_eq!(tally(&build(&project, &[])), (0, 12));
}

#[test]
fn a_page_of_another_form_is_none() {
    let project = house();
    build(&project, &[]);
    for file in project.files(".diptych/ledger") {
        let path = format!(".diptych/ledger/{file}");
        let text = String::from_utf8(project.read(&path)).expect("a page");
        let start = text.find(",\"page\"").expect("a page has a form");
        project.write(&path, &format!("{{\"form\":1{}", &text[start..]));
    }
    assert_eq!(tally(&build(&project, &[])), (12, 0));
}

#[test]
fn a_broken_page_of_the_ledger_is_none() {
    let project = house();
    build(&project, &[]);
    for file in project.files(".diptych/ledger") {
        project.write(&format!(".diptych/ledger/{file}"), "{\"form\": 0");
    }
    assert_eq!(tally(&build(&project, &[])), (12, 0));
    assert_eq!(tally(&build(&project, &[])), (0, 12));
}

#[test]
fn warnings_are_told_again_in_every_form() {
    let project = house();
    project.write("sources/lost/fr.md", "# Sans faits\n");
    project.change("sources/note/fr.md", "\n\n", "\n\nUn mot mot.\n\n");
    for form in ["text", "json", "sarif", "github"] {
        fs::remove_dir_all(project.root().join(".diptych")).ok();
        let arguments = ["build", "--media", "screen", "--diagnostics", form];
        let clean = project.run(&arguments);
        let again = project.run(&arguments);
        assert!(clean.stderr.len() > 20, "{form}: {}", clean.stderr);
        assert_eq!((clean.status, clean.stdout, clean.stderr), (again.status, again.stdout, again.stderr));
    }
    let denied = project.run(&["build", "--media", "screen", "--deny-warnings"]).expect(1);
    let fresh = Project::copy_of("tests/house");
    fresh.overlay(project.root());
    fs::remove_dir_all(fresh.root().join(".diptych")).expect("a ledger");
    let clean = fresh.run(&["build", "--media", "screen", "--deny-warnings"]).expect(1);
    assert_eq!((denied.stdout, denied.stderr), (clean.stdout, clean.stderr));
}

#[test]
fn what_has_no_sources_is_told_and_pruned() {
    let project = house();
    build(&project, &[]);
    project.write("out/other/mine.pdf", "not the press's");
    fs::remove_dir_all(project.root().join("sources/other")).expect("a note");
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [screen]");
    let told = build(&project, &[]);
    assert!(told.stderr.contains("out/other/other.fr.pdf") && told.stderr.contains("out/note/note.fr.epub"));
    assert!(project.exists("out/other/other.fr.pdf"));
    let pruned = build(&project, &["--prune"]);
    assert!(pruned.stderr.contains("removed"), "{}", pruned.stderr);
    let left = ["note/note.en.pdf", "note/note.fr-en.pdf", "note/note.fr.pdf", "other/mine.pdf"];
    assert_eq!(project.files("out"), left);
    assert!(!build(&project, &["--prune"]).stderr.contains("removed"));
}

#[test]
fn shares_are_disjoint_and_whole() {
    let project = Project::copy_of("tests/house");
    for number in 0..9 {
        add(&project, &format!("n{number}"));
    }
    let arguments = ["--media", "screen", "--languages", "fr"];
    let build_share = |share: &str| project.run(&[&["build", "--shard", share], &arguments[..]].concat());
    let shares: Vec<String> = (1..=3).map(|number| build_share(&format!("{number}/3")).stdout).collect();
    let mut paths: Vec<&str> = shares.iter().flat_map(|share| share.lines()).collect();
    paths.sort_unstable();
    let whole = project.run(&[&["build"], &arguments[..]].concat()).expect(0).stdout;
    assert_eq!(paths, whole.lines().collect::<Vec<_>>());
    let form = "write the number of the share and how many there are, such as 2/8";
    for (wrong, mend) in [
        ("0/8", "the first share is 1/8"),
        ("9/8", "the last share is 8/8"),
        ("1/0", "there must be one share at the least"),
        ("x/8", form),
        ("8", form),
        ("1/8/2", form),
        ("", form),
        ("-1/8", form),
    ] {
        let run = project.run(&["build", &format!("--shard={wrong}")]).expect(2);
        let line = format!("error: invalid value '{wrong}' for '--shard <K/N>': {mend}\n");
        assert!(run.stderr.starts_with(&line) && run.stdout.is_empty(), "{}", run.stderr);
    }
}

/// Sets the words of a house in another size.
fn component(project: &Project, size: u8) {
    let own = own_template("brand/page.typ");
    assert!(own.contains("(14pt, 11pt, 10pt)"), "the sizes of words stand elsewhere now");
    let changed = own.replace("(14pt, 11pt, 10pt)", &format!("(13.{}pt, 11pt, 10pt)", size + 1));
    project.write("templates/brand/page.typ", &changed);
}
