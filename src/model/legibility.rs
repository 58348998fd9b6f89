//! `low-contrast`: what is said of words that can hardly be told from what they stand on.

use super::contrast::{self, LEAST, LEAST_OF_LARGE, Rgb, ratio};
use super::{Brand, COLOR_ROLES, Span};
use crate::diagnostic::Diagnostic;

/// Two colours that meet: words, and what is seen behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    pub words: Rgb,
    pub ground: Rgb,
    /// Whether all words in question are large: see [`contrast::is_large`].
    pub large: bool,
}

impl Meeting {
    /// The contrast that is asked for.
    pub fn least(self) -> f64 {
        if self.large { LEAST_OF_LARGE } else { LEAST }
    }

    pub fn is_legible(self) -> bool {
        ratio(self.words, self.ground) >= self.least()
    }

    /// Both colours, and how far they are from what is asked for: one sentence wherever they meet, so that it is told once.
    pub fn sentence(self, words: &str, ground: &str) -> String {
        let (least, ratio) = (self.least(), ratio(self.words, self.ground));
        // Cut where rounding would say that nothing is wrong.
        let rounded = (ratio * 100.0).round() / 100.0;
        let ratio = if rounded < least { rounded } else { (ratio * 100.0).floor() / 100.0 };
        let size = if self.large { "large words" } else { "words" };
        format!("{size} in {words} on {ground} have a contrast of {ratio} to 1, and need {least} to 1")
    }
}

/// What is said of two colours that meet in words such as the `example`: at the colour in the brand's file, if one of them
/// is the brand's, else at `place`. Nothing, where they can be told apart.
pub fn low_contrast(
    meeting: Meeting,
    brand: &Brand,
    example: &str,
    place: Option<Span>,
) -> Option<Diagnostic> {
    if meeting.is_legible() {
        return None;
    }
    let [words, ground] = [meeting.words, meeting.ground].map(|color| Named::new(color, brand));
    let sentence = meeting.sentence(&words.title(), &ground.title());
    // Words and paper are everywhere: of two colours, the one that is neither is the one to change.
    let of_ground = !ground.is_common() && (words.is_common() || words.place.is_none());
    let (color, other, place, behind) = match ground.place {
        Some(span) if of_ground => (ground.color, words.color, Some(span.clone()), "behind"),
        _ => (words.color, ground.color, words.place.cloned().or(place), "for"),
    };
    let mended = contrast::shade(other, color, meeting.least());
    let way = if contrast::luminance(mended) < contrast::luminance(color) { "darker" } else { "lighter" };
    let mended = contrast::hex(mended);
    let hint = format!("take a {way} colour, such as \"{mended}\", {behind} words like “{example}”");
    Some(Diagnostic::warning("low-contrast", place, sentence).hint(hint))
}

/// A colour, and what the brand calls it.
struct Named<'a> {
    color: Rgb,
    names: Vec<&'a str>,
    /// Where the brand's file has it.
    place: Option<&'a Span>,
}

impl<'a> Named<'a> {
    /// Roles before names of the palette, which tell less.
    fn new(color: Rgb, brand: &'a Brand) -> Self {
        let hex = contrast::hex(color);
        let named = brand.colors.iter().filter(|(_, value)| **value == hex).map(|(name, _)| name.as_str());
        let (roles, palette): (Vec<_>, Vec<_>) = named.partition(|name| COLOR_ROLES.contains(name));
        let names = if roles.is_empty() { palette } else { roles };
        let place = names.iter().find_map(|name| brand.places.get(*name));
        Self { color, names, place }
    }

    fn title(&self) -> String {
        let hex = contrast::hex(self.color);
        if self.names.is_empty() {
            return hex;
        }
        let names: Vec<_> = self.names.iter().map(|name| format!("'{name}'")).collect();
        format!("{} ({hex})", names.join(" or "))
    }

    fn is_common(&self) -> bool {
        self.names.iter().any(|name| ["foreground", "background"].contains(name))
    }
}
