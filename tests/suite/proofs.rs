//! Proofs for the live page: each word of a page leads to the place in the sources that holds it. Words and their places
//! are read by a program that knows nothing of ours, from the PDF of the same edition.

use super::pictures::{FINER, RESOLUTION, difference, pages, side_by_side};
use super::rules::FOUND_BY_BUILDING;
use super::{Project, folders, repository, tool};
use diptych::diagnostic::Diagnostic;
use diptych::model::{Edition, Medium, Proof, ProofPage, Region, Span};
use diptych::typeset::Standing;
use diptych::{Copy, Press, Selection};
use image::{RgbImage, imageops};
use resvg::{tiny_skia, usvg};
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
    let path = in_file(root, &made.editions[0].bytes);
    let boxes = tool("pdftotext", "poppler-utils", &["-bbox", &path, "-"])?;
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

fn in_file(root: &Path, pdf: &[u8]) -> String {
    let path = root.join("proof.pdf");
    fs::write(&path, pdf).expect("a file");
    path.to_string_lossy().into_owned()
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

/// What a build of one edition says, and its files.
fn build(press: &Press, copy: &Copy, edition: &Edition) -> (Vec<String>, Vec<Vec<u8>>) {
    let selection = Selection {
        languages: vec![edition.languages.clone()],
        media: vec![edition.medium],
        jobs: 1,
        ..Selection::default()
    };
    let made = press.make(copy, &selection);
    let files = made.value.map(|made| made.editions).unwrap_or_default();
    (told(&made.diagnostics), files.into_iter().map(|file| file.bytes).collect())
}

/// Findings as they are compared.
fn told(found: &[Diagnostic]) -> Vec<String> {
    let tell = |finding: &Diagnostic| {
        let Diagnostic { code, severity, span, message, hint, waived, .. } = finding;
        format!("{} {code} {span:?} {message} | {hint:?} {waived:?}", severity.as_str())
    };
    let mut told: Vec<String> = found.iter().map(tell).collect();
    told.sort();
    told
}

/// What the proof of an edition says, with its files in mind.
fn proofread(press: &Press, copy: &Copy, edition: &Edition) -> (Vec<String>, Vec<Vec<u8>>) {
    let mut standing = Standing::default();
    let pages = match edition.medium {
        Medium::Epub => Edition { medium: Medium::Screen, ..edition.clone() },
        _ => edition.clone(),
    };
    let mut found = Vec::new();
    let proof = press.proof(copy, &pages, &mut standing).collect(&mut found);
    let mut files = Vec::new();
    match edition.medium {
        Medium::Epub => {
            let book = proof.map(|proof| press.proof_book(copy, edition, &proof.page_map));
            files.extend(book.and_then(|book| book.collect(&mut found)));
        }
        _ if proof.is_some() => found.extend(press.pass_for_press(copy, &pages, &mut standing)),
        _ => {}
    }
    (told(&found), files)
}

#[test]
fn a_proof_finds_what_a_build_finds() {
    let mut told = 0;
    for case in folders(&repository().join("tests/rules")) {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        if !FOUND_BY_BUILDING.contains(&name.split('.').next().unwrap_or_default()) {
            continue;
        }
        let project = Project::copy_of("tests/house");
        project.overlay(&case.join("in"));
        let press = open(project.root());
        for id in press.notes().value.expect("notes") {
            let Some(copy) = press.check(&id, 1).value else { continue };
            for edition in &copy.note.editions {
                let (built, _) = build(&press, &copy, edition);
                let (proofed, _) = proofread(&press, &copy, edition);
                assert_eq!(proofed, built, "{name}: {}", edition.path());
                told += built.len();
            }
        }
    }
    assert!(told > 20, "only {told} findings");
}

#[test]
fn the_book_of_a_proof_is_the_book_of_a_build() {
    let mut books = 0;
    for (name, house) in houses() {
        let press = open(house.root());
        for copy in copies(&press) {
            for edition in copy.note.editions.iter().filter(|edition| edition.medium == Medium::Epub) {
                // A book names the pages on which its blocks begin: were these others, so were its bytes.
                let (built, proofed) = (build(&press, &copy, edition), proofread(&press, &copy, edition));
                assert!(built == proofed && built.1.len() == 1, "{name}: {}", edition.path());
                books += 1;
            }
        }
    }
    assert!(books > 10, "only {books} books");
}

/// The digests of a proof's drawings, and what its regions say.
fn seen(proof: &Proof) -> (Vec<String>, Vec<String>) {
    let pages = proof.pages.iter().map(|page| page.digest.as_str().to_owned());
    (pages.collect(), proof.regions.iter().map(|region| format!("{region:?}")).collect())
}

#[test]
fn type_that_stands_is_set_as_if_it_were_set_anew() {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/notes/rich/in"));
    let press = open(project.root());
    let files: Vec<String> = ["fr", "en"].map(|language| format!("sources/note/{language}.md")).to_vec();
    let texts: Vec<String> =
        files.iter().map(|file| String::from_utf8(project.read(file)).expect("UTF-8")).collect();
    let mut standing: Vec<Standing> = Vec::new();
    // Numerical Recipes, 7.1: dice that fall the same each time.
    let mut dice: u32 = 6;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (dice >> 8) as usize % sides
    };
    let mut added: Vec<(usize, usize)> = Vec::new();
    let (mut looks, mut kept, mut last) = (0, 0, Vec::new());
    for round in 0..50 {
        // A paragraph more or less in all languages, or another word.
        match roll(4) {
            0 if !added.is_empty() => drop(added.remove(roll(added.len()))),
            1 | 2 => added.push((roll(4), round)),
            _ => {}
        }
        for (file, text) in files.iter().zip(&texts) {
            let mut sections: Vec<String> = text.split_inclusive("\n## ").map(str::to_owned).collect();
            for (section, number) in &added {
                let at = 1 + section % 2;
                let head = sections[at].find('\n').map_or(0, |end| end + 1);
                let words = "Lorem ipsum dolor sit amet. ".repeat(1 + number % 9);
                sections[at].insert_str(head, &format!("\n{words}{number}.\n"));
            }
            let words = sections.concat();
            let ends_a_word = |at: &usize| words[..*at].ends_with(char::is_alphabetic);
            let spaces = words.match_indices(". ").map(|(at, _)| at).filter(ends_a_word);
            let spaces: Vec<usize> = spaces.collect();
            let at = spaces[roll(spaces.len())];
            project.write(file, &format!("{} verbum{round}{}", &words[..at], &words[at..]));
        }
        let checked = press.check("note", 1);
        let copy = checked.value.unwrap_or_else(|| panic!("{:#?}", told(&checked.diagnostics)));
        let editions: Vec<&Edition> =
            copy.note.editions.iter().filter(|edition| edition.medium != Medium::Epub).collect();
        standing.resize_with(editions.len(), Standing::default);
        let which = roll(editions.len());
        let again = press.proof(&copy, editions[which], &mut standing[which]).value.expect("a proof");
        let anew = proof(&press, &copy, editions[which]);
        assert_eq!(seen(&again), seen(&anew), "round {round}: {}", editions[which].path());
        kept += again.pages.iter().filter(|page| last.contains(&page.digest)).count();
        last.extend(again.pages.iter().map(|page| page.digest.clone()));
        looks += again.pages.len();
    }
    assert!(looks > 50 && kept > 5 && kept < looks, "{kept} of {looks} pages stayed");
}

/// A drawing as it looks.
fn looks(page: &ProofPage) -> RgbImage {
    let tree = usvg::Tree::from_str(&page.drawing, &usvg::Options::default()).expect("a drawing");
    let scale = f64::from(RESOLUTION * FINER) / 72.0;
    let size = [page.width, page.height].map(|side| (side * scale).ceil() as u32);
    let mut points = tiny_skia::Pixmap::new(size[0], size[1]).expect("memory");
    // An SVG measures in pixels, of which an inch has 96.
    let enlarged = (scale * 0.75) as f32;
    resvg::render(&tree, tiny_skia::Transform::from_scale(enlarged, enlarged), &mut points.as_mut());
    let opaque = points.data().chunks_exact(4).flat_map(|point| [point[0], point[1], point[2]]);
    let page = RgbImage::from_raw(size[0], size[1], opaque.collect()).expect("as many pixels");
    imageops::thumbnail(&page, size[0] / FINER, size[1] / FINER)
}

#[test]
fn a_proof_looks_as_the_pdf_does() {
    let mut count = 0;
    let mut unlike = Vec::new();
    for (name, house) in houses() {
        let press = open(house.root());
        for copy in copies(&press) {
            // What an edition in two languages shows, those in one show too.
            for edition in pages_of(&copy).filter(|edition| edition.languages.len() > 1) {
                let path = in_file(house.root(), &build(&press, &copy, edition).1[0]);
                for (index, page) in proof(&press, &copy, edition).pages.iter().enumerate() {
                    let Some(expected) = pages("pdftoppm", &path, &[index + 1]) else { return };
                    let actual = looks(page);
                    if count == 0 {
                        // The eye is awake: a page without its first words is seen.
                        let first = page.drawing.split_once("<path transform").expect("words").1;
                        let rest = first.split_once("/>").expect("an end").1;
                        let before = &page.drawing[..page.drawing.len() - first.len()];
                        let drawing = format!("{}{rest}", before.trim_end_matches("<path transform"));
                        let bare = ProofPage { drawing: drawing.into(), ..page.clone() };
                        assert!(difference(&expected, &looks(&bare)).is_some(), "blind");
                    }
                    count += 1;
                    if let Some(difference) = difference(&expected, &actual) {
                        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("proofs");
                        fs::create_dir_all(&folder).expect("a folder");
                        let shown =
                            folder.join(format!("{name}-{}.{}.png", edition.language_tag(), index + 1));
                        side_by_side(&[expected, actual, difference]).save(&shown).expect("a picture");
                        unlike.push(shown);
                    }
                }
            }
        }
    }
    assert!(unlike.is_empty() && count > 15, "of {count} pages these look different: {unlike:#?}");
}

/// Words of the note `programme` in French, and the lines that they come from.
const FACTS: &[(&str, &str)] = &[
    ("Sommet", "directory.yaml:    name: {fr: Sommet"),
    ("mai", "note/session.yaml:when: {start:"),
    ("Grande", "note/session.yaml:where: {mode:"),
    ("Programme", "note/session.yaml:  - heading: {fr: Accueil"),
    ("Ateliers", "note/session.yaml:  - heading: {fr: Ateliers"),
    ("Silva", "directory.yaml:    name: {given: Ana"),
    ("sénatrice", "directory.yaml:      - {title: senator"),
    ("Publié", "house.yaml:imprint: {fr: "),
];

#[test]
fn facts_lead_to_their_lines() {
    let house = Project::copy_of("tests/house");
    house.overlay(&repository().join("tests/notes/programme/in"));
    let press = open(house.root());
    for copy in copies(&press) {
        let edition = pages_of(&copy).find(|edition| edition.language_tag() == "fr").expect("an edition");
        let proof = proof(&press, &copy, edition);
        let Some(words) = words(&press, &copy, edition, house.root()) else { return };
        for (fact, line) in FACTS {
            let word = words.iter().find(|word| word.text.trim_end_matches(',') == *fact);
            let word = word.unwrap_or_else(|| panic!("{fact} is not set"));
            let span = &proof.at(word.page, word.x, word.y).expect(fact).span;
            let (number, _) = span.line_column();
            let text = span.file.text.lines().nth(number - 1).expect("a line");
            let place = format!("{}:{text}", span.file.path.trim_start_matches("sources/"));
            let (file, begins) = line.split_once(':').expect("a file");
            assert!(place.starts_with(&format!("{file}:{begins}")), "{fact}: {place}");
        }
        // Pictures, too.
        let pictures = |region: &&Region| region.span.text().ends_with(".png");
        assert_eq!(proof.regions.iter().filter(pictures).count(), 2);
    }
}
