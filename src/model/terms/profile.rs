//! A house's rules of typography for one language, as data. A rule that a profile does not name is not applied.

use crate::{choice, record};
use std::collections::BTreeMap;

record! {
    /// The typographic profile of a language as one region or house writes it.
    pub struct Profile {
        /// The region or house whose rules these are: fr-FR.
        pub region: String,
        /// The figures that the language is printed with; as they were written, if it does not say.
        pub numerals: Option<Numerals>,
        /// Marks of the Latin script, and what they become after words of the language's own script: "," → "،".
        pub marks: BTreeMap<String, String>,
        /// The typographic apostrophe, and what is typed in its place between letters.
        pub apostrophe: String,
        pub apostrophes: String,
        /// Words that begin with an apostrophe, without it: ’tis.
        pub clipped: Vec<String>,
        /// The letters after which a single mark may be an apostrophe at the end of its word: the cities’ plan.
        pub possessive: Option<String>,
        pub quotes: Quotes,
        /// The space that stands before a mark of punctuation, by mark; empty for none.
        pub before: BTreeMap<String, String>,
        /// The space that stands after a mark, by mark; empty for none.
        pub after: BTreeMap<String, String>,
        /// The dash between words, and its spaces.
        pub dash: Option<Dash>,
        /// The dash between two numbers: 12–15. Without it, hyphens between numbers stay.
        pub range: Option<String>,
        /// What is replaced wherever it stands: "..." → "…".
        pub replace: Vec<Replacement>,
        /// Endings of numbers in figures, Roman ones too: ème → e.
        pub suffixes: BTreeMap<String, String>,
        /// Endings of ordinals, with which a day keeps to its month: th.
        pub ordinals: Vec<String>,
        /// Whole words, in lower case; a capital at their head is kept: coeur → cœur.
        pub spellings: BTreeMap<String, String>,
        pub hours: Option<Hours>,
        /// Words kept on one line with the name after them: M., Mme.
        pub names: Vec<String>,
        /// The space between an initial and the name or the initial after it: J. R. Smith.
        pub initials: Option<String>,
        /// Words kept on one line with the number after them: n°, p.
        pub numbers: Vec<String>,
        /// Words kept on one line with the number before them: km.
        pub units: Vec<String>,
        /// Signs after a number and the space before each: % → U+00A0.
        pub signs: BTreeMap<String, String>,
        /// The space between groups of three figures that were written apart.
        pub thousands: Option<String>,
        /// Endings whose hyphens must not end a line: -t-elle.
        pub unbreakable: Vec<String>,
    }
}

record! {
    pub struct Replacement {
        pub typed: String,
        pub set: String,
    }
}

record! {
    pub struct Quotes {
        /// What straight double quotes become: the first pair that is not open already.
        pub double: Vec<QuotePair>,
        /// What straight single quotes become.
        pub single: Vec<QuotePair>,
        /// Whether curly quotes take the pair of their level, too: “…” → « … ».
        pub restyle: Option<bool>,
        /// Marks that stand before a closing quotation mark, not after it: “so,” in place of “so”,.
        pub tuck: Option<String>,
    }
}

record! {
    pub struct QuotePair {
        pub open: String,
        pub close: String,
        /// The space inside the pair.
        pub inner: Option<String>,
    }
}

record! {
    pub struct Dash {
        /// What a hyphen, two hyphens or another dash between two spaces becomes.
        pub mark: String,
        /// The space on the side where a line must not break: after the dash that opens an aside, else before. Empty
        /// for a dash without spaces.
        pub space: String,
    }
}

record! {
    /// Times written with a letter for the hour: 12 h 30.
    pub struct Hours {
        pub sign: String,
        pub space: String,
        /// What stands between two times that were joined by a hyphen: 12 h – 13 h.
        pub range: Option<String>,
    }
}

choice! {
    /// Figures, by the names that CLDR gives to systems of numbering.
    pub enum Numerals {
        /// ٠١٢٣٤٥٦٧٨٩.
        ArabicIndic = "arab",
        /// 0123456789.
        Western = "latn",
    }
}

/// The figures from nought to nine, in the order of their values.
const ARABIC_INDIC: [char; 10] = ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩'];

impl Numerals {
    /// A figure as these numerals write it; anything else as it is.
    pub fn figure(self, ch: char) -> char {
        let value = Self::value(ch).unwrap_or(usize::MAX);
        match self {
            Self::ArabicIndic => ARABIC_INDIC.get(value).copied().unwrap_or(ch),
            Self::Western => {
                u32::try_from(value).ok().and_then(|value| char::from_digit(value, 10)).unwrap_or(ch)
            }
        }
    }

    /// The value of a figure of either kind.
    pub fn value(ch: char) -> Option<usize> {
        let western = ch.to_digit(10).and_then(|value| usize::try_from(value).ok());
        western.or_else(|| ARABIC_INDIC.iter().position(|figure| *figure == ch))
    }
}

impl Profile {
    /// A number of the press's own, such as that of a note, as the language prints it.
    pub fn number(&self, number: usize) -> String {
        let figures = number.to_string();
        self.numerals
            .map_or_else(|| figures.clone(), |own| figures.chars().map(|ch| own.figure(ch)).collect())
    }
}
