//! What becomes of light on the press: RGB, Lab and grey by a profile, brought into inks by the profile of the output.

use super::inks::Light;
use crate::model::FOGRA39;
use lopdf::{Document, Object};
use moxcms::{
    ColorProfile, DataColorSpace, Layout, RenderingIntent, Transform8BitExecutor, TransformOptions,
};
use std::sync::{Arc, OnceLock};

/// More bytes than a profile of a press has.
const LARGEST_PROFILE: usize = 32 << 20;

#[derive(Default)]
pub struct Conversion {
    profile: Option<Vec<u8>>,
    transform: OnceLock<Option<Arc<Transform8BitExecutor>>>,
}

impl Conversion {
    /// By the output intent of a file; by coated offset as Europe prints, where it names none.
    pub fn of(document: &Document) -> Self {
        let profile = || {
            let intents =
                document.catalog().ok()?.get_deref(b"OutputIntents", document).ok()?.as_array().ok()?;
            intents.iter().find_map(|intent| {
                let intent = document.dereference(intent).ok()?.1.as_dict().ok()?;
                let profile = intent.get_deref(b"DestOutputProfile", document).ok()?.as_stream().ok()?;
                let inks = profile.dict.get(b"N").and_then(Object::as_i64);
                if inks.is_ok_and(|inks| inks != 4) {
                    return None;
                }
                profile.get_plain_content_with_limit(LARGEST_PROFILE).ok()
            })
        };
        Self { profile: profile(), transform: OnceLock::new() }
    }

    /// The inks of a colour. Grey that has a profile goes the same way: it becomes four inks.
    pub fn inks(&self, light: Light, components: &[f32]) -> [f32; 4] {
        let component = |index: usize| components.get(index).copied().unwrap_or_default();
        let rgb = match light {
            Light::Gray => [component(0); 3],
            Light::Rgb => [component(0), component(1), component(2)],
            Light::Lab(_) => srgb([component(0), component(1), component(2)]),
        };
        let light = rgb.map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8);
        let mut inks = [0; 4];
        match self.transform.get_or_init(|| self.build()) {
            Some(transform) if transform.transform(&light, &mut inks).is_ok() => {
                inks.map(|ink| f32::from(ink) / 255.0)
            }
            // Without a profile, all that three inks and black can lay.
            _ => {
                let [red, green, blue] = light.map(|value| 1.0 - f32::from(value) / 255.0);
                [red, green, blue, red.min(green).min(blue)]
            }
        }
    }

    fn build(&self) -> Option<Arc<Transform8BitExecutor>> {
        let read = |profile: &[u8]| {
            let profile = ColorProfile::new_from_slice(profile).ok()?;
            (profile.color_space == DataColorSpace::Cmyk).then_some(profile)
        };
        let press = self.profile.as_deref().and_then(read).or_else(|| read(FOGRA39))?;
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            ..TransformOptions::default()
        };
        ColorProfile::new_srgb().create_transform_8bit(Layout::Rgb, &press, Layout::Rgba, options).ok()
    }
}

/// Lab as sRGB (CIE 15, IEC 61966-2-1), the white points taken for one.
fn srgb([lightness, a, b]: [f32; 3]) -> [f32; 3] {
    let y = (lightness + 16.0) / 116.0;
    let curve =
        |t: f32| if t > 6.0 / 29.0 { t * t * t } else { 3.0 * (6.0f32 / 29.0).powi(2) * (t - 4.0 / 29.0) };
    let [x, y, z] = [0.9505 * curve(y + a / 500.0), curve(y), 1.089 * curve(y - b / 200.0)];
    [
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.2040 * y + 1.0570 * z,
    ]
    .map(|value| if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 })
}
