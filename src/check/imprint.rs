//! What the brand prints beside the house's own lines: partners, boilerplate, disclaimer, imprint. One rule a file.

mod doi;
mod isbn;
mod issn;

use super::address;
use super::desk::Desk;
use crate::model::Text;

/// The addresses and numbers, once for all languages.
pub fn check(desk: &mut Desk) {
    let Some(own) = &desk.house.brand.stationery else { return };
    for partner in &own.partners {
        if let Some(link) = &partner.link {
            address::check(desk, link, address::Kind::Web, "the address of the partner");
        }
    }
    let Some(imprint) = &own.imprint else { return };
    if let Some(issn) = &imprint.issn {
        desk.found.extend(issn::check(issn));
    }
    let isbns = imprint.isbn.values().flat_map(|isbns| isbns.screen.iter().chain(&isbns.epub));
    let isbns: Vec<&Text> = isbns.collect();
    desk.found.extend(isbn::check(&isbns));
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
        (publisher, "the publisher of the imprint"),
    ] {
        if let Some(words) = words {
            desk.complete(words, what);
        }
    }
    for partner in &own.partners {
        desk.complete(&partner.alt, "the alternative text of the partner");
    }
}
