//! Pictures as bytes, whole and broken.

use super::*;
use image::{DynamicImage, RgbImage};
use std::io::Cursor;

/// A picture with something in it, so that its data is long.
fn picture(format: image::ImageFormat) -> Vec<u8> {
    let points = RgbImage::from_fn(64, 64, |x, y| image::Rgb([(x * y) as u8, (x * 3) as u8, (y * 5) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(points).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn code(bytes: &[u8]) -> Result<ImageFormat, &'static str> {
    format(bytes).map_err(|refusal| refusal.code)
}

#[test]
fn formats_are_known_by_content() {
    for (known, expected) in [
        (image::ImageFormat::Png, ImageFormat::Png),
        (image::ImageFormat::Jpeg, ImageFormat::Jpeg),
        (image::ImageFormat::WebP, ImageFormat::WebP),
    ] {
        assert_eq!(code(&picture(known)), Ok(expected));
    }
    assert_eq!(code(b"GIF89a"), Err("image-format"));
    assert_eq!(code(b""), Err("image-format"));
    assert_eq!(code(b"II*\0 cut"), Err("image-format"));
}

#[test]
fn pictures_that_are_cut_or_damaged_are_refused() {
    for format in [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::WebP] {
        let whole = picture(format);
        for length in [12, 40, whole.len() / 3, whole.len() * 2 / 3, whole.len() - 2] {
            let cut = whole.get(..length).expect("a part");
            assert_eq!(code(cut), Err("image-damaged"), "{format:?} cut after {length}");
        }
    }
    let mut png = picture(image::ImageFormat::Png);
    let at = png.windows(4).position(|word| word == b"IDAT").expect("data") + 100;
    png[at] ^= 0xFF;
    assert_eq!(code(&png), Err("image-damaged"));
    assert_eq!(code(&[0xFF, 0xD8]), Err("image-damaged"));
}

#[test]
fn pictures_that_no_memory_holds_are_refused_unread() {
    let sized = |width: u32, height: u32| {
        let mut png = picture(image::ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        png
    };
    for (width, height) in [(200_000, 200_000), (u32::MAX, u32::MAX), (0, 10), (10_001, 10_000)] {
        let refusal = format(&sized(width, height)).expect_err("too large");
        assert_eq!(refusal.code, "image-size");
        assert!(refusal.trouble.contains(&format!("{width} × {height}")), "{}", refusal.trouble);
    }
    let mut jpeg = picture(image::ImageFormat::Jpeg);
    let at = jpeg.windows(2).position(|word| word == [0xFF, 0xC0]).expect("a frame") + 5;
    jpeg[at..at + 4].copy_from_slice(&[0xFF; 4]);
    assert_eq!(code(&jpeg), Err("image-size"));
}

#[test]
fn drawings_run_and_fetch_nothing() {
    let whole = |head: &str, body: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' {head}>{body}</svg>"
        )
    };
    for (head, body) in [
        ("", "<use href='#a'/>"),
        ("width='10mm' height='5mm'", "<path id='a' fill='url(#g)'/><style>a{fill:url('#g')}</style>"),
        (
            "width='100%'",
            "<image xlink:href='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'/>",
        ),
        ("viewBox='0 0 10 10'", "<text>é &amp; &#233;</text><animate attributeName='x'/>"),
    ] {
        let text = whole(head, body);
        assert_eq!(code(text.as_bytes()), Ok(ImageFormat::Svg), "{text}");
    }
    for (head, body, expected) in [
        ("onload='x()'", "", "a program"),
        ("", "<script/>", "<script>"),
        ("", "<foreignObject/>", "<foreignobject>"),
        ("xmlns:h='http://www.w3.org/1999/xhtml'", "<h:img src='http://x.org/p.png'/>", "<img> of web pages"),
        ("", "<style>svg{background:src('https://x.org/a')}</style>", "fetches 'https://x.org/a'"),
        ("", "<image xlink:href='http://x.org/a.png'/>", "fetches 'http://x.org/a.png'"),
        ("", "<image href='data:image/svg+xml;base64,AAAA'/>", "fetches 'data:image/svg+xml"),
        ("", "<image href='data:image/png;base64,AAAA'/>", "a picture of no known kind"),
        (
            "",
            "<image href='data:image/png;base64,iVBORw0KGgo='/>",
            "a picture which is a PNG that is damaged",
        ),
        (
            "",
            "<image href='data:image/png;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4='/>",
            "a picture of lines",
        ),
        ("", "<a href='https://x.org'/>", "a link"),
        ("", "<style>@import 'a.css';</style>", "@import"),
        ("", "<style><![CDATA[@IMPORT 'a.css';]]></style>", "@import"),
        ("", "<style>@\\69mport 'a.css';</style>", "hides signs"),
        ("", "<style>a{fill:url(https://x.org/a)}</style>", "fetches 'https://x.org/a'"),
        ("", "<path style='fill: url( \"a.svg#g\")'/>", "fetches 'a.svg#g'"),
        ("", "<path filter='&#117;rl(//x.org/a)'/>", "fetches '//x.org/a'"),
        ("", "<set attributeName='xlink:href' to='x'/>", "changes 'xlink:href'"),
        ("", "<animate attributeName='href'/>", "changes 'href'"),
        ("xml:base='https://x.org/'", "", "another place"),
        ("", "<g id='a'/><g id='a'/>", "the same id 'a'"),
        ("width='0' height='5'", "", "0 × 5"),
        ("viewBox='0 0 0 0'", "", "0 × 0"),
        ("width='200000' height='200000'", "", "more than 100 million"),
        ("", "<text>&nbsp;</text>", "'&nbsp;' in line 1"),
        ("", "<sodipodi:namedview/>", "'sodipodi:' in line 1"),
        ("", "<g>", "damaged or cut short at line 1"),
        ("", "<g a=b/>", "damaged or cut short"),
    ] {
        let text = whole(head, body);
        let refusal = format(text.as_bytes()).expect_err(&text);
        assert!(refusal.trouble.contains(expected), "{text}: {}", refusal.trouble);
    }
    let deep = whole("", &format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)));
    for (text, expected) in [
        ("<svg/>", "does not say so"),
        ("<html><svg/></html>", "begins with <html>"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "DOCTYPE"),
        ("<?xml-stylesheet href='a.css'?><svg xmlns='http://www.w3.org/2000/svg'/>", "another file"),
        ("<svg", "damaged or cut short"),
        (&deep, "groups within groups"),
    ] {
        let refusal = format(text.as_bytes()).expect_err("a refusal");
        assert!(refusal.trouble.contains(expected), "{}", refusal.trouble);
    }
}

#[test]
fn escaped_paths_are_read() {
    assert_eq!(unescape("images/plan%20de%20ville.png"), "images/plan de ville.png");
    assert_eq!(unescape("100%"), "100%");
    assert_eq!(unescape("%é1"), "%é1");
}
