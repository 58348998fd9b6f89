//! `actions`: the file does nothing by itself.

use super::faults::Faults;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;
use std::collections::HashSet;

pub const ACTIONS: Clause = Clause {
    name: "actions",
    asks: "the file runs no scripts and starts nothing",
    source: "ISO 15930-7 (actions and JavaScript); ISO 32000-1, 12.6",
    threshold: |_| None,
    examine,
};

/// What an action does (ISO 32000-1, table 198, and ISO 32000-2).
const KINDS: &[&str] = &[
    "GoTo",
    "GoToR",
    "GoToE",
    "GoToDp",
    "Launch",
    "Thread",
    "URI",
    "Sound",
    "Movie",
    "Hide",
    "Named",
    "SubmitForm",
    "ResetForm",
    "ImportData",
    "JavaScript",
    "SetOCGState",
    "Rendition",
    "Trans",
    "GoTo3DView",
    "RichMediaExecute",
];

/// The keys at which actions stand; all else that has an `S` is something else.
const PLACES: &[&str] = &["A", "OpenAction", "Next", "JavaScript", "PA"];

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    reach(file, |key, node| {
        if node.has("AA") {
            faults.add("something is started by itself");
        }
        let kind = node.named("S").filter(|kind| KINDS.contains(&kind.as_ref()));
        let placed = PLACES.contains(&key) || node.is("Type", "Action") || node.has("JS");
        if let Some(kind) = kind.filter(|_| placed && !node.is("Type", "StructElem")) {
            faults.add(format!("{kind} action"));
        }
    });
    faults.finding("none")
}

/// Shows every dictionary that the catalog leads to, with the key at which it stands.
pub fn reach<'a>(file: &'a File, mut see: impl FnMut(&str, &Node<'a>)) {
    let mut open: Vec<(String, Node)> =
        file.catalog().map(|root| ("Root".to_owned(), root)).into_iter().collect();
    let mut seen = HashSet::new();
    while let Some((key, node)) = open.pop() {
        if node.id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let compound = |node: &Node| node.is_array() || node.is_dictionary();
        if node.is_array() {
            open.extend(node.items().filter(compound).map(|item| (key.clone(), item)));
            continue;
        }
        see(&key, &node);
        open.extend(
            node.entries().filter(|(_, node)| compound(node)).map(|(key, node)| (key.into_owned(), node)),
        );
    }
}
