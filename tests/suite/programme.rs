//! The agenda and its people (`tests/notes/programme`): in every layout, pages and book hold the same words in the same order;
//! a time is part of the heading that it stands beside; portraits are described in each language.

use super::text::{Book, Script, Side, documents, page_count, page_signs, read, spine};
use super::words::difference;
use super::{Project, tool};

/// The case, built in one layout.
fn built(layout: &str) -> Project {
    let project = Project::copy_of("tests/house");
    project.overlay(&super::repository().join("tests/notes/programme/in"));
    project.change("sources/house.yaml", "layout: columns", &format!("layout: {layout}"));
    project.run(&["build", "--deny-warnings", "--languages", "fr,en,ar,fr-en"]).expect(0);
    project
}

/// Pages of an edition, and the sides of them that hold one language.
type Pages = Vec<(usize, Side)>;

/// The publisher stands at the head of the first page, where it is dress, and on the title page of the book.
fn without<'n>(names: impl IntoIterator<Item = &'n str>, text: &str) -> String {
    names.into_iter().fold(text.to_owned(), |text, name| text.replacen(name, "", 1))
}

/// Poppler reads two times from the left, also where the first stands on the right.
fn turned(body: &str) -> String {
    let line = |line: &str| match line.split_once("\u{A0}– ") {
        Some((from, rest)) if from.starts_with(is_figure) => {
            let end = rest.find(|sign: char| !is_figure(sign) && sign != ':').unwrap_or(rest.len());
            format!("{}\u{A0}– {from}{}", &rest[..end], &rest[end..])
        }
        _ => line.to_owned(),
    };
    body.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn is_figure(sign: char) -> bool {
    matches!(sign, '٠'..='٩')
}

fn agree(pdf: &str, pages: Pages, wanted: Option<&str>, [on_page, in_book]: [&[&str]; 2]) {
    let script = if pdf.ends_with(".ar.pdf") { Script::RightToLeft } else { Script::LeftToRight };
    let signs =
        |(page, side): &(usize, Side)| page_signs(pdf, *page, *side, script).expect("poppler is there");
    let printed: String = pages.iter().map(signs).collect();
    let on_page: Vec<String> = on_page.iter().map(|name| script.signs(name)).collect();
    let printed = without(on_page.iter().map(String::as_str), &printed);
    // From right to left, poppler reads by place: initials may come before or after the name beside them.
    let initials = if script == Script::RightToLeft { "OD" } else { "" };
    let printed = without([initials], &printed);
    let told = |documents: &[String]| {
        let book = read(documents, wanted);
        let body = without([initials], &without(in_book.iter().copied(), &book.body));
        Book { body: if script == Script::RightToLeft { turned(&body) } else { body }, ..book }
    };
    let book = spine(&pdf.replace(".pdf", ".epub"));
    assert_eq!(difference(&printed, &told(&book), script), None, "{pdf} {wanted:?}");
    // What is planted is missed: in a bio, a room, a time.
    let planted = [
        ("Salle A", "Salle C"),
        ("Room A", "Room C"),
        ("12:05", "12:06"),
        ("école d’été", ""),
        ("summer school", ""),
    ];
    let planted =
        planted.iter().chain(&[("12 h 05", "12 h 06"), ("القاعة أ", "القاعة ج"), ("١٢:٠٥", "١٢:٠٦")]);
    let missed = planted.filter(|(words, instead)| {
        let spoilt: Vec<String> = book.iter().map(|page| page.replace(words, instead)).collect();
        difference(&printed, &told(&spoilt), script).is_some()
    });
    assert!(missed.count() >= 2, "{pdf} {wanted:?}");
}

#[test]
fn times_sessions_and_cards_are_the_same_on_pages_and_in_books() {
    for layout in ["columns", "sequence", "facing"] {
        let project = built(layout);
        let path = |tag: &str| {
            project.root().join(format!("out/note/note.{tag}.pdf")).to_string_lossy().into_owned()
        };
        let both = path("fr-en");
        let Some(count) = page_count(&both) else { return };
        if layout == "sequence" {
            let pages = (1..=count).map(|page| (page, Side::Whole)).collect();
            agree(&both, pages, None, [&["Ligue des villes", "League of Cities"]; 2]);
            continue;
        }
        let pages = |title: Side, first: usize| -> Pages {
            match layout {
                "columns" => (1..=count).map(|page| (page, title)).collect(),
                _ => [(1, title)]
                    .into_iter()
                    .chain((first..=count).step_by(2).map(|page| (page, Side::Whole)))
                    .collect(),
            }
        };
        agree(&both, pages(Side::Left, 2), Some("fr"), [&["Ligue des villes"]; 2]);
        agree(
            &both,
            pages(Side::Right, 3),
            Some("en"),
            [&[], if layout == "columns" { &[] } else { &["League of Cities"] }],
        );
        for (language, publisher) in
            [("fr", "Ligue des villes"), ("en", "League of Cities"), ("ar", "رابطة المدن")]
        {
            let pdf = path(language);
            let pages = (1..=page_count(&pdf).expect("poppler is there")).map(|page| (page, Side::Whole));
            agree(&pdf, pages.collect(), None, [&[publisher]; 2]);
        }
    }
}

#[test]
fn a_time_is_heard_before_the_words_of_its_heading() {
    let project = built("columns");
    let pdf = project.root().join("out/note/note.fr.pdf").to_string_lossy().into_owned();
    let Some(tags) = tool("pdfinfo", "poppler-utils", &["-struct-text", &pdf]) else { return };
    let lines: Vec<&str> = tags.lines().map(str::trim).collect();
    let heading = lines.iter().position(|line| line.starts_with("\"Ouverture")).expect("the heading");
    let start = lines[..heading].iter().rposition(|line| line.starts_with("H3")).expect("a heading");
    let heard: String = lines[start..=heading].join(" ").replace(['\u{A0}', '"'], " ");
    assert!(heard.contains("12 h 05") && heard.find("12 h 05") < heard.find("Ouverture"), "{heard}");
    let book = documents(&pdf.replace(".pdf", ".epub"));
    let text: String = book.into_iter().map(|(_, text)| text).collect();
    let timed = "<h3 class=\"part timed\"><span class=\"time\">12\u{A0}h\u{A0}05\u{A0}–\u{A0}12\u{A0}h\u{A0}20</span> ";
    assert!(text.contains(timed));
}

#[test]
fn portraits_are_described_in_each_language_and_initials_are_for_the_eye() {
    let project = built("columns");
    let path = |ending: &str| {
        project.root().join(format!("out/note/note.fr-en.{ending}")).to_string_lossy().into_owned()
    };
    let text: String = documents(&path("epub")).into_iter().map(|(_, text)| text).collect();
    for words in [
        "alt=\"Portrait\u{A0}: Ana Silva\"",
        "aria-label=\"Portrait of Ana Silva\"",
        "alt=\"Eva Lind devant les grues du port\"",
        "aria-label=\"Eva Lind in front of the cranes of the port\"",
        "<span class=\"portrait initials round\" aria-hidden=\"true\">OD</span>",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let Some(tags) = tool("pdfinfo", "poppler-utils", &["-struct-text", &path("pdf")]) else { return };
    assert_eq!(tags.matches("Figure").count(), 4, "{tags}");
    assert!(!tags.contains("\"OD\""), "{tags}");
}
