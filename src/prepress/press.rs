//! The press, as its ICC profile tells of it. In: the profile. Out: what the file says of it, and the inks that it prints a
//! colour of the screen with.

use crate::model::contrast::Rgb;
use crate::model::{FOGRA39, Intent};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileText, RenderingIntent, Transform8BitExecutor,
    TransformOptions,
};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// Where printing conditions are registered by their names.
const REGISTRY: &str = "http://www.color.org";

/// Cyan, magenta, yellow and black, in per cent.
pub type Inks = [u8; 4];

type Way = Arc<Transform8BitExecutor>;

pub struct Press {
    bytes: Vec<u8>,
    intent: Intent,
    /// The profile, as it is embedded.
    pub deflated: Vec<u8>,
    /// What the printing condition is called.
    pub identifier: String,
    pub description: String,
    /// Where the identifier is registered.
    pub registry: Option<&'static str>,
    profile: Option<ColorProfile>,
    of_screen: Option<Way>,
    ways: Mutex<Vec<(Vec<u8>, Option<Way>)>>,
}

impl Press {
    /// The press of a profile: read once for all notes of a house.
    pub fn of(profile: &[u8], intent: Intent) -> Arc<Self> {
        static KNOWN: Mutex<Vec<Arc<Press>>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |press: &&Arc<Self>| press.intent == intent && press.bytes == profile;
        if let Some(press) = known.iter().find(same) {
            return press.clone();
        }
        let press = Arc::new(Self::read(profile, intent));
        // A preview may see many profiles: of old ones none is kept.
        known.truncate(3);
        known.insert(0, press.clone());
        press
    }

    fn read(bytes: &[u8], intent: Intent) -> Self {
        let profile = ColorProfile::new_from_slice(bytes).ok();
        let description = profile.as_ref().and_then(|profile| profile.description.as_ref()).and_then(words);
        let description = description.unwrap_or_else(|| "CMYK".to_owned());
        let (identifier, registry) = match bytes == FOGRA39 {
            true => ("FOGRA39".to_owned(), Some(REGISTRY)),
            false => (description.clone(), None),
        };
        let of_screen =
            profile.as_ref().and_then(|profile| transform(&ColorProfile::new_srgb(), profile, intent));
        let deflated = deflate(bytes);
        let bytes = bytes.to_vec();
        Self {
            bytes,
            intent,
            deflated,
            identifier,
            description,
            registry,
            profile,
            of_screen,
            ways: Mutex::default(),
        }
    }

    /// What a colour of the screen is printed with.
    pub fn inks(&self, color: Rgb) -> Inks {
        let mut inks = [0; 4];
        let known = self.of_screen.as_ref().is_some_and(|press| press.transform(&color, &mut inks).is_ok());
        match known {
            true => inks.map(|ink| (f32::from(ink) / 2.55).round() as u8),
            // No profile is without the table; a colour without one becomes a grey.
            false => [0, 0, 0, 100 - (crate::model::contrast::luminance(color) * 100.0) as u8],
        }
    }

    /// Points of a picture in inks, 255 for full coverage: four bytes each from three. Without a sound profile of their own
    /// they are those of a screen.
    pub fn develop(&self, points: &[u8], profile: Option<&[u8]>) -> Option<Vec<u8>> {
        let way = profile.and_then(|profile| self.way(profile)).or_else(|| self.of_screen.clone())?;
        let mut inks = vec![0; points.len() / 3 * 4];
        way.transform(points, &mut inks).ok()?;
        Some(inks)
    }

    /// The way from a profile to the press; ways are long to make, and remembered.
    fn way(&self, profile: &[u8]) -> Option<Way> {
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, way)) = ways.iter().find(|(known, _)| known == profile) {
            return way.clone();
        }
        let made =
            ColorProfile::new_from_slice(profile).ok().filter(|from| from.color_space == DataColorSpace::Rgb);
        let made = made.and_then(|from| transform(&from, self.profile.as_ref()?, self.intent));
        ways.truncate(7);
        ways.insert(0, (profile.to_vec(), made.clone()));
        made
    }
}

/// The way from one profile to another. Black-point compensation is off.
fn transform(from: &ColorProfile, to: &ColorProfile, intent: Intent) -> Option<Way> {
    let rendering_intent = match intent {
        Intent::Relative => RenderingIntent::RelativeColorimetric,
        Intent::Perceptual => RenderingIntent::Perceptual,
        Intent::Saturation => RenderingIntent::Saturation,
        Intent::Absolute => RenderingIntent::AbsoluteColorimetric,
    };
    let options = |rendering_intent| TransformOptions { rendering_intent, ..TransformOptions::default() };
    let way = |intent| from.create_transform_8bit(Layout::Rgb, to, Layout::Rgba, options(intent));
    // Where there is one table alone, it is that of the perceptual intent and serves all (ICC.1:2022, 9.2.1).
    way(rendering_intent).or_else(|_| way(RenderingIntent::Perceptual)).ok()
}

fn words(text: &ProfileText) -> Option<String> {
    let words = match text {
        ProfileText::PlainString(words) => words.clone(),
        ProfileText::Localizable(words) => words.first()?.value.clone(),
        ProfileText::Description(words) => words.ascii_string.clone(),
    };
    let words = words.trim_end_matches('\0').trim().to_owned();
    (!words.is_empty()).then_some(words)
}

/// Bytes as a stream with the filter FlateDecode holds them.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all bytes")
}
