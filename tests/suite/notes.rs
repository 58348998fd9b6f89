//! Every folder `tests/notes/<case>` is a note: `in/` is laid over `tests/house`, built in all its editions and judged.
//! The merged text of its bilingual edition is the golden, so that a reader sees what a change does to the pages.

use super::judges::{PROFILES, failures};
use super::{Project, folders, golden, repository};

#[test]
fn every_note_is_sound_in_all_its_editions() {
    for case in folders(&repository().join("tests/notes")) {
        let project = Project::copy_of("tests/house");
        project.overlay(&case.join("in"));
        let run = project.run(&["build", "--deny-warnings", "--manuscript", "manuscripts"]).expect(0);
        assert_eq!(run.stderr, "", "{}", case.display());
        for path in run.stdout.lines().filter(|path| path.ends_with(".pdf")) {
            for profile in PROFILES {
                assert_eq!(failures(&project.read(path), profile), [""; 0], "{path} {profile:?}");
            }
        }
        for path in run.stdout.lines().filter(|path| path.ends_with(".epub")) {
            let book = rbook::Epub::options().strict(true).read(std::io::Cursor::new(project.read(path)));
            assert!(book.is_ok(), "{}: {path}: {:?}", case.display(), book.err());
        }
        let tag =
            run.stdout.lines().find_map(|path| path.strip_suffix(".pdf")?.split_once('-').map(|_| path));
        let tag = tag.and_then(|path| path.rsplit('.').nth(1)).expect("a bilingual edition");
        let merged = project.read(&format!("manuscripts/note.{tag}/note.typ"));
        golden(&case.join(format!("golden/note.{tag}.typ")), &String::from_utf8(merged).expect("UTF-8"));
    }
}
