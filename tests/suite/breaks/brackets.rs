//! Brackets: a zone after its time, or "(to be confirmed)" after a name, is read at a glance, and stays on one line.

use super::{Line, pages};
use crate::{Project, repository};
use std::fs;

/// How many signs of a bracket stay together, with the two that enclose it.
const SHORT: usize = 28;

/// Whether a short bracket begins on a line and ends on the next.
pub fn in_two(line: &Line, next: &Line) -> bool {
    let Some((_, begun)) = line.text.rsplit_once('(') else { return false };
    let Some((rest, _)) = next.text.split_once(')') else { return false };
    !begun.contains(')') && !rest.contains('(') && begun.chars().count() + rest.chars().count() + 3 <= SHORT
}

/// The lines before which a bracket is in two, in a note of another brand, with the press's component or one without its care.
fn broken(change: Option<(&str, &str, &str)>) -> Option<Vec<String>> {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/notes/rich/in"));
    project.overlay(&repository().join("tests/brands/harbour"));
    if let Some((file, old, new)) = change {
        project.write(file, &fs::read_to_string(repository().join(file)).expect("a component"));
        project.change(file, old, new);
    }
    let run = project.run(&["build", "--languages", "en", "--media", "screen"]).expect(0);
    let path = run.stdout.lines().next().expect("an edition");
    let pages = pages(&project.root().join(path).to_string_lossy())?;
    let pairs = pages.iter().flat_map(|page| page.lines.windows(2));
    Some(pairs.filter(|pair| in_two(&pair[0], &pair[1])).map(|pair| pair[0].text.clone()).collect())
}

#[test]
fn attendance_stays_on_one_line() {
    let Some(found) = broken(None) else { return };
    assert_eq!(found, [""; 0]);
    let without = ("templates/brand/agenda.typ", "<= 24 { box(words) }", "<= 24 { words }");
    assert_eq!(broken(Some(without)).expect("poppler is there").len(), 1);
}
