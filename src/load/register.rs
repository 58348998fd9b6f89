//! The numbers of all notes. In: the project, what the house says. Out: each note's own imprint over the house's, and the
//! languages of its editions. What is wrong with the facts of a note is told when the note itself is read.

use super::disk::Project;
use super::{is_id, yaml};
use crate::model::{Decode, Digest, Imprint, Node, NodeValue, Text};

pub fn read(
    project: &Project,
    house: Option<&Imprint>,
    house_tags: &[Text],
) -> Vec<(String, Imprint, Vec<String>)> {
    let numbered = house.is_some_and(|imprint| !imprint.isbn.is_empty() || imprint.doi.is_some());
    let folders = project.list("sources", &mut Vec::new()).into_iter();
    let ids = folders.filter(|entry| entry.folder && is_id(&entry.name)).map(|entry| entry.name);
    ids.filter_map(|id| {
        let file = project.text(&format!("sources/{id}/session.yaml"), &mut Vec::new())?;
        // Nearly all notes have no numbers, and are not read twice.
        if !numbered && !file.text.contains("imprint:") {
            return None;
        }
        let node = yaml::parse(&file, &mut Vec::new())?;
        let own = value(&node, "imprint").and_then(|own| Imprint::decode(own, &mut Vec::new()));
        let imprint = match own {
            Some(own) => own.over(house),
            None => house?.clone(),
        };
        let own_tags = value(&node, "editions").and_then(|editions| value(editions, "languages"));
        let own_tags = own_tags.and_then(|tags| Vec::<Text>::decode(tags, &mut Vec::new()));
        let tags = own_tags.as_deref().unwrap_or(house_tags);
        Some((id, imprint, tags.iter().map(Text::plain).collect()))
    })
    .collect()
}

/// The digest of the facts of the notes that may bear numbers of their own.
pub fn digest(project: &Project) -> Digest {
    let folders = project.list("sources", &mut Vec::new()).into_iter();
    let ids = folders.filter(|entry| entry.folder && is_id(&entry.name)).map(|entry| entry.name);
    let facts = ids.filter_map(|id| {
        let file = project.text(&format!("sources/{id}/session.yaml"), &mut Vec::new())?;
        file.text.contains("imprint:").then_some((id, file))
    });
    let facts: Vec<_> = facts.collect();
    Digest::of_all(facts.iter().flat_map(|(id, file)| [id.as_bytes(), file.text.as_bytes()]))
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let NodeValue::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}
