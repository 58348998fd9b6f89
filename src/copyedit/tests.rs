//! Vectors: what is written and what is printed, with the rule; and what must hold of any passage.

mod composing;

use super::passage;
use crate::model::{Numerals, Terms, Text};
use proptest::prelude::*;

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
fn passages_are_printed_by_the_rules_of_their_language() {
    let mut wrong = Vec::new();
    let mut kept = 0;
    let mut count = 0;
    for row in rows(include_str!("vectors/passages.tsv")) {
        let [language, written, expected, rule] = row.as_slice() else {
            panic!("{row:?} has not four cells")
        };
        let terms = in_numerals(language);
        let expected = if expected == "=" { written } else { expected };
        let set = printed(written, &terms);
        if set != *expected {
            wrong.push(format!(
                "{language} ({rule})\n  written  {written:?}\n  expected {expected:?}\n  printed  {set:?}"
            ));
        }
        let again = printed(&set, &terms);
        if again != set {
            wrong.push(format!("{language} twice ({rule})\n  once  {set:?}\n  twice {again:?}"));
        }
        kept += usize::from(expected == written);
        count += 1;
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count >= 80 && kept * 3 >= count, "{count} vectors, of which {kept} must not change");
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
    fn what_was_copy_edited_stays_as_it_is(passage in passages(), language in 0..4_usize) {
        thread_local!(static TERMS: [Terms; 4] = ["fr", "en", "es", "ar"].map(Terms::stock));
        TERMS.with(|terms| {
            let terms = &terms[language];
            let once = printed(&passage, terms);
            prop_assert_eq!(printed(&once, terms), once);
            Ok(())
        })?;
    }
}
