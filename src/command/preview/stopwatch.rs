//! A stopwatch for those who make the press faster: what the pieces of a round take. No edition ever learns of it.

use std::io::{self, Write};
use std::time::Instant;

/// Runs only where it was asked for.
#[derive(Default)]
pub struct Stopwatch {
    wanted: bool,
    last: Option<Instant>,
    line: String,
}

impl Stopwatch {
    pub fn new(wanted: bool) -> Self {
        Self { wanted, ..Self::default() }
    }

    pub fn start(&mut self) {
        self.line.clear();
        self.last = self.now();
    }

    /// What passed since the last piece was done.
    pub fn lap(&mut self, piece: &str) {
        let now = self.now();
        if let (Some(last), Some(now)) = (self.last, now) {
            let passed = now.duration_since(last).as_secs_f64() * 1000.0;
            self.line.push_str(&format!(" {piece} {passed:.1}"));
        }
        self.last = now;
    }

    /// Says all of it, in milliseconds.
    pub fn stop(&mut self) {
        if !self.line.is_empty() {
            writeln!(io::stderr(), "timings (ms):{}", self.line).ok();
        }
        self.last = None;
    }

    #[expect(clippy::disallowed_methods, reason = "what is measured here goes to the terminal alone")]
    fn now(&self) -> Option<Instant> {
        self.wanted.then(Instant::now)
    }
}
