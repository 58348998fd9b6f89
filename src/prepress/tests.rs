//! Colours of pages, and what becomes of them.

use super::content::{self, Names, Purpose, Space};
use super::inking::Inking;
use super::palette::{Paint, Palette, Subject};
use super::pictures::{self, Picture};
use super::press::Press;
use super::rows;
use super::tokens::Tokens;
use super::uninked::uninked;
use crate::model::contrast::parse;
use crate::model::{Band, Brand, Cmyk, FOGRA39, Ink, Intent, SourceFile, Span, Stationery, Text};
use lopdf::{Document, Object, Stream, dictionary};
use std::sync::Arc;

fn press() -> Arc<Press> {
    Press::of(FOGRA39, Intent::Relative, 300.0)
}

type Inked<'a> = (&'a str, Option<[f64; 4]>, Option<&'a str>);

/// A brand with these colours, and with inks for some of them.
fn brand(colors: &[(&str, &str)], inks: &[Inked]) -> Brand {
    let span = Span::new(&Arc::new(SourceFile { path: String::new(), text: String::new() }), 0..0);
    let ink = |(name, cmyk, spot): &Inked| {
        let ink = Ink { cmyk: cmyk.map(Cmyk), spot: spot.map(Text::supplied), span: span.clone() };
        ((*name).to_owned(), ink)
    };
    let stationery = Stationery {
        masthead: Some(Band::Dark),
        inks: inks.iter().map(ink).collect(),
        logo: None,
        partners: Vec::new(),
        boilerplate: None,
        disclaimer: None,
        imprint: None,
        cover: None,
        span: span.clone(),
    };
    let mut brand = Brand { stationery: Some(stationery), ..Brand::default() };
    brand.colors.extend(colors.iter().map(|(name, color)| ((*name).to_owned(), (*color).to_owned())));
    brand
}

/// A brand with a process colour, a spot colour, and a near-black that is the colour of words and the ground of mastheads.
fn harbour() -> Brand {
    brand(
        &[
            ("night", "#10251f"),
            ("moss", "#1f5c4a"),
            ("signal", "#c2410c"),
            ("foreground", "#10251f"),
            ("dark", "#10251f"),
            ("primary", "#1f5c4a"),
        ],
        &[
            ("dark", Some([70.0, 40.0, 60.0, 90.0]), None),
            ("moss", Some([82.0, 40.0, 70.0, 35.0]), Some("PANTONE 3308 C")),
            ("signal", Some([10.0, 85.0, 100.0, 5.0]), None),
        ],
    )
}

#[test]
fn colours_become_the_inks_of_the_brand() {
    let (brand, press) = (harbour(), press());
    let mut palette = Palette::new(&brand, &press);
    let process = |inks: [f32; 4]| Paint::Process(inks);
    for (color, subject, paint) in [
        ("#ffffff", Subject::Shapes, Paint::PAPER),
        ("#000000", Subject::Words, Paint::black(1.0)),
        ("#000000", Subject::Shapes, Paint::black(1.0)),
        ("#999999", Subject::Shapes, Paint::black(0.4)),
        // Small letters are printed with one plate, a masthead with all.
        ("#10251f", Subject::Words, Paint::black(1.0)),
        ("#10251f", Subject::Shapes, process([0.7, 0.4, 0.6, 0.9])),
        ("#1f5c4a", Subject::Words, Paint::Spot(0, 1.0)),
        ("#c2410c", Subject::Shapes, process([0.1, 0.85, 1.0, 0.05])),
        // A tint of 6 %, as components mix it.
        ("#f2f5f4", Subject::Shapes, Paint::Spot(0, 0.06)),
        ("#e1a086", Subject::Shapes, process([0.05, 0.425, 0.5, 0.025])),
    ] {
        let found = palette.paint(parse(color).expect("a colour"), subject);
        let near = |one: f32, other: f32| (one - other).abs() < 1e-4;
        let same = match (found, paint) {
            (Paint::Process(one), Paint::Process(other)) => one.iter().zip(other).all(|(a, b)| near(*a, b)),
            (Paint::Spot(one, a), Paint::Spot(other, b)) => one == other && near(a, b),
            _ => false,
        };
        assert!(same, "{color} {subject:?}: {found:?}, not {paint:?}");
    }
    assert!(palette.uninked.is_empty());
    assert_eq!(palette.spots[0].name, "PANTONE 3308 C");
}

#[test]
fn a_colour_without_inks_is_told_once_however_pale() {
    let brand = brand(&[("primary", "#12395b"), ("foreground", "#333388")], &[]);
    let press = press();
    let mut palette = Palette::new(&brand, &press);
    for color in ["#12395b", "#f1f3f5", "#889cad", "#d9a514", "#808080", "#333388"] {
        palette.paint(parse(color).expect("a colour"), Subject::Words);
    }
    let found: Vec<String> = uninked(&palette, &brand).into_iter().map(|finding| finding.message).collect();
    assert_eq!(
        found,
        [
            "the colour 'primary' (#12395b) has no inks, and is printed in cyan, magenta, yellow and black as 95, 55, 7, 62",
            "the colour 'foreground' (#333388) has no inks, and is printed in cyan, magenta, yellow and black as 96, 93, 0, 6",
            "the colour #d9a514 of a drawing or a template has no inks, and is printed in cyan, magenta, yellow and black as 9, 32, 96, 11",
        ]
    );
}

/// As LittleCMS converts them (Ghostscript 10, relative colorimetric, without black-point compensation).
#[test]
fn the_profile_says_what_another_engine_says() {
    for (color, inks) in
        [("#12395b", [95, 55, 7, 62]), ("#9c3d1c", [8, 82, 96, 38]), ("#1f3a5f", [93, 64, 7, 57])]
    {
        let found = press().inks(parse(color).expect("a colour"));
        let differs = found.iter().zip(inks).any(|(one, other)| one.abs_diff(other) > 1);
        assert!(!differs, "{color}: {found:?}, not {inks:?}");
    }
}

#[test]
fn no_spot_has_more_ink_than_the_paper_bears() {
    let press = Press::of(FOGRA39, Intent::Relative, 240.0);
    let colors: Vec<u8> = (0..=255u8).step_by(15).flat_map(|part| [part / 4, part / 8, part / 6]).collect();
    for color in colors.chunks_exact(3) {
        let inks = press.inks([color[0], color[1], color[2]]);
        assert!(inks.iter().map(|ink| u16::from(*ink)).sum::<u16>() <= 240, "{color:?}: {inks:?}");
    }
    let points = press.develop(&colors, None).expect("a sound profile");
    for inks in points.chunks_exact(4) {
        assert!(inks.iter().map(|ink| u16::from(*ink)).sum::<u16>() <= 602, "{inks:?}");
    }
}

/// What a content becomes. `c0` is sRGB, `c1` grey, `x0` a picture, `x1` a form.
fn inked(source: &str, purpose: Purpose) -> String {
    let (brand, press) = (harbour(), press());
    let mut palette = Palette::new(&brand, &press);
    let spaces = [("c0", Space::Screen), ("c1", Space::Gray), ("c2", Space::Kept)];
    let spaces = spaces.map(|(name, space)| (name.as_bytes().to_vec(), space)).into();
    let names = Names { spaces, pictures: [b"x0".to_vec()].into() };
    let inked = content::ink(source.as_bytes(), &names, &mut palette, purpose, Some((false, false)));
    String::from_utf8(inked.content).expect("ASCII").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn contents_are_written_in_inks() {
    for (source, expected) in [
        // Words in black print over what is below, words in a colour do not.
        ("/c0 cs 0.0627 0.1451 0.1216 scn BT (a) Tj ET", "0 0 0 1 k /Over01 gs BT (a) Tj ET"),
        (
            "/c1 cs 0 scn BT (a) Tj ET /c1 cs 1 scn BT (b) Tj ET",
            "0 0 0 1 k /Over01 gs BT (a) Tj ET 0 0 0 0 k /Over00 gs BT (b) Tj ET",
        ),
        ("/c0 cs 0.1216 0.3608 0.2902 scn BT (a) Tj ET", "/Spot0 cs 1 scn BT (a) Tj ET"),
        // A colour is written where it is first painted with, and once.
        (
            "/c1 cs 0 scn /c0 cs 0.7608 0.2549 0.0471 scn 0 0 5 5 re f 1 1 2 2 re f",
            "0.1 0.85 1 0.05 k 0 0 5 5 re f 1 1 2 2 re f",
        ),
        ("q /c1 cs 0 scn Q 0 0 5 5 re f", "q Q 0 0 5 5 re f"),
        // A surface in black stands in place of what is below it.
        ("q 0 g 0 0 m 5 5 l f Q 1 1 m 2 2 l f", "q 0 0 0 1 k 0 0 m 5 5 l f Q 1 1 m 2 2 l f"),
        // The same colour is another one for the ground of a masthead.
        ("0.0627 0.1451 0.1216 rg 0 0 5 5 re f", "0.7 0.4 0.6 0.9 k 0 0 5 5 re f"),
        // Lines have a colour of their own.
        ("/c1 CS 0 SCN 1 w 0 0 m 5 0 l S", "1 w 0 0 0 1 K /Over10 gs 0 0 m 5 0 l S"),
        ("1 Tr 0 G 1 g BT (a) Tj ET", "1 Tr 0 0 0 0 k BT 0 0 0 1 K /Over10 gs (a) Tj ET"),
        // A picture stands in place of what is below, whatever was painted before.
        ("0 g BT (a) Tj ET /x0 Do", "0 0 0 1 k /Over01 gs BT (a) Tj ET /Over00 gs /x0 Do"),
        // What is in inks already stays so; so do patterns and spaces of one ink.
        ("0.1 0.2 0.3 0.4 k 0 0 1 1 re f", "0.1 0.2 0.3 0.4 k 0 0 1 1 re f"),
        ("/Pattern cs /p0 scn 0 0 1 1 re f", "/Pattern cs /p0 scn 0 0 1 1 re f"),
        ("/c2 cs 0.5 scn 0 0 1 1 re f", "/c2 cs 0.5 scn 0 0 1 1 re f"),
        // Neither strings nor names are operators.
        (
            "/k (0 g \\) rg) DP 0 g [(a) -3 <0a>] TJ",
            "/k (0 g \\) rg) DP 0 0 0 1 k /Over01 gs [(a) -3 <0a>] TJ",
        ),
    ] {
        assert_eq!(inked(source, Purpose::Print), expected, "{source}");
    }
    let mask = "/c0 cs 1 0 0 scn 0 0 1 1 re f /c1 cs 0.5 scn 0 0 1 1 re f";
    assert_eq!(inked(mask, Purpose::Mask), "0.3 g 0 0 1 1 re f 0.502 g 0 0 1 1 re f");
}

#[test]
fn tokens_are_whole() {
    let source = b"q[(a]b)<0>]TJ/N<</A(x)/B<</C 1>>>>BDC % f\nBI/W 1 ID \0EI\xff EI Q -.5+3 w true gs";
    let operators: Vec<&[u8]> = Tokens::new(source)
        .filter(|token| token.is_operator)
        .map(|token| &source[token.start..token.end])
        .collect();
    assert_eq!(operators, [&b"q"[..], b"TJ", b"BDC", b"BI", b"ID \0EI\xff EI", b"Q", b"w", b"gs"]);
    for broken in [&b"(a"[..], b"<<", b"[", b"<0", b"/", b"ID ", b"(\\"] {
        assert!(Tokens::new(broken).count() < 2);
    }
}

fn picture(points: &[u8], width: i64, bits: i64, space: Space, colors: Option<Vec<u8>>) -> Stream {
    let dict = dictionary! { "Width" => width, "Height" => 1, "BitsPerComponent" => bits };
    let stream = Stream::new(dict, points.to_vec());
    let picture = Picture { stream, space, profile: None, colors };
    pictures::develop(picture, &press(), Purpose::Print).expect("a picture")
}

#[test]
fn pictures_come_in_inks_and_greys_stay_grey() {
    let space = |stream: &Stream| stream.dict.get(b"ColorSpace").expect("a space").clone();
    let points = |stream: &Stream| stream.get_plain_content().expect("points");
    let colored = picture(&[18, 57, 91, 255, 255, 255], 2, 8, Space::Screen, None);
    assert_eq!(space(&colored), "DeviceCMYK".into());
    assert_eq!(points(&colored)[4..], [0; 4]);
    assert!(points(&colored)[0] > 230, "cyan");
    // Sixteen bits become eight.
    let deep = picture(&[18, 18, 57, 57, 91, 91], 1, 16, Space::Screen, None);
    assert_eq!(points(&deep), points(&colored)[..4]);
    let grey = picture(&[0, 0, 0, 90, 90, 90], 2, 8, Space::Screen, None);
    assert_eq!((space(&grey), points(&grey)), ("DeviceGray".into(), vec![0, 90]));
    let bitmap = picture(&[0b1000_0000], 2, 1, Space::Gray, None);
    assert_eq!((space(&bitmap), points(&bitmap)), ("DeviceGray".into(), vec![0b1000_0000]));
    // What is in inks stays, and is turned round as the file says: those without Adobe's mark are not.
    for (mark, turned) in [(&b"\xff\xee\0\x0eAdobe"[..], true), (b"\xff\xe2\0\x0eAdobe", false)] {
        let dict = dictionary! { "Filter" => "DCTDecode", "Decode" => vec![1.into(), 0.into()] };
        let stream = Stream::new(dict, mark.to_vec());
        let picture = Picture { stream, space: Space::Process, profile: None, colors: None };
        let inked = pictures::develop(picture, &press(), Purpose::Print).expect("a picture");
        assert_eq!((inked.content.as_slice(), inked.dict.has(b"Decode")), (mark, turned));
    }
    let few = picture(&[0b0100_0000], 2, 1, Space::Screen, Some(vec![18, 57, 91, 255, 255, 255]));
    let Object::Array(table) = space(&few) else { panic!("a table") };
    assert_eq!((&table[1], &table[2]), (&"DeviceCMYK".into(), &Object::Integer(1)));
    assert_eq!(table[3].as_str().map(|table| table[..4].to_vec()).ok(), Some(points(&colored)[..4].to_vec()));
}

#[test]
fn a_photograph_comes_back_as_it_was_predicted() {
    let (width, height) = (64, 40);
    let points: Vec<u8> =
        (0..width * height * 4).map(|at| ((at / 4 % width) + (at / 4 / width) * 2) as u8).collect();
    assert!(rows::is_photograph(&points, width * 4, 4));
    let stored = picture_of(&points, width, height);
    assert_eq!(stored.get_plain_content().expect("points"), points);
}

/// A stream as a reader finds it.
fn picture_of(points: &[u8], width: usize, _height: usize) -> Stream {
    let parameters = dictionary! {
        "Predictor" => 15, "Colors" => 4, "BitsPerComponent" => 8, "Columns" => width as i64,
    };
    let dict = dictionary! { "Filter" => "FlateDecode", "DecodeParms" => parameters };
    Stream::new(dict, super::press::deflate(&rows::predicted(points, width * 4, 4)))
}

/// A picture that every page shows, such as a logo, is brought into inks once; yet all its pages are mixed in them.
#[test]
fn each_page_that_is_seen_through_is_mixed_in_inks() {
    let mut document = Document::new();
    let veil = document.add_object(dictionary! { "ca" => 0.5 });
    let resources = dictionary! { "ExtGState" => dictionary! { "g0" => veil } };
    let form = dictionary! { "Subtype" => "Form", "Resources" => resources };
    let form = document.add_object(Stream::new(form, b"/g0 gs 0 0 5 5 re f".to_vec()));
    let box_of_page: Vec<Object> = [0, 0, 9, 9].map(Object::Integer).to_vec();
    let mut page = |objects: lopdf::Dictionary| {
        let content = document.add_object(Stream::new(dictionary! {}, b"0 0 1 1 re f".to_vec()));
        document.add_object(dictionary! {
            "Type" => "Page",
            "BleedBox" => box_of_page.clone(),
            "Contents" => content,
            "Resources" => dictionary! { "XObject" => objects },
        })
    };
    let pages = [true, true, false].map(|shows| match shows {
        true => page(dictionary! { "x0" => form }),
        false => page(dictionary! {}),
    });
    let kids: Vec<Object> = pages.map(Object::Reference).to_vec();
    let tree = document.add_object(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 3 });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let (brand, press) = (harbour(), press());
    let mut palette = Palette::new(&brand, &press);
    Inking::new(&mut document, &mut palette, &press).work().expect("sound pages");
    let mixed = pages.map(|page| document.get_dictionary(page).is_ok_and(|page| page.has(b"Group")));
    assert_eq!(mixed, [true, true, false]);
}
