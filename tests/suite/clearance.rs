//! The clear space of a logo (`defaults.diptych.logo.clear`), read from the pixels around it on the first pages of the brand
//! `tests/brands/harbour`: nothing stands in it, on a dark masthead and on a light one.

use super::{Project, repository, tool};
use image::RgbImage;
use std::fs;

/// Pixels an inch, and how many there are in some millimetres.
const RESOLUTION: f64 = 200.0;
fn pixels(millimetres: f64) -> u32 {
    (millimetres / 25.4 * RESOLUTION).round() as u32
}

/// What the brand asks for, and how large a masthead sets its logo of 210 by 50, in millimetres.
const CLEAR: f64 = 4.0;
const SIZE: (f64, f64) = (46.2, 11.0);

/// Smart territories in the harbour's brand, with one thing changed in each of some files.
fn dressed(changes: &[(&str, &str, &str)]) -> Project {
    let project = Project::copy_of("tests/brands/harbour");
    project.overlay_at("sources", &repository().join("sources"));
    project.overlay(&repository().join("tests/brands/harbour"));
    for (file, old, new) in changes {
        if file.starts_with("templates") {
            project.write(file, &fs::read_to_string(repository().join(file)).expect("a template"));
        }
        project.change(file, old, new);
    }
    project.run(&["build", "--note", "smart-territories", "--media", "screen"]).expect(0);
    project
}

/// The first page of an edition; `None`, said aloud, without poppler.
fn first_page(project: &Project, edition: &str) -> Option<RgbImage> {
    let path = |name: &str| project.root().join(name).to_string_lossy().into_owned();
    let pdf = path(&format!("out/smart-territories/smart-territories.{edition}.pdf"));
    let (stem, resolution) = (path("page"), RESOLUTION.to_string());
    tool("pdftoppm", "poppler-utils", &["-singlefile", "-png", "-r", &resolution, &pdf, &stem])?;
    Some(image::open(format!("{stem}.png")).expect("a picture").to_rgb8())
}

/// The pixels of another colour than the ground in the clear space of a logo whose upper left corner is at a margin, in
/// millimetres; the logo itself must be there.
fn trespassers(page: &RgbImage, (left, top): (f64, f64)) -> usize {
    let box_of = |grown: f64| {
        let columns = pixels(left - grown)..pixels(left + SIZE.0 + grown);
        (columns, pixels(top - grown)..pixels(top + SIZE.1 + grown))
    };
    let ground = page.get_pixel(pixels(left - CLEAR), pixels(top - CLEAR));
    // A pixel of each edge may belong to both sides.
    let ((own, own_rows), (columns, rows)) = (box_of(0.2), box_of(CLEAR - 0.2));
    let (mut near, mut within) = (0, 0);
    for (x, y) in rows.flat_map(|y| columns.clone().map(move |x| (x, y))) {
        let is_ink = page.get_pixel(x, y).0.iter().zip(ground.0).any(|(one, other)| one.abs_diff(other) > 24);
        let counted = if own.contains(&x) && own_rows.contains(&y) { &mut within } else { &mut near };
        *counted += usize::from(is_ink);
    }
    assert!(within > 2000, "no logo: {within} pixels");
    near
}

/// The editions that are looked at, and their margins.
const MARGINS: [(&str, (f64, f64)); 2] = [("en", (38.0, 27.0)), ("fr-en", (20.0, 25.0))];
const LIGHT: (&str, &str, &str) = ("sources/_brand.yml", "masthead: dark", "masthead: light");

#[test]
fn nothing_stands_in_the_clear_space_of_a_logo() {
    for changes in [&[][..], &[LIGHT]] {
        let project = dressed(changes);
        for (edition, margin) in MARGINS {
            let Some(page) = first_page(&project, edition) else { return };
            assert_eq!(trespassers(&page, margin), 0, "{edition} {changes:?}");
        }
    }
}

#[test]
fn a_neighbour_too_near_is_seen() {
    for changes in [
        // The kind of session comes up to the logo.
        &[("templates/brand/band.typ", "below: 12mm * brand.sheet.scale, wordmark", "below: 1mm, wordmark")]
            [..],
        // The rule forgets the clear space.
        &[LIGHT, ("templates/brand/band.typ", "bottom: beyond(below)", "bottom: 0mm")],
        // Words beside it.
        &[("templates/brand/band.typ", "height: tall))", "height: tall)) + h(2mm) + [PORTS]")],
    ] {
        let project = dressed(changes);
        for (edition, margin) in MARGINS {
            let Some(page) = first_page(&project, edition) else { return };
            assert!(trespassers(&page, margin) > 20, "{edition} {changes:?}");
        }
    }
}

#[test]
fn more_clear_space_than_a_margin_has_moves_the_logo() {
    let wide = ("sources/_brand.yml", "logo: {clear: 4,", "logo: {clear: 30,");
    let project = dressed(&[wide]);
    let Some(page) = first_page(&project, "fr-en") else { return };
    // Thirty millimetres from both edges, and as far from the words below.
    let ground = *page.get_pixel(pixels(2.0), pixels(2.0));
    let is_ink = |x: u32, y: u32| {
        page.get_pixel(x, y).0.iter().zip(ground.0).any(|(one, other)| one.abs_diff(other) > 24)
    };
    let free = |columns: std::ops::Range<u32>, rows: std::ops::Range<u32>| {
        rows.flat_map(|y| columns.clone().map(move |x| (x, y))).all(|(x, y)| !is_ink(x, y))
    };
    assert!(free(1..pixels(29.8), 1..pixels(70.0)) && free(1..pixels(200.0), 1..pixels(29.8)));
    assert!(free(1..pixels(200.0), pixels(41.4)..pixels(70.8)));
    assert!(!free(pixels(30.0)..pixels(77.0), pixels(30.0)..pixels(41.0)));
}
