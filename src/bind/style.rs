//! The book's stylesheet: the faces, then every `templates/brand/*.css` in the order of their names.
//!
//! Reading systems know no CSS variables for certain, so the brand comes in by two words that are replaced here:
//!
//! - `brand(ROLE)`: a colour of `_brand.yml`, such as `primary`, as it is: for rules and borders;
//!   `brand(ROLE or ROLE)`: the first of these that the brand has;
//!   `brand(ROLE on light)` and `brand(ROLE on dark)`: the same, made legible as text on light or dark paper;
//! - `font(base)` and `font(heading)`: the brand's families, and after them those of the book's languages.
//!
//! `brand/tongue.css` comes last, once for each language of the book that has type or figures of its own; in it, `tongue(…)`
//! stands for what the terms of the language say: `code`, `base`, `heading`, `leading`, `slant` and `stress` (of words that
//! are stressed), `list` (the style of numbers).

mod sound;

use super::face::Face;
use super::inks;
use super::typography;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::contrast::{self, DARK, LIGHT};
use crate::model::{Band, House, Language, Lexicon, Numerals, SourceFile, Span, Terms, TypeOfLanguage};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Faces and styles in one file.
pub fn stylesheet(
    house: &House,
    lexicon: &Lexicon,
    faces: &[Face],
    languages: &BTreeSet<Language>,
    found: &mut Vec<Diagnostic>,
) -> String {
    let mut sheet = String::new();
    for face in faces {
        let (family, weight, name) = (quoted(&face.family), face.weight, &face.name);
        let style = if face.italic { "italic" } else { "normal" };
        // CSS Fonts 5, "size-adjust": sizes that are inherited stay those of the page.
        let size = face.size.map_or_else(String::new, |size| format!(" size-adjust: {:.0}%;", size * 100.0));
        sheet.push_str(&format!(
            "@font-face {{ font-family: {family}; font-weight: {weight}; font-style: {style}; src: url({name});{size} }}\n"
        ));
    }
    let styles =
        house.templates.iter().filter(|(path, _)| path.starts_with("brand/") && path.ends_with(".css"));
    let (tongue, styles): (Vec<_>, Vec<_>) = styles.partition(|(path, _)| *path == TONGUE);
    for (_, file) in styles.iter().chain(&tongue) {
        let fault = |(range, message, hint)| {
            Diagnostic::error("template-error", Span::new(file, range), message).hint(hint)
        };
        found.extend(sound::faults(&file.text).into_iter().map(fault));
    }
    let stylist = |tongue| Stylist { house, lexicon, languages, tongue };
    let brand = &house.brand;
    let is_worn = |path: &str| match path {
        BAND => brand.band() == Band::Dark,
        PARTNERS => !brand.partners.is_empty(),
        _ => true,
    };
    let styles: Vec<_> = styles.into_iter().filter(|(path, _)| is_worn(path)).collect();
    for (path, file) in &styles {
        sheet.push_str(&stylist(None).dress(file, found));
        if *path == BOOK {
            sheet.push_str(&typography::rules(brand));
        }
    }
    let files: Vec<&Arc<SourceFile>> = styles.iter().map(|(_, file)| *file).collect();
    found.extend(inks::judge(&files, |value| stylist(None).color(value)));
    for language in languages {
        let terms = lexicon.get(language);
        let differs = |terms: &&Arc<Terms>| terms.r#type.is_some() || terms.profile.numerals.is_some();
        if let Some(terms) = terms.filter(differs) {
            for (_, file) in &tongue {
                sheet.push_str(&stylist(Some((*language, terms))).dress(file, found));
            }
        }
    }
    sheet
}

/// The press's own styles, which the brand's type changes.
const BOOK: &str = "brand/book.css";

/// The styles of a dark masthead, and of the logos of partners, for brands that have them.
const BAND: &str = "brand/band.css";
const PARTNERS: &str = "brand/partners.css";

/// The styles of one language.
const TONGUE: &str = "brand/tongue.css";

/// Knows what the words in a stylesheet stand for.
struct Stylist<'a> {
    house: &'a House,
    lexicon: &'a Lexicon,
    languages: &'a BTreeSet<Language>,
    tongue: Option<(Language, &'a Terms)>,
}

impl Stylist<'_> {
    fn dress(&self, file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> String {
        let text = &file.text;
        let mut styled = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(call) = next_call(text, at) {
            styled.push_str(text.get(at..call.start).unwrap_or_default());
            match self.value(call.name, call.argument) {
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

    /// The colour that a value calls for, if it is nothing but such a call.
    fn color(&self, value: &str) -> Option<contrast::Rgb> {
        let call = next_call(value, 0).filter(|call| call.start == 0 && call.end == value.len())?;
        contrast::parse(&self.value(call.name, call.argument).ok()?)
    }

    /// What a call stands for, or what is wrong with it and the mend.
    fn value(&self, name: &str, argument: &str) -> Result<String, (String, String)> {
        let house = self.house;
        if name == "tongue" {
            return self.of_tongue(argument);
        }
        if name == "font" {
            return match argument {
                "base" => Ok(self.families(&house.brand.base_font, |own| &own.base)),
                "heading" => Ok(self.families(&house.brand.heading_font, |own| &own.headings)),
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

    /// A family of the brand, and after it those that the book's languages have in its place.
    fn families(&self, brand: &str, of_language: fn(&TypeOfLanguage) -> &String) -> String {
        let own = self.languages.iter().filter_map(|language| self.lexicon.get(language)?.r#type.as_ref());
        let mut families = vec![quoted(brand)];
        families.extend(own.map(|own| quoted(of_language(own))));
        families.dedup();
        families.join(", ")
    }

    fn of_tongue(&self, argument: &str) -> Result<String, (String, String)> {
        let Some((language, terms)) = self.tongue else {
            let hint = format!("move the rule to templates/{TONGUE}");
            return Err(("tongue(…) has a meaning for one language alone".to_owned(), hint));
        };
        let (own, brand) = (terms.r#type.as_ref(), &self.house.brand);
        let upright = own.is_some_and(TypeOfLanguage::is_upright);
        Ok(match argument {
            "code" => language.to_string(),
            "base" => quoted(own.map_or(&brand.base_font, |own| &own.base)),
            "heading" => quoted(own.map_or(&brand.heading_font, |own| &own.headings)),
            "leading" => own.map_or(LEADING, TypeOfLanguage::leading).to_string(),
            "slant" => (if upright { "normal" } else { "italic" }).to_owned(),
            "stress" => (if upright { "bold" } else { "inherit" }).to_owned(),
            "list" => match terms.profile.numerals {
                Some(Numerals::ArabicIndic) => "arabic-indic".to_owned(),
                _ => "decimal".to_owned(),
            },
            _ => {
                let hint = "write code, base, heading, leading, slant, stress or list".to_owned();
                return Err((format!("terms have no \"{argument}\" for a stylesheet"), hint));
            }
        })
    }
}

/// The distance of two lines to the size of their type, where a language says nothing else; see `brand/book.css`.
const LEADING: f64 = 1.5;

struct Call<'a> {
    name: &'a str,
    argument: &'a str,
    start: usize,
    end: usize,
}

/// The next `brand(…)`, `font(…)` or `tongue(…)` from an offset on.
fn next_call(text: &str, from: usize) -> Option<Call<'_>> {
    let mut at = from;
    loop {
        let open = at + text.get(at..)?.find('(')?;
        let before = text.get(from..open)?;
        let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        let name = before.get(start.map_or(0, |start| start + 1)..).unwrap_or_default();
        if ["brand", "font", "tongue"].contains(&name) {
            let length = text.get(open..)?.find(')')?;
            let argument = text.get(open + 1..open + length)?.trim();
            return Some(Call { name, argument, start: open - name.len(), end: open + length + 1 });
        }
        at = open + 1;
    }
}

/// A CSS string.
pub fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() && !"\"\\<>".contains(*c)).collect();
    format!("\"{plain}\"")
}
