//! What is told to the page, as JSON.

use diptych::diagnostic::Diagnostic;
use diptych::model::{Edition, Proof, Region, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An event of one line of data.
pub fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

/// An event of a proof with a word on what went wrong; one without pages where there is none yet.
pub fn with_failure(told: &str, failure: &str) -> String {
    let last = told.split_once("data: ").and_then(|(_, data)| serde_json::from_str(data).ok());
    let mut proof: Value = last.unwrap_or_else(|| {
        json!({
            "note": "", "title": "", "languages": "", "medium": "screen", "editions": [], "version": 0,
            "spreads": false, "rtl": false, "pages": [], "findings": [],
        })
    });
    (proof["failure"], proof["stale"]) = (failure.into(), true.into());
    event("proof", &proof)
}

/// Findings as the terminal tells them: file by file, each once.
pub fn findings<'a>(found: impl IntoIterator<Item = &'a Diagnostic>) -> Value {
    let place = |finding: &Diagnostic| {
        finding.span.as_ref().map(|span| (span.file.path.clone(), span.start, span.end))
    };
    let mut found: Vec<&Diagnostic> = found.into_iter().collect();
    found.sort_by_cached_key(|finding| place(finding));
    let mut told = BTreeSet::new();
    found.retain(|finding| {
        told.insert((finding.code, &finding.message, place(finding), finding.waived.is_some()))
    });
    found.into_iter().map(finding).collect()
}

fn finding(finding: &Diagnostic) -> Value {
    let place = finding.span.as_ref().map(|span| (span.file.path.as_str(), span.line_column()));
    let related = finding.related.iter().map(|related| {
        let (line, column) = related.span.line_column();
        json!({ "file": related.span.file.path, "line": line, "column": column, "message": related.message })
    });
    json!({
        "severity": finding.severity, "code": finding.code, "message": finding.message, "hint": finding.hint,
        "file": place.map(|(file, _)| file), "line": place.map(|(_, (line, _))| line),
        "column": place.map(|(_, (_, column))| column), "waived": finding.waived,
        "excerpt": finding.span.as_ref().map_or(json!([]), excerpt), "related": related.collect::<Vec<_>>(),
    })
}

/// The line of a place, with the line before and that after it.
fn excerpt(span: &Span) -> Value {
    let line = span.line_column().0;
    let first = line.saturating_sub(1).max(1);
    let lines = span.file.text.lines().enumerate().skip(first - 1).take(line + 2 - first);
    lines.map(|(index, text)| json!({ "number": index + 1, "text": text })).collect()
}

/// The editions of a note by their languages, with the media of each.
pub fn editions(editions: &[Edition]) -> Value {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for edition in editions {
        let tag = edition.language_tag();
        match groups.iter_mut().find(|(own, _)| *own == tag) {
            Some((_, media)) => media.push(edition.medium.as_str()),
            None => groups.push((tag, vec![edition.medium.as_str()])),
        }
    }
    let group = |(languages, media): (String, Vec<&str>)| json!({ "languages": languages, "media": media });
    groups.into_iter().map(group).collect()
}

pub fn pages(proof: Option<&Proof>) -> Value {
    let pages = proof.into_iter().flat_map(|proof| &proof.pages);
    let page = |page: &diptych::model::ProofPage| {
        let picture = format!("/picture/{}.svg", page.digest.as_str());
        json!({ "width": page.width, "height": page.height, "picture": picture })
    };
    pages.map(page).collect()
}

/// The passage that a region of a page shows.
pub fn passage(region: &Region) -> Value {
    let (line, column) = region.span.line_column();
    json!({
        "file": region.span.file.path, "line": line, "column": column, "excerpt": excerpt(&region.span),
        "region": {
            "page": region.page, "left": region.left, "top": region.top,
            "width": region.width, "height": region.height,
        },
    })
}
