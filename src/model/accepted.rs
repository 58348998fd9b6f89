//! The translations of a note that somebody accepted: which words of one language stand for which of another, as
//! fingerprints, in a file beside the note.
//!
//! A line is a statement about words, not about places: it stays true when passages are moved, when other lines come and
//! go, and when git merges two branches. An empty line keeps two lines apart, as in the prose, so that git merges changes
//! of neighbours.

use super::{Language, Numerals, SourceFile, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use uuid::Uuid;

/// The name of the file in the note's folder.
pub const ACCEPTED_FILE: &str = "accepted.txt";
/// The form of the file that this press writes and reads: what is counted as words, and how they are hashed. Whoever
/// changes [`Fingerprint::of`] gives it a new number.
pub const ACCEPTED_FORM: &str = "1";
/// How the first line begins, before the number of the form.
pub const ACCEPTED_HEAD: &str = "accepted, form ";

const ABOUT: &str = "fingerprints of passages and their translations, written by 'diptych accept'";

/// A passage's words in 32 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint([u8; 4]);

impl Fingerprint {
    /// Of the words without what copy-editing levels: the first bytes of their UUID (RFC 9562, version 5) in the nil
    /// namespace, which is a SHA-1.
    pub fn of(words: &str) -> Self {
        let [a, b, c, d, ..] = *Uuid::new_v5(&Uuid::nil(), level(words).as_bytes()).as_bytes();
        Self([a, b, c, d])
    }

    /// Eight figures, as the file has them.
    pub fn parse(word: &str) -> Option<Self> {
        let sound = word.len() == 8 && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        sound.then(|| u32::from_str_radix(word, 16).ok()).flatten().map(|number| Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Words as copy-editing hardly makes them differ: in Unicode's form NFKC, without spaces and invisible signs, with one
/// quotation mark, one dash and no ligatures.
fn level(words: &str) -> String {
    // Signs typed for others, which NFKC would take for what they are; and the space that French is full of.
    let typed = words.chars().filter(|sign| !sign.is_whitespace()).map(|sign| match sign {
        '\u{B4}' | '\u{2032}' => '\'',
        'º' => '°',
        '،' | '٬' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '٫' => '.',
        sign => Numerals::Western.figure(sign),
    });
    let typed: String = typed.collect();
    // Nearly every passage is in that form once its spaces are gone: to ask is cheaper than to write it anew.
    let composed = match is_nfkc_quick(typed.chars()) {
        IsNormalized::Yes => typed,
        _ => typed.nfkc().collect(),
    };
    let mut level = String::with_capacity(composed.len());
    for sign in composed.chars() {
        match sign {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {}
            sign if sign.is_whitespace() => {}
            '"' | '`' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201F}' => level.push('\''),
            // A dash is typed as one, two or three hyphens.
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' if level.ends_with('-') => {}
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => level.push('-'),
            'œ' => level.push_str("oe"),
            'æ' => level.push_str("ae"),
            'Œ' => level.push_str("OE"),
            'Æ' => level.push_str("AE"),
            // Œuvre is typed Oeuvre.
            'e' if level.ends_with(['O', 'A']) => level.push('E'),
            sign => level.push(sign),
        }
    }
    level
}

/// The file as it was read.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub file: Arc<SourceFile>,
    pub lines: Vec<AcceptedLine>,
}

/// Passages that are translations of one another.
#[derive(Clone, Debug)]
pub struct AcceptedLine {
    /// Where the passages stood when they were accepted, for people: `#context`, `session.yaml#summary`.
    pub place: String,
    pub prints: BTreeMap<Language, Fingerprint>,
    /// `None` for a line that is about to be written.
    pub span: Option<Span>,
}

impl AcceptedLine {
    /// Whether these are among the words that this line says to be translations of one another.
    pub fn holds(&self, prints: &BTreeMap<Language, Fingerprint>) -> bool {
        prints.iter().all(|(language, print)| self.prints.get(language) == Some(print))
    }
}

impl fmt::Display for AcceptedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)?;
        self.prints.iter().try_for_each(|(language, print)| write!(f, " {language}:{print}"))
    }
}

/// The text of a file with these lines, each once.
pub fn accepted_text(lines: &[AcceptedLine]) -> String {
    let mut seen = BTreeSet::new();
    let mut text = format!("{ACCEPTED_HEAD}{ACCEPTED_FORM}: {ABOUT}\n");
    for line in lines.iter().filter(|line| seen.insert(&line.prints)) {
        text.push_str(&format!("\n{line}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_same_in_every_version() {
        // Changed by a new form alone: the files of all houses hold such figures.
        assert_eq!(Fingerprint::of("Les villes changent vite.").to_string(), "5f109479");
    }

    #[test]
    fn what_copy_editing_levels_is_no_change() {
        for (one, other) in [
            ("« Présent » : quoi ?", "\"Présent\": quoi?"),
            ("l'eau", "l’eau"),
            ("‘so’", "“so”"),
            ("3 000", "3\u{202F}000"),
            ("12:00-13:30", "12:00–13:30"),
            ("so -- that", "so – that"),
            ("so...", "so…"),
            ("au coeur, Oeuvre, COEUR", "au cœur, Œuvre, CŒUR"),
            ("nº 3, l´eau", "n° 3, l’eau"),
            ("e\u{301}te\u{301}", "été"),
            ("syl\u{AD}lable", "syllable"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(Fingerprint::of(one), Fingerprint::of(other), "{one} {other}");
        }
        for (one, other) in [
            ("Les villes", "Des villes"),
            ("3 000", "3 001"),
            ("été", "ete"),
            ("May", "may"),
            ("fast.", "fast!"),
            ("10-12", "1012"),
            ("", "a"),
        ] {
            assert_ne!(Fingerprint::of(one), Fingerprint::of(other), "{one} {other}");
        }
    }

    #[test]
    fn figures_are_read_as_they_are_written() {
        let print = Fingerprint::of("words");
        assert_eq!(Fingerprint::parse(&print.to_string()), Some(print));
        for wrong in ["", "1f0a9c2", "1f0a9c2e0", "1F0A9C2E", "+f0a9c2e", "1f0a9c2g"] {
            assert_eq!(Fingerprint::parse(wrong), None, "{wrong}");
        }
    }
}
