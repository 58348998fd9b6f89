//! One manuscript, every medium: the words of a book are the words of the pages, in the same order.

use super::editions;
use super::text::{Book, Side, page_count, page_signs, read, signs, spine};

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
pub fn miss_what_is_planted(pages: &str, documents: &[String], language: Option<&str>, pdf: &str) {
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
pub const WORDMARK: &str = "UCLG · CGLU";

/// The signs of all pages, without the wordmark.
fn pages(pdf: &str, side: Side) -> Option<String> {
    let mut all = String::new();
    for page in 1..=page_count(pdf)? {
        all.push_str(&page_signs(pdf, page, side)?);
    }
    Some(all.replacen(&signs(WORDMARK), "", 1))
}

/// Where pages and book part, in words for a person; `None` where they agree. A note stands at the foot of some page
/// and at the end of a chapter: each must be found on the pages, whole.
pub fn difference(pages: &str, book: &Book) -> Option<String> {
    let mut pages = pages.to_owned();
    for note in &book.notes {
        let note = signs(note);
        let Some(at) = pages.find(&note) else { return Some(format!("the pages lack the note {note}")) };
        pages.replace_range(at..at + note.len(), "");
    }
    let body = signs(&book.body.replacen(WORDMARK, "", 1));
    if pages == body {
        return None;
    }
    let same = pages.chars().zip(body.chars()).take_while(|(page, book)| page == book).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(30)).take(60).collect::<String>();
    Some(format!("pages: …{}…\nbook:  …{}…", around(&pages), around(&body)))
}

#[test]
fn every_page_is_listed_once_and_begins_where_its_marker_says() {
    for epub in editions(".epub") {
        let Some(count) = page_count(&epub.replace(".epub", ".pdf")) else { return };
        begins_where_its_marker_says(&epub, (1..=count).collect());
    }
}

/// The book marks these pages in this order, and each page of the PDF begins with what follows its marker.
pub fn begins_where_its_marker_says(epub: &str, expected: Vec<usize>) {
    let pdf = epub.replace(".epub", ".pdf");
    let book = read(&spine(epub), None);
    let marked = book.markers.iter().map(|(label, _)| label.parse().expect("a number"));
    assert_eq!(marked.collect::<Vec<usize>>(), expected, "{epub}");
    for (label, following) in &book.markers[1..] {
        let page = page_signs(&pdf, label.parse().expect("a number"), Side::Whole).expect("poppler is there");
        let begins: String = signs(following).chars().take(40).collect();
        let at = page.find(&begins).unwrap_or_else(|| panic!("{epub}: page {label} does not hold {begins}"));
        // What stands before it on the page is the rest of blocks that began before, or its own number in a list.
        let before = page[..at].trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '.');
        let before = before.strip_prefix(&signs(WORDMARK)).unwrap_or(before);
        let begun = book.body.lines().map(signs).any(|block| !block.is_empty() && before.starts_with(&block));
        assert!(!begun, "{epub}: a block begins on page {label} before its marker: {before}");
    }
}
