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

/// The most letters of what was measured that a line holds: all of it is in the report for programs.
const LONGEST: usize = 80;

/// The values of the template.
pub fn context(verdict: &Verdict, manuscript: &Manuscript, house: &House, assets: &[Asset]) -> Value {
    let metadata = &manuscript.metadata;
    let (language, terms) = voice(manuscript, house);
    let tongues = terms.filter(|terms| brand::differs(terms));
    let tongues =
        tongues.map(|terms| brand::tongue(&house.brand, language, terms)).into_iter().collect::<Vec<_>>();
    let checks: Vec<Value> = verdict.checks.iter().map(|found| check(found, terms)).collect();
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
            pages => verdict.pages,
            trim => verdict.trim.map(|[width, height]| format!("{width} × {height} mm")),
            stock => label(terms, verdict.demands.stock),
            condition => verdict.condition.clone(),
            spots => verdict.spots.clone(),
            passes => verdict.passes(),
            failed => count(Outcome::Fail), not_run => count(Outcome::NotRun),
            checks,
            contact => house.profile.contact.as_ref().map(|contact| lines(contact, language)).unwrap_or_default(),
        },
    }
}

/// The language of the report: the leading one, or that of the press itself where the terms of that have no words for it.
fn voice<'a>(manuscript: &'a Manuscript, house: &'a House) -> (Language, Option<&'a Arc<Terms>>) {
    let leading = manuscript.metadata.edition.leading();
    let press = Language::new("en").unwrap_or(leading);
    let own =
        manuscript.terms.first().filter(|terms| LABELS.iter().all(|key| terms.report.contains_key(*key)));
    own.map_or_else(|| (press, house.terms.get(&press)), |terms| (leading, Some(terms)))
}

fn label(terms: Option<&Arc<Terms>>, key: &str) -> String {
    terms.and_then(|terms| terms.report.get(key)).cloned().unwrap_or_else(|| key.to_owned())
}

fn check(check: &Check, terms: Option<&Arc<Terms>>) -> Value {
    let words = terms.and_then(|terms| terms.clauses.get(check.clause));
    let outcome = match check.outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::NotRun => "not-run",
    };
    let mut measured: String = check.measured.chars().take(LONGEST).collect();
    if measured.len() < check.measured.len() {
        measured.push('…');
    }
    context! {
        clause => check.clause,
        asks => words.map_or(check.asks, String::as_str),
        // What a language has no words for is said in that of the press.
        translated => words.is_some(),
        outcome, threshold => check.threshold.clone(), measured, pages => pages(&check.failing),
    }
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
