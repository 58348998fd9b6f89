//! `low-contrast` in the book's styles: colours of words that can be told apart neither from the papers that readers
//! choose, nor from any ground that the styles lay.
//!
//! Which rule meets which element only a reading system knows. So a colour that stands in one rule with a ground is held
//! against that ground, and any other against the paper and all grounds of the same light: only where none of them makes
//! it legible is it told. All words of a book count as small: the reader chooses the size.

use crate::diagnostic::Diagnostic;
use crate::model::contrast::{DARK, LIGHT, Rgb, hex, parse};
use crate::model::{Meeting, SourceFile, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// In which light a rule holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Light {
    Any,
    Bright,
    Dark,
}

/// What a rule says of colours.
struct Ink {
    selectors: Vec<String>,
    light: Light,
    /// The colour of words, and where it stands in the file.
    words: Option<(Rgb, Span)>,
    ground: Option<Ground>,
}

#[derive(Clone, Copy)]
enum Ground {
    Plain(Rgb),
    /// A picture, a gradient, or what only a reading system can tell.
    Unknown,
}

/// Judges the styles of a book. `resolve` reads the value of a declaration, such as `brand(primary)`, as a colour.
pub fn judge(files: &[&Arc<SourceFile>], resolve: impl Fn(&str) -> Option<Rgb>) -> Vec<Diagnostic> {
    let (mut inks, mut known) = (Vec::new(), BTreeMap::new());
    for file in files {
        let plain = without_comments(&file.text);
        Reader { file, plain: &plain, resolve: &resolve, known: &mut known, inks: &mut inks }
            .read(0..plain.len(), Light::Any);
    }
    let in_bright = inks.iter().filter_map(|ink| faint(ink, &inks, Light::Bright));
    let in_dark = inks.iter().enumerate();
    let in_dark = in_dark.filter(|(index, ink)| ink.light != Light::Any || stays(ink, &inks[*index..]));
    in_bright.chain(in_dark.filter_map(|(_, ink)| faint(ink, &inks, Light::Dark))).collect()
}

/// Whether a rule's colour of words stays as it is in the dark, for one of its selectors at least: rules for the dark that
/// stand before it do not hold against it (CSS Cascade 5, "order of appearance").
fn stays(ink: &Ink, after: &[Ink]) -> bool {
    let dark = || after.iter().filter(|other| other.light == Light::Dark && other.words.is_some());
    ink.selectors.iter().any(|selector| !dark().any(|other| other.selectors.contains(selector)))
}

fn faint(ink: &Ink, inks: &[Ink], light: Light) -> Option<Diagnostic> {
    let holds = |ink: &&Ink| ink.light == Light::Any || ink.light == light;
    let (words, place) = Some(ink).filter(holds)?.words.as_ref()?;
    let (name, paper, option) = match light {
        Light::Dark => ("dark paper", DARK, "dark"),
        _ => ("light paper", LIGHT, "light"),
    };
    let meeting = |ground| Meeting { words: *words, ground, large: false };
    let (meeting, ground) = match ink.ground {
        Some(Ground::Unknown) => return None,
        // In the dark, a pair that holds in any light is the same as in the light.
        Some(Ground::Plain(_)) if light == Light::Dark && ink.light == Light::Any => return None,
        Some(Ground::Plain(ground)) => (meeting(ground), "its own ground"),
        None => {
            let mut grounds = inks.iter().filter(holds).filter_map(|ink| ink.ground);
            let saved = grounds.any(|ground| match ground {
                Ground::Plain(ground) => meeting(ground).is_legible(),
                Ground::Unknown => true,
            });
            if saved {
                return None;
            }
            (meeting(paper), name)
        }
    };
    if meeting.is_legible() {
        return None;
    }
    let sentence = meeting.sentence(&hex(meeting.words), &format!("{ground} ({})", hex(meeting.ground)));
    let own = place.text().strip_prefix("brand(").and_then(|rest| rest.strip_suffix(')'));
    let role = own.and_then(|argument| argument.split(" on ").next()).map_or("primary", str::trim);
    let hint = match light {
        _ if ground == "its own ground" => "take two colours that are further apart".to_owned(),
        Light::Dark if ink.light == Light::Any => format!(
            "give these words 'color: brand({role} on dark)' under '@media all and (prefers-color-scheme: dark)'"
        ),
        _ => format!("write brand({role} on {option}), which is made legible"),
    };
    Some(Diagnostic::warning("low-contrast", place.clone(), sentence).hint(hint))
}

struct Reader<'a, F> {
    file: &'a Arc<SourceFile>,
    /// The file's text with blanks in place of comments.
    plain: &'a str,
    resolve: &'a F,
    /// Values that were resolved before: a sheet repeats a few.
    known: &'a mut BTreeMap<String, Option<Rgb>>,
    inks: &'a mut Vec<Ink>,
}

impl<F: Fn(&str) -> Option<Rgb>> Reader<'_, F> {
    fn read(&mut self, range: Range<usize>, light: Light) {
        let plain = self.plain;
        let mut at = range.start;
        while let Some(open) = find(plain, at..range.end, '{') {
            let prelude = plain.get(at..open).unwrap_or_default();
            let prelude = prelude.rsplit(';').next().unwrap_or_default().trim();
            let close = closing(plain, open, range.end);
            if let Some(condition) = prelude.strip_prefix("@media") {
                let condition: String = condition.chars().filter(|sign| !sign.is_whitespace()).collect();
                let light = if condition.contains("prefers-color-scheme:dark") {
                    Light::Dark
                } else if condition.contains("prefers-color-scheme:light") {
                    Light::Bright
                } else {
                    light
                };
                self.read(open + 1..close, light);
            } else if prelude.starts_with("@supports") || prelude.starts_with("@layer") {
                self.read(open + 1..close, light);
            } else if !prelude.starts_with('@') {
                self.rule(prelude, open + 1..close, light);
            }
            at = close + 1;
        }
    }

    fn rule(&mut self, selectors: &str, body: Range<usize>, light: Light) {
        let tidy = |selector: &str| selector.split_whitespace().collect::<Vec<_>>().join(" ");
        let selectors = selectors.split(',').map(tidy).collect();
        let mut ink = Ink { selectors, light, words: None, ground: None };
        let mut at = body.start;
        while at < body.end {
            let end = find(self.plain, at..body.end, ';').unwrap_or(body.end);
            let declaration = self.plain.get(at..end).unwrap_or_default();
            if let Some((property, value)) = declaration.split_once(':') {
                let value = value.trim_end().trim_end_matches("!important");
                let start = at + property.len() + 1 + (value.len() - value.trim_start().len());
                let value = value.trim();
                match property.trim() {
                    "color" => {
                        let place = Span::new(self.file, start..start + value.len());
                        ink.words = self.color(value).map(|color| (color, place)).or(ink.words);
                    }
                    "background" | "background-color" if !shines_through(value) => {
                        ink.ground = Some(self.color(value).map_or(Ground::Unknown, Ground::Plain));
                    }
                    _ => {}
                }
            }
            at = end + 1;
        }
        if ink.words.is_some() || ink.ground.is_some() {
            self.inks.push(ink);
        }
    }

    fn color(&mut self, value: &str) -> Option<Rgb> {
        if let Some(color) = self.known.get(value) {
            return *color;
        }
        let color = (self.resolve)(value).or_else(|| literal(value));
        self.known.insert(value.to_owned(), color);
        color
    }
}

fn shines_through(value: &str) -> bool {
    ["none", "transparent", "inherit", "initial", "unset"].contains(&value)
}

/// A colour that is written as such: `#fff`, `#ffffff`, `white`.
fn literal(value: &str) -> Option<Rgb> {
    match value {
        "white" => Some([255; 3]),
        "black" => Some([0; 3]),
        _ => {
            let short = value.strip_prefix('#').filter(|digits| digits.len() == 3 && digits.is_ascii());
            let long =
                short.map(|digits| digits.chars().flat_map(|digit| [digit, digit]).collect::<String>());
            parse(&long.map_or_else(|| value.to_owned(), |digits| format!("#{digits}")))
        }
    }
}

fn find(text: &str, range: Range<usize>, sign: char) -> Option<usize> {
    Some(range.start + text.get(range.clone())?.find(sign)?)
}

/// The brace that closes the one at `open`; the end of a text that lacks it.
fn closing(text: &str, open: usize, end: usize) -> usize {
    let mut depth = 0;
    for (index, sign) in text.get(open..end).unwrap_or_default().char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return open + index;
        }
    }
    end
}

/// The same text, as long, with blanks in place of comments.
fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        let length = comment.find("*/").map_or(comment.len(), |end| end + 2);
        plain.push_str(before);
        plain.extend(std::iter::repeat_n(' ', length + 2));
        rest = comment.get(length..).unwrap_or_default();
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sentences on a sheet, each with the words that it points at.
    fn told(css: &str) -> Vec<String> {
        let file = Arc::new(SourceFile { path: "templates/brand/own.css".to_owned(), text: css.to_owned() });
        let resolve = |value: &str| (value == "brand(primary)").then_some([0xc9, 0xb4, 0x58]);
        let found = judge(&[&file], resolve);
        let place = |finding: &Diagnostic| finding.span.as_ref().map(|span| span.text().to_owned());
        found
            .iter()
            .map(|finding| format!("{}: {}", place(finding).unwrap_or_default(), finding.message))
            .collect()
    }

    #[test]
    fn pale_words_are_told_in_the_light_and_dark_ones_in_the_dark() {
        let [light, dark] = &told("a { color: brand(primary) } /* } */ b { color: #234 /*x*/; }")[..] else {
            panic!("two findings")
        };
        assert!(light.starts_with("brand(primary): words in #c9b458 on light paper (#f4ecd8)"), "{light}");
        assert!(dark.starts_with("#234: words in #223344 on dark paper (#242424)"), "{dark}");
    }

    #[test]
    fn a_pair_for_the_dark_is_enough_for_the_very_selector() {
        let dark = "@media all and (prefers-color-scheme: dark) { a, b { color: #fff; } }";
        assert_eq!(told(&format!("a {{ color: #123; }} {dark}")), [""; 0]);
        assert_eq!(told(&format!("a, c {{ color: #123; }} {dark}")).len(), 1);
        assert_eq!(told(&format!("{dark} a {{ color: #123; }}")).len(), 1);
        assert_eq!(told("@media (prefers-color-scheme: dark) { a { color: #456; } }").len(), 1);
    }

    #[test]
    fn grounds_make_legible_or_not() {
        assert_eq!(told(".band { background: #123; } h1 { color: white; }"), [""; 0]);
        assert_eq!(told(".band { background: url(x.png); } h1 { color: white; }"), [""; 0]);
        assert_eq!(told(".band { background: transparent; } h1 { color: white; }").len(), 1);
        assert_eq!(told("h1 { color: white; background-color: #123; }"), [""; 0]);
        let own = told("h1 { color: white; background: #ddd; }");
        assert!(own[0].contains("on its own ground (#dddddd)") && own.len() == 1, "{own:?}");
    }

    #[test]
    fn what_is_no_sheet_does_no_harm() {
        for text in
            ["", "{", "}", "a {", "a { color", "/*", "@media {", "a { color: ; b: }", "é { color: #é }"]
        {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }
}
