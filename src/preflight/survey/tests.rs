//! Small pages, and what is found on them.

use super::*;
use lopdf::{Stream, dictionary};
use std::fmt::Write;

/// A page of 100 points by 100 in a sheet of 120, with a bleed of 9.
fn sheet(content: &str, resources: Dictionary, objects: &[(u32, Object)]) -> Document {
    let mut document = Document::with_version("1.6");
    document.set_object((1, 0), dictionary! { "Type" => "Catalog", "Pages" => Object::Reference((2, 0)) });
    document.set_object(
        (2, 0),
        dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference((3, 0))], "Count" => 1 },
    );
    let square = |from: i64, to: i64| [from, from, to, to].map(Object::Integer).to_vec();
    document.set_object(
        (3, 0),
        dictionary! {
            "Type" => "Page", "Parent" => Object::Reference((2, 0)), "MediaBox" => square(0, 120), "BleedBox" => square(1, 119),
            "TrimBox" => square(10, 110), "Resources" => resources, "Contents" => Object::Reference((4, 0)),
        },
    );
    document.set_object((4, 0), Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    for (number, object) in objects {
        document.set_object((*number, 0), object.clone());
    }
    document.max_id = 99;
    document.trailer.set("Root", Object::Reference((1, 0)));
    document
}

fn font() -> Vec<(u32, Object)> {
    let bytes = include_bytes!("../../../fonts/source-sans-3/SourceSans3-Regular.ttf").to_vec();
    let font = dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "A", "FirstChar" => 32, "LastChar" => 32,
        "Widths" => vec![500.into()], "Encoding" => "WinAnsiEncoding", "FontDescriptor" => Object::Reference((22, 0)),
    };
    let descriptor = dictionary! {
        "Type" => "FontDescriptor", "FontName" => "A", "Flags" => 32, "MissingWidth" => 500, "FontFile2" => Object::Reference((23, 0)),
    };
    vec![(21, font.into()), (22, descriptor.into()), (23, Stream::new(Dictionary::new(), bytes).into())]
}

fn survey(document: &Document) -> Survey {
    Survey::of(document, &Demands::default()).expect("a survey")
}

/// The marks, one a line: what each is, where, in which inks, and whether it overprints.
fn told(document: &Document) -> String {
    let survey = survey(document);
    let mut told = String::new();
    for mark in &survey.sheets[0].marks {
        let Rect { x0, y0, x1, y1 } = mark.bounds;
        let kind = match &mark.kind {
            Kind::Words { size, words } => format!("words {size:.1} '{words}'"),
            Kind::Stroke { width } => format!("line {width:.2}"),
            Kind::Area { thin } => format!("area {thin:.2}"),
            Kind::Picture { ppi, bitmap, .. } => format!("picture {ppi:.0} {bitmap}"),
        };
        let inks = match survey.flat(mark) {
            Some(flat) => {
                let inks = flat.amounts.iter().map(|amount| format!("{:.0}", amount * 100.0));
                inks.collect::<Vec<_>>().join(" ")
            }
            None => "-".to_owned(),
        };
        let overprint = if mark.overprint { " over" } else { "" };
        let _ = writeln!(told, "{kind} [{x0:.0} {y0:.0} {x1:.0} {y1:.0}] {inks}{overprint}");
    }
    told
}

fn plain(content: &str) -> String {
    told(&sheet(content, Dictionary::new(), &[]))
}

#[test]
fn colours_are_told_as_inks() {
    for (content, inks) in [
        ("20 20 60 60 re f", "0 0 0 100"),
        ("0.75 g 20 20 60 60 re f", "0 0 0 25"),
        ("0.1 0.2 0.3 0.4 k 20 20 60 60 re f", "10 20 30 40"),
        ("/DeviceCMYK cs 20 20 60 60 re f", "0 0 0 100"),
        ("/DeviceCMYK cs 0.5 0 0 0 sc q 1 0 0 0 k Q 20 20 60 60 re f", "50 0 0 0"),
        ("q 0.5 0 0 0 k Q 20 20 60 60 re f", "0 0 0 100"),
    ] {
        assert_eq!(plain(content), format!("area 60.00 [20 20 80 80] {inks}\n"), "{content}");
    }
}

#[test]
fn lines_have_their_width_after_scaling() {
    assert_eq!(plain("0.5 w 20 50 m 80 50 l S"), "line 0.50 [20 50 80 50] 0 0 0 100\n");
    assert_eq!(
        plain("q .1 0 0 .1 0 0 cm 2 w 200 500 m 800 500 l S Q"),
        "line 0.20 [20 50 80 50] 0 0 0 100\n"
    );
    assert_eq!(plain("0 1 0 0 K 0 w 20 50 m 80 50 l s"), "line 0.00 [20 50 80 50] 0 100 0 0\n");
    assert_eq!(plain("20 50 60 .2 re f"), "area 0.20 [20 50 80 50] 0 0 0 100\n");
    assert_eq!(plain("1 0 0 0 k 20 50 60 0 re f"), "line 0.00 [20 50 80 50] 100 0 0 0\n");
}

#[test]
fn what_cannot_be_seen_is_no_mark() {
    for content in
        ["20 20 60 60 re W n 85 85 5 5 re f", "-50 -50 50 50 re f", "0 0 120 0.9 re f", "20 20 60 60 re n"]
    {
        assert_eq!(plain(content), "", "{content}");
    }
    let hidden = dictionary! { "ExtGState" => dictionary! { "G" => dictionary! { "ca" => 0 } } };
    assert_eq!(told(&sheet("/G gs 20 20 60 60 re f", hidden, &[])), "");
    assert_eq!(plain("30 30 20 20 re W n 20 20 60 60 re f"), "area 60.00 [30 30 50 50] 0 0 0 100\n");
}

#[test]
fn words_have_their_size_after_scaling() {
    let fonts = || dictionary! { "Font" => dictionary! { "F" => Object::Reference((21, 0)) } };
    let words = |content: &str| told(&sheet(content, fonts(), &font()));
    let line = words("BT /F 10 Tf 20 50 Td (Hello you) Tj 0 0.5 0 0 k ( there) Tj ET");
    assert!(line.starts_with("words 10.0 'Hello you ' [21 "), "{line}");
    assert!(line.contains("\nwords 10.0 'there' [") && line.ends_with("] 0 50 0 0\n"), "{line}");
    let line = words("q .5 0 0 .5 0 0 cm BT /F 10 Tf 1.2 0 0 1.2 40 100 Tm (Hello) Tj ET Q");
    assert!(line.starts_with("words 6.0 'Hello' ["), "{line}");
    assert_eq!(words("BT 3 Tr /F 10 Tf 20 50 Td (Unseen) Tj ET"), "");
    let turned = words("BT /F 10 Tf 0 1 -1 0 50 20 Tm (Up) Tj ET");
    assert!(turned.starts_with("words 10.0 'Up' [4"), "{turned}");
}

#[test]
fn words_whose_font_is_not_in_the_file_are_missed() {
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let resources = dictionary! { "Font" => dictionary! { "F" => font } };
    let found = survey(&sheet("BT /F 10 Tf 20 50 Td (Hello) Tj ET", resources, &[]));
    assert!(found.sheets[0].wordless && found.sheets[0].marks.is_empty());
    assert_eq!(found.wordless().as_deref(), Some("the font of words on page 1 is not in the file"));
}

#[test]
fn forms_take_on_what_holds_where_they_are_called() {
    let form = |content: &str, matrix: [i64; 6]| -> Object {
        let dictionary = dictionary! {
            "Subtype" => "Form", "BBox" => [0, 0, 99, 99].map(Object::Integer).to_vec(),
            "Matrix" => matrix.map(Object::Integer).to_vec(),
        };
        Stream::new(dictionary, content.as_bytes().to_vec()).into()
    };
    let resources = dictionary! {
        "XObject" => dictionary! { "A" => Object::Reference((30, 0)), "B" => Object::Reference((31, 0)) },
        "ExtGState" => dictionary! { "O" => dictionary! { "OP" => true, "OPM" => 1 } },
    };
    let inner = form("0 0 10 10 re f 1 0 0 0 k 20 0 10 10 re f", [1, 0, 0, 1, 0, 0]);
    let outer = form("/A Do 0 0 0 0.5 k 0 20 10 10 re f", [1, 0, 0, 1, 20, 20]);
    let page = sheet("0 1 0 0 k q /O gs /B Do Q 80 80 10 10 re f", resources, &[(30, inner), (31, outer)]);
    let expected = [
        "area 10.00 [20 20 30 30] 0 100 0 0 over",
        "area 10.00 [40 20 50 30] 100 0 0 0 over",
        "area 10.00 [20 40 30 50] 0 0 0 50 over",
        "area 10.00 [80 80 90 90] 0 100 0 0",
    ];
    assert_eq!(told(&page), expected.join("\n") + "\n");
}

#[test]
fn spot_colours_have_planes_of_their_own() {
    let space = |kind: &str, names: Object| -> Object {
        vec![kind.into(), names, "DeviceCMYK".into(), Object::Null].into()
    };
    let resources = dictionary! { "ColorSpace" => dictionary! {
        "S" => space("Separation", "Gold".into()),
        "N" => space("DeviceN", vec!["Black".into(), "Red".into(), "None".into()].into()),
        "A" => space("Separation", "All".into()),
    } };
    let content =
        "/S cs .5 scn 20 20 9 9 re f /N cs .1 .2 .3 scn 40 20 9 9 re f /A CS .7 SCN 9 w 20 70 m 80 70 l S";
    let page = sheet(content, resources, &[]);
    let found = survey(&page);
    assert_eq!(found.spots, ["Gold", "Red"]);
    let inks: Vec<_> = found.sheets[0]
        .marks
        .iter()
        .map(|mark| found.flat(mark).expect("a colour").amounts.clone())
        .collect();
    assert_eq!(inks[0], [0.0, 0.0, 0.0, 0.0, 0.5]);
    assert_eq!(inks[1], [0.0, 0.0, 0.0, 0.1, 0.0, 0.2]);
    assert_eq!(found.sheets[0].ink.0.round(), 420.0, "in all six inks");
}

#[test]
fn artwork_at_the_edge_reaches_the_bleed_or_not() {
    let short = |content: &str| survey(&sheet(content, Dictionary::new(), &[])).sheets.remove(0).short;
    let edges = |content| short(content).into_iter().map(|short| short.edge).collect::<Vec<_>>();
    assert_eq!(edges("0 0 120 120 re f"), [""; 0]);
    assert_eq!(edges("10 10 100 100 re f"), ["left", "right", "lower", "upper"]);
    assert_eq!(edges("20 20 80 80 re f"), [""; 0]);
    assert_eq!(edges("5 40 20 20 re f"), ["left"]);
    assert_eq!(edges("0 0 9 120 re f"), [""; 0], "in the bleed alone");
    assert_eq!(edges("0 0 120 120 re f 1 0 0 0 k 5 40 20 20 re f"), [""; 0], "on what reaches it");
    assert_eq!(edges("5 40 20 20 re f 0 40 6 20 re f"), [""; 0], "beside what reaches it");
    assert_eq!(edges("0 0 0 0 k 10 10 100 100 re f"), [""; 0], "white");
    assert!((short("5 40 20 20 re f")[0].reaches - 1.76).abs() < 0.01);
}

#[test]
fn what_is_no_page_does_no_harm() {
    for content in [
        "",
        "q q q",
        "Q Q Q f",
        "f f* B S",
        "/X Do",
        "/X gs",
        "/X sh",
        "/X cs 1 scn 20 20 9 9 re f",
        "BI ID",
        "( f",
        "1e38 w 0 0 m 99 99 l S 0 0 m 9e37 9e37 9e38 0 5 5 c f 3e38 0 0 3e38 0 0 cm 9 9 9 9 re f",
        "[0.6 0.6] 0 d 0 0 m 1e30 1e30 l S [1 1] 0 d 0 0 m 1e9 0 l S 1e6 0 0 1e6 0 0 cm 0 0 m 5 5 9 9 1 0 c S",
        "[ <<",
    ] {
        let _ = plain(content);
    }
    let mut itself = dictionary! { "XObject" => dictionary! { "A" => Object::Reference((30, 0)) } };
    let mut stream = Stream::new(
        dictionary! { "Subtype" => "Form", "BBox" => [0, 0, 99, 99].map(Object::Integer).to_vec() },
        b"/A Do /A Do".to_vec(),
    );
    stream.dict.set("Resources", itself.clone());
    itself.set("Pattern", Dictionary::new());
    let page = sheet("/A Do", itself, &[(30, stream.into())]);
    assert_eq!(
        Survey::of(&page, &Demands::default()).err().as_deref(),
        Some("a page asks for more work than a page needs")
    );
}
