//! Drawings as programs export them, with all that they tell; and how they look before and after.

use super::super::tests::{PLACE, UPRIGHT, corners, exif, holds, jpeg, named, original, shown};
use super::*;
use resvg::{tiny_skia, usvg};

/// A folder of a person, as drawing programs write it.
const PATH: &str = "/home/jeanne.moreau/Bureau/secret";

fn address(kind: &str, bytes: &[u8]) -> String {
    format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))
}

/// What Inkscape and Illustrator write, around a rectangle and a picture.
fn told(picture: &str, style: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Created with Inkscape by {PATH} -->\n<?xpacket begin='{PATH}'?>\n\
         <svg width=\"48\" height='32' xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"\n     \
         xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" xmlns:i='http://ns.adobe.com/AdobeIllustrator/10.0/'\n     \
         xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\"\n     sodipodi:docname=\"{PATH}.svg\" \
         inkscape:export-filename='{PATH}.png'>\n  <style>{style}</style>\n  <metadata id=\"m\"><rdf:RDF \
         xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><g>{PATH}</g></rdf:RDF></metadata>\n  <title>Une ville</title>\n  \
         <sodipodi:namedview inkscape:zoom=\"1\"><inkscape:grid path=\"{PATH}\"/></sodipodi:namedview>\n  \
         <switch><g i:extraneous=\"self\" ><rect  width='8' height=\"8\"\tfill=\"#c40\"/></g></switch><i:pgf>{PATH}</i:pgf>\n  \
         <text x=\"2\" y=\"20\">a &amp; <!-- {PATH} -->b &lt; c</text>\n  \
         <image width=\"48\" height=\"32\" opacity=\".5\" sodipodi:absref=\"{PATH}.jpg\"\n    xlink:href=\"{picture}\" />\n</svg>\n<!-- {PATH} -->\n"
    )
}

fn undressed(drawing: &str) -> String {
    let made = shown(ImageFormat::Svg, drawing.as_bytes(), Medium::Epub);
    assert_eq!(made.format, ImageFormat::Svg);
    String::from_utf8(made.bytes.to_vec()).expect("UTF-8")
}

/// The points of a drawing as the engine draws it.
fn drawn(drawing: &str) -> Vec<u8> {
    let tree = usvg::Tree::from_str(drawing, &usvg::Options::default()).expect("a drawing");
    let mut points = tiny_skia::Pixmap::new(96, 64).expect("memory");
    let double = tiny_skia::Transform::from_scale(2.0, 2.0);
    resvg::render(&tree, double, &mut points.as_mut());
    assert!(points.data().iter().any(|value| *value > 0), "nothing is drawn");
    points.data().to_vec()
}

/// The picture of points within a drawing.
fn within(drawing: &str) -> Image {
    let document = Document::parse(drawing).expect("a drawing");
    let address = document.descendants().find_map(|node| node.attribute((XLINK, "href"))).expect("a picture");
    let (bytes, _) = DataUrl::process(address).expect("an address").decode_to_vec().expect("base64");
    original(ImageFormat::Jpeg, bytes)
}

#[test]
fn a_drawing_tells_nothing_of_its_maker_and_looks_the_same() {
    let photograph = jpeg(&corners(), &[(0xE1, &[b"Exif\0\0", &exif(1)[..]].concat()), (0xFE, PLACE)]);
    let drawing = told(&address("jpeg", &photograph), "rect { stroke: #000 }");
    let made = undressed(&drawing);
    assert!(
        drawing.matches(PATH).count() == 10 && holds(&within(&drawing).bytes, PLACE),
        "the original tells it"
    );
    for word in [PATH, "<!--", "xpacket", "<metadata", "namedview", "i:", "sodipodi:docname", "absref", "pgf"]
    {
        let words = made.replace("xlink:", "").replace("xmlns:i=", "");
        assert!(!words.contains(word), "{word}: {made}");
    }
    assert!(!holds(&within(&made).bytes, PLACE) && !holds(&within(&made).bytes, b"Exif"));
    assert_eq!(drawn(&made), drawn(&drawing));
    // What is kept, is kept sign by sign.
    for part in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<g><rect  width='8' height=\"8\"\tfill=\"#c40\"/></g></switch>\n  ",
        "<text x=\"2\" y=\"20\">a &amp; b &lt; c</text>",
        "<title>Une ville</title>",
        "opacity=\".5\"\n    xlink:href=\"data:image/jpeg;base64,",
    ] {
        let part = part.replace("<g>", "<g >");
        assert!(made.contains(&part), "{part}: {made}");
    }
    // It is made once: a second time, nothing is left to be done.
    assert_eq!(undressed(&made), made);
}

#[test]
fn a_drawing_that_tells_nothing_is_not_touched() {
    let drawing = "\u{FEFF}<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\r\n<path d='M0 0h9v9z' class = \"a\"/></svg>";
    assert_eq!(undressed(drawing), drawing);
    assert!(undressed(&drawing.replace("<path", "<!--x--><path")).starts_with('\u{FEFF}'));
}

#[test]
fn elements_that_a_style_counts_stay_in_their_places() {
    let first = "g:first-child { fill: #fff }";
    for (style, count) in [("rect { stroke: red }", 0), (first, 3), ("metadata + title { fill: red }", 3)] {
        let drawing = told(&address("jpeg", &jpeg(&corners(), &[])), style);
        let made = undressed(&drawing);
        assert_eq!(made.matches("<metadata/>").count(), count, "{style}");
        assert!(!made.contains(PATH), "{made}");
        assert_eq!(drawn(&made), drawn(&drawing), "{style}");
    }
}

#[test]
fn pictures_within_stand_upright_as_browsers_show_them() {
    for (orientation, seen) in UPRIGHT {
        let photograph = jpeg(&corners(), &[(0xE1, &[b"Exif\0\0", &exif(orientation)[..]].concat())]);
        let made = undressed(&told(&address("jpeg", &photograph), ""));
        let points = image::load_from_memory(&within(&made).bytes).expect("a picture");
        assert_eq!(named(&points), seen, "orientation {orientation}");
        assert!(!holds(&within(&made).bytes, PLACE), "orientation {orientation}");
    }
}

#[test]
fn pictures_within_are_made_for_the_medium_and_keep_their_points() {
    let ink = include_bytes!("../../../tests/reproduction/ycck.jpg");
    let made = within(&undressed(&told(&address("jpeg", ink), "")));
    assert!(strip::is_cmyk(ink) && !strip::is_cmyk(&made.bytes), "in sRGB");
    let wide = image::DynamicImage::new_rgb8(4000, 20);
    let made = within(&undressed(&told(&address("jpeg", &jpeg(&wide, &[(0xFE, PLACE)])), "")));
    let points = image::load_from_memory(&made.bytes).expect("a picture");
    assert_eq!((points.width(), points.height()), (4000, 20));
}

#[test]
fn a_gif_within_loses_its_words_alone() {
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    let runs = b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    let words = [b"\x21\xFE", &[PLACE.len() as u8][..], PLACE, b"\0"].concat();
    let packet = [b"\x21\xFF\x0BXMP DataXMP", &[PLACE.len() as u8][..], PLACE, b"\0"].concat();
    let picture = b"\x21\xF9\x04\x01\0\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let gif = [head, &runs[..], &words, &packet, picture, b"\x3B", PLACE].concat();
    let made = strip::gif(&gif).expect("a GIF");
    assert_eq!(made, [head, &runs[..], picture, b"\x3B"].concat());
    assert_eq!(strip::gif(&gif[..gif.len() - PLACE.len() - 4]), None, "cut");
    let made = undressed(&told(&address("gif", &gif), ""));
    assert!(!holds(&within(&made).bytes, PLACE) && made.contains("data:image/gif;"));
}
