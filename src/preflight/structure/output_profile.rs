//! `output-profile`: the profile of the press is in the file, and is one.

use super::faults::Faults;
use super::output_intent::intents;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::node::Node;

pub const OUTPUT_PROFILE: Clause = Clause {
    name: "output-profile",
    asks: "the colour profile of the press is in the file",
    source: "ISO 15930-7 (output intent, DestOutputProfile); ICC.1:2022, 7.2",
    threshold: |_| Some("CMYK of a press, ICC 2 or 4".to_owned()),
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let fail = |words: &str| Finding::Fail(words.to_owned(), Vec::new());
    let intents = intents(file);
    if intents.is_empty() {
        return fail("no printing condition is named");
    }
    let profiles: Vec<Node> = intents.iter().filter_map(|intent| intent.get("DestOutputProfile")).collect();
    let Some(profile) = profiles.first().filter(|_| profiles.len() == intents.len()) else {
        return fail("no profile in the file");
    };
    match profile.unpacked() {
        Some(bytes) => judge(profile, &bytes),
        None => fail("the profile cannot be unpacked"),
    }
}

/// Reads the head of a profile (ICC.1:2022, 7.2): its size, version, class, colour space and mark, and looks for its table
/// from colours to inks.
fn judge(profile: &Node, bytes: &[u8]) -> Finding {
    let sign = |at: usize| bytes.get(at..at + 4).unwrap_or_default();
    let number = |at: usize| <[u8; 4]>::try_from(sign(at)).map_or(0, u32::from_be_bytes) as usize;
    if sign(36) != b"acsp" || number(0) != bytes.len() {
        return Finding::Fail("the profile is damaged".to_owned(), Vec::new());
    }
    let mut faults = Faults::default();
    let version = bytes[8];
    if !matches!(version, 2 | 4) {
        faults.add(format!("ICC version {version}"));
    }
    if sign(12) != b"prtr" {
        faults.add(format!("no press: class '{}'", String::from_utf8_lossy(sign(12))));
    }
    if sign(16) != b"CMYK" {
        faults.add(format!("{} instead of CMYK", String::from_utf8_lossy(sign(16)).trim_end()));
    }
    let components = profile.get("N").and_then(|n| n.number());
    if components != Some(4.0) {
        let said = components.map_or("nothing".to_owned(), |n| n.to_string());
        faults.add(format!("it is said to have {said} for inks"));
    }
    let tags = number(128).min(bytes.len() / 12);
    if !(0..tags).any(|tag| sign(132 + 12 * tag) == b"B2A0") {
        faults.add("the profile has no table for inks");
    }
    faults.finding(format!("CMYK of a press, ICC {version}"))
}
