//! The colophon: who publishes, under what terms, how to reach them, what this issue is.

use super::{Desk, calendar, capitalised, joined};
use crate::model::{Contact, Inline, Note, Text};

impl Desk<'_> {
    pub fn colophon(&self, note: &Note) -> Vec<Vec<Inline>> {
        let profile = &self.house.profile;
        let mut lines: Vec<Vec<Inline>> = Vec::new();
        lines.extend(self.publisher().map(plain));
        let imprint = profile.imprint.as_ref().and_then(|imprint| imprint.values.get(&self.language));
        lines.extend(imprint.into_iter().flat_map(lines_of).map(|line| plain(self.edited(&line))));
        lines.extend(profile.contact.as_ref().and_then(|contact| self.contact(contact)));
        lines.extend(self.issue(note).map(plain));
        lines
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
