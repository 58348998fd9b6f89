//! The rules on what the languages of a note say alike: each passage beside its counterpart. One rule a file.
//!
//! What two languages must share is a [`facts::Fact`]: it is missed where the other passage has none of the keys under
//! which it may stand there. Whatever could stand for a fact counts (a word for a number, a name in either language), so
//! that what is found is worth a look.

mod addresses;
mod dates;
mod facts;
mod names;
mod numbers;
mod pairs;
mod pictures;
#[cfg(test)]
mod tests;
mod times;
mod tokens;
mod untranslated;

use crate::diagnostic::Diagnostic;
use crate::model::{FairCopy, House};
use addresses::Markers;
use facts::{Fact, Facts, Kind, Rival};
use names::Names;
use pairs::{Pair, Pairs, Passage};

/// The findings on each copy beside the one that leads.
pub fn compare(copies: &[FairCopy], house: &House) -> Vec<Diagnostic> {
    let Some(leading) = leading(copies, house) else { return Vec::new() };
    let desk = Desk { names: Names::of(house), markers: Markers::of(copies, house) };
    let others = copies.iter().filter(|copy| copy.language != leading.language);
    others.flat_map(|other| desk.read(leading, other)).collect()
}

/// The copy in the language that leads the house's first edition, else the first.
fn leading<'a>(copies: &'a [FairCopy], house: &House) -> Option<&'a FairCopy> {
    let tag = house.profile.editions.languages.first().map(|tag| tag.plain()).unwrap_or_default();
    let first = tag.split('-').next().unwrap_or_default();
    copies.iter().find(|copy| copy.language.as_str() == first).or(copies.first())
}

/// What the rules know of the house.
struct Desk<'a> {
    names: Names<'a>,
    markers: Markers,
}

impl Desk<'_> {
    fn read(&self, leading: &FairCopy, other: &FairCopy) -> Vec<Diagnostic> {
        let pairs = Pairs::of(leading, other);
        let mut found = pictures::differing(&pairs, [leading, other], &self.markers);
        for pair in &pairs.passages {
            match untranslated::find(pair, &self.names) {
                Some(finding) => found.push(finding),
                None => self.compare(pair, &mut found),
            }
        }
        found
    }

    fn compare(&self, pair: &Pair, found: &mut Vec<Diagnostic>) {
        let Pair { left, right } = pair;
        // Numbers are understood in both languages or not at all.
        let with_figures = left.terms.figures.is_some() && right.terms.figures.is_some();
        let [lefts, rights] = [left, right].map(|passage| self.facts(passage, with_figures));
        for kind in Kind::ALL {
            let mut there = self.missing(*kind, &lefts, &rights, right);
            let mut here = self.missing(*kind, &rights, &lefts, left);
            // A number in words may be a manner of speaking, but not where another number stands in its place.
            let (is_missed_there, is_missed_here) = (!there.is_empty(), !here.is_empty());
            there.retain(|fact| !fact.soft || is_missed_here);
            here.retain(|fact| !fact.soft || is_missed_there);
            // As many on both sides are taken to stand in each other's place.
            if there.len() == here.len() {
                let rivals = here.iter().zip(&there);
                found.extend(rivals.filter_map(|(one, other)| differ((right, one), (left, other))));
            } else {
                found.extend(there.iter().filter_map(|fact| lacks((left, fact), right)));
                found.extend(here.iter().filter_map(|fact| lacks((right, fact), left)));
            }
        }
    }

    fn facts<'p>(&self, passage: &'p Passage, with_figures: bool) -> Facts<'p> {
        let mut facts = Facts::default();
        if let Some(figures) = passage.terms.figures.as_ref().filter(|_| with_figures) {
            let mut tokens = tokens::read(&passage.plain, figures, &passage.terms.profile);
            times::read(passage, figures, &mut tokens, &mut facts);
            dates::read(passage, &mut tokens, &mut facts);
            numbers::read(passage, figures, &tokens, &mut facts);
        }
        addresses::read(passage, &self.markers, &mut facts);
        self.names.read(passage, &mut facts);
        facts
    }

    /// The facts of one passage that the other has not, each once.
    fn missing<'f, 'p>(
        &self,
        kind: Kind,
        facts: &'f Facts<'p>,
        others: &Facts,
        other: &Passage,
    ) -> Vec<&'f Fact<'p>> {
        let mut missing: Vec<&Fact<'p>> = Vec::new();
        for fact in facts.list.iter().filter(|fact| fact.kind == kind) {
            let is_there = fact.needs.iter().all(|keys| keys.iter().any(|key| others.present.contains(key)));
            let is_told = missing.iter().any(|told| told.needs == fact.needs);
            if !is_there && !is_told && !self.names.echo(fact, other) {
                missing.push(fact);
            }
        }
        missing
    }
}

/// One fact here and another of its kind in its place.
fn differ((here, fact): Rival, (there, other): Rival) -> Option<Diagnostic> {
    let noun = fact.kind.noun();
    let message =
        format!("the {noun} “{}” stands here, “{}” in '{}'", fact.words, other.words, there.language);
    let finding = Diagnostic::warning(fact.kind.code(), fact.place(here)?, message);
    let finding = match other.place(there) {
        Some(place) => finding.related(place, format!("the {noun} in '{}'", there.language)),
        None => finding,
    };
    Some(finding.hint(format!("correct the one that is wrong: every language has the same {noun}")))
}

/// A fact that the counterpart lacks.
fn lacks((here, fact): Rival, there: &Passage) -> Option<Diagnostic> {
    let noun = fact.kind.noun();
    let message = format!("the {noun} “{}” is not in this passage in '{}'", fact.words, there.language);
    let finding = Diagnostic::warning(fact.kind.code(), fact.place(here)?, message);
    let finding = match there.span() {
        Some(place) => finding.related(place, format!("the passage in '{}'", there.language)),
        None => finding,
    };
    Some(finding.hint(format!("write the {noun} in both languages, or in neither")))
}
