//! Same sources, same bytes: no folder, clock, zone, locale or number of jobs reaches an edition.

use super::{Project, copy, repository, sample};

#[test]
fn two_builds_are_identical() {
    let first = sample();
    for (jobs, zone, locale, user) in
        [("1", "Pacific/Auckland", "tr_TR.UTF-8", "a"), ("2", "America/Lima", "C", "b")]
    {
        let folder = tempfile::TempDir::with_prefix(format!("an other folder é {user}")).expect("a folder");
        let project = Project { folder };
        copy(&repository().join("sources"), &project.root().join("sources"));
        let environment =
            [("TZ", zone), ("LC_ALL", locale), ("LANG", locale), ("USER", user), ("HOME", "/nowhere")];
        project.run_with(&["build", "--jobs", jobs], &environment).expect(0);
        assert_eq!(project.files("out"), first.files("out"));
        for file in first.files("out") {
            let path = format!("out/{file}");
            assert!(project.read(&path) == first.read(&path), "{file} differs with {jobs} jobs in {zone}");
        }
    }
}

#[test]
fn the_day_comes_from_source_date_epoch_first() {
    let project = Project::copy_of("tests/house");
    project.run(&["build"]).expect(0);
    let before = project.read("out/note/note.fr.pdf");
    project.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "1000000000")]).expect(0);
    let after = project.read("out/note/note.fr.pdf");
    assert!(after != before);
    assert!(String::from_utf8_lossy(&after).contains("2001-09-09"), "the XMP packet bears the day");

    let run = project.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "yesterday")]).expect(2);
    assert!(run.stderr.contains("SOURCE_DATE_EPOCH is 'yesterday'"), "{}", run.stderr);
}
