//! What a YAML parser refuses, in the words of someone who is new to YAML. In: the parser's error and the file. Out: one
//! finding that shows the slip and the mend.

mod mends;

use super::lookalikes;
use crate::diagnostic::Diagnostic;
use crate::model::{SourceFile, Span};
use granit_parser::ErrorKind;
pub use mends::spaced;
use mends::{in_quotes, key_and_value, path_of, quoted, second_key};
use std::ops::Range;
use std::sync::Arc;

/// Explains why the file cannot be read from the byte `at` on.
pub fn explain(file: &Arc<SourceFile>, kind: &ErrorKind, at: usize) -> Diagnostic {
    let text = &file.text;
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let line = line_at(text, at);
    // What is amiss may have been let pass in the line above.
    let lookalike = || {
        let above = previous_line(text, &line).and_then(|above| lookalikes::in_line(text, &above));
        above.or_else(|| lookalikes::in_line(text, &line))
    };
    let slip = lookalike().or_else(|| by_kind(kind, text, at)).or_else(|| by_line(text, &line));
    let slip = slip.unwrap_or_else(|| Slip {
        place: words_of(text, &line),
        message: "this line breaks the form of the file".into(),
        hint: "see whether a quote, a colon or the indentation is amiss, here or in the line above".into(),
    });
    let code = if matches!(kind, ErrorKind::RecursionLimitExceeded) { "yaml-depth" } else { "yaml-syntax" };
    Diagnostic::error(code, Span::new(file, slip.place), slip.message).hint(slip.hint)
}

/// Explains a value that begins with `*`: YAML's sign for a value named elsewhere, and often a Markdown mark.
pub fn starred(value: &Span) -> Diagnostic {
    let hint = if value.text().starts_with("**") {
        "write plain words, without Markdown's asterisks; if they belong to the words, write the value in double quotes"
    } else {
        "write the value out; if the asterisk belongs to it, write it in double quotes"
    };
    let message = "a value may not begin with '*', which refers to another one";
    Diagnostic::error("yaml-alias", value.clone(), message).hint(hint)
}

/// What is amiss: its place in the file, one sentence, the mend.
pub struct Slip {
    pub place: Range<usize>,
    pub message: String,
    pub hint: String,
}

impl Slip {
    pub fn new(place: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place, message: message.into(), hint: hint.into() }
    }
}

fn slip(place: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Option<Slip> {
    Some(Slip::new(place, message, hint))
}

/// Slips that the parser itself tells apart.
fn by_kind(kind: &ErrorKind, text: &str, at: usize) -> Option<Slip> {
    use ErrorKind as Kind;
    let line = line_at(text, at);
    match kind {
        Kind::RecursionLimitExceeded => slip(
            at..at + 1,
            "keys and lists are nested too deeply",
            "no file of the house needs more than eight levels: see whether a bracket is repeated",
        ),
        Kind::UnexpectedCharacter { character } => slip(
            at..at + character.len_utf8(),
            format!("a value may not begin with '{character}'"),
            in_quotes(text, &line),
        ),
        Kind::DirectiveDisallowed => slip(
            words_of(text, &line),
            "a line may not begin with '%'",
            "delete it, or write the words in double quotes",
        ),
        Kind::MissingAnchorOrAliasName => {
            slip(at..at + 1, "a value may not begin with '*' or '&'", in_quotes(text, &line))
        }
        Kind::UnclosedFlowCollection { open } => unclosed_bracket(at, *open),
        Kind::MismatchedFlowCollectionEnd { open, close } => slip(
            at..at + 1,
            format!("'{open}' is opened here, but '{close}' closes it"),
            "close each bracket with its own kind, the inner one first",
        ),
        Kind::MisplacedFlowCollectionEnd => slip(
            at..at + 1,
            "a bracket is closed that was never opened",
            "delete it, or write the value in double quotes if it belongs to the words",
        ),
        Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::InvalidFlowScalarIndent
        | Kind::InvalidColonPlacement => in_brackets(text, at),
        Kind::UnclosedQuotedScalar
        | Kind::InvalidQuotedScalarIndent
        | Kind::DocumentIndicatorInQuotedScalar => {
            let quote = opening_quote(text, at)?;
            slip(
                quote..quote + 1,
                "a quote is opened here and not closed",
                "close it with the same mark at the end of the value",
            )
        }
        Kind::InvalidTrailingSingleQuotedScalar => slip(
            at.saturating_sub(1)..at,
            "this apostrophe ends the quoted value",
            "write the value in double quotes, or the apostrophe as ’",
        ),
        Kind::InvalidTrailingDoubleQuotedScalar => slip(
            at..line.end.max(at),
            "words follow the closing quote",
            "write the whole value in one pair of double quotes, and quotes within it as « » or “ ”",
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidUnicodeEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate => {
            let start = text.get(at..).and_then(|rest| rest.find('\\')).map_or(at, |offset| at + offset);
            let hint = match path_of(text, &line) {
                Some(path) => format!("write the path with '/', as in \"{path}\""),
                None => "write two backslashes for one, or put the value in single quotes".to_owned(),
            };
            slip(
                start..start + 2,
                "a backslash in double quotes begins an escape, and this one is unknown",
                hint,
            )
        }
        Kind::BlockSequenceEntryNotAllowed => slip(
            at..line.end.max(at),
            "a list begins on the line of its key",
            "begin the list on the next line, or write the value in double quotes if the dash belongs to it",
        ),
        Kind::InvalidBlockScalarHeader => slip(
            at..line.end.max(at),
            "words follow '|' or '>' on the same line",
            "write the words on the next line, indented, or the value in double quotes",
        ),
        Kind::BomInsideDocument => slip(
            at..at + 3,
            "the invisible character U+FEFF stands here",
            "delete it; it came with a text that was pasted",
        ),
        _ => None,
    }
}

/// Slips that show in the line itself, or in how it stands below the line before.
fn by_line(text: &str, line: &Range<usize>) -> Option<Slip> {
    let place = words_of(text, line);
    let words = text.get(place.clone())?;
    let before = previous_line(text, line);
    let content = words.trim_start_matches("- ").trim_start();
    let start = place.end - content.len();
    if let Some((key, value)) = content.split_once(": ")
        && is_key(key)
    {
        let value = value.trim();
        let offset = start + content.len() - content.trim_end().len().min(value.len());
        if value
            .starts_with([',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'])
        {
            let message = match value.get(..1) {
                Some("[") => "a value that begins with '[' is read as a list".to_owned(),
                Some("{") => "a value that begins with '{' is read as keys with values".to_owned(),
                sign => format!("a value may not begin with '{}'", sign.unwrap_or_default()),
            };
            return slip(offset..offset + value.len(), message, in_quotes(text, line));
        }
        // "titre: égalité: suite"
        if value.contains(": ") || value.ends_with(':') {
            return slip(
                offset..offset + value.len(),
                "a value with a colon must stand in quotes",
                match second_key(value) {
                    Some(second) => {
                        format!("{}, or give '{second}' a line of its own", in_quotes(text, line))
                    }
                    None => in_quotes(text, line),
                },
            );
        }
    }
    // "titre:égalité"
    if let Some((key, value)) = content.split_once(':')
        && is_key(key)
        && !value.is_empty()
        && !value.starts_with([' ', '/'])
    {
        return slip(start..place.end, "a space is missing after the colon", spaced(key, value));
    }
    // Words that run on from the value above, or a key without its colon.
    if !content.contains(": ") && !content.ends_with(':') && !words.starts_with("- ") {
        return slip(
            place.clone(),
            "this line is neither a key with a value nor an item of a list",
            format!(
                "put a colon and a space after the key{}; if it continues the line above, indent it by two spaces more",
                key_and_value(content).map(|line| format!(", as in '{line}'")).unwrap_or_default()
            ),
        );
    }
    let above = before.map(|before| words_of(text, &before));
    let indent = |place: &Range<usize>| place.start - line_at(text, place.start).start;
    let message = match above {
        Some(above) if indent(&place) > indent(&above) => {
            "this line is indented further than the form allows"
        }
        Some(above) if indent(&place) < indent(&above) => {
            "this line begins in a column in which no line above began"
        }
        _ => "this line does not fit the group of lines above it",
    };
    slip(
        place,
        message,
        "keys of one group, and dashes of one list, begin in the same column: indent by two spaces a level",
    )
}

fn unclosed_bracket(at: usize, open: char) -> Option<Slip> {
    let close = if open == '[' { ']' } else { '}' };
    slip(
        at..at + 1,
        format!("'{open}' is opened here and not closed"),
        format!(
            "close it with '{close}', or write the value in double quotes if the bracket belongs to the words"
        ),
    )
}

/// Something is amiss within brackets: usually the closing one is missing, and the next lines are read as content.
fn in_brackets(text: &str, at: usize) -> Option<Slip> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = '\n';
    for (offset, character) in text.get(..at)?.char_indices() {
        match quote {
            Some(mark) if character == mark => quote = None,
            Some(_) => {}
            None => match character {
                // A quote opens a quoted value only where a value can begin; elsewhere it is an apostrophe.
                '"' | '\'' if !before.is_alphanumeric() => quote = Some(character),
                '[' | '{' => open.push((offset, character)),
                ']' | '}' => drop(open.pop()),
                _ => {}
            },
        }
        before = character;
    }
    let (offset, bracket) = open.pop()?;
    let line = line_at(text, offset);
    if line.contains(&at) && bracket == '{' && text[at..].starts_with(':') {
        return colon_in_braces(text, offset, at);
    }
    if line.contains(&at) && text[at..].starts_with(',') {
        return slip(
            at..at + 1,
            "a comma follows another, with nothing between them",
            "delete all but one of them",
        );
    }
    if line.contains(&at) {
        return slip(
            at..at + 1,
            format!("within '{bracket}' a comma or the closing bracket is missing here"),
            "part the entries with commas, and write a value that holds a comma, colon or bracket in double quotes",
        );
    }
    unclosed_bracket(offset, bracket)
}

/// "{fr: Genre : égalité, en: …}": the value that holds the colon at `at`.
fn colon_in_braces(text: &str, open: usize, at: usize) -> Option<Slip> {
    let entry = text[open + 1..at].rfind(',').map_or(open + 1, |comma| open + 1 + comma + 1);
    let colon = entry + text[entry..at].find(": ")?;
    let key = text[entry..colon].trim();
    let rest = text[at..line_at(text, at).end].find([',', '}']).map_or(line_at(text, at).end, |end| at + end);
    let value = words_of(text, &(colon + 1..rest));
    let words = &text[value.clone()];
    slip(value, "a value with a colon must stand in quotes", format!("write {key}: {}", quoted(words)))
}

/// The quote mark that opens the value in which the parser stopped: the last that stands where a value may begin.
fn opening_quote(text: &str, at: usize) -> Option<usize> {
    let end = at + text.get(at..)?.chars().next().map_or(0, char::len_utf8);
    text.get(..end)?
        .char_indices()
        .rev()
        .find(|(offset, character)| {
            matches!(character, '"' | '\'')
                && text[..*offset]
                    .chars()
                    .next_back()
                    .is_none_or(|before| before.is_whitespace() || "[{,".contains(before))
        })
        .map(|(offset, _)| offset)
}

fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    start..end
}

/// The line before, leaving out empty ones and comments.
fn previous_line(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let mut start = line.start;
    while start > 0 {
        let before = line_at(text, start - 1);
        let words = text[before.clone()].trim();
        if !words.is_empty() && !words.starts_with('#') {
            return Some(before);
        }
        start = before.start;
    }
    None
}

/// A line without its indentation and end.
fn words_of(text: &str, line: &Range<usize>) -> Range<usize> {
    let words = &text[line.clone()];
    let start = line.start + (words.len() - words.trim_start().len());
    start..start.max(line.start + words.trim_end().len())
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|character| character.is_alphanumeric() || "-_".contains(character))
}

#[cfg(test)]
mod tests;
