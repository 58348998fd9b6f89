//! `stale-translation`: a passage that changed, or its translation, since somebody last accepted the two as one.
//!
//! What was accepted stands in the note's `accepted.txt` as fingerprints of words. A note without that file is not
//! watched. Nothing here asks when a file was written: a copy of the house finds the same.

mod acceptance;
mod passages;

pub use acceptance::accept;

use super::desk::{Desk, at};
use super::editions::Plan;
use super::session::Session;
use crate::diagnostic::Diagnostic;
use crate::model::{Accepted, AcceptedLine, Language, Source, Span, head};
use passages::{Group, Passage};

const CODE: &str = "stale-translation";

pub fn check(desk: &mut Desk, source: &Source, session: &Session, plan: &Plan) {
    let Some(accepted) = &source.accepted else { return };
    // What does not stand side by side cannot be compared.
    if desk.found.iter().any(|finding| finding.code.starts_with("misaligned-")) {
        return;
    }
    let groups = passages::groups(source, session, &plan.languages);
    if accepted.lines.is_empty() && !groups.is_empty() {
        let message = "this file accepts none of the note's translations";
        desk.push(
            Diagnostic::warning(CODE, Span::top(&accepted.file), message).hint(format!(
                "read them, then run 'diptych accept --note {}'; or delete this file",
                source.id
            )),
        );
        return;
    }
    let (known, added): (Vec<Language>, Vec<Language>) = plan
        .languages
        .iter()
        .partition(|language| accepted.lines.iter().any(|line| line.prints.contains_key(language)));
    for language in added {
        find_added(desk, source, language);
    }
    let groups =
        groups.into_iter().map(|group| group.within(&known)).filter(|group| group.passages.len() > 1);
    let groups: Vec<Group> = groups.collect();
    let ledger = Ledger::open(accepted, &groups);
    for group in &groups {
        let found = ledger.judge(group, &source.id);
        desk.found.extend(found);
    }
}

/// A language that came to the note after its translations were accepted is told of once.
fn find_added(desk: &mut Desk, source: &Source, language: Language) {
    let Some(prose) = source.prose.get(&language) else { return };
    let message = format!("nothing in '{language}' has been accepted as a translation yet");
    desk.push(
        Diagnostic::warning(CODE, Span::top(&prose.file), message)
            .hint(format!("read it beside the others, then run 'diptych accept --note {}'", source.id)),
    );
}

/// The accepted lines, and which of them stand for words that are still there.
struct Ledger<'a> {
    lines: Vec<&'a AcceptedLine>,
    /// The lines that no passage as it is now needs: what was there before it changed.
    past: Vec<&'a AcceptedLine>,
}

/// What became of a passage since it was accepted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Same,
    Changed,
    /// Its counterparts were accepted before there was this language.
    Added,
}

impl<'a> Ledger<'a> {
    fn open(accepted: &'a Accepted, groups: &[Group]) -> Self {
        let lines: Vec<_> = accepted.lines.iter().collect();
        let prints: Vec<_> = groups.iter().map(Group::prints).collect();
        let is_past = |line: &&AcceptedLine| !prints.iter().any(|prints| line.holds(prints));
        let past = lines.iter().copied().filter(is_past).collect();
        Self { lines, past }
    }

    /// The lines that say something of a group: that it is accepted, else what some of it was accepted with.
    fn lines_of(&self, group: &Group) -> Vec<&'a AcceptedLine> {
        let prints = group.prints();
        match self.lines.iter().find(|line| line.holds(&prints)) {
            Some(line) => vec![line],
            None => {
                let shares = |line: &&AcceptedLine| {
                    prints.iter().any(|(language, print)| line.prints.get(language) == Some(print))
                };
                self.past.iter().copied().filter(shares).collect()
            }
        }
    }

    fn judge(&self, group: &Group, note: &str) -> Vec<Diagnostic> {
        let lines = self.lines_of(group);
        let prints = group.prints();
        if lines.iter().any(|line| line.holds(&prints)) {
            return Vec::new();
        }
        let state = |language: &Language| {
            let accepted: Vec<_> = lines.iter().filter_map(|line| line.prints.get(language)).collect();
            match prints.get(language) {
                _ if accepted.is_empty() => State::Added,
                Some(print) if accepted.contains(&print) => State::Same,
                _ => State::Changed,
            }
        };
        let of = |wanted| {
            let all = group.passages.iter();
            all.filter(|(language, _)| state(language) == wanted).collect::<Vec<_>>()
        };
        let (same, changed) = (of(State::Same), of(State::Changed));
        if lines.is_empty() || (changed.is_empty() && of(State::Added).is_empty()) {
            return vec![unaccepted(group, note)];
        }
        if changed.is_empty() {
            let added = of(State::Added);
            return added.into_iter().map(|passage| not_yet(passage, &same, note)).collect();
        }
        same.into_iter().map(|passage| stale(passage, &changed, note)).collect()
    }
}

type Placed = (Language, Passage);

/// Points at the passage that did not change: it no longer says what the others say.
fn stale((_, here): &Placed, changed: &[&Placed], note: &str) -> Diagnostic {
    let verb = if changed.len() == 1 { "has" } else { "have" };
    let message = format!(
        "this {} is a stale translation: {} {verb} changed since it was accepted",
        here.what,
        named(changed)
    );
    let hint = format!("bring it up to date, then run {}", command(here, note));
    beside(Diagnostic::warning(CODE, head(&here.span), message).hint(hint), changed, "has changed")
}

fn not_yet((language, here): &Placed, others: &[&Placed], note: &str) -> Diagnostic {
    let message = format!("this {} is not accepted yet as the '{language}' of {}", here.what, named(others));
    let hint = format!("read it beside the others, then run {}", command(here, note));
    beside(Diagnostic::warning(CODE, head(&here.span), message).hint(hint), others, "was accepted before")
}

/// Neither side is known, or each with other words than these.
fn unaccepted(group: &Group, note: &str) -> Diagnostic {
    let place = group.passages.len().min(2) - 1;
    let here = &group.passages[place].1;
    let others: Vec<_> = group
        .passages
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != place)
        .map(|(_, other)| other)
        .collect();
    let all = if others.len() == 1 { "both" } else { "all" };
    let message = format!(
        "this {} is not accepted as it stands: it and {} are new, or have {all} changed",
        here.what,
        named(&others)
    );
    let hint = format!("read them side by side, then run {}", command(here, note));
    beside(Diagnostic::warning(CODE, head(&here.span), message).hint(hint), &others, "is not accepted either")
}

/// "the 'fr' and the 'es'"
fn named(passages: &[&Placed]) -> String {
    let names = passages.iter().map(|(language, _)| format!("the '{language}'"));
    names.collect::<Vec<_>>().join(" and ")
}

/// The counterparts, with what is to be said of each: "the 'fr' has changed".
fn beside(finding: Diagnostic, others: &[&Placed], what: &str) -> Diagnostic {
    others.iter().fold(finding, |finding, (language, passage)| {
        finding.related(head(&passage.span), format!("the '{language}' {what}"))
    })
}

/// What accepts this passage and no other.
fn command(passage: &Passage, note: &str) -> String {
    let place = at(&passage.span);
    let place = place.rsplit('/').next().unwrap_or(&place);
    format!("'diptych accept --note {note} --at {place}'")
}
