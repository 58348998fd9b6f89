//! The brand. In: `sources/_brand.yml`, in the form of brand.yml (posit-dev.github.io/brand-yml), and the fonts. Out:
//! colours, families and logos, each role resolved.
//!
//! Other programs read the same file, so that a key which the press does not use is warned of, not refused. What stands
//! under `defaults.diptych` is the press's own, and read as strictly as its other files.

mod colors;
mod form;
mod logos;
mod typography;

use super::disk::{self, Project};
use super::{stock, yaml};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Brand, Decode, Entry, FontFile, Node, NodeValue, Stationery, known_by, wrong_type};
pub use form::form;

const PATH: &str = "sources/_brand.yml";

/// Reads the brand; a project without a brand file, or with one that cannot be read, has the press's own sober one.
///
/// The font files that it names outside `fonts/` are added to the fonts.
pub fn read(project: &Project, fonts: &mut Vec<FontFile>, found: &mut Vec<Diagnostic>) -> Brand {
    let mut brand = Brand::default();
    if !project.exists(PATH) {
        found.extend(project.namesake(PATH).map(|other| disk::misnamed(&other, PATH)));
        return brand;
    }
    let node = project.text(PATH, found).and_then(|file| yaml::parse(&file, found));
    if let Some(node) = &node {
        project.note_values(PATH, node);
    }
    let Some(node) = node.filter(|node| !matches!(node.value, NodeValue::Empty)) else { return brand };
    let mut reader = Reader { project, found };
    let keys = reader.keys(&node, &["meta", "color", "typography", "logo", "defaults"]);
    let value = |key: &str| keys.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    // Each may name what those before it have: the logo's description may be the brand's name.
    if let Some(node) = value("meta") {
        reader.meta(node, &mut brand);
    }
    if let Some(node) = value("color") {
        let colors = reader.colors(node);
        brand.colors.extend(colors);
        brand.places = colors::places(node);
    }
    if let Some(node) = value("typography") {
        reader.font_files(node, fonts);
        reader.typography(node, &stock::families(fonts), &mut brand);
    }
    if let Some(node) = value("logo") {
        reader.logos(node, &mut brand);
    }
    if let Some(node) = value("defaults") {
        reader.defaults(node, &mut brand);
    }
    brand
}

struct Reader<'a> {
    project: &'a Project,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The keys of a mapping; those that the press does not use are warned of.
    fn keys<'n>(&mut self, node: &'n Node, used: &[&str]) -> &'n [Entry] {
        let NodeValue::Mapping(entries) = &node.value else {
            self.found.push(wrong_type(node, "keys with values"));
            return &[];
        };
        for entry in entries.iter().filter(|entry| !used.contains(&entry.key.as_str())) {
            let hint = known_by(&entry.key, used)
                .unwrap_or_else(|| format!("keys that are used here: {}", used.join(", ")));
            let message = format!("the press does not use the key '{}'", entry.key);
            self.found
                .push(Diagnostic::warning("unused-brand-key", entry.key_span.clone(), message).hint(hint));
        }
        entries
    }

    /// A value that other programs may know what to do with.
    fn unused(&mut self, node: &Node, what: &str, hint: &str) {
        let message = format!("the press does not use {what}");
        self.found.push(Diagnostic::warning("unused-brand-key", node.span.clone(), message).hint(hint));
    }

    fn words<'n>(&mut self, node: &'n Node, expected: &str) -> Option<&'n str> {
        match &node.value {
            NodeValue::Scalar { text, .. } => Some(text),
            _ => {
                self.found.push(wrong_type(node, expected).hint(format!("write {expected} on this line")));
                None
            }
        }
    }

    fn meta(&mut self, node: &Node, brand: &mut Brand) {
        for Entry { key, value, .. } in self.keys(node, &["name", "link"]) {
            let is_mapping = matches!(value.value, NodeValue::Mapping(_));
            match (key.as_str(), is_mapping) {
                ("name", false) => brand.name = self.words(value, "a name").map(str::to_owned),
                ("name", true) => {
                    let forms = self.keys(value, &["full", "short"]);
                    let mut form = |key| {
                        let form = forms.iter().find(|entry: &&Entry| entry.key == key)?;
                        self.words(&form.value, "a name").map(str::to_owned)
                    };
                    brand.short_name = form("short");
                    brand.name = form("full").or_else(|| brand.short_name.clone());
                }
                ("link", false) => brand.link = self.home(value),
                ("link", true) => {
                    let home = self.keys(value, &["home"]).iter().find(|entry| entry.key == "home");
                    brand.link = home.and_then(|home| self.home(&home.value));
                }
                _ => {}
            }
        }
    }

    /// An address on the web.
    fn home(&mut self, node: &Node) -> Option<String> {
        let address = self.words(node, "an address on the web")?;
        let sound = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
        if !sound {
            self.unused(node, &format!("the link '{address}'"), "write an address that begins with https://");
        }
        sound.then(|| address.to_owned())
    }

    /// What the form lacks and the press needs stands under `defaults.diptych`; other programs have keys of their own.
    fn defaults(&mut self, node: &Node, brand: &mut Brand) {
        let NodeValue::Mapping(entries) = &node.value else { return };
        let Some(own) = entries.iter().find(|entry| entry.key == "diptych") else { return };
        if matches!(own.value.value, NodeValue::Empty) {
            return;
        }
        brand.stationery = Stationery::decode(&own.value, self.found);
        for (name, ink) in brand.stationery.iter().flat_map(|own| &own.inks) {
            if !brand.colors.contains_key(name) {
                let hint = match nearest(name, brand.colors.keys().map(String::as_str)) {
                    Some(near) => format!("did you mean '{near}'?"),
                    None => "name a colour as it is named under color".to_owned(),
                };
                let message = format!("there is no colour '{name}'");
                self.found.push(Diagnostic::error("unknown-color", ink.span.clone(), message).hint(hint));
            }
        }
        self.stationery_pictures(brand);
    }
}
