//! `name-parity`: a person, an organisation or a place of the directory that one language names is named in the other, by any of
//! its names: CGLU = UCLG = United Cities and Local Governments; a person also by the family name alone.

use super::facts::{Fact, Facts, Key, Kind, Place};
use super::pairs::Passage;
use crate::model::{House, PerLanguage, Text};
use crate::proofread::wording::passages::{Word, words};
use std::collections::{BTreeSet, HashMap};

/// The names of the directory, by their first words in small letters.
pub struct Names<'a> {
    forms: HashMap<String, Vec<Form>>,
    entries: Vec<Entry<'a>>,
}

struct Form {
    words: Vec<String>,
    entry: usize,
    /// Whether it names its bearer only after a title such as M. or Ms.
    after_title: bool,
}

enum Entry<'a> {
    Person,
    Organisation(&'a PerLanguage<Text>, Option<&'a PerLanguage<Text>>),
    Place(&'a PerLanguage<Text>),
}

impl<'a> Names<'a> {
    pub fn of(house: &'a House) -> Self {
        let directory = &house.directory;
        let mut names = Self { forms: HashMap::new(), entries: Vec::new() };
        for person in directory.people.values() {
            let spelled = person.spelled.iter().flat_map(|names| names.values.values());
            for name in std::iter::once(&person.name).chain(spelled) {
                names.add(&name.full(), false);
                names.add(&name.family.plain(), true);
            }
            names.entries.push(Entry::Person);
        }
        for organisation in directory.organisations.values() {
            for form in organisation
                .name
                .values
                .values()
                .chain(organisation.short.iter().flat_map(|short| short.values.values()))
            {
                names.add(&form.plain(), false);
            }
            names.entries.push(Entry::Organisation(&organisation.name, organisation.short.as_ref()));
        }
        for place in directory.places.values() {
            place.name.values.values().for_each(|form| names.add(&form.plain(), false));
            names.entries.push(Entry::Place(&place.name));
        }
        names
    }

    /// A form of the entry that comes next.
    fn add(&mut self, form: &str, after_title: bool) {
        let words: Vec<String> = words(form).into_iter().map(|word| word.text.to_owned()).collect();
        let Some(first) = words.first() else { return };
        let key = first.to_lowercase();
        self.forms.entry(key).or_default().push(Form { words, entry: self.entries.len(), after_title });
    }

    pub fn read<'p>(&self, passage: &'p Passage, facts: &mut Facts<'p>) {
        let words = words(&passage.plain);
        let mut index = 0;
        while index < words.len() {
            let mut end = index + 1;
            let forms: Vec<&Form> = self.forms_at(passage, &words, index).collect();
            facts.present.extend(forms.iter().map(|form| Key::Name(form.entry)));
            let named = forms.into_iter().filter(|form| names(form, passage, &words, index));
            if let Some(form) = named.max_by_key(|form| form.words.len()) {
                end = index + form.words.len();
                let range = words[index].range.start..words[end - 1].range.end;
                let text = passage.plain.get(range.clone()).unwrap_or_default();
                let needs = vec![vec![Key::Name(form.entry)]];
                let place = Place::Range(range);
                facts.list.push(Fact { kind: Kind::Name, words: text, needs, soft: false, place });
            }
            // What is named within a name is there too, but nobody misses it.
            for within in index + 1..end {
                self.forms_at(passage, &words, within).for_each(|form| {
                    facts.present.insert(Key::Name(form.entry));
                });
            }
            index = end;
        }
    }

    /// The names that begin with a word, in letters of any case, or behind letters that are written together with it.
    fn forms_at<'f>(
        &'f self,
        passage: &'f Passage,
        words: &'f [Word],
        index: usize,
    ) -> impl Iterator<Item = &'f Form> {
        let first = words.get(index).map(|word| word.text).unwrap_or_default();
        let keys = bare_forms(first, passage).map(str::to_lowercase);
        let forms = keys.filter_map(|key| self.forms.get(&key)).flatten();
        forms.filter(move |form| {
            let others = words.get(index + 1..index + form.words.len()).unwrap_or_default();
            others.len() + 1 == form.words.len()
                && others
                    .iter()
                    .zip(form.words.iter().skip(1))
                    .all(|(word, wanted)| word.text.to_lowercase() == wanted.to_lowercase())
        })
    }

    /// Whether a passage speaks of what a fact names in a way that is no name of the directory: of a region by its people
    /// (African), of an organisation by its first word (the League), of a person in other letters.
    pub fn echo(&self, fact: &Fact, other: &Passage) -> bool {
        let Some(Key::Name(entry)) = fact.needs.first().and_then(|keys| keys.first()) else { return false };
        let begins =
            |stem: &str| words(&other.plain).iter().any(|word| word.text.to_lowercase().starts_with(stem));
        match self.entries.get(*entry) {
            Some(Entry::Person) => !is_latin(&other.plain) && is_latin(fact.words),
            Some(Entry::Organisation(name, short)) => {
                let known = name
                    .values
                    .get(&other.language)
                    .or_else(|| short.and_then(|short| short.values.get(&other.language)));
                known.is_none_or(|name| {
                    let name = name.plain();
                    let first = words(&name).into_iter().find(|word| {
                        !word.text.starts_with(char::is_lowercase) && word.text.chars().count() > 3
                    });
                    first.is_some_and(|first| {
                        words(&other.plain)
                            .iter()
                            .any(|word| bare_forms(word.text, other).any(|word| word == first.text))
                    })
                })
            }
            Some(Entry::Place(name)) => {
                let is_known = name.values.contains_key(&other.language);
                !is_known
                    || name.values.values().any(|form| stem(&form.plain()).is_some_and(|stem| begins(&stem)))
            }
            None => false,
        }
    }

    /// The words that are part of a name, by their places.
    pub fn within(&self, passage: &Passage, words: &[Word]) -> BTreeSet<usize> {
        let spans = (0..words.len()).flat_map(|index| {
            self.forms_at(passage, words, index).map(move |form| index..index + form.words.len())
        });
        spans.flatten().collect()
    }
}

/// Whether a form stands there letter by letter, and alone names what it stands for.
fn names(form: &Form, passage: &Passage, words: &[Word], index: usize) -> bool {
    let is_exact = form.words.iter().enumerate().all(|(step, wanted)| {
        words.get(index + step).is_some_and(|word| match step {
            0 => form.words.len() > 1 || bare_forms(word.text, passage).any(|word| word == wanted),
            _ => word.text == wanted,
        })
    });
    let has_title = || {
        let before = index.checked_sub(1).and_then(|before| words.get(before));
        before.is_some_and(|before| {
            passage.terms.profile.names.iter().any(|title| title.trim_end_matches('.') == before.text)
        })
    };
    let is_name =
        form.words.iter().any(|word| word.chars().next().is_some_and(|first| !first.is_lowercase()));
    is_exact && is_name && (!form.after_title || has_title())
}

/// A word, and what is left of it without letters that its language writes together with the word after them.
fn bare_forms<'w>(word: &'w str, passage: &'w Passage) -> impl Iterator<Item = &'w str> {
    let prefixes = passage.terms.reader.iter().flat_map(|reader| &reader.prefixes);
    let bare = prefixes.filter_map(|prefix| word.strip_prefix(prefix.as_str()));
    std::iter::once(word).chain(bare.filter(|word| !word.is_empty()))
}

/// What the words of a place have in common: Afri for Africa and African.
fn stem(name: &str) -> Option<String> {
    let longest = words(name).into_iter().max_by_key(|word| word.text.chars().count())?.text.to_lowercase();
    let length = longest.chars().count();
    Some(longest.chars().take(length.saturating_sub(2).max(4)).collect())
}

/// Whether most letters are Latin.
fn is_latin(text: &str) -> bool {
    let letters = || text.chars().filter(|sign| sign.is_alphabetic());
    let latin = letters().filter(|sign| *sign < '\u{250}').count();
    latin * 2 >= letters().count()
}
