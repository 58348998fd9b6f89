//! Vectors: what is written and what is printed, with the rule; and what must hold of any passage.

mod cldr;
mod composing;
mod dates;

use super::passage;
use crate::model::{Fingerprint, Numerals, Terms, Text, stock};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The cells of a table of vectors: invisible characters are written with signs.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<String>> {
    const SIGNS: [(char, char); 5] =
        [('~', '\u{A0}'), ('^', '\u{202F}'), ('¬', '\u{2011}'), ('⟨', '\u{2066}'), ('⟩', '\u{2069}')];
    let sign = |ch| SIGNS.iter().find(|(sign, _)| *sign == ch).map_or(ch, |(_, invisible)| *invisible);
    let visible = move |cell: &str| cell.chars().map(sign).collect::<String>();
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(move |line| line.split('\t').map(visible).collect())
}

pub fn printed(written: &str, terms: &Terms) -> String {
    let mut text = Text::supplied(written);
    passage::text(&mut text, terms);
    text.plain()
}

#[test]
fn passages_are_printed_by_the_rules_of_their_profile() {
    let terms: BTreeMap<_, _> = stock::names().into_iter().map(|name| (name, Terms::stock(name))).collect();
    let mut wrong = Vec::new();
    // Of each profile: how many vectors it has, and how many of them must not change.
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in rows(include_str!("vectors/passages.tsv")) {
        let [profile, written, expected, rule] = row.as_slice() else { panic!("{row:?} has not four cells") };
        let chosen = in_numerals(profile);
        let terms = terms.get(profile.as_str()).unwrap_or(&chosen);
        let expected = if expected == "=" { written } else { expected };
        let set = printed(written, terms);
        if set != *expected {
            wrong.push(format!(
                "{profile} ({rule})\n  written  {written:?}\n  expected {expected:?}\n  printed  {set:?}"
            ));
        }
        let again = printed(&set, terms);
        if again != set {
            wrong.push(format!("{profile} twice ({rule})\n  once  {set:?}\n  twice {again:?}"));
        }
        let (count, kept) = counts.entry(profile.clone()).or_default();
        *count += 1;
        *kept += usize::from(expected == written);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let (all, all_kept) = counts.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(all >= 250 && all_kept * 3 >= all, "{all} vectors, of which {all_kept} must not change");
    for name in stock::names() {
        let (count, kept) = counts.get(name).copied().unwrap_or_default();
        assert!(count >= 20 && kept >= 6, "{name} has {count} vectors, of which {kept} must not change");
    }
}

/// What a rule sets right makes no translation stale, but for the rules that write other letters and figures.
#[test]
fn copy_editing_changes_no_fingerprint() {
    let others = [
        "heures",
        "ordinaux",
        "ordinales",
        "etc.",
        "numerals",
        "typed with signs",
        "CMOS 6.9",
        "OLE 2010",
        "abreviaturas",
    ];
    let mut count = 0;
    for row in rows(include_str!("vectors/passages.tsv")) {
        let [_, written, printed, rule] = row.as_slice() else { continue };
        if printed != "=" && !others.iter().any(|other| rule.contains(other)) {
            assert_eq!(Fingerprint::of(written), Fingerprint::of(printed), "{written} {printed}");
            count += 1;
        }
    }
    assert!(count > 60, "{count} vectors alone");
}

/// The terms of a language, or, with a hyphen, those of a house that has chosen its figures: ar-latn.
pub fn in_numerals(tag: &str) -> Terms {
    let (language, chosen) = tag.split_once('-').unwrap_or((tag, ""));
    let mut terms = Terms::stock(language);
    terms.profile.numerals = Numerals::from_word(chosen).or(terms.profile.numerals);
    terms
}

#[test]
fn a_line_may_break_where_it_was_written_to() {
    let terms = Terms::stock("fr");
    assert_eq!(printed("  un  \n deux ", &terms), "un\ndeux");
}

/// Words as people write them, with all that the rules are about.
fn passages() -> impl Strategy<Value = String> {
    let scraps = prop::sample::select(vec![
        "l",
        "avenir",
        "mot",
        "État",
        "-t-elle",
        "12",
        "30",
        "2014",
        "000",
        "h",
        "H",
        "km",
        "mai",
        "May",
        "n°",
        "M.",
        "etc",
        "coeur",
        "1er",
        "2ème",
        "https://un.org/a?b",
        "a@b.org",
        " ",
        " ",
        " ",
        "  ",
        "\u{A0}",
        "\u{202F}",
        "\u{2009}",
        "s",
        "J.",
        "V",
        "[",
        "]",
        "th",
        "¿",
        "º",
        "\n",
        "'",
        "'",
        "\"",
        "\"",
        "’",
        "‘",
        "“",
        "”",
        "„",
        "«",
        "»",
        "<<",
        ">>",
        ".",
        "...",
        "…",
        ",",
        ":",
        ";",
        "!",
        "?",
        "(",
        ")",
        "-",
        "–",
        "—",
        "--",
        "%",
        "€",
        "/",
        "\u{FFFC}",
        "´",
        "′",
        "e\u{301}",
        "ن",
        "،",
        "؟",
        "مدينة",
        "١٢",
        "٫",
        "٪",
        "UCLG",
        "+34",
        "\u{2066}",
        "\u{2069}",
        "¿",
        "¡",
        "nº",
        "🙂",
    ]);
    prop::collection::vec(scraps, 0..24).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn what_was_copy_edited_stays_as_it_is(passage in passages(), name in prop::sample::select(stock::names())) {
        thread_local!(static TERMS: BTreeMap<&'static str, Terms> =
            stock::names().into_iter().map(|name| (name, Terms::stock(name))).collect());
        TERMS.with(|terms| {
            let once = printed(&passage, &terms[name]);
            prop_assert_eq!(printed(&once, &terms[name]), once, "{}", name);
            Ok(())
        })?;
    }
}
