//! The colophon: who publishes, under what terms, how to reach them, what this issue is.

use super::rules::isolates;
use super::{Desk, calendar, capitalised, joined};
use crate::model::{Contact, Imprint, Inline, Licence, Note, PerLanguage, Text};
use std::collections::BTreeMap;

impl Desk<'_> {
    pub fn colophon(&self, note: &Note) -> Vec<Vec<Inline>> {
        let (profile, brand) = (&self.house.profile, &self.house.brand);
        let own = brand.stationery.as_ref();
        let imprint = note.imprint.as_ref();
        let mut lines: Vec<Vec<Inline>> = Vec::new();
        let publisher = imprint.and_then(|imprint| self.of_language(imprint.publisher.as_ref()?));
        lines.extend(publisher.or_else(|| self.publisher()).map(plain));
        lines.extend(self.written(own.and_then(|own| own.boilerplate.as_ref())));
        lines.extend(self.written(profile.imprint.as_ref()));
        lines.extend(self.written(own.and_then(|own| own.disclaimer.as_ref())));
        lines.extend(
            imprint.and_then(|imprint| imprint.licence.as_ref()).map(|licence| self.licence(licence)),
        );
        lines.extend(profile.contact.as_ref().and_then(|contact| self.contact(contact)));
        lines.extend(imprint.into_iter().flat_map(|imprint| self.numbers(imprint)));
        lines.extend(self.issue(note).map(plain));
        lines
    }

    /// The numbers of each edition of the note by its languages: "ISBN 978-92-1-130395-7 (PDF)". Every edition names those of
    /// its other media, too (ISBN Users' Manual, seventh edition, section 9).
    pub fn isbns(&self, note: &Note) -> BTreeMap<String, Vec<Vec<Inline>>> {
        let isbns = note.imprint.iter().flat_map(|imprint| &imprint.isbn);
        let lines = isbns.map(|(tag, isbns)| {
            (tag.clone(), isbns.each().map(|(key, isbn)| self.number(key, "isbn", isbn)).collect())
        });
        lines.collect()
    }

    /// What was written line by line, in this language.
    fn written(&self, words: Option<&PerLanguage<Text>>) -> Vec<Vec<Inline>> {
        let words = words.and_then(|words| words.values.get(&self.language));
        words.into_iter().flat_map(lines_of).map(|line| plain(self.edited(&line))).collect()
    }

    /// "Licence : CC BY 4.0", linked where it has an address.
    fn licence(&self, licence: &Licence) -> Vec<Inline> {
        let (mut before, after) = self.around("licence", "licence");
        let name = isolates::left_to_right(licence.name.clone(), self.terms);
        let Some(link) = &licence.link else {
            before.push(name);
            before.push(after);
            return plain(before);
        };
        let name = Inline::Link { target: link.clone(), content: plain(name) };
        [Inline::Text(before), name].into_iter().chain(supplied(&after.plain())).collect()
    }

    /// ISSN and DOI, the latter as the address at which it is found (Crossref, "DOI display guidelines").
    fn numbers(&self, imprint: &Imprint) -> Vec<Vec<Inline>> {
        let issn = imprint.issn.as_ref().map(|issn| self.number("issn", "issn", issn));
        let doi = imprint.doi.as_ref().map(|doi| {
            let address = Text::new(format!("https://doi.org/{}", doi.plain()), doi.span().cloned());
            vec![self.link(address.plain(), &address)]
        });
        issn.into_iter().chain(doi).collect()
    }

    /// A number of a catalogue with its label. It keeps the figures in which it was registered, and their order.
    fn number(&self, key: &str, field: &str, number: &Text) -> Vec<Inline> {
        let (mut line, after) = self.around(key, field);
        line.push(isolates::left_to_right(number.clone(), self.terms));
        line.push(after);
        plain(line)
    }

    /// What a line of the terms has before and after its field.
    fn around(&self, key: &str, field: &str) -> (Text, Text) {
        let line = self.dressed(self.line(key, field, &Text::supplied(MARK))).plain();
        let (before, after) = line.split_once(MARK).unwrap_or_default();
        (Text::supplied(before), Text::supplied(after))
    }

    /// "Cités et Gouvernements Locaux Unis (CGLU)".
    fn publisher(&self) -> Option<Text> {
        let publisher = self.house.directory.organisations.get(&self.house.profile.publisher.plain())?;
        let name = self.of_language(&publisher.name)?;
        let short = publisher.short.as_ref().and_then(|short| self.of_language(short));
        Some(match short {
            Some(short) => self.name_with_acronym(name, &short),
            None => name,
        })
    }

    /// Name, address, e-mail, web and telephone in one line, the last three as links.
    fn contact(&self, contact: &Contact) -> Option<Vec<Inline>> {
        let words = |words: &Option<_>| words.as_ref().and_then(|words| self.of_language(words));
        let mut parts = Vec::new();
        parts.extend(words(&contact.name).map(Inline::Text));
        let address = contact.address.as_ref().and_then(|address| address.values.get(&self.language));
        parts.extend(address.into_iter().flat_map(lines_of).map(|line| Inline::Text(self.edited(&line))));
        parts.extend(
            contact.email.as_ref().map(|email| self.link(format!("mailto:{}", email.plain()), email)),
        );
        parts.extend(contact.web.as_ref().map(|web| {
            let address = web.plain();
            let has_scheme = address.contains("://");
            self.link(if has_scheme { address } else { format!("https://{address}") }, web)
        }));
        parts.extend(contact.telephone.as_ref().map(|telephone| {
            let number = telephone.plain();
            let dialled = number.chars().filter(|ch| ch.is_ascii_digit() || *ch == '+').collect::<String>();
            self.link(format!("tel:{dialled}"), telephone)
        }));
        if parts.is_empty() {
            return None;
        }
        // The pattern is filled with a mark, and the mark with what it stands for, since links are no words.
        let line = self.line("contact", "contact", &Text::supplied(MARK)).plain();
        let (before, after) = line.split_once(MARK).unwrap_or_default();
        let mut inlines = supplied(before);
        for (count, part) in parts.into_iter().enumerate() {
            if count > 0 {
                inlines.extend(supplied(self.terms.word("comma")));
            }
            inlines.push(part);
        }
        inlines.extend(supplied(after));
        Some(inlines)
    }

    /// An address as it was written, linked: of all rules, only that of directions is applied to it.
    fn link(&self, target: String, written: &Text) -> Inline {
        let target = Text::new(target, written.span().cloned());
        Inline::Link { target, content: plain(self.dressed(written.clone())) }
    }

    /// "Publié le 10 mai 2021, version 2, cote A/75/982".
    fn issue(&self, note: &Note) -> Option<Text> {
        let date = note.issued.map(|issued| calendar::date(issued, &self.terms.calendar));
        let issued = date.map(|date| self.line("issued", "date", &date));
        let symbol = note.symbol.as_ref().map(|symbol| self.line("symbol", "symbol", symbol));
        let parts = [issued, self.version(note), symbol].into_iter().flatten();
        joined(parts, self.terms.word("comma")).map(capitalised).map(|line| self.dressed(line))
    }
}

const MARK: &str = "\u{FFFC}";

fn plain(words: Text) -> Vec<Inline> {
    vec![Inline::Text(words)]
}

fn supplied(words: &str) -> Vec<Inline> {
    if words.is_empty() { Vec::new() } else { plain(Text::supplied(words)) }
}

/// The lines of what was written as a block, each with its place.
fn lines_of(written: &Text) -> Vec<Text> {
    let plain = written.plain();
    let mut start = 0;
    let mut lines = Vec::new();
    for line in plain.split('\n') {
        let end = start + line.len();
        if !line.trim().is_empty() {
            let mut text = written.clone();
            text.edit(&[(0..start, String::new()), (end..plain.len(), String::new())]);
            lines.push(text);
        }
        start = end + 1;
    }
    lines
}
