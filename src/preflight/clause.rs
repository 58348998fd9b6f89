//! A clause: one thing that a printing house demands, and how it is looked for in a file.

use super::file::File;
use crate::model::{Check, Demands, Outcome};

/// One line of the report.
pub struct Clause {
    /// `ink-coverage`: stable, for those who read the report by machine.
    pub name: &'static str,
    /// What it asks for, in a few words: "no more ink on one spot than the paper takes".
    pub asks: &'static str,
    /// The standard or the practice that asks for it, with its clause.
    pub source: &'static str,
    /// The limit that holds, in words with its unit.
    pub threshold: fn(&Demands) -> Option<String>,
    pub examine: fn(&File, &Demands) -> Finding,
}

/// What came of looking.
pub enum Finding {
    /// What was measured.
    Pass(String),
    /// What was measured, and the pages on which it is so, counted from 1; none where it is true of the whole file.
    Fail(String, Vec<usize>),
    /// Why it could not be looked for.
    NotRun(String),
}

impl Clause {
    pub fn check(&self, file: &File, demands: &Demands) -> Check {
        let (outcome, measured, failing) = match (self.examine)(file, demands) {
            Finding::Pass(measured) => (Outcome::Pass, measured, Vec::new()),
            Finding::Fail(measured, pages) => (Outcome::Fail, measured, pages),
            Finding::NotRun(why) => (Outcome::NotRun, why, Vec::new()),
        };
        self.told(demands, outcome, measured, failing)
    }

    /// Says why it was not looked for.
    pub fn not_run(&self, demands: &Demands, why: &str) -> Check {
        self.told(demands, Outcome::NotRun, why.to_owned(), Vec::new())
    }

    fn told(&self, demands: &Demands, outcome: Outcome, measured: String, failing: Vec<usize>) -> Check {
        let Self { name: clause, asks, source, .. } = *self;
        Check { clause, asks, source, threshold: (self.threshold)(demands), outcome, measured, failing }
    }
}
