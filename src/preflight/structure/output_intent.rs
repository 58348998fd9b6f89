//! `output-intent`: the file names the conditions that it is made for.

use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;

pub const OUTPUT_INTENT: Clause = Clause {
    name: "output-intent",
    asks: "the file names one printing condition",
    source: "ISO 15930-7 (output intent); ISO 32000-1, 14.11.5",
    threshold: |_| None,
    examine,
};

/// The output intents for PDF/X.
pub fn intents(file: &File) -> Vec<Node<'_>> {
    let intents = file.catalog().and_then(|catalog| catalog.get("OutputIntents"));
    intents.iter().flat_map(Node::items).filter(|intent| intent.is("S", "GTS_PDFX")).collect()
}

fn examine(file: &File, _: &Demands) -> Finding {
    let fail = |words: &str| Finding::Fail(words.to_owned(), Vec::new());
    let intents = intents(file);
    let [intent] = intents[..] else {
        return fail(&match intents.len() {
            0 => "none is named".to_owned(),
            many => format!("{many} are named"),
        });
    };
    let identifier = intent.get("OutputConditionIdentifier").and_then(|text| text.text());
    match identifier.filter(|text| !text.trim().is_empty()) {
        Some(identifier) => Finding::Pass(identifier),
        None => fail("it has no name"),
    }
}
