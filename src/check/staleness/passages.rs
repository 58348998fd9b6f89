//! The passages of a note, each with its counterparts in the other languages: title, headings, paragraphs, items, rows,
//! captions, footnotes, and the words of `session.yaml`.

use crate::check::session::Session;
use crate::model::{
    Block, BlockKind, Fingerprint, Inline, Language, PerLanguage, Prose, Section, Source, Span, Text,
};
use std::collections::BTreeMap;

/// What parts the words of one passage that do not run on, such as the cells of a row.
const PART: char = '\u{1F}';

#[derive(Debug)]
pub struct Passage {
    /// What it is, in a sentence: "paragraph".
    pub what: &'static str,
    pub print: Fingerprint,
    pub span: Span,
}

/// A passage and its counterparts, in the order of the note's languages.
#[derive(Debug)]
pub struct Group {
    /// Where it stands, in every language: `#context`, `session.yaml#summary`.
    pub place: String,
    pub passages: Vec<(Language, Passage)>,
}

impl Group {
    pub fn prints(&self) -> BTreeMap<Language, Fingerprint> {
        self.passages.iter().map(|(language, passage)| (*language, passage.print)).collect()
    }

    /// The same in some of the languages.
    pub fn within(mut self, languages: &[Language]) -> Self {
        self.passages.retain(|(language, _)| languages.contains(language));
        self
    }
}

/// Words before they are fingerprints.
struct Draft {
    what: &'static str,
    words: String,
    span: Span,
}

/// The groups of a note in document order, the prose first; none where there is but one language. What has no counterpart
/// in one of the languages is left out: other rules ask for it.
pub fn groups(source: &Source, session: &Session, languages: &[Language]) -> Vec<Group> {
    let prose: Option<Vec<(Language, &Prose)>> =
        languages.iter().map(|language| Some((*language, source.prose.get(language)?))).collect();
    let Some(prose) = prose.filter(|prose| prose.len() > 1) else { return Vec::new() };
    let mut gatherer = Gatherer { groups: Vec::new() };
    gatherer.group("#", each(&prose, |prose| Some(title(prose))));
    for section in prose.first().into_iter().flat_map(|(_, leading)| &leading.sections) {
        let Some(id) = section.id.as_ref().map(Text::plain) else { continue };
        let twin = |prose: &Prose| {
            let has_id = |section: &&Section| section.id.as_ref().is_some_and(|own| own.plain() == id);
            prose.sections.iter().find(has_id).map(read_section)
        };
        if let Some(twins) = each(&prose, twin) {
            gatherer.section(&format!("#{id}"), twins);
        }
    }
    gatherer.facts(session, languages);
    gatherer.groups
}

/// What is made of the prose of each language; `None` if one of them has nothing.
fn each<T>(prose: &[(Language, &Prose)], make: impl Fn(&Prose) -> Option<T>) -> Option<Vec<(Language, T)>> {
    prose.iter().map(|(language, prose)| Some((*language, make(prose)?))).collect()
}

fn title(prose: &Prose) -> Draft {
    Draft { what: "title", words: words(&prose.title, &mut Vec::new()), span: prose.title_span.clone() }
}

fn read_section(section: &Section) -> Vec<Draft> {
    let mut drafts = Vec::new();
    inlines("heading", &section.heading, &section.span, &mut drafts);
    blocks(&section.blocks, "paragraph", &mut drafts);
    drafts
}

struct Gatherer {
    groups: Vec<Group>,
}

impl Gatherer {
    fn group(&mut self, place: &str, drafts: Option<Vec<(Language, Draft)>>) {
        let Some(drafts) = drafts else { return };
        let wordless = |(_, draft): &(Language, Draft)| !draft.words.contains(char::is_alphanumeric);
        if drafts.iter().all(wordless) {
            return;
        }
        let passage = |(language, draft): (Language, Draft)| {
            let Draft { what, words, span } = draft;
            (language, Passage { what, print: Fingerprint::of(&words), span })
        };
        self.groups
            .push(Group { place: place.to_owned(), passages: drafts.into_iter().map(passage).collect() });
    }

    /// Passage by passage where the languages have the same passages; else, as languages may that share no edition, the
    /// section as a whole.
    fn section(&mut self, place: &str, mut twins: Vec<(Language, Vec<Draft>)>) {
        let kinds = |drafts: &[Draft]| drafts.iter().map(|draft| draft.what).collect::<Vec<_>>();
        let alike = twins.windows(2).all(|pair| kinds(&pair[0].1) == kinds(&pair[1].1));
        if !alike {
            let whole = |(language, drafts): (Language, Vec<Draft>)| Some((language, whole(drafts)?));
            return self.group(place, twins.into_iter().map(whole).collect());
        }
        // The passages of all languages are as many.
        while twins.iter().all(|(_, drafts)| !drafts.is_empty()) {
            let first = twins.iter_mut().map(|(language, drafts)| (*language, drafts.remove(0))).collect();
            self.group(place, Some(first));
        }
    }

    /// What `session.yaml` says in words. `check` asks for the languages that one of them lacks.
    fn facts(&mut self, session: &Session, languages: &[Language]) {
        let text = |text: &Text| vec![text.clone()];
        let room = session.r#where.as_ref().and_then(|venue| venue.room.as_ref());
        self.fact("room", "where", room, languages, text);
        self.fact("list of keywords", "keywords", session.keywords.as_ref(), languages, Vec::clone);
        self.fact("summary", "summary", session.summary.as_ref(), languages, text);
        for part in session.agenda() {
            self.fact("heading", "agenda", part.heading.as_ref(), languages, text);
            for breakout in &part.breakouts.0 {
                self.fact("heading", "agenda", Some(&breakout.heading), languages, text);
                self.fact("room", "agenda", breakout.room.as_ref(), languages, text);
            }
        }
    }

    fn fact<T>(
        &mut self,
        what: &'static str,
        key: &str,
        values: Option<&PerLanguage<T>>,
        languages: &[Language],
        texts: impl Fn(&T) -> Vec<Text>,
    ) {
        let Some(values) = values else { return };
        let draft = |language: &Language| {
            let texts = texts(values.values.get(language)?);
            let span = texts.first()?.span().unwrap_or(&values.span).clone();
            let words = texts.iter().map(Text::plain).collect::<Vec<_>>().join(&PART.to_string());
            Some((*language, Draft { what, words, span }))
        };
        self.group(&format!("session.yaml#{key}"), languages.iter().map(draft).collect());
    }
}

/// A section as one passage, at its heading.
fn whole(drafts: Vec<Draft>) -> Option<Draft> {
    let span = drafts.first()?.span.clone();
    let words: Vec<String> = drafts.into_iter().map(|draft| draft.words).collect();
    Some(Draft { what: "section", words: words.join(&PART.to_string()), span })
}

/// `what` is what the first block is called if it is a paragraph: it may be an item, or a footnote.
fn blocks(list: &[Block], what: &'static str, drafts: &mut Vec<Draft>) {
    for (index, block) in list.iter().enumerate() {
        let span = &block.span;
        match &block.kind {
            BlockKind::Paragraph(content) => {
                inlines(if index == 0 { what } else { "paragraph" }, content, span, drafts);
            }
            BlockKind::Heading { content, .. } => inlines("heading", content, span, drafts),
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(item, "item", drafts)),
            BlockKind::Quote(content) | BlockKind::Display { blocks: content, .. } => {
                blocks(content, "paragraph", drafts)
            }
            BlockKind::Table { header, rows, .. } => {
                std::iter::once(header).chain(rows).for_each(|row| cells(row, span, drafts));
            }
            BlockKind::Figure { alternative, caption, .. } => {
                let texts = [("description", Some(alternative)), ("caption", caption.as_ref())];
                drafts.extend(texts.into_iter().filter_map(|(what, text)| {
                    let text = text?;
                    Some(Draft { what, words: text.plain(), span: text.span().unwrap_or(span).clone() })
                }));
            }
            BlockKind::Verbatim(text) => {
                drafts.push(Draft { what: "verbatim passage", words: text.plain(), span: span.clone() });
            }
            BlockKind::Agenda | BlockKind::Cards => {}
        }
    }
}

/// A passage, and after it its footnotes.
fn inlines(what: &'static str, content: &[Inline], span: &Span, drafts: &mut Vec<Draft>) {
    let mut notes = Vec::new();
    drafts.push(Draft { what, words: words(content, &mut notes), span: span.clone() });
    notes.into_iter().for_each(|note| blocks(note, "footnote", drafts));
}

/// The row of a table, from its first word to its last.
fn cells(row: &[Vec<Inline>], table: &Span, drafts: &mut Vec<Draft>) {
    let mut notes = Vec::new();
    let words: Vec<String> = row.iter().map(|cell| words(cell, &mut notes)).collect();
    let mut places = row.iter().flatten().filter_map(place);
    let span = places.next().map(|first| match places.next_back() {
        Some(last) => Span { end: last.end.max(first.end), ..first },
        None => first,
    });
    let span = span.unwrap_or_else(|| table.clone());
    drafts.push(Draft { what: "row", words: words.join(&PART.to_string()), span });
    notes.into_iter().for_each(|note| blocks(note, "footnote", drafts));
}

/// The place of a run's first words.
fn place(inline: &Inline) -> Option<Span> {
    match inline {
        Inline::Text(text) | Inline::Code(text) => text.span().cloned(),
        Inline::Strong(content)
        | Inline::Emphasis(content)
        | Inline::Link { content, .. }
        | Inline::Foreign { content, .. } => content.iter().find_map(place),
        Inline::Footnote(_) | Inline::Break => None,
    }
}

/// The words of a passage and the addresses that its links lead to; its footnotes go to `notes`.
fn words<'a>(content: &'a [Inline], notes: &mut Vec<&'a [Block]>) -> String {
    let mut all = String::new();
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => all.push_str(&text.plain()),
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Foreign { content, .. } => {
                all.push_str(&words(content, notes));
            }
            Inline::Link { target, content } => {
                all.push_str(&words(content, notes));
                all.push(PART);
                all.push_str(&target.plain());
                all.push(PART);
            }
            Inline::Footnote(blocks) => notes.push(blocks),
            Inline::Break => all.push(' '),
        }
    }
    all
}
