//! `postscript`: the file holds no programs of a printer's language.

use super::holdings::judge;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const POSTSCRIPT: Clause = Clause {
    name: "postscript",
    asks: "no PostScript is hidden in the file",
    source: "ISO 15930-7 (PostScript XObjects); ISO 32000-1, 8.8.2",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    judge(file, "none", |held| {
        let own = held.node.is("Subtype", "PS") || held.node.is("Subtype2", "PS") || held.node.has("PS");
        (held.is_external() && own).then(|| "a PostScript object".to_owned())
    })
}
