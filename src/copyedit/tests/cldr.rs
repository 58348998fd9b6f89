//! The terms against an independent judge: ICU4X, with the data of Unicode CLDR. What it has of dates and zones stands in
//! `vectors/cldr.tsv`, which `.ci/judges/icu` writes; lists and plurals are asked here. Every language of the press is
//! compared; where it differs with reason, `vectors/differences.tsv` says so, and a difference that is none any more fails.

use super::composing::{house, language};
use super::rows;
use crate::copyedit::{Desk, calendar};
use crate::model::stock::names;
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

    /// The language as CLDR names it: a profile that it has too (fr-CA), else the region, else the language as a whole.
    fn locale<'a>(&self, name: &'a str, terms: &'a Terms) -> &'a str {
        let profile = name.contains('-').then_some(name);
        let mut names = profile.into_iter().chain([terms.profile.region.as_str(), language_of(name)]);
        names.find(|name| self.facts.contains_key(*name)).unwrap_or_else(|| {
            panic!("cldr.tsv has nothing of '{name}': see LOCALES in tests/icu/src/main.rs")
        })
    }

    fn facts(&self, name: &str, terms: &Terms) -> BTreeMap<Question, String> {
        self.facts[self.locale(name, terms)].clone()
    }

    fn compare(&mut self, name: &str, what: &str, of: &str, ours: &str, theirs: &str) {
        let question = |name: &str| (name.to_owned(), (what.to_owned(), of.to_owned()));
        let questions = [question(name), question(language_of(name))];
        let (ours, theirs) = (plain(ours), plain(theirs));
        let different = questions.into_iter().find(|question| self.differences.contains_key(question));
        let different = different.map(|question| (self.differences[&question].clone(), question));
        let expected = match different {
            Some((different, question)) if different != theirs => {
                self.met.insert(question);
                different
            }
            _ => theirs,
        };
        if ours != expected {
            self.wrong.push(format!("{name}\t{what}\t{of}: the press says {ours:?}, not {expected:?}"));
        }
    }

    /// `what` was asked of every language.
    #[track_caller]
    fn close(self, what: &[&str]) {
        assert!(self.wrong.is_empty(), "\n{}", self.wrong.join("\n"));
        let names = names();
        let asked = |(language, (kind, _)): &&(String, Question)| {
            names.contains(&language.as_str()) && what.contains(&kind.as_str())
        };
        let asked = self.differences.keys().filter(asked);
        let idle: Vec<_> = asked.filter(|difference| !self.met.contains(*difference)).collect();
        assert!(idle.is_empty(), "there is no such difference any more: {idle:?}");
    }
}

/// The language of a profile.
fn language_of(name: &str) -> &str {
    name.split('-').next().unwrap_or_default()
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
    for name in names() {
        let terms = Terms::stock(name);
        for ((what, of), theirs) in judge.facts(name, &terms) {
            let ours = match what.as_str() {
                "month" => terms.calendar.month(of.parse().expect("a month")).to_owned(),
                "date" => {
                    let day: Date = of.parse().expect("a date");
                    calendar::date(day, &terms.calendar).plain()
                }
                _ => continue,
            };
            judge.compare(name, &what, &of, &ours, &theirs);
        }
    }
    judge.close(&["month", "date"]);
}

#[test]
fn the_time_of_zones_is_called_as_in_cldr() {
    let mut judge = Judge::new();
    let mut count = 0;
    for name in names() {
        let terms = Terms::stock(name);
        if terms.clocks.is_empty() {
            continue;
        }
        for ((what, of), theirs) in judge.facts(name, &terms) {
            let Some((zone, day)) = of.split_once(' ').filter(|_| what == "zone") else { continue };
            let midday: jiff::civil::DateTime = format!("{day}T12:00").parse().expect("a moment");
            let clock = jiff::tz::TimeZone::get(zone).expect("a zone");
            let info = clock.to_offset_info(clock.to_timestamp(midday).expect("a moment"));
            // Where CLDR has no name, it writes the distance from UTC.
            let has_name = !plain(&theirs).contains(char::is_numeric);
            match terms.clock(zone, info.abbreviation()) {
                None if !has_name => {}
                ours => judge.compare(name, &what, &of, ours.unwrap_or_default(), &theirs),
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
    for name in names() {
        let terms = &Terms::stock(name);
        let locale: Locale = judge.locale(name, terms).parse().expect("a locale");
        let lists =
            ListFormatter::try_new_and((&locale).into(), ListFormatterOptions::default()).expect("lists");
        let desk = Desk { house: &house, terms, language: language(language_of(name)) };
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
            judge.compare(name, "list", items, &ours.plain(), &theirs);
        }
    }
    judge.close(&["list"]);
}

/// The press prints no counts; the number of people chooses forms alone. A form for two stands where the language has one.
#[test]
fn forms_for_two_stand_where_the_language_has_a_dual() {
    for name in names() {
        let terms = Terms::stock(name);
        let locale: Locale = language_of(name).parse().expect("a language");
        let rules = PluralRules::try_new_cardinal((&locale).into()).expect("plurals");
        let groups = [&terms.parts, &terms.titles, &terms.ranks, &terms.attendance];
        let keys = groups.into_iter().flat_map(|group| group.values()).flat_map(|forms| forms.forms.keys());
        let has_dual = keys.into_iter().any(|key| key.ends_with('2'));
        assert!(!has_dual || rules.category_for(2_usize) == PluralCategory::Two, "{name} has no dual");
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
