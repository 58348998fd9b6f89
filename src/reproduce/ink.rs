//! Ink into light. In: a JPEG in CMYK and the profile of its inks. Out: its points in sRGB, or for a press the inks themselves.

use super::scale::{bent, light};
use super::strip;
use crate::model::FOGRA39;
use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{
    ColorProfile, DataColorSpace, Layout, RenderingIntent, Transform16BitExecutor, TransformOptions,
};
use std::sync::Arc;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Whether a profile can be read and speaks of such colours.
pub fn is_sound(profile: &[u8], space: DataColorSpace) -> bool {
    ColorProfile::new_from_slice(profile).is_ok_and(|profile| profile.color_space == space)
}

/// The points of a JPEG in CMYK as a screen shows them. A profile that is unsound counts as none.
pub fn to_srgb(bytes: &[u8], profile: Option<&[u8]>) -> Option<DynamicImage> {
    let ink = Ink::read(bytes)?;
    let press = profile.and_then(Press::new).or_else(|| Press::new(FOGRA39))?;
    let mut points = Vec::with_capacity(ink.points.len() / 4 * 3);
    let wide = ink.width as usize * 4;
    let mut inks = vec![0u16; wide];
    let mut colours = vec![0u16; wide / 4 * 3];
    for row in ink.points.chunks_exact(wide) {
        for (ink, value) in inks.iter_mut().zip(row) {
            *ink = u16::from(*value) * 257;
        }
        press.to_srgb.transform(&inks, &mut colours).ok()?;
        points.extend(colours.iter().map(|value| press.compensate(*value)));
    }
    Some(RgbImage::from_raw(ink.width, ink.height, points)?.into())
}

/// The inks of a JPEG, for a press: cyan, magenta, yellow and black in the four channels, each as what is left of the paper's
/// white, so that they are mixed as light is.
pub fn separations(bytes: &[u8]) -> Option<DynamicImage> {
    let Ink { width, height, mut points } = Ink::read(bytes)?;
    points.iter_mut().for_each(|ink| *ink = 255 - *ink);
    Some(RgbaImage::from_raw(width, height, points)?.into())
}

/// A picture as amounts of ink: 0 none, 255 all of it.
struct Ink {
    width: u32,
    height: u32,
    points: Vec<u8>,
}

impl Ink {
    fn read(bytes: &[u8]) -> Option<Self> {
        let adobe = strip::adobe_transform(bytes);
        let stored = if adobe == Some(2) { ColorSpace::YCCK } else { ColorSpace::CMYK };
        let options = DecoderOptions::default()
            .set_strict_mode(false)
            .set_max_width(usize::MAX)
            .set_max_height(usize::MAX)
            .jpeg_set_out_colorspace(stored);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        let mut points = decoder.decode().ok()?;
        let (width, height) = decoder.dimensions()?;
        // Luminance and chrominance stand for the first three inks (Adobe Technical Note 5116, section 18).
        if stored == ColorSpace::YCCK {
            for point in points.chunks_exact_mut(4) {
                let [y, blue, red] = [point[0], point[1], point[2]].map(f32::from);
                let (blue, red) = (blue - 128.0, red - 128.0);
                let colours = [y + 1.402 * red, y - 0.344_136 * blue - 0.714_136 * red, y + 1.772 * blue];
                for (ink, colour) in point.iter_mut().zip(colours) {
                    *ink = 255 - colour.round().clamp(0.0, 255.0) as u8;
                }
            }
        }
        // Adobe's programs, and all that leave Adobe's mark, store how much of an ink is left away.
        if adobe.is_some() {
            points.iter_mut().for_each(|ink| *ink = 255 - *ink);
        }
        Some(Self { width: width.try_into().ok()?, height: height.try_into().ok()?, points })
    }
}

/// Inks of a press, as sRGB sees them.
struct Press {
    to_srgb: Arc<Transform16BitExecutor>,
    /// The light that the deepest black of the press gives back, from 0 to 1.
    black: f64,
}

impl Press {
    fn new(profile: &[u8]) -> Option<Self> {
        let (inks, srgb) = (ColorProfile::new_from_slice(profile).ok()?, ColorProfile::new_srgb());
        if inks.color_space != DataColorSpace::Cmyk {
            return None;
        }
        let options = |rendering_intent| TransformOptions { rendering_intent, ..TransformOptions::default() };
        let to = |intent| inks.create_transform_16bit(Layout::Rgba, &srgb, Layout::Rgb, options(intent));
        // Where there is one table alone, it is that of the perceptual intent and serves all (ICC.1:2022, 9.2.1).
        let to_srgb =
            to(RenderingIntent::RelativeColorimetric).or_else(|_| to(RenderingIntent::Perceptual)).ok()?;
        // The black of the press is what it prints for black (Adobe Systems' Implementation of Black Point Compensation,
        // 2006); a profile that does not say counts as black.
        let mut black = [0u16; 3];
        let mut solid = [0u16; 4];
        let perceptual = options(RenderingIntent::Perceptual);
        let known = srgb
            .create_transform_16bit(Layout::Rgb, &inks, Layout::Rgba, perceptual)
            .is_ok_and(|to_inks| to_inks.transform(&[0; 3], &mut solid).is_ok())
            && to_srgb.transform(&solid, &mut black).is_ok();
        let mean = black.iter().map(|value| light(f64::from(*value) / 65535.0)).sum::<f64>() / 3.0;
        Some(Self { to_srgb, black: if known { mean.min(0.5) } else { 0.0 } })
    }

    /// Black-point compensation: the deepest black of the press becomes that of the screen, white stays.
    fn compensate(&self, value: u16) -> u8 {
        let light = light(f64::from(value) / 65535.0);
        bent(((light - self.black) / (1.0 - self.black)) as f32)
    }
}
