//! `standard`: the file says of itself that it is PDF/X-4.

use super::xmp::{PDFX, Xmp};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const STANDARD: Clause = Clause {
    name: "standard",
    asks: "the file says that it is PDF/X-4",
    source: "ISO 15930-7 (identification, pdfxid:GTS_PDFXVersion)",
    threshold: |_| Some("PDF/X-4".to_owned()),
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let xmp = match Xmp::of(file) {
        Ok(xmp) => xmp,
        Err(why) => return Finding::Fail(why, Vec::new()),
    };
    match xmp.get(PDFX, "GTS_PDFXVersion") {
        Some("PDF/X-4") => Finding::Pass("PDF/X-4".to_owned()),
        Some(other) => Finding::Fail(format!("it says {other}"), Vec::new()),
        None => {
            let info = file.trailer("Info").and_then(|info| info.get("GTS_PDFXVersion")?.text());
            Finding::Fail(info.map_or("no mark".to_owned(), |older| format!("it says {older}")), Vec::new())
        }
    }
}
