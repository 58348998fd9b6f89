//! `font-names`: what a press has kept of one font is not taken for another.

use super::fonts_embedded::{family, is_tag, program};
use super::holdings::judge;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;
use std::collections::BTreeMap;

pub const FONT_NAMES: Clause = Clause {
    name: "font-names",
    asks: "parts of fonts bear names of their own",
    source: "ISO 32000-1, 9.6.4 (font subsets)",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    // A part of a font bears a tag before its name, and each part another.
    let mut parts: BTreeMap<String, Node> = BTreeMap::new();
    judge(file, "each its own", |held| {
        let font = held.node;
        let program = program(&font).filter(|_| held.is_font())?;
        let descendant = font.get("DescendantFonts").and_then(|descendants| descendants.item(0));
        let bearer = descendant.unwrap_or(font);
        let name = bearer.named("BaseFont")?.into_owned();
        let described = bearer.get("FontDescriptor")?.named("FontName")?;
        if described != name {
            return Some(format!("{} bears two names", family(&font)));
        }
        let tagged = name.split_once('+').is_some_and(|(tag, _)| is_tag(tag));
        let first = parts.entry(name).or_insert(program);
        // Files that were put together may hold one part several times, which does no harm.
        let same = first.id == program.id || first.unpacked() == program.unpacked();
        (tagged && !same).then(|| format!("two parts of {} share a name", family(&font)))
    })
}
