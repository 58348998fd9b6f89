//! What is asked for, and what is shown.

use diptych::model::Medium;

/// What a page in the browser asks for. What it does not say is chosen for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wish {
    pub note: Option<String>,
    pub languages: Option<String>,
    pub medium: Option<String>,
}

/// An edition on its pages: a note, its languages as in file names, and screen or print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub note: String,
    pub languages: String,
    pub medium: Medium,
}
