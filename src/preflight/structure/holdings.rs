//! What the pages of a file hold: fonts, pictures, forms, colour spaces, states, wherever resources lead to them.

use super::faults::Faults;
use crate::preflight::clause::Finding;
use crate::preflight::file::{File, Page};
use crate::preflight::node::Node;
use lopdf::ObjectId;
use std::borrow::Cow;
use std::collections::HashSet;

/// How many references are followed: files of a thousand rich pages have a tenth.
const STEPS: usize = 2_000_000;

/// An object that a page leads to.
pub struct Held<'a> {
    /// The key at which it stands: `F1`.
    pub key: Cow<'a, str>,
    /// The key of that in which it stands: `Font`.
    pub under: Cow<'a, str>,
    /// The object that it is a part of, or is itself; none if that is the page.
    home: Option<ObjectId>,
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
/// to, each once, and adds what `see` has against it to the faults of all pages that lead to it.
///
/// # Errors
/// That there are too many.
pub fn look<'a, Words: IntoIterator<Item = String>>(
    file: &'a File,
    faults: &mut Faults,
    mut see: impl FnMut(&Held<'a>) -> Words,
) -> Result<(), Finding> {
    let too_many = || Finding::NotRun("it holds too many objects".to_owned());
    let (mut seen, mut steps) = (HashSet::new(), STEPS);
    let mut faulty = HashSet::new();
    for page in file.page_list() {
        walk(&page, &mut seen, &mut steps, |held| {
            for words in see(held) {
                faults.add_on(page.number, words);
                faulty.extend(held.home);
            }
        })
        .ok_or_else(too_many)?;
    }
    // An object is seen by way of the first page that leads to it. The others are looked for where something is amiss.
    let mut steps = STEPS;
    for page in file.page_list().take_while(|_| !faulty.is_empty()) {
        let mut leads = false;
        let walked = walk(&page, &mut HashSet::new(), &mut steps, |held| {
            leads |= held.home.is_some_and(|home| faulty.contains(&home));
        });
        if leads {
            faults.put_on(page.number);
        }
        // Some pages may then be missing from the report, the fault is not.
        if walked.is_none() {
            break;
        }
    }
    Ok(())
}

/// The same, for a clause that asks for nothing else.
pub fn judge<'a, Words: IntoIterator<Item = String>>(
    file: &'a File,
    sound: &str,
    see: impl FnMut(&Held<'a>) -> Words,
) -> Finding {
    let mut faults = Faults::default();
    look(file, &mut faults, see).err().unwrap_or_else(|| faults.finding(sound))
}

/// Goes from a page to all that it leads to and that is not `seen` yet, in so many steps; nothing if they do not suffice.
fn walk<'a>(
    page: &Page<'a>,
    seen: &mut HashSet<ObjectId>,
    steps: &mut usize,
    mut see: impl FnMut(&Held<'a>),
) -> Option<()> {
    let held = |key: &'static str, node: Node<'a>| Held {
        key: key.into(),
        under: "Page".into(),
        home: node.id,
        node,
    };
    let annotations = page.node.get("Annots");
    let looks = annotations.iter().flat_map(Node::items).filter_map(|annotation| annotation.get("AP"));
    let mut open: Vec<Held> = looks.map(|look| held("AP", look)).collect();
    open.extend(page.node.get("Group").map(|group| held("Group", group)));
    open.extend(page.resources().map(|resources| held("Resources", resources)));
    while let Some(held) = open.pop() {
        if held.node.id.is_some_and(|id| !seen.insert(id)) || held.node.is("Type", "Page") {
            continue;
        }
        see(&held);
        let compound = |node: &Node| node.is_array() || node.is_dictionary();
        let within = |key: Cow<'a, str>, node: Node<'a>| Held {
            key,
            under: held.key.clone(),
            home: node.id.or(held.home),
            node,
        };
        let before = open.len();
        if held.node.is_array() {
            let items = held.node.items().filter(compound);
            open.extend(items.map(|node| within(held.key.clone(), node)));
        } else {
            let entries = held.node.entries().filter(|(key, node)| key != "Parent" && compound(node));
            open.extend(entries.map(|(key, node)| within(key, node)));
        }
        *steps = steps.checked_sub(1 + open.len() - before)?;
    }
    Some(())
}
