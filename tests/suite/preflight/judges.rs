//! What other tools say of the sound file and of each planted defect, beside the verdict on it.

use super::control::control;
use super::{clauses, examine, table};
use crate::tool;
use diptych::crew;
use diptych::model::Outcome;
use std::collections::BTreeSet;
use std::process::Command;
use tempfile::TempDir;

/// Where a tool is content with less than a printing house, and what it does not see.
const KNOWN: &[(&str, &str, &str)] = &[
    ("qpdf", "a page's content cannot be unpacked", "qpdf leaves filters that it does not know alone"),
    ("qpdf", "a drawing ends early", "qpdf reads the contents of pages alone"),
    (
        "qpdf",
        "a page's content is missing",
        "what is missing is null (ISO 32000-1, 7.3.10), and a page blank",
    ),
    ("qpdf", "a wrong number of pages", "qpdf counts them itself"),
    ("mutool", "a wrong number of pages", "MuPDF believes the number"),
    ("pdfinfo", "an empty form", "poppler does not count the fields"),
    ("pdffonts", "an empty font", "poppler does not look into the font"),
];

/// What a tool says of a clause: that it holds, or not.
struct Said {
    tool: &'static str,
    clause: &'static str,
    holds: bool,
}

/// A tool's words; nothing where it refuses the file.
fn ask(name: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(name).args(arguments).output().expect("the tool starts");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn said(path: &str) -> Vec<Said> {
    let mut said = Vec::new();
    measured(path, &mut said);
    let mut add = |tool, clause, holds| said.push(Said { tool, clause, holds });
    add("qpdf", "readable", ask("qpdf", &["--check", path]).is_some());
    if let Some(fonts) = ask("pdffonts", &[path]) {
        // name, type, encoding, emb, sub, uni, object in two words or [none]: name and type may hold spaces.
        let embedded = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let object = if line.trim_end().ends_with(']') { 1 } else { 2 };
            words.iter().rev().nth(object + 2).is_some_and(|word| *word == "yes")
        };
        add("pdffonts", "fonts-embedded", fonts.lines().skip(2).all(embedded));
    }
    let Some(info) = ask("pdfinfo", &["-box", "-f", "1", "-l", "9", path]) else {
        add("pdfinfo", "readable", false);
        return said;
    };
    let line = |key: &str| info.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    add("pdfinfo", "encryption", line("Encrypted:").is_some_and(|value| value.starts_with("no")));
    add("pdfinfo", "forms", line("Form:") == Some("none"));
    if line("JavaScript:") == Some("yes") {
        add("pdfinfo", "actions", false);
    }
    if line("PDF version:").is_some_and(|version| version > "1.6") {
        add("pdfinfo", "pdf-version", false);
    }
    let pages: Vec<_> = info.lines().filter_map(|line| line.strip_prefix("Page ")).collect();
    let values = |key: &str| -> Vec<Vec<f64>> {
        let of = pages.iter().filter_map(|line| line.split_once(key));
        of.map(|(_, value)| value.split_whitespace().filter_map(|side| side.parse().ok()).collect()).collect()
    };
    add("pdfinfo", "page-turn", values("rot:").iter().all(|turn| turn[..] == [0.0]));
    let (trims, bleeds, media) = (values("TrimBox:"), values("BleedBox:"), values("MediaBox:"));
    let room = |inner: &[f64], outer: &[f64]| {
        let sides = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]];
        sides.into_iter().fold(f64::INFINITY, f64::min)
    };
    let least = |inner: &[Vec<f64>], outer: &[Vec<f64>]| {
        inner.iter().zip(outer).map(|(inner, outer)| room(inner, outer)).fold(f64::INFINITY, f64::min)
    };
    add("pdfinfo", "bleed-box", least(&trims, &bleeds) * 25.4 / 72.0 >= 2.99);
    add("pdfinfo", "box-order", least(&trims, &bleeds) >= 0.0 && least(&bleeds, &media) >= 0.0);
    let size = |trim: &Vec<f64>| ((trim[2] - trim[0]).round() as i64, (trim[3] - trim[1]).round() as i64);
    add("pdfinfo", "page-size", trims.iter().map(size).collect::<BTreeSet<_>>().len() == 1);
    said
}

/// The boxes of the pages as MuPDF reads them: only those that are there.
fn measured(path: &str, said: &mut Vec<Said>) {
    let Some(told) = ask("mutool", &["pages", path]) else { return };
    let pages: Vec<&str> = told.split("<page ").skip(1).collect();
    let rectangle = |page: &str, name: &str| -> Option<[f64; 4]> {
        let (_, line) = page.split_once(&format!("<{name} "))?;
        let line = line.lines().next()?;
        let side = |key: &str| line.split_once(&format!("{key}=\""))?.1.split('"').next()?.parse().ok();
        Some([side("l")?, side("b")?, side("r")?, side("t")?])
    };
    let room = |inner: [f64; 4], outer: [f64; 4]| {
        let sides = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]];
        sides.into_iter().fold(f64::INFINITY, f64::min)
    };
    let every = |holds: &dyn Fn(&str) -> bool| pages.iter().all(|page| holds(page));
    let mut add = |clause, holds| said.push(Said { tool: "mutool", clause, holds });
    add(
        "trim-box",
        every(&|page| rectangle(page, "TrimBox").is_some() && rectangle(page, "ArtBox").is_none()),
    );
    add(
        "bleed-box",
        every(&|page| {
            let boxes = rectangle(page, "TrimBox").zip(rectangle(page, "BleedBox"));
            boxes.is_some_and(|(trim, bleed)| room(trim, bleed) * 25.4 / 72.0 >= 2.99)
        }),
    );
    let within = |page: &str, inner: &str, outer: &str| {
        let boxes = rectangle(page, inner).zip(rectangle(page, outer));
        boxes.is_none_or(|(inner, outer)| room(inner, outer) >= -0.01)
    };
    let order =
        [("TrimBox", "BleedBox"), ("BleedBox", "MediaBox"), ("TrimBox", "MediaBox"), ("BleedBox", "CropBox")];
    add("box-order", every(&|page| order.iter().all(|(inner, outer)| within(page, inner, outer))));
    // What a page inherits, it does not tell.
    if pages.iter().any(|page| page.contains("<UserUnit")) {
        add("page-turn", false);
    }
}

/// Poppler takes other boxes for those that are missing, tells of no unit, and takes the crop box for the bleed.
const BY_DEFAULT: &[&str] =
    &["no trim box", "no bleed box", "a crop box that cuts the bleed off", "a bleed box beyond the sheet"];

#[test]
fn other_tools_say_the_same() {
    let tools = [
        ("qpdf", "qpdf"),
        ("pdfinfo", "poppler-utils"),
        ("pdffonts", "poppler-utils"),
        ("mutool", "mupdf-tools"),
    ];
    for (name, package) in tools {
        let version = if name == "qpdf" { "--version" } else { "-v" };
        if tool(name, package, &[version]).is_none() {
            return;
        }
    }
    let folder = TempDir::new().expect("a folder");
    let defects: Vec<_> = ["structure.tsv", "sound.tsv"].into_iter().flat_map(table).enumerate().collect();
    let judged = crew::work(4, &defects, |(index, defect)| {
        let path = folder.path().join(format!("{index}.pdf"));
        let planted = control(&defect.edits);
        std::fs::write(&path, &planted.bytes).expect("a file");
        (clauses(&examine(&planted), Outcome::Fail), said(path.to_str().expect("a path of letters")))
    });
    let (mut wrong, mut rejected) = (Vec::new(), BTreeSet::new());
    for ((_, defect), (failed, said)) in defects.iter().zip(judged) {
        for Said { tool, clause, holds } in said {
            let known = KNOWN.iter().any(|(name, words, _)| *name == tool && *words == defect.words);
            let boxes = tool == "pdfinfo" && (clause.contains("box") || clause == "page-size");
            if known || boxes && BY_DEFAULT.contains(&defect.words.as_str()) {
                continue;
            }
            let scaled = tool == "pdfinfo" && defect.words.contains("scaled");
            if !holds {
                rejected.insert((tool, clause));
            }
            if holds == failed.contains(clause) && !(scaled && clause == "page-turn") {
                wrong.push(format!("{}: {tool} says {holds} of {clause}", defect.words));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Each tool rejects what it judges.
    let judged = [
        ("qpdf", "readable"),
        ("pdffonts", "fonts-embedded"),
        ("mutool", "trim-box"),
        ("mutool", "bleed-box"),
        ("mutool", "box-order"),
        ("mutool", "page-turn"),
        ("pdfinfo", "encryption"),
        ("pdfinfo", "actions"),
        ("pdfinfo", "pdf-version"),
        ("pdfinfo", "forms"),
        ("pdfinfo", "page-turn"),
        ("pdfinfo", "bleed-box"),
        ("pdfinfo", "box-order"),
        ("pdfinfo", "page-size"),
    ];
    let lacking: Vec<_> = judged.iter().filter(|judged| !rejected.contains(judged)).collect();
    assert!(lacking.is_empty(), "{lacking:?} is never rejected");
}
