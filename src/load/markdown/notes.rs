//! Footnotes: where each is written, and that each is referred to exactly once.

use crate::diagnostic::Diagnostic;
use crate::model::{SourceFile, Span};
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The footnotes of a file by label. Markdown does not tell capitals in labels apart.
pub struct Notes(BTreeMap<String, Note>);

pub struct Note {
    /// The event with which the note's content begins.
    pub content: usize,
    /// `[^1]:`
    pub span: Span,
    /// The places that refer to it.
    pub references: Vec<Span>,
}

impl Notes {
    /// Finds every footnote, and those that are written twice.
    pub fn index(
        file: &Arc<SourceFile>,
        events: &[(Event, Range<usize>)],
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut notes = BTreeMap::new();
        for (index, (event, range)) in events.iter().enumerate() {
            let Event::Start(Tag::FootnoteDefinition(label)) = event else { continue };
            let span = Span::new(file, range.clone());
            let head = span.text().find("]:").map_or(0, |at| at + 2);
            let note = Note { content: index + 1, span: span.part(0..head), references: Vec::new() };
            if note.span.text().is_empty() || !matches!(events.get(index + 1), Some((Event::Start(_), _))) {
                let message = format!("the footnote [^{label}] is empty");
                found.push(
                    Diagnostic::error("empty-footnote", note.span.clone(), message)
                        .hint("write its text, or delete it and the reference to it"),
                );
            }
            match notes.entry(label.to_lowercase()) {
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(note);
                }
                std::collections::btree_map::Entry::Occupied(first) => {
                    let line = first.get().span.line_column().0;
                    let message = format!("the footnote [^{label}] is written a second time");
                    found.push(
                        Diagnostic::error("duplicate-footnote", note.span, message).hint(format!(
                            "it stands in line {line} already: give this one a label of its own"
                        )),
                    );
                }
            }
        }
        Self(notes)
    }

    pub fn get(&mut self, label: &str) -> Option<&mut Note> {
        self.0.get_mut(&label.to_lowercase())
    }

    /// Reports the notes to which nothing refers: they would not be printed.
    pub fn find_unused(&self, found: &mut Vec<Diagnostic>) {
        for note in self.0.values().filter(|note| note.references.is_empty()) {
            let label = note.span.text().trim_end_matches(':').to_owned();
            let message = format!("nothing refers to the footnote {label}");
            found.push(
                Diagnostic::error("unused-footnote", note.span.clone(), message)
                    .hint(format!("write {label} in the text where the note belongs, or delete the note")),
            );
        }
    }
}
