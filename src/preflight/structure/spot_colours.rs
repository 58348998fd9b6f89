//! `spot-colours`: each spot colour is one ink, and is shown in one way where the ink is not at hand.

use super::faults::Faults;
use super::holdings::{Held, look};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;
use std::collections::BTreeMap;

pub const SPOT_COLOURS: Clause = Clause {
    name: "spot-colours",
    asks: "each spot colour has one name and one substitute",
    source: "ISO 15930-7 (Separation and DeviceN colour spaces); ISO 32000-1, 8.6.6",
    threshold: |_| None,
    examine,
};

/// What are no inks of their own: the inks of the process, all of them, none.
const PROCESS: &[&str] = &["All", "None", "Cyan", "Magenta", "Yellow", "Black"];

/// How deep the description of a colour is compared, and to how many bytes.
const DEPTH: usize = 12;
const MOST: usize = 1 << 20;

/// The names of the spot colours of a file, in alphabetical order.
pub fn spots(file: &File) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // Where there is too much to look at, the clause says so.
    let _ = look(file, &mut Faults::default(), |held| {
        names.extend(inks(held).into_iter().map(|(name, _)| name));
        None
    });
    names.sort();
    names.dedup();
    names
}

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    let mut substitutes: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut spellings: BTreeMap<String, String> = BTreeMap::new();
    let looked = look(file, &mut faults, |held| {
        let mut words = Vec::new();
        for (name, substitute) in inks(held) {
            let plain: String =
                name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
            let spelt = spellings.entry(plain).or_insert_with(|| name.clone());
            if *spelt != name {
                words.push(format!("'{spelt}' and '{name}' are two inks"));
            }
            let Some(substitute) = substitute else { continue };
            if *substitutes.entry(name.clone()).or_insert_with(|| substitute.clone()) != substitute {
                words.push(format!("'{name}' has two substitutes"));
            }
        }
        words
    });
    let mut names: Vec<&str> = spellings.values().map(String::as_str).collect();
    names.sort_unstable();
    let named = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    looked.err().unwrap_or_else(|| faults.finding(named))
}

/// The spot colours of a colour space, each with what stands in for it, if that is its own.
fn inks(held: &Held) -> Vec<(String, Option<Vec<u8>>)> {
    let space = held.node;
    let part = |index: usize| space.item(index);
    let kind = part(0).and_then(|kind| kind.name());
    let colourants = match (kind.as_deref(), part(1)) {
        (Some("Separation"), Some(name)) => vec![(name.name(), true)],
        (Some("DeviceN"), Some(names)) => names.items().map(|name| (name.name(), false)).collect(),
        _ => return Vec::new(),
    };
    let substitute = || {
        let mut bytes = Vec::new();
        for part in [part(2), part(3)].into_iter().flatten() {
            describe(&part, DEPTH, &mut bytes);
        }
        bytes
    };
    let named = colourants.into_iter().filter_map(|(name, own)| Some((name?.into_owned(), own)));
    let spots = named.filter(|(name, _)| !PROCESS.contains(&name.as_str()));
    spots.map(|(name, own)| (name, own.then(substitute))).collect()
}

/// Writes what an object says, wherever its parts stand in the file.
fn describe(node: &Node, depth: usize, into: &mut Vec<u8>) {
    if depth == 0 || into.len() > MOST {
        return;
    }
    if node.is_array() {
        into.push(b'[');
        node.items().for_each(|item| describe(&item, depth - 1, into));
    } else if node.is_dictionary() {
        let packing = ["Length", "Filter", "DecodeParms"];
        let mut entries: Vec<_> =
            node.entries().filter(|(key, _)| !packing.contains(&key.as_ref())).collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        into.push(b'<');
        for (key, value) in entries {
            into.extend(key.as_bytes());
            describe(&value, depth - 1, into);
        }
        into.extend(node.unpacked().unwrap_or_default());
    } else {
        match node.number() {
            Some(number) => into.extend(format!("{number} ").bytes()),
            None => into.extend(format!("{:?} ", node.object).bytes()),
        }
    }
}
