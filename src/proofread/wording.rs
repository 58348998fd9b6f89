//! The rules on wording: on passages as a reader takes them in, across strong words, links and edits. One rule a file.

mod acronyms;
mod capitals;
mod doubled;
mod foreign;
mod glossary;
mod pairs;
pub mod passages;
mod spellings;

use crate::diagnostic::Diagnostic;
use crate::model::{FairCopy, House};

pub fn read(copy: &FairCopy, house: &House) -> Vec<Diagnostic> {
    let passages = passages::of(copy);
    let mut found = Vec::new();
    found.extend(passages.iter().flat_map(doubled::words));
    found.extend(capitals::unaccented(&passages));
    found.extend(passages.iter().flat_map(pairs::unclosed));
    found.extend(passages.iter().flat_map(|passage| foreign::unmarked(passage, house)));
    found.extend(passages.iter().flat_map(|passage| glossary::avoided(passage, house)));
    found.extend(acronyms::unexplained(&passages, house));
    found.extend(spellings::mixed(&passages));
    found
}
