//! `uninked-color`: a colour for which the brand has no inks, so that the profile alone says what it is printed with.

use super::palette::Palette;
use super::press::Inks;
use crate::diagnostic::Diagnostic;
use crate::model::contrast::{Rgb, hex};
use crate::model::{Brand, COLOR_ROLES};

/// What is said of each such colour.
pub fn uninked(palette: &Palette, brand: &Brand) -> Vec<Diagnostic> {
    palette.uninked.iter().map(|(color, inks)| finding(*color, *inks, brand)).collect()
}

fn finding(color: Rgb, inks: Inks, brand: &Brand) -> Diagnostic {
    let color = hex(color);
    let named = brand.colors.iter().filter(|(_, value)| **value == color).map(|(name, _)| name);
    // Names of the palette before roles, which may change.
    let name = named.min_by_key(|name| COLOR_ROLES.contains(&name.as_str()));
    let inks = inks.map(|ink| ink.to_string()).join(", ");
    let (title, hint) = match name {
        Some(name) => (
            format!("'{name}' ({color})"),
            format!(
                "write 'inks: {{{name}: {{cmyk: [{inks}]}}}}' under defaults.diptych, or what the printing house says"
            ),
        ),
        None => (
            color.clone(),
            format!(
                "name it under color.palette of _brand.yml, and give that name inks under defaults.diptych, such as [{inks}]"
            ),
        ),
    };
    let place = name.and_then(|name| brand.places.get(name)).cloned();
    let message =
        format!("the colour {title} has no inks, and is printed with cyan, magenta, yellow, black {inks}");
    Diagnostic::warning("uninked-color", place, message).hint(hint)
}
