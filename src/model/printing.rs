//! Printing: what a house says of its printing house, what that demands of a file, and what was found in one.

mod findings;
mod measures;

use super::{Edition, Span, Text};
use crate::{choice, record};
pub use measures::{InkLimit, LineWeight, Margin, Resolution, TypeSize};
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// Offset on coated paper, as Europe prints (ISO 12647-2, characterisation data FOGRA39L).
pub const FOGRA39: &[u8] = include_bytes!("../../inks/FOGRA39L_coated.icc");

/// How far artwork reaches beyond the edge at which the sheet is cut, in millimetres.
pub const BLEED: f64 = 3.0;

/// How wide the strip for marks around the bleed is, in millimetres.
pub const SLUG: f64 = 10.0;

record! {
    /// `print` of `house.yaml`: how the house has its editions printed.
    pub struct PrintProfile {
        /// The ICC profile that the printing house names, by its path from the project's folder.
        pub profile: Option<Text>,
        /// How pictures are brought into the inks of the press.
        pub intent: Option<Intent>,
        /// The paper of the printing house.
        pub stock: Option<Stock>,
        /// Whether marks for cutting and registration, the colour bar and the slug line stand around the sheet.
        pub marks: Option<bool>,
        /// What the printing house calls the order, for the slug line.
        pub job: Option<Text>,
        /// How pages are laid out on larger sheets, in a file of its own.
        pub imposition: Option<Imposition>,
        /// What the printing house demands, where it is not what is usual for the paper.
        pub demands: Option<DemandEntry>,
    }
}

choice! {
    /// A rendering intent (ICC.1:2022, 6.2).
    pub enum Intent {
        Relative = "relative",
        Perceptual = "perceptual",
        Saturation = "saturation",
    }
}

choice! {
    /// What is printed on.
    pub enum Stock {
        Coated = "coated",
        Uncoated = "uncoated",
        Newsprint = "newsprint",
    }
}

choice! {
    /// How pages are laid out on larger sheets.
    pub enum Imposition {
        /// Two pages beside each other on both sides of a sheet, sheets laid into each other and stitched through the fold.
        Booklet = "booklet",
    }
}

record! {
    /// What a printing house demands, where it differs from what is usual for the stock.
    pub struct DemandEntry {
        /// The most ink on one spot, in per cent of full coverage: 300.
        pub ink: Option<InkLimit>,
        /// The least resolution of pictures, in pixels an inch: 300.
        pub pictures: Option<Resolution>,
        /// The thinnest line, in points: 0.25.
        pub lines: Option<LineWeight>,
        /// The smallest type, in points: 6.
        pub r#type: Option<TypeSize>,
        /// How near words may come to the edge at which the sheet is cut, in millimetres: 5.
        pub margin: Option<Margin>,
    }
}

/// The conditions under which the house has its editions printed.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The ICC profile of the press.
    pub profile: Cow<'static, [u8]>,
    /// Where the house names it.
    pub place: Option<Span>,
}

impl Default for Condition {
    fn default() -> Self {
        Self { profile: Cow::Borrowed(FOGRA39), place: None }
    }
}

/// What a file must be like to be printed on a stock.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Demands {
    pub stock: &'static str,
    /// The most ink on one spot, in per cent of full coverage.
    pub ink: f64,
    /// The least resolution of pictures, in pixels an inch.
    pub pictures: f64,
    /// The least resolution of pictures in black and white without greys.
    pub bitmaps: f64,
    /// The thinnest line, in points.
    pub lines: f64,
    /// The smallest type, in points.
    pub r#type: f64,
    /// How far artwork reaches beyond the edge, in millimetres.
    pub bleed: f64,
    /// How near words may come to the edge, in millimetres.
    pub margin: f64,
    /// Whether the sheets are stitched, so that their pages are a multiple of four.
    pub stitched: bool,
}

impl Demands {
    /// What is usual for a stock: ink after ISO 12647-2 and -3 as printing houses ask for it.
    pub fn of(stock: Stock) -> Self {
        let ink = match stock {
            Stock::Coated => 300.0,
            Stock::Uncoated => 280.0,
            Stock::Newsprint => 240.0,
        };
        Self {
            stock: stock.as_str(),
            ink,
            pictures: if stock == Stock::Newsprint { 200.0 } else { 300.0 },
            bitmaps: 800.0,
            lines: 0.25,
            r#type: 6.0,
            bleed: BLEED,
            margin: 5.0,
            stitched: false,
        }
    }
}

impl Default for Demands {
    fn default() -> Self {
        Self::of(Stock::Coated)
    }
}

impl PrintProfile {
    /// What the printing house of this profile demands.
    pub fn demands(&self) -> Demands {
        let mut demands = Demands::of(self.stock.unwrap_or(Stock::Coated));
        demands.stitched = self.imposition == Some(Imposition::Booklet);
        let Some(own) = &self.demands else { return demands };
        for (demand, own) in [
            (&mut demands.ink, own.ink.map(|ink| ink.0)),
            (&mut demands.pictures, own.pictures.map(|resolution| resolution.0)),
            (&mut demands.lines, own.lines.map(|weight| weight.0)),
            (&mut demands.r#type, own.r#type.map(|size| size.0)),
            (&mut demands.margin, own.margin.map(|margin| margin.0)),
        ] {
            *demand = own.unwrap_or(*demand);
        }
        demands
    }
}

/// What preflight says of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    pub pages: usize,
    /// Width and height of the first page when it is cut, in millimetres.
    pub trim: Option<[f64; 2]>,
    /// What the file calls the condition that it is to be printed under.
    pub condition: Option<String>,
    pub demands: Demands,
    /// One a clause, in the order in which they are told.
    pub checks: Vec<Check>,
    /// The spot colours of the file, by name.
    pub spots: Vec<String>,
}

impl Verdict {
    /// Whether nothing keeps the file from being printed.
    pub fn passes(&self) -> bool {
        self.outcome() == Outcome::Pass
    }

    /// What comes of all clauses together: a file passes when each of them was looked for and holds.
    pub fn outcome(&self) -> Outcome {
        let has = |outcome| self.checks.iter().any(|check| check.outcome == outcome);
        match (has(Outcome::Fail), has(Outcome::NotRun)) {
            (true, _) => Outcome::Fail,
            (false, true) => Outcome::NotRun,
            (false, false) => Outcome::Pass,
        }
    }

    /// The report of a file for programs: `file` by its name or path, the edition if it is one of the house's.
    pub fn report(&self, file: &str, edition: Option<&Edition>) -> Value {
        let languages = |edition: &Edition| {
            edition.languages.iter().map(|language| language.to_string()).collect::<Vec<_>>()
        };
        let edition = edition.map(|edition| {
            json!({
                "note": edition.note, "languages": languages(edition), "medium": edition.medium.as_str(),
            })
        });
        json!({
            "file": file, "edition": edition, "verdict": self.outcome(), "pages": self.pages,
            "trim": self.trim, "condition": self.condition, "demands": self.demands, "spots": self.spots, "checks": self.checks,
        })
    }
}

/// What came of one clause.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// The name of the clause: `ink-coverage`.
    pub clause: &'static str,
    /// What it asks for.
    pub asks: &'static str,
    /// The standard or the practice that asks for it, with its clause.
    pub source: &'static str,
    /// The limit that holds, in words with its unit: `300 %`.
    pub threshold: Option<String>,
    pub outcome: Outcome,
    /// What was measured, in words with its unit; why nothing was, if the check was not run.
    pub measured: String,
    /// The pages on which it fails, counted from 1; none where the whole file does.
    pub failing: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Pass,
    Fail,
    NotRun,
}
