//! What the facts say, composed: dates, titles, functions, the colophon; and passages with their dress and places.

use super::rows;
use crate::copyedit::{Desk, copyedit, passage};
use crate::model::stock::{self, read};
use crate::model::{
    Body, Brand, Copy, Decode, Directory, Forms, Gender, House, HouseProfile, Inline, Language, Localized,
    Mode, Note, PerLanguage, Role, SourceFile, Span, Speaker, Status, Terms, Text, Title, Venue,
    for_each_text, plain,
};
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn file(text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile { path: "test.yaml".to_owned(), text: text.to_owned() })
}

pub fn decode<T: Decode>(yaml: &str) -> T {
    let mut found = Vec::new();
    let value = T::decode(&read(&file(yaml)), &mut found);
    assert!(found.is_empty(), "{yaml}: {found:?}");
    value.expect("what has no findings has a value")
}

pub fn language(code: &str) -> Language {
    Language::new(code).expect("a language")
}

pub fn house() -> House {
    let terms = stock::languages().into_iter().map(|code| (language(code), Terms::stock(code)));
    House {
        profile: decode::<HouseProfile>(
            "publisher: uclg\neditions: {languages: [fr], media: [screen]}\n\
             imprint: {fr: \"Ligne d'un\\nLigne deux\", en: One line}\n\
             contact: {name: {fr: Secrétariat mondial}, email: info@uclg.org, web: www.uclg.org, telephone: +34 933 428 750}\n",
        ),
        brand: Brand::default(),
        directory: decode::<Directory>(
            "organisations:\n  uclg: {name: {fr: Cités et Gouvernements Locaux Unis}, short: {fr: CGLU}}\n",
        ),
        terms: terms.collect(),
        templates: BTreeMap::new(),
        fonts: Vec::new(),
        condition: Default::default(),
        source_date: None,
        gaps: Default::default(),
        register: Default::default(),
        glossary: None,
        portraits: Default::default(),
    }
}

#[test]
fn terms_hold_all_that_is_asked_of_them() {
    fn keys(terms: &Terms) -> Vec<Vec<&String>> {
        vec![
            terms.languages.keys().collect(),
            terms.words.keys().collect(),
            terms.kinds.keys().collect(),
            terms.parts.keys().collect(),
            terms.titles.keys().collect(),
            terms.ranks.keys().collect(),
            terms.zones.keys().collect(),
            terms.clocks.keys().collect(),
        ]
    }
    let french = Terms::stock("fr");
    for name in stock::names() {
        let terms = Terms::stock(name);
        assert_eq!(terms.missing(), Vec::<String>::new(), "{name}");
        assert_eq!(keys(&terms), keys(&french), "{name}");
        assert!(terms.reader.is_some(), "{name}");
    }
}

#[test]
fn a_missing_word_is_named() {
    let mut terms = Terms::stock("fr");
    terms.words.remove("agenda");
    terms.calendar.months.pop();
    terms.calendar.date = crate::model::Pattern::parse("{day} {moon} {year}").expect("a pattern");
    let missing = [
        "words.agenda",
        "calendar.months: twelve months, not 11",
        "calendar.date: the field {month}",
        "calendar.date: a meaning for {moon}",
    ];
    assert_eq!(terms.missing(), missing);
}

#[test]
fn a_pattern_with_a_stray_brace_is_refused() {
    for written in ["{day", "day}", "{da{y}", "}{day}"] {
        let mut found = Vec::new();
        let pattern = crate::model::Pattern::decode(&read(&file(&format!("'{written}'"))), &mut found);
        assert!(
            pattern.is_none() && found.len() == 1 && found[0].code == "wrong-pattern",
            "{written}: {found:?}"
        );
    }
}

fn gender(word: &str) -> Option<Gender> {
    Gender::from_word(word)
}

fn body(cell: &str) -> Option<Body> {
    let (kind, entry) = cell.split_once(' ')?;
    Some(match kind {
        "place" => Body::Place(decode(entry)),
        _ => Body::Organisation(decode(entry)),
    })
}

/// Words that were written out for one language, as check would have them.
fn localized(cell: &str) -> Localized<Text> {
    let words = decode::<PerLanguage<Text>>(cell);
    let languages: Vec<_> = words.values.keys().copied().collect();
    Localized::complete(&words.values, &languages).expect("complete")
}

#[test]
fn titles_take_the_gender_article_and_elision_of_those_they_are_said_of() {
    let house = house();
    for row in rows(include_str!("../vectors/titles.tsv")) {
        let [code, of_gender, title, rank, of, r#for, expected] = row.as_slice() else { panic!("{row:?}") };
        let desk = Desk { house: &house, terms: &house.terms[&language(code)], language: language(code) };
        let role = Role::Title {
            title: match title.starts_with('{') {
                true => Title::Words(localized(title)),
                false => Title::Key(Text::supplied(title)),
            },
            rank: rank.parse().ok(),
            of: body(of),
            r#for: body(r#for),
        };
        assert_eq!(desk.role(&role, gender(of_gender)).plain(), *expected, "{row:?}");
    }
}

#[test]
fn functions_take_gender_and_number() {
    for row in rows(include_str!("../vectors/parts.tsv")) {
        let [code, part, genders, expected] = row.as_slice() else { panic!("{row:?}") };
        let genders: Vec<_> = genders.split_whitespace().map(gender).collect();
        let dual = decode::<Forms>(
            "{f: one woman, m: one man, f2: two women, m2: two men, x2: two people, fs: several women, ms: several men, xs: several people}",
        );
        let plural = decode::<Forms>("{x: one, xs: several people}");
        let forms = match (code.as_str(), part.as_str()) {
            ("dual", "moderator") => dual,
            ("dual", _) => plural,
            _ => Terms::stock(code).parts[part].clone(),
        };
        let label = forms.all(&genders).map(str::to_owned);
        assert_eq!(label.as_deref(), Some(expected.as_str()), "{row:?}");
    }
}

#[test]
fn attendance_agrees_with_the_person() {
    let house = house();
    let desk = Desk { house: &house, terms: &house.terms[&language("fr")], language: language("fr") };
    let items: Vec<_> =
        [("f", "invited"), ("m", "invited"), ("-", "invited"), ("f", "tbc"), ("f", "confirmed")]
            .into_iter()
            .map(|(of_gender, attendance)| Speaker {
                name: Text::supplied("N'Diaye"),
                spelled: BTreeMap::new(),
                gender: gender(of_gender),
                roles: Vec::new(),
                attendance: crate::model::Attendance::from_word(attendance).expect("an attendance"),
            })
            .collect();
    let item = crate::model::AgendaItem {
        times: None,
        part: Some(Text::supplied("speaker")),
        heading: None,
        people: items,
        breakouts: Vec::new(),
    };
    let copy = desk.agenda(&[item]);
    let printed: Vec<_> = copy[0]
        .people
        .iter()
        .map(|person| person.attendance.as_ref().map_or(String::new(), Text::plain))
        .collect();
    assert_eq!(printed, ["invitée", "invité", "sur invitation", "à confirmer", ""]);
    assert_eq!(copy[0].people[0].name.plain(), "N’Diaye");
}

#[test]
fn a_part_is_headed_by_its_times_and_without_those_who_declined() {
    let house = house();
    let desk = Desk { house: &house, terms: &house.terms[&language("fr")], language: language("fr") };
    let clock = |time: &str| time.parse().expect("a time");
    let speaker = |name: &str, attendance| Speaker {
        name: Text::supplied(name),
        spelled: BTreeMap::new(),
        gender: gender("f"),
        roles: Vec::new(),
        attendance,
    };
    let part = |times, people| crate::model::AgendaItem {
        times,
        part: Some(Text::supplied("moderator")),
        heading: None,
        people,
        breakouts: Vec::new(),
    };
    let copy = desk.agenda(&[
        part(
            Some((clock("12:00"), Some(clock("12:20")))),
            vec![
                speaker("Ana", crate::model::Attendance::Confirmed),
                speaker("Eva", crate::model::Attendance::Declined),
            ],
        ),
        part(Some((clock("12:20"), None)), vec![speaker("Ada", crate::model::Attendance::Confirmed)]),
        part(Some((clock("12:30"), None)), vec![speaker("Eva", crate::model::Attendance::Declined)]),
    ]);
    let headings: Vec<_> = copy
        .iter()
        .map(|part| [&part.times, &part.heading].map(|text| text.as_ref().map_or(String::new(), Text::plain)))
        .collect();
    let expected =
        [["12\u{A0}h\u{A0}–\u{A0}12\u{A0}h\u{A0}20", "Modératrice"], ["12\u{A0}h\u{A0}20", "Modératrice"]];
    assert_eq!(headings, expected);
    let people: Vec<_> =
        copy.iter().flat_map(|part| &part.people).map(|person| person.name.plain()).collect();
    assert_eq!(people, ["Ana", "Ada"]);
}

#[test]
fn the_colophon_names_who_publishes_and_how_to_reach_them() {
    let house = house();
    let desk = Desk { house: &house, terms: &house.terms[&language("fr")], language: language("fr") };
    let note = note();
    let lines = desk.colophon(&note);
    let printed: Vec<_> = lines.iter().map(|line| plain(line)).collect();
    let expected = [
        "Cités et Gouvernements Locaux Unis (CGLU)",
        "Ligne d’un",
        "Ligne deux",
        "Contact\u{A0}: Secrétariat mondial, info@uclg.org, www.uclg.org, +34 933 428 750",
        "Publié le 1er\u{A0}juin\u{A0}2021, version\u{A0}2, cote A/75/982",
    ];
    assert_eq!(printed, expected);
    let targets = lines[3].iter().filter_map(|inline| match inline {
        Inline::Link { target, .. } => Some(target.plain()),
        _ => None,
    });
    assert_eq!(
        targets.collect::<Vec<_>>(),
        ["mailto:info@uclg.org", "https://www.uclg.org", "tel:+34933428750"]
    );
}

#[test]
fn the_venue_line_says_mode_room_place_and_interpretation() {
    let house = house();
    let desk = Desk { house: &house, terms: &house.terms[&language("fr")], language: language("fr") };
    let mut venue =
        Venue { mode: Some(Mode::Online), place: None, room: None, link: None, interpretation: Vec::new() };
    assert_eq!(desk.venue_line(&venue).map(|line| line.plain()).as_deref(), Some("En ligne"));
    venue.mode = Some(Mode::Hybrid);
    venue.place = Some(decode("name: {fr: Madrid}"));
    venue.interpretation = ["en", "es", "fr"].map(language).to_vec();
    let expected = "En présentiel et en ligne, Madrid. Interprétation\u{A0}: anglais, espagnol et français";
    assert_eq!(desk.venue_line(&venue).map(|line| line.plain()).as_deref(), Some(expected));
    venue = Venue { mode: None, place: None, room: None, link: None, interpretation: Vec::new() };
    assert!(desk.venue_line(&venue).is_none());
}

#[test]
fn items_are_joined_as_the_language_joins_them() {
    let house = house();
    for row in rows(include_str!("../vectors/lists.tsv")) {
        let [name, items, expected] = row.as_slice() else { panic!("{row:?}") };
        let code = language(name.split('-').next().unwrap_or_default());
        let desk = Desk { house: &house, terms: &Terms::stock(name), language: code };
        let list = desk.list(items.split('|').map(Text::supplied).collect()).expect("a list");
        assert_eq!(list.plain(), *expected, "{row:?}");
    }
}

#[test]
fn what_stands_in_a_list_keeps_its_place() {
    let house = house();
    let desk = Desk { house: &house, terms: &house.terms[&language("fr")], language: language("fr") };
    let mut written = Written { file: file("Ana, Inès, Luis"), at: 0 };
    let list = desk.list(["Ana", "Inès", "Luis"].map(|word| written.next(word)).to_vec()).expect("a list");
    let places: Vec<_> = list.pieces.iter().map(|piece| piece.span.as_ref().map(Span::text)).collect();
    assert_eq!(places, [Some("Ana"), None, Some("Inès"), None, Some("Luis")]);
}

/// A paragraph made of texts that stand in a file as they were written.
struct Written {
    file: Arc<SourceFile>,
    at: usize,
}

impl Written {
    fn next(&mut self, words: &str) -> Text {
        let start = self.file.text[self.at..].find(words).expect("the words stand in the file") + self.at;
        self.at = start + words.len();
        Text::new(words, Span::new(&self.file, start..self.at))
    }
}

#[test]
fn a_passage_is_one_line_of_type_however_it_is_dressed() {
    let house = house();
    let source = "L'**avenir** : \"un `mot` [d'ici](lang:en) [et [là](http://a.b) ?]\" *et*[^1]: fin";
    let mut written = Written { file: file(source), at: 0 };
    let mut text = |words: &str| Inline::Text(written.next(words));
    let mut passage = vec![
        text("L'"),
        Inline::Strong(vec![text("avenir")]),
        text(" : \"un "),
        Inline::Code(Text::supplied("mot")),
        text(" "),
        Inline::Foreign { language: language("en"), content: vec![text("d'ici")] },
        text(" [et "),
        Inline::Link { target: Text::supplied("http://a.b"), content: vec![text("là")] },
        text(" ?]\" "),
        Inline::Emphasis(vec![text("et")]),
        Inline::Footnote(Vec::new()),
        text(": fin"),
    ];
    passage::inlines(&mut passage, &house.terms, &house.terms[&language("fr")]);
    assert_eq!(plain(&passage), "L’avenir\u{A0}: «\u{A0}un mot d’ici [et là\u{202F}?]\u{A0}» et\u{A0}: fin");
    // What was written keeps its exact place; what was set has the place of what it replaces.
    let mut places = Vec::new();
    for_each_text(&mut passage, &mut |text: &mut Text| {
        for piece in &text.pieces {
            let span = piece.span.as_ref().expect("every piece was written");
            places.push((piece.text.clone(), span.text().to_owned()));
        }
    });
    assert!(places.contains(&("’".to_owned(), "'".to_owned())), "{places:?}");
    assert!(places.contains(&("avenir".to_owned(), "avenir".to_owned())), "{places:?}");
    assert!(places.contains(&(": fin".to_owned(), ": fin".to_owned())), "{places:?}");
}

#[test]
fn edits_over_several_texts_reach_each_of_them() {
    let house = house();
    let mut passage = vec![
        Inline::Text(Text::supplied("deux  ")),
        Inline::Strong(vec![Inline::Text(Text::supplied("  mots."))]),
        Inline::Text(Text::supplied("..")),
        Inline::Break,
        Inline::Text(Text::supplied("  fin ")),
    ];
    passage::inlines(&mut passage, &house.terms, &house.terms[&language("fr")]);
    let Inline::Strong(strong) = &passage[1] else { panic!("{passage:?}") };
    assert_eq!(plain(strong), "mots…");
    assert_eq!(plain(&passage), "deux mots… fin");
}

fn note() -> Note {
    let fr = language("fr");
    let copy = Copy { title: Vec::new(), sections: Vec::new() };
    Note {
        imprint: None,
        id: "a".to_owned(),
        kind: Text::supplied("session"),
        event: None,
        when: None,
        venue: None,
        status: Status::Draft,
        issued: Some("2021-06-01".parse().expect("a date")),
        date: "2021-06-01".parse().expect("a date"),
        version: Some(Text::supplied("2")),
        symbol: Some(Text::supplied("A/75/982")),
        keywords: None,
        summary: None,
        agenda: Vec::new(),
        cards: Vec::new(),
        prose: Localized::complete(&[(fr, copy)].into_iter().collect(), &[fr]).expect("complete"),
        images: BTreeMap::new(),
        terms: house().terms,
        waivers: Vec::new(),
        editions: Vec::new(),
    }
}

#[test]
fn a_draft_says_so() {
    let copy = copyedit(&note(), &house(), language("fr"));
    assert_eq!(copy.status.map(|status| status.plain()).as_deref(), Some("Projet"));
    assert_eq!(copy.version.map(|version| version.plain()).as_deref(), Some("Version\u{A0}2"));
    assert_eq!(copy.kind.plain(), "Session");
}
