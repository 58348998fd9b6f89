//! What is to be made of a note, and the languages that this needs.

use super::session::Session;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    Edition, Format, House, Language, Layout, Medium, Paper, Source, Span, Text, head, language_meant,
};
use std::collections::{BTreeMap, BTreeSet};

/// The editions of a note.
pub struct Plan {
    pub editions: Vec<Edition>,
    /// Every language that an edition needs, in the order in which they are named.
    pub languages: Vec<Language>,
    /// Why a language is needed: the first tag that names it, as written.
    pub tags: BTreeMap<Language, Text>,
    /// Whether every tag could be read: else a language may be needed that is not among these.
    pub whole: bool,
}

/// Tags of editions times media: the note's own, else the house's. Of the house's tags only the sound ones are taken;
/// the others were `check_house`'s to report.
pub fn plan(source: &Source, session: &Session, house: &House, found: &mut Vec<Diagnostic>) -> Plan {
    let own = session.editions.as_ref();
    let own_tags = own.and_then(|own| own.languages.as_ref());
    let own_media = own.and_then(|own| own.media.as_ref());
    let tags = own_tags.unwrap_or(&house.profile.editions.languages);
    let media = own_media.unwrap_or(&house.profile.editions.media);
    let (layout, format) = (layout(session, house), format(session, house));
    let place = own.map_or_else(|| session.place(), |own| head(&own.span));
    if house.gaps.profile && own_tags.is_none() && tags.is_empty() {
        // What the house makes of every note could not be read: all that was written is checked.
        let written =
            source.prose.keys().map(|language| (Text::supplied(language.as_str()), vec![*language]));
        return lay_out(source, written.collect(), media, (layout, format), false);
    }
    if tags.is_empty() || media.is_empty() {
        let what = if tags.is_empty() { "languages" } else { "media" };
        let message =
            format!("no editions are made of the note '{}': its list of {what} is empty", source.id);
        let hint = format!("name {what} under 'editions' here or in {}", house.span().file.path);
        found.push(Diagnostic::error("no-editions", place.clone(), message).hint(hint));
    }
    found.extend(repeated_media(own_media.map_or(&[], Vec::as_slice), &place));
    let mut unsaid = Vec::new();
    let sound = read_tags(tags, house, if own_tags.is_some() { found } else { &mut unsaid });
    let whole = !sound.is_empty() && sound.len() == tags.len();
    lay_out(source, sound, media, (layout, format), whole)
}

/// The note's own layout, else the house's. In large print, columns would hold some thirty letters, and a spread of A5 no more
/// than a paragraph: there, one language follows the other.
fn layout(session: &Session, house: &House) -> Layout {
    let Format { paper, large_print, .. } = format(session, house);
    match session.layout.or(house.profile.layout).unwrap_or(Layout::Columns) {
        Layout::Columns if large_print => Layout::Sequence,
        Layout::Facing if large_print && paper == Paper::A5 => Layout::Sequence,
        layout => layout,
    }
}

/// What the note says of its pages, else the house.
fn format(session: &Session, house: &House) -> Format {
    let profile = &house.profile;
    Format {
        paper: session.paper.or(profile.paper).unwrap_or(Paper::A4),
        large_print: session.large_print.or(profile.large_print).unwrap_or(false),
        cover: session.cover.or(profile.cover).unwrap_or(false),
    }
}

fn lay_out(
    source: &Source,
    tags: Vec<(Text, Vec<Language>)>,
    media: &[Medium],
    (layout, format): (Layout, Format),
    whole: bool,
) -> Plan {
    let mut plan = Plan { editions: Vec::new(), languages: Vec::new(), tags: BTreeMap::new(), whole };
    for (tag, languages) in tags {
        for language in &languages {
            if !plan.languages.contains(language) {
                plan.languages.push(*language);
                plan.tags.insert(*language, tag.clone());
            }
        }
        plan.editions.extend(media.iter().map(|medium| Edition {
            note: source.id.clone(),
            languages: languages.clone(),
            medium: *medium,
            layout,
            format,
        }));
    }
    plan
}

/// The sound ones of a list of tags, with their languages.
pub fn read_tags(tags: &[Text], house: &House, found: &mut Vec<Diagnostic>) -> Vec<(Text, Vec<Language>)> {
    let mut seen = BTreeSet::new();
    let mut sound = Vec::new();
    for tag in tags {
        match read_tag(tag, house) {
            Err(finding) => found.push(finding),
            Ok(languages) if !seen.insert(languages.clone()) => found.push(
                Diagnostic::error(
                    "repeated-edition",
                    tag.span().cloned(),
                    format!("the edition '{}' is listed twice", tag.plain()),
                )
                .hint("remove one of the two"),
            ),
            Ok(languages) => sound.push((tag.clone(), languages)),
        }
    }
    sound
}

/// The languages of a tag: `fr`, or `fr-en`, the first of which leads.
fn read_tag(tag: &Text, house: &House) -> Result<Vec<Language>, Diagnostic> {
    let word = tag.plain();
    let error = |code, message: String| Diagnostic::error(code, tag.span().cloned(), message);
    let mut languages = Vec::new();
    if word.split('-').count() > 2 {
        return Err(error(
            "edition-languages",
            format!("the edition '{word}' joins more than two languages"),
        )
        .hint(PAIRS));
    }
    for code in word.split('-') {
        let language = Language::new(code).filter(|language| house.terms.contains_key(language));
        let Some(language) = language else {
            return Err(error("unknown-language", format!("unknown language '{code}'"))
                .hint(mend(&word, code, house)));
        };
        languages.push(language);
    }
    if languages.first() == languages.get(1) {
        let message = format!("the edition '{word}' names one language twice");
        return Err(error("edition-languages", message).hint(PAIRS));
    }
    Ok(languages)
}

const PAIRS: &str = "write one language, such as fr, or two that stand side by side, such as fr-en";

/// Two languages that are joined by another sign than a hyphen: "fr+en", "fr/en".
fn joined(word: &str, known: &[&str]) -> Option<String> {
    let parts: Vec<&str> = word.split(['+', '/', '_', '&', ' ']).filter(|part| !part.is_empty()).collect();
    let pair = parts.len() == 2 && parts.iter().all(|part| known.contains(part));
    pair.then(|| parts.join("-"))
}

/// What was meant by a code, of the tag `word`, that is no language of the house.
fn mend(word: &str, code: &str, house: &House) -> String {
    let known: Vec<&str> = house.terms.keys().map(Language::as_str).collect();
    let names = house.terms.values().flat_map(|terms| &terms.languages);
    let named =
        names.filter(|(_, name)| name.to_lowercase() == code.to_lowercase()).map(|(code, _)| code.as_str());
    // Between codes of two letters, one letter is half of the word.
    let near = nearest(code, known.iter().copied()).filter(|_| code.len() > 2);
    let alone = language_meant(word).map(|language| language.to_string());
    let alone = alone.as_deref().filter(|_| !word.contains('-'));
    if let Some(pair) = joined(word, &known) {
        format!("did you mean '{pair}'?")
    } else if let Some(meant) = named.chain(near).chain(alone).find(|code| known.contains(code)) {
        format!("did you mean '{meant}'?")
    } else if code.len() == 2 && code.chars().all(|sign| sign.is_ascii_uppercase()) {
        "write the language alone, in lower-case letters: a region belongs to the terms of its language"
            .to_owned()
    } else {
        format!(
            "write {}, or two of them with a hyphen; another language needs its words in templates/terms/{}",
            known.join(", "),
            if Language::new(code).is_some() { format!("{code}.yaml") } else { "<language>.yaml".to_owned() }
        )
    }
}

/// `repeated-edition`, for media.
pub fn repeated_media(media: &[Medium], place: &Span) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let repeated = media.iter().filter(|medium| !seen.insert(**medium));
    repeated
        .map(|medium| {
            let message = format!("the medium '{}' is listed twice", medium.as_str());
            Diagnostic::error("repeated-edition", place.clone(), message).hint("remove one of the two")
        })
        .collect()
}
