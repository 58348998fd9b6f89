//! Findings as workflow commands of GitHub Actions, one a line, which GitHub shows beside the changed lines.

use super::{Terminal, sentences};
use diptych::diagnostic::{Diagnostic, Severity};

pub fn lines(terminal: &Terminal, found: &[Diagnostic], failures: &[String]) -> String {
    let findings =
        found.iter().filter(|finding| finding.waived.is_none()).map(|finding| line(terminal, finding));
    let failures = failures.iter().map(|failure| format!("::error title=diptych::{}\n", data(failure)));
    findings.chain(failures).collect()
}

fn line(terminal: &Terminal, finding: &Diagnostic) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = finding.span.as_ref().map(|span| {
        let ((line, column), (end_line, end_column)) = (span.line_column(), span.end_line_column());
        let file = property(&terminal.path(&span.file.path));
        // GitHub knows columns only within one line.
        let columns = match line == end_line {
            true => format!("col={column},endColumn={end_column},"),
            false => String::new(),
        };
        format!("file={file},line={line},endLine={end_line},{columns}")
    });
    let place = place.unwrap_or_default();
    format!("::{command} {place}title={}::{}\n", property(finding.code), data(&words(terminal, finding)))
}

/// The sentences of a finding with its further places, of which a command has none.
fn words(terminal: &Terminal, finding: &Diagnostic) -> String {
    let related = finding.related.iter().map(|related| {
        let (line, span) = (related.span.line_column().0, &related.span);
        format!(" See {}:{line}: {}.", terminal.path(&span.file.path), related.message)
    });
    sentences(finding) + &related.collect::<String>()
}

/// What a command says, as the toolkit of GitHub Actions escapes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, in which colon and comma have a meaning too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn signs_of_the_command_are_escaped() {
        assert_eq!(data("100 %: a, b\r\nc::d"), "100 %25: a, b%0D%0Ac::d");
        assert_eq!(property("a:b,c%3A\n"), "a%3Ab%2Cc%253A%0A");
    }
}
