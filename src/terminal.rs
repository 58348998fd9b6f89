//! All printing: findings to standard error, paths to standard output, progress where a person watches.

mod explanation;
mod github;
mod sarif;
mod verdict;

use crate::command::Color;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use clap::ValueEnum;
use diptych::diagnostic::{Diagnostic, Severity};
use diptych::model::Span;
pub use explanation::{contents, page};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
pub use verdict::verdict;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiagnosticFormat {
    /// For people: the source line, with a mark under the very words
    Text,
    /// One document for programs; columns are counted in characters, from 1
    Json,
    /// One document in SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// A workflow command a finding, for GitHub Actions
    Github,
}

pub struct Terminal {
    /// The project root as a prefix of printed paths; empty for the current folder.
    root: PathBuf,
    format: DiagnosticFormat,
    colored: bool,
    quiet: bool,
}

impl Terminal {
    pub fn new(root: &Path, format: DiagnosticFormat, color: Color, quiet: bool) -> Self {
        let root = if root == Path::new(".") { PathBuf::new() } else { root.to_owned() };
        let colored = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stderr().is_terminal(),
        };
        Self { root, format, colored, quiet }
    }

    /// For commands that print no findings.
    pub fn plain() -> Self {
        Self::new(Path::new("."), DiagnosticFormat::Text, Color::Auto, false)
    }

    /// Prints all findings of a run, file by file and each once, and why the program could not do what was asked; as
    /// JSON or SARIF, exactly one document, also when there is nothing to say.
    pub fn report(&self, mut found: Vec<Diagnostic>, failures: &[String]) {
        let place = |finding: &Diagnostic| {
            finding.span.as_ref().map(|span| (span.file.path.clone(), span.start, span.end))
        };
        found.sort_by_cached_key(place);
        // What is wrong with a template is found once an edition.
        let mut told = BTreeSet::new();
        found.retain(|finding| {
            told.insert((finding.code, finding.message.clone(), place(finding), finding.waived.is_some()))
        });
        let text = match self.format {
            DiagnosticFormat::Text => self.text(&found, failures),
            DiagnosticFormat::Json => self.json(&found, failures),
            DiagnosticFormat::Sarif => sarif::log(self, &found, failures),
            DiagnosticFormat::Github => github::lines(self, &found, failures),
        };
        // A reader that has gone away is no failure of the press.
        io::stderr().lock().write_all(text.as_bytes()).ok();
    }

    /// Whether remarks may stand beside the findings.
    pub fn remarks(&self) -> bool {
        self.format == DiagnosticFormat::Text && !self.quiet
    }

    /// Prints what is to be known of a command that prints no findings.
    pub fn remark(&self, remarks: &[String]) {
        let text: String = remarks.iter().map(|remark| format!("diptych: {remark}\n")).collect();
        io::stderr().lock().write_all(text.as_bytes()).ok();
    }

    /// A bar on the terminal while many notes are made; nothing where nobody watches.
    pub fn progress(&self, length: usize) -> ProgressBar {
        let shown =
            length > 1 && !self.quiet && self.format == DiagnosticFormat::Text && io::stderr().is_terminal();
        if !shown {
            return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{pos} of {len} notes {wide_bar} {eta}");
        ProgressBar::new(length as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    fn text(&self, found: &[Diagnostic], failures: &[String]) -> String {
        // What is waived is for programs to know.
        let found: Vec<&Diagnostic> = found.iter().filter(|finding| finding.waived.is_none()).collect();
        let renderer = if self.colored { Renderer::styled() } else { Renderer::plain() };
        let mut text: String =
            found.iter().map(|finding| self.finding(finding, &renderer) + "\n\n").collect();
        if !self.quiet && !found.is_empty() {
            text.push_str(&summary(count(found)));
        }
        text.extend(
            failures.iter().flat_map(|failure| failure.lines()).map(|line| format!("diptych: {line}\n")),
        );
        text
    }

    fn finding(&self, finding: &Diagnostic, renderer: &Renderer) -> String {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(finding.message.as_str()).id(finding.code);
        let mut group = match &finding.span {
            Some(span) => {
                let mark = AnnotationKind::Primary.span(span.start..span.end);
                title.element(self.snippet(span).annotation(mark))
            }
            None => Group::with_title(title),
        };
        for related in &finding.related {
            let span = &related.span;
            let mark = AnnotationKind::Context.span(span.start..span.end).label(related.message.as_str());
            group = group.element(self.snippet(span).annotation(mark));
        }
        if let Some(hint) = &finding.hint {
            group = group.element(Level::HELP.message(hint.as_str()));
        }
        renderer.render(&[group])
    }

    /// The lines about a place, without a mark.
    fn snippet<'a>(&self, span: &'a Span) -> Snippet<'a, Annotation<'a>> {
        Snippet::source(span.file.text.as_str()).path(self.path(&span.file.path))
    }

    fn json(&self, found: &[Diagnostic], failures: &[String]) -> String {
        let findings: Vec<Value> = found
            .iter()
            .map(|finding| {
                let related = finding
                    .related
                    .iter()
                    .map(|related| json!({ "place": self.place(&related.span), "message": related.message }));
                json!({
                    "code": finding.code, "severity": finding.severity,
                    "place": finding.span.as_ref().map(|span| self.place(span)),
                    "message": finding.message, "hint": finding.hint, "waived": finding.waived,
                    "related": related.collect::<Vec<_>>(),
                })
            })
            .collect();
        let (errors, warnings) = count(found);
        let document =
            json!({ "diagnostics": findings, "errors": errors, "warnings": warnings, "failures": failures });
        format!("{document:#}\n")
    }

    fn place(&self, span: &Span) -> Value {
        let ((line, column), (end_line, end_column)) = (span.line_column(), span.end_line_column());
        json!({
            "file": self.path(&span.file.path),
            "line": line, "column": column, "endLine": end_line, "endColumn": end_column,
        })
    }

    fn path(&self, below_root: &str) -> String {
        display(&self.root.join(below_root))
    }
}

/// What is wrong and the mend as whole sentences, for those who see them without the source line.
fn sentences(finding: &Diagnostic) -> String {
    let parts = std::iter::once(finding.message.as_str()).chain(finding.hint.as_deref());
    let sentences = parts.map(|part| {
        let mut rest = part.chars();
        let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
        let stop = if part.ends_with(['.', '?', '!', '…']) { "" } else { "." };
        format!("{first}{}{stop}", rest.as_str())
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// Whether what goes to standard output may have colours.
pub fn is_coloured(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stdout().is_terminal(),
    }
}

/// A path as it is printed on every system.
pub fn display(path: &Path) -> String {
    let text = path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
    text.strip_prefix("./").map(ToOwned::to_owned).unwrap_or(text)
}

/// Errors and warnings, but for what is waived.
fn count<'a>(found: impl IntoIterator<Item = &'a Diagnostic>) -> (usize, usize) {
    let counted = found.into_iter().filter(|finding| finding.waived.is_none());
    let (errors, warnings): (Vec<_>, Vec<_>) =
        counted.partition(|finding| finding.severity == Severity::Error);
    (errors.len(), warnings.len())
}

fn summary((errors, warnings): (usize, usize)) -> String {
    let plural = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    };
    format!("{}, {}\n", plural(errors, "error"), plural(warnings, "warning"))
}

/// Prints the paths of files written or up to date, one a line, to standard output.
pub fn list(paths: &[PathBuf]) {
    print(&paths.iter().map(|path| format!("{}\n", display(path))).collect::<String>());
}

/// Prints what a command was asked for to standard output.
pub fn print(text: &str) {
    io::stdout().lock().write_all(text.as_bytes()).ok();
}
