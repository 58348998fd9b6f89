//! The palette: what each colour of the screen is printed with. In: the brand, the press. Out: inks, and the colours that
//! the brand has none for.

use super::press::{Inks, Press};
use crate::model::contrast::{Rgb, parse};
use crate::model::{Band, Brand, COLOR_ROLES};
use std::collections::{BTreeSet, HashMap};

/// What a colour is printed with, as parts of full coverage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// Cyan, magenta, yellow and black.
    Process([f32; 4]),
    /// A spot colour of the palette, by its number, and how much of it.
    Spot(usize, f32),
}

impl Paint {
    pub const PAPER: Self = Self::Process([0.0; 4]);

    pub fn black(coverage: f32) -> Self {
        Self::Process([0.0, 0.0, 0.0, coverage])
    }

    /// Full black and nothing else: what is printed over all that is below it, so that no edge shows paper where the
    /// plates do not meet.
    pub fn overprints(self) -> bool {
        matches!(self, Self::Process([0.0, 0.0, 0.0, black]) if black > 0.995)
    }

    /// The same on a part of the paper.
    fn tint(self, part: f32) -> Self {
        match self {
            Self::Process(inks) => Self::Process(inks.map(|ink| ink * part)),
            Self::Spot(spot, coverage) => Self::Spot(spot, coverage * part),
        }
    }
}

/// What is painted in a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Words,
    Shapes,
}

/// An ink that does not come out of cyan, magenta, yellow and black.
#[derive(Debug)]
pub struct Spot {
    /// PANTONE 302 C.
    pub name: String,
    /// What stands for it where its ink is not at hand.
    pub process: [f32; 4],
}

pub struct Palette<'a> {
    pub press: &'a Press,
    /// The brand's colours and the press's own, in the order in which they are asked.
    named: Vec<Named>,
    /// The colour of running text, if black takes its place.
    pub black: Option<Rgb>,
    /// Whether shapes in that colour are black, too.
    black_shapes: bool,
    pub spots: Vec<Spot>,
    mixed: HashMap<(Rgb, Subject), Paint>,
    /// The colours for which the profile alone could say what they are printed with.
    pub uninked: BTreeSet<Rgb>,
}

struct Named {
    color: Rgb,
    paint: Paint,
    kind: Kind,
}

/// By which of its names a colour has its inks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Foreground,
    Palette,
    Role,
}

/// The colours of a house that chose none, and what quiet words of such a house have.
const OWN: [(Rgb, [f32; 4]); 3] = [
    ([0x1f, 0x3a, 0x5f], [0.95, 0.70, 0.20, 0.45]),
    ([0x5b, 0x64, 0x70], [0.0, 0.0, 0.0, 0.75]),
    ([0x5a, 0x62, 0x70], [0.0, 0.0, 0.0, 0.75]),
];

impl<'a> Palette<'a> {
    pub fn new(brand: &Brand, press: &'a Press) -> Self {
        let mut spots: Vec<Spot> = Vec::new();
        let mut named = Vec::new();
        for (name, ink) in brand.stationery.iter().flat_map(|own| &own.inks) {
            let Some(color) = brand.colors.get(name).and_then(|color| parse(color)) else { continue };
            let process = ink.cmyk.map(|cmyk| cmyk.0.map(|part| (part / 100.0) as f32));
            let paint = match (&ink.spot, process) {
                (Some(spot), process) => {
                    let spot = spot.plain();
                    let known = spots.iter().position(|known| known.name == spot);
                    let paint = Paint::Spot(known.unwrap_or(spots.len()), 1.0);
                    if known.is_none() {
                        let process = process.unwrap_or_else(|| parts(press.inks(color)));
                        spots.push(Spot { name: spot.to_owned(), process });
                    }
                    paint
                }
                (None, Some(process)) => Paint::Process(process),
                (None, None) => continue,
            };
            let kind = match name.as_str() {
                "foreground" => Kind::Foreground,
                name if COLOR_ROLES.contains(&name) => Kind::Role,
                _ => Kind::Palette,
            };
            named.push(Named { color, paint, kind });
        }
        let foreground = brand.colors.get("foreground").and_then(|color| parse(color));
        // What has inks for its role alone, such as the ground of a masthead, has none as the colour of words.
        let has_inks = |color| named.iter().any(|named| named.color == color && named.kind != Kind::Role);
        let black = foreground.filter(|color| is_near_black(*color) && !has_inks(*color));
        // The ground of a dark masthead is wide: black alone would look grey.
        let ground = brand.colors.get("dark").or(brand.colors.get("primary")).and_then(|color| parse(color));
        let black_shapes = brand.band() != Band::Dark || ground != black;
        let own = OWN.iter().map(|(color, inks)| Named {
            color: *color,
            paint: Paint::Process(*inks),
            kind: Kind::Role,
        });
        named.extend(own);
        Self { press, named, black, black_shapes, spots, mixed: HashMap::new(), uninked: BTreeSet::new() }
    }

    /// What a colour is printed with.
    pub fn paint(&mut self, color: Rgb, subject: Subject) -> Paint {
        if let Some(paint) = self.mixed.get(&(color, subject)) {
            return *paint;
        }
        let paint = self.known(color, subject).unwrap_or_else(|| {
            let inks = self.press.inks(color);
            self.uninked.insert(color);
            Paint::Process(parts(inks))
        });
        self.mixed.insert((color, subject), paint);
        paint
    }

    /// The same without spot colours, for what mixes many colours.
    pub fn process(&mut self, color: Rgb) -> [f32; 4] {
        match self.paint(color, Subject::Shapes) {
            Paint::Process(inks) => inks,
            Paint::Spot(spot, coverage) => self.spots[spot].process.map(|ink| ink * coverage),
        }
    }

    fn known(&self, color: Rgb, subject: Subject) -> Option<Paint> {
        if color == [255; 3] {
            return Some(Paint::PAPER);
        }
        let black = self.black.filter(|_| subject == Subject::Words || self.black_shapes);
        let is_black = black == Some(color);
        let exact = self.named.iter().filter(|named| named.color == color);
        let named = match subject {
            Subject::Words => {
                exact.filter(|named| !is_black || named.kind != Kind::Role).min_by_key(|named| named.kind)
            }
            Subject::Shapes => exact.min_by_key(|named| (named.kind == Kind::Foreground, named.kind)),
        };
        let [red, green, blue] = color;
        let grey = (red == green && green == blue).then(|| Paint::black(1.0 - f32::from(red) / 255.0));
        let known = named.map(|named| named.paint).or_else(|| is_black.then(|| Paint::black(1.0)));
        known.or(grey).or_else(|| self.tint(color, black))
    }

    /// A colour that is one of the known ones, blended with white; black may take the place of one of them.
    fn tint(&self, color: Rgb, black: Option<Rgb>) -> Option<Paint> {
        let black = black.map(|color| (color, Paint::black(1.0)));
        let named = self.named.iter().map(|named| (named.color, named.paint)).chain(black);
        let blends = named.filter_map(|(full, paint)| {
            let (part, error) = blend(full, color)?;
            Some((paint.tint(part), error))
        });
        let nearest = blends.min_by(|(_, one), (_, other)| one.total_cmp(other));
        nearest.map(|(paint, _)| paint)
    }
}

/// How much of a colour and how much white make another one, and by how much of a step of 255 they miss it; `None` if that is
/// more than rounding explains.
pub fn blend(full: Rgb, color: Rgb) -> Option<(f32, f32)> {
    let strongest = (0..3).max_by_key(|at| 255 - full[*at])?;
    let reach = 255.0 - f32::from(full[strongest]);
    let part = (255.0 - f32::from(color[strongest])) / reach;
    if !(0.0..=1.0).contains(&part) {
        return None;
    }
    let miss = |part: f32| {
        let blended = full.map(|full| 255.0 - part * (255.0 - f32::from(full)));
        let misses = blended.iter().zip(color).map(|(blended, color)| (blended - f32::from(color)).abs());
        misses.fold(0.0, f32::max)
    };
    // Tints are chosen in per cent.
    let whole = (part * 100.0).round() / 100.0;
    let part = if miss(whole) <= 0.51 { whole } else { part };
    Some((part, miss(part))).filter(|(_, miss)| *miss <= 1.0)
}

/// Whether a colour is so dark and so grey that black says the same.
fn is_near_black(color: Rgb) -> bool {
    let (most, least) = (color.iter().max().unwrap_or(&0), color.iter().min().unwrap_or(&0));
    *most <= 0x60 && most - least <= 0x20
}

fn parts(inks: Inks) -> [f32; 4] {
    inks.map(|ink| f32::from(ink) / 100.0)
}
