//! Pictures made of points: PNG, JPEG and WebP. In: bytes. Out: that they can be shown to the last point, or why not.

use super::{Refusal, judge_size, refuse};
use crate::model::{Digest, ImageFormat};
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

const EXPORT_AGAIN: &str =
    "export it again from the program that made it, or copy it again from where it came";

/// `chunks` is what follows the signature.
pub(super) fn png(bytes: &[u8], chunks: &[u8]) -> Result<ImageFormat, Refusal> {
    // The first chunk is the header (PNG, 11.2.2): length, type, width, height.
    if let [_, _, _, _, b'I', b'H', b'D', b'R', w1, w2, w3, w4, h1, h2, h3, h4, ..] = chunks {
        let [width, height] = [[*w1, *w2, *w3, *w4], [*h1, *h2, *h3, *h4]].map(u32::from_be_bytes);
        judge_size(width.into(), height.into())?;
    }
    if !is_whole_png(chunks) {
        return damaged("PNG");
    }
    decode(bytes, ImageFormat::Png)
}

/// `segments` is what follows the first marker.
pub(super) fn jpeg(bytes: &[u8], segments: &[u8]) -> Result<ImageFormat, Refusal> {
    let Some(frame) = jpeg_frame(segments) else { return damaged("JPEG") };
    judge_size(frame.width.into(), frame.height.into())?;
    // Programs that show pictures fill up what is missing with grey. Within the data of a scan, FF is always followed by
    // something else (ITU-T T.81, B.1.1.5), so that this finds the end marker alone.
    if !frame.after.windows(2).any(|pair| pair == [0xFF, 0xD9]) {
        return damaged("JPEG");
    }
    decode(bytes, ImageFormat::Jpeg)
}

pub(super) fn webp(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    // The container says how long it is (RFC 9649, 2.4), beside the eight bytes in which it says so.
    let said = bytes.get(4..8).and_then(|length| length.first_chunk::<4>());
    let whole = said.is_some_and(|length| u32::from_le_bytes(*length) as usize <= bytes.len() - 8);
    if !whole {
        return damaged("WebP");
    }
    decode(bytes, ImageFormat::WebP)
}

/// What a picture that can be shown will not look like.
pub(super) fn remark(bytes: &[u8], format: ImageFormat) -> Option<Refusal> {
    let cursor = Cursor::new(bytes);
    let is_film = match format {
        ImageFormat::Jpeg => {
            let in_ink = jpeg_frame(bytes.get(2..)?).is_some_and(|frame| frame.components == 4);
            return in_ink
                .then(|| JpegDecoder::new(cursor).ok()?.icc_profile().ok())
                .flatten()
                .and_then(inks);
        }
        ImageFormat::Png => PngDecoder::new(cursor).ok()?.is_apng().ok()?,
        ImageFormat::WebP => WebPDecoder::new(cursor).ok()?.has_animation(),
        ImageFormat::Svg => false,
    };
    is_film.then(|| Refusal {
        code: "image-animated",
        trouble: "moves, and its first picture alone is shown".to_owned(),
        hint: "save the picture that says most as a PNG or JPEG of its own",
    })
}

/// `image-cmyk`: the inks of a JPEG that does not name them are guessed.
fn inks(profile: Option<Vec<u8>>) -> Option<Refusal> {
    const HINT: &str = "save it in sRGB, or in CMYK with its profile embedded";
    let why = match profile.map(|profile| ColorProfile::new_from_slice(&profile)) {
        None => "that names no inks",
        Some(Ok(profile)) if is_press(&profile) => return None,
        Some(_) => "whose profile cannot be used",
    };
    let trouble = format!("is a JPEG in CMYK {why}, and is taken to be for coated paper (FOGRA39)");
    Some(Refusal { code: "image-cmyk", trouble, hint: HINT })
}

/// Whether a profile leads from inks to light.
fn is_press(profile: &ColorProfile) -> bool {
    profile.color_space == DataColorSpace::Cmyk
        && [RenderingIntent::RelativeColorimetric, RenderingIntent::Perceptual].into_iter().any(
            |rendering_intent| {
                let options = TransformOptions { rendering_intent, ..TransformOptions::default() };
                let srgb = ColorProfile::new_srgb();
                profile.create_transform_16bit(Layout::Rgba, &srgb, Layout::Rgb, options).is_ok()
            },
        )
}

/// Pictures that were decoded to their end. A photograph takes a tenth of a second, and would take it again at each word
/// that is changed beside it on the live page.
static SOUND: Mutex<BTreeSet<Digest>> = Mutex::new(BTreeSet::new());

/// How many sound pictures are remembered: those of the notes at hand, not those of an archive.
const REMEMBERED: usize = 1000;

fn decode(bytes: &[u8], format: ImageFormat) -> Result<ImageFormat, Refusal> {
    let digest = Digest::of(bytes);
    let sound = || SOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if sound().contains(&digest) {
        return Ok(format);
    }
    let format = decode_anew(bytes, format)?;
    let mut sound = sound();
    if sound.len() >= REMEMBERED {
        sound.clear();
    }
    sound.insert(digest);
    Ok(format)
}

/// Decodes the picture and lets it go.
fn decode_anew(bytes: &[u8], format: ImageFormat) -> Result<ImageFormat, Refusal> {
    let (known, name) = match format {
        ImageFormat::Png => (image::ImageFormat::Png, "PNG"),
        ImageFormat::WebP => (image::ImageFormat::WebP, "WebP"),
        _ => (image::ImageFormat::Jpeg, "JPEG"),
    };
    let mut limits = Limits::default();
    // The largest picture at sixteen bits a channel, and room to work.
    limits.max_alloc = Some(1 << 30);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), known);
    reader.limits(limits);
    let Ok(decoder) = reader.into_decoder() else { return damaged(name) };
    let (width, height) = decoder.dimensions();
    judge_size(width.into(), height.into())?;
    match DynamicImage::from_decoder(decoder) {
        Ok(_) => Ok(format),
        Err(_) => damaged(name),
    }
}

fn damaged<T>(what: &str) -> Result<T, Refusal> {
    refuse("image-damaged", format!("is a {what} that is damaged or cut short"), EXPORT_AGAIN)
}

/// Goes from chunk to chunk to the last (PNG, 5.3: length, type, data, check).
fn is_whole_png(mut chunks: &[u8]) -> bool {
    while let Some((head, rest)) = chunks.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if rest.len() < length.saturating_add(4) {
            return false;
        }
        if &head[4..] == b"IEND" {
            return true;
        }
        chunks = &rest[length + 4..];
    }
    false
}

/// What the frame header says (ITU-T T.81, B.2.2).
struct Frame<'a> {
    width: u16,
    height: u16,
    /// Colour components: 1 grey, 3 colour, 4 CMYK.
    components: u8,
    /// What follows the header.
    after: &'a [u8],
}

fn jpeg_frame(mut segments: &[u8]) -> Option<Frame<'_>> {
    loop {
        let [0xFF, marker, rest @ ..] = segments else { return None };
        match marker {
            // Fill bytes, and markers without a segment.
            0xFF => segments = segments.get(1..)?,
            0x01 | 0xD0..=0xD8 => segments = rest,
            // C4, C8 and CC are no frame headers. Length and precision come first.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let [_, _, _, h1, h2, w1, w2, components, after @ ..] = rest else { return None };
                return (*components > 0).then(|| Frame {
                    width: u16::from_be_bytes([*w1, *w2]),
                    height: u16::from_be_bytes([*h1, *h2]),
                    components: *components,
                    after,
                });
            }
            // The picture's data or its end, before any frame header.
            0xD9 | 0xDA => return None,
            _ => {
                let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
                segments = rest.get(length.max(2)..)?;
            }
        }
    }
}
