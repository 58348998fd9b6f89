//! Whether a file describes a press. In: its bytes. Out: nothing to say, or why not.
//!
//! PDF/X-4 takes an ICC profile of an output device in the colours of its inks (ISO 15930-7:2010, 6.2.2), of version 2 or 4.

use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};

/// Why a file is refused. `trouble` goes on from "the profile 'inks/press.icc'".
#[derive(Debug)]
pub struct Refusal {
    pub code: &'static str,
    pub trouble: String,
    pub hint: &'static str,
}

const ASK: &str = "ask the printing house for the ICC profile of its press, or leave the key out for FOGRA39 (coated paper)";

/// The longest profile: those of presses with four inks have up to some 10 MB.
const MOST_BYTES: usize = 32 << 20;

/// What a profile says of itself (ICC.1:2022, 7.2).
pub fn judge(bytes: &[u8]) -> Result<(), Refusal> {
    let refuse = |code, trouble: String, hint| Err(Refusal { code, trouble, hint });
    let field = |at: usize| bytes.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
    if field(36) != Some(*b"acsp") || bytes.len() < 132 {
        return refuse("icc-format", "is no ICC profile".to_owned(), ASK);
    }
    if let Some(space) = field(16).filter(|space| space != b"CMYK") {
        let trouble = format!("is for {}, not for CMYK", colours(space));
        return refuse("icc-colours", trouble, ASK);
    }
    if let Some(class) = field(12).filter(|class| class != b"prtr") {
        return refuse("icc-class", format!("describes {}, not a press", device(class)), ASK);
    }
    let version = bytes[8];
    if version != 2 && version != 4 {
        let hint = "ask the printing house for a profile of version 2 or 4, which PDF/X-4 takes";
        return refuse("icc-version", format!("is of version {version} of ICC"), hint);
    }
    let length = field(0).map_or(0, |length| u32::from_be_bytes(length) as usize);
    let trouble = if length > bytes.len() {
        format!("is cut short: {} of its {length} bytes are there", bytes.len())
    } else if bytes.len() > MOST_BYTES {
        "is longer than 32 MB".to_owned()
    } else if !converts(bytes) {
        "is damaged: colours cannot be converted by it".to_owned()
    } else {
        return Ok(());
    };
    refuse("icc-damaged", trouble, "copy it again from where it came")
}

/// Whether a colour becomes inks by it, and inks a colour: what the press does with it is done once here.
fn converts(bytes: &[u8]) -> bool {
    let Ok(press) = ColorProfile::new_from_slice(bytes) else { return false };
    if press.color_space != DataColorSpace::Cmyk {
        return false;
    }
    let srgb = ColorProfile::new_srgb();
    let attempt = |intent| {
        let options = || TransformOptions { rendering_intent: intent, ..TransformOptions::default() };
        let to_inks = srgb.create_transform_16bit(Layout::Rgb, &press, Layout::Rgba, options()).ok()?;
        let to_light = press.create_transform_16bit(Layout::Rgba, &srgb, Layout::Rgb, options()).ok()?;
        let mut inks = [0u16; 4];
        to_inks.transform(&[0x4000, 0x8000, 0xC000], &mut inks).ok()?;
        to_light.transform(&inks, &mut [0u16; 3]).ok()
    };
    // Where there is one table alone, it is that of the perceptual intent and serves all (ICC.1:2022, 9.2.1).
    attempt(RenderingIntent::RelativeColorimetric).or_else(|| attempt(RenderingIntent::Perceptual)).is_some()
}

/// ICC.1:2022, table 19.
fn colours(space: [u8; 4]) -> String {
    match &space {
        b"RGB " => "RGB, as screens and cameras are".to_owned(),
        b"GRAY" => "greys".to_owned(),
        other => format!("the colour space '{}'", String::from_utf8_lossy(other).trim_end()),
    }
}

/// ICC.1:2022, table 18.
fn device(class: [u8; 4]) -> String {
    match &class {
        b"mntr" => "a screen".to_owned(),
        b"scnr" => "a camera or scanner".to_owned(),
        b"link" => "the way from one device to another".to_owned(),
        b"spac" => "a colour space".to_owned(),
        other => format!("a device of the class '{}'", String::from_utf8_lossy(other).trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FOGRA39;
    use proptest::prelude::*;

    fn code(bytes: &[u8]) -> Option<&'static str> {
        judge(bytes).err().map(|refusal| refusal.code)
    }

    #[test]
    fn only_a_sound_profile_of_a_press_is_taken() {
        let with = |at: usize, four: &[u8]| {
            let mut bytes = FOGRA39.to_vec();
            bytes[at..at + four.len()].copy_from_slice(four);
            bytes
        };
        let table = 132 + 8; // the length of the first tag, and its place before it
        let cases: &[(&[u8], Option<&str>)] = &[
            (FOGRA39, None),
            (b"", Some("icc-format")),
            (b"%PDF-1.7", Some("icc-format")),
            (&with(36, b"ascp"), Some("icc-format")),
            (&with(16, b"RGB "), Some("icc-colours")),
            (&with(12, b"mntr"), Some("icc-class")),
            (&with(12, b"link"), Some("icc-class")),
            (&with(8, &[5]), Some("icc-version")),
            (&with(8, &[1]), Some("icc-version")),
            (&FOGRA39[..100_000], Some("icc-damaged")),
            (&with(128, &[0; 4]), Some("icc-damaged")),
            (&with(table, &[0xFF; 8]), Some("icc-damaged")),
            (&ColorProfile::new_srgb().encode().expect("a profile"), Some("icc-colours")),
        ];
        for (index, (bytes, expected)) in cases.iter().enumerate() {
            assert_eq!(code(bytes), *expected, "case {index}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// What is damaged is refused or taken, and never stops the press.
        #[test]
        fn no_damage_stops_the_press(at in 0..FOGRA39.len(), value: u8, cut in 0..FOGRA39.len()) {
            let mut bytes = FOGRA39.to_vec();
            bytes[at] = value;
            code(&bytes);
            code(&bytes[..cut]);
        }
    }
}
