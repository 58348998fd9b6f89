//! Pictures. In: paths as written, each with the folder of the file in which it stands. Out: bytes of a known format, or
//! why an edition could not show them.

use super::disk::{self, Project, Trouble};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Image, ImageFormat, Span, Text};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// Reads the pictures that the files of a folder name. A picture that two languages name is read once, and what is wrong
/// with it is said at each place.
pub fn gather(
    project: &Project,
    folder: &str,
    named: &[Text],
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Image> {
    let mut images = BTreeMap::new();
    for path in named {
        let written = path.plain();
        if !images.contains_key(&written)
            && let Some(image) = read(project, folder, &written, path.span(), found)
        {
            images.insert(written, image);
        }
    }
    images
}

/// Reads one picture; `place` is where it is named.
pub fn read(
    project: &Project,
    folder: &str,
    written: &str,
    place: Option<&Span>,
    found: &mut Vec<Diagnostic>,
) -> Option<Image> {
    let refused = attempt(project, folder, written);
    refused.map_err(|finding| found.push(Diagnostic { span: place.cloned(), ..finding })).ok()
}

fn attempt(project: &Project, folder: &str, written: &str) -> Result<Image, Diagnostic> {
    let outside = |hint: &str| {
        Diagnostic::error("image-outside", None, format!("the picture '{written}' is outside the project"))
            .hint(hint)
    };
    let Some(path) = disk::resolve(folder, &unescape(written)) else {
        let hint = if written.contains("://") {
            "pictures are not fetched from the web: save it in the note's folder images/"
        } else {
            "copy it into the note's folder images/ and name it as images/…, with / between folders"
        };
        return Err(outside(hint));
    };
    let bytes = project.bytes(&path).map_err(|trouble| match trouble {
        Trouble::Outside => {
            outside("a link on the way leads out: copy the picture into the note's folder images/")
        }
        Trouble::Missing => {
            let (parent, name) = path.rsplit_once('/').unwrap_or(("", &path));
            let beside = project.list(parent);
            let near = nearest(name, beside.iter().map(|entry| entry.name.as_str()));
            let hint = match near {
                Some(name) => format!("did you mean '{name}'?"),
                None => format!("it is looked for as {path}"),
            };
            Diagnostic::error("image-missing", None, format!("there is no picture '{written}'")).hint(hint)
        }
        Trouble::Machine(words) => Diagnostic::error(
            "unreadable-file",
            None,
            format!("the picture '{written}' cannot be read: {words}"),
        )
        .hint("see who may read the file"),
    })?;
    let format =
        format(&bytes).map_err(|(code, message, hint)| Diagnostic::error(code, None, message).hint(hint))?;
    Ok(Image { path, format, bytes: bytes.into() })
}

/// Markdown writes a space in a path as `%20`.
fn unescape(written: &str) -> String {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match (first, tail) {
            (b'%', [high, low, ..]) => {
                std::str::from_utf8(&[*high, *low]).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| written.to_owned())
}

type Refusal = (&'static str, String, &'static str);

/// The format by content: names lie.
fn format(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    let damaged = |what: &str| {
        let message = format!("this {what} picture is damaged or cut short");
        ("image-format", message, "export it again from the program that made it")
    };
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, chunks @ ..] => {
            if is_whole_png(chunks) {
                Ok(ImageFormat::Png)
            } else {
                Err(damaged("PNG"))
            }
        }
        [0xFF, 0xD8, segments @ ..] => match jpeg_components(segments) {
            Some(4) => Err((
                "image-cmyk",
                "this JPEG picture is in CMYK".into(),
                "save it in RGB (sRGB): the screen PDF and the EPUB cannot show CMYK",
            )),
            Some(_) => Ok(ImageFormat::Jpeg),
            None => Err(damaged("JPEG")),
        },
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', b'V', b'P', b'8', ..] => {
            Ok(ImageFormat::WebP)
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if text.contains("<svg") => svg(text).map(|()| ImageFormat::Svg),
            _ => Err((
                "image-format",
                format!("this picture is {}", foreign_format(bytes)),
                "save it as PNG, JPEG, SVG or WebP",
            )),
        },
    }
}

fn foreign_format(bytes: &[u8]) -> &'static str {
    match bytes {
        [] => "an empty file",
        [b'G', b'I', b'F', b'8', ..] => "a GIF",
        [b'%', b'P', b'D', b'F', ..] => "a PDF",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "a TIFF",
        [b'B', b'M', ..] => "a BMP",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "a HEIC, AVIF or film",
        _ => "in no format that the press knows",
    }
}

/// Goes from chunk to chunk to the last (PNG, 5.3: length, type, data, check).
fn is_whole_png(mut chunks: &[u8]) -> bool {
    while let Some((head, rest)) = chunks.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if rest.len() < length.saturating_add(4) {
            return false;
        }
        if &head[4..] == b"IEND" {
            return true;
        }
        chunks = &rest[length + 4..];
    }
    false
}

/// The number of colour components, from the frame header (ITU-T T.81, B.2.2): 1 grey, 3 colour, 4 CMYK.
fn jpeg_components(mut segments: &[u8]) -> Option<u8> {
    loop {
        let [0xFF, marker, rest @ ..] = segments else { return None };
        match marker {
            // Fill bytes, and markers without a segment.
            0xFF => segments = segments.get(1..)?,
            0x01 | 0xD0..=0xD8 => segments = rest,
            // C4, C8 and CC are no frame headers. Precision, height and width come before the number of components.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return rest.get(7).copied().filter(|count| *count > 0);
            }
            // The picture's data or its end, before any frame header.
            0xD9 | 0xDA => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
                segments = rest.get(length.max(2)..)?;
            }
        }
    }
}

/// An SVG may hold no programs, and nothing of it may be fetched from elsewhere: a reader's device would do it.
fn svg(text: &str) -> Result<(), Refusal> {
    let refuse = |message: &str, hint| Err(("image-svg", message.to_owned(), hint));
    let mut reader = quick_xml::Reader::from_str(text);
    let mut root = true;
    let mut depth = 0i32;
    loop {
        match reader.read_event() {
            Ok(Event::DocType(_)) => {
                return refuse(
                    "this SVG picture begins with a DOCTYPE",
                    "export it as 'plain SVG', or delete the line",
                );
            }
            Ok(Event::Start(tag)) => {
                depth += 1;
                element(&tag, root)?;
                root = false;
            }
            Ok(Event::Empty(tag)) => {
                element(&tag, root)?;
                root = false;
            }
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) if root || depth != 0 => {
                return refuse(
                    "this SVG picture is damaged or cut short",
                    "export it again from the program that made it",
                );
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                let message = format!("this SVG picture is damaged: {error}");
                return refuse(&message, "export it again from the program that made it");
            }
        }
    }
}

fn element(tag: &BytesStart, root: bool) -> Result<(), Refusal> {
    let refuse = |message: String, hint| Err(("image-svg", message, hint));
    let name = String::from_utf8_lossy(tag.local_name().as_ref()).to_lowercase();
    if root && name != "svg" {
        return refuse(
            format!("this picture begins with <{name}>, not with <svg>"),
            "export it as SVG again",
        );
    }
    if matches!(name.as_str(), "script" | "foreignobject" | "handler" | "iframe") {
        return refuse(
            format!("this SVG picture holds a <{name}>"),
            "export it as 'plain SVG', without scripts or web pages",
        );
    }
    for attribute in tag.attributes() {
        let Ok(attribute) = attribute else {
            return refuse(
                "this SVG picture is damaged".into(),
                "export it again from the program that made it",
            );
        };
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).to_lowercase();
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        if key.starts_with("on") {
            return refuse(
                format!("this SVG picture holds a program (the attribute '{key}')"),
                "export it as 'plain SVG'",
            );
        }
        let inert = value.starts_with('#') || value.starts_with("data:image/");
        if key == "href" && name != "a" && !inert {
            return refuse(
                format!("this SVG picture fetches '{value}'"),
                "embed that picture in the SVG when exporting",
            );
        }
        if key == "href" && name == "a" && !value.starts_with('#') {
            return refuse("this SVG picture holds a link".into(), "delete it: write links in the text");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_content() {
        let jpeg = |components: u8| {
            [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC2, 0, 11, 8, 0, 1, 0, 1, components][..], &[0; 8]]
                .concat()
        };
        let png = b"\x89PNG\r\n\x1A\n\0\0\0\x01IHDR.crc_\0\0\0\0IENDcrc_";
        for (bytes, expected) in [
            (png.to_vec(), Ok(ImageFormat::Png)),
            (png[..20].to_vec(), Err("image-format")),
            (jpeg(3), Ok(ImageFormat::Jpeg)),
            (jpeg(1), Ok(ImageFormat::Jpeg)),
            (jpeg(4), Err("image-cmyk")),
            (vec![0xFF, 0xD8], Err("image-format")),
            (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), Ok(ImageFormat::WebP)),
            (b"GIF89a".to_vec(), Err("image-format")),
            (Vec::new(), Err("image-format")),
            (
                b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><use href='#a'/></svg>"
                    .to_vec(),
                Ok(ImageFormat::Svg),
            ),
            (b"<svg><script/></svg>".to_vec(), Err("image-svg")),
            (b"<svg onload='x()'/>".to_vec(), Err("image-svg")),
            (b"<svg><image xlink:href='http://x.org/a.png'/></svg>".to_vec(), Err("image-svg")),
            (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>".to_vec(), Err("image-svg")),
            (b"<svg><g>".to_vec(), Err("image-svg")),
            (b"<html><svg/></html>".to_vec(), Err("image-svg")),
        ] {
            assert_eq!(
                format(&bytes).map_err(|refusal| refusal.0),
                expected,
                "{}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }

    #[test]
    fn escaped_paths_are_read() {
        assert_eq!(unescape("images/plan%20de%20ville.png"), "images/plan de ville.png");
        assert_eq!(unescape("100%"), "100%");
        assert_eq!(unescape("%é1"), "%é1");
    }
}
