//! `diptych preflight`: any PDF, examined as a printing house does.

use super::{Color, Outcome};
use crate::terminal;
use clap::{Args, ValueEnum};
use diptych::model::{Demands, PrintProfile, Stock};
use diptych::{Press, crew, load, preflight as room};
use serde_json::Value;
use std::path::{Path, PathBuf, absolute};

#[derive(Debug, Args)]
pub struct PreflightArguments {
    /// The PDFs, from anywhere
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The paper it is printed on, with what is usual for it [default: that of the house, else coated]
    #[arg(long, value_enum, value_name = "STOCK")]
    stock: Option<Paper>,
    /// Sheets are folded and stitched, so that the pages must be a multiple of four
    #[arg(long)]
    stitched: bool,
    /// The folder of the house whose printing house is meant [default: the one in whose out/ the file lies]
    #[arg(long, value_name = "ROOT", conflicts_with = "stock")]
    house: Option<PathBuf>,
    /// How the verdict is written to standard output; json is exactly one document
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Colours in the verdict
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Paper {
    /// 300 % of ink at the most, pictures of 300 ppi at the least
    Coated,
    /// 280 % of ink, pictures of 300 ppi
    Uncoated,
    /// 240 % of ink, pictures of 200 ppi
    Newsprint,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: a line a clause, what fails first
    Text,
    /// For programs: a list of reports, one a file
    Json,
}

impl Paper {
    fn stock(self) -> Stock {
        match self {
            Self::Coated => Stock::Coated,
            Self::Uncoated => Stock::Uncoated,
            Self::Newsprint => Stock::Newsprint,
        }
    }
}

pub fn preflight(arguments: &PreflightArguments) -> Outcome {
    let examined = crew::work(crew::default_size(), &arguments.files, |file| {
        let demands = arguments.demands(file)?;
        Ok(room::preflight(&load::load_file(file)?, &demands))
    });
    let mut verdicts = Vec::new();
    let mut failures: Vec<String> = Vec::new();
    for (file, examined) in arguments.files.iter().zip(examined) {
        match examined {
            Ok(verdict) => verdicts.push((file, verdict)),
            Err(failure) => failures.push(failure),
        }
    }
    let text = match arguments.format {
        Format::Text => {
            let coloured = terminal::is_coloured(arguments.color);
            let told = verdicts.iter().map(|(file, verdict)| terminal::verdict(file, verdict, coloured));
            told.collect::<Vec<_>>().join("\n")
        }
        Format::Json => {
            let reports =
                verdicts.iter().map(|(file, verdict)| verdict.report(&terminal::display(file), None));
            format!("{:#}\n", Value::Array(reports.collect()))
        }
    };
    terminal::print(&text);
    let well = verdicts.iter().all(|(_, verdict)| verdict.passes());
    Outcome { well, failures, ..Outcome::default() }
}

impl PreflightArguments {
    /// What is demanded of a file: what the command line says, else its house.
    ///
    /// # Errors
    /// When the house that is named cannot be read.
    fn demands(&self, file: &Path) -> Result<Demands, String> {
        let mut demands = match (self.stock, &self.house) {
            (Some(stock), _) => Demands::of(stock.stock()),
            (None, Some(root)) => of_house(root).ok_or_else(|| {
                format!("there is no house in {}: name the folder that holds sources/", root.display())
            })?,
            (None, None) => home(file).and_then(|root| of_house(&root)).unwrap_or_default(),
        };
        demands.stitched |= self.stitched;
        Ok(demands)
    }
}

/// What the printing house of a house demands.
fn of_house(root: &Path) -> Option<Demands> {
    let press = Press::open(root, None).value?;
    Some(press.house.profile.print.as_ref().map(PrintProfile::demands).unwrap_or_default())
}

/// The house in whose `out/` a file lies.
fn home(file: &Path) -> Option<PathBuf> {
    let file = absolute(file).ok()?;
    let out = file.ancestors().filter(|above| above.file_name().is_some_and(|name| name == "out"));
    let roots = out.filter_map(Path::parent).filter(|root| root.join("sources/house.yaml").is_file());
    roots.map(Path::to_owned).next()
}
