//! Files of pictures, part by part. In: bytes of a picture that `load` let pass. Out: the same points without what tells of
//! place, time, maker and camera (EXIF, XMP, IPTC, thumbnails, comments), or a fact that stands in a part.
//!
//! Only parts that are known to say how the points look are kept: what is new and unknown may tell anything.

/// A JPEG with its points untouched; the profile is kept where `profile` says. `None` if its parts are in no known order.
pub fn jpeg(bytes: &[u8], profile: bool) -> Option<Vec<u8>> {
    let mut kept = vec![0xFF, 0xD8];
    let mut scan = false;
    for part in Segments(bytes.get(2..)?) {
        let segment = part?;
        let body = segment.body();
        match segment.marker {
            // JFIF: version, density and no thumbnail (ITU-T T.871, 10.1).
            0xE0 if body.starts_with(b"JFIF\0") => {
                kept.extend([0xFF, 0xE0, 0, 16]);
                kept.extend_from_slice(body.get(..12)?);
                kept.extend([0, 0]);
            }
            0xE2 if profile && body.starts_with(b"ICC_PROFILE\0") => kept.extend_from_slice(segment.bytes),
            // Adobe's mark says how colours are stored.
            0xEE if body.starts_with(b"Adobe") => kept.extend_from_slice(segment.bytes),
            0xE0..=0xEF | 0xFE => {}
            0xDA => {
                scan = true;
                kept.extend_from_slice(segment.bytes);
            }
            // What follows the end is a second picture, or a film.
            0xD9 => {
                kept.extend([0xFF, 0xD9]);
                return scan.then_some(kept);
            }
            _ => kept.extend_from_slice(segment.bytes),
        }
    }
    None
}

/// A PNG without the chunks that say nothing of how it looks, and without further pictures of a film (PNG, 11.3).
pub fn png(bytes: &[u8], profile: bool) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 12] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"bKGD", b"pHYs",
        b"cICP",
    ];
    let (signature, mut rest) = bytes.split_at_checked(8)?;
    let mut kept = signature.to_vec();
    while let Some((length, _)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        let name = chunk.get(4..8)?;
        if KEPT.iter().any(|known| *known == name) || profile && name == b"iCCP" {
            kept.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        rest = after;
    }
    None
}

/// A WebP without EXIF, XMP and unknown chunks (RFC 9649, 2.7).
pub fn webp(bytes: &[u8], profile: bool) -> Option<Vec<u8>> {
    const EXIF_AND_XMP: u8 = 0x0C;
    const ICC: u8 = 0x20;
    let mut kept = Vec::with_capacity(bytes.len());
    for part in WebPChunks(bytes.get(12..)?) {
        let chunk = part?;
        match chunk.get(..4)? {
            b"VP8X" => {
                let at = kept.len();
                kept.extend_from_slice(chunk);
                let flags: &mut u8 = kept.get_mut(at + 8)?;
                *flags &= !(EXIF_AND_XMP | if profile { 0 } else { ICC });
            }
            b"VP8 " | b"VP8L" | b"ALPH" => kept.extend_from_slice(chunk),
            b"ICCP" if profile => kept.extend_from_slice(chunk),
            _ => {}
        }
    }
    let length = u32::try_from(kept.len() + 4).ok()?.to_le_bytes();
    Some([b"RIFF", &length[..], b"WEBP", &kept].concat())
}

/// A GIF without comments, and without words of programs beside how often it runs (GIF89a, 24 to 26).
pub fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    // The length of a table of colours, by the flags that announce it.
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let (head, mut rest) = bytes.split_at_checked(13 + table(*bytes.get(10)?))?;
    let mut kept = head.to_vec();
    loop {
        let before = match rest {
            [0x3B, ..] => {
                kept.push(0x3B);
                return Some(kept);
            }
            [0x21, ..] => 2,
            [0x2C, ..] => 11 + table(*rest.get(9)?),
            _ => return None,
        };
        // Blocks of up to 255 bytes follow, the last one empty.
        let mut end = before;
        while let length @ 1.. = usize::from(*rest.get(end)?) {
            end += 1 + length;
        }
        let (block, after) = rest.split_at_checked(end + 1)?;
        let is_kept = match block {
            [0x21, 0xF9, ..] | [0x2C, ..] => true,
            [0x21, 0xFF, 11, name @ ..] => name.starts_with(b"NETSCAPE2.0"),
            _ => false,
        };
        if is_kept {
            kept.extend_from_slice(block);
        }
        rest = after;
    }
}

/// Pixels an inch, where a JPEG (JFIF) or a PNG says.
pub fn density(bytes: &[u8]) -> Option<f64> {
    let number = |bytes: &[u8]| bytes.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    let density = match bytes {
        [0xFF, 0xD8, 0xFF, 0xE0, _, _, b'J', b'F', b'I', b'F', 0, _, _, unit, x1, x2, y1, y2, ..] => {
            let across = f64::from(number(&[*x1, *x2]).max(number(&[*y1, *y2])));
            match unit {
                1 => across,
                2 => across * 2.54,
                _ => return None,
            }
        }
        [0x89, b'P', b'N', b'G', ..] => {
            let at = bytes.windows(4).position(|name| name == b"pHYs" || name == b"IDAT")?;
            let chunk = bytes.get(at..at + 13)?;
            let metre = number(&chunk[4..8]).max(number(&chunk[8..12]));
            if !chunk.starts_with(b"pHYs") || chunk[12] != 1 {
                return None;
            }
            f64::from(metre) * 0.0254
        }
        _ => return None,
    };
    (density > 0.0).then_some(density)
}

/// Whether a JPEG has four colours (ITU-T T.81, B.2.2).
pub fn is_cmyk(bytes: &[u8]) -> bool {
    let frames = Segments(bytes.get(2..).unwrap_or_default()).flatten();
    let mut frames = frames
        .filter(|part| matches!(part.marker, 0xC0..=0xCF) && !matches!(part.marker, 0xC4 | 0xC8 | 0xCC));
    frames.next().and_then(|frame| frame.body().get(5).copied()) == Some(4)
}

/// What Adobe's mark says of how colours are stored: 0 as they are, 1 as YCbCr, 2 as YCCK. `None` without the mark.
pub fn adobe_transform(bytes: &[u8]) -> Option<u8> {
    let mut parts = Segments(bytes.get(2..)?).flatten();
    let mark = parts.find(|part| part.marker == 0xEE && part.body().starts_with(b"Adobe"))?;
    mark.body().get(11).copied()
}

pub fn is_lossy_webp(bytes: &[u8]) -> bool {
    // In a film, the pictures stand within frames (RFC 9649, 2.7.1.1): the first is enough to know.
    let mut chunks = WebPChunks(bytes.get(12..).unwrap_or_default()).flatten();
    let picture = |chunk: &&[u8]| chunk.starts_with(b"VP8 ") || chunk.starts_with(b"ANMF");
    let found = chunks.find(picture).unwrap_or_default();
    found.starts_with(b"VP8 ")
        || WebPChunks(found.get(24..).unwrap_or_default()).flatten().any(|chunk| chunk.starts_with(b"VP8 "))
}

/// A part of a JPEG, with its marker; a scan has its data with it.
struct Segment<'a> {
    marker: u8,
    bytes: &'a [u8],
}

impl<'a> Segment<'a> {
    /// What follows marker and length.
    fn body(&self) -> &'a [u8] {
        self.bytes.get(4..).unwrap_or_default()
    }
}

/// The parts of a JPEG after its first marker; `None` where no marker stands.
struct Segments<'a>(&'a [u8]);

impl<'a> Iterator for Segments<'a> {
    type Item = Option<Segment<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        // Fill bytes before a marker (ITU-T T.81, B.1.1.2).
        while let [0xFF, 0xFF, ..] = self.0 {
            self.0 = &self.0[1..];
        }
        let [0xFF, marker, rest @ ..] = self.0 else {
            return (!std::mem::take(&mut self.0).is_empty()).then_some(None);
        };
        let marker = *marker;
        let mut length = match (marker, rest) {
            (0x01 | 0xD0..=0xD9, _) => 2,
            (_, [high, low, ..]) => 2 + usize::from(u16::from_be_bytes([*high, *low])).max(2),
            _ => usize::MAX,
        };
        if marker == 0xDA {
            // Within the data of a scan, FF is followed by 0 or a restart (B.1.1.5).
            let data = self.0.get(length..).unwrap_or_default();
            let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF);
            length += data.windows(2).position(ends).unwrap_or(data.len());
        }
        let Some((bytes, after)) = self.0.split_at_checked(length) else {
            self.0 = &[];
            return Some(None);
        };
        self.0 = if marker == 0xD9 { &[] } else { after };
        Some(Some(Segment { marker, bytes }))
    }
}

/// The chunks of a WebP after its head, each with its padding; `None` where one is cut.
struct WebPChunks<'a>(&'a [u8]);

impl<'a> Iterator for WebPChunks<'a> {
    type Item = Option<&'a [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        let (_, rest) = self.0.split_at_checked(4)?;
        let Some((length, _)) = rest.split_first_chunk::<4>() else {
            self.0 = &[];
            return Some(None);
        };
        let length = u32::from_le_bytes(*length) as usize;
        let Some((chunk, after)) = self.0.split_at_checked(8 + length + length % 2) else {
            self.0 = &[];
            return Some(None);
        };
        self.0 = after;
        Some(Some(chunk))
    }
}
