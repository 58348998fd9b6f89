//! All terms of a house, by language and profile. Each is read when it is first asked for: a house of two languages does not
//! wait for the words of ten.

use super::Terms;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Language, PerLanguage, Span, Text, head};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The terms of each language, under the profile that the house or a note chose for it.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    shelf: Arc<Shelf>,
    /// The volume of each language for which a profile was chosen.
    chosen: BTreeMap<Language, String>,
    /// The languages of the house's editions, then those that the note has beyond them.
    needed: Vec<Language>,
}

/// The volumes by their names: `fr` is the language itself, `fr-CA` a profile that lies over it.
type Shelf = BTreeMap<String, Volume>;

/// The terms of a language, or of one of its profiles.
#[derive(Debug)]
pub struct Volume {
    language: Language,
    /// The place of its own file, as a whole.
    place: Span,
    reading: LazyLock<Report<Arc<Terms>>, Reader>,
    /// Whether `load` has told what is wrong with it.
    told: bool,
}

type Reader = Box<dyn FnOnce() -> Report<Arc<Terms>> + Send>;

impl Volume {
    pub fn new(
        language: Language,
        place: Span,
        told: bool,
        read: impl FnOnce() -> Report<Arc<Terms>> + Send + 'static,
    ) -> Self {
        Self { language, place, reading: LazyLock::new(Box::new(read)), told }
    }
}

impl Lexicon {
    pub fn new(volumes: impl IntoIterator<Item = (String, Volume)>) -> Self {
        Self { shelf: Arc::new(volumes.into_iter().collect()), ..Self::default() }
    }

    /// The same terms under these profiles, for a reader who needs these languages, too. A profile that is not there
    /// is left out: `check` tells of it.
    pub fn under(&self, profiles: Option<&PerLanguage<Text>>, languages: &[Language]) -> Self {
        let mut lexicon = self.clone();
        for (language, name) in profiles.iter().flat_map(|profiles| &profiles.values) {
            if let Some(volume) = self.volume(*language, &name.plain()) {
                lexicon.chosen.insert(*language, volume);
            }
        }
        for language in languages.iter().filter(|language| self.contains_key(language)) {
            if !lexicon.needed.contains(language) {
                lexicon.needed.push(*language);
            }
        }
        lexicon
    }

    /// The volume that a profile's name stands for: the language alone, and the region that its terms are written for
    /// (`fr-FR`), are the language itself.
    pub fn volume(&self, language: Language, name: &str) -> Option<String> {
        let is_profile = self.shelf.get(name).is_some_and(|volume| volume.language == language);
        let is_base = || self.region(language).is_some_and(|region| region == name);
        let base = || is_base().then(|| language.to_string());
        if is_profile { Some(name.to_owned()) } else { base() }
    }

    /// The names of a language's profiles, that of the language itself first.
    pub fn profiles(&self, language: Language) -> Vec<&str> {
        let own = self
            .shelf
            .iter()
            .filter(|(name, volume)| volume.language == language && *name != language.as_str());
        self.region(language).into_iter().chain(own.map(|(name, _)| name.as_str())).collect()
    }

    fn region(&self, language: Language) -> Option<&str> {
        let base = self.shelf.get(language.as_str())?.reading.value.as_ref()?;
        Some(&base.profile.region)
    }

    fn name<'a>(&'a self, language: &'a Language) -> &'a str {
        self.chosen.get(language).map_or(language.as_str(), String::as_str)
    }

    fn chosen(&self, language: &Language) -> Option<&Volume> {
        self.shelf.get(self.name(language))
    }

    /// The terms of a language; `None` if the house has none.
    pub fn get(&self, language: &Language) -> Option<&Arc<Terms>> {
        self.chosen(language)?.reading.value.as_ref()
    }

    /// Where to add what the terms of a language lack, by its key: in the profile, if that took it away.
    pub fn home_of(&self, language: Language, key: &str) -> Option<Span> {
        let volume = self.chosen(&language)?;
        let base = self.shelf.get(language.as_str())?.reading.value.as_ref()?;
        let taken_away = !base.missing().iter().any(|missing| missing == key);
        Some(if taken_away { volume.place.clone() } else { head(&base.span) })
    }

    /// Whether a language stands under the same profile here as there.
    pub fn agrees(&self, other: &Self, language: Language) -> bool {
        self.chosen.get(&language) == other.chosen.get(&language)
    }

    /// What is wrong with a volume.
    pub fn found(&self, name: &str) -> &[Diagnostic] {
        self.shelf.get(name).map_or(&[], |volume| &volume.reading.diagnostics)
    }

    /// The volumes that the needed languages are read in.
    pub fn needed_volumes(&self) -> impl Iterator<Item = &str> {
        self.needed.iter().map(|language| self.name(language))
    }

    /// What is wrong with the terms of a language and was not told with the house.
    pub fn untold(&self, language: Language) -> &[Diagnostic] {
        let volume = self.chosen(&language).filter(|volume| !volume.told);
        volume.map_or(&[], |volume| &volume.reading.diagnostics)
    }

    pub fn contains_key(&self, language: &Language) -> bool {
        self.shelf.contains_key(language.as_str())
    }

    /// Every language that the house has terms of.
    pub fn keys(&self) -> impl Iterator<Item = &Language> {
        let bases = self.shelf.iter().filter(|(name, volume)| *name == volume.language.as_str());
        bases.map(|(_, volume)| &volume.language)
    }

    /// The languages that are needed, with their terms.
    pub fn needed(&self) -> impl Iterator<Item = (&Language, &Arc<Terms>)> {
        self.needed.iter().filter_map(|language| Some((language, self.get(language)?)))
    }

    /// The terms of all languages, those of the needed ones first: whoever stops at what they find reads no others.
    pub fn values(&self) -> impl Iterator<Item = &Arc<Terms>> {
        let others = self.keys().filter(|language| !self.needed.contains(language));
        self.needed.iter().chain(others).filter_map(|language| self.get(language))
    }
}

#[cfg(test)]
impl std::ops::Index<&Language> for Lexicon {
    type Output = Arc<Terms>;

    fn index(&self, language: &Language) -> &Arc<Terms> {
        self.get(language).expect("terms of the language")
    }
}

/// Terms that are there already: for those who have them from elsewhere than a house's files.
impl FromIterator<(Language, Terms)> for Lexicon {
    fn from_iter<T: IntoIterator<Item = (Language, Terms)>>(terms: T) -> Self {
        let mut needed = Vec::new();
        let volumes = terms.into_iter().map(|(language, terms)| {
            needed.push(language);
            let place = terms.span.clone();
            let read = move || Report::new(Some(Arc::new(terms)), Vec::new());
            (language.to_string(), Volume::new(language, place, true, read))
        });
        let shelf = Arc::new(volumes.collect());
        Self { shelf, needed, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, Volume};
    use crate::diagnostic::Report;
    use crate::model::{Language, SourceFile, Span, Terms};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn only_what_is_asked_for_is_read() {
        let count = Arc::new(AtomicUsize::new(0));
        let place = Span::top(&Arc::new(SourceFile { path: "terms".to_owned(), text: String::new() }));
        let code = |code| Language::new(code).expect("a language");
        let volume = |name: &'static str| {
            let count = Arc::clone(&count);
            let read = move || {
                count.fetch_add(1, Ordering::Relaxed);
                Report::new(Some(Arc::new(Terms::stock(name))), Vec::new())
            };
            (name.to_owned(), Volume::new(code(&name[..2]), place.clone(), true, read))
        };
        let lexicon = Lexicon::new(["fr", "fr-CA", "fr-EU", "en", "en-US"].map(volume));
        let lexicon = lexicon.under(None, &[code("fr")]);
        assert_eq!(lexicon.keys().map(Language::as_str).collect::<Vec<_>>(), ["en", "fr"]);
        assert_eq!(count.load(Ordering::Relaxed), 0);
        // Whoever finds it in the first language reads no other.
        assert!(lexicon.values().any(|terms| terms.words.contains_key("agenda")));
        assert_eq!(lexicon.get(&code("fr")).map(|terms| terms.profile.region.as_str()), Some("fr-FR"));
        assert_eq!(count.load(Ordering::Relaxed), 1);
        assert_eq!(lexicon.profiles(code("fr")), ["fr-FR", "fr-CA", "fr-EU"]);
        for (name, volume) in [("fr", "fr"), ("fr-FR", "fr"), ("fr-CA", "fr-CA")] {
            assert_eq!(lexicon.volume(code("fr"), name).as_deref(), Some(volume));
        }
        assert_eq!(lexicon.volume(code("fr"), "en-US"), None);
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}
