//! `avoided-term`: a word that the house's glossary does not want.

use super::passages::Passage;
use crate::diagnostic::Diagnostic;
use crate::model::{GlossaryTerm, House, Text};
use std::ops::Range;

pub fn avoided(passage: &Passage, house: &House) -> Vec<Diagnostic> {
    let Some(glossary) = &house.glossary else { return Vec::new() };
    let endings = passage.terms.reader.as_ref().map(|reader| reader.endings.as_slice()).unwrap_or_default();
    let mut found = Vec::new();
    for term in &glossary.terms {
        let preferred = term.prefer.as_ref().and_then(|prefer| prefer.values.get(&passage.language));
        let preferred_at: Vec<Range<usize>> =
            preferred.map(|words| places(passage, &words.plain(), endings)).unwrap_or_default();
        for words in term.avoid.values.get(&passage.language).into_iter().flatten() {
            for range in places(passage, &words.plain(), endings) {
                // "bureau" is avoided, "bureau exécutif" preferred.
                let within = |own: &Range<usize>| own.start <= range.start && range.end <= own.end;
                if !preferred_at.iter().any(within) {
                    found.extend(finding(passage, range, term, preferred));
                }
            }
        }
    }
    found
}

fn finding(
    passage: &Passage,
    range: Range<usize>,
    term: &GlossaryTerm,
    preferred: Option<&Text>,
) -> Option<Diagnostic> {
    let place = passage.place(range.clone())?;
    let word = passage.plain.get(range)?;
    let message = format!("the house's glossary avoids “{word}”");
    let mend = preferred
        .map_or_else(|| "choose other words".to_owned(), |words| format!("write “{}”", words.plain()));
    let hint = match &term.reason {
        Some(reason) => format!("{mend}: {}", reason.plain().trim_end_matches('.')),
        None => mend,
    };
    Some(Diagnostic::warning("avoided-term", place, message).hint(hint))
}

/// Where whole words stand: their last may have an ending of the language; small letters may be a capital where a
/// sentence begins.
fn places(passage: &Passage, term: &str, endings: &[String]) -> Vec<Range<usize>> {
    let plain = &passage.plain;
    let starts = plain.char_indices().map(|(at, _)| at);
    let found = starts.filter_map(|at| {
        let joins = |sign: char| sign.is_alphanumeric() || sign == '-';
        if plain.get(..at)?.chars().next_back().is_some_and(joins) {
            return None;
        }
        let may_rise = passage.begins_at(at);
        let length = matches(plain.get(at..)?, term, may_rise)?;
        let rest = plain.get(at + length..)?;
        let tail = endings.iter().map(String::as_str).chain([""]).find(|ending| {
            rest.strip_prefix(*ending).is_some_and(|rest| !rest.chars().next().is_some_and(joins))
        })?;
        Some(at..at + length + tail.len())
    });
    found.collect()
}

/// How many bytes of a text read like a term; any space stands for any other.
fn matches(text: &str, term: &str, may_rise: bool) -> Option<usize> {
    let mut signs = text.char_indices();
    for (index, wanted) in term.chars().enumerate() {
        let (_, sign) = signs.next()?;
        let same = sign == wanted
            || (wanted.is_whitespace() && sign.is_whitespace())
            || (wanted == '\'' && sign == '’')
            || (index == 0 && may_rise && sign.to_lowercase().eq([wanted]));
        if !same {
            return None;
        }
    }
    Some(signs.next().map_or(text.len(), |(at, _)| at)).filter(|length| *length > 0)
}
