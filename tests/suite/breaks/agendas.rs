//! A short agenda: nobody in it stands alone on another page.

use super::pages;
use crate::{Project, repository};
use std::fs;

/// How many pages the heading of the agenda and all its people stand on, in a note whose agenda meets the end of a page.
fn pages_of_agenda(change: Option<(&str, &str, &str)>) -> Option<usize> {
    let project = Project::copy_of("tests/pages/in");
    if let Some((file, old, new)) = change {
        project.write(file, &fs::read_to_string(repository().join(file)).expect("a component"));
        project.change(file, old, new);
    }
    let arguments = ["build", "--note", "long-title", "--languages", "en", "--media", "screen"];
    let run = project.run(&arguments).expect(0);
    let path = run.stdout.lines().next().expect("an edition");
    let pages = pages(&project.root().join(path).to_string_lossy())?;
    let words = ["Agenda", "Ana Silva", "Omar Diallo"];
    let holds =
        |line: &super::Line| words.iter().any(|word| line.text.starts_with(word) && line.left < 150.0);
    Some(pages.iter().filter(|page| page.lines.iter().any(holds)).count())
}

#[test]
fn a_short_agenda_stays_whole() {
    let Some(count) = pages_of_agenda(None) else { return };
    assert_eq!(count, 1);
    let without = ("templates/brand/agenda.typ", "block(breakable: false, above: above, parts)", "parts");
    assert_eq!(pages_of_agenda(Some(without)), Some(2));
}
