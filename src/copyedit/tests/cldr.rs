//! The terms against an independent judge: ICU4X, with the data of Unicode CLDR. What it has of dates and zones stands in
//! `vectors/cldr.tsv`, which `.ci/judges/icu` writes; lists and plurals are asked here. Every language of the press is
//! compared; where it differs with reason, `vectors/differences.tsv` says so, and a difference that is none any more fails.

use super::composing::{house, language};
use super::rows;
use crate::copyedit::{Desk, calendar};
use crate::model::stock::languages;
use crate::model::{Terms, Text};
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked of a language, and of what: ("date", "2021-05-19").
type Question = (String, String);

struct Judge {
    /// By language as CLDR names it.
    facts: BTreeMap<String, BTreeMap<Question, String>>,
    /// What the press says instead, by language.
    differences: BTreeMap<(String, Question), String>,
    met: BTreeSet<(String, Question)>,
    wrong: Vec<String>,
}

impl Judge {
    fn new() -> Self {
        let mut facts: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for row in rows(include_str!("../vectors/cldr.tsv")) {
            let [language, what, of, words] = row.as_slice() else { panic!("{row:?}") };
            facts.entry(language.clone()).or_default().insert((what.clone(), of.clone()), words.clone());
        }
        let differences = rows(include_str!("../vectors/differences.tsv")).map(|row| {
            let [language, what, of, ours, reason] = row.as_slice() else { panic!("{row:?}") };
            assert!(!reason.is_empty(), "{row:?} has no reason");
            ((language.clone(), (what.clone(), of.clone())), ours.clone())
        });
        Self { facts, differences: differences.collect(), met: BTreeSet::new(), wrong: Vec::new() }
    }

    /// The facts of a language: of its region, else of the language as a whole.
    fn facts(&self, code: &str, terms: &Terms) -> &BTreeMap<Question, String> {
        let facts = self.facts.get(&terms.profile.region).or_else(|| self.facts.get(code));
        facts.unwrap_or_else(|| {
            panic!("cldr.tsv has nothing of '{code}': see LOCALES in tests/icu/src/main.rs")
        })
    }

    fn compare(&mut self, code: &str, what: &str, of: &str, ours: &str, theirs: &str) {
        let question = (code.to_owned(), (what.to_owned(), of.to_owned()));
        let ours = plain(ours);
        let expected = match self.differences.get(&question) {
            Some(different) if *different != plain(theirs) => {
                self.met.insert(question);
                different
            }
            _ => &plain(theirs),
        };
        if ours != *expected {
            self.wrong.push(format!("{code}\t{what}\t{of}: the press says {ours:?}, not {expected:?}"));
        }
    }

    /// `what` was asked of every language.
    #[track_caller]
    fn close(self, what: &[&str]) {
        assert!(self.wrong.is_empty(), "\n{}", self.wrong.join("\n"));
        let languages = languages();
        let asked = |(language, (kind, _)): &&(String, Question)| {
            languages.contains(&language.as_str()) && what.contains(&kind.as_str())
        };
        let asked = self.differences.keys().filter(asked);
        let idle: Vec<_> = asked.filter(|difference| !self.met.contains(*difference)).collect();
        assert!(idle.is_empty(), "there is no such difference any more: {idle:?}");
    }
}

/// Words with plain spaces and figures, without marks of direction: those are the business of the typography of the house.
fn plain(words: &str) -> String {
    let figure = |ch: char| match ch {
        '٠'..='٩' => char::from_digit(ch as u32 - '٠' as u32, 10).unwrap_or(ch),
        '\u{A0}' | '\u{202F}' => ' ',
        _ => ch,
    };
    words
        .chars()
        .filter(|ch| !matches!(ch, '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}'))
        .map(figure)
        .collect()
}

#[test]
fn months_and_dates_are_those_of_cldr() {
    let mut judge = Judge::new();
    for code in languages() {
        let terms = Terms::stock(&code);
        for ((what, of), theirs) in judge.facts(&code, &terms).clone() {
            let ours = match what.as_str() {
                "month" => terms.calendar.month(of.parse().expect("a month")).to_owned(),
                "date" => {
                    let day: Date = of.parse().expect("a date");
                    calendar::date(day, &terms.calendar).plain()
                }
                _ => continue,
            };
            judge.compare(&code, &what, &of, &ours, &theirs);
        }
    }
    judge.close(&["month", "date"]);
}

#[test]
fn the_time_of_zones_is_called_as_in_cldr() {
    let mut judge = Judge::new();
    let mut count = 0;
    for code in languages() {
        let terms = Terms::stock(&code);
        if terms.clocks.is_empty() {
            continue;
        }
        for ((what, of), theirs) in judge.facts(&code, &terms).clone() {
            let Some((zone, day)) = of.split_once(' ').filter(|_| what == "zone") else { continue };
            let midday: jiff::civil::DateTime = format!("{day}T12:00").parse().expect("a moment");
            let clock = jiff::tz::TimeZone::get(zone).expect("a zone");
            let info = clock.to_offset_info(clock.to_timestamp(midday).expect("a moment"));
            // Where CLDR has no name, it writes the distance from UTC.
            let has_name = !plain(&theirs).contains(char::is_numeric);
            match terms.clock(zone, info.abbreviation()) {
                None if !has_name => {}
                ours => judge.compare(&code, &what, &of, ours.unwrap_or_default(), &theirs),
            }
            count += 1;
        }
    }
    assert!(count > 300, "only {count} zones were compared");
    judge.close(&["zone"]);
}

#[test]
fn lists_are_joined_as_in_cldr() {
    let mut judge = Judge::new();
    let house = house();
    for code in languages() {
        let terms = &house.terms[&language(&code)];
        let locale: Locale =
            terms.profile.region.parse().unwrap_or_else(|_| code.parse().expect("a language"));
        let lists =
            ListFormatter::try_new_and((&locale).into(), ListFormatterOptions::default()).expect("lists");
        let desk = Desk { house: &house, terms, language: language(&code) };
        for items in [
            "Ana|Luis",
            "Ana|Luis|Zoë",
            "Ana|Luis|Zoë|Omar",
            "Ana|Inès",
            "Ana|Íñigo",
            "agua|hielo",
            "oro|hijo",
        ] {
            let theirs = lists.format_to_string(items.split('|'));
            let ours = desk.list(items.split('|').map(Text::supplied).collect()).expect("a list");
            judge.compare(&code, "list", items, &ours.plain(), &theirs);
        }
    }
    judge.close(&["list"]);
}

/// The press prints no counts; the number of people chooses forms alone. A form for two stands where the language has one.
#[test]
fn forms_for_two_stand_where_the_language_has_a_dual() {
    for code in languages() {
        let terms = Terms::stock(&code);
        let locale: Locale = code.parse().expect("a language");
        let rules = PluralRules::try_new_cardinal((&locale).into()).expect("plurals");
        let groups = [&terms.parts, &terms.titles, &terms.ranks, &terms.attendance];
        let keys = groups.into_iter().flat_map(|group| group.values()).flat_map(|forms| forms.forms.keys());
        let has_dual = keys.into_iter().any(|key| key.ends_with('2'));
        assert!(!has_dual || rules.category_for(2_usize) == PluralCategory::Two, "{code} has no dual");
    }
}

#[test]
fn the_judge_refuses_a_slip_and_an_idle_difference() {
    let question = |of: &str| ("fr".to_owned(), ("date".to_owned(), of.to_owned()));
    let mut judge = Judge::new();
    judge.compare("fr", "month", "8", "aout", "août");
    judge.compare("fr", "date", "2021-08-01", "1 août 2021", "1 août 2021");
    assert_eq!(judge.wrong.len(), 2, "{:?}", judge.wrong);
    judge.compare("fr", "date", "2021-08-01", "1er août 2021", "1er août 2021");
    assert_eq!((judge.wrong.len(), judge.met.contains(&question("2021-01-01"))), (2, false));
}
