//! The foot of the last page: the colophon stands lowest, below the notes of its page, and not on a page of its own.

use super::{Line, Page};
use crate::{Project, repository};
use std::fs;

/// The line of a colophon that names the publisher, in both languages.
const PUBLISHED: [&str; 2] = ["Publié par", "Published by"];

/// What is wrong with the colophons of an edition: its pages, and where words begin below the running header, in millimetres.
pub fn ill_placed(pages: &[Page], top: f64) -> Vec<String> {
    let mut found = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let body = |line: &&Line| line.top > top * 72.0 / 25.4 && line.bottom < page.height * 0.93;
        let published = |line: &&Line| PUBLISHED.iter().any(|words| line.text.starts_with(words));
        let Some(first) = page.lines.iter().filter(body).find(published) else { continue };
        // The publisher's name stands over it; ways to get in touch below, without a line between them.
        let apart = 1.5 * (first.bottom - first.top);
        if page.lines.iter().filter(body).all(|line| line.top > first.top - 1.5 * apart) {
            found.push(format!("a colophon alone on page {}", index + 1));
        }
        let mut lines: Vec<&Line> =
            page.lines.iter().filter(body).filter(|line| line.top >= first.top).collect();
        lines.sort_by(|one, next| one.top.total_cmp(&next.top));
        if let Some(pair) = lines.windows(2).find(|pair| pair[1].top - pair[0].top > apart) {
            found.push(format!("words below the colophon on page {}: {}", index + 1, pair[1].text));
        }
    }
    found
}

/// A note of some length with notes at its end: single language, and on facing pages.
fn with_notes(change: Option<(&str, &str, &str)>, layout: &str) -> Option<Vec<(String, Vec<String>)>> {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/notes/rich/in"));
    project.change("sources/house.yaml", "publisher:", &format!("layout: {layout}\npublisher:"));
    if let Some((file, old, new)) = change {
        project.write(file, &fs::read_to_string(repository().join(file)).expect("a template"));
        project.change(file, old, new);
    }
    let run = project.run(&["build", "--media", "screen"]).expect(0);
    let editions = run.stdout.lines().map(|path| {
        let pages = super::pages(&project.root().join(path).to_string_lossy())?;
        Some((path.to_owned(), ill_placed(&pages, 22.0)))
    });
    editions.collect()
}

#[test]
fn notes_stand_above_the_colophon() {
    for layout in ["columns", "sequence", "facing"] {
        let Some(editions) = with_notes(None, layout) else { return };
        for (edition, found) in editions {
            assert_eq!(found, [""; 0], "{layout} {edition}");
        }
    }
    // Where the engine has set them, notes stand below.
    let as_set = ("templates/brand/page.typ", "begun > 0 and", "false and");
    let found = with_notes(Some(as_set), "columns").expect("poppler is there");
    assert!(
        found.iter().any(|(edition, found)| edition.ends_with(".fr.pdf") && !found.is_empty()),
        "{found:?}"
    );
}

#[test]
fn a_colophon_alone_is_seen() {
    let line = |(top, text): &(f64, &str)| Line {
        left: 60.0,
        right: 400.0,
        top: *top,
        bottom: top + 10.0,
        text: (*text).to_owned(),
        gap: 3.0,
        spaces: Vec::new(),
        begins: true,
    };
    let page =
        |lines: &[(f64, &str)]| Page { width: 595.0, height: 842.0, lines: lines.iter().map(line).collect() };
    let colophon = [(740.0, "League"), (750.0, "Published by the League"), (760.0, "Contact")];
    let with = |more: &[(f64, &str)]| ill_placed(&[page(&[&colophon[..], more].concat())], 20.0);
    assert_eq!(with(&[(100.0, "Words")]), [""; 0]);
    assert_eq!(with(&[]), ["a colophon alone on page 1"]);
    let head = [(60.0, "League"), (70.0, "Published by the League"), (700.0, "1 A note")];
    assert_eq!(ill_placed(&[page(&head)], 20.0).len(), 2);
}
