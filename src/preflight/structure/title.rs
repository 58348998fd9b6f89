//! `title`: the file has a title, by which the printing house knows the order.

use super::xmp::{DUBLIN_CORE, Xmp};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const TITLE: Clause = Clause {
    name: "title",
    asks: "the file has a title",
    source: "ISO 15930-7 (metadata, dc:title)",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let fail = |words: &str| Finding::Fail(words.to_owned(), Vec::new());
    let xmp = match Xmp::of(file) {
        Ok(xmp) => xmp,
        Err(why) => return fail(&why),
    };
    let Some(title) = xmp.get(DUBLIN_CORE, "title") else { return fail("no title") };
    let info = file.trailer("Info").and_then(|info| info.get("Title")?.text());
    match info {
        Some(info) if info.trim() != title => fail("two titles that differ"),
        _ => Finding::Pass(title.to_owned()),
    }
}
