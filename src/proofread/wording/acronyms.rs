//! `unexplained-acronym`: an acronym is spelled out where a reader meets it first, as in "objectifs de développement durable
//! (ODD)". Sources: Imprimerie nationale, "Sigles et acronymes"; United Nations Editorial Manual, "Abbreviations".

use super::passages::{Passage, Word, is_capitals};
use crate::diagnostic::Diagnostic;
use crate::model::House;
use std::collections::BTreeSet;

pub fn unexplained(passages: &[Passage], house: &House) -> Vec<Diagnostic> {
    let Some(reader) = passages.first().and_then(|passage| passage.terms.reader.as_ref()) else {
        return Vec::new();
    };
    let months = passages.first().map_or(&[][..], |passage| &passage.terms.calendar.months);
    let known: BTreeSet<String> =
        house.glossary.iter().flat_map(|glossary| &glossary.acronyms).map(|text| text.plain()).collect();
    let printed = spelled_anywhere(passages, house);
    let names: BTreeSet<String> = house
        .directory
        .people
        .values()
        .flat_map(|person| person.name.full().split_whitespace().map(str::to_uppercase).collect::<Vec<_>>())
        .collect();
    let mut explained: BTreeSet<&str> = BTreeSet::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for passage in passages {
        let words = passage.words();
        // A cell that is one code is explained by its column.
        if words.len() == 1 {
            continue;
        }
        for (index, word) in words.iter().enumerate() {
            let Some(acronym) = acronym(passage, &words, index) else { continue };
            if explains(passage, &words, index) {
                explained.insert(acronym);
                continue;
            }
            let needs_none = reader.acronyms.iter().any(|own| own == acronym)
                || reader.function.contains(&acronym.to_lowercase())
                || super::super::placeholders::is_one(acronym)
                || months.iter().any(|month| month.to_uppercase() == acronym)
                || known.contains(acronym)
                || printed.contains(acronym)
                || names.contains(acronym);
            if !passage.is_prose || needs_none || explained.contains(acronym) || !told.insert(acronym) {
                continue;
            }
            let Some(place) = passage.place(word.range.clone()) else { continue };
            let message = format!("the acronym “{acronym}” is not spelled out before it is used");
            let hint = format!(
                "write its words first, as in “… ({acronym})”, or name it under 'acronyms' in sources/glossary.yaml"
            );
            found.push(Diagnostic::warning("unexplained-acronym", place, message).hint(hint));
        }
    }
    found
}

/// The short names of the directory's organisations that stand somewhere in the copy beside the full name.
fn spelled_anywhere(passages: &[Passage], house: &House) -> BTreeSet<String> {
    let mut spelled = BTreeSet::new();
    for organisation in house.directory.organisations.values() {
        let Some(short) = &organisation.short else { continue };
        for passage in passages {
            let (Some(name), Some(short)) =
                (organisation.name.values.get(&passage.language), short.values.get(&passage.language))
            else {
                continue;
            };
            if passage.plain.replace('\u{A0}', " ").contains(&name.plain()) {
                spelled.insert(short.plain());
            }
        }
    }
    spelled
}

/// The word as an acronym: two to six capitals that no capitals stand beside. The s of a plural is left out: SDGs.
fn acronym<'a>(passage: &Passage, words: &[Word<'a>], index: usize) -> Option<&'a str> {
    let word = words.get(index)?;
    let text = word.text.strip_suffix('s').filter(|text| text.chars().count() > 2).unwrap_or(word.text);
    let length = text.chars().count();
    if !(2..=6).contains(&length) || !text.chars().all(char::is_uppercase) || is_roman(text) {
        return None;
    }
    let previous = index.checked_sub(1).and_then(|index| words.get(index));
    let next = words.get(index + 1);
    // Words in capitals alone are shouted, or names; signs and figures make a symbol: A/RES/75, M. J.
    let loud = |word: Option<&Word>| {
        word.is_some_and(|word| is_capitals(word.text) && word.text.chars().count() > 1)
    };
    let before = passage.between(previous, Some(word));
    let after = passage.between(Some(word), next);
    let touches = |gap: &str| ["/", "_", ".", "&", "+"].contains(&gap);
    let is_beside = |gap: &str| gap.chars().all(|sign| sign.is_whitespace());
    if touches(before) || touches(after) {
        return None;
    }
    if (is_beside(before) && loud(previous)) || (is_beside(after) && loud(next)) {
        return None;
    }
    // Anne HIDALGO, Mme SAIZ, M. SAIZ: names in capitals.
    let is_function = |word: &str| {
        passage.terms.reader.as_ref().is_some_and(|reader| reader.function.contains(&word.to_lowercase()))
    };
    let is_name = previous.is_some_and(|previous| {
        let is_initial = previous.text.chars().count() == 1 && before.starts_with('.');
        let is_capital = previous.text.chars().next().is_some_and(char::is_uppercase);
        is_capital && (is_initial || (is_beside(before) && !is_function(previous.text)))
    });
    (!is_name).then_some(text)
}

/// Whether the acronym stands in brackets after its words, or its words in brackets after it.
fn explains(passage: &Passage, words: &[Word], index: usize) -> bool {
    let (Some(word), next) = (words.get(index), words.get(index + 1)) else { return false };
    let previous = index.checked_sub(1).and_then(|index| words.get(index));
    let before = passage.between(previous, Some(word)).trim_end_matches(['«', '“', '\u{A0}', '\u{202F}']);
    let in_brackets = before.ends_with('(')
        && before.starts_with(|sign: char| sign.is_whitespace() || "»”’".contains(sign));
    let after = passage.between(Some(word), next);
    let followed = after.trim_start().starts_with('(')
        && next.is_some_and(|next| !next.text.chars().all(|sign| sign.is_ascii_digit()));
    let dashed =
        [" – ", " — ", ", "].contains(&after.replace(['\u{A0}', '\u{202F}'], " ").as_str()) && in_brackets;
    in_brackets || followed || dashed
}

/// Numbers of centuries, chapters and kings.
fn is_roman(text: &str) -> bool {
    text.chars().all(|sign| "IVXLCDM".contains(sign))
}
