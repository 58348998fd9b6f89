//! `unaccented-capital`: capitals keep their accents, in running words and in words of capitals alone.
//! Source: Imprimerie nationale, "Accentuation des majuscules"; Académie française, "Questions de langue".

use super::passages::{Passage, is_capitals};
use crate::diagnostic::Diagnostic;

pub fn unaccented(passage: &Passage) -> Vec<Diagnostic> {
    let Some(reader) = &passage.terms.reader else { return Vec::new() };
    let mut found: Vec<(usize, Diagnostic)> = Vec::new();
    for right in &reader.capitals {
        let capitals = right.to_uppercase();
        let upper = (capitals != *right && !right.contains(' ')).then_some(capitals);
        for right in [Some(right.clone()), upper].into_iter().flatten() {
            let wrong = if is_capitals(&right) { bare(&right) } else { bare_head(&right) };
            if wrong == right {
                continue;
            }
            let is_phrase = wrong.starts_with("A ");
            for at in places(&passage.plain, &wrong) {
                // "L’annexe A la précise": a letter that stands for itself.
                if is_phrase && !passage.begins_at(at) {
                    continue;
                }
                let Some(place) = passage.place(at..at + wrong.len()) else { continue };
                let message = format!("the capital of “{wrong}” lacks its accent");
                let finding = Diagnostic::warning("unaccented-capital", place, message);
                found.push((at, finding.hint(format!("write “{right}”"))));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    // "A l’" is found once, though "A l’égard" is known too.
    found.dedup_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// Where whole words stand.
fn places(plain: &str, words: &str) -> Vec<usize> {
    let plain = plain.replace('\n', " ");
    let joins = |sign: char| sign.is_alphanumeric() || sign == '-';
    let found = plain.match_indices(words).filter(|(at, _)| {
        let before = plain.get(..*at).and_then(|text| text.chars().next_back());
        let after = plain.get(at + words.len()..).and_then(|text| text.chars().next());
        let ended = words.ends_with('’') || !after.is_some_and(joins);
        ended && !before.is_some_and(|sign| joins(sign) || sign == '.')
    });
    found.map(|(at, _)| at).collect()
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
