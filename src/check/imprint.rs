//! What the brand prints beside the house's own lines: partners, boilerplate, disclaimer, imprint; and the imprint of a note,
//! which lies over that of the house. One rule a file.

mod doi;
mod isbn;
mod issn;
mod shared;

use super::address;
use super::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::{Imprint, Text};

/// The addresses and numbers, once for all languages.
pub fn check(desk: &mut Desk) {
    let Some(own) = &desk.house.brand.stationery else { return };
    for partner in &own.partners {
        if let Some(link) = &partner.link {
            address::check(desk, link, address::Kind::Web, "the address of the partner");
        }
    }
    let Some(imprint) = &own.imprint else { return };
    check_own(desk, imprint);
    desk.found.extend(isbn::check(&isbns(imprint).collect::<Vec<_>>()));
    desk.found.extend(shared::check_house(imprint, desk.house));
}

/// The imprint of a note: its own over that of the house. `tags` are the languages of its editions.
pub fn check_note(desk: &mut Desk, note: &str, own: Option<&Imprint>, tags: &[String]) -> Option<Imprint> {
    let house = desk.house.brand.imprint();
    let Some(own) = own else { return house.cloned() };
    check_own(desk, own);
    if let Some(publisher) = &own.publisher {
        desk.complete(publisher, PUBLISHER);
    }
    let imprint = own.over(house);
    // What the house says was judged with the house: it comes first, so that what is told stands in the note.
    let of_note = |number: &&Text| number.span().is_some_and(|span| span.file == own.span.file);
    let (own_isbns, others): (Vec<_>, Vec<_>) = isbns(&imprint).partition(of_note);
    let found = isbn::check(&[others, own_isbns].concat());
    let in_note = |finding: &Diagnostic| finding.span.as_ref().is_some_and(|span| span.file == own.span.file);
    desk.found.extend(found.into_iter().filter(in_note));
    desk.found.extend(shared::check(&imprint, note, tags, desk.house));
    Some(imprint)
}

const PUBLISHER: &str = "the publisher of the imprint";

fn isbns(imprint: &Imprint) -> impl Iterator<Item = &Text> {
    imprint.isbn.values().flat_map(|isbns| isbns.each()).map(|(_, isbn)| isbn)
}

/// What holds of an imprint wherever it stands.
fn check_own(desk: &mut Desk, imprint: &Imprint) {
    if let Some(issn) = &imprint.issn {
        desk.found.extend(issn::check(issn));
    }
    if let Some(doi) = &imprint.doi {
        desk.found.extend(doi::check(doi));
    }
    if let Some(licence) = &imprint.licence {
        desk.words(&licence.name, "the name of the licence");
        if let Some(link) = &licence.link {
            address::check(desk, link, address::Kind::Web, "the address of the licence");
        }
    }
}

/// The words, in every needed language.
pub fn check_words(desk: &mut Desk) {
    let Some(own) = &desk.house.brand.stationery else { return };
    let publisher = own.imprint.as_ref().and_then(|imprint| imprint.publisher.as_ref());
    for (words, what) in [
        (own.boilerplate.as_ref(), "the boilerplate"),
        (own.disclaimer.as_ref(), "the disclaimer"),
        (publisher, PUBLISHER),
    ] {
        if let Some(words) = words {
            desk.complete(words, what);
        }
    }
    for partner in &own.partners {
        desk.complete(&partner.alt, "the alternative text of the partner");
    }
}
