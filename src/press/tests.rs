//! The report for the printing house, at its worst: more clauses than the press has, and a third of them failed at length.

use crate::model::{Check, Demands, Edition, FairCopy, Medium, Outcome, Stock, Verdict};
use crate::{Press, merge, typeset};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use std::path::Path;

/// A verdict of so many clauses; every third failed, every third could not be asked.
fn verdict(clauses: usize) -> Verdict {
    let check = |number: usize| Check {
        clause: "made-up",
        asks: "a clause whose words are about as long as those of the longest one are",
        source: "nowhere",
        threshold: Some("no more than 300 %".to_owned()),
        outcome: [Outcome::Fail, Outcome::Pass, Outcome::NotRun][number % 3],
        measured: match number % 3 {
            0 => format!("{number} % on a spot, in words that are longer than the column is wide, and on"),
            _ => format!("{number} pages"),
        },
        failing: vec![1, 2, 5, 9, 12],
    };
    Verdict {
        pages: 16,
        trim: Some([210.0, 297.0]),
        condition: Some("PSO Coated FOGRA51 (EFI) for a press in another country".to_owned()),
        demands: Demands::of(Stock::Uncoated),
        checks: (0..clauses).map(check).collect(),
        spots: ["PANTONE 3308 C", "PANTONE 1665 C", "PANTONE Reflex Blue C"].map(str::to_owned).to_vec(),
    }
}

/// The report on the sample house's note in each of its languages, and how many pages it has.
fn reports(verdict: &Verdict) -> Vec<(String, usize, Vec<u8>)> {
    let mut found = Vec::new();
    let press = Press::open(Path::new(env!("CARGO_MANIFEST_DIR")), None).collect(&mut found);
    let press = press.expect("the sample house");
    let copy = press.check("inclusive-digitalisation", 1).collect(&mut found).expect("a sound note");
    let report = |language: &str| {
        let mut found = Vec::new();
        let is_own = |copy: &&FairCopy| copy.language.as_str() == language;
        let copy_in = copy.copies.iter().find(is_own).expect("a fair copy");
        let model = copy.note.editions.first().expect("an edition");
        let languages = vec![copy_in.language];
        let edition = Edition { languages, medium: Medium::Print, ..model.clone() };
        let shown = press.reproduce(&copy, &[Medium::Screen, Medium::Print], 1, &mut found);
        let templates = press.templates();
        let manuscript = merge::merge(&[copy_in], &shown.print, &press.house, templates, &edition, None);
        let manuscript = manuscript.collect(&mut found).expect("a manuscript");
        let report = merge::merge_report(verdict, &manuscript, &shown.screen, &press.house, templates);
        let report = report.collect(&mut found).expect("a report");
        let sheets = typeset::typeset(&report.leaves[0], &report, press.engine());
        let sheets = sheets.collect(&mut found).expect("sheets");
        let pages = sheets.page_map().page_count;
        let pdf = sheets.pdf().collect(&mut found).expect("a PDF");
        assert!(found.is_empty(), "{language}: {:?}", found.iter().map(|it| &it.message).collect::<Vec<_>>());
        (language.to_owned(), pages, pdf)
    };
    ["fr", "en", "es", "ar"].map(report).to_vec()
}

#[test]
fn a_report_stays_on_its_page() {
    for clauses in [0, 31, 48] {
        for (language, pages, _) in reports(&verdict(clauses)) {
            assert_eq!(pages, 1, "{clauses} clauses in '{language}'");
        }
    }
    // More than any page holds are not pressed into one.
    assert!(reports(&verdict(200)).iter().all(|(_, pages, _)| *pages > 1));
}

#[test]
fn a_report_is_accessible_and_archivable() {
    for (language, _, pdf) in reports(&verdict(35)) {
        for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
            let judged = validate_pdf_bytes(&pdf, &ValidationOptions::default().profile(profile));
            let failures = judged.expect("a readable PDF").failures;
            // This judge takes a carriage return at the end of a stream for a part of the line end after it.
            let failures: Vec<_> = failures
                .iter()
                .filter(|failure| failure.rule_id != "ISO 19005-2:2011:6.1.7.1:1")
                .map(|failure| format!("{failure:?}"))
                .collect();
            assert_eq!(failures, [""; 0], "{language} {profile:?}");
        }
    }
}
