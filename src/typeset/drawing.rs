//! A page as an SVG that a browser shows at once.
//!
//! The engine's own drawing names an outline for each glyph and calls it by its name, three thousand times a page; for a
//! browser each call is an element of its own, and a page takes it some five times as long as it may. Here each run of
//! glyphs becomes one outline, in whole numbers. All else stays as the engine drew it.

use std::collections::HashMap;
use std::fmt::Write as _;
use typst_layout::Page;

/// Parts of a point in which outlines are measured: at four times its size a page shows nothing of it, and the numbers
/// are short, which is what a browser's time goes to.
const PARTS: f64 = 25.0;

/// How far a curve may bulge and be drawn as a line, in these parts.
const FLAT: f64 = 0.5;

pub fn drawing(page: &Page) -> String {
    join(&typst_svg::svg(page, &typst_svg::SvgOptions::default()))
}

/// Joins the glyphs of each run.
fn join(svg: &str) -> String {
    let (page, definitions) = svg.split_at(svg.rfind("<defs><symbol ").unwrap_or(svg.len()));
    let glyphs: HashMap<&str, String> = symbols(definitions).collect();
    let mut joined = String::with_capacity(svg.len() * 3);
    let mut rest = page;
    // The fill of the run that is open.
    let mut open: Option<&str> = None;
    while let Some(at) = rest.find("<use ") {
        let (before, element) = rest.split_at(at);
        let call = Call::read(element).filter(|call| glyphs.contains_key(call.glyph));
        if open.is_some() && (!before.is_empty() || call.as_ref().is_none_or(|call| Some(call.fill) != open))
        {
            joined.push_str("\"/>");
            open = None;
        }
        joined.push_str(before);
        let Some(call) = call else {
            let (used, after) = element.split_at(1);
            joined.push_str(used);
            rest = after;
            continue;
        };
        if open.is_none() {
            let parts = 1.0 / PARTS;
            write!(joined, "<path transform=\"scale({parts})\" fill=\"{}\" d=\"", call.fill).ok();
            open = Some(call.fill);
        }
        let (x, y) = (parts(call.x), parts(call.y));
        write!(joined, "M{x} {y}{}", glyphs[call.glyph]).ok();
        rest = &element[call.length..];
    }
    if open.is_some() {
        joined.push_str("\"/>");
    }
    joined.push_str(rest);
    // Glyphs that are still called by their names: pictures, and those that are filled with a gradient.
    match joined.contains("<use ") || definitions.contains("<use ") {
        true => joined.push_str(definitions),
        false => joined.push_str(definitions.split_once("</defs>").map_or("", |(_, rest)| rest)),
    }
    joined
}

/// The outlines by their names, in whole numbers and from where the pen stands.
fn symbols(definitions: &str) -> impl Iterator<Item = (&str, String)> {
    let symbol = |symbol| {
        let (name, symbol): (&str, &str) = str::split_once(symbol, "\" overflow=\"visible\"><path d=\"")?;
        let (outline, _) = symbol.split_once("\"/></symbol>")?;
        Some((name, whole(outline.strip_prefix("M 0 0")?)?))
    };
    definitions.split("<symbol id=\"").skip(1).filter_map(symbol)
}

/// The call of a glyph in one colour.
struct Call<'a> {
    glyph: &'a str,
    x: f64,
    y: f64,
    fill: &'a str,
    length: usize,
}

impl<'a> Call<'a> {
    fn read(element: &'a str) -> Option<Self> {
        let rest = element.strip_prefix("<use xlink:href=\"#")?;
        let (glyph, rest) = rest.split_once("\" x=\"")?;
        let (x, rest) = rest.split_once("\" y=\"")?;
        let (y, rest) = rest.split_once("\" fill=\"")?;
        let (fill, rest) = rest.split_once('"')?;
        let rest = rest.strip_prefix(" fill-rule=\"nonzero\"/>")?;
        let (x, y) = (x.parse().ok()?, y.parse().ok()?);
        let one = !fill.starts_with("url(");
        one.then(|| Self { glyph, x, y, fill, length: element.len() - rest.len() })
    }
}

fn parts(length: f64) -> i64 {
    (length * PARTS).round() as i64
}

/// An outline in whole numbers. Each point is rounded by itself, so that no error grows along the way.
fn whole(outline: &str) -> Option<String> {
    let mut pen = Pen::default();
    let mut rest = outline.trim_start();
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|sign: char| sign.is_ascii_alphabetic()).map_or(rest.len(), |at| at + 1);
        let mut numbers = [0.0; 6];
        let mut count = 0;
        for number in rest[1..end].split_ascii_whitespace() {
            *numbers.get_mut(count)? = number.parse().ok()?;
            count += 1;
        }
        match (command, &numbers[..count]) {
            ('Z', []) => pen.close(),
            ('m', [x, y]) => pen.begin((*x, *y)),
            ('h', [x]) => pen.draw('l', &[(*x, 0.0)]),
            ('v', [y]) => pen.draw('l', &[(0.0, *y)]),
            ('l', [x, y]) => pen.draw('l', &[(*x, *y)]),
            ('q', [a, b, x, y]) => pen.draw('q', &[(*a, *b), (*x, *y)]),
            ('c', [a, b, c, d, x, y]) => pen.draw('c', &[(*a, *b), (*c, *d), (*x, *y)]),
            _ => return None,
        }
        rest = &rest[end..];
    }
    Some(pen.outline)
}

/// What draws an outline: where it stands, and where the part of the outline began.
#[derive(Default)]
struct Pen {
    outline: String,
    at: (f64, f64),
    start: (f64, f64),
    /// The command that need not be said again.
    said: Option<char>,
}

impl Pen {
    fn begin(&mut self, by: (f64, f64)) {
        let whole = self.step(by);
        self.write('m', &[whole.0, whole.1]);
        self.at = (self.at.0 + by.0, self.at.1 + by.1);
        self.start = self.at;
        // What follows a move is a line (SVG 2, 9.3.3).
        self.said = Some('l');
    }

    fn close(&mut self) {
        self.outline.push('Z');
        self.at = self.start;
        self.said = None;
    }

    /// Draws to the last of some points, all counted from where the pen stands.
    fn draw(&mut self, command: char, points: &[(f64, f64)]) {
        let Some((end, bends)) = points.split_last() else { return };
        let (x, y) = self.step(*end);
        let length = (x as f64).hypot(y as f64);
        let bulge = bends.iter().map(|bend| {
            let (a, b) = self.step(*bend);
            let (a, b) = (a as f64, b as f64);
            if length == 0.0 { a.hypot(b) } else { (a * y as f64 - b * x as f64).abs() / length }
        });
        // A curve goes no further than three quarters of the way to where it is bent (half, where it is bent once).
        let bulge = bulge.fold(0.0, f64::max) * if bends.len() == 1 { 0.5 } else { 0.75 };
        if bulge > FLAT {
            let whole = points.iter().map(|point| self.step(*point));
            let numbers: Vec<i64> = whole.flat_map(|(x, y)| [x, y]).collect();
            self.write(command, &numbers);
        } else if (x, y) != (0, 0) {
            match (x, y) {
                (x, 0) => self.write('h', &[x]),
                (0, y) => self.write('v', &[y]),
                (x, y) => self.write('l', &[x, y]),
            }
        }
        self.at = (self.at.0 + end.0, self.at.1 + end.1);
    }

    /// A way from where the pen stands, in whole numbers.
    fn step(&self, by: (f64, f64)) -> (i64, i64) {
        (parts(self.at.0 + by.0) - parts(self.at.0), parts(self.at.1 + by.1) - parts(self.at.1))
    }

    fn write(&mut self, command: char, numbers: &[i64]) {
        let mut joined = self.said == Some(command);
        if !joined {
            self.outline.push(command);
        }
        self.said = Some(command);
        for number in numbers {
            if joined && *number >= 0 {
                self.outline.push(' ');
            }
            joined = true;
            write!(self.outline, "{number}").ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = concat!(
        r##"<svg><g><use xlink:href="#gA" x="0" y="0" fill="#123456" fill-rule="nonzero"/>"##,
        r##"<use xlink:href="#gB" x="1.234" y="-0.5" fill="#123456" fill-rule="nonzero"/></g>"##,
        r##"<g><use xlink:href="#gA" x="2" y="0" fill="#123456" fill-rule="nonzero"/>"##,
        r##"<use xlink:href="#gB" x="3" y="0" fill="#000000" fill-rule="nonzero"/></g>"##,
    );
    const DEFINITIONS: &str = concat!(
        r##"<defs><symbol id="gA" overflow="visible"><path d="M 0 0m 1.004 0v 2.5l -1 -1h 0.004Z "/></symbol>"##,
        r##"<symbol id="gB" overflow="visible"><path d="M 0 0m 1 1q 0.5 0.5 1 0c 0.1 -0.1 0.2 0.1 0.3 0Z m 1 1h 1Z "/></symbol></defs>"##,
    );

    #[test]
    fn the_glyphs_of_a_run_become_one_outline() {
        let joined = join(&format!("{PAGE}{DEFINITIONS}<clip/></svg>"));
        let (a, b) = ("m25 0v63l-25-25Z", "m25 25q13 13 25 0c3-2 5 3 7 0Zm25 25h25Z");
        let path =
            |fill: &str, runs: &str| format!(r##"<path transform="scale(0.04)" fill="{fill}" d="{runs}"/>"##);
        let first = path("#123456", &format!("M0 0{a}M31 -13{b}"));
        let second = path("#123456", &format!("M50 0{a}"));
        let third = path("#000000", &format!("M75 0{b}"));
        assert_eq!(joined, format!("<svg><g>{first}</g><g>{second}{third}</g><clip/></svg>"));
    }

    #[test]
    fn glyphs_that_are_no_plain_outlines_stay_as_they_are() {
        let gradient = r##"<svg><use xlink:href="#gA" x="0" y="0" fill="url(#f1)" fill-rule="nonzero"/>"##;
        let stroked = r##"<svg><use xlink:href="#gA" x="0" y="0" fill="#000000" fill-rule="nonzero" stroke="#ffffff"/>"##;
        let picture = r##"<svg><use xlink:href="#gC" transform="scale(2)"/>"##;
        for page in [gradient, stroked, picture, "<svg><g/>"] {
            let svg = format!("{page}{DEFINITIONS}</svg>");
            let expected = if page.contains("<use") { svg.clone() } else { format!("{page}</svg>") };
            assert_eq!(join(&svg), expected);
        }
        assert_eq!(join("<svg/>"), "<svg/>");
        assert_eq!(whole("m 1 1a 2 2 0 0 0 1 1Z"), None);
    }

    #[test]
    fn no_error_grows_along_an_outline() {
        let steps = "h 0.013".repeat(1000);
        let outline = whole(&format!("m 0 0{steps}")).expect("an outline");
        let steps = outline.split_once('h').expect("steps").1.split(' ');
        assert_eq!(steps.filter_map(|step| step.parse::<i64>().ok()).sum::<i64>(), 325);
    }
}
