//! How pages look: one page a layout as a small picture, compared with a tolerance. `SNAPSHOTS=overwrite cargo test --release
//! --test suite pictures` takes them anew, and a person looks at them.
//!
//! A page is set large and reduced, so that a letter weighs the same whichever way its edges are smoothed, and blurred before
//! it is compared. Measured on four pages: two rasterisers of different make (Splash and Cairo) then differ by 21 of 255 at
//! most, a word that is missing by 90, over a hundred pixels.

use super::{Project, laid_out, repository, sample, tool};
use image::{Rgb, RgbImage, imageops};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Pixels an inch of a picture, and how many times as many the page is set with first.
pub const RESOLUTION: u32 = 56;
pub const FINER: u32 = 4;

/// How far a blurred pixel may be off, of 255 in its worst channel, and how many pixels may be farther off.
const TOLERANCE: u8 = 26;
const ALLOWED: usize = 10;
/// Pixels on each side that a pixel is blurred with.
const BLUR: u32 = 2;

/// The name of a picture, and what takes it.
type Picture = (&'static str, fn() -> Option<RgbImage>);

/// The pictures of `tests/pictures/`: a new one is a line here.
const PICTURES: &[Picture] = &[
    ("single", || pages(SPLASH, &of_sample("smart-territories.en.pdf"), &[1])),
    ("columns", || pages(SPLASH, &of_sample("inclusive-digitalisation.fr-en.pdf"), &[1])),
    ("sequence", || pages(SPLASH, &laid_out("sequence", ".pdf")[1], &[4])),
    ("facing", || pages(SPLASH, &laid_out("facing", ".pdf")[0], &[2, 3])),
    ("arabic", || pages(SPLASH, &of_sample("inclusive-digitalisation.ar.pdf"), &[1])),
    ("blocks", || pages(SPLASH, &built("rich", "note.fr.pdf"), &[1])),
    ("a5", || pages(SPLASH, &with("paper: a5", "smart-territories.fr.pdf"), &[1])),
    ("large-print", || pages(SPLASH, &with("large-print: true", "smart-territories.fr.pdf"), &[1])),
    ("cover", || Some(cover(&of_sample("smart-territories.fr-en.epub")))),
];

/// Poppler's two rasterisers.
const SPLASH: &str = "pdftoppm";
const CAIRO: &str = "pdftocairo";

/// The path of an edition of the sample house.
fn of_sample(edition: &str) -> String {
    path_of(sample(), edition)
}

/// An edition of the sample house with a line more in `house.yaml`, in a folder that stays for the other tests.
fn with(line: &str, edition: &str) -> String {
    let project = Project { folder: TempDir::new().expect("a temporary folder") };
    project.overlay_at("sources", &repository().join("sources"));
    let house = fs::read_to_string(repository().join("sources/house.yaml")).expect("a house");
    project.write("sources/house.yaml", &format!("{house}{line}\n"));
    project.run(&["build", "--note", "smart-territories", "--media", "screen"]).expect(0);
    let name: String = line.chars().filter(|sign| sign.is_alphanumeric()).collect();
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{edition}"));
    fs::copy(path_of(&project, edition), &kept).expect("a copy");
    kept.to_string_lossy().into_owned()
}

fn path_of(project: &Project, edition: &str) -> String {
    let note = edition.split('.').next().expect("a name");
    project.root().join("out").join(note).join(edition).to_string_lossy().into_owned()
}

/// An edition of a note of `tests/notes`, in a folder that stays for the other tests.
fn built(case: &str, edition: &str) -> String {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/notes").join(case).join("in"));
    project.run(&["build", "--media", "screen"]).expect(0);
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{case}-{edition}"));
    fs::copy(path_of(&project, edition), &kept).expect("a copy");
    kept.to_string_lossy().into_owned()
}

/// Pages of a PDF side by side; `None`, said aloud, without poppler.
pub fn pages(rasteriser: &str, pdf: &str, numbers: &[usize]) -> Option<RgbImage> {
    let folder = TempDir::new().expect("a temporary folder");
    let pages = numbers.iter().map(|number| {
        let (number, stem) = (number.to_string(), folder.path().join(number.to_string()));
        let (resolution, stem) = ((RESOLUTION * FINER).to_string(), stem.to_string_lossy().into_owned());
        let arguments = ["-singlefile", "-r", &resolution, "-f", &number, "-l", &number, pdf, &stem];
        // Bare pixels are written ten times as fast as PNG, which Cairo wants.
        let format = ["-png"].into_iter().filter(|_| rasteriser == CAIRO);
        tool(rasteriser, "poppler-utils", &format.chain(arguments).collect::<Vec<_>>())?;
        let page = match fs::read(format!("{stem}.ppm")) {
            Ok(bytes) => bare(&bytes),
            Err(_) => image::open(format!("{stem}.png")).expect("a picture").to_rgb8(),
        };
        Some(imageops::thumbnail(&page, page.width() / FINER, page.height() / FINER))
    });
    Some(side_by_side(&pages.collect::<Option<Vec<_>>>()?))
}

/// A picture in the form of PPM: `P6`, width, height and 255 in lines of text, then three bytes a pixel.
fn bare(bytes: &[u8]) -> RgbImage {
    let mut parts = bytes.splitn(4, |byte| *byte == b'\n');
    assert_eq!(parts.next(), Some(b"P6".as_slice()));
    let size = String::from_utf8_lossy(parts.next().expect("a size"));
    let size: Vec<u32> = size.split(' ').map(|side| side.parse().expect("a number")).collect();
    assert_eq!(parts.next(), Some(b"255".as_slice()));
    RgbImage::from_raw(size[0], size[1], parts.next().expect("pixels").to_vec()).expect("as many pixels")
}

/// The cover of a book, at a fifth of its size.
fn cover(epub: &str) -> RgbImage {
    let mut book = zip::ZipArchive::new(Cursor::new(fs::read(epub).expect("a book"))).expect("an archive");
    let name = book.file_names().find(|name| name.ends_with("cover.png")).expect("a cover").to_owned();
    let mut bytes = Vec::new();
    book.by_name(&name).expect("a file").read_to_end(&mut bytes).expect("sound bytes");
    let cover = image::load_from_memory(&bytes).expect("a picture").to_rgb8();
    imageops::thumbnail(&cover, cover.width() / 5, cover.height() / 5)
}

pub fn side_by_side(pictures: &[RgbImage]) -> RgbImage {
    let gap = 6;
    let width = pictures.iter().map(|picture| picture.width() + gap).sum::<u32>() - gap;
    let height = pictures.iter().map(RgbImage::height).max().expect("a picture");
    let mut sheet = RgbImage::from_pixel(width, height, Rgb([200, 204, 210]));
    let mut left = 0;
    for picture in pictures {
        imageops::replace(&mut sheet, picture, i64::from(left), 0);
        left += picture.width() + gap;
    }
    sheet
}

/// Each pixel as the mean of its neighbourhood: sums of all that stands above and left of a pixel give that of any rectangle.
fn blurred(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    let at = |x: u32, y: u32| (y * (width + 1) + x) as usize;
    let mut sums = vec![[0_u32; 3]; at(0, height + 1)];
    for (x, y, pixel) in picture.enumerate_pixels() {
        let (above, left, both) = (sums[at(x + 1, y)], sums[at(x, y + 1)], sums[at(x, y)]);
        sums[at(x + 1, y + 1)] = [0, 1, 2]
            .map(|channel| u32::from(pixel.0[channel]) + above[channel] + left[channel] - both[channel]);
    }
    RgbImage::from_fn(width, height, |x, y| {
        let (left, right) = (x.saturating_sub(BLUR), (x + BLUR + 1).min(width));
        let (top, bottom) = (y.saturating_sub(BLUR), (y + BLUR + 1).min(height));
        let corners = [at(right, bottom), at(left, top), at(left, bottom), at(right, top)].map(|at| sums[at]);
        let count = (right - left) * (bottom - top);
        Rgb([0, 1, 2].map(|channel| {
            let [all, outside, beside, above] = corners.map(|corner| corner[channel]);
            ((all + outside - beside - above) / count) as u8
        }))
    })
}

/// Where two pictures differ: the second one paled, and what is off in red. `None` where they are alike.
pub fn difference(expected: &RgbImage, actual: &RgbImage) -> Option<RgbImage> {
    if expected.dimensions() != actual.dimensions() {
        return Some(actual.clone());
    }
    let (before, after) = (blurred(expected), blurred(actual));
    let mut count = 0;
    let marked = RgbImage::from_fn(actual.width(), actual.height(), |x, y| {
        let apart = before.get_pixel(x, y).0.iter().zip(after.get_pixel(x, y).0);
        let apart = apart.map(|(before, after)| before.abs_diff(after)).max().unwrap_or_default();
        if apart > TOLERANCE {
            count += 1;
            return Rgb([220, 0, 0]);
        }
        let pale = actual.get_pixel(x, y).0.map(u32::from).iter().sum::<u32>() / 3;
        Rgb([(170 + pale / 3) as u8; 3])
    });
    (count > ALLOWED).then_some(marked)
}

/// A picture in sixteen steps a channel, which are plenty for the comparison: a palette holds them, and a page is small.
fn encoded(picture: &RgbImage) -> Vec<u8> {
    let step = |value: u8| (value + 8 - value / 16) / 16 * 17;
    let pixels: Vec<[u8; 3]> = picture.pixels().map(|pixel| pixel.0.map(step)).collect();
    let palette: Vec<[u8; 3]> = pixels.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_compression(png::Compression::High);
    let data = if palette.len() <= 256 {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.concat());
        encoder.set_filter(png::Filter::NoFilter);
        pixels
            .iter()
            .map(|pixel| palette.binary_search(pixel).expect("a colour of the palette") as u8)
            .collect()
    } else {
        encoder.set_color(png::ColorType::Rgb);
        pixels.concat()
    };
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&data)).expect("a picture");
    bytes
}

fn kept() -> PathBuf {
    repository().join("tests/pictures")
}

/// Compares a page with its picture; where they differ, says so and shows how.
fn compare(name: &str, actual: &RgbImage) -> Result<(), String> {
    let path = kept().join(format!("{name}.png"));
    let expected = image::open(&path).map(|picture| picture.to_rgb8());
    let Ok(expected) = expected else { return Err(format!("{name}: there is no {}", path.display())) };
    let Some(difference) = difference(&expected, actual) else { return Ok(()) };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&folder).expect("a folder");
    let shown = folder.join(format!("{name}.png"));
    side_by_side(&[expected, actual.clone(), difference]).save(&shown).expect("a picture");
    Err(format!(
        "{name}: the page looks different: expected, actual and difference are in {}",
        shown.display()
    ))
}

#[test]
fn every_layout_looks_as_it_did() {
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite");
    let mut found = Vec::new();
    for (name, set) in PICTURES {
        let Some(actual) = set() else { return };
        // A picture that is still true is left as it is.
        match compare(name, &actual) {
            Err(_) if overwrite => {
                fs::create_dir_all(kept()).expect("a folder");
                fs::write(kept().join(format!("{name}.png")), encoded(&actual)).expect("a picture");
            }
            Err(difference) => found.push(difference),
            Ok(()) => {}
        }
    }
    assert!(found.is_empty(), "{}\nSNAPSHOTS=overwrite takes the pictures anew", found.join("\n"));
    let named: BTreeSet<String> = PICTURES.iter().map(|(name, _)| format!("{name}.png")).collect();
    let there = fs::read_dir(kept()).expect("a folder");
    let there: BTreeSet<String> =
        there.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(there, named, "a picture that no test compares");
}

#[test]
fn edges_smoothed_in_another_way_are_no_difference() {
    let facing = &laid_out("facing", ".pdf")[0];
    let of = [of_sample("inclusive-digitalisation.ar.pdf"), built("rich", "note.en.pdf")];
    let of = of.iter().map(|pdf| (pdf, [1].as_slice())).chain([(facing, [2, 3].as_slice())]);
    for (pdf, numbers) in of {
        let (Some(one), Some(other)) = (pages(SPLASH, pdf, numbers), pages(CAIRO, pdf, numbers)) else {
            return;
        };
        assert_ne!(one, other, "{pdf}: both set every edge alike");
        assert!(difference(&one, &other).is_none(), "{pdf}");
        let kept = image::load_from_memory(&encoded(&one)).expect("a picture").to_rgb8();
        assert!(difference(&kept, &other).is_none(), "{pdf}: as it is kept");
    }
}

/// A page of the sample house with one thing changed.
fn changed(file: &str, old: &str, new: &str) -> Option<RgbImage> {
    let project = Project { folder: TempDir::new().expect("a temporary folder") };
    project.overlay_at("sources", &repository().join("sources"));
    if file.starts_with("templates") {
        project.write(file, &fs::read_to_string(repository().join(file)).expect("a template"));
    }
    project.change(file, old, new);
    let edition = ["--note", "smart-territories", "--languages", "en", "--media", "screen"];
    project.run(&[["build", "--quiet"].as_slice(), &edition].concat()).expect(0);
    pages(SPLASH, &path_of(&project, "smart-territories.en.pdf"), &[1])
}

#[test]
fn planted_changes_are_seen() {
    let Some(sound) = pages(SPLASH, &of_sample("smart-territories.en.pdf"), &[1]) else { return };
    for (what, file, old, new) in [
        ("another colour", "sources/_brand.yml", "#12395b", "#3b1258"),
        ("a paler accent", "sources/_brand.yml", "#9c3d1c", "#c98a70"),
        (
            "lines moved by a millimetre",
            "templates/brand/page.typ",
            "block(below: 15mm * ",
            "block(below: 16mm * ",
        ),
        ("a narrower margin", "templates/brand/formats.typ", "end: 34mm", "end: 33mm"),
        ("a missing word", "sources/smart-territories/en.md", " alike know", " know"),
        ("another face", "sources/_brand.yml", "headings: Source Sans 3", "headings: Source Serif 4"),
    ] {
        let page = changed(file, old, new).expect("poppler is there");
        let marked = difference(&sound, &page);
        let marked = marked.unwrap_or_else(|| panic!("{what} was not seen"));
        assert!(marked.pixels().any(|pixel| pixel.0 == [220, 0, 0]), "{what} is not shown");
    }
}
