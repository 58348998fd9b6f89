//! What was built before and stands is not built again, and what comes of it is what a clean build makes.

use super::{Project, Run};
use proptest::prelude::*;
use std::collections::BTreeMap;
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
    for wrong in ["0/8", "9/8", "x/8", "8", "1/0"] {
        let run = build_share(wrong).status;
        assert_eq!(run, 2, "{wrong}");
    }
}

#[test]
fn two_builds_at_once_agree() {
    let project = house();
    let spawn = || super::diptych().arg("build").current_dir(project.root()).output();
    let (one, other) = std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(spawn), scope.spawn(spawn));
        (one.join().expect("a build"), other.join().expect("a build"))
    });
    let (one, other) = (Run::new(one.expect("a run")), Run::new(other.expect("a run")));
    assert_eq!((one.status, one.stdout), (0, other.stdout));
    let again = build(&project, &[]);
    assert_eq!(tally(&again), (0, 12));
}

/// Sets the words of a house in another size.
fn component(project: &Project, size: u8) {
    let own = fs::read_to_string(super::repository().join("templates/brand/page.typ")).expect("a component");
    assert!(own.contains("(14pt, 11pt, 10pt)"), "the sizes of words stand elsewhere now");
    let changed = own.replace("(14pt, 11pt, 10pt)", &format!("(13.{}pt, 11pt, 10pt)", size + 1));
    project.write("templates/brand/page.typ", &changed);
}

/// One thing that somebody does to a house.
#[derive(Clone, Debug)]
enum Edit {
    Word(usize, usize),
    Line(usize),
    Touch(usize),
    Colour(u8),
    Picture(u8),
    Delete(usize),
    Alter(usize),
    Remove,
    Return,
    Terms(u8),
    Template(u8),
    Component(u8),
    Directory(u8),
    Warn(usize),
    Whole(bool),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        (0..4usize, 0..9usize).prop_map(|(file, word)| Edit::Word(file, word)),
        (0..4usize).prop_map(Edit::Line),
        (0..6usize).prop_map(Edit::Touch),
        any::<u8>().prop_map(Edit::Colour),
        any::<u8>().prop_map(Edit::Picture),
        (0..6usize).prop_map(Edit::Delete),
        (0..6usize).prop_map(Edit::Alter),
        Just(Edit::Remove),
        Just(Edit::Return),
        any::<u8>().prop_map(Edit::Terms),
        any::<u8>().prop_map(Edit::Template),
        any::<u8>().prop_map(Edit::Component),
        any::<u8>().prop_map(Edit::Directory),
        (0..4usize).prop_map(Edit::Warn),
        any::<bool>().prop_map(Edit::Whole),
    ];
    prop::collection::vec(edit, 1..7)
}

const PROSE: [&str; 4] =
    ["sources/note/fr.md", "sources/note/en.md", "sources/other/fr.md", "sources/other/en.md"];

fn apply(project: &Project, edit: &Edit) {
    let text = |path: &str| fs::read_to_string(project.root().join(path)).ok();
    let put = |path: &str, change: &dyn Fn(String) -> String| {
        if let Some(text) = text(path) {
            project.write(path, &change(text));
        }
    };
    match edit {
        Edit::Word(file, word) => put(PROSE[*file], &|text| format!("{text}\nMot{word}.\n")),
        Edit::Line(file) => put(PROSE[*file], &|text| text.replacen("\n\n", "\n\n\n", 1)),
        Edit::Warn(file) => put(PROSE[*file], &|text| format!("{text}\nLe le mot.\n")),
        Edit::Touch(file) => {
            let files = project.files("sources");
            let path = &files[file % files.len()];
            let file = fs::File::options().append(true).open(project.root().join("sources").join(path));
            file.and_then(|file| file.set_modified(SystemTime::now())).expect("a touch");
        }
        Edit::Colour(tone) => {
            put("sources/_brand.yml", &|text| text.replace("#123456", &format!("#12345{}", 1 + tone % 3)));
        }
        Edit::Picture(tone) => {
            let drawing = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><rect width=\"{}\" height=\"9\"/></svg>",
                5 + tone % 30
            );
            project.write("sources/note/images/a.svg", &drawing);
            for path in &PROSE[..2] {
                put(path, &|text| match text.contains("images/a.svg") {
                    true => text,
                    false => format!("{text}\n![Un carré](images/a.svg)\n"),
                });
            }
        }
        Edit::Delete(file) | Edit::Alter(file) => {
            let files = project.files("out");
            let Some(path) =
                files.get(file % files.len().max(1)).map(|path| project.root().join("out").join(path))
            else {
                return;
            };
            match edit {
                Edit::Delete(_) => fs::remove_file(path).expect("an edition"),
                _ => {
                    let mut bytes = fs::read(&path).expect("an edition");
                    bytes[0] ^= 1;
                    fs::write(path, bytes).expect("an edition");
                }
            }
        }
        Edit::Remove => drop(fs::remove_dir_all(project.root().join("sources/other"))),
        Edit::Return => add(project, "other"),
        Edit::Terms(word) => {
            let own = fs::read_to_string(super::repository().join("templates/terms/en.yaml")).expect("terms");
            project.write(
                "templates/terms/en.yaml",
                &own.replace("agenda: Agenda", &format!("agenda: Agenda{word}")),
            );
        }
        Edit::Template(word) => {
            let own =
                fs::read_to_string(super::repository().join("templates/note.typ.j2")).expect("a template");
            project.write("templates/note.typ.j2", &format!("{own}\n// {word}\n"));
        }
        Edit::Component(size) => component(project, size % 3),
        Edit::Directory(word) => {
            put("sources/directory.yaml", &|text| {
                format!("{text}# {word}\n").replace("League", &format!("League{}", word % 3))
            });
        }
        Edit::Whole(force) => {
            drop(project.run(if *force { &["build", "--force"] } else { &["build", "--languages", "fr"] }))
        }
    }
}

/// Exit status, what was printed, and the files that were named.
fn outcome(project: &Project) -> (i32, String, String, BTreeMap<String, Vec<u8>>) {
    let run = project.run(&["build", "--media", "screen", "--diagnostics", "json"]);
    let files = run.stdout.lines().map(|path| (path.to_owned(), project.read(path)));
    let files = files.collect();
    (run.status, run.stdout, run.stderr, files)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]
    #[test]
    fn an_incremental_build_is_a_clean_build(edits in edits()) {
        let project = house();
        outcome(&project);
        for edit in &edits {
            apply(&project, edit);
            let found = outcome(&project);
            let clean = Project::copy_of("tests/house");
            fs::remove_dir_all(clean.root().join("sources")).expect("sources");
            for folder in ["sources", "templates"] {
                if project.exists(folder) {
                    clean.overlay_at(folder, &project.root().join(folder));
                }
            }
            prop_assert!(found == outcome(&clean), "after {edit:?}:\n{}\n{}", found.1, found.2);
        }
    }
}
