//! The press, as its ICC profile tells of it. In: the profile. Out: what the file says of it, and the inks that it prints a
//! colour of the screen with.

use crate::model::contrast::{Rgb, luminance};
use crate::model::{FOGRA39, Intent};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileText, RenderingIntent, Transform8BitExecutor,
    TransformOptions,
};
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Where printing conditions are registered by their names.
const REGISTRY: &str = "http://www.color.org";

/// Cyan, magenta, yellow and black, in per cent.
pub type Inks = [u8; 4];

type Way = Arc<Transform8BitExecutor>;

pub struct Press {
    bytes: Vec<u8>,
    intent: Intent,
    /// The most ink on one spot, in per cent.
    limit: f64,
    /// The profile, as it is embedded.
    pub deflated: Vec<u8>,
    /// What the printing condition is called.
    pub identifier: String,
    pub description: String,
    /// Where the identifier is registered.
    pub registry: Option<&'static str>,
    profile: Option<ColorProfile>,
    /// The ways of colours of the screen, and of pictures with profiles of their own, to the press: long to make, and made
    /// when they are gone.
    of_screen: OnceLock<Option<Way>>,
    ways: Mutex<Vec<(Vec<u8>, Option<Way>)>>,
}

impl Press {
    /// The press of a profile: read once for all notes of a house.
    pub fn of(profile: &[u8], intent: Intent, limit: f64) -> Arc<Self> {
        static KNOWN: Mutex<Vec<Arc<Press>>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |press: &&Arc<Self>| press.intent == intent && press.limit == limit && press.bytes == profile;
        if let Some(press) = known.iter().find(same) {
            return press.clone();
        }
        let press = Arc::new(Self::read(profile, intent, limit));
        // A preview may see many profiles: of old ones none is kept.
        known.truncate(3);
        known.insert(0, press.clone());
        press
    }

    fn read(bytes: &[u8], intent: Intent, limit: f64) -> Self {
        let profile = ColorProfile::new_from_slice(bytes).ok();
        let description = profile.as_ref().and_then(|profile| words(profile.description.as_ref()?));
        let description = description.unwrap_or_else(|| "CMYK".to_owned());
        let (identifier, registry) = match bytes == FOGRA39 {
            true => ("FOGRA39".to_owned(), Some(REGISTRY)),
            false => (description.clone(), None),
        };
        Self {
            intent,
            limit,
            deflated: deflate(bytes),
            bytes: bytes.to_vec(),
            identifier,
            description,
            registry,
            profile,
            of_screen: OnceLock::new(),
            ways: Mutex::default(),
        }
    }

    /// What a colour of the screen is printed with.
    pub fn inks(&self, color: Rgb) -> Inks {
        let mut inks = [0; 4];
        let known = self.of_screen().is_some_and(|way| way.transform(&color, &mut inks).is_ok());
        if !known {
            // A profile without a table: `load` refuses such.
            return [0, 0, 0, 100 - (luminance(color) * 100.0) as u8];
        }
        let mut inks = inks.map(|ink| (f32::from(ink) / 2.55).round() as u8);
        limited(&mut inks, self.limit as u16);
        inks
    }

    /// Points of a picture in inks, 255 for full coverage: four bytes each from three. Without a sound profile of their own
    /// they are those of a screen.
    pub fn develop(&self, points: &[u8], profile: Option<&[u8]>) -> Option<Vec<u8>> {
        let way = profile.and_then(|profile| self.way(profile)).or_else(|| self.of_screen())?;
        let mut inks = vec![0; points.len() / 3 * 4];
        way.transform(points, &mut inks).ok()?;
        // Compression moves each ink by a step or two.
        let limit = ((self.limit - 4.0) * 2.55) as u16;
        for point in inks.as_chunks_mut::<4>().0 {
            limited(point, limit);
        }
        Some(inks)
    }

    fn of_screen(&self) -> Option<Way> {
        let way = || transform(&ColorProfile::new_srgb(), self.profile.as_ref()?, self.intent);
        self.of_screen.get_or_init(way).clone()
    }

    /// The way from a profile to the press.
    fn way(&self, profile: &[u8]) -> Option<Way> {
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, way)) = ways.iter().find(|(known, _)| known == profile) {
            return way.clone();
        }
        let made = ColorProfile::new_from_slice(profile).ok();
        let made = made.filter(|from| from.color_space == DataColorSpace::Rgb);
        let made = made.and_then(|from| transform(&from, self.profile.as_ref()?, self.intent));
        ways.truncate(7);
        ways.insert(0, (profile.to_vec(), made.clone()));
        made
    }
}

/// Takes of cyan, magenta and yellow what is more than the paper bears; black stays, which says most.
fn limited(inks: &mut [u8; 4], limit: u16) {
    let [cyan, magenta, yellow, black] = inks.map(u16::from);
    let colors = cyan + magenta + yellow;
    if colors + black > limit {
        let room = u32::from(limit.saturating_sub(black));
        for ink in &mut inks[..3] {
            *ink = (u32::from(*ink) * room / u32::from(colors)) as u8;
        }
    }
}

/// The way from one profile to another. Black-point compensation is off.
fn transform(from: &ColorProfile, to: &ColorProfile, intent: Intent) -> Option<Way> {
    let rendering_intent = match intent {
        Intent::Relative => RenderingIntent::RelativeColorimetric,
        Intent::Perceptual => RenderingIntent::Perceptual,
        Intent::Saturation => RenderingIntent::Saturation,
        // White stays paper all the same: no tint stands for the paper of another press.
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
