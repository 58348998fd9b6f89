//! How a value is written in a merged text: as a Typst literal, or escaped for XHTML. Words bring the marks of their
//! origin with them.

use super::trace::mark;
use minijinja::value::{Object, ValueKind};
use minijinja::{AutoEscape, Error, ErrorKind, Output, State, Value};
use quick_xml::escape::escape;
use std::fmt;
use std::sync::Arc;

/// Words of a `Text`: to a template a string, to the formatter pieces with their origins.
#[derive(Debug)]
pub struct Words {
    /// Each piece with the number of its origin.
    pub pieces: Vec<(String, usize)>,
}

impl Object for Words {
    fn repr(self: &Arc<Self>) -> minijinja::value::ObjectRepr {
        minijinja::value::ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.pieces.iter().any(|(text, _)| !text.is_empty())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|(text, _)| f.write_str(text))
    }
}

/// The formatter of every template.
pub fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::new(ErrorKind::UndefinedError, "this value does not exist"));
    }
    if value.is_safe() {
        return write(out, value.as_str().unwrap_or_default());
    }
    match state.auto_escape() {
        AutoEscape::Custom(name) if name == "typst" => write(out, &typst(value)?),
        _ if value.is_none() => Ok(()),
        _ => match value.downcast_object_ref::<Words>() {
            Some(words) => {
                words.pieces.iter().try_for_each(|(text, origin)| write(out, &mark(*origin, &escape(text))))
            }
            None => write(out, &escape(value.to_string().as_str())),
        },
    }
}

fn write(out: &mut Output, text: &str) -> Result<(), Error> {
    fmt::Write::write_str(out, text)
        .map_err(|_| Error::new(ErrorKind::WriteFailure, "the text grew too large"))
}

/// A value as Typst code: strings and words in quotes, lists as arrays.
fn typst(value: &Value) -> Result<String, Error> {
    if let Some(words) = value.downcast_object_ref::<Words>() {
        let pieces: String =
            words.pieces.iter().map(|(text, origin)| mark(*origin, &escape_literal(text))).collect();
        return Ok(format!("\"{pieces}\""));
    }
    Ok(match value.kind() {
        ValueKind::None => "none".to_owned(),
        ValueKind::Bool => value.is_true().to_string(),
        ValueKind::Number => value.to_string(),
        ValueKind::String => format!("\"{}\"", escape_literal(value.as_str().unwrap_or_default())),
        ValueKind::Seq | ValueKind::Iterable => {
            let items: Vec<_> = value.try_iter()?.map(|item| typst(&item)).collect::<Result<_, _>>()?;
            // The comma after the last item keeps an array of one an array.
            format!("({})", items.iter().map(|item| format!("{item},")).collect::<String>())
        }
        kind => {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("a {kind} cannot be set: name one of its keys"),
            ));
        }
    })
}

/// Escapes for a Typst string literal: what stands in it is inert.
fn escape_literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            c if c.is_control() => escaped.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => escaped.push(c),
        }
    }
    escaped
}
