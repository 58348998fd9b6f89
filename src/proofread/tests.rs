//! What the proofreader sees, with the press's own fonts.

use super::{glyphs, placeholders, quotes, reading};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Block, BlockKind, Brand, Decode, Directory, FairCopy, FontFile, House, HouseProfile, Inline, Language,
    Section, SourceFile, Span, Terms, Text, stock,
};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn decode<T: Decode>(yaml: &str) -> T {
    let file = Arc::new(SourceFile { path: "test.yaml".to_owned(), text: yaml.to_owned() });
    T::decode(&stock::read(&file), &mut Vec::new()).expect("the sample is right")
}

pub fn house() -> House {
    let font =
        |path: &str, bytes: &'static [u8]| FontFile { path: path.to_owned(), bytes: Cow::Borrowed(bytes) };
    let fr = Language::new("fr").expect("a language");
    House {
        profile: decode::<HouseProfile>("publisher: uclg\neditions: {languages: [fr], media: [screen]}\n"),
        brand: Brand::default(),
        directory: decode::<Directory>("people: {}\n"),
        terms: [(fr, Terms::stock("fr"))].into_iter().collect(),
        templates: BTreeMap::new(),
        fonts: vec![font("serif", include_bytes!("../../fonts/source-serif-4/SourceSerif4-Regular.ttf"))],
        condition: Default::default(),
        source_date: None,
        gaps: Default::default(),
        register: Default::default(),
        glossary: None,
        portraits: Default::default(),
    }
}

pub fn copy(inlines: Vec<Inline>) -> FairCopy {
    let file = Arc::new(SourceFile { path: "fr.md".to_owned(), text: String::new() });
    let block = Block { kind: BlockKind::Paragraph(inlines), span: Span::top(&file) };
    let heading = vec![Inline::Text(Text::supplied("Contexte"))];
    FairCopy {
        language: Language::new("fr").expect("a language"),
        terms: Arc::new(Terms::stock("fr")),
        lexicon: Default::default(),
        title: Vec::new(),
        kind: Text::supplied("Session"),
        event: None,
        theme: None,
        date_line: None,
        venue_line: None,
        venue_link: None,
        status: None,
        version: None,
        symbol: None,
        sections: vec![Section { id: None, heading, blocks: vec![block], span: Span::top(&file) }],
        agenda: Vec::new(),
        cards: Vec::new(),
        colophon: Vec::new(),
        isbns: BTreeMap::new(),
        keywords: Vec::new(),
        summary: None,
        imprint: None,
        date: "2021-05-19".parse().expect("a date"),
        images: BTreeMap::new(),
    }
}

/// The findings on a paragraph that stands in a file as it is written.
fn findings(words: &str) -> Vec<Diagnostic> {
    let file = Arc::new(SourceFile { path: "fr.md".to_owned(), text: format!("# T\n{words}\n") });
    let text = Text::new(words, Span::new(&file, 4..4 + words.len()));
    super::proofread(&[copy(vec![Inline::Text(text)])], &house(), 1)
}

fn said(found: &[Diagnostic]) -> Vec<String> {
    let place = |span: &Span| format!("{:?}", span);
    found
        .iter()
        .map(|finding| {
            format!(
                "{} {}: {}",
                finding.code,
                finding.span.as_ref().map_or_else(String::new, place),
                finding.message
            )
        })
        .collect()
}

#[test]
fn a_character_that_no_font_has_is_named_once_with_its_place() {
    let found = findings("Un mot 漢 et 漢");
    assert_eq!(
        said(&found),
        [
            "missing-glyph fr.md:2:8: no font of the house has the character '漢' (U+6F22), here and in one other place"
        ]
    );
}

#[test]
fn words_that_no_font_has_are_one_finding() {
    let found = findings("Ville 漢字 du 漢 et 字, puis \u{13000} \u{13001}");
    assert_eq!(
        said(&found),
        [
            "missing-glyph fr.md:2:7: no font of the house has the characters of “漢字”, here and in 2 other places",
            "missing-glyph fr.md:2:26: no font of the house has the characters of “\u{13000} \u{13001}”"
        ]
    );
}

#[test]
fn an_address_among_the_words_is_found() {
    let found = findings("Voir https://a.org/b, (www.c.org). Et le www, https:// ou a@b.org");
    let places: Vec<_> =
        found.iter().map(|finding| finding.span.as_ref().map_or("", |span| span.text())).collect();
    assert_eq!(places, ["https://a.org/b", "www.c.org"]);
    assert_eq!(found[1].hint.as_deref(), Some("write <https://www.c.org> or [words](https://www.c.org)"));
    let target = || Text::supplied("https://a.org");
    let link = Inline::Link { target: target(), content: vec![Inline::Text(target())] };
    assert_eq!(said(&super::proofread(&[copy(vec![link])], &house(), 1)), Vec::<String>::new());
}

#[test]
fn a_word_that_no_column_holds_is_found() {
    let word = "mot".repeat(14);
    let mut found = findings(&format!("Le « {word} », {}, {}", "mot-".repeat(14), "漢".repeat(50)));
    found.retain(|finding| finding.code == "long-word");
    assert_eq!(
        said(&found).last().map(String::as_str),
        Some("long-word fr.md:2:6: a word of 42 letters may run over its column")
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn what_the_engine_makes_or_does_not_draw_is_no_finding() {
    let words = "a\u{A0}\u{202F}\u{2009}\u{2011}\u{AD}\u{200B}\u{200D}\u{2060}\u{2066}\u{2069}\u{FEFF}b «é» œ – — … ’ “ ” ‘ − € ° ′ ″";
    assert_eq!(said(&findings(words)), Vec::<String>::new());
}

#[test]
fn all_that_the_press_itself_prints_has_glyphs() {
    let house = house();
    for code in ["fr", "en"] {
        let terms = Terms::stock(code);
        let words: Vec<Text> =
            terms.words.values().chain(&terms.calendar.months).map(Text::supplied).collect();
        let marks = "«»“”‘’–—…·°§−";
        let copies: Vec<_> = words
            .into_iter()
            .chain([Text::supplied(marks)])
            .map(|text| copy(vec![Inline::Text(text)]))
            .collect();
        let readings: Vec<_> = copies.iter().flat_map(reading::read).collect();
        let found: Vec<_> = said(&glyphs::missing(&readings, &house, &house.terms));
        assert_eq!(found, Vec::<String>::new(), "{code}");
    }
}

#[test]
fn a_straight_mark_that_survived_is_shown_in_its_word() {
    let found = findings("mesure 5'10 et http://a.b/?q='c' et a'b@c.org");
    assert_eq!(
        said(&found)[..1],
        ["straight-quote fr.md:2:9: a straight apostrophe or quotation mark would be printed in “5'10”"]
    );
    assert_eq!(found.iter().filter(|finding| finding.code == "straight-quote").count(), 1);
}

#[test]
fn placeholders_are_found_as_words() {
    let mut found = findings("TBC par XXX, Lorem ipsum, TODOS, txtTBC, todo");
    // To the rule on acronyms, "TODOS" is one.
    found.retain(|finding| finding.code == "placeholder");
    let places: Vec<_> =
        found.iter().map(|finding| finding.span.as_ref().map_or("", |span| span.text())).collect();
    assert_eq!(places, ["TBC", "XXX", "Lorem ipsum"]);
}

#[test]
fn sound_prose_has_no_findings_of_wording() {
    for words in [
        "Nous nous engageons ; peut-être peut être dit. Le XXI siècle, l’annexe A la précise (voir b).",
        "L’ONU (Organisation des Nations Unies) agit : l’ONU agit. LES VILLES CHANGENT. Anne HIDALG et M. MACRON, A/RES/75",
        "« Un » et “deux” a) trois ; b) quatre. Vraiment ?? Le chapitre XX, [les villes] et […]",
        "United Cities and Local Governments et World Organization of the Family, The Right to the City",
    ] {
        let found = findings(words);
        assert!(found.is_empty(), "{words}: {found:#?}");
    }
}

#[test]
fn a_word_that_kept_the_hyphen_of_a_line_end_is_found() {
    let found = findings("la vice- présidente, pré- et post-scolaire, le Nord- Est, vice-maire, un -e");
    assert_eq!(said(&found), ["parted-word fr.md:2:4: a hyphen parts the word “vice- présidente”"]);
}

#[test]
fn code_is_not_proofread_for_language() {
    let code = Inline::Code(Text::supplied("\"TBC\""));
    let copy = copy(vec![code]);
    let readings = reading::read(&copy);
    assert!(
        readings
            .iter()
            .all(|reading| quotes::straight(reading).is_empty() && placeholders::left(reading).is_empty())
    );
}

#[test]
fn what_stands_in_every_copy_is_said_once() {
    let file = Arc::new(SourceFile { path: "directory.yaml".to_owned(), text: "name: TBC".to_owned() });
    let text = || Text::new("TBC", Span::new(&file, 6..9));
    let copies = [copy(vec![Inline::Text(text())]), copy(vec![Inline::Text(text())])];
    assert_eq!(super::proofread(&copies, &house(), 1).len(), 1);
}
