//! How a line that cannot be read was meant.

use super::{is_key, words_of};
use crate::diagnostic::is_quote;
use std::ops::Range;

/// The mend of a value that must stand in double quotes, with the line as it then is.
pub fn in_quotes(text: &str, line: &Range<usize>) -> String {
    let words = text[words_of(text, line)].trim_start_matches("- ").trim_start();
    match words.split_once(": ") {
        Some((key, value))
            if is_key(key) && value.chars().count() < 60 && !value.starts_with(['"', '\'']) =>
        {
            format!("write it in double quotes: {key}: {}", quoted(value.trim()))
        }
        _ => "write the value in double quotes".to_owned(),
    }
}

/// Words in double quotes, in place of the curly ones around them.
pub fn quoted(words: &str) -> String {
    let curly = |sign: char| is_quote(sign) && !sign.is_ascii();
    let inner = words.strip_prefix(curly).and_then(|words| words.strip_suffix(curly));
    let words = inner.filter(|words| !words.contains(curly)).unwrap_or(words).trim();
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The mend of a key and its value without a space between them.
pub fn spaced(key: &str, value: &str) -> String {
    format!("write '{key}: {}'", value.trim())
}

/// "note kind: session", in which a second key seems to stand.
pub fn second_key(value: &str) -> Option<&str> {
    let (before, _) = value.split_once(": ")?;
    let (first, second) = before.split_once(' ')?;
    let plain = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    (!first.contains(' ') && plain(second)).then_some(second)
}

/// "kind session" and "kind = session" as they were meant.
pub fn key_and_value(content: &str) -> Option<String> {
    let (key, value) = content.split_once(' ')?;
    let value = value.trim_start_matches(['=', ' ']);
    let word = !value.is_empty() && !value.contains(' ') && !value.ends_with('.');
    (is_key(key) && (word || content.contains(" = "))).then(|| format!("{key}: {value}"))
}

/// A path of Windows in double quotes, with the slashes that all systems know.
pub fn path_of(text: &str, line: &Range<usize>) -> Option<String> {
    let words = &text[words_of(text, line)];
    let value = words.split('"').nth(1).filter(|value| !value.contains(char::is_whitespace))?;
    (value.contains('.') && value.contains('\\')).then(|| value.replace('\\', "/"))
}
