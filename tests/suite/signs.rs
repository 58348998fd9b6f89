//! What a page says otherwise than in words: links by a line, large print by bold, the brand's background on every page.

use super::{Project, repository, tool};

/// The rich note, with a line more in its house and in its brand.
fn rich(house: &str, brand: &str) -> Project {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/notes/rich/in"));
    project.change("sources/house.yaml", "publisher:", &format!("{house}publisher:"));
    project.change("sources/_brand.yml", "color:\n", &format!("{brand}color:\n"));
    project
}

fn screen(project: &Project) -> String {
    project.run(&["build", "--media", "screen", "--languages", "fr"]).expect(0);
    project.root().join("out/note/note.fr.pdf").to_string_lossy().into_owned()
}

/// A page as pixels, at 72 to the inch.
fn page(pdf: &str, number: &str) -> Option<image::RgbImage> {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let stem = folder.path().join("page").to_string_lossy().into_owned();
    tool("pdftoppm", "poppler-utils", &["-singlefile", "-r", "72", "-f", number, "-png", pdf, &stem])?;
    Some(image::open(format!("{stem}.png")).expect("a picture").to_rgb8())
}

#[test]
fn links_have_a_line_beside_their_colour() {
    // The link of the masthead, which alone is blue on its line.
    let lines = |project: &Project| {
        let tags = tool("pdfinfo", "poppler-utils", &["-struct-text", &screen(project)])?;
        // Decorations are told in the tags of running words.
        Some(tags.matches("/TextDecorationType /Underline").count())
    };
    let Some(count) = lines(&rich("", "")) else { return };
    assert!(count >= 8, "{count} links are underlined");
    let without = lines(&rich("", "typography:\n  link: {decoration: none}\n")).expect("it was there before");
    assert_eq!(without, 0, "a brand without lines");
}

#[test]
fn large_print_has_no_italics() {
    let fonts = |house: &str| tool("pdffonts", "poppler-utils", &[&screen(&rich(house, ""))]);
    let Some(plain) = fonts("") else { return };
    assert!(plain.contains("It"), "{plain}");
    let large = fonts("large-print: true\n").expect("it was there before");
    assert!(large.contains("Bold") && !large.contains("It-") && !large.contains("Italic"), "{large}");
}

#[test]
fn the_brand_s_background_is_that_of_its_pages() {
    let cream = [0xff, 0xfa, 0xf0];
    for layout in ["", "layout: facing\n"] {
        let project = rich(layout, "");
        project.change("sources/_brand.yml", "color:\n", "color:\n  background: \"#fffaf0\"\n");
        project.run(&["build", "--media", "screen", "--deny-warnings"]).expect(0);
        let pdf = project.root().join("out/note/note.fr-en.pdf").to_string_lossy().into_owned();
        for number in ["1", "2", "3"] {
            let Some(page) = page(&pdf, number) else { return };
            assert!(
                [(1, 1), (300, 30), (590, 838)].iter().all(|(x, y)| page.get_pixel(*x, *y).0 == cream),
                "{number}"
            );
        }
    }
    // White paper is not painted.
    let Some(page) = page(&screen(&rich("", "")), "1") else { return };
    assert_eq!(page.get_pixel(1, 1).0, [255; 3]);
    // Words are held against what is really behind them.
    let project = rich("", "");
    project.change("sources/_brand.yml", "color:\n", "color:\n  background: \"#4a5a6a\"\n");
    let run = project.run(&["build", "--media", "screen", "--languages", "fr"]).expect(0);
    assert!(
        run.stderr.contains("low-contrast") && run.stderr.contains("'background' (#4a5a6a)"),
        "{}",
        run.stderr
    );
}

/// How high the words of some pages are, in points: a word's box is a quarter higher than its type.
fn heights(pdf: &str, pages: &[&str]) -> Option<Vec<f64>> {
    let boxes = tool("pdftotext", "poppler-utils", &[pages, &["-bbox", pdf, "-"]].concat())?;
    let number = |word: &str, name: &str| -> f64 {
        let (_, rest) = word.split_once(&format!("{name}=\"")).expect("an attribute");
        rest.split_once('"').expect("a closed value").0.parse().expect("a number")
    };
    Some(boxes.split("<word ").skip(1).map(|word| number(word, "yMax") - number(word, "yMin")).collect())
}

#[test]
fn nothing_on_a_cover_of_large_print_is_smaller_than_sixteen_points() {
    for paper in ["a4", "a5", "letter"] {
        let project = rich(&format!("cover: true\nlarge-print: true\npaper: {paper}\n"), "");
        project.run(&["build", "--media", "screen", "--languages", "fr,fr-en"]).expect(0);
        for edition in ["fr", "fr-en"] {
            let pdf = project.root().join(format!("out/note/note.{edition}.pdf"));
            let Some(heights) = heights(&pdf.to_string_lossy(), &["-l", "1"]) else { return };
            assert!(
                heights.len() > 5 && heights.iter().all(|height| *height >= 19.0),
                "{paper} {edition}: {heights:?}"
            );
        }
    }
}

#[test]
fn times_in_large_print_are_as_large_as_words() {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/notes/programme/in"));
    project.change("sources/house.yaml", "publisher:", "large-print: true\npaper: a5\npublisher:");
    let Some(heights) = heights(&screen(&project), &["-f", "1"]) else { return };
    assert!(heights.len() > 100 && heights.iter().all(|height| *height >= 19.0), "{heights:?}");
}

#[test]
fn a_heading_stays_with_a_passage_that_calls_notes_and_notes_with_their_calls() {
    let project = rich("large-print: true\npaper: a5\n", "");
    // Whether all of them stand on one page, in both languages.
    let together = |words: [&str; 3], edition: &str| {
        project.run(&["build", "--media", "screen", "--languages", edition]).expect(0);
        let pdf = project.root().join(format!("out/note/note.{edition}.pdf"));
        let text = tool("pdftotext", "poppler-utils", &[&pdf.to_string_lossy(), "-"])?;
        Some(text.split('\u{c}').any(|page| words.iter().all(|word| page.contains(word))))
    };
    let french = ["Contexte", "Un paragraphe", "Une note"];
    let english = ["Background", "A paragraph", "A note, with"];
    let Some(kept) = together(french, "fr") else { return };
    assert!(kept && together(english, "en") == Some(true));
    // As the engine leaves them, they part.
    project.write("templates/brand/own.typ", "#let opening(brand, level, head, passage) = head + passage\n");
    assert_eq!(together(english, "en"), Some(false));
}
