//! Where lines and pages break, on every paper and in every layout, read from where words stand on the pages of
//! `tests/pages`: notes that are hard to set.
//!
//! A line is alone at the head or the foot of a page, or a heading is last on one, where its words say so: they end, begin or
//! are a passage of the sources.

mod agendas;
mod brackets;
mod foot;
mod rivers;

use super::judges::{PROFILES, failures};
use super::text::{read, spine};
use super::{Project, folders, repository, tool};
use std::fs;

/// A house's words on its pages, the editions that are then built, and where words begin below the running header, in
/// millimetres.
pub(super) const SHEETS: &[(&str, &str, f64)] = &[
    ("paper: a4", "fr,en,fr-en", 22.0),
    ("paper: a4\nlayout: facing", "fr-en", 22.0),
    ("paper: a5\ncover: true", "fr,en,fr-en", 17.5),
    ("paper: a5\nlayout: facing", "fr-en", 17.5),
    ("paper: letter", "fr,en,fr-en", 21.0),
    ("paper: letter\nlayout: facing", "fr-en", 21.0),
    ("paper: a4\nlarge-print: true", "fr,en,fr-en", 31.0),
    ("paper: a4\nlarge-print: true\nlayout: facing", "fr-en", 31.0),
    ("paper: a5\nlarge-print: true", "fr,en", 28.0),
    ("paper: letter\nlarge-print: true", "fr,en", 31.0),
];

/// The months that the notes name, in both languages.
const MONTHS: &[&str] = &["mars", "mai", "septembre", "octobre", "March", "May", "September", "October"];

/// A line of words, in points from the upper left corner of its page.
struct Line {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
    /// The widest space between two of its words.
    gap: f64,
    /// Where each space between words begins and ends.
    spaces: Vec<(f64, f64)>,
    /// Whether poppler saw it begin a block.
    begins: bool,
}

struct Page {
    width: f64,
    height: f64,
    lines: Vec<Line>,
}

/// The pages of a PDF, from poppler's layout analysis.
fn pages(pdf: &str) -> Option<Vec<Page>> {
    let layout = tool("pdftotext", "poppler-utils", &["-bbox-layout", pdf, "-"])?;
    let number = |tag: &str, name: &str| -> f64 {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("an attribute");
        rest.split_once('"').expect("a closed value").0.parse().expect("a number")
    };
    let line = |(index, line): (usize, &str)| {
        let line = line.split_once("</line>").map_or(line, |(line, _)| line);
        let words: Vec<(f64, f64, &str)> = line
            .split("<word ")
            .skip(1)
            .filter_map(|word| {
                let text = word.split_once("</word>")?.0.split_once('>')?.1;
                Some((number(word, "xMin"), number(word, "xMax"), text))
            })
            .collect();
        let text: Vec<&str> = words.iter().map(|word| word.2).collect();
        Line {
            left: number(line, "xMin"),
            right: number(line, "xMax"),
            top: number(line, "yMin"),
            bottom: number(line, "yMax"),
            text: text.join(" ").replace("&amp;", "&"),
            // The mark of an item stands apart.
            gap: words
                .windows(2)
                .filter(|pair| pair[0].2.len() > 3)
                .map(|pair| pair[1].0 - pair[0].1)
                .fold(0.0, f64::max),
            spaces: words.windows(2).map(|pair| (pair[0].1, pair[1].0)).collect(),
            begins: index == 0,
        }
    };
    let page = |page: &str| Page {
        width: number(page, "width"),
        height: number(page, "height"),
        lines: page
            .split("<block ")
            .skip(1)
            .flat_map(|block| block.split("<line ").skip(1).enumerate().map(line).collect::<Vec<_>>())
            .collect(),
    };
    Some(layout.split("<page ").skip(1).map(page).collect())
}

/// Letters and figures alone, so that spaces and the press's own typography do not count.
fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// What a note says, in the languages of an edition: its passages and its headings.
struct Words {
    passages: Vec<String>,
    headings: Vec<String>,
    names: Vec<String>,
}

fn words(project: &Project, note: &str, edition: &str) -> Words {
    let mut words = Words { passages: Vec::new(), headings: Vec::new(), names: names(project) };
    for language in edition.split('-') {
        let path = project.root().join(format!("sources/{note}/{language}.md"));
        let text = fs::read_to_string(path).expect("prose");
        for line in
            text.lines().filter(|line| !line.is_empty() && !line.starts_with('|') && !line.starts_with("# "))
        {
            match line.strip_prefix("##") {
                Some(heading) => {
                    let heading = heading.split_once("{#").map_or(heading, |(heading, _)| heading);
                    words.headings.push(letters(heading));
                }
                None => words
                    .passages
                    .push(letters(line.trim_start_matches(|sign: char| "0123456789.- ".contains(sign)))),
            }
        }
    }
    words.headings.extend(["Programme", "Agenda", "Modératrice", "Moderator"].map(letters));
    words
}

/// The names of the directory's people.
fn names(project: &Project) -> Vec<String> {
    let text = fs::read_to_string(project.root().join("sources/directory.yaml")).expect("a directory");
    let part = |line: &str, from: &str, to: &str| Some(line.split_once(from)?.1.split_once(to)?.0.to_owned());
    let name = |line: &str| Some(format!("{} {}", part(line, "given: ", ",")?, part(line, "family: ", "}")?));
    text.lines().filter_map(name).collect()
}

/// The lines of a page between its running header and its footer, column by column, from above.
fn columns(page: &Page, bilingual: bool, top: f64) -> Vec<Vec<&Line>> {
    let body = |line: &&Line| line.top > top * 72.0 / 25.4 && line.bottom < page.height * 0.93;
    let (left, right): (Vec<&Line>, Vec<&Line>) =
        page.lines.iter().filter(body).partition(|line| !bilingual || line.left < page.width / 2.0);
    let mut columns = vec![left, right];
    columns.iter_mut().for_each(|column| column.sort_by(|one, next| one.top.total_cmp(&next.top)));
    columns
}

/// What is broken badly in an edition, each with its page.
fn bad_breaks(pages: &[Page], words: &Words, bilingual: bool, top: f64) -> Vec<String> {
    let mut found = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        if columns(page, bilingual, top).iter().all(Vec::is_empty) {
            found.push(format!("page {} is empty", index + 1));
        }
    }
    found.extend(foot::ill_placed(pages, top));
    let mut say = |what: &str, page: usize, line: &Line| {
        found.push(format!("{what} on page {}: {}", page + 1, line.text))
    };
    for (index, page) in pages.iter().enumerate() {
        for column in columns(page, bilingual, top) {
            let apart = |one: &Line, next: &Line| next.top - one.top > 1.2 * (one.bottom - one.top);
            if let [first, second, ..] = column[..] {
                let signs = letters(&first.text);
                let ends = |passage: &String| passage.ends_with(&signs) && *passage != signs;
                if apart(first, second) && index > 0 && words.passages.iter().any(ends) {
                    say("a last line alone", index, first);
                }
            }
            if let [.., before, last] = column[..] {
                let signs = letters(&last.text);
                let begins = |passage: &String| passage.starts_with(&signs) && *passage != signs;
                if apart(before, last) && words.passages.iter().any(begins) {
                    say("a first line alone", index, last);
                }
                let is_last = page
                    .lines
                    .iter()
                    .all(|line| line.top < last.top + 6.0 || line.bottom > page.height * 0.93);
                if is_last && words.headings.contains(&signs) {
                    say("a heading last", index, last);
                }
            }
            for pair in column.windows(2) {
                let [line, next] = pair else { continue };
                let day = line.text.rsplit(' ').next().unwrap_or_default().trim_end_matches("er");
                let is_day =
                    !day.is_empty() && day.len() < 3 && day.chars().all(|sign| sign.is_ascii_digit());
                if is_day && MONTHS.iter().any(|month| next.text.starts_with(month)) {
                    say("a date in two", index, line);
                }
                if brackets::in_two(line, next) {
                    say("a bracket in two", index, line);
                }
                let figure = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
                let goes_on = line.text.trim_end_matches(['–', ' ', '\u{A0}', 'h']);
                if line.text.ends_with('–')
                    && figure(goes_on.chars().last())
                    && figure(next.text.chars().next())
                {
                    say("a range in two", index, line);
                }
            }
            if let Some(line) = rivers::springs(&column) {
                say("a river", index, line);
            }
            for lines in column.windows(3) {
                if lines.iter().all(|line| line.text.ends_with(['-', '\u{AD}'])) {
                    say("three hyphens", index, lines[0]);
                }
            }
        }
        for pair in page.lines.windows(2).filter(|pair| !pair[1].begins) {
            let splits = |name: &String| {
                let mut gaps = name.match_indices(' ');
                gaps.any(|(at, _)| {
                    pair[0].text.ends_with(&name[..at]) && pair[1].text.starts_with(&name[at + 1..])
                })
            };
            if words.names.iter().any(splits) {
                say("a name in two", index, &pair[0]);
            }
        }
        for line in &page.lines {
            if letters(&line.text).len() > 30 && line.gap > 0.62 * (line.bottom - line.top) {
                say("a loose line", index, line);
            }
            if line.left < 20.0 || line.right > page.width - 20.0 || line.bottom > page.height - 15.0 {
                say("a line at the edge", index, line);
            }
        }
    }
    found
}

/// An edition by its sheet and name, its pages, and what breaks badly on them.
type Set = (String, Vec<Page>, Vec<String>);

/// Builds the notes on a sheet and says what breaks badly, edition by edition; `None` without poppler.
fn build(project: &Project, sheet: &str, languages: &str, top: f64) -> Option<Vec<Set>> {
    let house = fs::read_to_string(repository().join("tests/pages/in/sources/house.yaml")).expect("a house");
    project.write("sources/house.yaml", &format!("{house}{sheet}\n"));
    let run = project.run(&["build", "--deny-warnings", "--languages", languages]).expect(0);
    let mut set = Vec::new();
    for path in run.stdout.lines() {
        let (note, edition) = path.rsplit_once('/')?.1.strip_suffix(".pdf")?.split_once('.')?;
        let pages = pages(&project.root().join(path).to_string_lossy())?;
        let side_by_side =
            edition.contains('-') && !sheet.contains("facing") && !sheet.contains("large-print");
        let found = bad_breaks(&pages, &words(project, note, edition), side_by_side, top);
        set.push((format!("{} {note}.{edition}", sheet.replace('\n', ", ")), pages, found));
    }
    let notes = folders(&project.root().join("sources")).len();
    assert_eq!(set.len(), notes * languages.split(',').count(), "{}", run.stdout);
    Some(set)
}

#[test]
fn nothing_breaks_badly_on_any_sheet() {
    let project = Project::copy_of("tests/pages/in");
    let mut found = Vec::new();
    for (sheet, languages, top) in SHEETS {
        let Some(set) = build(&project, sheet, languages, *top) else { return };
        for (edition, pages, breaks) in set {
            found.extend(breaks.iter().map(|said| format!("{edition}: {said}")));
            let smallest = pages.iter().flat_map(|page| &page.lines).map(|line| line.bottom - line.top);
            let smallest = smallest.fold(f64::MAX, f64::min);
            if sheet.contains("large-print") && smallest < 16.0 {
                found.push(format!("{edition}: a line {smallest} points high"));
            }
        }
    }
    assert!(found.is_empty(), "{} bad breaks:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_bad_break_is_seen() {
    let line = |(top, text): &(f64, &str)| Line {
        left: 60.0,
        right: if text.ends_with("edge") { 590.0 } else { 400.0 },
        top: *top,
        bottom: top + 12.0,
        text: (*text).to_owned(),
        gap: if text.starts_with("Loose") { 9.0 } else { 3.0 },
        spaces: Vec::new(),
        begins: false,
    };
    let page =
        |lines: &[(f64, &str)]| Page { width: 595.0, height: 842.0, lines: lines.iter().map(line).collect() };
    let words = Words {
        passages: ["Cities change fast and learn from each other.", "They meet in May."]
            .map(letters)
            .to_vec(),
        headings: vec![letters("What comes next")],
        names: vec!["Ana de la Torre".to_owned()],
    };
    let sound = page(&[
        (100.0, "Cities change fast"),
        (114.0, "and learn from each other."),
        (140.0, "They meet in May."),
    ]);
    assert_eq!(bad_breaks(&[sound], &words, false, 20.0), [""; 0]);
    for (lines, expected) in [
        (&[(100.0, "from each other."), (130.0, "They meet in May.")][..], "a last line alone"),
        (&[(100.0, "They meet in May."), (130.0, "Cities change fast")], "a first line alone"),
        (&[(100.0, "They meet in May."), (130.0, "What comes next")], "a heading last"),
        (&[(100.0, "They meet on 19"), (114.0, "May with others")], "a date in two"),
        (&[(100.0, "on Tuesday, 16:00–"), (114.0, "20:00, in Quito")], "a range in two"),
        (&[(100.0, "mardi, de 16 h –"), (114.0, "20 h, à Quito")], "a range in two"),
        (&[(100.0, "16 h – 20 h (heure de Madrid,"), (114.0, "UTC+2)")], "a bracket in two"),
        (&[(100.0, "says Ana de"), (114.0, "la Torre of Quito")], "a name in two"),
        (&[(100.0, "one-"), (114.0, "two-"), (128.0, "three-")], "three hyphens"),
        (&[(100.0, "Loose lines open rivers down the page")], "a loose line"),
        (&[(100.0, "near the edge")], "a line at the edge"),
        (&[(20.0, "Cities")], "page 2 is empty"),
    ] {
        // The first page has no line that was carried over.
        let first = page(&[(100.0, "On the first page"), (114.0, "nothing is wrong.")]);
        let found = bad_breaks(&[first, page(lines)], &words, false, 20.0);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{expected}: {found:?}");
    }
}

#[test]
fn pages_have_the_size_of_their_paper_and_notes_their_number_of_pages() {
    let project = Project::copy_of("tests/pages/in");
    for (sheet, size) in [("a4", (595.3, 841.9)), ("a5", (419.5, 595.3)), ("letter", (612.0, 792.0))] {
        let Some(set) = build(&project, &format!("paper: {sheet}"), "fr,en,fr-en", 20.0) else { return };
        let count = |note: &str| {
            set.iter().find(|(edition, ..)| edition.ends_with(note)).map(|(_, pages, _)| pages.len())
        };
        let fits = |page: &Page| (page.width - size.0).abs() < 0.1 && (page.height - size.1).abs() < 0.1;
        assert!(set.iter().all(|(_, pages, _)| pages.iter().all(fits)), "{sheet}");
        assert_eq!(
            (count(" one-page.fr"), count(" one-page.en"), count(" one-page.fr-en")),
            (Some(1), Some(1), Some(1))
        );
        assert!(sheet != "a4" || count("twelve-pages.fr") == Some(12), "{:?}", count("twelve-pages.fr"));
    }
    let covered = build(&project, "cover: true", "fr-en", 20.0);
    let covered = covered.iter().flatten().find(|(edition, ..)| edition.ends_with("one-page.fr-en"));
    let pages = &covered.expect("an edition").1;
    assert!(pages.len() == 2 && pages[0].lines.iter().any(|line| line.text == "One page is enough"));
}

#[test]
fn a_note_has_a_sheet_of_its_own() {
    let project = Project::copy_of("tests/pages/in");
    let house = fs::read_to_string(repository().join("tests/pages/in/sources/house.yaml")).expect("a house");
    project.write("sources/house.yaml", &format!("{house}paper: a5\nlarge-print: true\ncover: true\n"));
    project.change(
        "sources/one-page/session.yaml",
        "kind:",
        "paper: letter\nlarge-print: false\ncover: false\nkind:",
    );
    let run =
        project.run(&["build", "--languages", "fr-en", "--note", "one-page", "--note", "no-date"]).expect(0);
    for path in run.stdout.lines() {
        for profile in PROFILES {
            assert_eq!(failures(&project.read(path), profile), [""; 0], "{path} {profile:?}");
        }
    }
    let pages = |note: &str| {
        let path = run.stdout.lines().find(|path| path.contains(note)).expect("an edition");
        pages(&project.root().join(path).to_string_lossy())
    };
    let (Some(own), Some(house)) = (pages("one-page"), pages("no-date")) else { return };
    assert!(own.len() == 1 && own[0].width == 612.0, "one page of Letter");
    // A cover, then one language after the other: columns of large print would be too narrow.
    assert!(house.len() > 5 && house[0].width < 420.0, "{} pages", house.len());
    let mastheads = house.iter().skip(1).filter(|page| {
        page.lines.first().is_some_and(|line| line.text.starts_with("Lig") || line.text.starts_with("League"))
    });
    assert!(mastheads.count() >= 2);
}

#[test]
fn a_cover_is_a_page_of_the_book_too() {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "publisher:", "cover: true\npublisher:");
    project.run(&["build", "--languages", "fr", "--media", "epub"]).expect(0);
    let book = read(&spine(&project.root().join("out/note/note.fr.epub").to_string_lossy()), None);
    // What the cover says is said again on the page behind it, and begins there.
    let pages: Vec<&str> = book.markers.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(pages, ["1", "2"]);
    assert_eq!(book.markers[0].1, book.markers[1].1);
}
