//! How a language writes numbers and times in running words, for the rules that compare languages. What is left out is not
//! understood: the rules then find what is equal to be different.

use crate::record;
use std::collections::BTreeMap;

record! {
    /// Numbers and times in running words. Words are in lower case, unless said otherwise.
    pub struct Figures {
        /// The mark before decimals: 3,5.
        pub decimal: Option<String>,
        /// Marks between groups of three figures, beside spaces: 3.000.
        pub groups: Vec<String>,
        /// Numbers as words, ordinals and fractions of hundred among them: deux → 2, troisième → 3.
        pub words: BTreeMap<String, u32>,
        /// Words that multiply the number before them, by their power of ten: millions → 6.
        pub scales: BTreeMap<String, u32>,
        /// What follows figures, or a number of Rome's, in an ordinal: er, st.
        pub ordinals: Vec<String>,
        /// The sign after the hour: h.
        pub hours: Vec<String>,
        /// What follows a time before noon, and after it: a.m., p.m.
        pub morning: Vec<String>,
        pub afternoon: Vec<String>,
        /// Words for hours: midi → 12.
        pub moments: BTreeMap<String, u32>,
    }
}
