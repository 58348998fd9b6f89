//! The planes of the press, one an ink, looked at in points: what lies in the middle of each is what lies on it, so that no
//! thin mark is mixed with what is beside it. In: marks with their inks. Out: the heaviest spot.
//!
//! All planes are one: a point holds the place of its recipe, the amounts of all inks that lie on each other there. Flat
//! colours make few recipes, however large the page is.

use hayro_interpret::BlendMode;
use std::collections::HashMap;

/// The recipe of bare paper.
pub const PAPER: u32 = 0;

/// Recipes beyond which those that nothing shows are thrown away.
const MOST_RECIPES: usize = 4 << 20;

/// What is laid over what lies there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coat {
    /// The inks that it changes; the others stay as they are.
    pub inks: u32,
    /// In 255ths.
    pub opacity: u8,
    pub blend: BlendMode,
}

impl Coat {
    /// Hides all that lies there.
    pub const OPAQUE: Self = Self { inks: u32::MAX, opacity: 255, blend: BlendMode::Normal };
}

pub struct Plane {
    pub width: usize,
    pub height: usize,
    inks: usize,
    points: Vec<u32>,
    /// The amounts of each recipe, one an ink.
    amounts: Vec<u16>,
    known: HashMap<Vec<u16>, u32>,
    /// Marks that were laid before, so that what they make of a recipe is looked up.
    coats: Vec<(Vec<u16>, Coat)>,
    mixed: HashMap<(u32, u32), u32>,
}

impl Plane {
    pub fn new(width: usize, height: usize, inks: usize) -> Self {
        Self {
            width,
            height,
            inks,
            points: vec![PAPER; width * height],
            amounts: vec![0; inks],
            known: HashMap::from([(vec![0; inks], PAPER)]),
            coats: Vec::new(),
            mixed: HashMap::new(),
        }
    }

    /// Covers all of it with one recipe.
    pub fn fill(&mut self, amounts: &[f32]) {
        let recipe = self.recipe(whole(amounts, self.inks));
        self.points.fill(recipe);
    }

    fn recipe(&mut self, amounts: Vec<u16>) -> u32 {
        if let Some(known) = self.known.get(&amounts) {
            return *known;
        }
        let recipe = (self.amounts.len() / self.inks) as u32;
        self.amounts.extend(&amounts);
        self.known.insert(amounts, recipe);
        recipe
    }

    /// A mark that is to be laid, by its number.
    pub fn coat(&mut self, amounts: &[f32], coat: Coat) -> u32 {
        let amounts = whole(amounts, self.inks);
        let known = self.coats.iter().rev().take(16).position(|known| known.1 == coat && known.0 == amounts);
        if let Some(back) = known {
            return (self.coats.len() - 1 - back) as u32;
        }
        self.coats.push((amounts, coat));
        (self.coats.len() - 1) as u32
    }

    /// Lays a mark along a row, from a point to the one before another.
    pub fn lay(&mut self, y: usize, from: usize, to: usize, coat: u32) {
        let (start, end) = (y * self.width + from.min(self.width), y * self.width + to.min(self.width));
        let Some((amounts, how)) = self.coats.get(coat as usize) else { return };
        if start >= end || y >= self.height || how.opacity == 0 {
            return;
        }
        if *how == Coat::OPAQUE {
            let recipe = self.recipe(amounts.clone());
            self.points.get_mut(start..end).unwrap_or_default().fill(recipe);
            return;
        }
        let mut last = None;
        for at in start..end {
            let Some(below) = self.points.get(at).copied() else { return };
            let above = match last {
                Some((known, above)) if known == below => above,
                _ => self.mix(below, coat),
            };
            last = Some((below, above));
            if let Some(point) = self.points.get_mut(at) {
                *point = above;
            }
        }
    }

    fn mix(&mut self, below: u32, coat: u32) -> u32 {
        if let Some(known) = self.mixed.get(&(below, coat)) {
            return *known;
        }
        let Some((amounts, how)) = self.coats.get(coat as usize) else { return below };
        let mut mixed = self.amounts_of(below).to_vec();
        for (ink, (below, above)) in mixed.iter_mut().zip(amounts).enumerate() {
            *below = blend(*below, *above, ink, *how);
        }
        let above = self.recipe(mixed);
        self.mixed.insert((below, coat), above);
        above
    }

    /// Lays amounts on one point, without remembering how.
    pub fn dab(&mut self, x: usize, y: usize, amounts: &[f32], coat: Coat) {
        let at = y * self.width + x;
        let Some(below) = self.points.get(at).copied() else { return };
        let place = below as usize * self.inks;
        let recipe = (self.amounts.len() / self.inks) as u32;
        for ink in 0..self.inks {
            let below = self.amounts.get(place + ink).copied().unwrap_or_default();
            let above = exact(amounts.get(ink).copied().unwrap_or_default());
            self.amounts.push(blend(below, above, ink, coat));
        }
        if let Some(point) = self.points.get_mut(at) {
            *point = recipe;
        }
        if recipe as usize > MOST_RECIPES.max(4 * self.points.len()) {
            self.tidy();
        }
    }

    /// Throws away the recipes that no point has.
    fn tidy(&mut self) {
        let mut kept: HashMap<u32, u32> = HashMap::new();
        let mut amounts = Vec::new();
        kept.insert(PAPER, PAPER);
        amounts.extend_from_slice(self.amounts_of(PAPER));
        let mut points = std::mem::take(&mut self.points);
        for point in &mut points {
            *point = *kept.entry(*point).or_insert_with(|| {
                amounts.extend_from_slice(self.amounts_of(*point));
                (amounts.len() / self.inks - 1) as u32
            });
        }
        (self.points, self.amounts) = (points, amounts);
        self.known = HashMap::from([(vec![0; self.inks], PAPER)]);
        self.mixed.clear();
    }

    fn amounts_of(&self, recipe: u32) -> &[u16] {
        let place = recipe as usize * self.inks;
        self.amounts.get(place..place + self.inks).unwrap_or_default()
    }

    /// How much of each ink lies on a point.
    pub fn at(&self, x: usize, y: usize) -> &[u16] {
        self.amounts_of(self.points.get(y * self.width + x).copied().unwrap_or(PAPER))
    }

    /// Whether anything was laid on a point.
    pub fn is_covered(&self, x: usize, y: usize) -> bool {
        self.at(x, y).iter().any(|amount| *amount > 0)
    }

    /// The most ink that a whole spot of three points by three has, in per cent, and the amounts that lie at its middle.
    pub fn heaviest(&self) -> (f64, Vec<f64>) {
        let recipes = self.amounts.chunks_exact(self.inks);
        let totals: Vec<u32> =
            recipes.map(|amounts| amounts.iter().map(|amount| u32::from(*amount)).sum()).collect();
        let total = |point: u32| totals.get(point as usize).copied().unwrap_or_default();
        let (mut most, mut spot) = (0, (0, 0));
        for y in 1..self.height.saturating_sub(1) {
            let row = self.points.get(y * self.width..(y + 1) * self.width).unwrap_or_default();
            let mut before = PAPER;
            let mut idle = true;
            for (x, point) in row.iter().enumerate() {
                if *point != before {
                    before = *point;
                    idle = total(*point) <= most;
                }
                if idle || x == 0 || x + 1 == self.width {
                    continue;
                }
                let around = (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| y * self.width + x));
                let around = around.map(|at| total(self.points.get(at).copied().unwrap_or(PAPER)));
                let least = around.min().unwrap_or_default();
                if least > most {
                    (most, spot) = (least, (x, y));
                    idle = total(*point) <= most;
                }
            }
        }
        let percent = |amount: f64| amount / f64::from(u16::MAX) * 100.0;
        let amounts = if most == 0 { &[] } else { self.at(spot.0, spot.1) };
        (percent(f64::from(most)), amounts.iter().map(|amount| percent(f64::from(*amount))).collect())
    }
}

fn exact(amount: f32) -> u16 {
    (amount.clamp(0.0, 1.0) * f32::from(u16::MAX)).round() as u16
}

fn whole(amounts: &[f32], inks: usize) -> Vec<u16> {
    (0..inks).map(|ink| amounts.get(ink).copied().map_or(0, exact)).collect()
}

/// What an amount of ink becomes under another (ISO 32000-2, 11.3.5, in the inks themselves: what is light there is what
/// is left away here). Modes that take the colours together count as whichever lays more.
fn blend(below: u16, above: u16, ink: usize, coat: Coat) -> u16 {
    if ink < 32 && coat.inks >> ink & 1 == 0 {
        return below;
    }
    if coat.opacity == 255 && coat.blend == BlendMode::Normal {
        return above;
    }
    let full = f32::from(u16::MAX);
    let (under, over) = (1.0 - f32::from(below) / full, 1.0 - f32::from(above) / full);
    let hard = |under: f32, over: f32| {
        if over <= 0.5 { 2.0 * under * over } else { under + (2.0 * over - 1.0) * (1.0 - under) }
    };
    let light = match coat.blend {
        BlendMode::Normal => over,
        BlendMode::Multiply => under * over,
        BlendMode::Screen => under + over - under * over,
        BlendMode::Overlay => hard(over, under),
        BlendMode::HardLight => hard(under, over),
        BlendMode::Lighten => under.max(over),
        BlendMode::ColorDodge => (under / (1.0 - over).max(1e-6)).min(1.0),
        BlendMode::ColorBurn => 1.0 - ((1.0 - under) / over.max(1e-6)).min(1.0),
        BlendMode::Difference => (under - over).abs(),
        BlendMode::Exclusion => under + over - 2.0 * under * over,
        BlendMode::SoftLight if over <= 0.5 => under - (1.0 - 2.0 * over) * under * (1.0 - under),
        BlendMode::SoftLight => {
            let root =
                if under <= 0.25 { ((16.0 * under - 12.0) * under + 4.0) * under } else { under.sqrt() };
            under + (2.0 * over - 1.0) * (root - under)
        }
        BlendMode::Darken
        | BlendMode::Hue
        | BlendMode::Saturation
        | BlendMode::Color
        | BlendMode::Luminosity => under.min(over),
    };
    let opacity = f32::from(coat.opacity) / 255.0;
    exact(1.0 - (under + (light - under) * opacity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_lie_on_each_other_or_not() {
        let mut plane = Plane::new(6, 6, 5);
        let ground = plane.coat(&[0.5, 0.4, 0.0, 0.0, 0.25], Coat::OPAQUE);
        let black = Coat { inks: 1 << 3, ..Coat::OPAQUE };
        let black = plane.coat(&[0.0, 0.0, 0.0, 1.0], black);
        (0..6).for_each(|y| plane.lay(y, 0, 6, ground));
        assert_eq!(plane.heaviest().0.round(), 115.0);
        (0..3).for_each(|y| plane.lay(y, 0, 3, black));
        assert_eq!(plane.heaviest().0.round(), 215.0);
        let veil = plane.coat(&[0.0; 5], Coat { opacity: 128, ..Coat::OPAQUE });
        (0..6).for_each(|y| plane.lay(y, 0, 6, veil));
        assert_eq!(plane.heaviest().0.round(), 107.0);
        plane.dab(1, 1, &[1.0; 5], Coat::OPAQUE);
        assert_eq!(plane.heaviest().0.round(), 107.0, "one point is no spot");
        plane.tidy();
        assert_eq!(plane.heaviest().0.round(), 107.0);
        assert_eq!(plane.at(1, 1), [u16::MAX; 5]);
    }

    #[test]
    fn modes_blend_in_inks() {
        let mix = |mode| {
            let below = exact(0.4);
            f32::from(blend(below, exact(0.5), 0, Coat { blend: mode, ..Coat::OPAQUE })) / 65535.0
        };
        for (mode, amount) in [
            (BlendMode::Multiply, 0.7),
            (BlendMode::Screen, 0.2),
            (BlendMode::Darken, 0.5),
            (BlendMode::Lighten, 0.4),
            (BlendMode::Luminosity, 0.5),
        ] {
            assert!((mix(mode) - amount).abs() < 0.001, "{mode:?}: {}", mix(mode));
        }
    }
}
