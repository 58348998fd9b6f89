//! Each rule on the smallest slip that breaks it: a sound house and note, one change, the codes that it brings.

use super::{check, check_house};
use crate::diagnostic::Diagnostic;
use crate::model::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A node that stands at the top of a file.
fn node(path: &str, value: &Value) -> Node {
    let file = Arc::new(SourceFile { path: path.to_owned(), text: String::new() });
    let scalar = |text: String, quoted| NodeValue::Scalar { text, quoted };
    let value = match value {
        Value::Null => NodeValue::Empty,
        Value::String(text) => scalar(text.clone(), false),
        Value::Array(items) => NodeValue::Sequence(items.iter().map(|item| node(path, item)).collect()),
        Value::Object(entries) => NodeValue::Mapping(
            entries
                .iter()
                .map(|(key, value)| {
                    let value = node(path, value);
                    Entry { key: key.clone(), key_span: value.span.clone(), value }
                })
                .collect(),
        ),
        other => scalar(other.to_string(), false),
    };
    Node { value, span: Span::top(&file) }
}

fn decode<T: Decode>(path: &str, value: &Value) -> T {
    let mut found = Vec::new();
    let decoded = T::decode(&node(path, value), &mut found);
    decoded.unwrap_or_else(|| panic!("{path}: {found:?}"))
}

/// Terms of one language with all that the press itself prints, to which `own` adds.
fn terms(own: Value) -> Value {
    let words: BTreeMap<&str, &str> = WORDS.iter().map(|word| (*word, "word")).collect();
    let lines: BTreeMap<&str, String> =
        LINES.iter().map(|(key, field)| (*key, format!("{{{field}}}"))).collect();
    let mut terms = json!({
        "direction": "ltr", "words": words, "lines": lines, "kinds": {"session": "Session"},
        "attendance": {"invited": "invited", "tbc": {"f": "to be confirmed"}},
        "calendar": {
            "months": vec!["May"; 12], "date": "{day} {month} {year}",
            "ranges": {"month": "{day}-{to} {month} {year}", "year": "{day} {month}-{to} {end} {year}", "any": "{from}-{to}", "moment": "{date} {time}"},
            "hour": "{hour}", "minute": "{hour}:{minute}", "times": "{from}-{to}", "moment": "{date} {time}",
            "zone": ["{offset}"],
            "offset": {"none": "UTC", "hours": "{sign}{hours}", "minutes": "{sign}{hours}:{minutes}", "plus": "+", "minus": "-"},
        },
        "grammar": {"of": "of", "for": "for", "ranked": "{rank} {title}",
            "cited": "{name} {short}", "and": " et "},
        "profile": {"region": "fr-FR", "apostrophe": "’", "apostrophes": "'", "quotes": {}},
    });
    for (pointer, value) in own.as_object().into_iter().flatten() {
        change(&mut terms, pointer, value.clone());
    }
    terms
}

fn sound() -> Value {
    let both = |fr: &str, en: &str| json!({"fr": fr, "en": en});
    json!({
        "session": {
            "id": "note", "kind": "session", "event": "bureau",
            "when": {"start": "2021-05-19T12:00", "end": "2021-05-19T13:30", "zone": "Europe/Madrid"},
            "where": {"mode": "hybrid", "venue": "quito", "room": both("Salle 1", "Room 1"),
                "link": "https://example.org/join", "interpretation": ["fr"]},
            "keywords": {"fr": ["villes"], "en": ["cities"]},
            "summary": both("Un résumé.", "A summary."),
            "agenda": [
                {"part": "moderator", "people": [{"person": "saiz"}]},
                {"heading": both("Voix", "Voices"), "people": [{"person": "boudra"}, {"person": "chala"}]},
            ],
        },
        "house": {
            "publisher": "uclg", "imprint": both("Mentions", "Imprint"),
            "editions": {"languages": ["fr", "en", "fr-en"], "media": ["screen", "epub"]},
            "contact": {"web": "https://example.org", "email": "press@example.org", "telephone": "+34 933 428 750"},
        },
        "directory": {
            "events": {"bureau": {"name": both("Bureau", "Bureau"), "theme": both("Soins", "Care")}},
            "people": {
                "saiz": {"name": {"given": "Emilia", "family": "Saiz"}, "gender": "f",
                    "roles": [{"title": "mayor", "of": "quito"}]},
                "boudra": {"name": {"given": "Mohamed", "family": "Boudra"}, "gender": "m",
                    "roles": [{"title": "vice-president", "rank": 1, "of": "uclg"}]},
                "chala": {"name": {"family": "Chala"}, "gender": "f",
                    "roles": [{"phrase": both("experte", "expert")}]},
            },
            "organisations": {"uclg": {"name": both("Cités", "Cities"), "short": both("CGLU", "UCLG"), "cite": "short"}},
            "places": {"quito": {"name": both("Quito", "Quito")}, "alger": {"name": both("Alger", "Algiers")}},
        },
        "terms": {
            "fr": terms(json!({
                "/languages": {"fr": "français"}, "/parts": {"moderator": {"f": "Modératrice", "m": "Modérateur"}},
                "/titles": {"mayor": "maire", "vice-president": {"f": "vice-présidente", "m": "vice-président"}},
                "/ranks": {"1": {"f": "première", "m": "premier"}}, "/grammar/elidable": "aeiouyhé",
            })),
            "en": terms(json!({
                "/languages": {"fr": "French"}, "/parts": {"moderator": "Moderator"},
                "/titles": {"mayor": "mayor", "vice-president": "vice-president"}, "/ranks": {"1": "first"},
            })),
        },
    })
}

fn house(sources: &Value) -> House {
    let terms = sources["terms"].as_object().into_iter().flatten();
    House {
        profile: decode("sources/house.yaml", &sources["house"]),
        brand: Brand::default(),
        directory: decode("sources/directory.yaml", &sources["directory"]),
        terms: terms
            .map(|(code, terms)| {
                let language = Language::new(code).expect("a language");
                (language, decode(&format!("templates/terms/{code}.yaml"), terms))
            })
            .collect(),
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

/// Prose of one section `context`; a word is a paragraph, `- a b` a list, `> a` a quotation, `[a]` a link.
fn prose(language: &str, ids: &[&str], blocks: &[&str]) -> Prose {
    let path = format!("sources/note/{language}.md");
    let file = Arc::new(SourceFile { path, text: String::new() });
    let span = Span::top(&file);
    let words = |words: &str| Inline::Text(Text::new(words, span.clone()));
    let block = |kind| Block { kind, span: span.clone() };
    let paragraph = |words: Inline| block(BlockKind::Paragraph(vec![words]));
    let read = |source: &&str| match source.split_at(1) {
        ("-", items) => {
            let items = items.split_whitespace().map(|item| vec![paragraph(words(item))]).collect();
            block(BlockKind::List { start: None, items })
        }
        (">", quoted) => block(BlockKind::Quote(vec![paragraph(words(quoted))])),
        ("[", target) => {
            let target = Text::new(target.trim_end_matches(']'), span.clone());
            paragraph(Inline::Link { target, content: vec![words("a link")] })
        }
        (":", _) => block(BlockKind::Agenda),
        _ => paragraph(words(source)),
    };
    let section = |id: &&str| Section {
        id: (!id.is_empty()).then(|| Text::new(*id, span.clone())),
        heading: vec![words("heading")],
        blocks: blocks.iter().map(read).collect(),
        span: span.clone(),
    };
    let sections = ids.iter().map(section).collect();
    Prose { title: vec![words("title")], title_span: span.clone(), sections, file, doubts: Doubts::default() }
}

fn source(sources: &Value) -> Source {
    let blocks = ["paragraph", "- one two"];
    let prose = ["fr", "en"]
        .map(|code| (Language::new(code).expect("a language"), prose(code, &["context"], &blocks)));
    Source {
        id: "note".to_owned(),
        session: node("sources/note/session.yaml", &sources["session"]),
        prose: prose.into_iter().collect(),
        images: BTreeMap::new(),
        accepted: None,
    }
}

fn codes(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|finding| finding.code).collect()
}

/// Sets, or removes if it is null, the value at a JSON pointer.
fn change(sources: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match (sources.pointer_mut(parent).expect("a parent"), value) {
        (Value::Object(parent), Value::Null) => drop(parent.remove(key).expect("a key")),
        (Value::Object(parent), value) => drop(parent.insert(key.to_owned(), value)),
        (Value::Array(parent), value) => parent.push(value),
        _ => panic!("{parent} holds nothing"),
    }
}

#[track_caller]
fn brings(pointer: &str, value: Value, expected: &[&str]) {
    let mut sources = sound();
    change(&mut sources, pointer, value);
    let house = house(&sources);
    let mut found = check_house(&house);
    let report = check(&source(&sources), &house);
    found.extend(report.diagnostics);
    assert_eq!(codes(&found), expected, "{pointer}: {found:#?}");
    assert!(found.iter().all(|finding| finding.hint.is_some() && finding.span.is_some()), "{found:#?}");
}

#[test]
fn sound_sources_make_a_note() {
    let sources = sound();
    let house = house(&sources);
    assert_eq!(codes(&check_house(&house)), [""; 0]);
    let report = check(&source(&sources), &house);
    assert_eq!(codes(&report.diagnostics), [""; 0]);
    let note = report.value.expect("a note");
    assert_eq!(note.editions.len(), 6);
    let zone = note.when.and_then(|when| when.zone).expect("a zone");
    assert_eq!((zone.abbreviation.as_str(), zone.offset), ("CEST", 120));
}

#[test]
fn rules_on_facts() {
    brings("/session/id", json!("other"), &["id-mismatch"]);
    brings("/session/id", Value::Null, &["missing-key"]);
    brings("/session/colour", json!("red"), &["unknown-key"]);
    brings("/session/when", Value::Null, &["missing-date"]);
    brings("/session/kind", json!("sesion"), &["unknown-kind"]);
    brings("/terms/en/kinds/session", Value::Null, &["missing-term", "missing-form"]);
    brings("/session/event", json!("bureaux"), &["unknown-event"]);
    brings("/directory/events/bureau/theme/en", Value::Null, &["missing-language"]);
    brings("/session/summary/fr", json!(" … "), &["empty-text"]);
    brings("/session/where/venue", json!("quitto"), &["unknown-place"]);
    brings("/session/where/link", json!("javascript:alert(1)"), &["link-scheme"]);
    brings("/session/where/interpretation", json!(["french"]), &["unknown-language"]);
    brings("/session/where", json!({}), &["empty-where"]);
}

#[test]
fn rules_on_moments() {
    let when = |value, codes: &[&str]| brings("/session/when", value, codes);
    when(json!({"date": "2021-05-19"}), &[]);
    when(json!({"start": "2021-05-19", "end": "2021-05-21"}), &[]);
    when(json!({"date": "2021-05-19", "start": "2021-05-19"}), &["date-and-start"]);
    when(json!({"end": "2021-05-19"}), &["end-without-start"]);
    when(json!({}), &["empty-when"]);
    when(json!({"date": "2021-02-30"}), &["no-such-moment"]);
    when(json!({"date": "2021-02-28T12:00", "zone": "UTC"}), &["wrong-type"]);
    when(json!({"start": "2021-05-19 12:00", "zone": "UTC"}), &["wrong-type"]);
    when(json!({"start": "2021-05-19T12:00"}), &["missing-zone"]);
    when(json!({"date": "2021-05-19", "zone": "UTC"}), &["unused-zone"]);
    when(json!({"start": "2021-05-19T12:00", "zone": "Madrid"}), &["unknown-zone"]);
    when(json!({"start": "2021-03-28T02:30", "zone": "Europe/Madrid"}), &["skipped-time"]);
    when(json!({"start": "2021-10-31T02:30", "zone": "Europe/Madrid"}), &["repeated-time"]);
    when(
        json!({"start": "2021-05-19T12:00", "end": "2021-05-19T11:00", "zone": "Etc/UTC"}),
        &["end-before-start"],
    );
    when(json!({"start": "2021-05-19T12:00", "end": "2021-05-20", "zone": "UTC"}), &["mixed-times"]);
}

#[test]
fn rules_on_editions() {
    let editions = |value, codes: &[&str]| brings("/session/editions", value, codes);
    editions(json!({"languages": ["en"]}), &["unused-prose"]);
    editions(json!({"languages": ["fr", "fr"]}), &["repeated-edition"]);
    editions(json!({"languages": ["fr-fr", "fr-en"]}), &["edition-languages"]);
    editions(json!({"languages": ["fr-en", "french"]}), &["unknown-language"]);
    editions(json!({"media": []}), &["no-editions"]);
    editions(json!({"media": ["paper"]}), &["unknown-value"]);
    brings("/house/editions/languages", json!(["fr-en", "de"]), &["unknown-language"]);
}

#[test]
fn rules_on_people() {
    let agenda = |value, codes: &[&str]| brings("/session/agenda", json!([value]), codes);
    agenda(json!({"part": "moderater", "people": [{"person": "saiz"}]}), &["unknown-part"]);
    agenda(json!({"part": "moderator", "people": [{"person": "saizz"}]}), &["unknown-person"]);
    agenda(json!({"part": "moderator"}), &["empty-part"]);
    agenda(json!({"people": [{"person": "saiz"}]}), &["nameless-part"]);
    agenda(
        json!({"part": "moderator", "people": [{"person": "saiz"}, {"person": "boudra"}]}),
        &["missing-form"],
    );
    agenda(
        json!({"part": "moderator", "people": [{"person": "saiz"}, {"person": "saiz"}]}),
        &["repeated-speaker", "missing-form"],
    );
    let invited = |status| json!({"part": "moderator", "people": [{"person": "saiz", "status": status}]});
    agenda(invited("tbc"), &["unconfirmed-speaker"]);
    agenda(invited("declined"), &["deserted-part"]);
    brings("/directory/people/boudra/gender", Value::Null, &["missing-form", "missing-form"]);
    let role = |value, codes: &[&str]| brings("/directory/people/saiz/roles", json!([value]), codes);
    role(json!({"title": "mayer", "of": "quito"}), &["unknown-title"]);
    role(json!({"title": "mayor", "rank": 7, "of": "quito"}), &["unknown-rank"]);
    role(json!({"title": "mayor", "of": "quitto"}), &["unknown-body"]);
    role(json!({"of": "quito"}), &["role-form"]);
    role(json!({"title": "mayor", "of": "alger"}), &["missing-elision"]);
    role(json!({"phrase": {"fr": "experte"}}), &["missing-language"]);
}

#[test]
fn a_form_that_a_title_lacks_is_named() {
    let said = |pointer: &str, value: Value| {
        let mut sources = sound();
        change(&mut sources, pointer, value);
        let found = check(&source(&sources), &house(&sources)).diagnostics;
        let told = found
            .iter()
            .map(|finding| format!("{}; {}", finding.message, finding.hint.as_deref().unwrap_or_default()));
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        said("/terms/fr/titles/mayor", json!({"m": "maire"})),
        ["the title 'mayor' has no form for a woman in 'fr', which Emilia Saiz needs; \
             add 'f: …' under 'titles', 'mayor' in templates/terms/fr.yaml"]
    );
    assert_eq!(
        said("/terms/fr/ranks/1", json!({"f": "première"})),
        ["the rank '1' has no form for a man in 'fr', which Mohamed Boudra needs; \
             add 'm: …' under 'ranks', '1' in templates/terms/fr.yaml"]
    );
    assert_eq!(
        said("/directory/people/saiz/gender", Value::Null),
        ["the part 'moderator' has no neutral form in 'fr', which its people need; \
             add 'x: …' under 'parts', 'moderator' in templates/terms/fr.yaml"]
    );
    assert_eq!(
        said(
            "/session/agenda",
            json!([{"part": "moderator", "people": [{"person": "saiz"}, {"person": "chala"}]}])
        ),
        ["the part 'moderator' has no form for several women in 'fr', which its people need; \
             add 'fs: …' under 'parts', 'moderator' in templates/terms/fr.yaml"]
    );
}

#[test]
fn speakers_bear_the_roles_of_the_day() {
    let roles = |value: Value, when: Value| {
        let mut sources = sound();
        change(&mut sources, "/directory/people/saiz/roles", value);
        change(&mut sources, "/session/when", when);
        change(&mut sources, "/session/issued", json!("2021-01-01"));
        let report = check(&source(&sources), &house(&sources));
        let note = report.value.expect("a note");
        let told = note.agenda[0].people[0].roles.iter().map(|role| match role {
            Role::Title { title: Title::Key(key), .. } => key.plain(),
            Role::Title { title: Title::Words(words), .. } | Role::Phrase(words) => {
                words.iter().map(|(_, words)| words.plain()).collect::<Vec<_>>().join("/")
            }
        });
        (told.collect::<Vec<_>>().join(", "), codes(&report.diagnostics))
    };
    let day = json!({"date": "2021-05-19"});
    let both = |fr: &str, en: &str| json!({"fr": fr, "en": en});
    let dated = json!([
        {"title": "mayor", "of": "quito", "until": "2021-05-18"},
        {"title": both("préfète", "prefect"), "of": "quito", "since": "2021-05-19", "until": "2021-05-19"},
        {"phrase": both("experte", "expert"), "since": "2021-05-20"},
        {"phrase": both("juriste", "lawyer")},
    ]);
    assert_eq!(roles(dated.clone(), day.clone()), ("prefect/préfète, lawyer/juriste".to_owned(), vec![]));
    // Without a day nothing says which roles are held.
    assert_eq!(
        roles(dated, Value::Null),
        ("mayor, prefect/préfète, expert/experte, lawyer/juriste".to_owned(), vec![])
    );
    // None is left: nothing is printed, and that is said.
    let past = json!([{"title": "mayor", "of": "quito", "until": "2020-01-01"}]);
    assert_eq!(roles(past, day), (String::new(), vec!["role-date"]));
}

#[test]
fn times_are_told_in_further_zones() {
    let also = |own: Value, house_zones: Value| {
        let mut sources = sound();
        change(&mut sources, "/session/when", own);
        change(&mut sources, "/house/zones", house_zones);
        let house = house(&sources);
        let mut found = check_house(&house);
        let report = check(&source(&sources), &house);
        found.extend(report.diagnostics);
        let when = report.value.and_then(|note| note.when);
        let told = when.iter().flat_map(|when| &when.also).map(|when| {
            let zone = when.zone.as_ref().expect("a zone");
            let time = |moment: Moment| moment.date.to_datetime(moment.time.unwrap_or_default()).to_string();
            format!(
                "{} {} {} {}",
                zone.name.plain(),
                time(when.start),
                when.end.map(time).unwrap_or_default(),
                zone.offset
            )
        });
        (told.collect::<Vec<_>>(), codes(&found))
    };
    let night = |also: Value| json!({"start": "2021-05-19T02:00", "end": "2021-05-19T03:30", "zone": "Europe/Madrid", "also": also});
    let plain = json!({"start": "2021-05-19T02:00", "zone": "Europe/Madrid"});
    let new_york = "America/New_York 2021-05-18T20:00:00 2021-05-18T21:30:00 -240".to_owned();
    assert_eq!(also(night(json!(["America/New_York"])), json!({})), (vec![new_york], vec![]));
    // The house's zones, unless the note names its own, or none.
    let of_house = json!({"also": ["Asia/Tokyo"]});
    let tokyo = "Asia/Tokyo 2021-05-19T09:00:00  540".to_owned();
    assert_eq!(also(plain.clone(), of_house.clone()), (vec![tokyo], vec![]));
    assert_eq!(also(night(json!([])), of_house), (vec![], vec![]));
    assert_eq!(also(plain, json!({"also": ["Tokyo"]})), (vec![], vec!["unknown-zone"]));
    let mut sources = sound();
    change(&mut sources, "/session/when", json!({"date": "2021-05-19", "also": ["Asia/Tokyo"]}));
    assert_eq!(codes(&check(&source(&sources), &house(&sources)).diagnostics), ["unused-zone"]);
}

#[test]
fn rules_on_the_house() {
    brings("/house/publisher", json!("uclgg"), &["unknown-organisation"]);
    brings("/house/imprint/en", Value::Null, &["missing-language"]);
    brings("/house/contact/web", json!("example.org"), &["bad-address"]);
    brings("/house/contact/email", json!("mailto:press"), &["bad-address"]);
    brings("/directory/organisations/uclg/short", Value::Null, &["missing-short"]);
    brings("/directory/places/uclg", json!({"name": {"fr": "x", "en": "x"}}), &["repeated-id"]);
    brings("/house/profiles", json!({"fr": "fr-FR"}), &[]);
    brings("/house/profiles", json!({"fr": "fr"}), &[]);
    brings("/house/profiles", json!({"fr": "fr-CA"}), &["unknown-profile"]);
    brings("/house/profiles", json!({"de": "de-AT"}), &["unknown-language"]);
    brings("/session/profiles", json!({"fr": "en"}), &["unknown-profile"]);
    brings("/terms/fr/words/agenda", Value::Null, &["missing-term"]);
    brings("/terms/fr/calendar/date", json!("{month} {year}"), &["missing-term"]);
    brings("/terms/fr/titles/consul", json!("consul"), &["missing-term"]);
}

#[track_caller]
fn prose_brings(fr: Option<Prose>, en: Option<Prose>, expected: &[&str]) {
    let sources = sound();
    let prose = [("fr", fr), ("en", en)];
    let prose = prose.into_iter().filter_map(|(code, prose)| Some((Language::new(code)?, prose?))).collect();
    let report = check(&Source { prose, ..source(&sources) }, &house(&sources));
    assert_eq!(codes(&report.diagnostics), expected, "{:#?}", report.diagnostics);
}

#[test]
fn rules_on_prose() {
    let both = |ids: &[&str], blocks: &[&str], codes: &[&str]| {
        prose_brings(Some(prose("fr", ids, blocks)), Some(prose("en", ids, blocks)), codes);
    };
    prose_brings(Some(prose("fr", &["a"], &["x"])), None, &["missing-prose"]);
    both(&["a"], &[], &["empty-text", "empty-text"]);
    both(&["a"], &[":", ":"], &["repeated-agenda", "repeated-agenda"]);
}

#[test]
fn rules_on_alignment() {
    let pair = |fr: &[&str], en: &[&str]| {
        let expected: &[&str] = if fr == en { &[] } else { &["misaligned-blocks"] };
        prose_brings(Some(prose("fr", &["a"], fr)), Some(prose("en", &["a"], en)), expected);
    };
    pair(&["x", "y"], &["x", "y"]);
    pair(&["x", "y"], &["x"]);
    pair(&["x"], &["x", "y"]);
    pair(&["x", "y"], &["x", "- y"]);
    pair(&["- x y"], &["- x"]);
    pair(&["x"], &["[https://example.org]"]);
    let sections = |fr: &[&str], en: &[&str], expected| {
        prose_brings(Some(prose("fr", fr, &["x"])), Some(prose("en", en, &["x"])), expected);
    };
    sections(&["a", "b"], &["b", "a"], &["misaligned-sections"]);
    sections(&["a", "b"], &["a"], &["misaligned-sections"]);
    sections(&["context"], &["contexts"], &["misaligned-sections"]);
}
