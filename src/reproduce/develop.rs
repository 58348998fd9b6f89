//! Writing pictures. In: points, their profile and density. Out: JPEG or PNG, the same bytes each time.

use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::{DynamicImage, ImageEncoder};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A point differs from the original by less than an eye sees: what the press writes is not worked on again.
const QUALITY: u8 = 88;

/// A picture before it is written: eight bits a channel.
pub struct Sheet {
    pub points: DynamicImage,
    /// Pixels an inch, if the original says.
    pub density: Option<f64>,
    pub profile: Option<Vec<u8>>,
}

pub fn jpeg(sheet: &Sheet) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(density) = sheet.density {
        encoder.set_pixel_density(PixelDensity::dpi(density.round().clamp(1.0, 65535.0) as u16));
    }
    if let Some(profile) = &sheet.profile {
        encoder.set_icc_profile(profile.clone()).ok()?;
    }
    let points = &sheet.points;
    encoder.write_image(points.as_bytes(), points.width(), points.height(), points.color().into()).ok()?;
    Some(bytes)
}

/// Four inks, with Adobe's mark and as Adobe's programs store them, inverted: so the engine takes every JPEG in CMYK to be. Each
/// ink keeps all its points.
pub fn inked_jpeg(points: &DynamicImage, density: Option<f64>) -> Option<Vec<u8>> {
    let (width, height) = (points.width().try_into().ok()?, points.height().try_into().ok()?);
    let inks: Vec<u8> = points.as_bytes().iter().map(|light| 255 - light).collect();
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    if let Some(density) = density {
        let density = density.round().clamp(1.0, 65535.0) as u16;
        encoder.set_density(jpeg_encoder::PixelDensity::dpi(density));
    }
    encoder.encode(&inks, width, height, jpeg_encoder::ColorType::Cmyk).ok()?;
    Some(bytes)
}

/// `colours` is what the original says of its colours beside a profile.
pub fn png(sheet: &Sheet, colours: Option<png::Info<'static>>) -> Option<Vec<u8>> {
    let points = &sheet.points;
    let mut info = colours.unwrap_or_default();
    (info.width, info.height) = (points.width(), points.height());
    info.bit_depth = png::BitDepth::Eight;
    info.color_type = match (points.color().has_color(), points.color().has_alpha()) {
        (true, true) => png::ColorType::Rgba,
        (true, false) => png::ColorType::Rgb,
        (false, true) => png::ColorType::GrayscaleAlpha,
        (false, false) => png::ColorType::Grayscale,
    };
    info.icc_profile = sheet.profile.clone().map(Cow::Owned);
    info.pixel_dims = sheet.density.map(|density| {
        let metre = (density / 0.0254).round().max(1.0) as u32;
        png::PixelDimensions { xppu: metre, yppu: metre, unit: png::Unit::Meter }
    });
    let palette = Palette::of(points);
    let data = match &palette {
        Some(palette) => {
            info.color_type = png::ColorType::Indexed;
            info.palette = Some(palette.colours.clone().into());
            info.trns = palette.opacities.clone().map(Cow::Owned);
            &palette.indices
        }
        None => points.as_bytes(),
    };
    let mut bytes = Vec::new();
    let mut writer = png::Encoder::with_info(&mut bytes, info).ok()?.write_header().ok()?;
    writer.write_image_data(data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

/// The colours of a picture that has no more than 256, in the order of their values.
struct Palette {
    colours: Vec<u8>,
    opacities: Option<Vec<u8>>,
    indices: Vec<u8>,
}

impl Palette {
    fn of(points: &DynamicImage) -> Option<Self> {
        let color = points.color();
        if !color.has_color() {
            return None;
        }
        let channels = usize::from(color.channel_count());
        let mut known: BTreeMap<&[u8], u8> = BTreeMap::new();
        for point in points.as_bytes().chunks_exact(channels) {
            known.insert(point, 0);
            if known.len() > 256 {
                return None;
            }
        }
        for (index, place) in (0..=255).zip(known.values_mut()) {
            *place = index;
        }
        let indices = points.as_bytes().chunks_exact(channels).map(|point| known.get(point).copied());
        Some(Self {
            colours: known.keys().flat_map(|colour| &colour[..3]).copied().collect(),
            opacities: color.has_alpha().then(|| known.keys().map(|colour| colour[3]).collect()),
            indices: indices.collect::<Option<_>>()?,
        })
    }
}
