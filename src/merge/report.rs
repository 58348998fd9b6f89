//! The report for the printing house: what preflight says of a file, in the words of the leading language of its edition.

use super::context::brand;
use crate::model::{
    Asset, Check, Contact, House, Language, Manuscript, Outcome, PerLanguage, Terms, Text, Verdict,
};
use minijinja::{Value, context};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the report says beside its clauses: keys of `report` in the terms.
pub const LABELS: [&str; 24] = [
    "asks",
    "coated",
    "condition",
    "contact",
    "date",
    "edition",
    "fail",
    "failed",
    "file",
    "limit",
    "measured",
    "newsprint",
    "none",
    "not-run",
    "on-pages",
    "pages",
    "pass",
    "ready",
    "result",
    "spots",
    "stock",
    "title",
    "trim",
    "uncoated",
];

/// The language in which the press itself speaks.
const PRESS: &str = "en";

/// Where what was measured is what the file calls something, in words of its own.
const NAMES: [(&str, Outcome); 4] = [
    ("attachments", Outcome::Fail),
    ("dates", Outcome::Pass),
    ("output-intent", Outcome::Pass),
    ("title", Outcome::Pass),
];

/// The most letters of what was measured that a line holds: all of it is in the report for programs.
const LONGEST: usize = 80;

/// The values of the template.
pub fn context(verdict: &Verdict, manuscript: &Manuscript, house: &House, assets: &[Asset]) -> Value {
    let metadata = &manuscript.metadata;
    let (language, terms) = voice(manuscript, house);
    let tongue = Tongue { terms, is_press: language.as_str() == PRESS };
    let tongues = terms.filter(|terms| brand::differs(terms));
    let tongues =
        tongues.map(|terms| brand::tongue(&house.brand, language, terms)).into_iter().collect::<Vec<_>>();
    let checks: Vec<Value> = verdict.checks.iter().map(|found| check(found, verdict, &tongue)).collect();
    let count = |outcome| verdict.checks.iter().filter(|check| check.outcome == outcome).count();
    let name = |language: &Language| {
        terms
            .and_then(|terms| terms.languages.get(language.as_str()))
            .cloned()
            .unwrap_or_else(|| language.to_string())
    };
    let path = metadata.edition.path();
    let mut words: BTreeMap<&str, String> = LABELS.iter().map(|key| (*key, label(terms, key))).collect();
    for (mark, spare) in [("colon", ": "), ("comma", ", ")] {
        words.insert(mark, terms.map_or(spare, |terms| terms.word(mark)).to_owned());
    }
    context! {
        brand => brand::brand(house, assets, tongues),
        metadata => context! {
            publisher => metadata.publisher.clone(),
            date => context! {
                year => metadata.date.year(), month => metadata.date.month(), day => metadata.date.day(),
            },
        },
        report => context! {
            language => language.to_string(),
            direction => terms.map_or("ltr", |terms| terms.direction.as_str()),
            words,
            heading => metadata.titles.first(),
            heading_language => metadata.edition.leading().to_string(),
            file => path.rsplit('/').next(),
            languages => metadata.languages.iter().map(name).collect::<Vec<_>>(),
            day => metadata.date.to_string(),
            pages => tongue.figures(&verdict.pages.to_string()),
            trim => verdict.trim.map(|[width, height]| tongue.say(&format!("{width} × {height} mm"))),
            stock => label(terms, verdict.demands.stock),
            condition => verdict.condition.clone(),
            spots => verdict.spots.clone(),
            passes => verdict.passes(),
            failures => [("fail", count(Outcome::Fail)), ("not-run", count(Outcome::NotRun))]
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(key, count)| (key, tongue.figures(&count.to_string())))
                .collect::<Vec<_>>(),
            checks,
            contact => house.profile.contact.as_ref().map(|contact| lines(contact, language)).unwrap_or_default(),
        },
    }
}

/// The language of the report: the leading one, or that of the press itself where the terms of that have no words for it.
fn voice<'a>(manuscript: &'a Manuscript, house: &'a House) -> (Language, Option<&'a Arc<Terms>>) {
    let leading = manuscript.metadata.edition.leading();
    let press = Language::new(PRESS).unwrap_or(leading);
    let own =
        manuscript.terms.first().filter(|terms| LABELS.iter().all(|key| terms.report.contains_key(*key)));
    own.map_or_else(|| (press, house.terms.get(&press)), |terms| (leading, Some(terms)))
}

fn label(terms: Option<&Arc<Terms>>, key: &str) -> String {
    terms.and_then(|terms| terms.report.get(key)).cloned().unwrap_or_else(|| key.to_owned())
}

/// The language that the report is in.
struct Tongue<'a> {
    terms: Option<&'a Arc<Terms>>,
    /// Whether it is that in which the press itself speaks.
    is_press: bool,
}

impl Tongue<'_> {
    /// What preflight said, and whether there were words for it: what a language has none for is said in that of the press.
    fn say(&self, words: &str) -> (String, bool) {
        let reading = self.terms.and_then(|terms| terms.reading(words));
        reading
            .map_or_else(|| (shortened(words), self.is_press), |reading| (shortened(&reading.said()), true))
    }

    /// What the file calls something.
    fn name(&self, name: &str) -> (String, bool) {
        (self.terms.map_or_else(|| shortened(name), |terms| shortened(&terms.set_apart(name))), true)
    }

    fn figures(&self, numbers: &str) -> String {
        self.terms.map_or_else(|| numbers.to_owned(), |terms| terms.figures(numbers))
    }
}

fn check(check: &Check, verdict: &Verdict, tongue: &Tongue) -> Value {
    let words = tongue.terms.and_then(|terms| terms.clauses.get(check.clause));
    let outcome = match check.outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::NotRun => "not-run",
    };
    let is_name = match (check.clause, check.outcome) {
        ("spot-colours", Outcome::Pass) => !verdict.spots.is_empty(),
        found => NAMES.contains(&found),
    };
    let measured = if is_name { tongue.name(&check.measured) } else { tongue.say(&check.measured) };
    context! {
        clause => check.clause,
        asks => words.map_or((check.asks, tongue.is_press), |words| (words.as_str(), true)),
        outcome, measured,
        threshold => check.threshold.as_deref().map(|words| tongue.say(words)),
        pages => tongue.figures(&pages(&check.failing)),
    }
}

/// As much of it as a line holds.
fn shortened(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let mut short: String = words.chars().take(LONGEST).collect();
    // What is set apart ends with the line.
    let count = |mark| short.matches(mark).count();
    let open = count('\u{2068}') - count('\u{2069}').min(count('\u{2068}'));
    short.push('…');
    (0..open).for_each(|_| short.push('\u{2069}'));
    short
}

/// Numbers of pages, those in a row as a range: 1–3, 7. No more than a few are named.
fn pages(numbers: &[usize]) -> String {
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match rows.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => rows.push((*number, *number)),
        }
    }
    let row = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    let mut named: Vec<String> = rows.iter().take(3).map(row).collect();
    if rows.len() > named.len() {
        named.push("…".to_owned());
    }
    named.join(", ")
}

/// How the house is reached.
fn lines(contact: &Contact, language: Language) -> Vec<String> {
    let said = |words: &Option<PerLanguage<Text>>| {
        words.as_ref().and_then(|words| words.values.get(&language)).map(Text::plain)
    };
    let plain = |words: &Option<Text>| words.as_ref().map(Text::plain);
    let ways = [said(&contact.name), plain(&contact.email), plain(&contact.telephone), plain(&contact.web)];
    ways.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn pages_in_a_row_are_a_range() {
        for (numbers, said) in
            [(&[][..], ""), (&[2], "2"), (&[1, 2, 3, 7], "1–3, 7"), (&[1, 3, 5, 7, 9], "1, 3, 5, …")]
        {
            assert_eq!(pages(numbers), said);
        }
    }
}
