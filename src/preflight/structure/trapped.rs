//! `trapped`: who is to spread colours under each other is said, and said once.

use super::faults::Faults;
use super::xmp::{PDF, Xmp};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const TRAPPED: Clause = Clause {
    name: "trapped",
    asks: "the file says whether colours are trapped",
    source: "ISO 15930-7 (trapping); ISO 32000-1, 14.11.6",
    threshold: |_| Some("True or False".to_owned()),
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let xmp = match Xmp::of(file) {
        Ok(xmp) => xmp,
        Err(why) => return Finding::Fail(why, Vec::new()),
    };
    let info = file.trailer("Info").and_then(|info| info.named("Trapped"));
    let mut faults = Faults::default();
    let said = xmp.get(PDF, "Trapped");
    match said {
        Some("True" | "False") => {}
        Some(other) => faults.add(format!("the metadata say {other}")),
        None => faults.add("the metadata do not say"),
    }
    match (info.as_deref(), said) {
        (Some(info), Some(said)) if info == said => {}
        (Some(info), Some(said)) => faults.add(format!("the file says {info}, its metadata {said}")),
        (Some("True" | "False"), None) => {}
        (Some(other), None) => faults.add(format!("the file says {other}")),
        // Only the metadata must say (ISO 15930-7).
        (None, _) => {}
    }
    faults.finding(said.unwrap_or_default())
}
