//! Colours: palette and roles, which may name each other.

use super::Reader;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{COLOR_ROLES, Entry, Node, NodeValue, Span, wrong_type};
use std::collections::BTreeMap;
use svgtypes::Color;

impl Reader<'_> {
    /// A colour of a kind of words: the number of one, or a name that the brand has.
    pub fn color_of_words(&mut self, node: &Node, colors: &BTreeMap<String, String>) -> Option<String> {
        let node = self.on_light(node);
        let word = self.words(node, "a colour such as \"#1f3a5f\"")?;
        let known = match of_css(word).filter(|_| !colors.contains_key(word)) {
            Some(color) if color.alpha < u8::MAX => {
                self.found.push(translucent(word, color, node.span.clone()));
                return None;
            }
            color => color.map(hexadecimal).or_else(|| colors.get(word).cloned()),
        };
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
            if let Some(color) = rest.split_whitespace().next().filter(|word| is_number(word)) {
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
        match of_css(name) {
            Some(color) if color.alpha < u8::MAX => {
                // Of one that is named elsewhere, it is said there.
                let found = seen.is_empty().then(|| translucent(name, color, span));
                self.found.extend(found);
                return None;
            }
            Some(color) => return Some(hexadecimal(color)),
            None => {}
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

/// Templates and styles call colours by these names.
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A number such as `#1f3a5f` (CSS Color 4, 5.2): three, four, six or eight figures.
fn is_number(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|figures| {
        matches!(figures.len(), 3 | 4 | 6 | 8) && figures.bytes().all(|figure| figure.is_ascii_hexdigit())
    })
}

/// A colour as CSS writes it (CSS Color 4): a number, one of the 148 names, `rgb(31 58 95)`.
fn of_css(word: &str) -> Option<Color> {
    match word.to_ascii_lowercase().as_str() {
        // The one name that CSS Color 3 did not have.
        "rebeccapurple" => Some(Color::new_rgb(0x66, 0x33, 0x99)),
        word if word.starts_with('#') && !is_number(word) => None,
        word => word.parse().ok(),
    }
}

fn hexadecimal(color: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue)
}

/// `unknown-color`, for one that lets through what lies below it: a role is worn on many grounds, and contrast is reckoned
/// for each.
fn translucent(word: &str, color: Color, span: Span) -> Diagnostic {
    let message = format!("the colour '{word}' lets through what lies below it");
    let on_white = |part: u8| {
        let (part, alpha) = (u16::from(part), u16::from(color.alpha));
        u8::try_from((part * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
    };
    let seen = Color::new_rgb(on_white(color.red), on_white(color.green), on_white(color.blue));
    let hint =
        format!("write the colour that is to be seen; on white paper, it is \"{}\"", hexadecimal(seen));
    Diagnostic::error("unknown-color", span, message).hint(hint)
}

/// A colour without its sign: "1f3a5f".
fn color_meant(word: &str) -> Option<String> {
    of_css(&format!("#{word}")).map(hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::{hexadecimal, of_css};

    #[test]
    fn colours_are_read_as_css_writes_them() {
        for (word, expected) in [
            ("#1F3", "#11ff33"),
            ("#1f3f", "#11ff33"),
            ("#1f3a5f", "#1f3a5f"),
            ("#1F3A5Fff", "#1f3a5f"),
            ("Tomato", "#ff6347"),
            ("rebeccapurple", "#663399"),
            ("rgb(31 58 95)", "#1f3a5f"),
            ("rgb(31, 58, 95)", "#1f3a5f"),
            ("rgb(100% 0% 50%)", "#ff0080"),
            ("rgb(31 58 95 / 1)", "#1f3a5f"),
        ] {
            let color = of_css(word).unwrap_or_else(|| panic!("{word}"));
            assert_eq!((hexadecimal(color).as_str(), color.alpha), (expected, 255), "{word}");
        }
        for (word, alpha) in
            [("#1f38", 0x88), ("#1f3a5f00", 0), ("rgb(31 58 95 / 0.4)", 102), ("transparent", 0)]
        {
            assert_eq!(of_css(word).map(|color| color.alpha), Some(alpha), "{word}");
        }
        for word in [
            "1f3a5f",
            "#12",
            "#12345",
            "#1f3a5",
            "#ggg",
            "rgb(1 2)",
            "rgb(1 2 3",
            "blau",
            "",
            "# 1f3a5f",
            "#1f3a5f x",
        ] {
            assert_eq!(of_css(word), None, "{word}");
        }
    }
}
