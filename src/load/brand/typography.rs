//! Type: families, and what is said of running text, headings, code and links.
//!
//! What the sheet settles itself is warned of: sizes belong to the paper, and to the reader of a book.

use super::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::load::{disk, stock};
use crate::model::{Brand, Entry, FontFile, Node, NodeValue, Setting, wrong_type};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// The kinds of words, and the keys that each is read for.
pub const KINDS: [(&str, &[&str]); 6] = [
    ("base", &["family", "weight", "line-height"]),
    ("headings", &["family", "weight", "style", "line-height", "color"]),
    ("monospace", &["family", "weight", "size"]),
    ("monospace-inline", &["family", "weight", "size", "color", "background-color"]),
    ("monospace-block", &["family", "weight", "size", "color", "background-color"]),
    ("link", &["weight", "color", "decoration"]),
];

/// Lines of running text further apart, or nearer, would break the page's rhythm.
const LINES_OF_TEXT: RangeInclusive<f64> = 1.2..=1.8;
const LINES_OF_HEADINGS: RangeInclusive<f64> = 0.95..=1.6;
/// Code beside words of the same size.
const SIZE_OF_CODE: RangeInclusive<f64> = 0.7..=1.2;

/// Where a family comes from.
struct Origin<'a> {
    family: &'a str,
    /// Whether a finding has said that it is not there.
    told: bool,
}

/// The files of families that come as files: each a path, or a path with what it holds.
fn named_files(typography: &Node) -> Vec<&Node> {
    fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
        match &node.value {
            NodeValue::Mapping(entries) => {
                entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
            }
            _ => None,
        }
    }
    fn items(node: Option<&Node>) -> &[Node] {
        match node.map(|node| &node.value) {
            Some(NodeValue::Sequence(items)) => items,
            _ => &[],
        }
    }
    let comes_as_files = |font: &&Node| matches!(value(font, "source"), Some(Node { value: NodeValue::Scalar { text, .. }, .. }) if text == "file");
    let fonts = items(value(typography, "fonts")).iter().filter(comes_as_files);
    let files = fonts.flat_map(|font| items(value(font, "files")));
    files.map(|file| value(file, "path").unwrap_or(file)).collect()
}

impl Reader<'_> {
    pub fn typography(&mut self, node: &Node, families: &[String], brand: &mut Brand) {
        let mut known = vec!["fonts"];
        known.extend(KINDS.iter().map(|(kind, _)| *kind));
        let entries = self.keys(node, &known);
        let declared = entries.iter().find(|entry| entry.key == "fonts");
        let declared = declared.map(|entry| self.fonts(&entry.value, families)).unwrap_or_default();
        for Entry { key, value, .. } in entries {
            let Some((kind, keys)) = KINDS.iter().find(|(kind, _)| kind == key) else { continue };
            let setting = self.setting(value, kind, keys, families, &declared, brand);
            let family = setting.family.clone();
            let typography = &mut brand.typography;
            match *kind {
                "base" => {
                    brand.base_font = family.unwrap_or(std::mem::take(&mut brand.base_font));
                    typography.base = setting;
                }
                "headings" => {
                    brand.heading_font = family.unwrap_or(std::mem::take(&mut brand.heading_font));
                    typography.headings = setting;
                }
                "monospace" => typography.monospace = setting,
                "monospace-inline" => typography.inline_code = setting,
                "monospace-block" => typography.code_block = setting,
                _ => typography.links = setting,
            }
        }
        // Code in a line and in a block is set as the brand sets code, where it says nothing of its own.
        let code = brand.typography.monospace.clone();
        for own in [&mut brand.typography.inline_code, &mut brand.typography.code_block] {
            own.family = own.family.take().or(code.family.clone());
            own.weight = own.weight.or(code.weight);
            own.size = own.size.or(code.size);
        }
    }

    /// Adds the files that the brand names beside itself; those in `fonts/` are there already.
    pub fn font_files(&mut self, node: &Node, fonts: &mut Vec<FontFile>) {
        for path in named_files(node) {
            let NodeValue::Scalar { text, .. } = &path.value else { continue };
            let resolved = disk::resolve("sources", text);
            let is_shelved = resolved.as_ref().is_some_and(|path| path.starts_with("fonts/"));
            if is_shelved {
                continue;
            }
            let bytes = resolved.as_ref().and_then(|path| self.project.bytes(path).ok());
            match (resolved, bytes) {
                (Some(path), Some(bytes)) if stock::is_font(&path, &bytes) => {
                    fonts.push(FontFile { path, bytes: Cow::Owned(bytes) });
                }
                _ => {
                    let hint = "name a .ttf or .otf file beside _brand.yml, or put it into the folder fonts/";
                    self.unused(path, &format!("the font file '{text}'"), hint);
                }
            }
        }
        fonts.sort_by(|one, other| one.path.cmp(&other.path));
    }

    fn setting(
        &mut self,
        node: &Node,
        kind: &str,
        keys: &[&str],
        families: &[String],
        declared: &[Origin],
        brand: &Brand,
    ) -> Setting {
        let mut setting = Setting::default();
        if !matches!(node.value, NodeValue::Mapping(_)) {
            match kind {
                "link" => setting.color = self.color_of_words(node, &brand.colors),
                _ => setting.family = self.family(node, families, declared),
            }
            return setting;
        }
        for Entry { key, value, .. } in self.keys(node, keys) {
            match key.as_str() {
                _ if !keys.contains(&key.as_str()) => {}
                "family" => setting.family = self.family(value, families, declared),
                "weight" => setting.weight = self.weight(value),
                "style" => {
                    setting.italic = self.one_of(value, &["normal", "italic", "oblique"]).map(|at| at > 0);
                }
                "decoration" => {
                    setting.underlined = self.one_of(value, &["none", "underline"]).map(|at| at == 1)
                }
                "line-height" => {
                    let range = if kind == "base" { LINES_OF_TEXT } else { LINES_OF_HEADINGS };
                    setting.line_height = self.measure(value, range);
                }
                "size" => setting.size = self.measure(value, SIZE_OF_CODE),
                "color" => setting.color = self.color_of_words(value, &brand.colors),
                _ => setting.background = self.color_of_words(value, &brand.colors),
            }
        }
        setting
    }

    /// A weight as a number, or as CSS and brand.yml name it.
    fn weight(&mut self, node: &Node) -> Option<u16> {
        const NAMES: [(&str, u16); 14] = [
            ("thin", 100),
            ("extralight", 200),
            ("ultralight", 200),
            ("light", 300),
            ("normal", 400),
            ("regular", 400),
            ("medium", 500),
            ("semibold", 600),
            ("demibold", 600),
            ("bold", 700),
            ("extrabold", 800),
            ("ultrabold", 800),
            ("black", 900),
            ("heavy", 900),
        ];
        let word = self.words(node, "a weight such as 600")?;
        let number = word.parse().ok().filter(|weight| (100..=900).contains(weight));
        let plain = word.replace('-', "");
        let named = || NAMES.iter().find(|(name, _)| *name == plain).map(|(_, weight)| *weight);
        let weight = number.or_else(named);
        if weight.is_none() {
            self.unused(
                node,
                &format!("the weight '{word}'"),
                "write a number from 100 to 900, or a name such as bold",
            );
        }
        weight
    }

    fn one_of(&mut self, node: &Node, words: &[&str]) -> Option<usize> {
        let word = self.words(node, words[0])?;
        let at = words.iter().position(|known| *known == word);
        if at.is_none() {
            self.unused(node, &format!("'{word}'"), &format!("write one of: {}", words.join(", ")));
        }
        at
    }

    /// A measure to the size of the type: 1.5, 0.9em, 90%, 14px (of the web's 16).
    fn measure(&mut self, node: &Node, range: RangeInclusive<f64>) -> Option<f64> {
        const UNITS: [(&str, f64); 6] =
            [("rem", 1.0), ("em", 1.0), ("%", 0.01), ("px", 1.0 / 16.0), ("pt", 1.0 / 12.0), ("", 1.0)];
        let word = self.words(node, "a number such as 1.4")?;
        let number = UNITS.iter().find_map(|(unit, size)| {
            word.strip_suffix(unit)?.trim().parse::<f64>().ok().map(|number| number * size)
        });
        let within = number.filter(|number| range.contains(number));
        if within.is_none() {
            let hint =
                format!("write a number from {} to {}, or leave the line out", range.start(), range.end());
            self.unused(node, &format!("the measure '{word}'"), &hint);
        }
        within
    }

    /// The families that the brand says it has, with a finding on those that the press cannot have.
    fn fonts<'n>(&mut self, node: &'n Node, families: &[String]) -> Vec<Origin<'n>> {
        let NodeValue::Sequence(fonts) = &node.value else {
            let finding = wrong_type(node, "a list of families");
            self.found.push(finding.hint("write a line for each, as in - family: Source Serif 4"));
            return Vec::new();
        };
        fonts.iter().filter_map(|font| self.font(font, families)).collect()
    }

    fn font<'n>(&mut self, font: &'n Node, families: &[String]) -> Option<Origin<'n>> {
        if let NodeValue::Scalar { text, .. } = &font.value {
            let told = self.family(font, families, &[]).is_none();
            return Some(Origin { family: text, told });
        }
        // Which weights and styles a service should send says nothing of files that are there.
        let facts = self.keys(font, &["family", "source", "files", "weight", "style", "display"]);
        let fact = |key: &str| facts.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let named = fact("family")?;
        let family = self.words(named, "the name of a family of fonts")?;
        let source = fact("source").and_then(|node| match &node.value {
            NodeValue::Scalar { text, .. } => Some(text.as_str()),
            _ => None,
        });
        if families.iter().any(|known| known == family) {
            return Some(Origin { family, told: false });
        }
        let missing = match source {
            None => return Some(Origin { family, told: self.family(named, families, &[]).is_none() }),
            Some("google" | "bunny") => {
                format!("the family '{family}' is not fetched from {}", source.unwrap_or_default())
            }
            Some(_) => format!("no font file has the family '{family}'"),
        };
        let message = format!("{missing}, and the press's own type stands in its place");
        let hint = "put its .ttf or .otf files and its licence into the folder fonts/";
        self.found.push(Diagnostic::warning("unused-brand-key", named.span.clone(), message).hint(hint));
        Some(Origin { family, told: true })
    }

    /// A family that there is; one that the brand says to have elsewhere was told of.
    fn family(&mut self, node: &Node, families: &[String], declared: &[Origin]) -> Option<String> {
        let family = self.words(node, "the name of a family of fonts")?;
        if families.iter().any(|known| known == family) {
            return Some(family.to_owned());
        }
        if declared.iter().any(|origin| origin.told && origin.family == family) {
            return None;
        }
        let near = nearest(family, families.iter().map(String::as_str));
        let message = format!("no font file has the family '{family}'");
        let instead = || format!("{message}, and the press's own type stands in its place");
        self.found.push(match near {
            Some(near) => Diagnostic::error("missing-font", node.span.clone(), message)
                .hint(format!("did you mean '{near}'?")),
            // The machine of another program may have it.
            None => Diagnostic::warning("missing-font", node.span.clone(), instead()).hint(format!(
                "families that there are: {}; put the .ttf or .otf files of others in the folder fonts/",
                families.join(", ")
            )),
        });
        None
    }
}
