//! Words that stand out from what is behind them: on the pages, as the press reads them from its own frames, and in the
//! books, as Chromium computes them, in the light and in the dark, narrow and wide.

use super::{Project, editions, repository, sample, tool};
use serde_json::Value;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

/// A page of one's own: what is written in place of the note's template.
fn page(body: &str) -> Project {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "[screen, epub]", "[screen]");
    let head = "#set document(title: {{ metadata.titles|join(\" / \") }}, date: datetime(year: 2026, month: 1, day: 1))\n";
    project.write("templates/note.typ.j2", &format!("{head}{body}\n"));
    project
}

/// What is said of contrast, as JSON.
fn told(project: &Project) -> Vec<Value> {
    let run = project.run(&["build", "--languages", "en", "--diagnostics", "json"]).expect(0);
    let report: Value = serde_json::from_str(&run.stderr).expect("JSON");
    let found = report["diagnostics"].as_array().expect("a list").clone();
    assert!(found.iter().all(|finding| finding["code"] == "low-contrast"), "{found:?}");
    found
}

/// Which pairs of colours are told, as "#aaaaaa on #bbbbbb".
fn pairs(body: &str) -> Vec<String> {
    let words = |finding: &Value| {
        let message = finding["message"].as_str().expect("a message").to_owned();
        let (_, rest) = message.split_once("words in ").expect("words");
        let (pair, _) = rest.split_once(" have a contrast").expect("a contrast");
        pair.replace("'background' (#ffffff)", "#ffffff").replace("'foreground' (#000000)", "#000000")
    };
    told(&page(body)).iter().map(words).collect()
}

#[test]
fn words_are_held_against_what_is_really_under_them() {
    let none: [&str; 0] = [];
    for (body, expected) in [
        // The vectors of everybody's textbook: #767676 is enough on white, #777777 is not.
        ("#text(fill: rgb(\"#767676\"))[Enough]", &none[..]),
        ("#text(fill: rgb(\"#777777\"))[Too pale]", &["#777777 on #ffffff"]),
        // Large words need less: of 18 points, or of 14 and bold, and not half-bold.
        ("#text(18pt, fill: rgb(\"#949494\"))[Large]", &none),
        ("#text(17pt, fill: rgb(\"#949494\"))[Not large]", &["#949494 on #ffffff"]),
        ("#text(14pt, weight: 700, font: \"Source Sans 3\", fill: rgb(\"#949494\"))[Bold]", &none),
        (
            "#text(14pt, weight: 600, font: \"Source Sans 3\", fill: rgb(\"#949494\"))[Half]",
            &["#949494 on #ffffff"],
        ),
        ("#text(18pt, fill: rgb(\"#969696\"))[Large and too pale]", &["#969696 on #ffffff"]),
        ("#scale(200%, text(9.5pt, fill: rgb(\"#949494\"))[Large once scaled])", &none),
        // The page's own colour, and what lies over it.
        ("#set page(fill: black)\n#text(fill: white)[Light on dark]", &none),
        ("#set page(fill: black)\n#text(fill: rgb(\"#444\"))[Dark on dark]", &["#444444 on #000000"]),
        ("#block(fill: black, text(fill: white)[In a box])", &none),
        ("#block(fill: black, radius: 4pt, inset: 4pt, text(fill: white)[In a rounded box])", &none),
        ("#block(fill: rgb(\"#eee\"), text(fill: white)[In a pale box])", &["#ffffff on #eeeeee"]),
        ("#block(fill: black, block(fill: white, text(fill: black)[In a box in a box]))", &none),
        ("#table(fill: (x, y) => if y == 0 { black }, text(fill: white)[Head], [Body])", &none),
        // Beside a box, half on it, turned with it, and under it.
        (
            "#place(dx: 90mm, rect(fill: black, width: 20mm, height: 20mm))\n#text(fill: white)[Beside]",
            &["#ffffff on #ffffff"],
        ),
        (
            "#place(rect(fill: black, width: 12mm, height: 20mm))\n#text(fill: white)[Half on it, half not]",
            &["#ffffff on #ffffff"],
        ),
        ("#rotate(30deg, block(fill: black, text(fill: white)[Turned with its box]))", &none),
        (
            "#block(clip: true, width: 10mm, height: 20mm, place(rect(fill: black, width: 90mm, height: 20mm)))\n#place(top, dx: 20mm, text(fill: white)[Where the box was cut])",
            &["#ffffff on #ffffff"],
        ),
        ("#circle(fill: black, radius: 20mm, align(center + horizon, text(fill: white)[In]))", &none),
        ("#place(circle(fill: black, radius: 20mm))\n#text(fill: white)[Corner]", &["#ffffff on #ffffff"]),
        // Paint that shows what is under it, and paint that nobody can name.
        ("#block(fill: black.transparentize(50%), text(fill: black)[On a veil])", &none),
        (
            "#block(fill: white.transparentize(10%), block(fill: black.transparentize(60%), text(fill: rgb(\"#555\"))[On two]))",
            &["#555555 on #999999"],
        ),
        ("#text(fill: black.transparentize(60%))[A veil itself]", &["#999999 on #ffffff"]),
        ("#block(fill: gradient.linear(black, white), text(fill: gray)[On a gradient])", &none),
        ("#hide(text(fill: white)[Not there])#text(fill: white, [ ])", &none),
    ] {
        assert_eq!(pairs(body), expected, "{body}");
    }
}

#[test]
fn a_pair_is_told_once_and_as_the_house_weighs_it() {
    let pale = |project: &Project| project.overlay(&repository().join("tests/rules/low-contrast/in"));
    let project = Project::copy_of("tests/house");
    pale(&project);
    let run = project.run(&["build"]).expect(0);
    let count = |text: &str| text.matches("warning[low-contrast]").count();
    let once = count(&run.stderr);
    assert!(once > 0 && run.stderr.matches("words in 'foreground'").count() == 1, "{}", run.stderr);
    // `check` sets no pages, and calls no waiver of what only pages show idle.
    project.change(
        "sources/note/session.yaml",
        "kind:",
        "waive: [{rule: low-contrast, reason: they asked for it}]\nkind:",
    );
    assert_eq!(project.run(&["check", "--deny-warnings"]).expect(0).stderr, "");
    assert_eq!(project.run(&["build", "--deny-warnings"]).expect(0).stderr, "");
    // One note's waiver is not another's.
    project.overlay_at("sources/other", &repository().join("tests/house/sources/note"));
    project.change("sources/other/session.yaml", "id: note", "id: other");
    assert_eq!(count(&project.run(&["build"]).expect(0).stderr), once);
    for (weight, status, tag) in [("off", 0, ""), ("error", 1, "error[low-contrast]")] {
        let project = Project::copy_of("tests/house");
        pale(&project);
        project.change(
            "sources/house.yaml",
            "issued:",
            &format!("severities: {{low-contrast: {weight}}}\nissued:"),
        );
        let run = project.run(&["build"]).expect(status);
        assert!(
            if tag.is_empty() { run.stderr.is_empty() } else { run.stderr.contains(tag) },
            "{}",
            run.stderr
        );
    }
}

/// How wide the window is, in CSS pixels: a telephone and a desk.
const WIDTHS: [u32; 2] = [320, 1100];

/// The paper and the words of a reading system, in the light and in the dark; Chromium's number for each.
const LIGHTS: [(&str, &str, &str); 2] = [("1", "#f4ecd8", "#000000"), ("0", "#242424", "#e6e6e6")];

#[test]
fn chromium_finds_the_words_of_the_books_legible() {
    let books = editions(".epub").into_iter().map(|path| sample().read(&path)).collect::<Vec<_>>();
    let Some((met, faint)) = faint_in_chromium(&books) else { return };
    assert_eq!(faint, [""; 0]);
    assert!(met > 1000, "only {met} runs of words were looked at");
}

#[test]
fn chromium_finds_what_is_planted() {
    // Pale brands are adapted by the styles: what is legible stays so.
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/low-contrast/in"));
    project.run(&["build", "--languages", "en"]).expect(0);
    let adapted = project.read("out/note/note.en.epub");
    // A style that takes the brand's colour as it is.
    project.write("templates/brand/own.css", "h2 { color: brand(primary); }\n");
    let run = project.run(&["build", "--languages", "en"]).expect(0);
    assert!(run.stderr.contains("own.css:1:13"), "{}", run.stderr);
    let planted = project.read("out/note/note.en.epub");
    let Some((_, faint)) = faint_in_chromium(&[adapted]) else { return };
    assert_eq!(faint, [""; 0]);
    let (_, faint) = faint_in_chromium(&[planted]).expect("it was there before");
    assert!(!faint.is_empty() && faint.iter().all(|line| line.contains("#c9b458 on #f4ecd8")), "{faint:?}");
}

/// How many runs of words Chromium shows of these books, and those that can hardly be told from their ground; `None`
/// without Chromium.
fn faint_in_chromium(books: &[Vec<u8>]) -> Option<(usize, Vec<String>)> {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let mut pages = Vec::new();
    for (number, book) in books.iter().enumerate() {
        let own = unpacked(book, &folder.path().join(number.to_string()));
        pages.extend(own.iter().map(|page| format!("{number}/{page}")));
    }
    assert!(!pages.is_empty(), "books without pages");
    let (mut met, mut faint) = (0, Vec::new());
    for (scheme, paper, words) in LIGHTS {
        let frames: String = WIDTHS
            .iter()
            .flat_map(|width| {
                pages.iter().map(move |page| {
                    format!("<iframe width=\"{width}\" height=\"600\" src=\"{page}\"></iframe>\n")
                })
            })
            .collect();
        let index = format!(
            "<!DOCTYPE html><html><body>{frames}<script>const paper = \"{paper}\", words = \"{words}\", dark = {};{READER}</script></body></html>",
            scheme == "0"
        );
        let path = folder.path().join("index.html");
        fs::write(&path, index).expect("a file");
        let seen = dump(&path, folder.path(), scheme)?;
        let (_, report) = seen.split_once("<pre id=\"report\">").expect("the script ran to its end");
        let (report, _) = report.split_once("</pre>").expect("a whole report");
        let (count, lines) = report.split_once('\n').unwrap_or((report, ""));
        met += count.parse::<usize>().expect("a number");
        faint.extend(lines.lines().map(str::to_owned));
    }
    Some((met, faint))
}

/// Unpacks a book into a folder and gives the paths of its pages in it.
pub(super) fn unpacked(book: &[u8], folder: &Path) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("a ZIP file");
    let mut pages = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        let path = folder.join(file.name());
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("readable bytes");
        fs::write(&path, bytes).expect("a file");
        if file.name().ends_with(".xhtml") {
            pages.push(file.name().to_owned());
        }
    }
    pages
}

/// A page as Chromium leaves it when its scripts have run.
pub(super) fn dump(page: &Path, folder: &Path, scheme: &str) -> Option<String> {
    let (profile, scheme) =
        (folder.join("profile"), format!("--blink-settings=preferredColorScheme={scheme}"));
    let (profile, address) =
        (format!("--user-data-dir={}", profile.display()), format!("file://{}", page.display()));
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--allow-file-access-from-files",
        "--virtual-time-budget=60000",
        &profile,
        &scheme,
        "--dump-dom",
        &address,
    ];
    tool("chromium", "chromium", &arguments)
}

/// Reads each run of words of all frames.
const READER: &str = include_str!("contrast.js");
