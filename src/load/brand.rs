//! The brand. In: `sources/_brand.yml`, in the form of brand.yml (posit-dev.github.io/brand-yml), and the fonts. Out:
//! colours, families and logo, each role resolved.
//!
//! Other programs read the same file, so that a key which the press does not use is warned of, not refused.

use super::disk::{self, Project};
use super::{pictures, stock, yaml};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Brand, Entry, FontFile, Logo, Node, NodeValue, Span, Text, known_by, wrong_type};
use std::collections::BTreeMap;

const PATH: &str = "sources/_brand.yml";

/// The roles that colours may have.
const ROLES: [&str; 13] = [
    "foreground",
    "background",
    "primary",
    "secondary",
    "tertiary",
    "success",
    "info",
    "warning",
    "danger",
    "light",
    "dark",
    "link",
    "palette",
];

/// Colours of a house that chose none: black on white, and an ink blue.
const COLORS: [(&str, &str); 4] =
    [("foreground", "#000000"), ("background", "#ffffff"), ("primary", "#1f3a5f"), ("secondary", "#5b6470")];

const BASE_FONT: &str = "Source Serif 4";
const HEADING_FONT: &str = "Source Sans 3";

/// Reads the brand; a project without a brand file, or with one that cannot be read, has the press's own sober one.
pub fn read(project: &Project, fonts: &[FontFile], found: &mut Vec<Diagnostic>) -> Brand {
    let mut brand = Brand {
        name: None,
        colors: COLORS.iter().map(|(role, color)| ((*role).to_owned(), (*color).to_owned())).collect(),
        places: BTreeMap::new(),
        base_font: BASE_FONT.to_owned(),
        heading_font: HEADING_FONT.to_owned(),
        logo: None,
    };
    if !project.exists(PATH) {
        found.extend(project.namesake(PATH).map(|other| disk::misnamed(&other, PATH)));
        return brand;
    }
    let node = project.text(PATH, found).and_then(|file| yaml::parse(&file, found));
    let Some(node) = node.filter(|node| !matches!(node.value, NodeValue::Empty)) else { return brand };
    let mut reader = Reader { project, found };
    let keys = reader.keys(&node, &["meta", "color", "typography", "logo", "defaults"]);
    for Entry { key, value, .. } in keys {
        match key.as_str() {
            "meta" => brand.name = reader.meta(value),
            "color" => {
                brand.colors.extend(reader.colors(value));
                brand.places = places(value);
            }
            "typography" => reader.typography(value, &stock::families(fonts), &mut brand),
            "defaults" => reader.defaults(value),
            _ => {}
        }
    }
    // The logo's description may be the brand's name, wherever that stands.
    if let Some(logo) = keys.iter().find(|entry| entry.key == "logo") {
        brand.logo = reader.logo(&logo.value, brand.name.as_deref());
    }
    brand
}

/// Where each colour is named: the palette's, then those of roles, which win.
fn places(colors: &Node) -> BTreeMap<String, Span> {
    let NodeValue::Mapping(roles) = &colors.value else { return BTreeMap::new() };
    let palette = roles.iter().find(|entry| entry.key == "palette");
    let palette = palette.map_or(&[][..], |entry| match &entry.value.value {
        NodeValue::Mapping(entries) => entries,
        _ => &[],
    });
    let named = palette.iter().chain(roles).filter(|entry| entry.key != "palette");
    named.map(|entry| (entry.key.clone(), entry.value.span.clone())).collect()
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

    fn words<'n>(&mut self, node: &'n Node, expected: &str) -> Option<&'n str> {
        match &node.value {
            NodeValue::Scalar { text, .. } => Some(text),
            _ => {
                self.found.push(wrong_type(node, expected).hint(format!("write {expected} on this line")));
                None
            }
        }
    }

    fn meta(&mut self, node: &Node) -> Option<String> {
        let name = &self.keys(node, &["name", "link"]).iter().find(|entry| entry.key == "name")?.value;
        if !matches!(name.value, NodeValue::Mapping(_)) {
            return self.words(name, "a name").map(str::to_owned);
        }
        let forms = self.keys(name, &["full", "short"]);
        let form = |key| forms.iter().find(|entry: &&Entry| entry.key == key);
        let form = form("full").or_else(|| form("short"))?;
        self.words(&form.value, "a name").map(str::to_owned)
    }

    /// What the form lacks and the press needs will stand under `defaults.diptych`; other programs have keys of their own.
    fn defaults(&mut self, node: &Node) {
        if let NodeValue::Mapping(entries) = &node.value
            && let Some(own) = entries.iter().find(|entry| entry.key == "diptych")
            && !matches!(own.value.value, NodeValue::Empty)
        {
            self.keys(&own.value, &[]);
        }
    }

    fn colors(&mut self, node: &Node) -> BTreeMap<String, String> {
        let entries = self.keys(node, &ROLES);
        let palette = entries.iter().find(|entry| entry.key == "palette");
        let palette = palette.map_or(&[][..], |entry| match &entry.value.value {
            NodeValue::Mapping(entries) => entries,
            _ => {
                let finding = wrong_type(&entry.value, "names with colours");
                self.found.push(finding.hint("write a line for each colour, as in ink: \"#16202e\""));
                &[]
            }
        });
        let roles =
            entries.iter().filter(|entry| ROLES.contains(&entry.key.as_str()) && entry.key != "palette");
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
        self.words(&entry.value, "a colour such as \"#1f3a5f\"")
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
            match next.map(|other| (other, &other.value.value)) {
                Some((other, NodeValue::Scalar { text, .. })) => {
                    seen.push(other.key_span.start);
                    name = text;
                }
                // What is wrong there is said there.
                Some(_) => return None,
                None => break,
            }
        }
        if let Some((_, color)) = BASIC_COLORS.iter().find(|(basic, _)| *basic == name.to_lowercase()) {
            return Some((*color).to_owned());
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

    fn typography(&mut self, node: &Node, families: &[String], brand: &mut Brand) {
        for Entry { key, value, .. } in self.keys(node, &["fonts", "base", "headings"]) {
            match key.as_str() {
                "base" => self.role_family(value, families, &mut brand.base_font),
                "headings" => self.role_family(value, families, &mut brand.heading_font),
                "fonts" => self.fonts(value, families),
                _ => {}
            }
        }
    }

    fn role_family(&mut self, node: &Node, families: &[String], role: &mut String) {
        let named = match node.value {
            NodeValue::Mapping(_) => self
                .keys(node, &["family"])
                .iter()
                .find(|entry| entry.key == "family")
                .map(|entry| &entry.value),
            _ => Some(node),
        };
        if let Some(family) = named.and_then(|node| self.family(node, families)) {
            *role = family;
        }
    }

    fn fonts(&mut self, node: &Node, families: &[String]) {
        let NodeValue::Sequence(fonts) = &node.value else {
            let finding = wrong_type(node, "a list of families");
            self.found.push(finding.hint("write a line for each, as in - family: Source Serif 4"));
            return;
        };
        for font in fonts {
            if let NodeValue::Scalar { .. } = font.value {
                self.family(font, families);
                continue;
            }
            for Entry { key, value, .. } in self.keys(font, &["family", "source", "files"]) {
                if key == "family" {
                    self.family(value, families);
                }
            }
        }
    }

    fn family(&mut self, node: &Node, families: &[String]) -> Option<String> {
        let family = self.words(node, "the name of a family of fonts")?;
        if families.iter().any(|known| known == family) {
            return Some(family.to_owned());
        }
        let hint = match nearest(family, families.iter().map(String::as_str)) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!(
                "families that there are: {}; put the .ttf or .otf files of others in the folder fonts/",
                families.join(", ")
            ),
        };
        let message = format!("no font file has the family '{family}'");
        self.found.push(Diagnostic::error("missing-font", node.span.clone(), message).hint(hint));
        None
    }

    /// The logo for a masthead: the medium one, else the large, else the small.
    fn logo(&mut self, node: &Node, name: Option<&str>) -> Option<Logo> {
        let NodeValue::Mapping(_) = node.value else {
            let path = self.words(node, "the path of a picture")?;
            return self.picture(path, &node.span, None, name);
        };
        let entries = self.keys(node, &["images", "small", "medium", "large"]);
        let entry = |key: &str| entries.iter().find(|entry| entry.key == key);
        let chosen = entry("medium").or_else(|| entry("large")).or_else(|| entry("small"))?;
        // A logo may have one form for light pages and one for dark; pages are light.
        let chosen = match &chosen.value.value {
            NodeValue::Mapping(_) => {
                &self.keys(&chosen.value, &["light", "dark"]).iter().find(|entry| entry.key == "light")?.value
            }
            _ => &chosen.value,
        };
        let word = self.words(chosen, "the name of one of the images, or a path")?;
        let image = match entry("images").map(|images| &images.value.value) {
            Some(NodeValue::Mapping(images)) => images.iter().find(|image| image.key == word),
            _ => None,
        };
        let Some(image) = image else { return self.picture(word, &chosen.span, None, name) };
        if !matches!(image.value.value, NodeValue::Mapping(_)) {
            let path = self.words(&image.value, "the path of a picture")?;
            return self.picture(path, &image.value.span, None, name);
        }
        let facts = self.keys(&image.value, &["path", "alt"]);
        let fact = |key: &str| facts.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
        let Some(path) = fact("path") else {
            let message = "this image has no path";
            self.found.push(
                Diagnostic::error("missing-key", image.key_span.clone(), message).hint("add 'path: …' to it"),
            );
            return None;
        };
        let alternative = match fact("alt") {
            Some(node) => self.words(node, "a description").map(|words| Text::new(words, node.span.clone())),
            None => None,
        };
        let written = self.words(path, "the path of a picture")?;
        self.picture(written, &path.span, alternative, name)
    }

    fn picture(
        &mut self,
        path: &str,
        span: &Span,
        alternative: Option<Text>,
        name: Option<&str>,
    ) -> Option<Logo> {
        let image = pictures::read(self.project, "sources", path, Some(span), self.found);
        let alternative = alternative.or_else(|| name.map(Text::supplied));
        if alternative.is_none() {
            self.found.push(
                Diagnostic::error("image-alt", span.clone(), "the logo has no description").hint(
                    "write the brand's name under meta, or the logo under logo.images with path and alt",
                ),
            );
        }
        Some(Logo { image: image?, alternative: alternative? })
    }
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
