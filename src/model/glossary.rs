//! The house's glossary: the words it prefers, and those it does not want to print.

use super::{PerLanguage, Text};
use crate::record;

record! {
    /// `glossary.yaml`, which a house may have.
    pub struct Glossary {
        pub terms: Vec<GlossaryTerm>,
        /// Acronyms that need not be spelled out.
        pub acronyms: Vec<Text>,
    }
}

record! {
    pub struct GlossaryTerm {
        pub prefer: Option<PerLanguage<Text>>,
        /// Found as whole words. What begins with a small letter is found at the head of a sentence too; what has
        /// capitals is found with these alone.
        pub avoid: PerLanguage<Vec<Text>>,
        /// Why, as the hint tells it.
        pub reason: Option<Text>,
    }
}
