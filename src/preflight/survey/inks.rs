//! Colours as inks (ISO 32000-2, 8.6). In: colour spaces as a file names them. Out: how much of which ink a colour lays.

use super::conversion::Conversion;
use lopdf::{Dictionary, Document, Object};
use std::sync::Arc;

/// The inks of the press, in the order of their planes.
pub const PROCESS: [&str; 4] = ["Cyan", "Magenta", "Yellow", "Black"];

/// The place of black among the inks.
pub const BLACK: usize = 3;

/// The most inks of a file: planes have a bit each.
pub const MOST_INKS: usize = 32;

/// Spaces within spaces that are followed.
const DEPTH: usize = 8;

/// What a colorant of a Separation or DeviceN space is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Colorant {
    Ink(usize),
    /// Every ink of the file.
    All,
    None,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Space {
    Gray,
    /// `true` where it is DeviceCMYK itself: there alone an overprint mode has a say.
    Cmyk(bool),
    /// Not in inks: what it is called, and its components.
    Foreign(&'static str, Light),
    Colorants(Vec<Colorant>),
    Indexed(Arc<Space>, Arc<Vec<u8>>),
    Pattern(Option<Arc<Space>>),
}

/// How a colour that is no ink is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Light {
    Gray,
    Rgb,
    /// Lab, with the range of a and b.
    Lab([f32; 4]),
}

/// A colour, as inks.
#[derive(Clone, Debug, PartialEq)]
pub struct Flat {
    pub space: Arc<Space>,
    /// One an ink, as far as inks were known when it was read: 0 none, 1 all of it.
    pub amounts: Vec<f32>,
}

/// The spot colours of a file, as they turn up.
#[derive(Default)]
pub struct Inks {
    pub spots: Vec<String>,
}

impl Inks {
    pub fn len(&self) -> usize {
        PROCESS.len() + self.spots.len()
    }

    fn colorant(&mut self, name: &[u8]) -> Colorant {
        let name = String::from_utf8_lossy(name).into_owned();
        match name.as_str() {
            "All" => return Colorant::All,
            "None" => return Colorant::None,
            _ => {}
        }
        if let Some(ink) = PROCESS.iter().position(|process| *process == name) {
            return Colorant::Ink(ink);
        }
        let spot = self.spots.iter().position(|spot| *spot == name).unwrap_or_else(|| {
            self.spots.push(name);
            self.spots.len() - 1
        });
        // More inks than can be told apart share the last plane: more is counted than is laid, never less.
        Colorant::Ink((PROCESS.len() + spot).min(MOST_INKS - 1))
    }

    /// A space, by its name or its array; one that cannot be read counts as DeviceGray, as readers take it.
    pub fn space(&mut self, document: &Document, object: &Object, resources: &[&Dictionary]) -> Space {
        self.space_within(document, object, resources, DEPTH).unwrap_or(Space::Gray)
    }

    fn space_within(
        &mut self,
        document: &Document,
        object: &Object,
        resources: &[&Dictionary],
        depth: usize,
    ) -> Option<Space> {
        let depth = depth.checked_sub(1)?;
        let (_, object) = document.dereference(object).ok()?;
        let array = match object {
            Object::Name(name) => {
                return match name.as_slice() {
                    b"DeviceGray" | b"G" => Some(Space::Gray),
                    b"DeviceCMYK" | b"CMYK" => Some(Space::Cmyk(true)),
                    b"DeviceRGB" | b"RGB" => Some(Space::Foreign("DeviceRGB", Light::Rgb)),
                    b"Pattern" => Some(Space::Pattern(None)),
                    name => {
                        let named = resource(document, resources, b"ColorSpace", name)?;
                        self.space_within(document, named, resources, depth)
                    }
                };
            }
            Object::Array(array) => array,
            _ => return None,
        };
        let entry = |index: usize| Some(document.dereference(array.get(index)?).ok()?.1);
        let stream = |index| entry(index).and_then(|entry| entry.as_stream().ok());
        Some(match entry(0)?.as_name().ok()? {
            b"ICCBased" => match stream(1)?.dict.get(b"N").and_then(Object::as_i64).ok()? {
                1 => Space::Foreign("grey by an ICC profile", Light::Gray),
                3 => Space::Foreign("RGB by an ICC profile", Light::Rgb),
                4 => Space::Cmyk(false),
                _ => return None,
            },
            b"CalGray" => Space::Foreign("CalGray", Light::Gray),
            b"CalRGB" => Space::Foreign("CalRGB", Light::Rgb),
            b"Lab" => {
                let range =
                    entry(1)?.as_dict().ok()?.get_deref(b"Range", document).and_then(Object::as_array);
                let mut bounds = [-100.0, 100.0, -100.0, 100.0];
                for (bound, value) in bounds.iter_mut().zip(range.into_iter().flatten()) {
                    *bound = value.as_float().unwrap_or(*bound);
                }
                Space::Foreign("Lab", Light::Lab(bounds))
            }
            b"Separation" => Space::Colorants(vec![self.colorant(entry(1)?.as_name().ok()?)]),
            b"DeviceN" => {
                let names = entry(1)?.as_array().ok()?.iter().take(MOST_INKS);
                let names = names.filter_map(|name| document.dereference(name).ok()?.1.as_name().ok());
                Space::Colorants(names.map(|name| self.colorant(name)).collect())
            }
            b"Indexed" | b"I" => {
                let base = self.space_within(document, array.get(1)?, resources, depth)?;
                let table = match entry(3)? {
                    Object::String(bytes, _) => bytes.clone(),
                    Object::Stream(stream) => stream.get_plain_content_with_limit(1 << 16).ok()?,
                    _ => return None,
                };
                Space::Indexed(Arc::new(base), Arc::new(table))
            }
            b"Pattern" => {
                let under =
                    array.get(1).and_then(|under| self.space_within(document, under, resources, depth));
                Space::Pattern(under.map(Arc::new))
            }
            b"DeviceGray" | b"G" => Space::Gray,
            b"DeviceCMYK" | b"CMYK" => Space::Cmyk(true),
            b"DeviceRGB" | b"RGB" => Space::Foreign("DeviceRGB", Light::Rgb),
            _ => return None,
        })
    }
}

/// A named resource: the stream's own first, then those of what it stands in.
pub fn resource<'a>(
    document: &'a Document,
    resources: &[&'a Dictionary],
    kind: &[u8],
    name: &[u8],
) -> Option<&'a Object> {
    resources.iter().find_map(|own| own.get_deref(kind, document).ok()?.as_dict().ok()?.get(name).ok())
}

impl Space {
    /// How many components its colours have.
    pub fn components(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed(..) | Self::Foreign(_, Light::Gray) => 1,
            Self::Cmyk(_) => 4,
            Self::Foreign(..) => 3,
            Self::Colorants(colorants) => colorants.len(),
            Self::Pattern(under) => under.as_ref().map_or(0, |under| under.components()),
        }
    }

    /// The colour that holds until one is named (ISO 32000-2, 8.6.8).
    pub fn initial(&self) -> Vec<f32> {
        match self {
            Self::Cmyk(_) => vec![0.0, 0.0, 0.0, 1.0],
            Self::Colorants(colorants) => vec![1.0; colorants.len()],
            _ => vec![0.0; self.components()],
        }
    }

    /// What the space itself is called, where it is not in inks.
    pub fn foreign(&self) -> Option<&'static str> {
        match self {
            Self::Foreign(name, _) => Some(name),
            Self::Indexed(base, _) => base.foreign(),
            _ => None,
        }
    }

    /// The least and the most that a sample of a picture means, for each component (ISO 32000-2, table 88).
    pub fn range(&self, component: usize, bits: u8) -> (f32, f32) {
        match self {
            Self::Indexed(..) => (0.0, ((1u32 << bits.min(16)) - 1) as f32),
            Self::Foreign(_, Light::Lab(_)) if component == 0 => (0.0, 100.0),
            Self::Foreign(_, Light::Lab(bounds)) => match component {
                1 => (bounds[0], bounds[1]),
                _ => (bounds[2], bounds[3]),
            },
            _ => (0.0, 1.0),
        }
    }

    /// Which inks a colour of this space speaks of: the others stay as they are where it overprints.
    pub fn named(&self) -> u32 {
        match self {
            Self::Colorants(colorants) => colorants.iter().fold(0, |named, colorant| match colorant {
                Colorant::Ink(ink) => named | 1 << ink,
                Colorant::All => u32::MAX,
                Colorant::None => named,
            }),
            Self::Indexed(base, _) => base.named(),
            Self::Pattern(_) => u32::MAX,
            _ => 0b1111,
        }
    }

    /// Writes how much of each ink a colour lays.
    pub fn lay(&self, components: &[f32], conversion: &Conversion, amounts: &mut [f32]) {
        amounts.fill(0.0);
        let component = |index: usize| components.get(index).copied().unwrap_or_default();
        let set = |amounts: &mut [f32], ink: usize, amount: f32| {
            if let Some(slot) = amounts.get_mut(ink) {
                *slot = amount.clamp(0.0, 1.0).max(*slot);
            }
        };
        match self {
            Self::Gray => set(amounts, BLACK, 1.0 - component(0)),
            Self::Cmyk(_) => (0..4).for_each(|ink| set(amounts, ink, component(ink))),
            Self::Foreign(_, light) => {
                for (ink, amount) in conversion.inks(*light, components).into_iter().enumerate() {
                    set(amounts, ink, amount);
                }
            }
            Self::Colorants(colorants) => {
                for (index, colorant) in colorants.iter().enumerate() {
                    match colorant {
                        Colorant::Ink(ink) => set(amounts, *ink, component(index)),
                        Colorant::All => amounts.fill(component(index).clamp(0.0, 1.0)),
                        Colorant::None => {}
                    }
                }
            }
            Self::Indexed(base, table) => {
                let (wide, index) = (base.components(), component(0).max(0.0) as usize);
                let mut own = [0.0; MOST_INKS];
                let own = own.get_mut(..wide).unwrap_or_default();
                for (place, value) in own.iter_mut().enumerate() {
                    let sample =
                        f32::from(table.get(index * wide + place).copied().unwrap_or_default()) / 255.0;
                    let (least, most) = base.range(place, 8);
                    *value = least + sample * (most - least);
                }
                base.lay(own, conversion, amounts);
            }
            Self::Pattern(_) => {}
        }
    }
}
