//! Marks, judged by the plates that Ghostscript makes: crop and registration marks are on every plate, each ink bears its name,
//! nothing of it comes into the bleed, and no reader of the file's words meets the printer's.

use super::{Project, file, printing};
use crate::{repository, tool};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Points of the plates to an inch, and to a millimetre.
const RESOLUTION: usize = 144;
const MM: f64 = RESOLUTION as f64 / 25.4;

/// One plate: its width, and how much ink is on each point, from 0 to 255.
struct Plate {
    width: usize,
    ink: Vec<u8>,
}

impl Plate {
    /// A TIFF of eight bits of grey, not compressed, as Ghostscript writes it (TIFF 6.0, section 4).
    fn read(tiff: &[u8]) -> Self {
        assert_eq!(&tiff[..4], b"II*\0", "not a TIFF of small ends");
        let number = |at: usize, size: usize| -> usize {
            (0..size).rev().fold(0, |sum, byte| sum << 8 | usize::from(tiff[at + byte]))
        };
        let directory = number(4, 4);
        let field = |tag: usize| -> Vec<usize> {
            let entries = (0..number(directory, 2)).map(|entry| directory + 2 + entry * 12);
            let entry = entries.into_iter().find(|entry| number(*entry, 2) == tag).expect("a field");
            let (size, count) = (if number(entry + 2, 2) == 3 { 2 } else { 4 }, number(entry + 4, 4));
            let start = if size * count <= 4 { entry + 8 } else { number(entry + 8, 4) };
            (0..count).map(|index| number(start + index * size, size)).collect()
        };
        let strips = field(273).into_iter().zip(field(279));
        let grey = strips.flat_map(|(start, length)| tiff[start..start + length].to_vec());
        Self { width: field(256)[0], ink: grey.map(|grey| 255 - grey).collect() }
    }

    /// The most ink within an area, in millimetres from the upper left corner of the sheet.
    fn most(&self, [left, top, right, bottom]: [f64; 4]) -> u8 {
        let [left, top, right, bottom] = [left, top, right, bottom].map(|side| (side * MM) as usize);
        let rows = (top..=bottom).map(|row| &self.ink[row * self.width + left..=row * self.width + right]);
        rows.flatten().copied().max().unwrap_or_default()
    }
}

/// The plates of the first page, by their names.
fn plates(pdf: &Path) -> Option<BTreeMap<String, Plate>> {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let out = format!("-sOutputFile={}", folder.path().join("plate%d.tif").display());
    let resolution = format!("-r{RESOLUTION}");
    let options = ["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-sCompression=none", "-dLastPage=1"];
    let path = pdf.to_string_lossy();
    let arguments: Vec<&str> = options.into_iter().chain([resolution.as_str(), &out, &path]).collect();
    tool("gs", "ghostscript", &arguments)?;
    let mut plates = BTreeMap::new();
    for entry in fs::read_dir(folder.path()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if let Some((_, name)) = name.split_once('(') {
            let tiff = fs::read(&path).expect("a plate");
            plates.insert(name.trim_end_matches(").tif").to_owned(), Plate::read(&tiff));
        }
    }
    Some(plates)
}

/// A house with spot colours, on its smallest paper.
fn harbour(more: &str) -> Project {
    let project = printing("fr-en", &format!("paper: a5\nprint: {{job: GRYPHON 77{more}}}"));
    project.overlay(&repository().join("tests/brands/harbour"));
    project
}

#[test]
fn marks_are_on_every_plate_and_outside_the_bleed() {
    let project = harbour("");
    project.run(&["build"]).expect(0);
    let Some(plates) = plates(&file(&project, "note.fr-en.print.pdf")) else { return };
    let names: Vec<&str> = plates.keys().map(String::as_str).collect();
    assert!(names.len() > 4 && names[4..].iter().any(|name| name.starts_with("PANTONE")), "{names:?}");
    // Of the cut sheet, 13 mm within the file's: the head of a crop mark, the middle of the registration mark above.
    let (width, height) = (148.0, 210.0);
    for (name, plate) in &plates {
        for (mark, [x, y]) in [
            ("a crop mark", [13.0, 6.0]),
            ("a crop mark", [6.0, 13.0]),
            ("a crop mark", [13.0 + width, 20.0 + height]),
            ("a registration mark", [13.0 + width / 2.0, 5.0]),
            ("a registration mark", [13.0 + width / 2.0, 21.0 + height]),
            ("a registration mark", [5.0, 13.0 + height / 2.0]),
            ("a registration mark", [21.0 + width, 13.0 + height / 2.0]),
        ] {
            assert!(plate.most([x - 0.3, y - 0.3, x + 0.3, y + 0.3]) > 60, "{name} lacks {mark} at {x}, {y}");
        }
        // Each plate bears its name, at the head on the right: of a spot colour in the second line.
        assert!(plate.most([95.0, 2.0, 158.0, 9.0]) > 100, "{name} does not say its name");
        // A millimetre of white lies around the bleed, but at the head, where artwork ends in it.
        for white in [
            [10.0 + 0.2, height + 16.3, width + 15.0, height + 16.8],
            [9.2, 13.0, 9.7, height + 13.0],
            [width + 16.3, 13.0, width + 16.8, height + 13.0],
        ] {
            assert_eq!(plate.most(white), 0, "{name} prints at {white:?}");
        }
    }
    // The colour bar: the first field is cyan alone.
    let at_bar = |plate: &str| plates[plate].most([10.0, height + 20.0, 13.0 + 74.0 - 6.0, height + 22.0]);
    for plate in ["Cyan", "Magenta", "Yellow", "Black"] {
        assert_eq!(at_bar(plate), 255, "{plate}");
    }
}

#[test]
fn a_house_may_have_no_marks() {
    let project = harbour(", marks: false");
    project.run(&["build"]).expect(0);
    let pdf = file(&project, "note.fr-en.print.pdf");
    let Some(told) = tool("pdfinfo", "poppler-utils", &["-box", &pdf.to_string_lossy()]) else { return };
    let said = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).expect("a box").trim();
    assert_eq!(said("MediaBox:"), said("BleedBox:"));
}

#[test]
fn the_words_of_the_slug_are_drawn_and_not_read() {
    let project = harbour("");
    project.run(&["build"]).expect(0);
    let pdf = file(&project, "note.fr-en.print.pdf");
    let Some(words) = tool("pdftotext", "poppler-utils", &[&pdf.to_string_lossy(), "-"]) else { return };
    assert!(words.contains("villes de demain"), "{words}");
    for said in ["GRYPHON", "Magenta", "PANTONE", "2026-01-15"] {
        assert!(!words.contains(said), "'{said}' is read");
    }
    let fonts = |path: &Path| tool("pdffonts", "poppler-utils", &[&path.to_string_lossy()]);
    let with = fonts(&pdf).expect("poppler is there");
    let bare = harbour(", marks: false");
    bare.run(&["build"]).expect(0);
    let without = fonts(&file(&bare, "note.fr-en.print.pdf")).expect("poppler is there");
    assert_eq!(with.lines().count(), without.lines().count(), "the slug brings fonts with it");
}
