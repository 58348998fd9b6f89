//! The numbers of publications: what a note says of its own lies over what the house says, and no two notes bear the same.

use super::{Imprint, Isbns, Span, Text};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

impl Imprint {
    /// This imprint over another, key by key; of the numbers of editions, each by itself.
    pub fn over(&self, base: Option<&Self>) -> Self {
        let Some(base) = base else { return self.clone() };
        let mut isbn = base.isbn.clone();
        for (tag, own) in &self.isbn {
            let below = isbn.get(tag);
            let isbns = Isbns {
                screen: own.screen.clone().or_else(|| below?.screen.clone()),
                print: own.print.clone().or_else(|| below?.print.clone()),
                epub: own.epub.clone().or_else(|| below?.epub.clone()),
                span: own.span.clone(),
            };
            isbn.insert(tag.clone(), isbns);
        }
        Self {
            publisher: self.publisher.clone().or_else(|| base.publisher.clone()),
            issn: self.issn.clone().or_else(|| base.issn.clone()),
            isbn,
            doi: self.doi.clone().or_else(|| base.doi.clone()),
            licence: self.licence.clone().or_else(|| base.licence.clone()),
            span: self.span.clone(),
        }
    }

    /// The numbers that belong to one publication alone, each with its kind: of editions only those in these languages. An
    /// ISSN is that of a series.
    pub fn numbers(&self, tags: &[String]) -> impl Iterator<Item = (&'static str, &Text)> {
        let isbns = self.isbn.iter().filter(|(tag, _)| tags.contains(tag));
        let isbns = isbns.flat_map(|(_, isbns)| isbns.each()).map(|(_, isbn)| ("ISBN", isbn));
        isbns.chain(self.doi.iter().map(|doi| ("DOI", doi)))
    }
}

impl Isbns {
    /// The number of each medium, with the line of the terms that prints it.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        let media = [("isbn-screen", &self.screen), ("isbn-print", &self.print), ("isbn-epub", &self.epub)];
        media.into_iter().filter_map(|(line, isbn)| Some((line, isbn.as_ref()?)))
    }
}

/// Which notes bear which numbers: read from their facts when it is first asked for.
#[derive(Clone)]
pub struct Register(Arc<LazyLock<Claims, Reader>>);

type Claims = BTreeMap<String, Vec<Claim>>;
type Reader = Box<dyn FnOnce() -> Claims + Send>;

/// A number, as a note bears it.
#[derive(Clone, Debug)]
pub struct Claim {
    pub note: String,
    /// Where the number is written: in the note, or in the house's brand.
    pub span: Span,
}

impl Register {
    /// `read` names the notes, each with its imprint over the house's and the languages of its editions.
    pub fn new(read: impl FnOnce() -> Vec<(String, Imprint, Vec<String>)> + Send + 'static) -> Self {
        let claims = || {
            let mut claims = Claims::new();
            for (note, imprint, tags) in read() {
                for (kind, number) in imprint.numbers(&tags) {
                    let Some(span) = number.span().cloned() else { continue };
                    claims.entry(key(kind, number)).or_default().push(Claim { note: note.clone(), span });
                }
            }
            claims
        };
        Self(Arc::new(LazyLock::new(Box::new(claims))))
    }

    /// The notes that bear a number, in the order of their ids.
    pub fn claims(&self, kind: &str, number: &Text) -> &[Claim] {
        self.0.get(&key(kind, number)).map_or(&[], Vec::as_slice)
    }
}

impl Default for Register {
    fn default() -> Self {
        Self::new(Vec::new)
    }
}

impl fmt::Debug for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the register of numbers")
    }
}

/// Hyphens may stand anywhere in an ISBN; a DOI is the same in capitals (DOI Handbook, "Case sensitivity").
fn key(kind: &str, number: &Text) -> String {
    let number = number.plain();
    match kind {
        "ISBN" => format!("{kind} {}", number.replace(['-', ' '], "")),
        _ => format!("{kind} {}", number.to_ascii_lowercase()),
    }
}
