//! Programs that are killed, and programs that work at once: the ledger tells the truth after them, and the next build heals.

use super::{Project, build, house, tally};
use crate::{Run, diptych};
use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

fn start(project: &Project, arguments: &[&str]) -> Child {
    let mut command = diptych();
    command.arg("build").args(arguments).current_dir(project.root());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
}

/// What the ledger says of each file that it takes to be as it was: the key of its edition, and its digest. Fails where it
/// believes in a file that is another.
fn believed(project: &Project) -> BTreeMap<(String, String), String> {
    let stamp = diptych::load::stamp;
    let ledger = diptych::ledger::Ledger::open(project.root(), &project.root().join("out"), stamp);
    let ledger = ledger.expect("a ledger");
    let mut told = BTreeMap::new();
    for page in ledger.notes().iter().filter_map(|id| ledger.note(id)) {
        for part in page.parts {
            for output in part.outputs {
                if ledger.look_at(&mut [output.clone()]) != diptych::ledger::Standing::Altered {
                    assert!(ledger.holds(&output), "{} is believed to be as it was", output.path);
                }
                let key = (output.path.clone(), part.key.as_str().to_owned());
                told.insert(key, output.digest.as_str().to_owned());
            }
        }
    }
    told
}

/// All editions by their paths.
fn editions(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let files = project.files("out").into_iter();
    files.map(|file| (file.clone(), project.read(&format!("out/{file}")))).collect()
}

/// The editions of a clean build of the same sources.
fn clean(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let fresh = Project::copy_of("tests/house");
    fs::remove_dir_all(fresh.root().join("sources")).expect("sources");
    fresh.overlay_at("sources", &project.root().join("sources"));
    build(&fresh, &[]);
    editions(&fresh)
}

/// Files that were merely put down as others than they are would be found by this: the next build makes what a clean one
/// makes, and the one after that has nothing to do.
fn heals(project: &Project) {
    build(project, &[]);
    assert!(editions(project) == clean(project), "the editions are not those of a clean build");
    assert_eq!(tally(&build(project, &[])).0, 0);
}

#[test]
fn the_ledger_tells_the_truth_after_kills() {
    let project = house();
    let started = Instant::now();
    build(&project, &[]);
    let whole = started.elapsed();
    let mut told = believed(&project);
    let rounds = 27;
    let mut cut = 0;
    for round in 0..rounds {
        // Words come and go, so that the same keys are met again.
        let word = ["Un", "Deux", "Trois"][round as usize % 3];
        let text = String::from_utf8(project.read("sources/note/fr.md")).expect("prose");
        let (_, rest) = text.split_once('\n').expect("a title");
        project.write("sources/note/fr.md", &format!("# {word}\n{rest}"));
        let mut child = start(&project, &[]);
        std::thread::sleep(whole * round / rounds + Duration::from_micros(173 * u64::from(round)));
        child.kill().ok();
        cut += usize::from(!child.wait().expect("the program ended").success());
        for (key, digest) in believed(&project) {
            let known = told.entry(key.clone()).or_insert_with(|| digest.clone());
            assert_eq!(*known, digest, "{key:?} was made in two ways, in round {round}");
        }
        if round % 9 == 8 {
            heals(&project);
        }
    }
    assert!(cut >= 5, "only {cut} builds were cut off");
}

#[test]
fn two_builds_at_once_agree() {
    let project = house();
    let spawn = || diptych().arg("build").current_dir(project.root()).output();
    let (one, other) = std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(spawn), scope.spawn(spawn));
        (one.join().expect("a build"), other.join().expect("a build"))
    });
    let (one, other) = (Run::new(one.expect("a run")), Run::new(other.expect("a run")));
    assert_eq!((one.status, one.stdout), (0, other.stdout));
    believed(&project);
    let again = build(&project, &[]);
    assert_eq!(tally(&again), (0, 12));
}

#[test]
fn builds_at_once_leave_a_true_ledger() {
    let project = house();
    for id in ["third", "fourth"] {
        super::add(&project, id);
    }
    let pairs: [[&[&str]; 2]; 4] = [
        [&["--shard", "1/2"], &["--shard", "2/2"]],
        [&["--media", "screen"], &["--media", "epub"]],
        [&["--languages", "fr"], &["--force"]],
        [&["--note", "third"], &["--prune"]],
    ];
    for (round, arguments) in pairs.iter().cycle().take(12).enumerate() {
        project.change("sources/note/en.md", "# ", &format!("# Word{round} "));
        let [mut one, mut other] = arguments.map(|arguments| start(&project, arguments));
        // While both are at work, the sources change; and each third time one of them is killed.
        std::thread::sleep(Duration::from_millis(7 * (round as u64 + 1)));
        project.change("sources/third/fr.md", "# ", &format!("# Mot{round} "));
        if round % 3 == 2 {
            one.kill().ok();
        }
        one.wait().expect("the program ended");
        let status = other.wait().expect("the program ended");
        assert!(status.success(), "round {round}: {status}");
        believed(&project);
        if round % 3 == 2 {
            heals(&project);
        }
    }
}
