//! The type of a language whose letters the brand's families lack.

use crate::record;

record! {
    /// Families and measures of a language that is not set in the brand's own type.
    pub struct TypeOfLanguage {
        /// The family of running text, and the one of headings.
        pub base: String,
        pub headings: String,
        /// Its size to the brand's: 1.16.
        pub size: Option<f64>,
        /// The distance of two lines of running text to its size: 1.6.
        pub leading: Option<f64>,
        /// Whether its letters do not slant: what is stressed is set bold, words of other languages stand upright.
        pub upright: Option<bool>,
        /// Whether pairs of letters are kerned, as they are where nothing is said.
        pub kerning: Option<bool>,
    }
}

/// The distance of two lines of the brand's running text to its size, where a language says nothing else.
const LEADING: f64 = 1.3;

impl TypeOfLanguage {
    pub fn size(&self) -> f64 {
        self.size.unwrap_or(1.0)
    }

    pub fn leading(&self) -> f64 {
        self.leading.unwrap_or(LEADING)
    }

    pub fn is_kerned(&self) -> bool {
        self.kerning.unwrap_or(true)
    }

    pub fn is_upright(&self) -> bool {
        self.upright.unwrap_or_default()
    }
}
