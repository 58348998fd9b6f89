//! `transfer-functions`: the tones of the file are those that are printed.

use super::holdings::judge;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;

pub const TRANSFER_FUNCTIONS: Clause = Clause {
    name: "transfer-functions",
    asks: "the file does not change the tones of the press",
    source: "ISO 15930-7 (graphics state, TR and TR2); ISO 32000-1, 10.5",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    judge(file, "none", |held| {
        let state = held.node;
        let own = held.is_state() && (state.has("TR") || state.has("TR2") && !state.is("TR2", "Default"));
        own.then(|| "a transfer function".to_owned())
    })
}
