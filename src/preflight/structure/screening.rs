//! `screening`: how tones are made of dots is left to the press.

use super::holdings::judge;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const SCREENING: Clause = Clause {
    name: "screening",
    asks: "the screen of dots is left to the press",
    source: "ISO 15930-7 (halftones); practice of printing houses",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    judge(file, "left to the press", |held| {
        let state = held.node;
        let own = held.is_state() && (state.has("HTP") || state.has("HT") && !state.is("HT", "Default"));
        own.then(|| "a halftone of its own".to_owned())
    })
}
