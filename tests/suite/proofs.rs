//! Proofs for the live page: each word of a page leads to the place in the sources that holds it. Words and their places
//! are read by a program that knows nothing of ours, from the PDF of the same edition.

use super::{Project, folders, repository, tool};
use diptych::model::{Edition, Medium, Proof, Span};
use diptych::typeset::Standing;
use diptych::{Copy, Press, Selection};
use std::fs;
use std::path::Path;

/// The sample house, and the houses of the notes of the tests.
fn houses() -> Vec<(String, Project)> {
    let sample = Project::copy_of("tests/house");
    fs::remove_dir_all(sample.root().join("sources")).expect("a folder");
    sample.overlay_at("sources", &repository().join("sources"));
    let mut houses = vec![("sample".to_owned(), sample)];
    for case in folders(&repository().join("tests/notes")) {
        let project = Project::copy_of("tests/house");
        project.overlay(&case.join("in"));
        houses.push((case.file_name().expect("a name").to_string_lossy().into_owned(), project));
    }
    houses
}

fn open(root: &Path) -> Press {
    Press::open(root, None).value.expect("a house")
}

/// Every note of a house, checked.
fn copies(press: &Press) -> Vec<Copy> {
    let notes = press.notes().value.expect("notes");
    notes.iter().map(|id| press.check(id, 1).value.expect("a sound note")).collect()
}

fn proof(press: &Press, copy: &Copy, edition: &Edition) -> Proof {
    press.proof(copy, edition, &mut Standing::default()).value.expect("a proof")
}

fn pages_of(copy: &Copy) -> impl Iterator<Item = &Edition> {
    copy.note.editions.iter().filter(|edition| edition.medium == Medium::Screen)
}

/// A word on a page, and the middle of its box.
struct Word {
    text: String,
    page: usize,
    x: f64,
    y: f64,
}

fn words(press: &Press, copy: &Copy, edition: &Edition, root: &Path) -> Option<Vec<Word>> {
    let selection = Selection {
        languages: vec![edition.languages.clone()],
        media: vec![edition.medium],
        jobs: 1,
        ..Selection::default()
    };
    let made = press.make(copy, &selection).value.expect("an edition");
    let path = root.join("proof.pdf");
    fs::write(&path, &made.editions[0].bytes).expect("a file");
    let boxes = tool("pdftotext", "poppler-utils", &["-bbox", &path.to_string_lossy(), "-"])?;
    let mut words = Vec::new();
    for (page, boxes) in boxes.split("<page ").skip(1).enumerate() {
        for word in boxes.split("<word ").skip(1) {
            let number = |name: &str| -> f64 {
                let (_, rest) = word.split_once(&format!("{name}=\"")).expect("an attribute");
                rest.split_once('"').expect("a closed value").0.parse().expect("a number")
            };
            let text = word.split_once('>').expect("a tag").1.split_once("</word>").expect("a word").0;
            let (x, y) = ((number("xMin") + number("xMax")) / 2.0, (number("yMin") + number("yMax")) / 2.0);
            words.push(Word { text: text.to_owned(), page: page + 1, x, y });
        }
    }
    Some(words)
}

/// The letters of words, however they are dressed.
fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Whether a passage of prose holds a word as it is printed; what runs from right to left is read backwards.
fn holds(span: &Span, word: &str) -> bool {
    let backwards: String = letters(word).chars().rev().collect();
    let text = letters(span.text());
    text.contains(&letters(word)) || text.contains(&backwards)
}

/// How the words of a page were found again, some points lower than they stand.
#[derive(Default)]
struct Found {
    right: usize,
    /// Words that lead nowhere, and words that lead to a passage without them.
    lost: Vec<String>,
    wrong: Vec<String>,
}

fn find(proof: &Proof, words: &[Word], lower: f64) -> Found {
    let mut found = Found::default();
    for word in words.iter().filter(|word| !letters(&word.text).is_empty()) {
        match proof.at(word.page, word.x, word.y + lower) {
            None => found.lost.push(format!("{} on page {}", word.text, word.page)),
            Some(region) if region.span.file.path.ends_with(".md") && !holds(&region.span, &word.text) => {
                found.wrong.push(format!("{}: {:?} {}", word.text, region.span, region.span.text()));
            }
            Some(_) => found.right += 1,
        }
    }
    found
}

#[test]
fn each_word_leads_to_its_line() {
    for (name, house) in houses() {
        let press = open(house.root());
        for copy in copies(&press) {
            for edition in pages_of(&copy) {
                let proof = proof(&press, &copy, edition);
                let Some(words) = words(&press, &copy, edition, house.root()) else { return };
                let found = find(&proof, &words, 0.0);
                let name = format!("{name}: {}", edition.path());
                assert!(found.wrong.is_empty(), "{name}: {:#?}", found.wrong);
                // The house's own name stands in no passage of a note.
                assert!(found.lost.len() * 50 < found.right, "{name}: {:#?}", found.lost);
                assert!(found.right > 50, "{name}");
                // A line lower, words lead elsewhere.
                let shifted = find(&proof, &words, 17.0);
                assert!(shifted.wrong.len() + shifted.lost.len() > shifted.right / 4, "{name}");
            }
        }
    }
}
