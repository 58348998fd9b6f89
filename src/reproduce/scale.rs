//! Scaling down. In: points, and how many of them a medium can show. Out: so many points.
//!
//! Points are mixed as light is: their values, which follow a curve, are made straight before and bent again after, or thin
//! bright lines would darken. The sums are done in one order on any machine and number of threads.

use crate::model::Medium;
use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};
use std::f64::consts::PI;
use std::sync::OnceLock;

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

impl Size {
    pub fn turned(self) -> Self {
        Self { width: self.height, height: self.width }
    }

    /// How much smaller this is than another.
    pub fn ratio(self, other: Size) -> f64 {
        f64::from(self.width) / f64::from(other.width)
    }
}

/// The screen PDF: pixels an inch at which a picture is printed. Screens of telephones show some 450, of desks 100 to 220; a reader
/// who looks twice as close still sees no points.
const SCREEN_DENSITY: f64 = 220.0;

/// The print PDF: pixels an inch, above the 300 that printing houses ask for.
const PRINT_DENSITY: f64 = 350.0;

/// The widest and the tallest picture of a sheet, in millimetres: A4 and US Letter within the narrowest margins.
const SCREEN_SIZE: [f64; 2] = [180.0, 257.0];

/// What the engine takes a picture to have that says nothing of it.
const DEFAULT_DENSITY: f64 = 72.0;

/// The EPUB, in pixels: about the long edge of an e-reader's page held sideways (1,680), and such that a picture that is just
/// small enough to stay has less than the 5.6 million pixels that Apple Books takes (Apple Books Asset Guide, "Images").
const BOOK_SIZE: [f64; 2] = [1600.0, 2400.0];

/// What is larger by less than this stays as it is: little would be won for a loss of sharpness.
const SLACK: f64 = 1.2;

/// To how many points a picture is scaled down, if it has more than a medium can show.
pub fn target(size: Size, density: Option<f64>, medium: Medium) -> Option<Size> {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let factor = match medium {
        Medium::Screen | Medium::Print => {
            let shown = if medium == Medium::Print { PRINT_DENSITY } else { SCREEN_DENSITY };
            let density = density.unwrap_or(DEFAULT_DENSITY);
            let [widest, tallest] = SCREEN_SIZE.map(|millimetres| millimetres / 25.4);
            let shrunk = (widest / (width / density)).min(tallest / (height / density)).min(1.0);
            shrunk * shown / density
        }
        Medium::Epub => (BOOK_SIZE[0] / width).min(BOOK_SIZE[1] / height),
    };
    let scaled = |side: f64| (side * factor).round().max(1.0) as u32;
    (factor * SLACK < 1.0).then(|| Size { width: scaled(width), height: scaled(height) })
}

/// Scales points at eight bits a channel down.
pub fn scale(points: DynamicImage, to: Size) -> Option<DynamicImage> {
    let from = Size { width: points.width(), height: points.height() };
    Some(match points {
        DynamicImage::ImageLuma8(points) => {
            GrayImage::from_raw(to.width, to.height, resample::<1>(&points, from, to, false))?.into()
        }
        DynamicImage::ImageLumaA8(points) => {
            GrayAlphaImage::from_raw(to.width, to.height, resample::<2>(&points, from, to, true))?.into()
        }
        DynamicImage::ImageRgb8(points) => {
            RgbImage::from_raw(to.width, to.height, resample::<3>(&points, from, to, false))?.into()
        }
        DynamicImage::ImageRgba8(points) => {
            RgbaImage::from_raw(to.width, to.height, resample::<4>(&points, from, to, true))?.into()
        }
        _ => return None,
    })
}

/// The same of four inks, of which none hides another.
pub fn scale_inks(points: &DynamicImage, to: Size) -> Option<DynamicImage> {
    let from = Size { width: points.width(), height: points.height() };
    let points = resample::<4>(points.as_bytes(), from, to, false);
    Some(RgbaImage::from_raw(to.width, to.height, points)?.into())
}

/// A part of a row or column of the original, and what each of its points weighs in one new point.
struct Window {
    first: usize,
    weights: Vec<f32>,
}

/// Lanczos's window with three lobes (K. Turkowski, "Filters for Common Resampling Tasks", 1990).
fn windows(from: u32, to: u32) -> Vec<Window> {
    let step = f64::from(from) / f64::from(to);
    let lobe = |x: f64| if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) };
    let weight = |x: f64| if x.abs() < 3.0 { lobe(x) * lobe(x / 3.0) } else { 0.0 };
    (0..to)
        .map(|index| {
            let centre = (f64::from(index) + 0.5) * step;
            let first = (centre - 3.0 * step).floor().max(0.0) as usize;
            let last = ((centre + 3.0 * step).ceil() as usize).min(from as usize);
            let raw: Vec<f64> = (first..last).map(|at| weight((at as f64 + 0.5 - centre) / step)).collect();
            let whole: f64 = raw.iter().sum();
            Window { first, weights: raw.into_iter().map(|weight| (weight / whole) as f32).collect() }
        })
        .collect()
}

/// Row for row: each is made narrower, and added to the new rows in which it has a part. So no more than the new picture
/// and one row are held beside the original.
fn resample<const CHANNELS: usize>(points: &[u8], from: Size, to: Size, alpha: bool) -> Vec<u8> {
    let (columns, rows) = (windows(from.width, to.width), windows(from.height, to.height));
    let straight = straight();
    let wide = from.width as usize * CHANNELS;
    let narrow = to.width as usize * CHANNELS;
    let mut sums = vec![0f32; narrow * to.height as usize];
    let mut light = vec![0f32; wide];
    let mut row = vec![0f32; narrow];
    let mut open = 0;
    for (y, source) in points.chunks_exact(wide).enumerate() {
        for (light, point) in light.chunks_exact_mut(CHANNELS).zip(source.chunks_exact(CHANNELS)) {
            // What cannot be seen has no colour: light counts as far as it is opaque.
            let opaque = if alpha { f32::from(point[CHANNELS - 1]) / 255.0 } else { 1.0 };
            for (light, value) in light.iter_mut().zip(point) {
                *light = straight[usize::from(*value)] * opaque;
            }
            if alpha {
                light[CHANNELS - 1] = opaque;
            }
        }
        for (point, window) in row.chunks_exact_mut(CHANNELS).zip(&columns) {
            let mut sum = [0f32; CHANNELS];
            for (weight, light) in
                window.weights.iter().zip(light[window.first * CHANNELS..].chunks_exact(CHANNELS))
            {
                for (sum, light) in sum.iter_mut().zip(light) {
                    *sum += weight * light;
                }
            }
            point.copy_from_slice(&sum);
        }
        while rows.get(open).is_some_and(|window| window.first + window.weights.len() <= y) {
            open += 1;
        }
        for (index, window) in rows.iter().enumerate().skip(open).take_while(|(_, window)| window.first <= y)
        {
            let Some(weight) = window.weights.get(y - window.first) else { continue };
            for (sum, value) in sums[index * narrow..][..narrow].iter_mut().zip(&row) {
                *sum += weight * value;
            }
        }
    }
    let mut scaled = vec![0u8; sums.len()];
    for (point, sum) in scaled.chunks_exact_mut(CHANNELS).zip(sums.chunks_exact(CHANNELS)) {
        let opaque = if alpha { sum[CHANNELS - 1].clamp(0.0, 1.0) } else { 1.0 };
        for (value, light) in point.iter_mut().zip(sum) {
            *value = if opaque > 0.0 { bent(light / opaque) } else { 0 };
        }
        if alpha {
            point[CHANNELS - 1] = (opaque * 255.0).round() as u8;
        }
    }
    scaled
}

/// The light of each value (IEC 61966-2-1, 5.2). Display P3 has the same curve, other profiles one near enough for a mean.
fn straight() -> &'static [f32; 256] {
    static TABLE: OnceLock<[f32; 256]> = OnceLock::new();
    TABLE.get_or_init(|| std::array::from_fn(|value| light(value as f64 / 255.0) as f32))
}

/// The light of a value of sRGB, both from 0 to 1.
pub fn light(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// The value of light, by a table fine enough for each.
pub fn bent(light: f32) -> u8 {
    const STEPS: usize = 1 << 14;
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    let value = |step: usize| {
        let light = step as f64 / STEPS as f64;
        let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (value * 255.0).round() as u8
    };
    let table = TABLE.get_or_init(|| (0..=STEPS).map(value).collect());
    table[(light.clamp(0.0, 1.0) * STEPS as f32).round() as usize]
}
