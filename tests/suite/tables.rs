//! Tables of two to six columns on every sheet and in every layout: no word of a cell is divided, none stands upon another, none
//! leaves the margins.

use super::breaks::SHEETS;
use super::contrast::{dump, unpacked};
use super::judges::{PROFILES, failures};
use super::{Project, repository, tool};
use std::fs;

/// The narrowest margin of a sheet in one language, in two side by side, and on facing pages, in millimetres.
const MARGINS: &[(&str, [f64; 3])] = &[
    ("paper: a4\nlarge-print", [22.0; 3]),
    ("paper: letter\nlarge-print", [22.0; 3]),
    ("paper: a5\nlarge-print", [13.0; 3]),
    ("paper: a4", [34.0, 20.0, 20.0]),
    ("paper: letter", [37.0, 22.0, 22.0]),
    ("paper: a5", [19.0, 13.0, 13.0]),
];

/// How far words may be set beyond what is asked of them, in points: marks at the ends of lines hang.
const SLACK: f64 = 1.5;

/// A word on a page, in points from the upper left corner.
struct Word {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

/// The words of each page with the page's width; `None` without poppler.
fn pages(pdf: &str) -> Option<Vec<(f64, Vec<Word>)>> {
    let boxes = tool("pdftotext", "poppler-utils", &["-bbox", pdf, "-"])?;
    let number = |tag: &str, name: &str| -> f64 {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("an attribute");
        rest.split_once('"').expect("a closed value").0.parse().expect("a number")
    };
    let word = |tag: &str| {
        let text = tag.split_once("</word>")?.0.split_once('>')?.1.to_owned();
        let [left, right, top, bottom] = ["xMin", "xMax", "yMin", "yMax"].map(|side| number(tag, side));
        Some(Word { left, right, top, bottom, text })
    };
    let page = |page: &str| (number(page, "width"), page.split("<word ").skip(1).filter_map(word).collect());
    Some(boxes.split("<page ").skip(1).map(page).collect())
}

/// The words of all tables of a language.
fn cells(project: &Project, language: &str) -> Vec<String> {
    let prose = fs::read_to_string(project.root().join(format!("sources/note/{language}.md")));
    let prose = prose.expect("prose");
    let rows = prose.lines().filter(|line| line.starts_with('|') && !line.starts_with("|-"));
    rows.flat_map(|row| row.split(['|', ' ']))
        .map(|word| word.split('[').next().unwrap_or_default().to_owned())
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect()
}

/// What is wrong with the words of an edition.
fn faults(pages: &[(f64, Vec<Word>)], cells: &[String], margin: f64) -> Vec<String> {
    let mut found = Vec::new();
    for cell in cells {
        // The number of a note stands at the end of its word.
        let is = |word: &Word| word.text.trim_end_matches(|sign: char| sign.is_numeric()) == cell;
        if !pages.iter().any(|(_, words)| words.iter().any(is)) {
            found.push(format!("'{cell}' is divided"));
        }
    }
    for (index, (width, words)) in pages.iter().enumerate() {
        let at = |word: &Word| format!("'{}' on page {}", word.text, index + 1);
        for (count, word) in words.iter().enumerate() {
            if word.left < margin - SLACK || word.right > width - margin + SLACK {
                found.push(format!("{} stands in the margin", at(word)));
            }
            let height = word.bottom - word.top;
            let meets = |other: &&Word| {
                let across = word.right.min(other.right) - word.left.max(other.left);
                let down = word.bottom.min(other.bottom) - word.top.max(other.top);
                across > SLACK && down > 0.5 * height
            };
            if let Some(other) = words[count + 1..].iter().find(meets) {
                found.push(format!("{} stands upon '{}'", at(word), other.text));
            }
        }
    }
    found
}

/// All faults of all editions on the sheets of a paper; `None` without poppler.
fn on_sheets(paper: &str, project: &Project) -> Option<Vec<String>> {
    let house = fs::read_to_string(repository().join("tests/tables/in/sources/house.yaml")).expect("a house");
    let mut found = Vec::new();
    for (sheet, languages, _) in SHEETS.iter().filter(|(sheet, ..)| sheet.contains(paper)) {
        // A cover bleeds: its words have margins of their own.
        let sheet = sheet.replace("\ncover: true", "");
        project.write("sources/house.yaml", &format!("{house}{sheet}\n"));
        let run = project
            .run(&["build", "--deny-warnings", "--media", "screen", "--languages", languages])
            .expect(0);
        let (_, margins) = MARGINS.iter().find(|(own, _)| sheet.starts_with(own)).expect("a margin");
        for path in run.stdout.lines() {
            let tag = path.split('.').nth(1).expect("languages");
            let column = if sheet.contains("facing") { 2 } else { usize::from(tag.contains('-')) };
            let pages = pages(&project.root().join(path).to_string_lossy())?;
            let cells: Vec<String> = tag.split('-').flat_map(|language| cells(project, language)).collect();
            let faults = faults(&pages, &cells, margins[column] * 72.0 / 25.4);
            found.extend(faults.iter().map(|fault| format!("{sheet:?} {tag}: {fault}")));
            for profile in PROFILES {
                let said = failures(&project.read(path), profile);
                found.extend(said.iter().map(|said| format!("{sheet:?} {tag} {profile:?}: {said}")));
            }
        }
    }
    Some(found)
}

#[test]
fn tables_of_many_columns_stay_legible_on_every_sheet() {
    let project = Project::copy_of("tests/tables/in");
    let Some(found) = on_sheets("", &project) else { return };
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    // As the engine spreads columns by itself, words fall upon each other and into the margins.
    let project = Project::copy_of("tests/tables/in");
    let plain = "#let chart(brand, alignment, header, rows, across: none) = {\n  set text(hyphenate: false)\n  \
                 table(columns: header.len(), table.header(..header), ..rows.flatten())\n}\n";
    project.write("templates/brand/own.typ", plain);
    let found = on_sheets("a5", &project).expect("poppler is there");
    let many = |what: &str| found.iter().filter(|fault| fault.contains(what)).count();
    assert!(many("in the margin") > 10 && many("stands upon") > 30, "{found:#?}");
    // And as it divides words.
    project.write("templates/brand/own.typ", &plain.replace("hyphenate: false", "hyphenate: true"));
    let found = on_sheets("a5", &project).expect("poppler is there");
    assert!(found.iter().filter(|fault| fault.contains("is divided")).count() > 5, "{found:#?}");
}

#[test]
fn columns_under_each_other_are_headed_by_their_names() {
    let project = Project::copy_of("tests/tables/in");
    let house = fs::read_to_string(repository().join("tests/tables/in/sources/house.yaml"));
    project.write("sources/house.yaml", &format!("{}paper: a5\n", house.expect("a house")));
    project.run(&["build", "--media", "screen", "--languages", "en"]).expect(0);
    let pdf = project.root().join("out/note/note.en.pdf");
    let tags = tool("pdfinfo", "poppler-utils", &["-struct-text", &pdf.to_string_lossy()]);
    let Some(tags) = tags else { return };
    let tags = tags.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let head = |scope: &str, word: &str| {
        tags.split("TH <").skip(1).any(|cell| {
            let cell = cell.split(" TD").next().unwrap_or_default();
            cell.contains(&format!("/Scope /{scope}")) && cell.contains(&format!("\"{word}\""))
        })
    };
    assert!(head("Column", "Quito") && head("Row", "Deadline") && head("Column", "Deadline"), "{tags}");
}

/// The widths of windows in which books are read, in CSS pixels.
const WINDOWS: [u32; 5] = [280, 360, 500, 660, 1100];

/// Says of each window in which a table is wider than the page, or a cell narrower than its words.
const RULER: &str = r#"
window.addEventListener("load", () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const view = frame.contentWindow, file = frame.contentDocument, body = view.getComputedStyle(file.body);
    const room = file.body.clientWidth - parseFloat(body.paddingLeft) - parseFloat(body.paddingRight);
    for (const table of file.querySelectorAll("table")) {
      const cells = [table, ...table.querySelectorAll("td")];
      const wide = table.getBoundingClientRect().width > room + 1 || cells.some(cell => cell.scrollWidth > cell.clientWidth + 1);
      if (wide) found.push(view.innerWidth + "px: " + table.querySelectorAll("th").length + " columns");
    }
    if (file.querySelectorAll("table").length < 5) found.push("no tables");
  }
  const report = document.createElement("pre");
  report.id = "report";
  report.textContent = found.join("\n");
  document.body.replaceChildren(report);
});"#;

/// The tables of a project's books that do not fit; `None` without Chromium.
fn too_wide_in_books(project: &Project) -> Option<Vec<String>> {
    let run =
        project.run(&["build", "--deny-warnings", "--media", "epub", "--languages", "fr,fr-en"]).expect(0);
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let mut frames = String::new();
    for (number, path) in run.stdout.lines().enumerate() {
        let pages = unpacked(&project.read(path), &folder.path().join(number.to_string()));
        let page =
            pages.iter().find(|page| page.ends_with("section-tables.xhtml")).expect("a page of tables");
        for width in WINDOWS {
            frames +=
                &format!("<iframe width=\"{width}\" height=\"600\" src=\"{number}/{page}\"></iframe>\n");
        }
    }
    let index = folder.path().join("index.html");
    let text = format!("<!DOCTYPE html><html><body>{frames}<script>{RULER}</script></body></html>");
    fs::write(&index, text).expect("a file");
    let seen = dump(&index, folder.path(), "1")?;
    let (_, report) = seen.split_once("<pre id=\"report\">").expect("the script ran to its end");
    let (report, _) = report.split_once("</pre>").expect("a whole report");
    Some(report.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

#[test]
fn tables_of_books_fit_into_every_window() {
    let project = Project::copy_of("tests/tables/in");
    let Some(found) = too_wide_in_books(&project) else { return };
    assert_eq!(found, [""; 0]);
    // Without the rules for many columns, they do not.
    project.write("templates/brand/tables.css", "td { color: inherit; }\n");
    let found = too_wide_in_books(&project).expect("it was there before");
    assert!(found.len() > 10 && found.iter().any(|line| line.contains("1100px: 6")), "{found:#?}");
}
