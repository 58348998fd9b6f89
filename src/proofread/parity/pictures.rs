//! `picture-parity`: pictures side by side are the same picture, or one picture per language, by the names of their files: port.png
//! and port.png, port.fr.png and port.en.png, fr/port.png and en/port.png.

use super::addresses::Markers;
use super::pairs::Pairs;
use crate::diagnostic::Diagnostic;
use crate::model::{FairCopy, Text};

pub fn differing(pairs: &Pairs, copies: [&FairCopy; 2], markers: &Markers) -> Vec<Diagnostic> {
    let found = pairs.pictures.iter().filter_map(|[left, right]| {
        let names = [left, right].map(|path| path.plain());
        let [there, here] = &names;
        if markers.neutral(there) == markers.neutral(here) || is_one(copies, there, here) {
            return None;
        }
        let language = copies[0].language;
        let message = format!("the picture '{here}' stands here, '{there}' in '{language}'");
        let finding = Diagnostic::warning("picture-parity", right.span()?.clone(), message);
        let finding = match Text::span(left) {
            Some(place) => finding.related(place.clone(), format!("the picture in '{language}'")),
            None => finding,
        };
        Some(finding.hint(
            "show the same picture, or name the files alike but for the language: port.fr.png, port.en.png",
        ))
    });
    found.collect()
}

/// Whether two paths lead to the same bytes.
fn is_one([left, right]: [&FairCopy; 2], there: &str, here: &str) -> bool {
    let (left, right) = (left.images.get(there), right.images.get(here));
    left.zip(right).is_some_and(|(left, right)| left.bytes == right.bytes)
}
