//! Pictures of every kind in a house, and what comes of them in PDF and EPUB. What is made of a picture by itself is
//! tested beside `reproduce`.

use super::{Project, tool};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ImageDecoder, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use moxcms::ColorProfile;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

const PLACE: &[u8] = b"GPS 43.2965 N 5.3698 E";

/// The note's pictures: name and bytes.
fn pictures() -> Vec<(&'static str, Vec<u8>)> {
    let wide = RgbImage::from_fn(3000, 300, |x, y| Rgb([(x / 12) as u8, (y / 2) as u8, 90]));
    let clear = RgbaImage::from_fn(64, 32, |x, y| Rgba([200, (x * 4) as u8, 40, (y * 8) as u8]));
    let deep: DynamicImage =
        image::ImageBuffer::from_fn(64, 32, |x, y| Rgb([x as u16 * 1000, y as u16 * 2000, 0])).into();
    let small: DynamicImage = RgbImage::from_fn(48, 32, |x, _| Rgb([(x * 5) as u8, 90, 160])).into();
    let file = |points: &DynamicImage, format| {
        let mut bytes = Cursor::new(Vec::new());
        points.write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    };
    vec![
        ("wide.jpg", photograph(&wide)),
        ("clear.png", file(&clear.into(), image::ImageFormat::Png)),
        ("deep.png", file(&deep, image::ImageFormat::Png)),
        ("large.png", file(&wide.into(), image::ImageFormat::Png)),
        ("small.webp", file(&small, image::ImageFormat::WebP)),
        ("ink.jpg", include_bytes!("../reproduction/ycck.jpg").to_vec()),
        ("swop.jpg", include_bytes!("../reproduction/ycck-swop.jpg").to_vec()),
    ]
}

/// A photograph as telephones take them: in Display P3, lying on its side, with its place.
fn photograph(points: &RgbImage) -> Vec<u8> {
    let exif = [
        &b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x02\0\0\0\x16\0\0\0\x26\0\0\0\0"
            [..],
        PLACE,
    ];
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder.set_exif_metadata(exif.concat()).expect("EXIF");
    encoder.set_icc_profile(display_p3()).expect("a profile");
    let (width, height) = points.dimensions();
    encoder.write_image(points, width, height, image::ColorType::Rgb8.into()).expect("a JPEG");
    bytes
}

fn display_p3() -> Vec<u8> {
    let mut profile = ColorProfile::new_display_p3().encode().expect("a profile");
    // The clock is asked when it is written (ICC.1:2022, 7.2.8).
    profile[24..36].fill(1);
    profile
}

fn house() -> Project {
    let project = Project::copy_of("tests/house");
    let mut figures = String::new();
    for (name, bytes) in pictures() {
        let path = project.root().join("sources/note/images").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
        figures.push_str(&format!("![IMAGE {name}](images/{name})\n\n"));
    }
    for (file, what) in [("en", "A picture"), ("fr", "Une image")] {
        let path = format!("sources/note/{file}.md");
        let text = String::from_utf8(project.read(&path)).expect("UTF-8");
        let (head, rest) = text.split_once("## Questions").expect("questions");
        project.write(&path, &format!("{head}{}## Questions{rest}", figures.replace("IMAGE", what)));
    }
    project
}

/// The pictures of a book by name.
fn plates(epub: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("a ZIP file");
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut read = |name: &String| {
        let mut bytes = Vec::new();
        archive.by_name(name).expect("a file").read_to_end(&mut bytes).expect("bytes");
        (name.clone(), bytes)
    };
    names.iter().filter(|name| name.contains("images/picture")).map(&mut read).collect()
}

#[test]
fn pictures_of_all_kinds_reach_both_media() {
    let house = house();
    let run = house.run(&["build", "--jobs", "1"]).expect(0);
    assert_eq!(run.stderr.matches("warning[").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("image-cmyk"), "{}", run.stderr);

    let plates = plates(house.read("out/note/note.en.epub"));
    let mut sizes = Vec::new();
    for (name, bytes) in &plates {
        assert!(!bytes.windows(PLACE.len()).any(|part| part == PLACE), "{name}");
        let points = image::load_from_memory(bytes).expect("a picture");
        sizes.push((points.width(), points.height()));
    }
    // In the order of their names: clear, deep, ink, large, small, swop, wide.
    assert_eq!(sizes, [(64, 32), (64, 32), (80, 32), (1600, 160), (48, 32), (80, 32), (240, 2400)]);
    let (name, photograph) = plates.iter().next_back().expect("the photograph");
    assert!(name.ends_with(".jpg"), "{name}");
    let profile = JpegDecoder::new(Cursor::new(photograph)).expect("a JPEG").icc_profile().expect("readable");
    assert_eq!(profile, Some(display_p3()));

    let path = "out/note/note.en.pdf";
    let pdf = house.read(path);
    let original = house.read("sources/note/images/wide.jpg");
    assert!(original.windows(PLACE.len()).any(|part| part == PLACE), "the original tells it");
    assert!(!pdf.windows(PLACE.len()).any(|part| part == PLACE));
    let path = house.root().join(path);
    let path = path.to_string_lossy();
    if let Some(list) = tool("pdfimages", "poppler-utils", &["-list", &path]) {
        let sizes: Vec<String> = list
            .lines()
            .skip(2)
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .filter(|line| line[2] == "image")
            .map(|line| format!("{}x{} {}", line[3], line[4], line[7]))
            .collect();
        // 180 mm across, 257 mm upwards at 220 pixels an inch, eight bits a channel; in the order of the note.
        let expected = ["223x2226 8", "64x32 8", "64x32 8", "1559x156 8", "48x32 8", "80x32 8", "80x32 8"];
        assert_eq!(sizes, expected, "{list}");
    }
    let flags = ["--qdf", "--stream-data=uncompress", "--decode-level=generalized", &path, "-"];
    if let Some(text) = tool("qpdf", "qpdf", &flags) {
        let name: String = "Display P3".chars().flat_map(|sign| ['\0', sign]).collect();
        assert!(text.contains(&name), "the profile of the photograph is lost");
    }
}

#[test]
fn pictures_of_all_kinds_are_printed_in_inks() {
    let house = house();
    house.change("sources/house.yaml", "media: [screen, epub]", "media: [print]");
    house.run(&["build", "--languages", "en"]).expect(0);
    let path = "out/note/note.en.print.pdf";
    assert!(!house.read(path).windows(PLACE.len()).any(|part| part == PLACE));
    let path = house.root().join(path);
    let Some(list) = tool("pdfimages", "poppler-utils", &["-list", &path.to_string_lossy()]) else { return };
    let rows = list.lines().skip(2).map(|line| line.split_whitespace().collect::<Vec<_>>());
    let rows = rows.filter(|line| line[2] == "image");
    let (colours, pictures): (Vec<&str>, Vec<String>) =
        rows.map(|line| (line[5], format!("{}x{}", line[3], line[4]))).unzip();
    // 180 mm across, 257 mm upwards at 350 pixels an inch, where there are as many: 300 in the photograph.
    assert_eq!(pictures, ["300x3000", "64x32", "64x32", "2480x248", "48x32", "80x32", "80x32"], "{list}");
    assert!(colours.iter().all(|colour| *colour == "cmyk"), "{list}");
}

#[test]
fn pictures_of_a_brand_tell_no_place() {
    let house = Project::copy_of("tests/house");
    let points = RgbImage::from_fn(120, 60, |x, y| Rgb([(x * 2) as u8, (y * 4) as u8, 90]));
    for name in ["day", "night", "partner", "cover"] {
        let path = house.root().join(format!("sources/{name}.jpg"));
        fs::write(path, photograph(&points)).expect("a file");
    }
    let brand = "\
meta: {name: League of Cities}
logo:
  images: {day: {path: day.jpg, alt: League of Cities}, night: {path: night.jpg, alt: League of Cities}}
  medium: {light: day, dark: night}
defaults:
  diptych:
    masthead: dark
    partners: [{image: partner.jpg, alt: {fr: Ville de Quito, en: City of Quito}, link: https://quito.example}]
    cover: cover.jpg
";
    house.write("sources/_brand.yml", brand);
    let profile = String::from_utf8(house.read("sources/house.yaml")).expect("UTF-8");
    house.write("sources/house.yaml", &format!("{profile}cover: true\n"));
    house.run(&["build", "--languages", "en"]).expect(0);
    let plates = plates(house.read("out/note/note.en.epub"));
    assert_eq!(plates.len(), 2, "{:?}", plates.keys());
    let pdf = house.read("out/note/note.en.pdf");
    for bytes in plates.values().chain([&pdf]) {
        assert!(!bytes.windows(PLACE.len()).any(|part| part == PLACE));
    }
}

#[test]
fn pictures_are_the_same_by_any_number_of_hands() {
    let house = house();
    house.run(&["build", "--jobs", "1"]).expect(0);
    let files = house.files("out");
    let first: Vec<Vec<u8>> = files.iter().map(|file| house.read(&format!("out/{file}"))).collect();
    assert!(files.len() >= 6, "{files:?}");
    house.run(&["build", "--jobs", "4"]).expect(0);
    for (file, first) in files.iter().zip(first) {
        assert!(house.read(&format!("out/{file}")) == first, "{file}");
    }
}

#[test]
fn a_drawing_tells_no_place_in_any_medium() {
    let house = Project::copy_of("tests/house");
    let photograph = photograph(&RgbImage::from_fn(64, 32, |x, y| Rgb([(x * 4) as u8, (y * 8) as u8, 90])));
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:i=\"http://www.inkscape.org/namespaces/inkscape\" width=\"64\" \
         height=\"32\" i:export-filename=\"/home/jeanne/secret\"><metadata>/home/jeanne</metadata><image width=\"32\" \
         height=\"32\" href=\"data:image/jpeg;base64,{}\"/></svg>",
        STANDARD.encode(&photograph)
    );
    house.write("sources/note/images/plan.svg", &drawing);
    for (file, what) in [("en", "A plan"), ("fr", "Un plan")] {
        let path = format!("sources/note/{file}.md");
        let text = String::from_utf8(house.read(&path)).expect("UTF-8");
        let (head, rest) = text.split_once("## Questions").expect("questions");
        house.write(&path, &format!("{head}![{what}](images/plan.svg)\n\n## Questions{rest}"));
    }
    house.run(&["build", "--languages", "en", "--deny-warnings", "--manuscript", "m"]).expect(0);
    let book = plates(house.read("out/note/note.en.epub"));
    let pages = house.read("m/note.en/images/picture-1.svg");
    for made in book.values().chain([&pages]) {
        let made = std::str::from_utf8(made).expect("a drawing");
        assert!(made.contains("<image") && !made.contains("jeanne"), "{made}");
        let data = made.split("base64,").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture");
        let made = data_url::forgiving_base64::decode_to_vec(data.as_bytes()).expect("base64");
        assert!(photograph.windows(PLACE.len()).any(|part| part == PLACE), "the original tells it");
        assert!(!made.windows(PLACE.len()).any(|part| part == PLACE));
        let points = image::load_from_memory(&made).expect("a picture");
        assert_eq!((points.width(), points.height()), (32, 64), "upright");
    }
    assert_eq!(book.len(), 1);
}
