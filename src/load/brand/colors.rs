//! Colours: palette and roles, which may name each other.

use super::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{COLOR_ROLES, Entry, Node, NodeValue, Span, wrong_type};
use std::collections::BTreeMap;

impl Reader<'_> {
    /// A colour of a kind of words: the number of one, or a name that the brand has.
    pub fn color_of_words(&mut self, node: &Node, colors: &BTreeMap<String, String>) -> Option<String> {
        let node = self.on_light(node);
        let word = self.words(node, "a colour such as \"#1f3a5f\"")?;
        let known = colors.get(word).cloned().or_else(|| hexadecimal(word)).or_else(|| basic(word));
        if known.is_none() {
            let hint = match nearest(word, colors.keys().map(String::as_str)) {
                Some(near) => format!("did you mean '{near}'?"),
                None => "write a colour as \"#1f3a5f\", or a name of the palette".to_owned(),
            };
            let message = format!("there is no colour '{word}'");
            self.found.push(Diagnostic::error("unknown-color", node.span.clone(), message).hint(hint));
        }
        known
    }

    /// Of a value for light pages and one for dark, the one for light pages: reading systems darken pages themselves.
    fn on_light<'n>(&mut self, node: &'n Node) -> &'n Node {
        if let NodeValue::Mapping(_) = node.value {
            self.keys(node, &["light"]);
        }
        on_light(node)
    }

    pub fn colors(&mut self, node: &Node) -> BTreeMap<String, String> {
        let entries = self.keys(node, &[&COLOR_ROLES[..], &["palette"]].concat());
        let palette = entries.iter().find(|entry| entry.key == "palette");
        let palette = palette.map_or(&[][..], |entry| match &entry.value.value {
            NodeValue::Mapping(entries) => entries,
            _ => {
                let finding = wrong_type(&entry.value, "names with colours");
                self.found.push(finding.hint("write a line for each colour, as in ink: \"#16202e\""));
                &[]
            }
        });
        let roles = entries.iter().filter(|entry| COLOR_ROLES.contains(&entry.key.as_str()));
        for entry in palette.iter().filter(|entry| !is_name(&entry.key)) {
            let message = format!("'{}' is no name for a colour", entry.key);
            self.found.push(
                Diagnostic::error("unknown-color", entry.key_span.clone(), message)
                    .hint("begin it with a letter from a to z; figures, hyphens and underscores may follow"),
            );
        }
        // A role wins over a palette's entry of the same name.
        let named: Vec<&Entry> = palette.iter().chain(roles).collect();
        let mut colors = BTreeMap::new();
        for entry in &named {
            if let Some(value) = self.color_words(entry)
                && let Some(color) = self.resolve(value, entry, palette, entries)
            {
                colors.insert(entry.key.clone(), color);
            }
        }
        colors
    }

    fn color_words<'n>(&mut self, entry: &'n Entry) -> Option<&'n str> {
        let span = &entry.value.span;
        if matches!(entry.value.value, NodeValue::Empty) {
            // An unquoted '#' begins a comment.
            let rest = span.file.text.get(entry.key_span.end..).unwrap_or_default();
            let rest = rest.lines().next().unwrap_or_default().trim_start_matches(':').trim();
            if let Some(color) = rest.split_whitespace().next().filter(|word| hexadecimal(word).is_some()) {
                let message = format!("the colour of '{}' is read as a comment", entry.key);
                let hint = format!("write it in quotes: {}: \"{color}\"", entry.key);
                self.found
                    .push(Diagnostic::error("unknown-color", entry.key_span.clone(), message).hint(hint));
                return None;
            }
        }
        let value = self.on_light(&entry.value);
        self.words(value, "a colour such as \"#1f3a5f\"")
    }

    /// Follows names of the palette and of roles to a colour.
    fn resolve(&mut self, value: &str, entry: &Entry, palette: &[Entry], roles: &[Entry]) -> Option<String> {
        let span = entry.value.span.clone();
        let mut name = value;
        let mut seen = Vec::new();
        loop {
            if let Some(color) = hexadecimal(name) {
                return Some(color);
            }
            let next = palette.iter().chain(roles).find(|other| {
                other.key == name
                    && other.key != "palette"
                    && !std::ptr::eq(*other, entry)
                    && !seen.contains(&other.key_span.start)
            });
            match next.map(|other| (other, &on_light(&other.value).value)) {
                Some((other, NodeValue::Scalar { text, .. })) => {
                    seen.push(other.key_span.start);
                    name = text;
                }
                // What is wrong there is said there.
                Some(_) => return None,
                None => break,
            }
        }
        if let Some(color) = basic(name) {
            return Some(color);
        }
        let names = || palette.iter().map(|entry| entry.key.as_str());
        let hint = match nearest(name, names()) {
            Some(near) if near != name => format!("did you mean '{near}'?"),
            _ if color_meant(name).is_some() => {
                format!("did you mean \"{}\"?", color_meant(name).unwrap_or_default())
            }
            _ => "write a colour as \"#1f3a5f\", or a name of the palette".to_owned(),
        };
        let message = if !seen.is_empty() || entry.key == name {
            format!("the colour of '{}' leads back to itself", entry.key)
        } else {
            format!("there is no colour '{name}'")
        };
        self.found.push(Diagnostic::error("unknown-color", span, message).hint(hint));
        None
    }
}

/// Where each colour is named: the palette's, then those of roles, which win.
pub fn places(colors: &Node) -> BTreeMap<String, Span> {
    let NodeValue::Mapping(roles) = &colors.value else { return BTreeMap::new() };
    let palette = roles.iter().find(|entry| entry.key == "palette");
    let palette = palette.map_or(&[][..], |entry| match &entry.value.value {
        NodeValue::Mapping(entries) => entries,
        _ => &[],
    });
    let named = palette.iter().chain(roles).filter(|entry| entry.key != "palette");
    named.map(|entry| (entry.key.clone(), on_light(&entry.value).span.clone())).collect()
}

fn on_light(node: &Node) -> &Node {
    match &node.value {
        NodeValue::Mapping(forms) => {
            forms.iter().find(|form| form.key == "light").map_or(node, |form| &form.value)
        }
        _ => node,
    }
}

fn basic(word: &str) -> Option<String> {
    let name = word.to_lowercase();
    BASIC_COLORS.iter().find(|(basic, _)| *basic == name).map(|(_, color)| (*color).to_owned())
}

/// Templates and styles call colours by these names.
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// `#rgb` or `#rrggbb` as `#rrggbb` in lower case.
fn hexadecimal(word: &str) -> Option<String> {
    let digits = word.strip_prefix('#')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = digits.to_ascii_lowercase();
    match digits.len() {
        3 => Some(digits.chars().fold("#".to_owned(), |color, digit| color + &digit.to_string().repeat(2))),
        6 => Some(format!("#{digits}")),
        _ => None,
    }
}

/// A colour without its sign, "1f3a5f", or as CSS writes it, "rgb(31, 58, 95)".
fn color_meant(word: &str) -> Option<String> {
    let parts = word.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'));
    let Some(parts) = parts else { return hexadecimal(&format!("#{word}")) };
    let parts: Option<Vec<u8>> = parts.split(',').map(|part| part.trim().parse().ok()).collect();
    let parts = parts.filter(|parts| parts.len() == 3)?;
    Some(parts.iter().fold("#".to_owned(), |color, part| format!("{color}{part:02x}")))
}

/// The names that every program knows (CSS Color 4, 6.1: those of CSS 1).
const BASIC_COLORS: [(&str, &str); 16] = [
    ("black", "#000000"),
    ("silver", "#c0c0c0"),
    ("gray", "#808080"),
    ("white", "#ffffff"),
    ("maroon", "#800000"),
    ("red", "#ff0000"),
    ("purple", "#800080"),
    ("fuchsia", "#ff00ff"),
    ("green", "#008000"),
    ("lime", "#00ff00"),
    ("olive", "#808000"),
    ("yellow", "#ffff00"),
    ("navy", "#000080"),
    ("blue", "#0000ff"),
    ("teal", "#008080"),
    ("aqua", "#00ffff"),
];
