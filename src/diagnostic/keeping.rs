//! Findings on paper: kept with the texts that they show, so that they can be told again as they were told first.

use super::{Diagnostic, Related, Severity, catalogue};
use crate::model::{SourceFile, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    files: Vec<(String, String)>,
    findings: Vec<Line>,
}

/// A finding; places are the number of the file, start and end.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    code: String,
    error: bool,
    place: Option<Place>,
    message: String,
    hint: Option<String>,
    related: Vec<(Place, String)>,
    waived: Option<String>,
}

type Place = (usize, usize, usize);

impl Kept {
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings as they were; `None` if this press does not know one of their rules.
    pub fn restore(&self) -> Option<Vec<Diagnostic>> {
        let file =
            |(path, text): &(String, String)| Arc::new(SourceFile { path: path.clone(), text: text.clone() });
        let files: Vec<Arc<SourceFile>> = self.files.iter().map(file).collect();
        let span = |(file, start, end): &Place| Some(Span::new(files.get(*file)?, *start..*end));
        let restore = |line: &Line| {
            let related = line
                .related
                .iter()
                .map(|(place, message)| Some(Related { span: span(place)?, message: message.clone() }));
            Some(Diagnostic {
                code: catalogue::rule(&line.code)?.code,
                severity: if line.error { Severity::Error } else { Severity::Warning },
                span: match &line.place {
                    Some(place) => Some(span(place)?),
                    None => None,
                },
                message: line.message.clone(),
                hint: line.hint.clone(),
                related: related.collect::<Option<_>>()?,
                waived: line.waived.clone(),
            })
        };
        self.findings.iter().map(restore).collect()
    }
}

/// Puts findings on paper.
pub fn keep(found: &[Diagnostic]) -> Kept {
    let mut files: Vec<Arc<SourceFile>> = Vec::new();
    let mut place = |span: &Span| {
        let known = files.iter().position(|file| *file == span.file);
        let file = known.unwrap_or_else(|| {
            files.push(Arc::clone(&span.file));
            files.len() - 1
        });
        (file, span.start, span.end)
    };
    let findings = found.iter().map(|finding| Line {
        code: finding.code.to_owned(),
        error: finding.severity == Severity::Error,
        place: finding.span.as_ref().map(&mut place),
        message: finding.message.clone(),
        hint: finding.hint.clone(),
        related: finding.related.iter().map(|more| (place(&more.span), more.message.clone())).collect(),
        waived: finding.waived.clone(),
    });
    let findings = findings.collect();
    Kept { files: files.iter().map(|file| (file.path.clone(), file.text.clone())).collect(), findings }
}
