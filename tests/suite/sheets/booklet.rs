//! Booklets, judged by the words that poppler reads on each half of each side: whoever folds the sheets and lays them into each
//! other must be able to read them in order.

use super::{Project, file, printing};
use crate::{repository, tool};
use diptych::model::{Demands, Outcome, Verdict};
use diptych::preflight::preflight;
use std::path::Path;

/// A template whose pages say their numbers, and a house that has them stitched.
fn booklets(languages: &str, more: &str) -> Project {
    let project = printing(languages, &format!("print: {{imposition: booklet{more}}}"));
    project.write("templates/note.typ.j2", include_str!("pages.typ.j2"));
    project
}

/// The numbers on the left and on the right half of each side, as poppler reads them.
fn sides(pdf: &Path) -> Option<Vec<[Option<usize>; 2]>> {
    let told = tool("pdftotext", "poppler-utils", &["-bbox", &pdf.to_string_lossy(), "-"])?;
    let attribute = |tag: &str, name: &str| -> f64 {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("an attribute");
        rest.split_once('"').expect("a closed value").0.parse().expect("a number")
    };
    let read = |page: &str| {
        let middle = attribute(page, "width") / 2.0;
        let mut halves = [None; 2];
        for word in page.split("<word ").skip(1) {
            let text = word.split_once('>').and_then(|(_, rest)| rest.split_once('<')).expect("a word").0;
            let half = usize::from((attribute(word, "xMin") + attribute(word, "xMax")) / 2.0 > middle);
            let number = text.strip_prefix("leaf").and_then(|number| number.parse().ok());
            assert!(number.is_some() && halves[half].is_none(), "'{text}' stands on a half");
            halves[half] = number;
        }
        halves
    };
    Some(told.split("<page ").skip(1).map(read).collect())
}

/// The numbers in the order in which the folded sheets are read: onward on the right half of the outsides and the left half of
/// the insides, and back again.
fn read_folded(sides: &[[Option<usize>; 2]], mirrored: bool) -> Vec<Option<usize>> {
    let (left, right) = if mirrored { (1, 0) } else { (0, 1) };
    let sheets = sides.chunks(2);
    let onward = sheets.clone().flat_map(|sheet| [sheet[0][right], sheet[1][left]]);
    let back = sheets.rev().flat_map(|sheet| [sheet[1][right], sheet[0][left]]);
    onward.chain(back).collect()
}

/// So many pages, then blank ones up to a multiple of four.
fn whole(count: usize) -> Vec<Option<usize>> {
    (1..=count.next_multiple_of(4)).map(|page| (page <= count).then_some(page)).collect()
}

#[test]
fn folded_booklets_read_in_order() {
    let project = booklets("en", "");
    for count in 1..=13_usize {
        project.write("templates/count.typ", &format!("#let count = {count}\n"));
        let run = project.run(&["build"]).expect(0);
        let blanks = count.next_multiple_of(4) - count;
        assert_eq!(run.stderr.contains("[blank-pages]"), blanks > 0, "{count}: {}", run.stderr);
        let booklet = file(&project, "note.en.print.booklet.pdf");
        let Some(sides) = sides(&booklet) else { return };
        assert_eq!(sides.len(), count.next_multiple_of(4) / 2);
        assert_eq!(read_folded(&sides, false), whole(count), "{count} pages");
        tool("qpdf", "qpdf", &["--check", &booklet.to_string_lossy()]);
        // Read the other way, or with the sheets in another order, it is no booklet: the check is awake.
        assert_ne!(read_folded(&sides, true), whole(count));
        let turned: Vec<_> = sides.iter().rev().copied().collect();
        assert_ne!(read_folded(&turned, false), whole(count));
    }
}

#[test]
fn a_booklet_from_right_to_left_opens_on_the_other_side() {
    let project = booklets("fr", "");
    project.overlay(&repository().join("tests/notes/arabic/in"));
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [print]");
    project.change("sources/house.yaml", "publisher:", "print: {imposition: booklet}\npublisher:");
    project.write("templates/count.typ", "#let count = 6\n");
    project.run(&["build"]).expect(0);
    // The leading language says where a book opens.
    for (languages, mirrored) in [("ar", true), ("ar-fr", true), ("en-ar", false)] {
        let booklet = file(&project, &format!("note.{languages}.print.booklet.pdf"));
        let Some(sides) = sides(&booklet) else { return };
        assert_eq!(read_folded(&sides, mirrored), whole(6), "{languages}");
    }
}

#[test]
fn a_booklet_is_a_file_for_the_press_like_its_source() {
    for (marks, slug) in [(", marks: true", 10.0), (", marks: false", 0.0)] {
        let project = booklets("en", marks);
        project.write("templates/count.typ", "#let count = 6\n");
        project.run(&["build"]).expect(0);
        let [pages, sheets] =
            ["print", "print.booklet"].map(|name| project.read(&format!("out/note/note.en.{name}.pdf")));
        let stitched = Demands { stitched: true, ..Demands::default() };
        let verdicts = [preflight(&pages, &stitched), preflight(&sheets, &stitched)];
        for verdict in &verdicts {
            let open = verdict.checks.iter().filter(|check| check.outcome != Outcome::Pass);
            let open: Vec<_> = open.map(|check| format!("{}: {}", check.clause, check.measured)).collect();
            assert_eq!(open, [""; 0], "{marks}");
        }
        let measured = |verdict: &Verdict, clause: &str| {
            let check = verdict.checks.iter().find(|check| check.clause == clause).expect("a clause");
            check.measured.clone()
        };
        for (verdict, count, blank) in
            [(&verdicts[0], "8 pages", "pages 7 and 8"), (&verdicts[1], "8 pages on 4 sides", "none")]
        {
            assert_eq!(measured(verdict, "page-count"), count);
            assert_eq!(measured(verdict, "blank-pages"), blank, "{marks}");
        }
        let [count, sides] = verdicts.each_ref().map(|verdict| verdict.pages);
        assert_eq!((count, sides), (8, 4));
        let [trim, cut] = verdicts.map(|verdict| verdict.trim.expect("a trim box"));
        assert_eq!(cut, [trim[0] * 2.0, trim[1]]);
        let path = file(&project, "note.en.print.booklet.pdf");
        let Some(told) = tool("pdfinfo", "poppler-utils", &["-box", &path.to_string_lossy()]) else { return };
        let media = told.lines().find_map(|line| line.strip_prefix("MediaBox:")).expect("a media box");
        let width: f64 = media.split_whitespace().nth(2).and_then(|side| side.parse().ok()).expect("a width");
        let wanted = (cut[0] + 2.0 * (3.0 + slug)) / 25.4 * 72.0;
        assert!((width - wanted).abs() < 0.1, "{width}, not {wanted}");
        let id = |pdf: &[u8]| {
            let at = pdf.windows(15).position(|window| window == b"<xmpMM:Document").expect("an identifier");
            pdf[at..at + 80].to_vec()
        };
        assert_ne!(id(&pages), id(&sheets), "they have the same identifier");
    }
}

#[test]
fn the_same_bytes_come_again() {
    let built = |jobs: &str| {
        let project = printing("fr, en", "print: {imposition: booklet}");
        project.run(&["build", "--jobs", jobs]).expect(0);
        let files = project.files("out").into_iter();
        files.map(|path| (project.read(&format!("out/{path}")), path)).collect::<Vec<_>>()
    };
    let files = built("1");
    assert_eq!(files.len(), 8);
    for ((bytes, path), (again, _)) in files.iter().zip(built("4")) {
        assert!(*bytes == again, "{path} differs");
    }
}
