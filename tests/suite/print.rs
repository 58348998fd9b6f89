//! What goes to the printing house: the pages of the screen in the inks of the press, with bleed, and the report beside them.

use super::{Project, editions, folders, is_edition, laid_out, repository, sample, tool};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How far artwork reaches beyond the edge, in points: 3 mm.
const BLEED: f64 = 3.0 * 72.0 / 25.4;

/// How far a word of one file may stand from the same in the other, in points.
const NEAR: f64 = 0.1;

/// A word, and where it stands, in points from the upper left corner of the cut sheet. Where all words stand in the same
/// places, all lines and pages break alike; which words poppler takes for a line is of no matter then.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    place: [f64; 4],
}

fn attribute(tag: &str, name: &str) -> f64 {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("an attribute");
    rest.split_once('"').expect("a closed value").0.parse().expect("a number")
}

/// The words of each page, as poppler reads them. What stands beyond the edge are marks and the slug line.
fn words(pdf: &Path) -> Option<Vec<Vec<Word>>> {
    let path = pdf.to_string_lossy();
    let layout = tool("pdftotext", "poppler-utils", &["-bbox-layout", "-cropbox", &path, "-"])?;
    let boxes = boxes_by_poppler(pdf)?;
    let pages = layout.split("<page ").skip(1);
    assert_eq!(pages.clone().count(), boxes.len(), "{path}");
    let read = |(page, boxes): (&str, &Boxes)| -> Vec<Word> {
        let (left, top) = (boxes.trim[0] - boxes.crop[0], boxes.crop[3] - boxes.trim[3]);
        let (width, height) = (boxes.trim[2] - boxes.trim[0], boxes.trim[3] - boxes.trim[1]);
        let word = |word: &str| {
            let text = word.split_once("</word>")?.0.split_once('>')?.1.to_owned();
            let [x1, y1, x2, y2] = ["xMin", "yMin", "xMax", "yMax"].map(|name| attribute(word, name));
            let (x, y) = ((x1 + x2) / 2.0 - left, (y1 + y2) / 2.0 - top);
            let is_within = x > 0.0 && x < width && y > 0.0 && y < height;
            is_within.then_some(Word { text, place: [x1 - left, y1 - top, x2 - left, y2 - top] })
        };
        page.split("<word ").skip(1).filter_map(word).collect()
    };
    Some(pages.zip(&boxes).map(read).collect())
}

/// Where two files part, in words for a person; `None` where their words stand in the same places.
fn difference(screen: &[Vec<Word>], print: &[Vec<Word>]) -> Option<String> {
    if screen.len() != print.len() {
        return Some(format!("{} pages, and {} in print", screen.len(), print.len()));
    }
    for (page, (screen, print)) in (1..).zip(screen.iter().zip(print)) {
        let mut left: BTreeMap<&str, Vec<[f64; 4]>> = BTreeMap::new();
        for word in print {
            left.entry(&word.text).or_default().push(word.place);
        }
        for word in screen {
            let near = |place: &[f64; 4]| {
                place.iter().zip(word.place).all(|(one, other)| (one - other).abs() < NEAR)
            };
            let places = left.get_mut(word.text.as_str());
            let Some(at) = places.as_ref().and_then(|places| places.iter().position(near)) else {
                return Some(format!("page {page}: {word:?}, and in print {places:?}"));
            };
            places.expect("it was found").swap_remove(at);
        }
        left.retain(|_, places| !places.is_empty());
        if !left.is_empty() {
            return Some(format!("page {page}: {left:?} in print alone"));
        }
    }
    None
}

/// A word that is another, one that stands in the next line, one that is lost, one that stands twice, and a line that stands a
/// hair lower.
fn planted(print: &[Vec<Word>]) -> Vec<Vec<Vec<Word>>> {
    let page = print.iter().position(|page| page.len() > 20).expect("a page with words");
    let spoil = |change: &dyn Fn(&mut Vec<Word>)| {
        let mut spoilt = print.to_vec();
        change(&mut spoilt[page]);
        spoilt
    };
    vec![
        spoil(&|words| words[10].text.push('s')),
        spoil(&|words| words[10].place[1] += 14.0),
        spoil(&|words| drop(words.remove(10))),
        spoil(&|words| words.push(words[10].clone())),
        spoil(&|words| words[10..15].iter_mut().for_each(|word| word.place[3] += 0.2)),
    ]
}

/// Every print PDF below a folder is set as the screen PDF beside it; how many there are.
fn compare(out: &Path, files: &[String]) -> Option<usize> {
    let prints: Vec<&String> = files.iter().filter(|path| is_edition(path, ".print.pdf")).collect();
    for path in &prints {
        let (screen, print) = (out.join(path.replace(".print.pdf", ".pdf")), out.join(path));
        let (screen, print) = (words(&screen)?, words(&print)?);
        assert!(screen.iter().flatten().count() > 30, "{path} holds few words");
        assert_eq!(difference(&screen, &print), None, "{path}");
        for spoilt in planted(&print) {
            assert!(difference(&screen, &spoilt).is_some(), "{path}: a planted difference was missed");
        }
    }
    Some(prints.len())
}

#[test]
fn the_sample_notes_are_set_for_print_as_for_the_screen() {
    let out = sample().root().join("out");
    let Some(count) = compare(&out, &sample().files("out")) else { return };
    assert_eq!(count, editions(".pdf").len());
    for layout in ["sequence", "facing"] {
        let prints = laid_out(layout, ".print.pdf");
        assert_eq!(compare(Path::new("/"), &prints), Some(2), "{layout}");
    }
}

#[test]
fn notes_that_are_hard_to_set_are_set_for_print_as_for_the_screen() {
    const SHEETS: &[(&str, &str)] = &[
        ("paper: a4\ncover: true", "fr-en"),
        ("paper: a5\nlayout: facing", "fr-en"),
        ("paper: letter", "fr"),
        ("paper: a4\nlarge-print: true", "en"),
    ];
    for (sheet, languages) in SHEETS {
        let project = Project::copy_of("tests/pages/in");
        project.change("sources/house.yaml", "media: [screen]", "media: [screen, print]");
        project.change("sources/house.yaml", "publisher:", &format!("{sheet}\npublisher:"));
        project.run(&["build", "--languages", languages]).expect(0);
        let notes = folders(&project.root().join("sources")).len();
        match compare(&project.root().join("out"), &project.files("out")) {
            Some(count) => assert!(count > 4 && count <= notes, "{sheet}: {count} of {notes}"),
            None => return,
        }
    }
}

#[test]
fn every_block_is_set_for_print_as_for_the_screen() {
    for case in folders(&repository().join("tests/notes")) {
        let project = Project::copy_of("tests/house");
        project.overlay(&case.join("in"));
        project.change("sources/house.yaml", "media: [screen, epub]", "media: [screen, print]");
        project.run(&["build"]).expect(0);
        let Some(count) = compare(&project.root().join("out"), &project.files("out")) else { return };
        assert!(count > 0, "{}", case.display());
    }
}

/// The boxes of a page, as left, bottom, right and top in points.
#[derive(Clone, Debug, PartialEq)]
struct Boxes {
    media: [f64; 4],
    crop: [f64; 4],
    bleed: [f64; 4],
    trim: [f64; 4],
}

fn boxes_by_poppler(pdf: &Path) -> Option<Vec<Boxes>> {
    let path = pdf.to_string_lossy();
    let told = tool("pdfinfo", "poppler-utils", &["-box", "-f", "1", "-l", "-1", &path])?;
    let of = |kind: &str| -> Vec<[f64; 4]> {
        let lines = told.lines().filter_map(|line| line.split_once(kind).map(|(_, numbers)| numbers));
        let box_of = |numbers: &str| {
            let numbers: Vec<f64> =
                numbers.split_whitespace().map(|number| number.parse().expect("a number")).collect();
            <[f64; 4]>::try_from(numbers).expect("four numbers")
        };
        lines.map(box_of).collect()
    };
    let (media, crop, bleed, trim) = (of("MediaBox:"), of("CropBox:"), of("BleedBox:"), of("TrimBox:"));
    let each = media.into_iter().zip(crop).zip(bleed.into_iter().zip(trim));
    Some(each.map(|((media, crop), (bleed, trim))| Boxes { media, crop, bleed, trim }).collect())
}

/// As MuPDF reads them; what a page does not say is the box around it (ISO 32000-1, table 30).
fn boxes_by_mupdf(pdf: &Path) -> Option<Vec<Boxes>> {
    let told = tool("mutool", "mupdf-tools", &["pages", &pdf.to_string_lossy()])?;
    let read = |page: &str| {
        let of = |kind: &str| {
            let tag = page.split_once(&format!("<{kind} "))?.1;
            Some(["l", "b", "r", "t"].map(|name| attribute(tag, name)))
        };
        let media = of("MediaBox").expect("a page has a size");
        let crop = of("CropBox").unwrap_or(media);
        let [bleed, trim] = ["BleedBox", "TrimBox"].map(|kind| of(kind).unwrap_or(crop));
        Boxes { media, crop, bleed, trim }
    };
    Some(told.split("<page ").skip(1).map(read).collect())
}

/// Every print PDF of the tests: those of the sample house, in all layouts.
fn print_editions() -> Vec<PathBuf> {
    let sample = editions(".print.pdf").into_iter().map(|path| sample().root().join(path));
    let others = ["sequence", "facing"].into_iter().flat_map(|layout| laid_out(layout, ".print.pdf"));
    sample.chain(others.map(PathBuf::from)).collect()
}

#[test]
fn pages_have_their_bleed_and_boxes_within_one_another() {
    for pdf in print_editions() {
        let path = pdf.display();
        let Some(poppler) = boxes_by_poppler(&pdf) else { return };
        let screen = PathBuf::from(pdf.to_string_lossy().replace(".print.pdf", ".pdf"));
        let screen = boxes_by_poppler(&screen).expect("poppler is there");
        assert_eq!(poppler.len(), screen.len(), "{path}");
        for (page, screen) in poppler.iter().zip(&screen) {
            let near = |one: f64, other: f64| (one - other).abs() < 0.02;
            for (side, sign) in [(0, 1.0), (1, 1.0), (2, -1.0), (3, -1.0)] {
                let bleed = (page.trim[side] - page.bleed[side]) * sign;
                assert!(near(bleed, BLEED), "{path}: a bleed of {bleed} points: {page:?}");
                assert!((page.bleed[side] - page.media[side]) * sign > -0.02, "{path}: {page:?}");
            }
            for (far, origin) in [(2, 0), (3, 1)] {
                let sizes = [page.trim[far] - page.trim[origin], screen.media[far] - screen.media[origin]];
                assert!(near(sizes[0], sizes[1]), "{path}: cut to another size than the screen's: {sizes:?}");
            }
        }
        let Some(mupdf) = boxes_by_mupdf(&pdf) else { return };
        assert_eq!(mupdf.len(), poppler.len(), "{path}");
        for (poppler, mupdf) in poppler.iter().zip(&mupdf) {
            let boxes = |boxes: &Boxes| [boxes.media, boxes.bleed, boxes.trim].concat();
            let near = |(one, other): (&f64, &f64)| (one - other).abs() < 0.02;
            assert!(boxes(poppler).iter().zip(&boxes(mupdf)).all(near), "{path}: {poppler:?}, {mupdf:?}");
        }
    }
}

#[test]
fn print_files_are_sound_hold_their_fonts_and_lead_nowhere() {
    for pdf in print_editions() {
        let path = pdf.to_string_lossy();
        let Some(said) = tool("qpdf", "qpdf", &["--check", &path]) else { return };
        assert!(said.contains("No syntax or stream encoding errors"), "{path}: {said}");
        let Some(fonts) = tool("pdffonts", "poppler-utils", &[&path]) else { return };
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty(), "{path} has no font");
        for row in rows {
            // … emb sub uni object ID
            let embedded = row.split_whitespace().rev().nth(4);
            assert_eq!(embedded, Some("yes"), "{path}: {row}");
        }
        let bytes = fs::read(&pdf).expect("a file");
        let document = lopdf::Document::load_mem(&bytes).expect("a PDF");
        for (number, id) in document.get_pages() {
            let page = document.get_dictionary(id).expect("a page");
            assert!(!page.has(b"Annots"), "{path}: page {number} has annotations");
        }
        for object in document.objects.values() {
            let Ok(dictionary) = object.as_dict() else { continue };
            assert!(!dictionary.has(b"URI") && !dictionary.has(b"JS"), "{path}: {dictionary:?}");
        }
    }
}

#[test]
fn the_files_of_a_note_are_those_that_were_asked_for() {
    let house = || {
        let project = Project::copy_of("tests/house");
        project.change("sources/house.yaml", "media: [screen, epub]", "media: [screen, print, epub]");
        project.change("sources/house.yaml", "[fr, en, fr-en]", "[fr]");
        project
    };
    let project = house();
    let run = project.run(&["build", "--media", "print"]).expect(0);
    let printed: Vec<&str> = run.stdout.lines().collect();
    let made = project.files("out");
    assert_eq!(printed, made.iter().map(|file| format!("out/{file}")).collect::<Vec<_>>());
    for file in ["note.fr.print.pdf", "note.fr.print.preflight.json"] {
        assert!(made.contains(&format!("note/{file}")), "{made:?}");
    }
    assert!(made.iter().all(|file| file.starts_with("note/note.fr.print.")), "{made:?}");
    assert!(!made.iter().any(|file| file.contains("booklet")), "{made:?}");

    // Beside other media, the same bytes.
    let whole = house();
    whole.run(&["build"]).expect(0);
    for file in &made {
        let path = format!("out/{file}");
        assert!(project.read(&path) == whole.read(&path), "{file} differs beside other media");
    }
    assert!(whole.exists("out/note/note.fr.pdf") && whole.exists("out/note/note.fr.epub"));

    let booklet = house();
    booklet.change("sources/house.yaml", "publisher:", "print: {imposition: booklet}\npublisher:");
    booklet.run(&["build", "--media", "print"]).expect(0);
    assert!(booklet.exists("out/note/note.fr.print.booklet.pdf"), "{:?}", booklet.files("out"));
}

#[test]
fn a_print_file_that_fails_is_told_and_may_stop_its_note() {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/preflight/in"));
    project.change("sources/house.yaml", "type: 9", "type: 7");
    project.run(&["build", "--deny-warnings"]).expect(0);
    let files = project.files("out");
    assert!(files.iter().any(|file| file.ends_with("note.fr.print.pdf")), "{files:?}");
    let before: Vec<Vec<u8>> = files.iter().map(|file| project.read(&format!("out/{file}"))).collect();

    // What is denied leaves all files of the note as they were, those of other media, too.
    project.change("sources/house.yaml", "type: 7", "type: 9");
    project.change("sources/note/fr.md", "Les villes changent vite.", "Les villes changent.");
    let run = project.run(&["build", "--deny-warnings"]).expect(1);
    assert!(run.stderr.contains("[preflight]") && run.stdout.is_empty(), "{}", run.stderr);
    assert_eq!(project.files("out"), files);
    for (file, before) in files.iter().zip(&before) {
        assert!(project.read(&format!("out/{file}")) == *before, "{file} was written");
    }

    // As a warning, it stops nothing, and the report says so.
    let run = project.run(&["build"]).expect(0);
    assert!(run.stderr.contains("fails 'type-size'"), "{}", run.stderr);
    let report = project.read("out/note/note.fr.print.preflight.json");
    let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["verdict"], "fail");
}

#[test]
fn a_medium_that_no_edition_has_is_told() {
    let project = Project::copy_of("tests/house");
    let run = project.run(&["build", "--media", "print"]).expect(2);
    assert!(run.stderr.contains("'editions' in house.yaml lists what is built"), "{}", run.stderr);
    let run = project.run(&["build", "--media", "printer"]).expect(2);
    assert!(run.stderr.contains("did you mean 'print'?"), "{}", run.stderr);
}

#[test]
fn the_report_says_what_was_demanded() {
    for pdf in print_editions() {
        let path = pdf.to_string_lossy().replace(".print.pdf", ".print.preflight.json");
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let verdict: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        let pages = boxes_by_poppler(&pdf).map(|pages| pages.len());
        assert!(pages.is_none_or(|pages| verdict["pages"] == pages), "{path}: {}", verdict["pages"]);
        assert_eq!(verdict["demands"]["stock"], "coated");
        assert_eq!(verdict["demands"]["ink"], 300.0);
    }
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [print]");
    let demands = "print: {stock: newsprint, demands: {ink: 220 %, margin: 4}}\npublisher:";
    project.change("sources/house.yaml", "publisher:", demands);
    project.run(&["build", "--languages", "fr"]).expect(0);
    let bytes = project.read("out/note/note.fr.print.preflight.json");
    let verdict: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(verdict["demands"]["ink"], 220.0);
    assert_eq!(verdict["demands"]["margin"], 4.0);
    assert_eq!(verdict["demands"]["pictures"], 200.0);
}

/// The rows of the tables of docs/print.md that begin with a clause: its name, what it asks for, what to do.
fn told_clauses(page: &str) -> Vec<[String; 3]> {
    let tables = page.split_once("## The report, line by line").expect("the chapter").1;
    let rows = tables.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    rows.map(|row| {
        let cells: Vec<String> = row.split(" | ").map(|cell| cell.trim_end_matches('`').to_owned()).collect();
        <[String; 3]>::try_from(cells).unwrap_or_else(|cells| panic!("{cells:?}"))
    })
    .collect()
}

#[test]
fn the_documentation_tells_every_clause_and_no_other() {
    let verdict = sample().read(&editions(".print.pdf")[0].replace(".pdf", ".preflight.json"));
    let verdict: serde_json::Value = serde_json::from_slice(&verdict).expect("JSON");
    let checks = verdict["checks"].as_array().expect("checks");
    let word = |check: &serde_json::Value, key: &str| check[key].as_str().expect("words").to_owned();
    let mut asked: Vec<_> = checks.iter().map(|check| (word(check, "clause"), word(check, "asks"))).collect();
    let page = fs::read_to_string(repository().join("docs/print.md")).expect("a page");
    let rows = told_clauses(&page);
    for [clause, _, mend] in &rows {
        assert!(mend.len() > 10 && !mend.ends_with('.'), "{clause}: {mend}");
    }
    let mut told: Vec<_> = rows.into_iter().map(|[clause, asks, _]| (clause, asks)).collect();
    asked.sort();
    told.sort();
    assert!(asked.len() > 25, "{asked:?}");
    let lacking: Vec<_> = asked.iter().filter(|clause| !told.contains(clause)).collect();
    let idle: Vec<_> = told.iter().filter(|clause| !asked.contains(clause)).collect();
    assert!(lacking.is_empty() && idle.is_empty(), "not in docs/print.md: {lacking:?}\nno clause: {idle:?}");
    assert_eq!(told.len(), asked.len(), "a clause is told twice");
}

#[test]
fn the_documentation_writes_the_keys_that_the_press_reads() {
    let page = fs::read_to_string(repository().join("docs/print.md")).expect("a page");
    let block = page.split("\n\n").find(|block| block.starts_with("    print:\n")).expect("the whole form");
    let lines: Vec<&str> = block.lines().map(|line| line.strip_prefix("    ").expect("indented")).collect();
    // A profile of the very kind that is named: the press's own under that name.
    let project = Project::copy_of("tests/house");
    fs::create_dir_all(project.root().join("inks")).expect("a folder");
    let profile = repository().join("inks/FOGRA39L_coated.icc");
    fs::copy(profile, project.root().join("inks/PSOuncoated_v3_FOGRA52.icc")).expect("a copy");
    project.change("sources/house.yaml", "publisher:", &format!("{}\npublisher:", lines.join("\n")));
    let run = project.run(&["check", "--deny-warnings"]).expect(0);
    assert_eq!(run.stderr, "");
    for key in ["profile", "intent", "stock", "marks", "job", "imposition", "demands"] {
        assert!(lines.iter().any(|line| line.starts_with(&format!("  {key}:"))), "{key} is not told");
    }
}
