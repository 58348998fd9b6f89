//! Pictures. In: paths as written, each with the folder of the file in which it stands. Out: bytes of a known format, or
//! why an edition could not show them.
//!
//! Every picture is read to its last point here: what is damaged is said at the line that names it, and no later room
//! meets a picture that it cannot hold in memory.

mod drawing;
mod raster;

use super::disk::{self, Project, Trouble};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Image, ImageFormat, Span, Text};
use std::collections::BTreeMap;

/// Reads the pictures that the files of a folder name. A picture that two languages name is read once; why it cannot be
/// shown is said at each place, what is remarked of it at the first.
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

/// Where a picture lies below the project root, by the path that is written in a file of a folder.
pub fn place_of(folder: &str, written: &str) -> Option<String> {
    disk::resolve(folder, &unescape(written))
}

/// Whether there is a file of this name within the project.
pub fn is_there(project: &Project, folder: &str, written: &str) -> bool {
    disk::resolve(folder, &unescape(written)).is_some_and(|path| project.exists(&path))
}

/// Reads one picture; `place` is where it is named.
pub fn read(
    project: &Project,
    folder: &str,
    written: &str,
    place: Option<&Span>,
    found: &mut Vec<Diagnostic>,
) -> Option<Image> {
    let mut tell = |finding| found.push(Diagnostic { span: place.cloned(), ..finding });
    let (image, remark) = attempt(project, folder, written).map_err(&mut tell).ok()?;
    remark.into_iter().for_each(tell);
    Some(image)
}

/// A picture that can be shown, and what there is to remark of it.
fn attempt(
    project: &Project,
    folder: &str,
    written: &str,
) -> Result<(Image, Option<Diagnostic>), Diagnostic> {
    let outside = |hint: &str| {
        Diagnostic::error("image-outside", None, format!("the picture '{written}' is outside the project"))
            .hint(hint)
    };
    let Some(path) = disk::resolve(folder, &unescape(written)) else {
        let turned = written.replace('\\', "/");
        let hint = if disk::resolve(folder, &turned).is_some_and(|path| project.exists(&path)) {
            &format!("write the path with '/': {turned}")
        } else if written.contains("://") {
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
            let beside = project.list(parent, &mut Vec::new());
            let near = nearest(name, beside.iter().map(|entry| entry.name.as_str()));
            let before = written.rsplit_once('/').map_or(String::new(), |(before, _)| format!("{before}/"));
            let hint = match near {
                Some(name) => format!("did you mean '{before}{name}'?"),
                None if project.exists(&format!("{folder}/images/{name}")) => {
                    format!("did you mean 'images/{name}'?")
                }
                None => match written.strip_prefix(&format!("{folder}/")) {
                    Some(below) if project.exists(&format!("{folder}/{below}")) => {
                        format!("did you mean '{below}'?")
                    }
                    _ => format!("it is looked for as {path}"),
                },
            };
            Diagnostic::error("image-missing", None, format!("there is no picture '{written}'")).hint(hint)
        }
        Trouble::NoFile | Trouble::Large(_) => trouble.diagnostic(&path),
        Trouble::Machine(words) => Diagnostic::error(
            "unreadable-file",
            None,
            format!("the picture '{written}' cannot be read: {words}"),
        )
        .hint("see who may read the file"),
    })?;
    let sentence = |trouble: String| format!("the picture '{written}' {trouble}");
    let format = format(&bytes).map_err(|Refusal { code, trouble, hint }| {
        Diagnostic::error(code, None, sentence(trouble)).hint(hint)
    })?;
    let remark = raster::remark(&bytes, format);
    let remark = remark
        .map(|Refusal { code, trouble, hint }| Diagnostic::warning(code, None, sentence(trouble)).hint(hint));
    Ok((Image { path, format, bytes: bytes.into() }, remark))
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

/// Why a picture is refused, or what is remarked of it. `trouble` goes on from "the picture 'images/a.png'".
#[derive(Debug)]
struct Refusal {
    code: &'static str,
    trouble: String,
    hint: &'static str,
}

fn refuse<T>(code: &'static str, trouble: impl Into<String>, hint: &'static str) -> Result<T, Refusal> {
    Err(Refusal { code, trouble: trouble.into(), hint })
}

/// The largest picture, in pixels: a spread of A3 at 600 pixels an inch has 70 million. Four bytes each must fit into
/// memory, several times over.
const MOST_PIXELS: f64 = 100e6;

/// `image-size`: width and height in pixels.
fn judge_size(width: f64, height: f64) -> Result<(), Refusal> {
    if !(width > 0.0 && height > 0.0) {
        let trouble = format!("is {width} × {height} pixels large, and nothing would be printed");
        return refuse("image-size", trouble, "export it again with a width and a height");
    }
    if width * height > MOST_PIXELS {
        let trouble = format!("is {width} × {height} pixels large, more than 100 million");
        return refuse(
            "image-size",
            trouble,
            "export it smaller: across a page of A4, 2,500 pixels are enough for print",
        );
    }
    Ok(())
}

/// The format by content: names lie.
fn format(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, chunks @ ..] => raster::png(bytes, chunks),
        [0xFF, 0xD8, segments @ ..] => raster::jpeg(bytes, segments),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => raster::webp(bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) if text.contains("<svg") || text.contains(":svg") => drawing::judge(text),
            _ => refuse(
                "image-format",
                format!("is {}", foreign_format(bytes)),
                "save it as PNG, JPEG, SVG or WebP",
            ),
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

#[cfg(test)]
mod tests;
