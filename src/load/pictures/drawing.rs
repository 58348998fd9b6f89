//! Pictures made of lines: SVG. In: a text. Out: that it holds no programs, fetches nothing and can be drawn, or why not.
//!
//! An SVG goes into the EPUB as it is: a reader's device would run and fetch what is in it.

use super::{Refusal, judge_size, refuse};
use crate::model::ImageFormat;
use data_url::DataUrl;
use roxmltree::{Document, Error, Node, NodeType};
use std::collections::HashSet;

const CODE: &str = "image-svg";
const NAMESPACE: &str = "http://www.w3.org/2000/svg";
const OF_WEB_PAGES: &str = "http://www.w3.org/1999/xhtml";
const EXPORT_AGAIN: &str = "export it again from the program that made it";
const EXPORT_PLAIN: &str = "export it as 'plain SVG', without scripts, styles of other files or web pages";
const EMBED: &str = "embed in the SVG what it fetches when exporting, or export it as PNG";

/// Deeper than any drawing program goes; programs that draw go down by calling themselves.
const DEEPEST: usize = 256;

pub(super) fn judge(text: &str) -> Result<ImageFormat, Refusal> {
    if is_too_deep(text) {
        return refuse(CODE, "is an SVG with too many groups within groups", EXPORT_AGAIN);
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let document = Document::parse(text).map_err(|error| damage(&error))?;
    let root = document.root_element();
    let name = root.tag_name();
    if name.name() != "svg" {
        return refuse(CODE, format!("begins with <{}>, not with <svg>", name.name()), EXPORT_AGAIN);
    }
    if name.namespace() != Some(NAMESPACE) {
        return refuse(
            CODE,
            "is an SVG that does not say so",
            "write xmlns=\"http://www.w3.org/2000/svg\" into its tag <svg>, or export it again",
        );
    }
    judge_measures(root)?;
    let mut ids = HashSet::new();
    for node in document.descendants() {
        match node.node_type() {
            NodeType::PI if node.pi().is_some_and(|pi| pi.target == "xml-stylesheet") => {
                return refuse(CODE, "is an SVG that takes its style from another file", EXPORT_PLAIN);
            }
            NodeType::Element => {
                element(node)?;
                if let Some(id) = node.attribute("id")
                    && !ids.insert(id)
                {
                    let trouble = format!("is an SVG in which two parts have the same id '{id}'");
                    return refuse(CODE, trouble, EXPORT_AGAIN);
                }
            }
            _ => {}
        }
    }
    Ok(ImageFormat::Svg)
}

/// What keeps the file from being read, in words of those who draw.
fn damage(error: &Error) -> Refusal {
    let line = error.pos().row;
    let (trouble, hint) = match error {
        Error::DtdDetected => (
            "is an SVG with a DOCTYPE".to_owned(),
            "export it as 'plain SVG', or delete the line that begins with <!DOCTYPE",
        ),
        Error::UnknownEntityReference(name, _) => (
            format!("is an SVG with the sign '&{name};' in line {line}, which only web pages know"),
            "write the character itself instead, or export it again",
        ),
        Error::UnknownNamespace(prefix, _) => (
            format!("is an SVG that uses the prefix '{prefix}:' in line {line} without saying what it means"),
            EXPORT_AGAIN,
        ),
        _ => (format!("is an SVG that is damaged or cut short at line {line}"), EXPORT_AGAIN),
    };
    Refusal { code: CODE, trouble, hint }
}

/// Goes through the signs of the tags, before a reader that goes down by calling itself does.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0usize;
    text.split('<').skip(1).any(|tag| {
        let body = tag.split('>').next().unwrap_or_default();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with(['!', '?']) && !body.ends_with('/') {
            depth += 1;
        }
        depth > DEEPEST
    })
}

/// Width and height of the root: lengths in a unit that has a size, or taken from the page and its `viewBox`.
fn judge_measures(root: Node) -> Result<(), Refusal> {
    let length = |key: &str| {
        let written = root.attribute(key)?.trim();
        let unit = written.trim_end_matches(|sign: char| sign.is_ascii_alphabetic() || sign == '%');
        if written.ends_with('%') { None } else { unit.parse::<f64>().ok() }
    };
    let frame: Vec<f64> = root
        .attribute("viewBox")
        .unwrap_or_default()
        .split([' ', ',', '\n', '\t'])
        .filter_map(|number| number.parse().ok())
        .collect();
    let of_frame = |at: usize| frame.get(at).copied();
    let sides = [length("width").or(of_frame(2)), length("height").or(of_frame(3))];
    if let [Some(width), Some(height)] = sides {
        judge_size(width, height)?;
    }
    Ok(())
}

fn element(node: Node) -> Result<(), Refusal> {
    let name = node.tag_name().name().to_lowercase();
    if matches!(
        name.as_str(),
        "script" | "foreignobject" | "handler" | "iframe" | "audio" | "video" | "embed" | "object"
    ) {
        return refuse(CODE, format!("is an SVG that holds a <{name}>"), EXPORT_PLAIN);
    }
    if node.tag_name().namespace() == Some(OF_WEB_PAGES) {
        return refuse(CODE, format!("is an SVG that holds a <{name}> of web pages"), EXPORT_PLAIN);
    }
    let moves = matches!(name.as_str(), "set") || name.starts_with("animate");
    for attribute in node.attributes() {
        let (key, value) = (attribute.name().to_lowercase(), attribute.value());
        if key.starts_with("on") {
            return refuse(CODE, format!("is an SVG that holds a program ('{key}')"), EXPORT_PLAIN);
        }
        if moves && key == "attributename" && is_active(value) {
            let trouble = format!("is an SVG in which <{name}> changes '{value}' while it is looked at");
            return refuse(CODE, trouble, EXPORT_PLAIN);
        }
        if key == "base" {
            return refuse(CODE, "is an SVG that takes parts from another place (xml:base)", EMBED);
        }
        match key.as_str() {
            "href" if name == "a" && !value.starts_with('#') => {
                return refuse(CODE, "is an SVG that holds a link", "delete it: write links in the text");
            }
            "href" if name != "a" && !is_inert(value) => {
                let shown: String = value.chars().take(60).collect();
                return refuse(CODE, format!("is an SVG that fetches '{shown}'"), EMBED);
            }
            "href" if value.trim_start().starts_with("data:") => embedded(value)?,
            _ => style(value)?,
        }
    }
    if name == "style" {
        let words: String =
            node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
        if words.contains('\\') {
            return refuse(CODE, "is an SVG whose style hides signs behind '\\'", EXPORT_PLAIN);
        }
        style(&words)?;
    }
    Ok(())
}

/// Whether a change of the attribute could fetch or run something.
fn is_active(attribute: &str) -> bool {
    let name = attribute.trim().to_lowercase();
    let name = name.rsplit(':').next().unwrap_or_default();
    name == "href" || name.starts_with("on")
}

/// What is part of the file: one of its own parts, or a picture of points.
fn is_inert(value: &str) -> bool {
    let kinds = ["png", "jpeg", "jpg", "gif", "webp"];
    value.starts_with('#')
        || value.trim_start().strip_prefix("data:image/").is_some_and(|rest| {
            kinds.iter().any(|kind| rest.strip_prefix(kind).is_some_and(|rest| rest.starts_with([';', ','])))
        })
}

/// A picture of points that is part of the drawing: it is read to its last point, too.
fn embedded(address: &str) -> Result<(), Refusal> {
    let body = DataUrl::process(address).ok().and_then(|address| address.decode_to_vec().ok());
    let (bytes, _) = body.unwrap_or_default();
    let trouble = match super::format(&bytes) {
        Ok(ImageFormat::Svg) => "of lines".to_owned(),
        Ok(_) => return Ok(()),
        // What moves in it stands still on paper, and is shown in books.
        Err(_) if bytes.starts_with(b"GIF8") => return Ok(()),
        Err(Refusal { code: "image-format", .. }) => "of no known kind".to_owned(),
        Err(refusal) => format!("which {}", refusal.trouble),
    };
    refuse(
        CODE,
        format!("is an SVG that holds a picture {trouble}"),
        "embed the picture again, and export the SVG again",
    )
}

/// Rules of style, and attributes that may hold one: they refer to parts of the file alone.
fn style(written: &str) -> Result<(), Refusal> {
    let words = written.to_ascii_lowercase();
    if words.contains("@import") {
        return refuse(CODE, "is an SVG that takes its style from another file (@import)", EXPORT_PLAIN);
    }
    let inner = |(at, opening): (usize, &str)| {
        let inner = words.get(at + opening.len()..).unwrap_or_default();
        inner.trim_start().trim_start_matches(['"', '\'']).to_owned()
    };
    let openings = ["url(", "src("].into_iter().flat_map(|opening| words.match_indices(opening));
    let fetched = openings.map(inner).find(|inner| !inner.starts_with('#'));
    if let Some(inner) = fetched {
        let address: String = inner.chars().take_while(|sign| !")\"'".contains(*sign)).take(60).collect();
        return refuse(CODE, format!("is an SVG that fetches '{address}'"), EMBED);
    }
    if words.contains("image-set(") {
        return refuse(CODE, "is an SVG that chooses among pictures (image-set)", EMBED);
    }
    Ok(())
}
