//! proofread: `FairCopy`s → findings on what will be printed.
//!
//! `check` has judged what was written, `copyedit` has mended what a rule can mend; this room reads the result as the
//! printer will get it. It changes nothing.

mod addresses;
mod glyphs;
mod parity;
mod parted;
mod placeholders;
mod quotes;
mod reading;
#[cfg(test)]
mod tests;
mod wording;

use crate::crew;
use crate::diagnostic::Diagnostic;
use crate::model::{FairCopy, House, Span};

/// The findings on a note's fair copies, each place once: what is written once for all languages stands in every copy.
/// `hands` is how many copies may be read at once.
pub fn proofread(copies: &[FairCopy], house: &House, hands: usize) -> Vec<Diagnostic> {
    let readings: Vec<_> = copies.iter().flat_map(reading::read).collect();
    let mut found =
        copies.first().map_or_else(Vec::new, |copy| glyphs::missing(&readings, house, &copy.lexicon));
    found.extend(readings.iter().flat_map(quotes::straight));
    found.extend(readings.iter().flat_map(placeholders::left));
    found.extend(readings.iter().flat_map(parted::words));
    found.extend(readings.iter().flat_map(addresses::bare));
    found.extend(readings.iter().flat_map(addresses::long));
    found.extend(crew::work(hands, copies, |copy| wording::read(copy, house)).into_iter().flatten());
    found.extend(parity::compare(copies, house));
    let place =
        |span: &Option<Span>| span.as_ref().map(|span| (span.file.path.clone(), span.start, span.end));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|finding| seen.insert((finding.code, place(&finding.span), finding.message.clone())));
    found
}
