//! `identifiers`: the file can be told from another, and its versions from each other.

use super::faults::Faults;
use super::xmp::{MEDIA, Xmp};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const IDENTIFIERS: Clause = Clause {
    name: "identifiers",
    asks: "the file and its version can be told apart from others",
    source: "ISO 15930-7 (file identification, xmpMM); ISO 32000-1, 14.4",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    let parts = file.trailer("ID").map_or(0, |id| {
        id.items().filter(|part| part.bytes().is_some_and(|bytes| !bytes.is_empty())).count()
    });
    if parts != 2 {
        faults.add("no ID in the file");
    }
    match Xmp::of(file) {
        Ok(xmp) => {
            for name in ["DocumentID", "VersionID", "RenditionClass"] {
                if xmp.get(MEDIA, name).is_none() {
                    faults.add(format!("no {name} in the metadata"));
                }
            }
        }
        Err(why) => faults.add(why),
    }
    faults.finding("ID and version")
}
