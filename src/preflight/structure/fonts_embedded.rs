//! `fonts-embedded`: every letter is drawn by the file itself.

use super::faults::{Faults, count};
use super::holdings::{Held, look};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;
use std::collections::BTreeSet;

pub const FONTS_EMBEDDED: Clause = Clause {
    name: "fonts-embedded",
    asks: "every font is in the file",
    source: "ISO 15930-7 (fonts); ISO 32000-1, 9.9",
    threshold: |_| None,
    examine,
};

/// The program of a font: that of its descendant, if it has one (ISO 32000-1, 9.7.6).
pub fn program<'a>(font: &Node<'a>) -> Option<Node<'a>> {
    let descendant = font.get("DescendantFonts").and_then(|descendants| descendants.item(0));
    let descriptor = descendant.unwrap_or(*font).get("FontDescriptor")?;
    ["FontFile", "FontFile2", "FontFile3"].into_iter().find_map(|key| descriptor.get(key))
}

/// The name of a font without the mark of its subset.
pub fn family(font: &Node) -> String {
    let name = font.named("BaseFont").unwrap_or_default().into_owned();
    match name.split_once('+') {
        Some((tag, family)) if is_tag(tag) => family.to_owned(),
        _ => name,
    }
}

/// Six capitals (ISO 32000-1, 9.6.4).
pub fn is_tag(tag: &str) -> bool {
    tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    let mut fonts = BTreeSet::new();
    let looked = look(file, &mut faults, |held: &Held| {
        // The glyphs of a font of type 3 are drawings in the file (ISO 32000-1, 9.6.5).
        if !held.is_font() || held.node.is("Subtype", "Type3") {
            return None;
        }
        let name = family(&held.node);
        fonts.insert(name.clone());
        match program(&held.node).map(|program| program.unpacked().is_some_and(|bytes| !bytes.is_empty())) {
            Some(true) => None,
            Some(false) => Some(format!("{name} is damaged")),
            None => Some(format!("{name} is missing")),
        }
    });
    looked.err().unwrap_or_else(|| {
        faults.finding(match fonts.len() {
            0 => "no fonts are used".to_owned(),
            fonts => count(fonts, "font"),
        })
    })
}
