//! The fences `::: kind` … `:::`. In: the file. Out: the fences, and the text in which a thematic break stands for each
//! of their lines, so that Markdown sees a boundary there and all places stay as they are.

use super::options;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Display, SourceFile, Span};
use pulldown_cmark::{Event, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The fence that gives the agenda its place.
const AGENDA: &str = "agenda";
/// The fence that gives the speakers' cards their place.
const SPEAKERS: &str = "speakers";

/// The kinds of fence that there are.
fn kinds() -> impl Iterator<Item = &'static str> + Clone {
    [AGENDA, SPEAKERS].into_iter().chain(Display::ALL.iter().map(|display| display.as_str()))
}

/// What a fence holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// The place of the agenda.
    Agenda,
    /// The place of the speakers' cards.
    Cards,
    Display(Display),
}

impl Holds {
    /// By the word after the colons, which is among the kinds.
    fn of(kind: &str) -> Self {
        match Display::from_word(kind) {
            Some(display) => Self::Display(display),
            None if kind == SPEAKERS => Self::Cards,
            None => Self::Agenda,
        }
    }
}

/// One fence whose kind is known.
#[derive(Clone, Debug)]
pub struct Fence {
    pub holds: Holds,
    /// Its opening line.
    pub open: Range<usize>,
    /// Its closing line; nothing if it is not closed.
    pub close: Range<usize>,
}

/// Finds all fences. Lines within code are left alone.
pub fn scan<'a>(file: &'a Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> (Cow<'a, str>, Vec<Fence>) {
    let text = &file.text;
    let lines = fence_lines(text);
    let mut fences = Vec::new();
    let mut open: Option<(Range<usize>, bool)> = None;
    let mut refuse = |code, line: &Range<usize>, message: String, hint: String| {
        found.push(Diagnostic::error(code, Span::new(file, line.clone()), message).hint(hint));
    };
    for line in &lines {
        let kind = kind_of(text, line);
        match (&open, kind) {
            (None, "") => refuse(
                "stray-fence",
                line,
                "this fence closes nothing".into(),
                "delete it, or open a fence above it with a line such as ::: agenda".into(),
            ),
            (None, _) => {
                let known = kinds().any(|known| known == kind);
                if !known {
                    let hint = match nearest(kind, kinds()) {
                        Some(kind) => format!("did you mean '::: {kind}'?"),
                        None => {
                            format!("the kinds are '::: {}'", kinds().collect::<Vec<_>>().join("', '::: "))
                        }
                    };
                    refuse("unknown-fence", line, format!("there is no fence of the kind '{kind}'"), hint);
                }
                open = Some((line.clone(), known));
            }
            (Some((first, known)), "") => {
                let body = &text[first.end..line.start];
                let kind = kind_of(text, first);
                if [AGENDA, SPEAKERS].contains(&kind) && !body.trim().is_empty() && !body.contains("\n:::") {
                    let start = first.end + (body.len() - body.trim_start().len());
                    refuse(
                        "agenda-body",
                        &(start..start + body.trim().len()),
                        match kind {
                            AGENDA => "the fence of the agenda holds text".into(),
                            kind => format!("the fence of the {kind} holds text"),
                        },
                        match kind {
                            AGENDA => "move the text out of it: the agenda is written in session.yaml".into(),
                            _ => "move the text out of it: people are written in directory.yaml".into(),
                        },
                    );
                }
                if *known {
                    let holds = Holds::of(kind_of(text, first));
                    fences.push(Fence { holds, open: first.clone(), close: line.clone() });
                }
                open = None;
            }
            (Some((first, _)), _) => {
                let above = Span::new(file, first.clone()).line_column().0;
                refuse(
                    "nested-fence",
                    line,
                    "a fence opens within another".into(),
                    format!("close the fence of line {above} with a line ::: first"),
                );
            }
        }
    }
    if let Some((first, known)) = open {
        let hint = "write a line ::: where it ends".into();
        refuse("unclosed-fence", &first, "this fence is not closed".into(), hint);
        if known {
            let holds = Holds::of(kind_of(text, &first));
            fences.push(Fence { holds, open: first.clone(), close: first.end..first.end });
        }
    }
    (mask(text, &lines), fences)
}

/// The word after the colons.
fn kind_of<'a>(text: &'a str, line: &Range<usize>) -> &'a str {
    text[line.clone()].trim_start_matches(':').trim()
}

/// The lines that begin with `:::`, without their ends.
fn fence_lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(":::") {
            lines.push(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    if lines.is_empty() {
        return lines;
    }
    let code: Vec<_> = Parser::new_ext(text, options())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect();
    lines.retain(|line| !code.iter().any(|code| code.contains(&line.start)));
    lines
}

/// A line of underscores ends every paragraph and list, and makes no heading of the line above, as hyphens would.
fn mask<'a>(text: &'a str, lines: &[Range<usize>]) -> Cow<'a, str> {
    if lines.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for line in lines {
        masked.push_str(&text[masked.len()..line.start]);
        masked.push_str(&"_".repeat(line.len()));
    }
    masked.push_str(&text[masked.len()..]);
    Cow::Owned(masked)
}
