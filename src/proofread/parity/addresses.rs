//! `address-parity`: a link, a web or an e-mail address of one language stands in the other, or one that differs by the language
//! alone: un.org/fr and un.org/en, ?lang=fr, fr.wikipedia.org.

use super::facts::{Fact, Facts, Key, Kind, Place};
use super::pairs::Passage;
use super::tokens::address;
use crate::model::{FairCopy, House, Language};
use std::collections::HashMap;

/// What names a language in an address: its code, and its name in the languages of the note.
pub struct Markers(HashMap<String, Language>);

impl Markers {
    pub fn of(copies: &[FairCopy], house: &House) -> Self {
        let mut markers = HashMap::new();
        for language in house.terms.keys() {
            let names = copies.iter().filter_map(|copy| copy.terms.languages.get(language.as_str()));
            let words = names.map(|name| bare(name)).chain([language.to_string()]);
            markers.extend(words.map(|word| (word, *language)));
        }
        Self(markers)
    }

    /// An address without what differs by language: `https://www.un.org/fr/common-agenda/` → `un.org/common-agenda`.
    pub fn neutral(&self, address: &str) -> String {
        let lower = address.to_lowercase();
        let lower = lower.trim_start_matches("https://").trim_start_matches("http://");
        let lower = lower.trim_start_matches("mailto:").trim_start_matches("www.");
        let lower = lower.split('#').next().unwrap_or_default();
        if let Some(number) = lower.strip_prefix("tel:") {
            return number.chars().filter(char::is_ascii_digit).collect();
        }
        let mut neutral = String::with_capacity(lower.len());
        let mut was_marker = false;
        for part in lower.split_inclusive(|sign: char| !sign.is_alphanumeric()) {
            let word = part.trim_end_matches(|sign: char| !sign.is_alphanumeric());
            // fr-FR, en_GB: a region follows its language.
            let is_region = was_marker && word.len() == 2;
            let is_marker = self.0.contains_key(word) || (is_region && !neutral.ends_with('/'));
            if !is_marker {
                neutral.push_str(part);
            }
            was_marker = is_marker && part.ends_with(['-', '_']);
        }
        let query = ["lang=", "language=", "locale=", "hl=", "l="];
        let mut neutral = neutral.trim_end_matches(['/', '-', '_', '?', '&']);
        for name in query {
            neutral = neutral.trim_end_matches(name).trim_end_matches(['/', '?', '&']);
        }
        neutral.to_owned()
    }

    /// What the same site may show in another language under any name: the site of an address that names its language as a
    /// host, a folder or a value.
    fn own_site(&self, address: &str, language: Language) -> Option<Key> {
        let lower = address.to_lowercase();
        let rest = lower.split_once("://")?.1;
        let names_own = rest.split(['/', '.', '?', '=', '&', '#']).any(|part| {
            let word = part.split(['-', '_']).next().unwrap_or_default();
            self.0.get(word) == Some(&language)
        });
        let host = rest.split(['/', '?', '#']).next()?;
        let labels: Vec<&str> = host.rsplit('.').take(2).collect();
        names_own.then(|| Key::Address(format!("*{}", labels.join("."))))
    }
}

/// Small letters without the accents of the names of languages.
fn bare(word: &str) -> String {
    word.to_lowercase()
        .chars()
        .map(|sign| match sign {
            'à' | 'á' | 'â' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'î' => 'i',
            'ñ' => 'n',
            'ó' | 'ô' => 'o',
            other => other,
        })
        .collect()
}

pub fn read<'p>(passage: &'p Passage, markers: &Markers, facts: &mut Facts<'p>) {
    let targets = passage.links.iter().filter_map(|target| {
        // What has no scheme was refused.
        let piece = target.pieces.first().filter(|piece| piece.text.contains(':'))?;
        Some((piece.text.as_str(), Place::Span(piece.span.as_ref())))
    });
    for (address, place) in targets.chain(written(&passage.plain)) {
        let mut keys = vec![Key::Address(markers.neutral(address))];
        keys.extend(markers.own_site(address, passage.language));
        facts.present.extend(keys.iter().cloned());
        // An address that is the words of its own link is one fact.
        if !facts.list.iter().any(|fact| fact.kind == Kind::Address && fact.needs[0] == keys) {
            facts.list.push(Fact {
                kind: Kind::Address,
                words: address,
                needs: vec![keys],
                soft: false,
                place,
            });
        }
    }
}

/// The addresses among the words of a passage.
fn written<'p>(plain: &'p str) -> impl Iterator<Item = (&'p str, Place<'p>)> {
    let opens = |sign: char| sign.is_whitespace() || "(«“<".contains(sign);
    let mut starts = vec![0];
    // Most passages hold no address.
    if plain.contains("://") || plain.contains("www.") || plain.contains('@') {
        starts.extend(
            plain.char_indices().filter(|(_, sign)| opens(*sign)).map(|(at, sign)| at + sign.len_utf8()),
        );
    }
    starts.into_iter().filter_map(move |start| {
        let rest = plain.get(start..)?;
        let length = address(rest).filter(|_| !rest.starts_with(opens))?;
        Some((rest.get(..length)?, Place::Range(start..start + length)))
    })
}
