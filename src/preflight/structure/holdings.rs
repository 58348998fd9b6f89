//! What the pages of a file hold: fonts, pictures, forms, colour spaces, states, wherever resources lead to them.

use crate::preflight::clause::Finding;
use crate::preflight::file::{File, Page};
use crate::preflight::node::Node;
use std::borrow::Cow;
use std::collections::HashSet;

/// How many objects are looked at, all pages together: files of a thousand rich pages have a tenth.
const STEPS: usize = 4_000_000;

/// An object that a page leads to.
pub struct Held<'a> {
    pub page: usize,
    /// The key at which it stands: `F1`.
    pub key: Cow<'a, str>,
    /// The key of that in which it stands: `Font`.
    pub under: Cow<'a, str>,
    pub node: Node<'a>,
}

impl Held<'_> {
    /// Whether it is a font (ISO 32000-1, 9.5).
    pub fn is_font(&self) -> bool {
        self.under == "Font" && (self.node.is("Type", "Font") || self.node.has("BaseFont"))
    }

    /// Whether it is a state of graphics (ISO 32000-1, 8.4.5).
    pub fn is_state(&self) -> bool {
        self.node.is_dictionary() && (self.under == "ExtGState" || self.node.is("Type", "ExtGState"))
    }

    /// Whether it is a picture or a form.
    pub fn is_external(&self) -> bool {
        self.node.stream().is_some() && self.node.has("Subtype")
    }
}

/// Shows every dictionary and array that the resources of the pages, their groups and the looks of their annotations lead
/// to, once a page.
///
/// # Errors
/// That there are too many.
pub fn look<'a>(file: &'a File, mut see: impl FnMut(&Held<'a>)) -> Result<(), Finding> {
    let mut steps = STEPS;
    for page in file.page_list() {
        walk(&page, &mut steps, &mut see)?;
    }
    Ok(())
}

/// The same, for a clause that fails where anything is amiss.
pub fn judge<'a>(file: &'a File, sound: &str, mut see: impl FnMut(&Held<'a>) -> Option<String>) -> Finding {
    let mut faults = super::faults::Faults::default();
    let looked = look(file, |held| {
        if let Some(words) = see(held) {
            faults.add_on(held.page, words);
        }
    });
    match looked {
        Ok(()) => faults.finding(sound),
        Err(finding) => finding,
    }
}

fn walk<'a>(page: &Page<'a>, steps: &mut usize, see: &mut impl FnMut(&Held<'a>)) -> Result<(), Finding> {
    let held =
        |key: &'static str, node| Held { page: page.number, key: key.into(), under: "Page".into(), node };
    let annotations = page.node.get("Annots");
    let looks = annotations.iter().flat_map(Node::items).filter_map(|annotation| annotation.get("AP"));
    let mut open: Vec<Held> = looks.map(|look| held("AP", look)).collect();
    open.extend(page.node.get("Group").map(|group| held("Group", group)));
    open.extend(page.resources().map(|resources| held("Resources", resources)));
    let mut seen = HashSet::new();
    while let Some(held) = open.pop() {
        if held.node.id.is_some_and(|id| !seen.insert(id)) || held.node.is("Type", "Page") {
            continue;
        }
        *steps =
            steps.checked_sub(1).ok_or_else(|| Finding::NotRun("it holds too many objects".to_owned()))?;
        see(&held);
        let compound = |node: &Node| node.is_array() || node.is_dictionary();
        let within = |key: Cow<'a, str>, node| Held { page: held.page, key, under: held.key.clone(), node };
        if held.node.is_array() {
            let items = held.node.items().filter(compound);
            open.extend(items.map(|node| within(held.key.clone(), node)));
        } else {
            let entries = held.node.entries().filter(|(key, node)| key != "Parent" && compound(node));
            open.extend(entries.map(|(key, node)| within(key, node)));
        }
    }
    Ok(())
}
