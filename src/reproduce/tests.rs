//! Pictures made here, and read back as a medium gets them.

use super::*;
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use moxcms::ColorProfile;

/// What a camera writes of the place: it must be found in no reproduction.
pub const PLACE: &[u8] = b"GPS 43.2965 N 5.3698 E";

pub fn original(format: ImageFormat, bytes: Vec<u8>) -> Image {
    Image { path: "images/a".to_owned(), format, bytes: bytes.into() }
}

pub fn shown(format: ImageFormat, bytes: &[u8], medium: Medium) -> Image {
    let report = reproduce(&original(format, bytes.to_vec()), medium);
    report.value.unwrap_or_else(|| panic!("{:?}", report.diagnostics))
}

fn read(image: &Image) -> DynamicImage {
    image::load_from_memory(&image.bytes).expect("a picture")
}

pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// EXIF (TIFF 6.0, big-endian) with an orientation and a directory of the place.
pub fn exif(orientation: u8) -> Vec<u8> {
    let head = b"MM\0*\0\0\0\x08\0\x02";
    let entries: [[u8; 12]; 2] = [
        [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
        [0x88, 0x25, 0, 2, 0, 0, 0, PLACE.len() as u8, 0, 0, 0, 38],
    ];
    [head, entries.concat().as_slice(), &[0; 4], PLACE].concat()
}

pub fn jpeg(points: &DynamicImage, segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height, color) = (points.width(), points.height(), points.color());
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
    encoder.write_image(points.as_bytes(), width, height, color.into()).expect("a JPEG");
    let mut whole = bytes[..2].to_vec();
    for (marker, body) in segments {
        whole.extend([0xFF, *marker]);
        whole.extend((body.len() as u16 + 2).to_be_bytes());
        whole.extend_from_slice(body);
    }
    whole.extend_from_slice(&bytes[2..]);
    // A second picture after the end, as telephones write them.
    whole.extend_from_slice(PLACE);
    whole
}

fn png(points: &DynamicImage, dress: impl FnOnce(&mut png::Info)) -> Vec<u8> {
    let mut info = png::Info::default();
    (info.width, info.height) = (points.width(), points.height());
    let color = points.color();
    info.bit_depth = if color.bytes_per_pixel() > color.channel_count() {
        png::BitDepth::Sixteen
    } else {
        png::BitDepth::Eight
    };
    info.color_type = match color.channel_count() {
        1 => png::ColorType::Grayscale,
        2 => png::ColorType::GrayscaleAlpha,
        3 => png::ColorType::Rgb,
        _ => png::ColorType::Rgba,
    };
    dress(&mut info);
    let mut bytes = Vec::new();
    let mut writer =
        png::Encoder::with_info(&mut bytes, info).expect("sound").write_header().expect("memory");
    let data = match points {
        DynamicImage::ImageRgb16(points) => points.iter().flat_map(|value| value.to_be_bytes()).collect(),
        points => points.as_bytes().to_vec(),
    };
    writer.write_image_data(&data).expect("memory");
    writer.finish().expect("memory");
    bytes
}

/// A chunk or RIFF chunk to be put in.
fn chunk(name: &[u8; 4], body: &[u8], riff: bool) -> Vec<u8> {
    let length = body.len() as u32;
    match riff {
        true => [&name[..], &length.to_le_bytes(), body, &[0][..body.len() % 2]].concat(),
        // Its check is read by nobody: the chunk is to be dropped.
        false => [&length.to_be_bytes()[..], name, body, &[0; 4]].concat(),
    }
}

/// Red, green, blue and black in the corners, row by row, with white between.
pub fn corners() -> DynamicImage {
    RgbImage::from_fn(48, 32, |x, y| match (x / 16, y / 16) {
        (0, 0) => Rgb([255, 0, 0]),
        (2, 0) => Rgb([0, 255, 0]),
        (0, 1) => Rgb([0, 0, 255]),
        (2, 1) => Rgb([0, 0, 0]),
        _ => Rgb([255, 255, 255]),
    })
    .into()
}

pub fn named(points: &DynamicImage) -> String {
    let points = points.to_rgb8();
    let (right, below) = (points.width() - 4, points.height() - 4);
    let name = |(x, y): (u32, u32)| match points.get_pixel(x, y).0.map(|value| value > 127) {
        [true, false, false] => 'r',
        [false, true, false] => 'g',
        [false, false, true] => 'b',
        [false, false, false] => 'k',
        _ => '?',
    };
    [(4, 4), (right, 4), (4, below), (right, below)].into_iter().map(name).collect()
}

/// The corners as they are to be seen, for each orientation (EXIF 3.0, 4.6.5.1.6): 1 is as stored.
pub const UPRIGHT: [(u8, &str); 8] =
    [(1, "rgbk"), (2, "grkb"), (3, "kbgr"), (4, "bkrg"), (5, "rbgk"), (6, "brkg"), (7, "kgbr"), (8, "gkrb")];

#[test]
fn pictures_stand_upright_and_tell_no_place() {
    for medium in [Medium::Screen, Medium::Print, Medium::Epub] {
        for (orientation, expected) in UPRIGHT {
            let exif = exif(orientation);
            let written = [
                (
                    ImageFormat::Jpeg,
                    jpeg(&corners(), &[(0xE1, &[b"Exif\0\0", &exif[..]].concat()), (0xFE, PLACE)]),
                ),
                (ImageFormat::Png, png(&corners(), |info| info.exif_metadata = Some(exif.clone().into()))),
                (ImageFormat::WebP, webp(&corners(), &[(b"EXIF", &exif), (b"XMP ", PLACE)])),
            ];
            for (format, bytes) in written {
                assert!(holds(&bytes, PLACE), "{format:?}");
                let made = shown(format, &bytes, medium);
                assert_eq!(named(&read(&made)), expected, "{format:?} {orientation}");
                let turned = if orientation > 4 { (32, 48) } else { (48, 32) };
                assert_eq!((read(&made).width(), read(&made).height()), turned, "{format:?} {orientation}");
                for part in [PLACE, b"Exif", b"EXIF", b"eXIf", b"GPS"] {
                    assert!(!holds(&made.bytes, part), "{format:?} {orientation}");
                }
            }
        }
    }
}

/// A lossless WebP in the extended format.
fn webp(points: &DynamicImage, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut simple = Cursor::new(Vec::new());
    points.write_to(&mut simple, image::ImageFormat::WebP).expect("a WebP");
    let size = |side: u32| [(side - 1) as u8, 0, 0];
    let flag = |name: &[u8; 4]| match name {
        b"EXIF" => 0x08,
        b"XMP " => 0x04,
        _ => 0x20,
    };
    let flags = chunks.iter().map(|(name, _)| flag(name)).sum();
    let head = [&[flags, 0, 0, 0], &size(points.width())[..], &size(points.height())].concat();
    let (before, after): (Vec<_>, Vec<_>) = chunks.iter().partition(|(name, _)| *name == b"ICCP");
    let extra = |chunks: Vec<&(&[u8; 4], &[u8])>| -> Vec<u8> {
        chunks.into_iter().flat_map(|(name, body)| chunk(name, body, true)).collect()
    };
    let body = [chunk(b"VP8X", &head, true), extra(before), simple.into_inner()[12..].to_vec(), extra(after)]
        .concat();
    [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
}

#[test]
fn points_that_need_no_work_are_not_touched() {
    let plain = jpeg(&corners(), &[]);
    let with = jpeg(
        &corners(),
        &[(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), (0xED, b"Photoshop 3.0\0"), (0xFE, b"x")],
    );
    let made = shown(ImageFormat::Jpeg, &with, Medium::Screen);
    assert_eq!(&made.bytes[..], &plain[..plain.len() - PLACE.len()]);
    assert_eq!(read(&made), image::load_from_memory(&plain).expect("a JPEG"));

    let plain = png(&corners(), |_| ());
    let mut with = plain.clone();
    for body in [chunk(b"tEXt", b"Author\0N. N.", false), chunk(b"prVt", PLACE, false)] {
        with.splice(33..33, body);
    }
    assert_eq!(&shown(ImageFormat::Png, &with, Medium::Epub).bytes[..], &plain[..]);
}

#[test]
fn a_wide_gamut_stays() {
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    let icc = [b"ICC_PROFILE\0\x01\x01", &profile[..]].concat();
    let large: DynamicImage = RgbImage::from_fn(3000, 30, |x, y| Rgb([x as u8, y as u8, 200])).into();
    for points in [&corners(), &large] {
        for (format, bytes) in [
            (ImageFormat::Jpeg, jpeg(points, &[(0xE2, &icc)])),
            (ImageFormat::Png, png(points, |info| info.icc_profile = Some(profile.clone().into()))),
        ] {
            let made = shown(format, &bytes, Medium::Epub);
            assert_eq!(made.format, format);
            let kept = match format {
                ImageFormat::Jpeg => {
                    JpegDecoder::new(Cursor::new(&made.bytes)).expect("a JPEG").icc_profile()
                }
                _ => PngDecoder::new(Cursor::new(&made.bytes)).expect("a PNG").icc_profile(),
            };
            assert_eq!(kept.expect("readable").as_ref(), Some(&profile), "{format:?}");
        }
    }
    let bytes = webp(&corners(), &[(b"ICCP", &profile)]);
    assert!(holds(&shown(ImageFormat::WebP, &bytes, Medium::Screen).bytes, &profile));
    // A profile of other colours, or of none, would lie.
    let grey: DynamicImage = GrayImage::from_pixel(8, 8, image::Luma([90])).into();
    for (points, icc) in [(&grey, &icc[..]), (&corners(), b"ICC_PROFILE\0\x01\x01nothing")] {
        let made = shown(ImageFormat::Jpeg, &jpeg(points, &[(0xE2, icc)]), Medium::Screen);
        assert!(!holds(&made.bytes, b"ICC_PROFILE"));
    }
}

#[test]
fn inks_become_what_little_cms_makes_of_them() {
    const YCCK: &[u8] = include_bytes!("../../tests/reproduction/ycck.jpg");
    const SWOP: &[u8] = include_bytes!("../../tests/reproduction/ycck-swop.jpg");
    const CMYK: &[u8] = include_bytes!("../../tests/reproduction/cmyk.jpg");
    let fogra = [
        [201, 17, 29],
        [12, 136, 63],
        [37, 59, 142],
        [18, 155, 210],
        [248, 218, 24],
        [177, 29, 115],
        [255, 255, 255],
        [1, 1, 3],
        [125, 125, 125],
        [224, 174, 149],
    ];
    let swop = [
        [205, 25, 37],
        [1, 140, 72],
        [32, 69, 157],
        [10, 154, 207],
        [244, 217, 50],
        [172, 28, 123],
        [255, 255, 255],
        [0, 0, 0],
        [118, 119, 121],
        [216, 164, 142],
    ];
    let plain = [
        [170, 138, 27],
        [87, 145, 167],
        [200, 42, 101],
        [108, 92, 141],
        [0, 159, 129],
        [154, 66, 56],
        [0, 105, 121],
        [19, 1, 0],
        [119, 108, 112],
        [85, 119, 102],
    ];
    for (name, bytes, expected) in [("ycck", YCCK, fogra), ("swop", SWOP, swop), ("cmyk", CMYK, plain)] {
        let made = shown(ImageFormat::Jpeg, bytes, Medium::Screen);
        assert!(!strip::is_cmyk(&made.bytes) && !holds(&made.bytes, b"ICC_PROFILE"));
        // Print keeps the amounts of ink as they stand.
        let printed = shown(ImageFormat::Jpeg, bytes, Medium::Print);
        assert!(strip::is_cmyk(&printed.bytes) && !holds(&printed.bytes, b"ICC_PROFILE"));
        let points = read(&made).to_rgb8();
        for (tile, expected) in (0u32..).zip(expected) {
            let found = points.get_pixel(tile % 5 * 16 + 8, tile / 5 * 16 + 8).0;
            // Little CMS compensates for black before it cuts off what sRGB cannot show, which the eye does not see in the depths.
            let near =
                |(found, expected): (u8, u8)| found.abs_diff(expected) <= 4 || found.max(expected) < 20;
            let is_near = found.into_iter().zip(expected).all(near);
            assert!(is_near, "{name}, tile {tile}: {found:?}, not {expected:?}");
        }
    }
}

/// The inks in the middle of the ten tiles of a JPEG of tests/reproduction.
fn tiles(bytes: &[u8], turned: bool) -> Vec<[u8; 4]> {
    let inks = ink::separations(bytes).expect("a picture in CMYK").into_rgba8();
    assert_eq!(inks.dimensions(), if turned { (32, 80) } else { (80, 32) });
    (0..10u32)
        .map(|tile| {
            let (x, y) = (tile % 5 * 16 + 8, tile / 5 * 16 + 8);
            // Turned by a quarter to the right, the lower row stands on the left.
            let (x, y) = if turned { (31 - y, x) } else { (x, y) };
            inks.get_pixel(x, y).0.map(|light| 255 - light)
        })
        .collect()
}

#[test]
fn for_a_press_inks_stay_what_they_are() {
    const YCCK: &[u8] = include_bytes!("../../tests/reproduction/ycck.jpg");
    const SWOP: &[u8] = include_bytes!("../../tests/reproduction/ycck-swop.jpg");
    const CMYK: &[u8] = include_bytes!("../../tests/reproduction/cmyk.jpg");
    for bytes in [YCCK, SWOP, CMYK] {
        let made = shown(ImageFormat::Jpeg, bytes, Medium::Print);
        assert!(strip::is_cmyk(&made.bytes) && strip::adobe_transform(&made.bytes).is_some());
        assert!(!holds(&made.bytes, b"ICC_PROFILE"));
        assert_eq!(tiles(&made.bytes, false), tiles(bytes, false), "to the last bit");
    }
    let near = |made: &[[u8; 4]], wanted: &[[u8; 4]]| {
        let pairs = made.iter().flatten().zip(wanted.iter().flatten());
        made.len() == wanted.len() && pairs.into_iter().all(|(made, wanted)| made.abs_diff(*wanted) < 4)
    };
    let wanted = tiles(CMYK, false);
    // Turned by a quarter, and without what a camera noted of the place.
    let exif = [b"Exif\0\0", &exif(6)[..]].concat();
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let lying = [&CMYK[..2], &[0xFF, 0xE1], &length, &exif, &CMYK[2..]].concat();
    let made = shown(ImageFormat::Jpeg, &lying, Medium::Print);
    assert!(!holds(&made.bytes, PLACE));
    assert!(near(&tiles(&made.bytes, true), &wanted), "{:?}", tiles(&made.bytes, true));
    // Without Adobe's mark, inks are stored as amounts: what is written bears the mark, and is the inverse.
    let at = CMYK.windows(5).position(|window| window == b"Adobe").expect("the mark");
    let bare = [&CMYK[..at - 4], &CMYK[at + 12..]].concat();
    assert!(strip::is_cmyk(&bare) && strip::adobe_transform(&bare).is_none());
    let made = shown(ImageFormat::Jpeg, &bare, Medium::Print);
    assert_eq!(strip::adobe_transform(&made.bytes), Some(0));
    assert!(near(&tiles(&made.bytes, false), &tiles(&bare, false)), "{:?}", tiles(&made.bytes, false));
    assert!(
        !near(&tiles(&made.bytes, false), &wanted),
        "the inks of a picture and of its inverse are told apart"
    );
}

#[test]
fn for_a_press_pictures_are_finer_and_inks_are_scaled_as_inks() {
    let points: DynamicImage =
        RgbaImage::from_fn(4000, 300, |x, _| Rgba([if x < 2000 { 255 } else { 55 }, 255, 155, 255])).into();
    let dense = develop::inked_jpeg(&points, Some(600.0)).expect("a JPEG");
    let made = shown(ImageFormat::Jpeg, &dense, Medium::Print);
    let inks = ink::separations(&made.bytes).expect("a picture in CMYK").into_rgba8();
    // 4,000 pixels at 600 an inch, printed at 350.
    assert_eq!(inks.dimensions(), (2333, 175));
    assert_eq!(strip::density(&made.bytes), Some(350.0));
    for (x, wanted) in [(100, [255, 255, 155, 255]), (2200, [55, 255, 155, 255])] {
        let found = inks.get_pixel(x, 90).0;
        assert!(found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) < 4), "{found:?}");
    }
    assert_eq!(shown(ImageFormat::Jpeg, &dense, Medium::Print).bytes, made.bytes);
    let screen = shown(ImageFormat::Jpeg, &dense, Medium::Screen);
    assert_eq!(read(&screen).width(), 1467);
    // Grey stays grey, scaled down or not.
    let grey: DynamicImage = GrayImage::from_fn(3000, 400, |x, _| image::Luma([(x / 12) as u8])).into();
    let metre = 23622; // 600 an inch
    let dense = png(&grey, |info| {
        info.pixel_dims = Some(png::PixelDimensions { xppu: metre, yppu: metre, unit: png::Unit::Meter });
    });
    for bytes in [dense, png(&grey, |_| ()), jpeg(&grey, &[])] {
        let format = if bytes.starts_with(b"\x89PNG") { ImageFormat::Png } else { ImageFormat::Jpeg };
        assert!(!read(&shown(format, &bytes, Medium::Print)).color().has_color());
    }
}

#[test]
fn a_medium_gets_what_it_can_show_and_no_more() {
    let of = |width, height| Size { width, height };
    let pair = |size: Option<Size>| size.map(|size| (size.width, size.height));
    // 180 mm at 220 pixels an inch.
    assert_eq!(pair(scale::target(of(6000, 4000), None, Medium::Screen)), Some((1559, 1039)));
    assert_eq!(pair(scale::target(of(6000, 4000), None, Medium::Epub)), Some((1600, 1067)));
    assert_eq!(pair(scale::target(of(1000, 9600), None, Medium::Epub)), Some((250, 2400)));
    // One inch wide, at 600 pixels.
    assert_eq!(pair(scale::target(of(600, 300), Some(600.0), Medium::Screen)), Some((220, 110)));
    for (size, density) in [(of(1800, 1200), None), (of(10, 10), None), (of(500, 500), Some(250.0))] {
        assert_eq!(scale::target(size, density, Medium::Screen), None);
    }
    // What stays is less than Apple Books takes.
    let largest = of(1919, 2879);
    assert_eq!(scale::target(largest, None, Medium::Epub), None);
    assert!(largest.width * largest.height < 5_600_000);
}

#[test]
fn a_picture_scaled_down_keeps_its_format_and_printed_size() {
    let points: DynamicImage =
        RgbImage::from_fn(3000, 1000, |x, y| Rgb([(x / 12) as u8, (y / 4) as u8, 90])).into();
    let metre = 23622; // 600 an inch
    let dense = png(&points, |info| {
        info.pixel_dims = Some(png::PixelDimensions { xppu: metre, yppu: metre, unit: png::Unit::Meter });
    });
    let made = shown(ImageFormat::Png, &dense, Medium::Screen);
    assert_eq!((made.format, read(&made).width()), (ImageFormat::Png, 1100));
    let density = strip::density(&made.bytes).expect("a density");
    assert!((density - 220.0).abs() < 0.1, "{density}");
    let made = shown(ImageFormat::Jpeg, &jpeg(&points, &[]), Medium::Epub);
    assert_eq!((made.format, read(&made).width()), (ImageFormat::Jpeg, 1600));
    let scaled = read(&made).to_rgb8();
    for (x, y) in [(100, 100), (800, 250), (1500, 500)] {
        let (found, expected) =
            (scaled.get_pixel(x, y).0, points.to_rgb8().get_pixel(x * 3000 / 1600, y * 3000 / 1600).0);
        assert!(
            found.iter().zip(expected).all(|(found, expected)| found.abs_diff(expected) < 5),
            "{found:?} {expected:?}"
        );
    }
    let again = shown(ImageFormat::Jpeg, &jpeg(&points, &[]), Medium::Epub);
    assert_eq!(made.bytes, again.bytes);
}

#[test]
fn light_is_mixed_as_light() {
    // Black and white lines give half the light: 188 of 255, not 128.
    let lines: DynamicImage =
        RgbImage::from_fn(4000, 64, |x, _| Rgb([if x % 2 == 0 { 255 } else { 0 }; 3])).into();
    let made = read(&shown(ImageFormat::Png, &png(&lines, |_| ()), Medium::Epub)).to_rgb8();
    let value = made.get_pixel(800, 12).0[0];
    assert!((185..=191).contains(&value), "{value}");
    // What cannot be seen lends no colour.
    let veil: DynamicImage =
        RgbaImage::from_fn(
            4000,
            64,
            |x, _| {
                if x < 2000 { Rgba([255, 0, 0, 255]) } else { Rgba([0, 255, 0, 0]) }
            },
        )
        .into();
    let made = shown(ImageFormat::Png, &png(&veil, |_| ()), Medium::Epub);
    let points = read(&made).to_rgba8();
    assert_eq!((points.get_pixel(100, 10).0, points.get_pixel(1500, 10).0[3]), ([255, 0, 0, 255], 0));
    assert!(points.pixels().all(|point| point.0[3] == 0 || point.0[1] == 0));
    // Few colours go into a palette.
    let reader = png::Decoder::new(Cursor::new(&made.bytes)).read_info().expect("a PNG");
    assert_eq!(reader.info().color_type, png::ColorType::Indexed);
}

#[test]
fn sixteen_bits_become_eight_and_keep_their_profile() {
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    let deep: DynamicImage =
        image::ImageBuffer::from_fn(16, 16, |x, y| Rgb([x as u16 * 4000, y as u16 * 4000, 0])).into();
    let bytes = png(&deep, |info| info.icc_profile = Some(profile.clone().into()));
    let made = shown(ImageFormat::Png, &bytes, Medium::Screen);
    let mut decoder = PngDecoder::new(Cursor::new(&made.bytes)).expect("a PNG");
    assert_eq!(decoder.color_type(), image::ColorType::Rgb8);
    assert_eq!(decoder.icc_profile().expect("readable"), Some(profile));
}

#[test]
fn films_stand_still() {
    const FILM: &[u8] = include_bytes!("../../tests/rules/image-animated/in/sources/note/images/plan.png");
    assert!(PngDecoder::new(Cursor::new(FILM)).and_then(|film| film.is_apng()).expect("a PNG"));
    let made = shown(ImageFormat::Png, FILM, Medium::Epub);
    assert!(!PngDecoder::new(Cursor::new(&made.bytes)).and_then(|film| film.is_apng()).expect("a PNG"));
    assert_eq!(read(&made).to_rgb8().get_pixel(9, 9).0, [200, 30, 40]);

    let mut frames = Vec::new();
    for points in [corners(), corners().fliph()] {
        let picture = webp(&points, &[])[12 + 18..].to_vec();
        // Place, size less one, duration, flags (RFC 9649, 2.7.1.1).
        let head = [&[0; 6][..], &[47, 0, 0, 31, 0, 0], &[100, 0, 0, 0]].concat();
        frames.extend(chunk(b"ANMF", &[head, picture].concat(), true));
    }
    let head = chunk(b"VP8X", &[0x02, 0, 0, 0, 47, 0, 0, 31, 0, 0], true);
    let body = [head, chunk(b"ANIM", &[0; 6], true), frames].concat();
    let film = [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat();
    assert!(WebPDecoder::new(Cursor::new(&film)).expect("a WebP").has_animation());
    let made = shown(ImageFormat::WebP, &film, Medium::Epub);
    assert_eq!((made.format, named(&read(&made)).as_str()), (ImageFormat::Png, "rgbk"));
}

#[test]
fn a_book_holds_no_webp() {
    const LOSSY: &[u8] = include_bytes!("../../tests/reproduction/lossy.webp");
    let made = shown(ImageFormat::WebP, LOSSY, Medium::Epub);
    let points = read(&made).to_rgb8();
    assert_eq!((made.format, points.dimensions()), (ImageFormat::Jpeg, (1600, 43)));
    assert!(points.get_pixel(800, 20).0[0].abs_diff(128) < 8);
    let small = webp(&corners(), &[]);
    let made = shown(ImageFormat::WebP, &small, Medium::Epub);
    assert_eq!((made.format, read(&made).to_rgb8()), (ImageFormat::Png, corners().to_rgb8()));
    assert_eq!(shown(ImageFormat::WebP, &small, Medium::Screen).bytes[..], small[..]);
}

#[test]
fn drawings_stay_and_damage_is_told() {
    let made = shown(ImageFormat::Svg, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Medium::Epub);
    assert_eq!(&made.bytes[..], b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let report = reproduce(&original(ImageFormat::Jpeg, vec![0xFF, 0xD8, 0xFF]), Medium::Screen);
    assert!(report.value.is_none());
    assert_eq!(report.diagnostics[0].code, "image-damaged");
}
