//! `blend-space`: colours that show through each other are mixed in the inks of the press.

use super::holdings::judge;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;

pub const BLEND_SPACE: Clause = Clause {
    name: "blend-space",
    asks: "transparent colours are mixed as inks",
    source: "ISO 15930-7 (transparency); ISO 32000-1, 11.4.7",
    threshold: |_| Some("CMYK".to_owned()),
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    judge(file, "CMYK", |held| {
        let group = match held.key.as_ref() {
            "Group" if held.under == "Page" => held.node,
            _ => held.node.get("Group").filter(|_| held.is_external())?,
        };
        let space = group.get("CS").filter(|_| group.is("S", "Transparency"))?;
        // A mask is a matter of light and dark, be it grey or in inks (ISO 32000-1, 11.5.3).
        match components(&space) {
            Some(4) => None,
            Some(1) if held.key == "G" => None,
            Some(1) => Some("mixed in greys".to_owned()),
            _ => Some("mixed in colours of light".to_owned()),
        }
    })
}

/// How many components a space of the device or of a profile has.
fn components(space: &Node) -> Option<usize> {
    let kind = space.name().or_else(|| space.item(0)?.name())?;
    match kind.as_ref() {
        "DeviceCMYK" => Some(4),
        "DeviceGray" | "CalGray" => Some(1),
        "ICCBased" => space.item(1)?.get("N")?.number().map(|n| n as usize),
        _ => None,
    }
}
