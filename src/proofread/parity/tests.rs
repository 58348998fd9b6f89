//! Vectors: two passages, and what one of them has that the other lacks.

use crate::diagnostic::Diagnostic;
use crate::model::{Directory, FairCopy, House, Inline, Language, SourceFile, Span, Terms, Text};
use crate::proofread::tests::{copy, decode, house};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

const DIRECTORY: &str = "
people:
  saiz: {name: {given: Emilia, family: Saiz}}
  boudra: {name: {given: Mohamed, family: Boudra}}
organisations:
  uclg:
    name: {fr: Cités et Gouvernements Locaux Unis, en: United Cities and Local Governments, es: Ciudades y Gobiernos Locales Unidos, ar: منظمة المدن والحكومات المحلية المتحدة}
    short: {fr: CGLU, en: UCLG, es: CGLU}
  ambf:
    name: {fr: Association des municipalités du Burkina Faso, en: Association of Municipalities of Burkina Faso}
    short: {fr: AMBF, en: AMBF}
places:
  africa: {name: {fr: Afrique, en: Africa, es: África}}
  tunis: {name: {fr: Tunis, en: Tunis, es: Túnez}}
  burkina: {name: {fr: Burkina Faso, en: Burkina Faso}}
";

fn sample() -> House {
    let languages =
        ["ar", "en", "es", "fr"].map(|code| (Language::new(code).expect("a code"), Terms::stock(code)));
    House { terms: languages.into_iter().collect(), directory: decode::<Directory>(DIRECTORY), ..house() }
}

/// A copy whose one paragraph reads `words`; `<…>` is a link, `[…]` a foreign passage.
fn side(house: &House, language: &str, words: &str) -> FairCopy {
    let file = Arc::new(SourceFile { path: format!("{language}.md"), text: words.to_owned() });
    let mut inlines = Vec::new();
    let mut at = 0;
    for part in words.split_inclusive(['<', '>', '[', ']']) {
        let text = part.trim_end_matches(['<', '>', '[', ']']);
        let text = Text::new(text, Span::new(&file, at..at + text.len()));
        at += part.len();
        inlines.push(match part.chars().next_back() {
            Some('>') => Inline::Link { target: text, content: vec![Inline::Text(Text::supplied("x"))] },
            Some(']') => Inline::Foreign {
                language: Language::new("en").expect("a code"),
                content: vec![Inline::Text(text)],
            },
            _ => Inline::Text(text),
        });
    }
    let mut copy = copy(inlines);
    copy.sections[0].heading = Vec::new();
    let language = Language::new(language).expect("a code");
    FairCopy { language, terms: Arc::clone(house.terms.get(&language).expect("terms")), ..copy }
}

fn said(found: &[Diagnostic]) -> String {
    let said = found.iter().map(|finding| {
        let place = finding.span.as_ref().expect("a place");
        let rival = match finding.message.contains("stands here") {
            true => format!(" ≠ {}", finding.related[0].span.text()),
            false => String::new(),
        };
        assert!(!finding.related.is_empty(), "{finding:?} shows one side");
        format!("{} {}: {}{rival}", finding.code, place.file.path.trim_end_matches(".md"), place.text())
    });
    said.collect::<Vec<_>>().join(" | ")
}

#[test]
fn facts_of_one_language_stand_in_the_other() {
    let house = sample();
    let visible = |cell: &str| cell.replace('~', "\u{A0}").replace('^', "\u{202F}");
    let table = include_str!("vectors.tsv");
    let (mut wrong, mut count, mut sound) = (Vec::new(), 0, 0);
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [languages, left, right, expected] = cells.as_slice() else {
            panic!("{line} has not four cells")
        };
        let (one, other) = languages.split_once('-').expect("two languages");
        let copies = [side(&house, one, &visible(left)), side(&house, other, &visible(right))];
        let expected = if *expected == "=" { String::new() } else { visible(expected) };
        let found = said(&super::compare(&copies, &house));
        if found != expected {
            wrong
                .push(format!("{languages}\n  {left}\n  {right}\n  expected {expected}\n  found    {found}"));
        }
        count += 1;
        sound += usize::from(expected.is_empty());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count >= 100 && sound * 2 >= count, "{count} vectors, of which {sound} must bring no finding");
}

#[test]
fn an_address_is_compared_without_its_language() {
    let house = sample();
    let copies = ["fr", "en"].map(|code| side(&house, code, ""));
    let markers = super::Markers::of(&copies, &house);
    for (address, neutral) in [
        ("https://www.un.org/fr/common-agenda/", "un.org/common-agenda"),
        ("http://un.org/common-agenda#context", "un.org/common-agenda"),
        ("https://a.org/report_en.pdf", "a.org/report_pdf"),
        ("https://a.org/x?lang=fr", "a.org/x"),
        ("https://a.org/fr-FR/x", "a.org/x"),
        ("mailto:Press@example.org", "press@example.org"),
        ("tel:+34-933-428", "34933428"),
        ("images/port.fr.png", "images/port.png"),
    ] {
        assert_eq!(markers.neutral(address), neutral, "{address}");
    }
}

/// A house in which Spanish is written like French.
static TWINS: LazyLock<House> = LazyLock::new(|| {
    let twins = ["fr", "es"].map(|code| (Language::new(code).expect("a code"), Terms::stock("fr")));
    House { terms: twins.into_iter().collect(), ..sample() }
});

proptest! {
    /// Whatever a passage says, it says it too: nothing but `untranslated` is found beside the same words.
    #[test]
    fn a_passage_has_all_its_own_facts(
        scraps in prop::collection::vec(
            prop_oneof![
                "[0-9]{1,4}", "[٠-٩]{1,3}", "[ .,:;/+°º'’()-]{1,3}", "\\PC",
                prop::sample::select(vec![
                    " ", "\u{A0}", "h", " h ", "mai", "Mai", "er", "e", "XXI", "millions", "mille", "deux", "vingt", "-",
                    "A/75/982", "COVID-19", "https://un.org/fr/a?b#c", "a@b.org", "www.", "CGLU", "M. Boudra", "midi", "%", "+34 933",
                ]).prop_map(str::to_owned),
            ],
            0..12,
        )
    ) {
        let words: String = scraps.concat().chars().filter(|sign| !"<>[]".contains(*sign)).collect();
        let found = super::compare(&["fr", "es"].map(|code| side(&TWINS, code, &words)), &TWINS);
        prop_assert!(found.iter().all(|finding| finding.code == "untranslated"), "{words:?}: {found:?}");
    }
}
