//! reproduce: a picture as its maker left it (`Image`), `Medium` → the picture as that medium shows it.
//!
//! Upright, no larger than the medium can show, in the colours that its profile says, and without a word on where,
//! when and by whom it was taken. What needs none of this but the last keeps its points as they are, to the last bit.
//! This room alone works on pictures.

mod develop;
mod drawing;
mod ink;
mod scale;
mod strip;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Image, ImageFormat, Medium};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageResult};
use moxcms::DataColorSpace;
use scale::Size;
use std::io::Cursor;

/// Makes of an original what a medium shows. Drawings (SVG) lose what tells of their makers alone.
///
/// # Errors
/// `image-damaged`, if the picture cannot be read: `load` has said so before.
pub fn reproduce(original: &Image, medium: Medium) -> Report<Image> {
    let made = match original.format {
        ImageFormat::Svg => drawing::undress(original, medium),
        _ => attempt(original, medium, Scale::ToMedium),
    };
    let damaged = || {
        let message = format!("the picture '{}' cannot be read to its end", original.path);
        Diagnostic::error("image-damaged", None, message)
            .hint("export it again from the program that made it, or copy it again from where it came")
    };
    let found = if made.is_none() { vec![damaged()] } else { Vec::new() };
    Report::new(made, found)
}

/// How many points a picture keeps.
#[derive(Clone, Copy, PartialEq)]
enum Scale {
    /// As many as the medium can show.
    ToMedium,
    Whole,
}

fn attempt(original: &Image, medium: Medium, scale: Scale) -> Option<Image> {
    let negative = Negative::read(original)?;
    let density = strip::density(&original.bytes);
    // What stands on its side is measured as it will be seen, and scaled as it is stored.
    let turned = |size: Size| if negative.is_turned() { size.turned() } else { size };
    let target = scale::target(turned(negative.size), density, medium).map(turned);
    let target = target.filter(|_| scale == Scale::ToMedium);
    let new_density =
        density.zip(target).map(|(density, target)| density * target.ratio(negative.size)).or(density);
    if negative.in_ink && medium == Medium::Print {
        return stay_in_ink(original, &negative, target, new_density);
    }
    // Though a core type of EPUB 3.3, WebP is shown neither by Kindle (Paperwhite 11, 2023) nor by Kobo (Forma, 2026:
    // kobolabs/epub-spec, issue 74); Apple Books and what is built on a browser show it.
    // What was made for a press goes to it as it is, if it stands upright.
    let upright = negative.orientation == Orientation::NoTransforms;
    let stays_in_ink = negative.in_ink && medium == Medium::Print && upright;
    let is_redrawn = target.is_some() && !stays_in_ink
        || !upright
        || negative.in_ink && !stays_in_ink
        || negative.deep
        || negative.moves
        || original.format == ImageFormat::WebP && medium == Medium::Epub;
    let stripped = || match original.format {
        // The amounts of its inks are printed as they stand: its profile would say nothing.
        ImageFormat::Jpeg => strip::jpeg(&original.bytes, negative.profile.is_some() && !stays_in_ink),
        ImageFormat::Png => strip::png(&original.bytes, negative.profile.is_some()),
        _ => strip::webp(&original.bytes, negative.profile.is_some()),
    };
    if !is_redrawn && let Some(bytes) = stripped() {
        return Some(Image { bytes: bytes.into(), ..original.clone() });
    }
    let mut points = negative.points(original)?;
    if let Some(target) = target {
        points = scale::scale(points, target)?;
    }
    points.apply_orientation(negative.orientation);
    // What was in ink is in sRGB now.
    let profile = negative.profile.filter(|_| !negative.in_ink);
    let sheet = develop::Sheet { points, density: new_density, profile };
    let photograph = original.format == ImageFormat::Jpeg
        || original.format == ImageFormat::WebP && strip::is_lossy_webp(&original.bytes);
    let (format, bytes) = match photograph && !sheet.points.color().has_alpha() {
        true => (ImageFormat::Jpeg, develop::jpeg(&sheet)?),
        false => (ImageFormat::Png, develop::png(&sheet, png_colours(original))?),
    };
    Some(Image { format, bytes: bytes.into(), path: original.path.clone() })
}

/// A JPEG in CMYK as a press shows it: its inks as they are, without the profile that was embedded. Whoever separated the
/// picture chose them; to convert them once more would make four inks of black alone.
fn stay_in_ink(
    original: &Image,
    negative: &Negative,
    target: Option<Size>,
    density: Option<f64>,
) -> Option<Image> {
    // Without Adobe's mark inks are stored as amounts, which the engine takes for the inverse.
    let marked = strip::adobe_transform(&original.bytes).is_some();
    if target.is_none()
        && marked
        && negative.orientation == Orientation::NoTransforms
        && let Some(bytes) = strip::jpeg(&original.bytes, false)
    {
        return Some(Image { bytes: bytes.into(), ..original.clone() });
    }
    let mut inks = ink::separations(&original.bytes)?;
    if let Some(target) = target {
        inks = scale::scale_inks(&inks, target)?;
    }
    inks.apply_orientation(negative.orientation);
    let bytes = develop::inked_jpeg(&inks, density)?;
    Some(Image { bytes: bytes.into(), ..original.clone() })
}

/// What a PNG says of its colours beside a profile.
fn png_colours(original: &Image) -> Option<png::Info<'static>> {
    let format = original.format == ImageFormat::Png;
    let reader =
        format.then(|| png::Decoder::new(Cursor::new(&original.bytes)).read_info().ok()).flatten()?;
    let info = reader.info();
    let mut colours = png::Info::default();
    (colours.srgb, colours.gama_chunk, colours.chrm_chunk) = (info.srgb, info.gama_chunk, info.chrm_chunk);
    Some(colours)
}

/// What a file says of the picture in it.
struct Negative {
    /// As stored, before it is turned upright.
    size: Size,
    orientation: Orientation,
    /// The profile, if it is sound and fits the colours of the picture.
    profile: Option<Vec<u8>>,
    /// Whether a JPEG is in CMYK.
    in_ink: bool,
    /// Whether it has sixteen bits a channel: no screen shows them, and the engine drops the profile of such.
    deep: bool,
    /// Whether it is a film in WebP, of which the first picture is shown. A film in PNG is rid of the others when stripped.
    moves: bool,
}

impl Negative {
    fn read(original: &Image) -> Option<Self> {
        let cursor = Cursor::new(&original.bytes);
        match original.format {
            ImageFormat::Jpeg => {
                let in_ink = strip::is_cmyk(&original.bytes);
                Self::of(JpegDecoder::new(cursor), in_ink, false)
            }
            ImageFormat::Png => Self::of(PngDecoder::new(cursor), false, false),
            _ => {
                let decoder = WebPDecoder::new(cursor).ok()?;
                let moves = decoder.has_animation();
                Self::of(Ok(decoder), false, moves)
            }
        }
    }

    fn of<D: ImageDecoder>(decoder: ImageResult<D>, in_ink: bool, moves: bool) -> Option<Self> {
        let mut decoder = decoder.ok()?;
        let (width, height) = decoder.dimensions();
        let color = decoder.color_type();
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let profile = decoder.icc_profile().ok().flatten();
        let space = match color.has_color() {
            _ if in_ink => DataColorSpace::Cmyk,
            true => DataColorSpace::Rgb,
            false => DataColorSpace::Gray,
        };
        Some(Self {
            size: Size { width, height },
            orientation,
            profile: profile.filter(|profile| ink::is_sound(profile, space)),
            in_ink,
            deep: color.bytes_per_pixel() > color.channel_count(),
            moves,
        })
    }

    /// Whether width and height change places when it is turned upright.
    fn is_turned(&self) -> bool {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        matches!(self.orientation, Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
    }

    /// The points of the picture at eight bits a channel, in its own colours; those in ink in sRGB, which needs no profile.
    fn points(&self, original: &Image) -> Option<DynamicImage> {
        if self.in_ink {
            return ink::to_srgb(&original.bytes, self.profile.as_deref());
        }
        let format = match original.format {
            ImageFormat::Jpeg => image::ImageFormat::Jpeg,
            ImageFormat::Png => image::ImageFormat::Png,
            _ => image::ImageFormat::WebP,
        };
        let read = image::load_from_memory_with_format(&original.bytes, format).ok()?;
        Some(match (read.color().has_color(), read.color().has_alpha()) {
            (true, true) => read.into_rgba8().into(),
            (true, false) => read.into_rgb8().into(),
            (false, true) => read.into_luma_alpha8().into(),
            (false, false) => read.into_luma8().into(),
        })
    }
}

#[cfg(test)]
mod tests;
