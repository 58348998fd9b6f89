//! What a reader of a language's proofs knows: words that give a slip away. A rule without its words is not applied.

use crate::record;
use std::collections::{BTreeMap, BTreeSet};

record! {
    /// Words for the rules on wording. Lower case, unless said otherwise.
    pub struct Reader {
        /// Words so common that a few of them in a row give their language away.
        pub function: BTreeSet<String>,
        /// Words that may rightly stand twice in a row: nous nous.
        pub doubles: Vec<String>,
        /// Endings under which a term of the glossary is found too: s, x.
        pub endings: Vec<String>,
        /// Words whose capital takes an accent, and phrases that begin with one, as they should stand: État, À la.
        pub capitals: Vec<String>,
        /// Abbreviations that everybody reads, in capitals: PDF.
        pub acronyms: Vec<String>,
        /// Spellings of one word, the second part of which is read as the first: évènement → événement.
        pub variants: BTreeMap<String, String>,
        /// The same for the ends of words: isation → ization.
        pub tails: BTreeMap<String, String>,
        /// What stands in square brackets until the words come: à compléter.
        pub gaps: Vec<String>,
        /// What is written together with the word after it, and is no part of it: و, ل. Names are found behind it.
        pub prefixes: Vec<String>,
        /// Words of links that do not say where these lead: ici, cliquez ici.
        pub vague: Vec<String>,
    }
}
