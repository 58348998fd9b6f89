//! How well words can be told from what they stand on: the contrast of two colours, as WCAG 2.2 measures it.

use std::sync::LazyLock;

/// Red, green and blue, 0 to 255.
pub type Rgb = [u8; 3];

/// The darkest of the light papers that reading systems offer: a warm sepia. What is legible on it is so on white.
pub const LIGHT: Rgb = [0xf4, 0xec, 0xd8];
/// The lightest of the dark papers: what is legible on it is so on black.
pub const DARK: Rgb = [0x24, 0x24, 0x24];

/// The least contrast of words with what they stand on (WCAG 2.2, success criterion 1.4.3).
pub const LEAST: f64 = 4.5;
/// The same of large words: see [`is_large`].
pub const LEAST_OF_LARGE: f64 = 3.0;

/// Whether words count as large (WCAG 2.2, "large scale"): of 18 points, or of 14 and bold, which is a weight of 700.
pub fn is_large(points: f64, weight: u16) -> bool {
    // Sizes are products: a hair's breadth is no difference.
    let least = if weight >= 700 { 14.0 } else { 18.0 };
    points > least - 0.01
}

/// Reads `#rrggbb`.
pub fn parse(hex: &str) -> Option<Rgb> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// The colour as `#rrggbb`.
pub fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The colour, made darker or lighter step by step until text in it is legible on a paper. Hue and saturation stay, so
/// that the brand is known again.
pub fn legible_on(paper: Rgb, color: Rgb) -> Rgb {
    shade(paper, color, LEAST)
}

/// The same, for a contrast of one's own choice; black or white, where no shade has it.
pub fn shade(paper: Rgb, color: Rgb, least: f64) -> Rgb {
    // Where black and white stand out alike (a luminance of 0.179), the brighter half asks for darker words.
    let lighter = ratio([255; 3], paper) > ratio([0; 3], paper);
    let (hue, saturation, lightness) = hsl(color);
    let steps = (0..=100).map(|step| {
        let step = f64::from(step) / 100.0;
        if lighter { lightness + step } else { lightness - step }
    });
    std::iter::once(color)
        .chain(steps.map(|lightness| rgb(hue, saturation, lightness.clamp(0.0, 1.0))))
        .find(|shade| ratio(*shade, paper) >= least)
        .unwrap_or(if lighter { [255; 3] } else { [0; 3] })
}

/// Hue (0 to 6), saturation and lightness (0 to 1) of a colour (CSS Color 4, section 7).
fn hsl(color: Rgb) -> (f64, f64, f64) {
    let [red, green, blue] = color.map(|part| f64::from(part) / 255.0);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let (lightness, chroma) = ((most + least) / 2.0, most - least);
    if chroma == 0.0 {
        return (0.0, 0.0, lightness);
    }
    let hue = if most == red {
        ((green - blue) / chroma + 6.0) % 6.0
    } else if most == green {
        (blue - red) / chroma + 2.0
    } else {
        (red - green) / chroma + 4.0
    };
    (hue, chroma / (1.0 - (2.0 * lightness - 1.0).abs()), lightness)
}

fn rgb(hue: f64, saturation: f64, lightness: f64) -> Rgb {
    let reach = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|turn| {
        let at = (turn + hue * 2.0) % 12.0;
        let part = lightness - reach * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0);
        (part * 255.0).round() as u8
    })
}

/// Contrast ratio as WCAG 2.2 defines it, from 1 to 21.
pub fn ratio(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG 2.2 defines it, from 0 to 1.
pub fn luminance(color: Rgb) -> f64 {
    let [red, green, blue] = color.map(|part| LIGHT_OF_PARTS[usize::from(part)]);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The light of each part of a colour, from 0 to 1: shades are tried by the dozen.
static LIGHT_OF_PARTS: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|part| {
        let part = part as f64 / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_has_the_greatest_ratio() {
        assert!((ratio([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    }

    /// As WebAIM's and the W3C's own tools give them, cut to two decimals.
    #[test]
    fn known_pairs_have_their_known_ratios() {
        for (one, other, known) in [
            ("#767676", "#ffffff", 4.54),
            ("#777777", "#ffffff", 4.47),
            ("#949494", "#ffffff", 3.03),
            ("#959595", "#ffffff", 2.99),
            ("#0000ff", "#ffffff", 8.59),
            ("#ff0000", "#ffffff", 3.99),
            ("#00ff00", "#ffffff", 1.37),
            ("#ffff00", "#000000", 19.55),
            ("#808080", "#808080", 1.0),
        ] {
            let [one, other] = [one, other].map(|hex| parse(hex).expect("a colour"));
            assert_eq!((ratio(one, other) * 100.0 + 1e-9).floor() / 100.0, known, "{one:?} {other:?}");
            assert_eq!(ratio(one, other), ratio(other, one));
        }
    }

    #[test]
    fn large_is_what_the_standard_calls_so() {
        for (points, weight, large) in
            [(18.0, 400, true), (17.9, 400, false), (14.0, 700, true), (14.0, 600, false), (13.9, 900, false)]
        {
            assert_eq!(is_large(points, weight), large, "{points} {weight}");
        }
    }

    #[test]
    fn every_colour_becomes_legible_on_both_papers() {
        for color in ["#ffdd00", "#003366", "#808080", "#000000", "#ffffff", "#c8102e"] {
            let color = parse(color).expect("a colour");
            for paper in [LIGHT, DARK] {
                assert!(ratio(legible_on(paper, color), paper) >= LEAST);
            }
        }
    }

    #[test]
    fn a_legible_colour_stays_as_it_is() {
        assert_eq!(hex(legible_on(LIGHT, [0, 0x33, 0x66])), "#003366");
    }

    #[test]
    fn a_hue_survives_its_way_through_lightness() {
        for color in ["#12395b", "#9c3d1c", "#00aa55", "#7f7f7f"] {
            let color = parse(color).expect("a colour");
            let (hue, saturation, lightness) = hsl(color);
            assert_eq!(rgb(hue, saturation, lightness), color);
        }
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for wrong in ["#fff", "003366", "#00336", "#zzzzzz", "#é0000"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
