//! The rules of typography, applied to a galley one after the other. Which of them a language has, and with what marks
//! and spaces, its profile says; a rule that the profile does not name does nothing. All together change nothing in
//! a galley that they have been through.
//!
//! Each rule names its sources:
//!
//! - IN: Lexique des règles typographiques en usage à l’Imprimerie nationale, by its entries
//! - OQLF: Office québécois de la langue française, Vitrine linguistique, by its articles
//! - EU: Interinstitutional Style Guide (Code de rédaction interinstitutionnel) of the European Union
//! - NHR: New Hart’s Rules, by its headings
//! - UN: United Nations Editorial Manual, by its headings
//! - CMOS: The Chicago Manual of Style, 17th edition
//! - SI: the SI Brochure of the BIPM, 9th edition

pub mod isolates;
mod marks;
mod numbers;
mod numerals;
mod quotes;
mod spelling;

use super::galley::{Galley, OBJECT, is_no_break, is_space};
use crate::model::Terms;

/// Whether a galley holds a whole passage, whose outer spaces go, or a part of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Whole,
    Part,
}

/// How often the rules may go over a galley. Sentences are settled at the first reading; only nonsense ("'\"'") takes
/// more, since a mark that is set may settle the one beside it.
const READINGS: usize = 8;

/// Applies the profile of a language until nothing changes, so that copy-editing twice is copy-editing once.
pub fn apply(galley: &mut Galley, terms: &Terms, extent: Extent) {
    isolates::remove(galley, terms);
    lock_addresses(galley);
    for _ in 0..READINGS {
        let before = galley.changes();
        read(galley, terms, extent);
        if galley.changes() == before {
            break;
        }
    }
    dress(galley, terms);
}

/// What follows all rules, and the only thing that is done to words that the press composed: the language's own figures,
/// and its directions.
pub fn dress(galley: &mut Galley, terms: &Terms) {
    numerals::set(galley, &terms.profile);
    isolates::set(galley, terms);
}

/// The same for words that no rule has been over.
pub fn dress_composed(galley: &mut Galley, terms: &Terms) {
    lock_addresses(galley);
    dress(galley, terms);
}

/// One reading. The order matters: words are settled before the spaces about them, and marks of punctuation come last,
/// because they stand after everything else.
fn read(galley: &mut Galley, terms: &Terms, extent: Extent) {
    let profile = &terms.profile;
    numerals::plain(galley, profile);
    spelling::replace(galley, profile);
    marks::own(galley, profile);
    collapse_spaces(galley, extent);
    quotes::set(galley, profile);
    spelling::words(galley, profile);
    spelling::names(galley, profile);
    spelling::initials(galley, profile);
    numbers::set(galley, terms);
    marks::dashes(galley, profile);
    marks::spaces(galley, profile);
    marks::hyphens(galley, profile);
}

/// Locks web and e-mail addresses, to the last character that can belong to them.
///
/// Sources: RFC 3986, 2 (what an address may hold) and appendix C (marks about it belong to the text); CMOS 17, 6.8.
fn lock_addresses(galley: &mut Galley) {
    let in_mail = |ch: char| ch.is_alphanumeric() || ".-_+@".contains(ch);
    let in_web = |ch: char| !ch.is_whitespace() && !"<>«»‹›“”„‘’\"".contains(ch) && ch != OBJECT;
    let mut at = 0;
    while at < galley.len() {
        let (start, end) = if galley.at(at) == Some('@') {
            (galley.run_back(at, in_mail), galley.run(at, in_mail))
        } else if galley.reads(at, "://") {
            (galley.run_back(at, |ch| ch.is_ascii_alphanumeric()), galley.run(at, in_web))
        } else if galley.reads(at, "www.") || galley.reads(at, "mailto:") {
            (at, galley.run(at, in_web))
        } else {
            at += 1;
            continue;
        };
        // Marks at its end belong to the sentence.
        let end = galley.run_back(end, |ch| ".,;:!?([{)]}’\'…-،؛؟".contains(ch)).max(at + 1);
        let is_mail = start < at && galley.words(at..end).contains('.');
        if galley.at(at) != Some('@') || is_mail {
            galley.lock(start..end);
        }
        at = end;
    }
}

/// Leaves one space where several stand; a no-break space among them prevails. Spaces at line ends go.
///
/// Sources: CMOS 17, 6.7 (one space between sentences); EU 6.4, and OQLF, "Espacement avant et après les signes de
/// ponctuation" (one space after each mark).
fn collapse_spaces(galley: &mut Galley, extent: Extent) {
    let mut at = 0;
    while at < galley.len() {
        let end = galley.run(at, is_space);
        if end == at {
            at += 1;
            continue;
        }
        let is_outer = |neighbour: Option<char>| match neighbour {
            None => extent == Extent::Whole,
            Some(ch) => ch == '\n',
        };
        let first = at.checked_sub(1).and_then(|before| galley.at(before));
        let new = if is_outer(first) || is_outer(galley.at(end)) {
            String::new()
        } else {
            let no_break = galley.words(at..end).chars().find(|ch| is_no_break(*ch));
            // A space of one of Unicode's other widths is someone's wish, if it stands alone.
            let kept = no_break.or(galley.at(at).filter(|ch| end == at + 1 && !ch.is_control()));
            kept.unwrap_or(' ').to_string()
        };
        galley.set(at..end, &new);
        at += new.chars().count();
    }
}
