//! `alternate-images`: a picture is the one that is seen.

use super::holdings::judge;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const ALTERNATE_IMAGES: Clause = Clause {
    name: "alternate-images",
    asks: "no picture has another version behind it",
    source: "ISO 15930-7 (image XObjects); ISO 32000-1, 8.9.5.4",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    judge(file, "none", |held| {
        (held.is_external() && held.node.has("Alternates")).then(|| "a picture with alternates".to_owned())
    })
}
