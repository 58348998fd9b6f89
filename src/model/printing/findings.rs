//! What preflight found in an edition of the press, as findings of its note. The mends stand in the documentation, whose table
//! is read here: `docs/print.md` has a line for each clause.

use super::{Check, Outcome, Verdict};
use crate::diagnostic::Diagnostic;
use crate::model::{Edition, Span};

const PAGE: &str = include_str!("../../../docs/print.md");

/// The table of the clauses that texts, pictures and brand can break, up to that of the others.
const OF_SOURCES: [&str; 2] = ["### In the sources", "### In the file"];

impl Verdict {
    /// `preflight`: what a printing house would send an edition back for. `place` is what begins on a page.
    pub fn findings(&self, edition: &Edition, place: impl Fn(usize) -> Option<Span>) -> Vec<Diagnostic> {
        let held = self.checks.iter().filter(|check| check.outcome != Outcome::Pass);
        let span = |check: &Check| place(check.failing.first().copied().unwrap_or(1));
        held.map(|check| Diagnostic { span: span(check), ..finding(check, edition) }).collect()
    }
}

fn finding(check: &Check, edition: &Edition) -> Diagnostic {
    let Check { clause, asks, measured, .. } = check;
    let file = format!("the print PDF in '{}'", edition.language_tag());
    let what = pages(&check.failing).map_or_else(|| file.clone(), |pages| format!("{file}, {pages},"));
    let limit = check.threshold.as_ref().map(|limit| format!(", where the printing house asks for {limit}"));
    let limit = limit.unwrap_or_default();
    let message = match check.outcome {
        Outcome::NotRun => format!("'{clause}' could not be looked for in {file}: {measured}"),
        _ => format!("{what} fails '{clause}' ({asks}): {measured}{limit}"),
    };
    let fault = "this is a fault of the program, not of the sources: please report it";
    let hint = mend(clause).filter(|_| check.outcome == Outcome::Fail).unwrap_or(fault);
    Diagnostic::warning("preflight", None, message).hint(hint)
}

/// "page 3", "pages 3 and 5", "pages 1, 2, 3 and 9 more".
fn pages(failing: &[usize]) -> Option<String> {
    let named: Vec<String> = failing.iter().take(4).map(usize::to_string).collect();
    let more = failing.len() - named.len();
    Some(match &named[..] {
        [] => return None,
        [page] => format!("page {page}"),
        [most @ .., _] if more > 0 => format!("pages {} and {} more", most.join(", "), more + 1),
        [most @ .., last] => format!("pages {} and {last}", most.join(", ")),
    })
}

/// What to do about a clause that sources can break.
fn mend(clause: &str) -> Option<&'static str> {
    let table = PAGE.split_once(OF_SOURCES[0])?.1.split_once(OF_SOURCES[1])?.0;
    let row = table.lines().find_map(|line| line.strip_prefix(&format!("| `{clause}` | ")))?;
    Some(row.split_once(" | ")?.1.trim_end_matches('|').trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Demands, Format, Language, Layout, Medium, Paper};

    fn edition() -> Edition {
        Edition {
            note: "note".to_owned(),
            languages: vec![Language::new("fr").expect("a code")],
            medium: Medium::Print,
            layout: Layout::Columns,
            format: Format { paper: Paper::A4, large_print: false, cover: false },
        }
    }

    fn check(clause: &'static str, outcome: Outcome, failing: &[usize]) -> Check {
        let measured = "3 pages".to_owned();
        let threshold = Some("a multiple of 4".to_owned());
        Check {
            clause,
            asks: "it holds",
            source: "",
            threshold,
            outcome,
            measured,
            failing: failing.to_vec(),
        }
    }

    #[test]
    fn what_does_not_pass_is_told_with_its_page_and_mend() {
        let checks = vec![
            check("page-count", Outcome::Pass, &[]),
            check("page-count", Outcome::Fail, &[]),
            check("trim-box", Outcome::Fail, &[2, 3]),
            check("page-count", Outcome::NotRun, &[]),
        ];
        let (trim, condition, demands) = (None, None, Demands::default());
        let verdict = Verdict { pages: 3, trim, condition, demands, checks, spots: Vec::new() };
        let found = verdict.findings(&edition(), |_| None);
        let told: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "the print PDF in 'fr' fails 'page-count' (it holds): 3 pages, where the printing house asks for a multiple of 4",
                "the print PDF in 'fr', pages 2 and 3, fails 'trim-box' (it holds): 3 pages, where the printing house asks for a multiple of 4",
                "'page-count' could not be looked for in the print PDF in 'fr': 3 pages",
            ]
        );
        let hints: Vec<&str> = found.iter().filter_map(|finding| finding.hint.as_deref()).collect();
        assert!(hints[0].contains("multiple of four") && !hints[0].contains('|'), "{hints:?}");
        assert!(hints[1].contains("report it") && hints[2].contains("report it"), "{hints:?}");
    }

    #[test]
    fn pages_are_named_as_far_as_one_reads_them() {
        assert_eq!(pages(&[]), None);
        assert_eq!(pages(&[3]).as_deref(), Some("page 3"));
        assert_eq!(pages(&[1, 2, 3, 4]).as_deref(), Some("pages 1, 2, 3 and 4"));
        assert_eq!(pages(&[1, 2, 3, 4, 5, 6]).as_deref(), Some("pages 1, 2, 3 and 3 more"));
    }
}
