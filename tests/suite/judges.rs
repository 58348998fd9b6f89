//! Independent judges inside `cargo test`: PDF/UA-1 and PDF/A-2a on every PDF, each with a planted defect that the judge
//! must reject. Books are judged in `epub`.

use super::{editions, laid_out, sample};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

pub const PROFILES: [ValidationProfile; 2] = [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a];

pub fn failures(pdf: &[u8], profile: ValidationProfile) -> Vec<String> {
    let report =
        validate_pdf_bytes(pdf, &ValidationOptions::default().profile(profile)).expect("a readable PDF");
    let misread = streams_end_in_carriage_return(pdf);
    let failures = report.failures.iter().filter(|failure| !(misread && failure.rule_id == STREAM_LENGTH));
    failures.map(|failure| format!("{failure:?}")).collect()
}

/// The rule that compares the length of a stream with its bytes. This judge takes a carriage return that is the last
/// byte of the data for a part of the line end after it; veraPDF, which `.ci/run` asks, does not.
const STREAM_LENGTH: &str = "ISO 19005-2:2011:6.1.7.1:1";

fn streams_end_in_carriage_return(pdf: &[u8]) -> bool {
    pdf.windows(11).any(|window| window == b"\r\nendstream")
}

#[test]
fn every_pdf_is_accessible_and_archivable() {
    let others = ["sequence", "facing"].into_iter().flat_map(|layout| laid_out(layout, ".pdf"));
    for path in editions(".pdf").into_iter().chain(others) {
        let pdf = sample().read(&path);
        for profile in PROFILES {
            assert_eq!(failures(&pdf, profile), [""; 0], "{path} {profile:?}");
        }
    }
}

#[test]
fn the_judge_rejects_planted_defects() {
    let pdf = sample().read(&editions(".pdf")[0]);
    let planted: [(&[u8], &[u8]); 3] = [
        (b"<pdfuaid:part>1<", b"<pdfuaid:part>7<"),
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null"),
        (b"<pdfaid:conformance>A<", b"<pdfaid:conformance>Q<"),
    ];
    for (sound, broken) in planted {
        let at =
            pdf.windows(sound.len()).position(|window| window == sound).expect("the words are in the file");
        let mut spoilt = pdf.clone();
        spoilt[at..at + sound.len()].copy_from_slice(broken);
        let found: usize = PROFILES.iter().map(|profile| failures(&spoilt, *profile).len()).sum();
        assert!(found > 0, "{} was not missed", String::from_utf8_lossy(sound));
    }
}
