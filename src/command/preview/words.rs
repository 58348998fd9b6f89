//! What is told to the page, as JSON.

use diptych::diagnostic::Diagnostic;
use diptych::model::{Edition, Proof, Region, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

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
    let related = finding.related.iter().map(|related| {
        let mut told = place(Some(&related.span));
        told["message"] = related.message.as_str().into();
        told
    });
    let mut told = place(finding.span.as_ref());
    told["severity"] = json!(finding.severity);
    told["code"] = json!(finding.code);
    told["message"] = json!(finding.message);
    told["hint"] = json!(finding.hint);
    told["waived"] = json!(finding.waived);
    told["excerpt"] = finding.span.as_ref().map_or(json!([]), excerpt);
    told["related"] = related.collect();
    told
}

/// Where something stands, by the names that findings in JSON have for it; nulls where that is nowhere.
fn place(span: Option<&Span>) -> Value {
    let (start, end) = (span.map(Span::line_column), span.map(Span::end_line_column));
    json!({
        "file": span.map(|span| &span.file.path),
        "line": start.map(|(line, _)| line), "column": start.map(|(_, column)| column),
        "endLine": end.map(|(line, _)| line), "endColumn": end.map(|(_, column)| column),
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

/// The passage that a region of a page shows, with all that comes from the same line of the sources on that page.
pub fn passage(proof: &Proof, region: &Region) -> Value {
    let own = line(&region.span);
    let mates = proof.regions.iter().filter(|mate| {
        let same = mate.page == region.page && mate.span.file.path == region.span.file.path;
        same && own.contains(&mate.span.start)
    });
    let mut told = place(Some(&region.span));
    told["excerpt"] = excerpt(&region.span);
    told["region"] = rectangle(region);
    told["regions"] = mates.map(rectangle).collect();
    told
}

fn rectangle(region: &Region) -> Value {
    json!({
        "page": region.page, "left": region.left, "top": region.top,
        "width": region.width, "height": region.height,
    })
}

/// The bytes of the line on which a span begins, with the end of it.
fn line(span: &Span) -> RangeInclusive<usize> {
    let text = span.file.text.as_bytes();
    let (before, after) = text.split_at(span.start.min(text.len()));
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = after.iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| span.start + at);
    start..=end
}
