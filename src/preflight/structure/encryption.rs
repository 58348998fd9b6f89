//! `encryption`: nobody needs a password, and nothing is forbidden to the one who prints.

use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const ENCRYPTION: Clause = Clause {
    name: "encryption",
    asks: "the file is not encrypted",
    source: "ISO 15930-7 (encryption)",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    match (file.encrypted, &file.document) {
        (true, Ok(_)) => {
            Finding::Fail("encrypted, though it opens without a password".to_owned(), Vec::new())
        }
        (true, Err(_)) => Finding::Fail("encrypted with a password".to_owned(), Vec::new()),
        (false, Ok(_)) => Finding::Pass("not encrypted".to_owned()),
        (false, Err(why)) => Finding::NotRun(format!("the file cannot be read: {why}")),
    }
}
