//! What all notes share: publisher, imprint, contact, brand, and the editions that the house makes of every note.

use super::address;
use super::desk::Desk;
use super::editions::{read_tags, repeated_media};
use super::{directory, imprint, profiles, terms, zone};
use crate::diagnostic::Diagnostic;
use crate::model::{House, Language, head};

pub fn check(house: &House) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    profiles::check(&house.terms, house.profile.profiles.as_ref(), &mut found);
    let editions = &house.profile.editions;
    read_tags(&editions.languages, house, &mut found);
    found.extend(repeated_media(&editions.media, &head(&editions.span)));
    let mut desk =
        Desk::new("an edition of the house".to_owned(), house, &house.terms, languages(house), found);
    check_publisher(&mut desk);
    check_profile(&mut desk);
    check_contact(&mut desk);
    zone::check_house(&mut desk);
    for logo in house.brand.logo.iter().chain(&house.brand.reversed_logo) {
        desk.words(&logo.alternative, "the alternative text of the logo");
    }
    imprint::check(&mut desk);
    directory::check(&mut desk);
    terms::check_required(&mut desk);
    desk.found.extend(terms::check_parity(&house.terms, &desk.languages));
    desk.found
}

/// The words of the house in the languages that a note needs beyond the house's own, and the terms of profiles that are
/// not the house's.
pub fn check_further_languages(desk: &mut Desk) {
    let own = languages(desk.house);
    let further = desk.languages.iter().copied().filter(|language| !own.contains(language)).collect();
    let needed = std::mem::replace(&mut desk.languages, further);
    check_profile(desk);
    terms::check_required(desk);
    let differs =
        |language: &Language| own.contains(language) && !desk.lexicon.agrees(&desk.house.terms, *language);
    desk.languages = needed.iter().copied().filter(differs).collect();
    terms::check_required(desk);
    desk.languages = needed;
}

/// The languages of the editions that the house makes of every note.
fn languages(house: &House) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for (_, named) in read_tags(&house.profile.editions.languages, house, &mut Vec::new()) {
        for language in named {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
    }
    languages
}

/// `unknown-organisation`: the publisher is in the directory.
fn check_publisher(desk: &mut Desk) {
    let publisher = &desk.house.profile.publisher;
    let organisations = &desk.house.directory.organisations;
    if !organisations.contains_key(&publisher.plain()) && !desk.house.gaps.profile {
        let known = organisations.keys().map(String::as_str);
        desk.miss("unknown-organisation", "organisation", publisher, known);
    }
}

/// The words of the house that an edition prints, in every needed language.
fn check_profile(desk: &mut Desk) {
    let profile = &desk.house.profile;
    if let Some(publisher) = desk.house.directory.organisations.get(&profile.publisher.plain()) {
        desk.complete(&publisher.name, "the name of the publisher");
        if let Some(short) = &publisher.short {
            desk.complete(short, "the short name of the publisher");
        }
    }
    if let Some(imprint) = &profile.imprint {
        desk.complete(imprint, "the imprint");
    }
    imprint::check_words(desk);
    let contact = profile.contact.as_ref();
    for (words, what) in [
        (contact.and_then(|contact| contact.name.as_ref()), "the name of the contact"),
        (contact.and_then(|contact| contact.address.as_ref()), "the address of the contact"),
    ] {
        if let Some(words) = words {
            desk.complete(words, what);
        }
    }
}

fn check_contact(desk: &mut Desk) {
    let Some(contact) = &desk.house.profile.contact else { return };
    for (address, kind, what) in [
        (&contact.web, address::Kind::Web, "the web address"),
        (&contact.email, address::Kind::Mail, "the mail address"),
        (&contact.telephone, address::Kind::Telephone, "the telephone number"),
    ] {
        if let Some(address) = address {
            address::check(desk, address, kind, what);
        }
    }
}
