//! `black-text`: small black words are in black ink alone, and black words overprint, so that nothing must fit behind them.

use super::faults::{Fault, judge, measure, quoted};
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::File;
use crate::preflight::survey::{BLACK, Flat, Kind, Mark, Space};

pub const BLACK_TEXT: Clause = Clause {
    name: "black-text",
    asks: "black words are in black ink alone and overprint",
    source: "Ghent Workgroup, GWG2015 (black text); ISO 32000-1, 11.7.4",
    threshold: |_| Some(format!("black alone up to {SMALL} pt")),
    examine,
};

/// Up to this size four inks do not meet well enough to be read, in points.
const SMALL: f64 = 12.0;

fn examine(file: &File, demands: &Demands) -> Finding {
    judge(
        file,
        demands,
        true,
        |survey, _, mark| {
            let Kind::Words { size, words } = &mark.kind else { return None };
            let flat = survey.flat(mark)?;
            let (words, size) = (quoted(words), if size.is_finite() { *size } else { 0.0 });
            if is_rich(flat) && size <= SMALL + 0.01 {
                let total: f32 = flat.amounts.iter().sum();
                let words = format!("{words} in {:.0} % of ink, {} pt", total * 100.0, measure(size));
                return Some(Fault { weight: 1000.0 + f64::from(total), words });
            }
            let knocks = is_black(flat) && !overprints(flat, mark);
            knocks.then(|| Fault { weight: 1.0, words: format!("{words} in black does not overprint") })
        },
        |survey| {
            let marks = survey.sheets.iter().flat_map(|sheet| &sheet.marks);
            let black = |mark: &Mark| {
                matches!(mark.kind, Kind::Words { .. }) && survey.flat(mark).is_some_and(is_black)
            };
            if marks.clone().any(black) { "black alone, overprinting" } else { "no black words" }.to_owned()
        },
    )
}

/// Black ink, and no other.
fn is_black(flat: &Flat) -> bool {
    let others = flat.amounts.iter().enumerate().filter(|(ink, _)| *ink != BLACK);
    flat.amounts.get(BLACK).is_some_and(|black| *black >= 0.995)
        && others.map(|(_, amount)| *amount).sum::<f32>() < 0.005
}

/// What looks black, and is made of several inks: much black with others, or so much of all that hardly any light of any
/// colour comes back. A dark green or blue is a colour.
fn is_rich(flat: &Flat) -> bool {
    let amount = |ink: usize| flat.amounts.get(ink).copied().unwrap_or_default();
    let colours = [amount(0), amount(1), amount(2)];
    let most = colours.into_iter().fold(0.0, f32::max);
    let least = colours.into_iter().fold(1.0, f32::min);
    amount(BLACK) >= 0.85 && most > 0.01 || (1.0 - least) * (1.0 - amount(BLACK)) <= 0.15 && least > 0.01
}

/// Whether black leaves the inks below as they are. Grey speaks of all inks of the process, so that it does not.
fn overprints(flat: &Flat, mark: &Mark) -> bool {
    mark.overprint
        && match flat.space.as_ref() {
            Space::Cmyk(true) => mark.nonzero,
            Space::Colorants(_) => true,
            _ => false,
        }
}
