//! `attachments`: no other files travel inside the file.

use super::actions::reach;
use super::faults::Faults;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const ATTACHMENTS: Clause = Clause {
    name: "attachments",
    asks: "no other files are inside the file",
    source: "practice of printing houses; ISO 32000-1, 7.11.4",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    reach(file, |_, node| {
        if node.has("EF") || node.is("Type", "EmbeddedFile") {
            let name = node.get("UF").or_else(|| node.get("F")).and_then(|name| name.text());
            // The file itself is reached by way of its name.
            if !node.is("Type", "EmbeddedFile") {
                faults.add(name.unwrap_or_else(|| "a file without a name".to_owned()));
            }
        }
    });
    faults.finding("none")
}
