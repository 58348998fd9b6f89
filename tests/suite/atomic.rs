//! Files appear whole or not at all: a build killed at any moment leaves every file old or new.

use super::{Project, diptych};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn a_killed_build_leaves_every_file_old_or_new() {
    let project = Project::copy_of("tests/house");
    let started = Instant::now();
    project.run(&["build"]).expect(0);
    let whole = started.elapsed();
    let files = project.files("out");
    let old: Vec<Vec<u8>> = files.iter().map(|file| project.read(&format!("out/{file}"))).collect();
    project.change("sources/note/fr.md", "# ", "# Neuf ");
    project.change("sources/note/en.md", "# ", "# New ");
    let fresh = Project::copy_of("tests/house");
    fresh.overlay(project.root());
    std::fs::remove_dir_all(fresh.root().join("out")).expect("the copy's own editions");
    fresh.run(&["build"]).expect(0);
    let new: Vec<Vec<u8>> = files.iter().map(|file| fresh.read(&format!("out/{file}"))).collect();

    let rounds = 40;
    for round in 0..rounds {
        let mut child = diptych()
            .arg("build")
            .current_dir(project.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(
            whole * 3 * round / (2 * rounds) / 1 + Duration::from_micros(137 * u64::from(round)),
        );
        child.kill().ok();
        child.wait().expect("the program ended");
        assert_eq!(project.files("out"), files, "a file came or went in round {round}");
        for ((file, old), new) in files.iter().zip(&old).zip(&new) {
            let found = project.read(&format!("out/{file}"));
            assert!(found == *old || found == *new, "{file} is neither old nor new in round {round}");
        }
    }

    // The next build clears away what the killed ones left on their desks.
    project.run(&["build"]).expect(0);
    assert_eq!(project.files(".diptych/desk"), [""; 0]);
}
