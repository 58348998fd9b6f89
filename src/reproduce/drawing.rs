//! Drawings (SVG). In: a text that `load` let pass. Out: the same text without what tells of its maker: metadata, comments,
//! what drawing programs write for themselves (paths of files and of exports among it); its pictures of points stripped as all are.
//!
//! What is kept stays as it was written, to the last sign.

use super::{ImageFormat, Scale, attempt, strip};
use crate::model::{Image, Medium};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data_url::DataUrl;
use roxmltree::{Attribute, Document, Node, NodeType};
use std::ops::Range;

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The drawing as a medium shows it; `None` if it, or a picture in it, cannot be read.
pub fn undress(original: &Image, medium: Medium) -> Option<Image> {
    let text = std::str::from_utf8(&original.bytes).ok()?;
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let document = Document::parse(body).ok()?;
    let mut desk = Desk { body, medium, counts: counts(&document), edits: Vec::new() };
    document.root().children().try_for_each(|node| desk.node(node))?;
    if desk.edits.is_empty() {
        return Some(original.clone());
    }
    let mut written = String::with_capacity(text.len());
    written.push_str(text.strip_suffix(body)?);
    let mut at = 0;
    for (range, new) in desk.edits {
        written.push_str(body.get(at..range.start)?);
        written.push_str(&new);
        at = range.end;
    }
    written.push_str(body.get(at..)?);
    Some(Image { bytes: written.into_bytes().into(), ..original.clone() })
}

/// Whether a style counts elements, or says which follows which: then none may be missing.
fn counts(document: &Document) -> bool {
    let styles = document.descendants().filter(|node| node.has_tag_name((SVG, "style")));
    let mut words = styles.flat_map(|style| style.descendants()).filter_map(|node| node.text());
    words.any(|words| ["-child", "-of-type", ":empty", "+", "~"].iter().any(|sign| words.contains(sign)))
}

/// What is to be written otherwise, in the order of the text.
struct Desk<'a> {
    body: &'a str,
    medium: Medium,
    counts: bool,
    edits: Vec<(Range<usize>, String)>,
}

impl Desk<'_> {
    fn node(&mut self, node: Node) -> Option<()> {
        match node.node_type() {
            NodeType::Comment | NodeType::PI => self.edits.push((node.range(), String::new())),
            NodeType::Element if is_private(node) => {
                // An empty group in its place is not drawn, and is counted.
                let new = if self.counts { "<metadata/>" } else { "" };
                self.edits.push((node.range(), new.to_owned()));
            }
            NodeType::Element => {
                node.attributes().try_for_each(|attribute| self.attribute(attribute))?;
                node.children().try_for_each(|child| self.node(child))?;
            }
            _ => {}
        }
        Some(())
    }

    fn attribute(&mut self, attribute: Attribute) -> Option<()> {
        if !matches!(attribute.namespace(), None | Some(XLINK | XML)) {
            let Range { start, end } = attribute.range();
            let before = self.body.get(..start)?;
            self.edits.push((before.trim_end().len()..end, String::new()));
        } else if attribute.name() == "href" && attribute.value().trim_start().starts_with("data:") {
            let new = picture(attribute.value(), self.medium)?;
            self.edits.extend(new.map(|new| (attribute.range_value(), new)));
        }
        Some(())
    }
}

/// Metadata (SVG 2, "The metadata element"), and elements of other languages than those that are drawn.
fn is_private(node: Node) -> bool {
    match node.tag_name().namespace() {
        Some(SVG) => node.tag_name().name() == "metadata",
        Some(XHTML) => false,
        _ => true,
    }
}

/// The address of a picture of points that is part of the drawing, if it is to be another; `None` around it if there is
/// no picture in it. It keeps all its points: how large it is shown, the drawing alone knows. It is turned upright as browsers and
/// drawing programs show it (CSS Images 3, "image-orientation"), so that the engine, which does not know EXIF, shows it so, too.
fn picture(address: &str, medium: Medium) -> Option<Option<String>> {
    let (bytes, _) = DataUrl::process(address).ok()?.decode_to_vec().ok()?;
    let (kind, new) = match &bytes[..] {
        [b'G', b'I', b'F', b'8', ..] => ("gif", strip::gif(&bytes)?),
        _ => {
            let format = match &bytes[..] {
                [0xFF, 0xD8, ..] => ImageFormat::Jpeg,
                [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
                [b'R', b'I', b'F', b'F', ..] => ImageFormat::WebP,
                _ => return None,
            };
            let original = Image { path: String::new(), format, bytes: bytes.clone().into() };
            let made = attempt(&original, medium, Scale::Whole)?;
            (made.format.media_type().trim_start_matches("image/"), made.bytes.to_vec())
        }
    };
    Some((new != bytes).then(|| format!("data:image/{kind};base64,{}", STANDARD.encode(new))))
}

#[cfg(test)]
mod tests;
