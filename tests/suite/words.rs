//! One manuscript, every medium: the words of a book are the words of the pages, in the same order.

use super::text::{Book, Side, page_count, page_words, read, spine, words};
use super::{editions, sample};

#[test]
fn book_and_pages_hold_the_same_words() {
    for pdf in editions(".pdf") {
        let documents = spine(&pdf.replace(".pdf", ".epub"));
        // A row of two columns may break over pages: each column is read by itself.
        let columns: &[(Option<&str>, Side)] = match pdf.contains(".fr-en.") {
            true => &[(Some("fr"), Side::Left), (Some("en"), Side::Right)],
            false => &[(None, Side::Whole)],
        };
        for (language, side) in columns {
            let Some(pages) = pages(&pdf, *side) else { return };
            assert_eq!(difference(&pages, &read(&documents, *language)), None, "{pdf} {side:?}");
            miss_what_is_planted(&pages, &documents, *language, &pdf);
        }
    }
}

/// A loss, an exchange and an addition: each must be seen, or the comparison proves nothing.
fn miss_what_is_planted(pages: &[String], documents: &[String], language: Option<&str>, pdf: &str) {
    let planted =
        [("gouvernements", "villes"), ("governments", "cities"), ("numérique", ""), ("digital ", "")];
    let mut seen = 0;
    for (words, instead) in planted {
        let spoilt: Vec<String> = documents
            .iter()
            .map(|page| {
                page.split_once("<body").map_or(page.clone(), |(head, body)| {
                    format!("{head}<body{}", body.replacen(words, instead, 1))
                })
            })
            .collect();
        seen += usize::from(difference(pages, &read(&spoilt, language)).is_some());
    }
    assert!(seen >= 2, "{pdf}: {seen} of the planted changes were seen");
}

/// The publisher's wordmark: at the head of the first page, where it is dress, and at the foot of the title page.
const WORDMARK: &str = "UCLG · CGLU";

/// The words of all pages, without the wordmark.
fn pages(pdf: &str, side: Side) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for page in 1..=page_count(pdf)? {
        all.extend(page_words(pdf, page, side)?);
    }
    let wordmark = words(WORDMARK);
    Some(if all.starts_with(&wordmark) { all.split_off(wordmark.len()) } else { all })
}

/// Where pages and book part, in words for a person; `None` where they agree. A note stands at the foot of some page
/// and at the end of a chapter: each must be found once on the pages, whole.
fn difference(pages: &[String], book: &Book) -> Option<String> {
    let mut pages = pages.to_vec();
    for note in &book.notes {
        let note = words(note);
        let Some(at) = pages.windows(note.len()).position(|window| window == note) else {
            return Some(format!("the pages lack the note {note:?}"));
        };
        pages.drain(at..at + note.len());
    }
    let body = words(&book.body.replacen(WORDMARK, "", 1));
    let at = pages.iter().zip(&body).position(|(page, book)| page != book);
    let at = at.or((pages.len() != body.len()).then_some(pages.len().min(body.len())))?;
    let around =
        |words: &[String]| words[at.saturating_sub(6).min(words.len())..(at + 6).min(words.len())].join(" ");
    Some(format!("pages: … {} …\nbook:  … {} …", around(&pages), around(&body)))
}

/// Whether a block of the book begins with these words.
fn begins_block(body: &str, words: &str) -> bool {
    body.lines().any(|line| !line.trim().is_empty() && self::words(line).join(" ").starts_with(words))
}

#[test]
fn every_page_is_listed_once_and_begins_where_its_marker_says() {
    for epub in editions(".epub") {
        let pdf = epub.replace(".epub", ".pdf");
        let Some(count) = page_count(&pdf) else { return };
        let book = read(&spine(&epub), None);
        let labels: Vec<&str> = book.markers.iter().map(|(label, _)| label.as_str()).collect();
        let expected: Vec<String> = (1..=count).map(|page| page.to_string()).collect();
        assert_eq!(labels, expected, "{epub}");
        for (label, following) in &book.markers[1..] {
            let page: usize = label.parse().expect("a page number");
            let on_page = page_words(&pdf, page, Side::Whole).expect("poppler is there");
            let begins: Vec<String> = words(following).into_iter().take(6).collect();
            let at = on_page.windows(begins.len()).position(|window| window == begins);
            let at = at.unwrap_or_else(|| panic!("{epub}: page {page} does not hold {begins:?}"));
            // What stands before it on the page is the rest of blocks that began before, or its own number in a list.
            let before = on_page[..at].join(" ");
            let before =
                before.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '.').trim_end();
            let earlier = page_words(&pdf, page - 1, Side::Whole).expect("poppler is there");
            let last = earlier.last().expect("no page is empty");
            assert!(
                before.is_empty() || !begins_block(&book.body, before),
                "{epub}: a block begins on page {page} before its marker: {before} (after {last})"
            );
        }
    }
    assert!(!sample().files("out").is_empty());
}
