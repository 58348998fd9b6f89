//! `house.yaml` and `directory.yaml`, as far as they can be read: a slip in one entry keeps neither the other entries nor the
//! notes from being checked in the same run. Nothing is made of a house with gaps: each of them is an error.

use super::disk::Project;
use super::yaml;
use crate::diagnostic::Diagnostic;
use crate::model::{Decode, Directory, Entry, Gaps, HouseProfile, Node, NodeValue, SourceFile, Span};
use std::sync::Arc;

const PROFILE: &str = "sources/house.yaml";
const DIRECTORY: &str = "sources/directory.yaml";

/// What stands in for the keys that every `house.yaml` must have.
const EMPTY_PROFILE: &str = "publisher: ''\neditions: {languages: [], media: []}\n";

/// The profile of the house; `None` only if even an empty one cannot be made.
pub fn profile(project: &Project, gaps: &mut Gaps, found: &mut Vec<Diagnostic>) -> Option<HouseProfile> {
    let node = read(project, PROFILE, found);
    if let Some(profile) = node.as_ref().and_then(|node| HouseProfile::decode(node, found)) {
        return Some(profile);
    }
    let mut kept = entries(yaml::parse(&stand_in(PROFILE, EMPTY_PROFILE), &mut Vec::new())?);
    let span = node.as_ref().map_or_else(|| Span::top(&stand_in(PROFILE, "")), |node| node.span.clone());
    let mapping = |entries| Node { value: NodeValue::Mapping(entries), span: span.clone() };
    let mut missed = vec!["publisher", "editions"];
    for entry in node.into_iter().flat_map(entries) {
        let mut tried = kept.clone();
        tried.retain(|other| other.key != entry.key);
        let key = entry.key.clone();
        tried.push(entry);
        if HouseProfile::decode(&mapping(tried.clone()), &mut Vec::new()).is_some() {
            missed.retain(|missed| *missed != key);
            kept = tried;
        }
    }
    gaps.profile = !missed.is_empty();
    HouseProfile::decode(&mapping(kept), &mut Vec::new())
}

/// The directory; `None` only if even an empty one cannot be made.
pub fn directory(project: &Project, gaps: &mut Gaps, found: &mut Vec<Diagnostic>) -> Option<Directory> {
    let node = read(project, DIRECTORY, found);
    let before = found.len();
    let directory = node.as_ref().and_then(|node| Directory::decode(node, found));
    // A group under a mistyped name is not there; what it holds is not missed.
    gaps.directory |= found.iter().skip(before).any(|finding| finding.code == "unknown-key");
    if directory.is_some() {
        return directory;
    }
    let span = node.as_ref().map_or_else(|| Span::top(&stand_in(DIRECTORY, "")), |node| node.span.clone());
    let mapping = |entries| Node { value: NodeValue::Mapping(entries), span: span.clone() };
    gaps.directory |= !matches!(node, Some(Node { value: NodeValue::Mapping(_), .. }));
    let readable = |group: &Entry| {
        let directory = mapping(vec![group.clone()]);
        Directory::decode(&directory, &mut Vec::new()).is_some()
    };
    let mut kept = Vec::new();
    for group in node.into_iter().flat_map(entries) {
        let with = |entries| Entry { value: mapping(entries), ..group.clone() };
        gaps.directory |= !matches!(group.value.value, NodeValue::Mapping(_));
        let (sound, broken): (Vec<_>, Vec<_>) =
            entries(group.value.clone()).into_iter().partition(|entry| readable(&with(vec![entry.clone()])));
        gaps.entries.extend(broken.into_iter().map(|entry| entry.key));
        kept.push(with(sound));
    }
    Directory::decode(&mapping(kept), &mut Vec::new())
}

fn read(project: &Project, path: &str, found: &mut Vec<Diagnostic>) -> Option<Node> {
    let node = yaml::parse(&project.text(path, found)?, found)?;
    project.note_values(path, &node);
    Some(node)
}

fn stand_in(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { path: path.to_owned(), text: text.to_owned() })
}

fn entries(node: Node) -> Vec<Entry> {
    match node.value {
        NodeValue::Mapping(entries) => entries,
        _ => Vec::new(),
    }
}
