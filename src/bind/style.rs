//! The book's stylesheet: the faces, then every `templates/brand/*.css` in the order of their names.
//!
//! Reading systems know no CSS variables for certain, so the brand comes in by two words that are replaced here:
//!
//! - `brand(ROLE)`: a colour of `_brand.yml`, such as `primary`, as it is: for rules and borders;
//!   `brand(ROLE or ROLE)`: the first of these that the brand has;
//!   `brand(ROLE on light)` and `brand(ROLE on dark)`: the same, made legible as text on light or dark paper;
//! - `font(base)` and `font(heading)`: the brand's families.

use super::contrast::{self, DARK, LIGHT};
use super::face::Face;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{House, SourceFile, Span};
use std::sync::Arc;

/// Faces and styles in one file.
pub fn stylesheet(house: &House, faces: &[Face], found: &mut Vec<Diagnostic>) -> String {
    let mut sheet = String::new();
    for face in faces {
        let (family, weight, name) = (quoted(&face.family), face.weight, &face.name);
        let style = if face.italic { "italic" } else { "normal" };
        sheet.push_str(&format!(
            "@font-face {{ font-family: {family}; font-weight: {weight}; font-style: {style}; src: url({name}); }}\n"
        ));
    }
    let styles =
        house.templates.iter().filter(|(path, _)| path.starts_with("brand/") && path.ends_with(".css"));
    for (_, file) in styles {
        sheet.push_str(&in_brand(house, file, found));
    }
    sheet
}

fn in_brand(house: &House, file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> String {
    let text = &file.text;
    let mut styled = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(call) = next_call(text, at) {
        styled.push_str(text.get(at..call.start).unwrap_or_default());
        match value(house, call.name, call.argument) {
            Ok(value) => styled.push_str(&value),
            Err((message, hint)) => {
                let span = Span::new(file, call.start..call.end);
                found.push(Diagnostic::error("unknown-brand-value", span, message).hint(hint));
            }
        }
        at = call.end;
    }
    styled.push_str(text.get(at..).unwrap_or_default());
    styled
}

struct Call<'a> {
    name: &'a str,
    argument: &'a str,
    start: usize,
    end: usize,
}

/// The next `brand(…)` or `font(…)` from an offset on.
fn next_call(text: &str, from: usize) -> Option<Call<'_>> {
    let mut at = from;
    loop {
        let open = at + text.get(at..)?.find('(')?;
        let before = text.get(from..open)?;
        let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        let name = before.get(start.map_or(0, |start| start + 1)..).unwrap_or_default();
        if ["brand", "font"].contains(&name) {
            let length = text.get(open..)?.find(')')?;
            let argument = text.get(open + 1..open + length)?.trim();
            return Some(Call { name, argument, start: open - name.len(), end: open + length + 1 });
        }
        at = open + 1;
    }
}

/// What a call stands for, or what is wrong with it and the mend.
fn value(house: &House, name: &str, argument: &str) -> Result<String, (String, String)> {
    if name == "font" {
        return match argument {
            "base" => Ok(quoted(&house.brand.base_font)),
            "heading" => Ok(quoted(&house.brand.heading_font)),
            _ => {
                let hint = "write font(base) or font(heading)".to_owned();
                Err((format!("the brand has no font \"{argument}\""), hint))
            }
        };
    }
    let (roles, paper) = match argument.split_once(" on ") {
        Some((roles, paper)) => (roles.trim(), Some(paper.trim())),
        None => (argument, None),
    };
    let mut colors = roles.split(" or ").map(|role| house.brand.colors.get(role.trim()));
    let Some(color) = colors.find_map(|color| color.and_then(|color| contrast::parse(color))) else {
        let role = roles.rsplit(" or ").next().unwrap_or_default().trim();
        let known = house.brand.colors.keys().map(String::as_str);
        let hint = match nearest(role, known.clone()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("the colours of _brand.yml are {}", known.collect::<Vec<_>>().join(", ")),
        };
        return Err((format!("the brand has no colour \"{role}\""), hint));
    };
    match paper {
        None => Ok(contrast::hex(color)),
        Some("light") => Ok(contrast::hex(contrast::legible_on(LIGHT, color))),
        Some("dark") => Ok(contrast::hex(contrast::legible_on(DARK, color))),
        Some(paper) => {
            let hint = format!("write brand({roles} on light) or brand({roles} on dark)");
            Err((format!("there is no paper \"{paper}\""), hint))
        }
    }
}

/// A CSS string.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() && !"\"\\<>".contains(*c)).collect();
    format!("\"{plain}\"")
}
