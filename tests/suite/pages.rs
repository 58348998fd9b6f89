//! What a designer would measure on the pages: columns that stay abreast, headings that are not stranded, nothing that
//! runs over.

use super::{editions, laid_out, sample, tool};

/// A line of words on a page, in points from the top left corner.
#[derive(Debug)]
pub struct Line {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub text: String,
}

/// The lines of each page, from poppler's layout analysis.
pub fn lines(pdf: &str) -> Option<Vec<Vec<Line>>> {
    let path = sample().root().join(pdf);
    let layout = tool("pdftotext", "poppler-utils", &["-bbox-layout", &path.to_string_lossy(), "-"])?;
    let attribute = |tag: &str, name: &str| -> f64 {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("an attribute");
        rest.split_once('"').expect("a closed value").0.parse().expect("a number")
    };
    let pages = layout.split("<page ").skip(1).map(|page| {
        page.split("<line ")
            .skip(1)
            .map(|line| {
                let (tag, rest) = line.split_once('>').expect("a tag ends");
                let rest = rest.split_once("</line>").map_or(rest, |(line, _)| line);
                let words = rest.split("</word>").filter_map(|word| Some(word.rsplit_once('>')?.1));
                Line {
                    left: attribute(tag, "xMin"),
                    right: attribute(tag, "xMax"),
                    top: attribute(tag, "yMin"),
                    bottom: attribute(tag, "yMax"),
                    text: words.collect::<Vec<_>>().join(" "),
                }
            })
            .collect()
    });
    Some(pages.collect())
}

/// A4 in points.
pub const WIDTH: f64 = 595.28;
const HEIGHT: f64 = 841.89;

/// Every PDF of the sample house, in all layouts.
fn all_editions() -> impl Iterator<Item = String> {
    let others = ["sequence", "facing"].into_iter().flat_map(|layout| laid_out(layout, ".pdf"));
    editions(".pdf").into_iter().chain(others)
}

#[test]
fn nothing_runs_over_the_margins() {
    for pdf in all_editions() {
        let Some(pages) = lines(&pdf) else { return };
        for line in pages.iter().flatten() {
            let inside = line.left > 50.0
                && line.right < WIDTH - 50.0
                && line.top > 25.0
                && line.bottom < HEIGHT - 25.0;
            assert!(inside, "{pdf}: {line:?}");
        }
    }
}

/// The first lines of passages that stand side by side, found by their words.
pub const PAIRS: &[(&str, &str, &str)] = &[
    ("inclusive-digitalisation", "La pandémie de COVID-19", "The COVID-19 pandemic has"),
    ("inclusive-digitalisation", "CGLU s’engage", "UCLG is committed"),
    ("inclusive-digitalisation", "Questions d’orientation", "Guiding questions"),
    ("inclusive-digitalisation", "En quoi notre", "How has our"),
    ("inclusive-digitalisation", "Comment la numérisation", "How can digitalisation"),
    ("smart-territories", "Le monde a changé", "The world has changed"),
    ("smart-territories", "Cette session examinera", "This session will"),
    ("smart-territories", "Modératrice", "Moderator"),
    ("smart-territories", "secrétaire générale de CGLU", "Secretary-General of UCLG"),
    ("smart-territories", "adjointe au maire", "Deputy Mayor"),
];

#[test]
fn first_baselines_of_a_pair_agree_within_half_a_point() {
    for (note, french, english) in PAIRS {
        let Some(pages) = lines(&format!("out/{note}/{note}.fr-en.pdf")) else { return };
        let find = |words: &str, left: bool| {
            pages.iter().enumerate().find_map(|(page, lines)| {
                // A list's number may stand on the line of its words.
                let line = lines
                    .iter()
                    .find(|line| (line.left < WIDTH / 2.0 - 20.0) == left && line.text.contains(words));
                // A line over both columns is one line on one baseline for poppler.
                let line = line.or_else(|| lines.iter().find(|line| line.text.contains(words)));
                line.map(|line| (page, line.bottom))
            })
        };
        let left = find(french, true).unwrap_or_else(|| panic!("{note} lacks '{french}'"));
        let right = find(english, false).unwrap_or_else(|| panic!("{note} lacks '{english}'"));
        assert_eq!(left.0, right.0, "{note}: '{french}' and '{english}' stand on different pages");
        assert!((left.1 - right.1).abs() <= 0.5, "{note}: '{french}' at {left:?}, '{english}' at {right:?}");
    }
}

#[test]
fn no_heading_is_stranded_at_the_foot_of_a_page() {
    let headings = [
        // "Agenda" and "Programme" begin other lines too; the headings that follow them are looked at.
        "Contexte et objectifs",
        "Questions d’orientation",
        "Guiding questions",
        "Background and aims",
        "Programme",
        "Modératrice",
        "Moderator",
        "Voix des gouvernements",
        "Voices of local",
        "Contexto y objetivos",
        "Preguntas orientativas",
        "أسئلة توجيهية",
    ];
    for pdf in all_editions() {
        let Some(pages) = lines(&pdf) else { return };
        for (index, page) in pages.iter().enumerate() {
            for heading in page.iter().filter(|line| {
                headings
                    .iter()
                    .any(|words| line.text.starts_with(words) && line.text.len() < words.len() + 45)
            }) {
                let follows = page.iter().any(|line| {
                    line.top > heading.bottom && line.top < heading.bottom + 60.0 && line.bottom < 775.0
                });
                assert!(follows, "{pdf}: '{}' is the last on page {}", heading.text, index + 1);
            }
        }
    }
}

#[test]
fn a_list_stays_one_list_in_the_tags() {
    for tag in ["fr", "en", "es", "ar", "fr-en", "en-es", "fr-ar"] {
        let pdf =
            sample().root().join(format!("out/inclusive-digitalisation/inclusive-digitalisation.{tag}.pdf"));
        let Some(tree) = tool("pdfinfo", "poppler-utils", &["-struct", &pdf.to_string_lossy()]) else {
            return;
        };
        let count =
            |tag: &str| tree.lines().filter(|line| line.split_whitespace().next() == Some(tag)).count();
        assert_eq!((count("L"), count("LI")), (1, 6), "{tag}:\n{tree}");
    }
}
