//! Findings as SARIF 2.1.0 (OASIS, 2020), the exchange format of code hosts and editors: one log with one run.

use super::{Terminal, sentences};
use diptych::diagnostic::{Diagnostic, Severity};
use diptych::model::Span;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// What the path of a URI need not escape: the unreserved characters and the slash (RFC 3986, 2.3 and 3.3). A colon is
/// escaped too, so that a folder's name is never read as a scheme (4.2).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

pub fn log(terminal: &Terminal, found: &[Diagnostic], failures: &[String]) -> String {
    // One finding of each rule, which says what can be said of the rule.
    let mut rules: Vec<&Diagnostic> = Vec::new();
    let mut results = Vec::new();
    for finding in found {
        let rule = rules.iter().position(|rule| rule.code == finding.code).unwrap_or_else(|| {
            rules.push(finding);
            rules.len() - 1
        });
        results.push(result(terminal, finding, rule));
    }
    let notifications: Vec<Value> =
        failures.iter().map(|failure| json!({ "level": "error", "message": { "text": failure } })).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Diptych",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(descriptor).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": failures.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn descriptor(finding: &Diagnostic) -> Value {
    json!({
        "id": finding.code,
        "shortDescription": { "text": finding.code.replace('-', " ") },
        "help": { "text": sentences(finding) },
        "defaultConfiguration": { "level": level(finding) },
    })
}

fn result(terminal: &Terminal, finding: &Diagnostic, rule: usize) -> Value {
    let location = finding.span.as_ref().map(|span| json!({ "physicalLocation": place(terminal, span) }));
    let related = finding.related.iter().map(|related| {
        json!({
            "physicalLocation": place(terminal, &related.span),
            "message": { "text": related.message },
        })
    });
    let suppression =
        finding.waived.as_ref().map(|reason| json!({ "kind": "inSource", "justification": reason }));
    json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding),
        "message": { "text": sentences(finding) },
        "locations": Vec::from_iter(location),
        "relatedLocations": related.collect::<Vec<_>>(),
        // Empty, not absent: known to be unsuppressed (3.27.23).
        "suppressions": Vec::from_iter(suppression),
    })
}

fn place(terminal: &Terminal, span: &Span) -> Value {
    let ((line, column), (end_line, end_column)) = (span.line_column(), span.end_line_column());
    json!({
        "artifactLocation": { "uri": uri(&terminal.path(&span.file.path)) },
        "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
    })
}

fn level(finding: &Diagnostic) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A printed path as a reference: relative as it is, absolute with the scheme `file` (RFC 8089).
fn uri(path: &str) -> String {
    let escaped = |path| utf8_percent_encode(path, ESCAPED).to_string();
    match path.split_once(":/") {
        Some((drive, rest)) if drive.len() == 1 => format!("file:///{drive}:/{}", escaped(rest)),
        _ if path.starts_with('/') => format!("file://{}", escaped(path)),
        _ => escaped(path),
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        for (path, reference) in [
            ("sources/note/fr.md", "sources/note/fr.md"),
            ("a b/100 %/é.md", "a%20b/100%20%25/%C3%A9.md"),
            ("a:b/c#d?.md", "a%3Ab/c%23d%3F.md"),
            ("../house/x.yaml", "../house/x.yaml"),
            ("/srv/my house/x.yaml", "file:///srv/my%20house/x.yaml"),
            ("C:/my house/x.yaml", "file:///C:/my%20house/x.yaml"),
        ] {
            assert_eq!(uri(path), reference);
        }
    }
}
