//! A house's rules of typography for one language, as data. A rule that a profile does not name is not applied.

use crate::record;
use std::collections::BTreeMap;

record! {
    /// The typographic profile of a language as one region or house writes it.
    pub struct Profile {
        /// The region or house whose rules these are: fr-FR.
        pub region: String,
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
