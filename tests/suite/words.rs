//! One manuscript, every medium: the words of a book are the words of the pages, in the same order.

use super::text::{Book, Script, Side, page_count, page_signs, page_text, read, spine, without_directions};
use super::{editions, languages, sample};
use std::collections::BTreeMap;

#[test]
fn book_and_pages_hold_the_same_words() {
    for pdf in editions(".pdf") {
        let documents = spine(&pdf.replace(".pdf", ".epub"));
        // A row of two columns may break over pages: each column is read by itself.
        for (wanted, script, side) in columns(&pdf) {
            let Some(pages) = pages(&pdf, side, script) else { return };
            assert_eq!(difference(&pages, &read(&documents, wanted), script), None, "{pdf} {side:?}");
            miss_what_is_planted(&pages, &documents, wanted, script, &pdf);
        }
    }
}

/// The columns of an edition: the language that is wanted of the book, if it has two, and where it stands on the pages.
fn columns(pdf: &str) -> Vec<(Option<&str>, Script, Side)> {
    match languages(pdf).as_slice() {
        [one] => vec![(None, Script::of(one), Side::Whole)],
        [lead, second] => {
            // The leading language stands where its lines begin.
            let sides = match Script::of(lead) {
                Script::LeftToRight => [Side::Left, Side::Right],
                Script::RightToLeft => [Side::Right, Side::Left],
            };
            vec![(Some(lead), Script::of(lead), sides[0]), (Some(second), Script::of(second), sides[1])]
        }
        other => panic!("{pdf}: {other:?}"),
    }
}

/// A loss, an exchange and an addition: each must be seen, or the comparison proves nothing.
pub fn miss_what_is_planted(
    pages: &str,
    documents: &[String],
    language: Option<&str>,
    script: Script,
    pdf: &str,
) {
    let planted = [
        ("gouvernements", "villes"),
        ("governments", "cities"),
        ("gobiernos", "ciudades"),
        ("الحكومات", "المدن"),
        ("numérique", ""),
        ("digital ", ""),
        ("digitales", ""),
        ("الرقمية", ""),
    ];
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
        seen += usize::from(difference(pages, &read(&spoilt, language), script).is_some());
    }
    assert!(seen >= 2, "{pdf}: {seen} of the planted changes were seen");
}

/// The publisher's wordmark: at the head of the first page, where it is dress, and at the foot of the title page.
pub const WORDMARK: &str = "UCLG · CGLU";

/// The signs of all pages, without the wordmark.
fn pages(pdf: &str, side: Side, script: Script) -> Option<String> {
    let mut all = String::new();
    for page in 1..=page_count(pdf)? {
        all.push_str(&page_signs(pdf, page, side, script)?);
    }
    Some(all.replacen(&script.signs(WORDMARK), "", 1))
}

/// Where pages and book part, in words for a person; `None` where they agree. A note stands at the foot of some page
/// and at the end of a chapter: each must be found on the pages, whole.
pub fn difference(pages: &str, book: &Book, script: Script) -> Option<String> {
    let mut pages = pages.to_owned();
    for note in &book.notes {
        let note = script.signs(note);
        // Poppler reads a line of Latin words from the left, also where its number stands on the right.
        let words = note.trim_start_matches(char::is_numeric);
        let turned = format!("{words}{}", &note[..note.len() - words.len()]);
        let found = [&note, &turned].into_iter().find_map(|note| Some((pages.find(note)?, note.len())));
        let Some((at, length)) = found.filter(|_| script == Script::RightToLeft || pages.contains(&note))
        else {
            return Some(format!("the pages lack the note {note}"));
        };
        pages.replace_range(at..at + length, "");
    }
    let body = script.signs(&book.body.replacen(WORDMARK, "", 1));
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
    let columns = columns(&pdf);
    for (label, following) in &book.markers[1..] {
        // The language of the block that begins the page, and its column; two of one script may begin it in either.
        let is_latin =
            following.chars().find(|sign| sign.is_alphabetic()).is_some_and(|sign| sign < '\u{250}');
        let own: Vec<_> =
            columns.iter().filter(|(_, script, _)| (*script == Script::LeftToRight) == is_latin).collect();
        let (script, side) = match own.as_slice() {
            [(_, script, side)] => (*script, *side),
            [(_, script, _), ..] => (*script, Side::Whole),
            [] => panic!("{epub}: {label} begins in no language of it"),
        };
        let signs = |text: &str| script.signs(text);
        // As far as the words of one language go.
        let end = following.find(|sign: char| sign.is_alphabetic() && (sign < '\u{250}') != is_latin);
        let following = &following[..end.filter(|_| own.len() < columns.len()).unwrap_or(following.len())];
        let page =
            page_signs(&pdf, label.parse().expect("a number"), side, script).expect("poppler is there");
        let begins: String = signs(following).chars().take(40).collect();
        let at = page.find(&begins).unwrap_or_else(|| panic!("{epub}: page {label} does not hold {begins}"));
        // What stands before it on the page is the rest of blocks that began before, or its own number in a list.
        let before = page[..at].trim_end_matches(|sign: char| sign.is_numeric() || sign == '.');
        let before = before.strip_prefix(&signs(WORDMARK)).unwrap_or(before);
        let begun = book.body.lines().map(signs).any(|block| !block.is_empty() && before.starts_with(&block));
        assert!(!begun, "{epub}: a block begins on page {label} before its marker: {before}");
    }
}

/// How often each Arabic word stands in a text.
fn arabic_words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in without_directions(text).split(|sign| !matches!(sign, '\u{621}'..='\u{652}')) {
        *words.entry(word.to_owned()).or_default() += usize::from(!word.is_empty());
    }
    words
}

/// Words of the source that the pages do not hold as often, as a reader of the PDF would copy or search them.
pub fn lost(source: &str, pages: &str) -> Vec<(String, usize)> {
    let printed = arabic_words(pages);
    let source = arabic_words(source).into_iter();
    source.filter(|(word, count)| printed.get(word).copied().unwrap_or_default() < *count).collect()
}

#[test]
fn arabic_is_extracted_word_by_word() {
    for pdf in editions(".pdf") {
        let Some((_, script, side)) =
            columns(&pdf).into_iter().find(|(_, script, _)| *script == Script::RightToLeft)
        else {
            continue;
        };
        let Some(count) = page_count(&pdf) else { return };
        let pages: String =
            (1..=count).map(|page| page_text(&pdf, page, side, script).expect("poppler is there")).collect();
        let note = pdf.split('/').nth(1).expect("a note");
        let source = sample().read(&format!("sources/{note}/ar.md"));
        let source = String::from_utf8(source).expect("UTF-8");
        assert_eq!(lost(&source, &pages), [], "{pdf}");
        assert!(arabic_words(&source).len() > 200, "{pdf}: the source holds few words");
        // What other fonts do: letters doubled, letters in the order of the page, words parted.
        let doubled = pages.replace('ة', "ةة");
        let turned =
            pages.split(' ').map(|word| word.chars().rev().collect::<String>()).collect::<Vec<_>>().join(" ");
        let parted = pages.replace("ال", "ا ل");
        for scrambled in [doubled, turned, parted] {
            assert!(lost(&source, &scrambled).len() > 50, "{pdf}: a scrambled text was not missed");
        }
    }
}
