//! What to say of a value or a key that the form does not have: what was meant, and how it is written.

use super::super::{Entry, Language, Node, NodeValue};
use super::{days_and_times, head};
use crate::diagnostic::{Diagnostic, bare, is_bullet, mend, nearest};

pub const MAPPING: &str = "keys with values";
pub const LIST: &str = "a list";
pub const PER_LANGUAGE: &str = "words by language";
pub const TRUTH: &str = "true or false";
pub const DAY: &str = "a date such as 2021-05-19";
pub const CODE: &str = "a language code such as fr";

/// Words of other languages, and near-synonyms: what is written, what the form calls it, and what to say of it if that is
/// not "did you mean".
const FOREIGN: &str = include_str!("foreign.tsv");

/// The lines on a word that name one of the known.
fn foreign<'k>(
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<(&'k str, Option<&'static str>)> {
    let word = bare(word).to_lowercase();
    let lines = FOREIGN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (written, rest) = line.split_once('\t')?;
        let (meant, advice) =
            rest.split_once('\t').map_or((rest, None), |(meant, advice)| (meant, Some(advice)));
        (written == word).then_some((meant, advice))
    });
    let lines: Vec<_> = lines.collect();
    known.into_iter().find_map(|name| {
        let (_, advice) = lines.iter().find(|(meant, _)| *meant == name)?;
        Some((name, *advice))
    })
}

/// The known word that was meant, mistyped or in another language.
pub fn meant<'k>(word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> Option<&'k str> {
    nearest(word, known.clone()).or_else(|| foreign(word, known).map(|(name, _)| name))
}

/// The mend of a word that is not known, if what was meant is.
pub fn known_by(word: &str, known: &[&str]) -> Option<String> {
    mend(word, known.iter().copied()).or_else(|| {
        let (name, advice) = foreign(word, known.iter().copied())?;
        Some(advice.map_or_else(|| format!("did you mean '{name}'?"), str::to_owned))
    })
}

pub fn unknown_key(entry: &Entry, known: &[&str]) -> Diagnostic {
    let hint = known_by(&entry.key, known)
        .unwrap_or_else(|| format!("keys that may stand here: {}", known.join(", ")));
    let message = format!("unknown key '{}'", entry.key);
    Diagnostic::error("unknown-key", entry.key_span.clone(), message).hint(hint)
}

pub fn unknown_value(span: &super::Span, word: &str, known: &[&str]) -> Diagnostic {
    let hint =
        known_by(word, known).unwrap_or_else(|| format!("values that may stand here: {}", known.join(", ")));
    Diagnostic::error("unknown-value", span.clone(), format!("unknown value '{word}'")).hint(hint)
}

/// The language that was meant by its name, or by its code with a region or in capitals: "français", "fr_FR", "EN".
pub fn language_meant(word: &str) -> Option<Language> {
    let word = bare(word).to_lowercase();
    let code = word.split(['-', '_']).next().and_then(Language::new);
    code.or_else(|| foreign(&word, NAMED).and_then(|(code, _)| Language::new(code)))
}

/// The codes that `foreign.tsv` names.
const NAMED: [&str; 4] = ["ar", "en", "es", "fr"];

/// A key that is no language's code, among others that should be.
pub fn no_language(entry: &Entry, entries: &[Entry]) -> Diagnostic {
    let before = entries.iter().take_while(|other| other.key_span.start < entry.key_span.start).last();
    let hint = match (language_meant(&entry.key), before) {
        (Some(language), _) => format!("did you mean '{language}'?"),
        (None, Some(before)) => format!(
            "write two or three lower-case letters, such as fr; if the words of '{}' go on here, write them in double quotes",
            before.key
        ),
        (None, None) => "write two or three lower-case letters, such as fr or en".to_owned(),
    };
    let message = format!("'{}' is no language code", entry.key);
    Diagnostic::error("unknown-language", entry.key_span.clone(), message).hint(hint)
}

pub fn wrong_type(node: &Node, expected: &str) -> Diagnostic {
    let what = match &node.value {
        NodeValue::Empty => return nothing(node, expected),
        NodeValue::Scalar { .. } => "a single value",
        NodeValue::Sequence(_) => "a list",
        NodeValue::Mapping(_) => "keys with values",
    };
    let finding =
        Diagnostic::error("wrong-type", head(&node.span), format!("expected {expected}, found {what}"));
    finding.hint(match (expected, &node.value) {
        (MAPPING, NodeValue::Sequence(_)) if node.span.text().starts_with('-') => {
            "write the keys without the hyphens before them, in one column".to_owned()
        }
        (MAPPING, _) => "write 'key: value' on lines of their own below, further to the right".to_owned(),
        (LIST, NodeValue::Scalar { text, .. }) => list_of(text),
        (LIST, NodeValue::Mapping(_)) if !node.span.text().starts_with('{') => {
            let first = head(&node.span);
            let example = Some(first.text()).filter(|text| text.chars().count() < 40).unwrap_or("key: value");
            format!("begin each item with a hyphen and a space, as in '- {example}'")
        }
        (LIST, _) => "write square brackets around it, with commas between the items".to_owned(),
        (PER_LANGUAGE, _) => "write the words of each language, as in {fr: …, en: …}".to_owned(),
        (_, NodeValue::Sequence(items)) if items.len() == 1 => {
            "write the one value, without the hyphen or the brackets of a list".to_owned()
        }
        _ => format!("write {expected} in one line"),
    })
}

/// A key without a value; what follows an unquoted '#' is none.
fn nothing(node: &Node, expected: &str) -> Diagnostic {
    let span = &node.span;
    let rest = span.file.text.get(span.end..).unwrap_or_default().split('\n').next().unwrap_or_default();
    let key = span.text();
    if let Some(at) = rest.find('#').filter(|at| rest[..*at].trim() == ":") {
        let comment = rest[at..].trim_end();
        let end = span.end + at + comment.len();
        let place = super::Span::new(&span.file, span.end + at..end);
        let message = format!("what follows '#' is a comment, so that '{key}' has no value");
        return Diagnostic::error("wrong-type", place, message).hint(format!("write {key}: \"{comment}\""));
    }
    let finding = Diagnostic::error("wrong-type", head(span), format!("expected {expected}, found nothing"));
    match rest.trim_start().starts_with(':') {
        true => finding.hint(format!("write '{key}: …', or delete the key if there is nothing to say")),
        false => finding.hint(format!("write {expected} here")),
    }
}

/// A single value that was meant as a list.
fn list_of(text: &str) -> String {
    let text = text.trim();
    if text.starts_with(is_bullet) {
        return "begin each item with a hyphen of the keyboard and a space: '- '".to_owned();
    }
    let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    match bare.chars().count() < 60 && !bare.contains(['[', ']', '{', '}', '\n']) {
        true => format!("write [{bare}]"),
        false => "write square brackets around it, with commas between the items".to_owned(),
    }
}

/// Something else than the record that was expected.
pub fn no_mapping(node: &Node, keys: &[&str]) -> Diagnostic {
    let finding = wrong_type(node, MAPPING);
    let whole = matches!(node.value, NodeValue::Empty) && node.span.start == 0;
    match (example(node, keys), keys.first()) {
        (Some(example), _) => finding.hint(format!("write {example}")),
        (None, Some(first)) if whole => finding.hint(format!(
            "the file is empty: begin it with '{first}: …'; 'diptych new' writes files to go by"
        )),
        _ => finding,
    }
}

/// A single value as the record that was expected: '- person: omar-diallo', '{given: …, family: …}'.
fn example(node: &Node, keys: &[&str]) -> Option<String> {
    let NodeValue::Scalar { text, .. } = &node.value else { return None };
    let mut keys = keys.iter().copied();
    // A day that stands alone is a day without times.
    let day = matches!(days_and_times(text).as_slice(), [(_, None)]) && keys.clone().any(|key| key == "date");
    let first = if day { "date" } else { keys.next()? };
    let before = node.span.file.text.get(..node.span.start)?;
    let in_list = before.rsplit('\n').next().is_some_and(|line| line.trim() == "-");
    match (text.contains(char::is_whitespace), keys.next()) {
        (true, Some(second)) if text.split_whitespace().count() == 2 => {
            let (one, two) = text.split_once(char::is_whitespace)?;
            Some(format!("'{{{first}: {one}, {second}: {}}}'", two.trim()))
        }
        (true, Some(second)) => Some(format!("'{{{first}: …, {second}: …}}'")),
        _ if in_list => Some(format!("'- {first}: {text}'")),
        _ => Some(format!("'{{{first}: {text}}}'")),
    }
}

/// The mend of a single value of another kind.
pub fn scalar(text: &str, expected: &str) -> String {
    let word = bare(text).to_lowercase();
    match expected {
        TRUTH => match word.as_str() {
            "yes" | "oui" | "sí" | "si" | "on" | "y" | "1" | "vrai" | "true" => "write 'true'".to_owned(),
            "no" | "non" | "off" | "n" | "0" | "faux" | "false" => "write 'false'".to_owned(),
            _ => "write 'true' or 'false'".to_owned(),
        },
        DAY => {
            let days: Vec<_> = days_and_times(text).into_iter().map(|(day, _)| day).collect();
            match days.as_slice() {
                [] => "write year, month and day with hyphens, as in 2021-05-19".to_owned(),
                [day] => format!("did you mean '{day}'?"),
                days => format!("write '{}', whichever is meant", days.join("' or '")),
            }
        }
        CODE => match language_meant(&word) {
            Some(code) => format!("did you mean '{code}'?"),
            None => "write two or three lower-case letters, such as fr or en".to_owned(),
        },
        _ => {
            let figures = text.trim_start_matches(|sign: char| !sign.is_ascii_digit());
            let figures: String = figures.chars().take_while(char::is_ascii_digit).collect();
            match figures.is_empty() {
                true => format!("write {expected}"),
                false => format!("did you mean '{figures}'?"),
            }
        }
    }
}
