//! Two languages in one document, one after the other or on facing pages: what each page holds, and how the book of such an
//! edition is divided.

use super::pages::{Line, PAIRS, lines};
use super::text::{Script, Side, page_count, page_signs, read, signs, spine};
use super::words::{WORDMARK, begins_where_its_marker_says, difference, miss_what_is_planted};
use super::{Project, laid_out, tool};
use std::fs;

/// The languages of the editions, the leading one first.
const TONGUES: [&str; 2] = ["fr", "en"];

/// The pages of one language, each with the side of it that is in this language.
type Pages = Vec<(usize, Side)>;

/// In a sequence: from the page of the second masthead on, all is in the second language.
fn in_sequence(pdf: &str) -> Option<[Pages; 2]> {
    let count = page_count(pdf)?;
    let masthead = signs(WORDMARK);
    let second = (2..=count).find(|page| {
        page_signs(pdf, *page, Side::Whole, Script::LeftToRight)
            .is_some_and(|signs| signs.starts_with(&masthead))
    });
    let second = second.unwrap_or_else(|| panic!("{pdf}: no page begins with a second masthead"));
    let whole = |pages: std::ops::Range<usize>| pages.map(|page| (page, Side::Whole)).collect();
    Some([whole(1..second), whole(second..count + 1)])
}

/// On facing pages: the title page is in both, even pages are in the leading language, odd ones in the other.
fn facing(pdf: &str) -> Option<[Pages; 2]> {
    let count = page_count(pdf)?;
    assert_eq!(count % 2, 1, "{pdf}: a page stands alone");
    let pages = |title, first| {
        let spreads = (first..=count).step_by(2).map(|page| (page, Side::Whole));
        std::iter::once((1, title)).chain(spreads).collect()
    };
    Some([pages(Side::Left, 2), pages(Side::Right, 3)])
}

/// The signs of pages without the wordmark.
fn words(pdf: &str, pages: &Pages) -> String {
    let signs_of = |(page, side): &(usize, Side)| {
        page_signs(pdf, *page, *side, Script::LeftToRight).expect("poppler is there")
    };
    pages.iter().map(signs_of).collect::<String>().replacen(&signs(WORDMARK), "", 1)
}

#[test]
fn each_language_has_its_pages_and_its_part_of_the_book() {
    for (layout, divide) in [("sequence", in_sequence as fn(&str) -> _), ("facing", facing)] {
        for pdf in laid_out(layout, ".pdf") {
            let Some(divided) = divide(&pdf) else { return };
            let documents = spine(&pdf.replace(".pdf", ".epub"));
            for (language, pages) in TONGUES.iter().zip(divided) {
                let (words, part) = (words(&pdf, &pages), read(&documents, Some(language)));
                assert_eq!(difference(&words, &part, Script::LeftToRight), None, "{pdf} {language}");
                miss_what_is_planted(&words, &documents, Some(language), Script::LeftToRight, &pdf);
            }
        }
    }
}

#[test]
fn every_page_is_marked_in_the_part_of_its_language() {
    for epub in laid_out("sequence", ".epub") {
        let Some(count) = page_count(&epub.replace(".epub", ".pdf")) else { return };
        begins_where_its_marker_says(&epub, (1..=count).collect());
    }
    for epub in laid_out("facing", ".epub") {
        let Some(count) = page_count(&epub.replace(".epub", ".pdf")) else { return };
        // In the order of the book: the title page, the versos, then the rectos.
        let order = std::iter::once(1).chain((2..=count).step_by(2)).chain((3..=count).step_by(2));
        begins_where_its_marker_says(&epub, order.collect());
    }
}

#[test]
fn the_pages_of_a_spread_hold_the_same_passages() {
    for epub in laid_out("facing", ".epub") {
        let documents = spine(&epub);
        // How many passages are still to come where a page begins, in each language.
        let to_come = |language: &str, first: usize| -> Vec<usize> {
            let book = read(&documents, Some(language));
            let passages = |words: &str| words.lines().filter(|line| !line.trim().is_empty()).count();
            let marks =
                |label: &str| label.parse::<usize>().is_ok_and(|page| page >= first && page % 2 == first % 2);
            book.markers.iter().filter(|(label, _)| marks(label)).map(|(_, words)| passages(words)).collect()
        };
        let (versos, rectos) = (to_come("fr", 2), to_come("en", 3));
        assert_eq!(versos, rectos, "{epub}");
        assert!(versos.len() >= 2 && versos.is_sorted_by(|one, next| one > next), "{epub}: {versos:?}");
    }
}

#[test]
fn facing_passages_stand_at_the_same_height() {
    for (note, pdf) in
        ["inclusive-digitalisation", "smart-territories"].iter().zip(laid_out("facing", ".pdf"))
    {
        let Some(pages) = lines(&pdf) else { return };
        assert_eq!(out_of_step(note, &pages), [""; 0]);
    }
    // Without the space that the taller one needs, they must be seen to part.
    let project = Project::copy_of("tests/house");
    fs::remove_dir_all(project.root().join("sources")).expect("a folder");
    let repository = super::repository();
    super::copy(&repository.join("sources"), &project.root().join("sources"));
    project.change("sources/house.yaml", "links: notes", "links: notes\nlayout: facing");
    let looks = fs::read_to_string(repository.join("templates/brand/facing.typ")).expect("the press's own");
    project.write(
        "templates/brand/facing.typ",
        &looks.replace("calc.max(..row.heights) - row.heights.at(column)", "0pt"),
    );
    project
        .run(&["build", "--languages", "fr-en", "--media", "screen", "--note", "smart-territories"])
        .expect(0);
    let pdf = project.root().join("out/smart-territories/smart-territories.fr-en.pdf");
    let pages = lines(&pdf.to_string_lossy()).expect("poppler is there");
    assert!(out_of_step("smart-territories", &pages).len() >= 2);
}

/// The passages of a note that do not stand at the height of their counterpart, on the other page of the spread.
fn out_of_step(note: &str, pages: &[Vec<Line>]) -> Vec<String> {
    let find = |words: &str, parity: usize| -> (usize, f64) {
        let sides = pages.iter().enumerate().skip(1).filter(|(index, _)| (index + 1) % 2 == parity);
        let mut found = sides.filter_map(|(index, page)| {
            // Running headers stand above.
            let line = page.iter().find(|line| line.text.contains(words) && line.top > 60.0)?;
            Some((index, line.bottom))
        });
        found.next().unwrap_or_else(|| panic!("no page of {note} holds '{words}'"))
    };
    let own = PAIRS.iter().filter(|(of, ..)| *of == note);
    own.filter_map(|(_, french, english)| {
        let (verso, recto) = (find(french, 0), find(english, 1));
        let abreast = verso.0 + 1 == recto.0 && (verso.1 - recto.1).abs() <= 0.5;
        (!abreast).then(|| format!("'{french}' at {verso:?}, '{english}' at {recto:?}"))
    })
    .collect()
}

#[test]
fn margins_and_folios_of_facing_pages_are_mirrored() {
    for pdf in laid_out("facing", ".pdf") {
        let Some(pages) = lines(&pdf) else { return };
        for (index, page) in pages.iter().enumerate().skip(1) {
            let number = format!("{} / {}", index + 1, pages.len());
            let body = page.iter().filter(|line| line.top > 70.0 && line.bottom < 770.0);
            let left = body.map(|line| line.left).fold(f64::MAX, f64::min);
            let (margin, folio_is_left) = if index % 2 == 1 { (42.0, true) } else { (30.0, false) };
            assert!((left - margin * 72.0 / 25.4).abs() < 2.0, "{pdf}: page {number} begins at {left}");
            let folio = page.iter().find(|line| line.text.contains(&number));
            let folio = folio.unwrap_or_else(|| panic!("{pdf}: no folio {number}"));
            let starts = folio.text.starts_with(&number);
            assert_eq!(starts && folio.left < 200.0, folio_is_left, "{pdf}: {folio:?}");
        }
    }
}

/// A paragraph, a table and a list that no page can hold, and more notes than a page has room for.
fn endless(language: usize) -> String {
    let sentence =
        ["Les villes apprennent vite les unes des autres. ", "Cities learn fast from one another. "]
            [language];
    let mut text = format!("\n## {} {{#long}}\n\n", ["Longueur", "Length"][language]);
    text.push_str(&sentence.repeat(3));
    text.push_str(&format!(
        "\n\n{}\n\n| {} | B |\n|---|---:|\n",
        sentence.repeat(140),
        ["Ville", "Town"][language]
    ));
    (0..80).for_each(|row| text.push_str(&format!("| {} | {row} |\n", ["ligne", "row"][language])));
    (0..30).for_each(|note| text.push_str(&format!("\n{}[^n{note}]\n", sentence.repeat(2))));
    text.push('\n');
    (0..60).for_each(|item| text.push_str(&format!("{}. {sentence}\n", item + 1)));
    (0..30).for_each(|note| text.push_str(&format!("\n[^n{note}]: {}\n", sentence.repeat(1 + note % 5))));
    text
}

#[test]
fn what_no_page_can_hold_leaves_no_page_empty() {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "publisher:", "layout: facing\npublisher:");
    for (language, name) in ["fr.md", "en.md"].iter().enumerate() {
        let path = format!("sources/note/{name}");
        let prose = fs::read_to_string(project.root().join(&path)).expect("prose");
        project.write(&path, &(prose + &endless(language)));
    }
    project.run(&["build", "--languages", "fr-en"]).expect(0);
    let pdf = project.root().join("out/note/note.fr-en.pdf").to_string_lossy().into_owned();
    let Some(pages) = lines(&pdf) else { return };
    assert!(pages.len() > 15, "{} pages", pages.len());
    for (index, page) in pages.iter().enumerate() {
        assert!(
            page.iter().any(|line| line.top > 70.0 && line.bottom < 770.0),
            "page {} is empty",
            index + 1
        );
        let over = page.iter().find(|line| line.bottom > 815.0 || line.left < 50.0 || line.right > 545.0);
        assert!(over.is_none(), "page {}: {over:?}", index + 1);
    }
    let text = tool("pdftotext", "poppler-utils", &["-raw", &pdf, "-"]).expect("poppler is there");
    // Nothing is lost, and nothing set twice: two paragraphs, thirty with a note, a list, thirty notes.
    let sentence = signs("Les villes apprennent vite les unes des autres.");
    assert_eq!(signs(&text).matches(&sentence).count(), 3 + 140 + 60 + 60 + 90);
}

#[test]
fn facing_pages_open_in_spreads() {
    let opens_in_spreads = |path: &String| {
        let pdf = fs::read(path).expect("a PDF");
        pdf.windows(25).any(|words| words == b"/PageLayout/TwoPageRight/")
    };
    assert!(laid_out("facing", ".pdf").iter().all(opens_in_spreads));
    assert!(!laid_out("sequence", ".pdf").iter().any(opens_in_spreads));
}

#[test]
fn the_contents_are_nested_part_by_part() {
    for epub in ["sequence", "facing"].into_iter().flat_map(|layout| laid_out(layout, ".epub")) {
        let bytes = fs::read(&epub).expect("a book");
        let book =
            rbook::Epub::options().strict(true).read(std::io::Cursor::new(bytes)).expect("a sound book");
        let contents = book.toc().contents().expect("contents");
        assert_eq!(contents.len(), 2, "{epub}: a part a language");
        let inner: Vec<usize> = contents.iter().map(|part| part.len()).collect();
        assert!(inner[0] >= 3 && inner[0] == inner[1], "{epub}: {inner:?}");
        // Cover, choice of language, contents, and the title page of each part with what hangs from it.
        assert_eq!(book.spine().len(), 3 + 2 + inner[0] * 2, "{epub}");
    }
}

#[test]
fn a_note_has_a_layout_of_its_own() {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "publisher:", "layout: facing\npublisher:");
    project.change("sources/note/session.yaml", "kind:", "layout: sequence\nkind:");
    project.run(&["build", "--languages", "fr-en", "--media", "screen", "--manuscript", "m"]).expect(0);
    let merged = String::from_utf8(project.read("m/note.fr-en/note.typ")).expect("UTF-8");
    assert!(merged.matches("#masthead(").count() == 2 && !merged.contains("#facing("), "{merged}");
}
