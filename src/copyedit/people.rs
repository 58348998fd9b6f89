//! People, their functions in the agenda and their titles, in the gender of those they are said of.

use super::{Desk, calendar, capitalised, joined};
use crate::model::{
    AgendaCopy, AgendaItem, Attendance, Body, BreakoutCopy, Card, CardCopy, Cite, Forms, Gender, PerLanguage,
    Role, Speaker, SpeakerCopy, Text, Title,
};

impl Desk<'_> {
    /// The agenda as it is printed. Who declined is left out, and so is a part without heading that then has nobody.
    pub fn agenda(&self, items: &[AgendaItem]) -> Vec<AgendaCopy> {
        let copies = items.iter().map(|item| {
            let comes = |speaker: &&Speaker| speaker.attendance != Attendance::Declined;
            let people: Vec<_> = item.people.iter().filter(comes).collect();
            let parallel = item.breakouts.iter().flat_map(|breakout| breakout.people.iter().filter(comes));
            let all: Vec<_> = people.iter().copied().chain(parallel).collect();
            let emptied = people.is_empty()
                && item.breakouts.is_empty()
                && !item.people.is_empty()
                && item.heading.is_none();
            (!emptied).then(|| AgendaCopy {
                times: self.times(item),
                heading: self.agenda_heading(item, &all),
                people: people.iter().map(|speaker| self.speaker(speaker)).collect(),
                breakouts: item
                    .breakouts
                    .iter()
                    .map(|breakout| BreakoutCopy {
                        heading: self.localized(&breakout.heading),
                        room: breakout.room.as_ref().map(|room| self.localized(room)),
                        people: breakout
                            .people
                            .iter()
                            .filter(comes)
                            .map(|speaker| self.speaker(speaker))
                            .collect(),
                    })
                    .collect(),
            })
        });
        copies.flatten().collect()
    }

    /// The times of a part, as a column prints them: "12 h – 12 h 20".
    fn times(&self, item: &AgendaItem) -> Option<Text> {
        let (start, end) = item.times?;
        Some(capitalised(self.dressed(calendar::column(start, end, &self.terms.calendar))))
    }

    /// The cards of the speakers, each with what is said of the portrait to those who do not see it.
    pub fn cards(&self, cards: &[Card]) -> Vec<CardCopy> {
        let copy = |card: &Card| {
            let person = self.speaker(&card.speaker);
            let portrait = card.portrait.as_ref().map(|portrait| {
                let own = portrait.alternative.as_ref().map(|words| self.localized(words));
                let words = own.unwrap_or_else(|| self.dressed(self.line("portrait", "name", &person.name)));
                (portrait.path.clone(), words)
            });
            let bio = card.bio.as_ref().map(|bio| self.localized(bio));
            CardCopy { person, portrait, initials: card.initials.clone(), bio }
        };
        cards.iter().map(copy).collect()
    }

    /// The heading that was written, else the function: "Modératrices".
    fn agenda_heading(&self, item: &AgendaItem, people: &[&Speaker]) -> Option<Text> {
        if let Some(heading) = &item.heading {
            return Some(self.localized(heading));
        }
        let part = item.part.as_ref()?;
        let genders: Vec<_> = people.iter().map(|speaker| speaker.gender).collect();
        let label = self.terms.parts.get(&part.plain()).and_then(|forms| forms.all(&genders));
        Some(label.map_or_else(|| part.clone(), |label| Text::new(label, part.span().cloned())))
    }

    fn speaker(&self, speaker: &Speaker) -> SpeakerCopy {
        let attendance = match speaker.attendance {
            Attendance::Confirmed | Attendance::Declined => None,
            other => self.terms.attendance.get(other.as_str()),
        };
        SpeakerCopy {
            name: self.edited(speaker.spelled.get(&self.language).unwrap_or(&speaker.name)),
            roles: speaker.roles.iter().map(|role| self.role(role, speaker.gender)).collect(),
            attendance: attendance.and_then(|forms| said_of(forms, speaker.gender)).map(Text::supplied),
        }
    }

    /// A role in running words: "première vice-présidente de l’Association suédoise … (SALAR)".
    pub fn role(&self, role: &Role, gender: Option<Gender>) -> Text {
        match role {
            Role::Phrase(phrase) => self.localized(phrase),
            Role::Title { title, rank, of, r#for } => {
                let (title, own) = self.title(title, *rank, gender);
                let of = of.as_ref().map(|body| self.belonging(body, own.unwrap_or(&self.terms.grammar.of)));
                let purpose = r#for.as_ref().map(|body| self.purpose(body));
                let words = [Some(title), of, purpose];
                self.dressed(joined(words.into_iter().flatten(), " ").unwrap_or_default())
            }
        }
    }

    /// A title with its rank; and the word between it and what it belongs to, if it brings one of its own.
    fn title(&self, title: &Title, rank: Option<u32>, gender: Option<Gender>) -> (Text, Option<&str>) {
        let (title, of) = match title {
            Title::Key(key) => {
                let form = self.terms.titles.get(&key.plain()).and_then(|forms| said_of(forms, gender));
                let (form, of) = match form.and_then(|form| form.split_once(" + ")) {
                    Some((form, of)) => (Some(form), Some(of)),
                    None => (form, None),
                };
                (form.map_or_else(|| key.clone(), |form| Text::new(form, key.span().cloned())), of)
            }
            Title::Words(words) => (self.localized(words), None),
        };
        let rank = rank.and_then(|rank| self.terms.ranks.get(&rank.to_string()));
        let Some(rank) = rank.and_then(|forms| said_of(forms, gender)) else { return (title, of) };
        let ranked = self.terms.grammar.ranked.fill(&[("rank", &Text::supplied(rank)), ("title", &title)]);
        (ranked.unwrap_or(title), of)
    }

    /// What a title belongs to, with its preposition: "de l’Association…", "du Caire", "d’Alger", "de Ouagadougou".
    fn belonging(&self, body: &Body, of: &str) -> Text {
        let grammar = &self.terms.grammar;
        let mut name = self.cited(body);
        let plain = name.plain();
        let (first_word, length) = first_word(&plain);
        if let Some(article) = self.article(body) {
            let is_in_name = article.plain().trim().to_lowercase() == first_word;
            if let Some(contraction) = grammar.contractions.get(&article.plain().trim().to_lowercase()) {
                if is_in_name {
                    name.edit(&[(0..length, String::new())]);
                }
                return self.after(contraction, name);
            }
            return self.after(of, self.with_article(article, name));
        }
        if let Some(contraction) =
            grammar.contractions.get(&first_word).filter(|_| grammar.fuse.unwrap_or_default())
        {
            name.edit(&[(0..length, String::new())]);
            return self.after(contraction, name);
        }
        match &grammar.elided {
            Some(elided) if self.is_elided(body) => self.after(elided, name),
            _ => self.after(of, name),
        }
    }

    /// What a title is for: "pour l’Europe".
    fn purpose(&self, body: &Body) -> Text {
        let name = self.cited(body);
        let name = match self.article(body) {
            Some(article) => self.with_article(article, name),
            None => name,
        };
        self.after(&self.terms.grammar.r#for, name)
    }

    /// A name with its article, unless the article is part of the name: l’Europe, La Haye.
    fn with_article(&self, article: Text, name: Text) -> Text {
        let plain = name.plain().to_lowercase();
        let own = article.plain().to_lowercase();
        let is_in_name =
            plain.strip_prefix(&own).is_some_and(|rest| own.ends_with('’') || rest.starts_with(' '));
        if is_in_name { name } else { self.preceded(article, name) }
    }

    /// A body as its entry wants it cited; an organisation with an acronym by both, unless it says otherwise.
    fn cited(&self, body: &Body) -> Text {
        match body {
            Body::Place(place) => self.of_language(&place.name).unwrap_or_default(),
            Body::Organisation(organisation) => {
                let name = self.of_language(&organisation.name).unwrap_or_default();
                let short = organisation.short.as_ref().and_then(|short| self.of_language(short));
                match (organisation.cite.unwrap_or(Cite::Both), short) {
                    (Cite::Short, Some(short)) => short,
                    (Cite::Both, Some(short)) => self.name_with_acronym(name, &short),
                    _ => name,
                }
            }
        }
    }

    /// "Association suédoise … (SALAR)"; a name that is its own acronym stands once.
    pub fn name_with_acronym(&self, name: Text, short: &Text) -> Text {
        if name.plain() == short.plain() {
            return name;
        }
        let cited = self.terms.grammar.cited.fill(&[("name", &name), ("short", short)]);
        cited.unwrap_or(name)
    }

    /// A word of the press before others; nothing where it is empty.
    fn after(&self, word: &str, words: Text) -> Text {
        if word.is_empty() { words } else { self.preceded(Text::supplied(word), words) }
    }

    /// A word before others: with a space between them, unless it ends in an apostrophe, or in a joining stroke before words
    /// of its own script.
    fn preceded(&self, mut word: Text, mut words: Text) -> Text {
        let (first, second) = (word.plain(), words.plain());
        if let Some(stem) = first.strip_suffix(STROKE) {
            let joined = format!("{first}{second}");
            let seams = self.terms.grammar.seams.iter().filter(|(seam, _)| {
                joined
                    .match_indices(seam.as_str())
                    .any(|(at, seam)| at < first.len() && at + seam.len() > first.len())
            });
            if let Some((seam, new)) = seams.max_by_key(|(seam, _)| seam.len()) {
                let at = joined.rfind(seam.as_str()).filter(|at| *at < first.len()).unwrap_or_default();
                words.edit(&[(0..at + seam.len() - first.len(), String::new())]);
                word = Text::supplied(format!("{}{new}", &first[..at]));
            } else if second.starts_with(|letter: char| letter.is_alphabetic() && letter >= FIRST_ARABIC) {
                word = Text::supplied(stem);
            } else {
                word.push(Text::supplied(" "));
            }
        } else if !first.ends_with('’') {
            word.push(Text::supplied(" "));
        }
        word.push(words);
        word
    }

    fn article(&self, body: &Body) -> Option<Text> {
        let article = match body {
            Body::Organisation(organisation) => organisation.article.as_ref(),
            Body::Place(place) => place.article.as_ref(),
        };
        self.of_language(article?).filter(|article| !article.is_empty())
    }

    fn is_elided(&self, body: &Body) -> bool {
        let elide = match body {
            Body::Organisation(organisation) => organisation.elide,
            Body::Place(place) => place.elide,
        };
        elide.unwrap_or_default()
    }

    /// Words of the directory in this language, copy-edited. `check` asked for those that every entry must have.
    pub fn of_language(&self, words: &PerLanguage<Text>) -> Option<Text> {
        words.values.get(&self.language).map(|words| self.edited(words))
    }
}

/// The stroke that joins Arabic letters (tatweel).
const STROKE: char = '\u{640}';
/// Before it stand the scripts whose letters do not join.
const FIRST_ARABIC: char = '\u{600}';

/// The form for one person; where a title has none for an unknown gender, which `check` warns of, its first.
fn said_of(forms: &Forms, gender: Option<Gender>) -> Option<&str> {
    forms.one(gender).or_else(|| forms.forms.values().next().map(String::as_str))
}

/// The first of several words, in lower case, and its length with the space after it, in bytes.
fn first_word(words: &str) -> (String, usize) {
    let first = words.split(' ').next().unwrap_or_default();
    let is_only = first.len() == words.len();
    (if is_only { String::new() } else { first.to_lowercase() }, first.len() + usize::from(!is_only))
}
