//! `unaccented-capital`: capitals keep their accents, in running words and in words of capitals alone.
//! Source: Imprimerie nationale, "Accentuation des majuscules"; Académie française, "Questions de langue".

use super::passages::{Passage, is_capitals};
use crate::diagnostic::Diagnostic;
use std::collections::HashMap;

pub fn unaccented(passages: &[Passage]) -> Vec<Diagnostic> {
    let Some(reader) = passages.first().and_then(|passage| passage.terms.reader.as_ref()) else {
        return Vec::new();
    };
    let slips = slips(&reader.capitals);
    passages.iter().flat_map(|passage| read(passage, &slips)).collect()
}

/// What is written, and what is right, by the first word of what is written.
type Slips = HashMap<String, Vec<(String, String)>>;

fn slips(capitals: &[String]) -> Slips {
    let mut slips = Slips::new();
    for right in capitals {
        let upper = right.to_uppercase();
        let upper = (upper != *right && !right.contains(' ')).then_some(upper);
        for right in [Some(right.clone()), upper].into_iter().flatten() {
            let wrong = if is_capitals(&right) { bare(&right) } else { bare_head(&right) };
            if wrong != right {
                let first = wrong.chars().take_while(|sign| sign.is_alphanumeric()).collect();
                slips.entry(first).or_default().push((wrong, right));
            }
        }
    }
    slips
}

fn read(passage: &Passage, slips: &Slips) -> Vec<Diagnostic> {
    let plain = passage.plain.replace('\n', " ");
    let mut found = Vec::new();
    for (at, _) in plain.match_indices(|sign: char| sign.is_ascii_uppercase()) {
        let Some(rest) = plain.get(at..) else { continue };
        let before = plain.get(..at).and_then(|text| text.chars().next_back());
        if before.is_some_and(|sign| joins(sign) || sign == '.') {
            continue;
        }
        let end = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        let candidates = rest.get(..end).and_then(|first| slips.get(first)).into_iter().flatten();
        // "A l’" is found once, though "A l’égard" is known too.
        let slip = candidates.filter(|(wrong, _)| stands(rest, wrong)).find_map(|(wrong, right)| {
            // "L’annexe A la précise": a letter that stands for itself.
            if wrong.starts_with("A ") && !passage.begins_at(at) {
                return None;
            }
            let place = passage.place(at..at + wrong.len())?;
            let message = format!("the capital of “{wrong}” lacks its accent");
            let finding = Diagnostic::warning("unaccented-capital", place, message);
            Some(finding.hint(format!("write “{right}”")))
        });
        found.extend(slip);
    }
    found
}

/// Whether a text begins with whole words.
fn stands(text: &str, words: &str) -> bool {
    let after = text.strip_prefix(words).map(|rest| rest.chars().next());
    after.is_some_and(|after| words.ends_with('’') || !after.is_some_and(joins))
}

fn joins(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '-'
}

/// The letters without their accents.
fn bare(word: &str) -> String {
    word.chars().map(base).collect()
}

fn bare_head(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(base).into_iter().chain(letters).collect()
}

/// The letter below an accent, of the capitals that keyboards do not offer.
fn base(letter: char) -> char {
    match letter {
        'À' | 'Á' | 'Â' | 'Ä' => 'A',
        'Ç' => 'C',
        'È' | 'É' | 'Ê' | 'Ë' => 'E',
        'Ì' | 'Í' | 'Î' | 'Ï' => 'I',
        'Ò' | 'Ó' | 'Ô' | 'Ö' => 'O',
        'Ù' | 'Ú' | 'Û' | 'Ü' => 'U',
        other => other,
    }
}
