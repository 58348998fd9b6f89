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

/// How many editions are kept that nobody looks at any more: whoever turns back to one sees it at once.
const SPARE: usize = 2;

/// Forgets what nobody looks at, the oldest first, but for a few.
pub fn clear_away<T>(kept: &mut Vec<T>, is_seen: impl Fn(&T) -> bool) {
    let mut spare = kept.iter().filter(|one| !is_seen(one)).count();
    kept.retain(|one| {
        let goes = spare > SPARE && !is_seen(one);
        spare -= usize::from(goes);
        !goes
    });
}
