//! The words of a page to the press (ISO 32000-1, 7.8.2), with colours of the screen → the same words with inks. Colours
//! are written where they are first painted with, when it is known whether words or shapes are.

use super::palette::{Paint, Palette, Subject};
use super::tokens::{Token, Tokens};
use crate::model::contrast::Rgb;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// What the numbers of a colour mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    Gray,
    /// As a screen shows it: sRGB.
    Screen,
    Process,
    Pattern,
    /// One that stays as it is.
    Kept,
}

/// What becomes of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// They are printed.
    Print,
    /// They say by their light how much of something else is seen.
    Mask,
}

/// The names of the resources that a content speaks of.
#[derive(Default)]
pub struct Names {
    pub spaces: BTreeMap<Vec<u8>, Space>,
    /// The pictures among the outside objects, which have colours of their own.
    pub pictures: BTreeSet<Vec<u8>>,
}

pub struct Inked {
    pub content: Vec<u8>,
    /// The spot colours that it prints with.
    pub spots: BTreeSet<usize>,
    /// What it says of overprinting: of lines, and of all else.
    pub overprints: BTreeSet<Overprint>,
}

/// Whether lines, and whether all else prints over what is below.
pub type Overprint = (bool, bool);

/// The name by which a content calls a spot colour.
pub fn spot_name(spot: usize) -> String {
    format!("Spot{spot}")
}

/// The name by which a content calls a state of overprinting.
pub fn overprint_name((lines, fills): Overprint) -> String {
    format!("Over{}{}", u8::from(lines), u8::from(fills))
}

/// Brings the colours of a content into inks. `begins` is what is known of overprinting where it begins: nothing within a form,
/// which is painted in the state that it finds.
pub fn ink(
    source: &[u8],
    names: &Names,
    palette: &mut Palette,
    purpose: Purpose,
    begins: Option<Overprint>,
) -> Inked {
    let state = State { fill: Side::default(), line: Side::default(), overprint: begins, outlined: false };
    let content = Vec::with_capacity(source.len());
    let inked = Inked { content, spots: BTreeSet::new(), overprints: BTreeSet::new() };
    let mut inker = Inker { source, names, palette, purpose, state, saved: Vec::new(), copied: 0, inked };
    inker.work();
    inker.inked
}

/// What is painted with, of lines or of all else.
#[derive(Clone, Copy, Default)]
struct Side {
    space: Option<Space>,
    /// The words that chose the space.
    chosen: (usize, usize),
    wanted: Option<Wanted>,
    written: Option<Written>,
}

#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Color(Rgb),
    Paint(Paint),
    /// Both the space and the colour as the source has them.
    Kept((usize, usize), (usize, usize)),
}

#[derive(Clone, Copy, PartialEq)]
enum Written {
    Paint(Paint),
    Light(f32),
    Kept((usize, usize), (usize, usize)),
}

#[derive(Clone, Copy)]
struct State {
    fill: Side,
    line: Side,
    overprint: Option<Overprint>,
    /// Whether words are drawn with lines around them.
    outlined: bool,
}

struct Inker<'a, 'p> {
    source: &'a [u8],
    names: &'a Names,
    palette: &'a mut Palette<'p>,
    purpose: Purpose,
    state: State,
    saved: Vec<State>,
    /// How much of the source is in the content, or was left out.
    copied: usize,
    inked: Inked,
}

impl Inker<'_, '_> {
    fn work(&mut self) {
        let mut operands: Vec<Token> = Vec::new();
        for token in Tokens::new(self.source) {
            if !token.is_operator {
                operands.push(token);
                continue;
            }
            let begin = operands.first().map_or(token.start, |operand| operand.start);
            self.operator(&self.source[token.start..token.end], &operands, (begin, token.end));
            operands.clear();
        }
        self.copy_to(self.source.len());
    }

    fn operator(&mut self, operator: &[u8], operands: &[Token], (begin, end): (usize, usize)) {
        match operator {
            b"q" => self.saved.push(self.state),
            b"Q" => self.state = self.saved.pop().unwrap_or(self.state),
            b"cs" | b"CS" => {
                let space = operands.first().map(|name| self.space(self.bytes(name)));
                let side = self.side(operator == b"CS");
                (side.space, side.chosen) = (space, (begin, end));
                side.wanted = match space {
                    Some(Space::Gray | Space::Screen) => Some(Wanted::Color([0; 3])),
                    Some(Space::Process) => Some(Wanted::Paint(Paint::black(1.0))),
                    Some(Space::Kept) => Some(Wanted::Kept((begin, end), (end, end))),
                    _ => None,
                };
                self.leave_out(begin, end);
            }
            b"sc" | b"scn" | b"SC" | b"SCN" => {
                let numbers = self.numbers(operands);
                let side = self.side(operator[0] == b'S');
                side.wanted = match side.space {
                    Some(Space::Pattern | Space::Kept) => Some(Wanted::Kept(side.chosen, (begin, end))),
                    _ => color(&numbers).or(side.wanted),
                };
                self.leave_out(begin, end);
            }
            b"g" | b"G" | b"rg" | b"RG" | b"k" | b"K" => {
                let numbers = self.numbers(operands);
                let side = self.side(operator[0].is_ascii_uppercase());
                side.wanted = color(&numbers).or(side.wanted);
                self.leave_out(begin, end);
            }
            b"Tr" => {
                let mode = self.numbers(operands).first().map_or(0, |mode| *mode as i32);
                self.state.outlined = matches!(mode, 1 | 2 | 5 | 6);
            }
            b"BT" | b"Tj" | b"TJ" | b"'" | b"\"" => {
                self.write_colors(begin, Subject::Words, self.state.outlined && operator != b"BT");
            }
            b"m" | b"re" => self.write_colors(begin, Subject::Shapes, true),
            b"sh" => self.knock_out(begin),
            b"Do" => {
                let name = operands.first().map(|name| self.bytes(name)[1..].to_vec());
                if name.is_some_and(|name| self.names.pictures.contains(&name)) {
                    self.knock_out(begin);
                } else {
                    self.write_colors(begin, Subject::Shapes, true);
                }
            }
            _ => {}
        }
    }

    fn side(&mut self, lines: bool) -> &mut Side {
        if lines { &mut self.state.line } else { &mut self.state.fill }
    }

    fn bytes(&self, token: &Token) -> &[u8] {
        &self.source[token.start..token.end]
    }

    fn space(&self, name: &[u8]) -> Space {
        match name {
            b"/DeviceGray" | b"/CalGray" => Space::Gray,
            b"/DeviceRGB" | b"/CalRGB" => Space::Screen,
            b"/DeviceCMYK" => Space::Process,
            b"/Pattern" => Space::Pattern,
            _ => self.names.spaces.get(&name[1..]).copied().unwrap_or(Space::Kept),
        }
    }

    fn numbers(&self, operands: &[Token]) -> Vec<f32> {
        let number = |token| str::from_utf8(self.bytes(token)).ok()?.parse().ok();
        operands.iter().filter_map(number).collect()
    }

    fn copy_to(&mut self, end: usize) {
        self.inked.content.extend_from_slice(&self.source[self.copied..end]);
        self.copied = end;
    }

    fn leave_out(&mut self, begin: usize, end: usize) {
        self.copy_to(begin);
        self.copied = end;
    }

    /// Writes the colours that are painted with from here on, unless they are written already.
    fn write_colors(&mut self, at: usize, subject: Subject, lines: bool) {
        let fill = self.write_side(at, subject, false);
        let line = if lines { self.write_side(at, subject, true) } else { None };
        if fill.is_none() && line.is_none() || self.purpose == Purpose::Mask {
            return;
        }
        let before = self.state.overprint;
        let line = line.or(before.map(|(line, _)| line)).unwrap_or(false);
        let fill = fill.or(before.map(|(_, fill)| fill)).unwrap_or(false);
        self.write_overprint(at, (line, fill));
    }

    /// What is painted next stands in place of what is below.
    fn knock_out(&mut self, at: usize) {
        if self.purpose == Purpose::Print && self.state.overprint.is_none_or(|(_, fill)| fill) {
            let line = self.state.overprint.is_some_and(|(line, _)| line);
            self.write_overprint(at, (line, false));
        }
    }

    fn write_overprint(&mut self, at: usize, overprint: Overprint) {
        if self.state.overprint == Some(overprint) {
            return;
        }
        self.copy_to(at);
        self.state.overprint = Some(overprint);
        self.inked.overprints.insert(overprint);
        self.inked.content.extend(format!("\n/{} gs\n", overprint_name(overprint)).bytes());
    }

    /// Writes the colour of lines or of all else. Whether it prints over what is below; `None` if nobody has chosen a colour.
    fn write_side(&mut self, at: usize, subject: Subject, lines: bool) -> Option<bool> {
        let wanted = self.side(lines).wanted?;
        let written = match (wanted, self.purpose) {
            (Wanted::Kept(space, color), _) => Written::Kept(space, color),
            (Wanted::Color(color), Purpose::Print) => Written::Paint(self.palette.paint(color, subject)),
            (Wanted::Paint(paint), Purpose::Print) => Written::Paint(paint),
            (Wanted::Color(color), Purpose::Mask) => Written::Light(light(color)),
            (Wanted::Paint(paint), Purpose::Mask) => Written::Light(match paint {
                Paint::Process([.., black]) => 1.0 - black,
                Paint::Spot(_, coverage) => 1.0 - coverage,
            }),
        };
        if self.side(lines).written != Some(written) {
            self.copy_to(at);
            self.side(lines).written = Some(written);
            self.write(written, lines);
        }
        Some(matches!(written, Written::Paint(paint) if paint.overprints()))
    }

    fn write(&mut self, written: Written, lines: bool) {
        let content = &mut self.inked.content;
        content.push(b'\n');
        match written {
            Written::Paint(Paint::Process(inks)) => {
                for ink in inks {
                    write_number(content, ink);
                }
                content.extend(if lines { b"K\n" } else { b"k\n" });
            }
            Written::Paint(Paint::Spot(spot, coverage)) => {
                let (space, color) = if lines { ("CS", "SCN") } else { ("cs", "scn") };
                write!(content, "/{} {space} ", spot_name(spot)).expect("memory takes all bytes");
                write_number(content, coverage);
                content.extend(color.bytes());
                content.push(b'\n');
                self.inked.spots.insert(spot);
            }
            Written::Light(light) => {
                write_number(content, light);
                content.extend(if lines { b"G\n" } else { b"g\n" });
            }
            Written::Kept(space, color) => {
                for (begin, end) in [space, color] {
                    content.extend_from_slice(&self.source[begin..end]);
                    content.push(b'\n');
                }
            }
        }
    }
}

/// A colour, by how many numbers it has.
fn color(numbers: &[f32]) -> Option<Wanted> {
    match *numbers {
        [grey] => Some(Wanted::Color([byte(grey); 3])),
        [red, green, blue] => Some(Wanted::Color([red, green, blue].map(byte))),
        [cyan, magenta, yellow, black] => Some(Wanted::Paint(Paint::Process([cyan, magenta, yellow, black]))),
        _ => None,
    }
}

pub fn byte(part: f32) -> u8 {
    (part * 255.0).round().clamp(0.0, 255.0) as u8
}

/// How light a colour is within a mask; its parts are taken as they are written, as all readers do.
pub fn light([red, green, blue]: Rgb) -> f32 {
    (0.3 * f32::from(red) + 0.59 * f32::from(green) + 0.11 * f32::from(blue)) / 255.0
}

/// A number and a blank; four decimals are finer than any plate.
fn write_number(content: &mut Vec<u8>, number: f32) {
    let number = (number * 10_000.0).round() / 10_000.0;
    write!(content, "{number} ").expect("memory takes all bytes");
}
