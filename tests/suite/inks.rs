//! The print edition in inks, judged by programs that nobody here wrote: Ghostscript for the plates, qpdf for the objects,
//! poppler for the pictures.

use super::{Project, repository, tool};
use std::fs;

/// A project whose print editions are built.
fn printed(project: Project) -> Project {
    project.run(&["build", "--deny-warnings", "--media", "print"]).expect(0);
    project
}

/// The small house, all of it in black.
fn in_black() -> Project {
    let project = Project::copy_of("tests/house");
    project.change("sources/house.yaml", "media: [screen, epub]", "media: [print]");
    project.change("sources/house.yaml", "languages: [fr, en, fr-en]", "languages: [fr-en]");
    // Marks are on all plates.
    project.change("sources/house.yaml", "issued:", "print: {marks: false}\nissued:");
    project.write(
        "sources/_brand.yml",
        "color: {foreground: \"#16202e\", primary: \"#16202e\", secondary: \"#000000\"}\n",
    );
    project
}

/// The path of a file of a project, as tools take it.
fn path(project: &Project, file: &str) -> String {
    project.root().join(file).to_string_lossy().into_owned()
}

const NOTE: &str = "out/note/note.fr-en.print.pdf";

/// The parts of the pages that cyan, magenta, yellow and black cover, in per cent, as Ghostscript counts them.
fn coverage(project: &Project) -> Option<Vec<[f64; 4]>> {
    let said = tool(
        "gs",
        "ghostscript",
        &["-q", "-dUseTrimBox", "-o", "-", "-sDEVICE=inkcov", &path(project, NOTE)],
    )?;
    let page = |line: &str| {
        let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        numbers.try_into().ok()
    };
    Some(said.lines().filter_map(page).collect())
}

#[test]
fn words_in_black_stand_on_one_plate() {
    let black = printed(in_black());
    let Some(pages) = coverage(&black) else { return };
    assert!(!pages.is_empty());
    for [cyan, magenta, yellow, black] in pages {
        assert_eq!([cyan, magenta, yellow], [0.0; 3], "words stand on the plates of colours");
        assert!(black > 0.005, "nothing is printed");
    }
    // A colour is seen by the same means.
    let colored = in_black();
    let brand = "color: {foreground: \"#16202e\", primary: \"#12395b\", secondary: \"#000000\"}\ndefaults: {diptych: {inks: {primary: {cmyk: [100, 70, 25, 45]}}}}\n";
    colored.write("sources/_brand.yml", brand);
    let pages = coverage(&printed(colored)).unwrap_or_default();
    assert!(pages.iter().any(|[cyan, ..]| *cyan > 0.0), "{pages:?}");
}

#[test]
fn spot_colours_have_plates_of_their_own_and_nothing_is_left_of_the_screen() {
    let project = Project::copy_of("tests/brands/harbour");
    project.overlay_at("sources", &repository().join("sources"));
    project.overlay(&repository().join("tests/brands/harbour"));
    project.change("sources/house.yaml", "media: [screen, print, epub]", "media: [print]\ncover: true");
    project.run(&["build", "--deny-warnings", "--note", "smart-territories"]).expect(0);
    let file = "out/smart-territories/smart-territories.fr-en.print.pdf";
    let pdf = path(&project, file);
    if let Some(text) =
        tool("qpdf", "qpdf", &["--qdf", "--object-streams=disable", &pdf, &path(&project, "plain.pdf")])
    {
        assert_eq!(text, "");
        let plain = fs::read(project.root().join("plain.pdf")).expect("a file");
        let plain = String::from_utf8_lossy(&plain).into_owned();
        for wrong in
            ["/DeviceRGB", "/CalRGB", "/N 3\n", "/Annot", "/OpenAction", "/Outlines", "/EmbeddedFile"]
        {
            assert!(!plain.contains(wrong), "{wrong} is in {file}");
        }
        let screen = |line: &str| [" rg", " RG"].iter().any(|end| line.ends_with(end));
        assert!(!plain.lines().any(screen), "a colour of the screen is in {file}");
        for right in
            ["/GTS_PDFX", "(FOGRA39)", "<pdfxid:GTS_PDFXVersion>PDF/X-4<", "/Trapped /False", "/BleedBox"]
        {
            assert!(plain.contains(right), "{right} is missing from {file}");
        }
    }
    let plates = path(&project, "plate%d.tif");
    let arguments = ["-q", "-o", &plates, "-r36", "-sDEVICE=tiffsep", &pdf];
    if tool("gs", "ghostscript", &arguments).is_some() {
        for ink in ["Cyan", "Black", "PANTONE 1665 C", "PANTONE 3308 C"] {
            assert!(project.exists(&format!("plate1({ink}).tif")), "no plate of {ink}");
        }
    }
}

#[test]
fn pictures_are_in_inks_and_the_same_bytes_come_again() {
    let built = |jobs: &str| {
        let project = Project::copy_of("tests/house");
        project.overlay(&repository().join("tests/notes/rich/in"));
        project.change("sources/house.yaml", "media: [screen, epub]", "media: [print]");
        project.run(&["build", "--languages", "fr-en", "--jobs", jobs]).expect(0);
        project
    };
    let project = built("2");
    if let Some(list) = tool("pdfimages", "poppler-utils", &["-list", &path(&project, NOTE)]) {
        let pictures: Vec<&str> = list.lines().skip(2).collect();
        assert!(!pictures.is_empty());
        assert!(pictures.iter().all(|line| line.contains(" cmyk ") || line.contains(" gray ")), "{list}");
    }
    assert!(project.read(NOTE) == built("1").read(NOTE), "the bytes differ");
}
