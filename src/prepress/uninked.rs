//! `uninked-color`: a colour for which the brand has no inks, so that the profile alone says what it is printed with.

use super::palette::{Palette, blend};
use super::press::Inks;
use crate::diagnostic::Diagnostic;
use crate::model::contrast::{Rgb, hex, parse};
use crate::model::{Brand, COLOR_ROLES};
use std::collections::BTreeMap;

/// What is said of such colours: of the brand's own once, however pale they are printed.
pub fn uninked(palette: &Palette, brand: &Brand) -> Vec<Diagnostic> {
    let own = |color: Rgb| {
        let colors = brand.colors.values().filter_map(|own| parse(own)).filter(|own| *own != [255; 3]);
        let blends = colors.filter_map(|own| Some((own, blend(own, color)?.1)));
        blends.min_by(|(_, one), (_, other)| one.total_cmp(other)).map_or(color, |(own, _)| own)
    };
    let colors = palette.uninked.iter().map(|color| own(*color));
    let colors: BTreeMap<Rgb, Inks> = colors.map(|color| (color, palette.press.inks(color))).collect();
    let of_words = |color| palette.black == Some(color);
    colors.into_iter().map(|(color, inks)| finding(color, inks, of_words(color), brand)).collect()
}

/// `of_words` says that words in this colour are black: it lacks inks in its other roles alone.
fn finding(color: Rgb, inks: Inks, of_words: bool, brand: &Brand) -> Diagnostic {
    let color = hex(color);
    let named = brand.colors.iter().filter(|(_, value)| **value == color).map(|(name, _)| name);
    // Names of the palette before roles, which may change.
    let is_role = |name: &str| COLOR_ROLES.contains(&name) && name != "foreground";
    let name = named.min_by_key(|name| is_role(name) != of_words);
    let inks = inks.map(|ink| ink.to_string()).join(", ");
    let (title, hint) = match name {
        Some(name) => (
            format!("the colour '{name}' ({color})"),
            format!(
                "write '{name}: {{cmyk: [{inks}]}}' under defaults.diptych.inks of _brand.yml, or what the printing house says"
            ),
        ),
        None => (
            format!("the colour {color} of a drawing or a template"),
            format!(
                "name it under color.palette of _brand.yml, and give that name inks under defaults.diptych.inks, such as {{cmyk: [{inks}]}}"
            ),
        ),
    };
    let place = name.and_then(|name| brand.places.get(name)).cloned();
    let message = format!("{title} has no inks, and is printed in cyan, magenta, yellow and black as {inks}");
    Diagnostic::warning("uninked-color", place, message).hint(hint)
}
