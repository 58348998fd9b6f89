//! Call-outs, key figures, pull quotes, figures, references, registrations, contacts: every medium has the same words of them,
//! and what each needs beyond its words.

use super::text::{Script, Side, page_count, page_signs, read, spine};
use super::words::difference;
use super::{Project, repository};

/// The publisher's name at the head of the first page, where it is dress, and at the foot of the title page.
const WORDMARKS: [(&str, &str); 2] = [("fr", "Ligue des villes"), ("en", "League of Cities")];

fn rich() -> Project {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/notes/rich/in"));
    // The reader of these tests counts paragraphs in numbered lists, not items.
    for (language, words) in [("fr", "   Elle a deux paragraphes.\n"), ("en", "   It has two paragraphs.\n")]
    {
        project.change(&format!("sources/note/{language}.md"), words, "");
    }
    project.run(&["build", "--deny-warnings"]).expect(0);
    project
}

#[test]
fn book_and_pages_hold_the_same_words_of_every_display() {
    let project = rich();
    for (tag, language, side) in [
        ("fr", None, Side::Whole),
        ("en", None, Side::Whole),
        ("fr-en", Some("fr"), Side::Left),
        ("fr-en", Some("en"), Side::Right),
    ] {
        let path = |medium: &str| {
            project.root().join(format!("out/note/note.{tag}.{medium}")).to_string_lossy().into_owned()
        };
        let script = Script::LeftToRight;
        let Some(count) = page_count(&path("pdf")) else { return };
        let mut pages: String = (1..=count)
            .map(|page| page_signs(&path("pdf"), page, side, script).expect("poppler is there"))
            .collect();
        let documents = spine(&path("epub"));
        let mut book = read(&documents, language);
        for (own, name) in WORDMARKS {
            if tag.starts_with(own) {
                pages = pages.replacen(&script.signs(name), "", 1);
                book.body = book.body.replacen(name, "", 1);
            }
        }
        // The marks of lists are drawn, in a book by the reader's device.
        let (pages, marked) = (pages.replace('–', ""), book.body.replace('–', ""));
        book.body = marked;
        assert_eq!(difference(&pages, &book, script), None, "{tag} {language:?}");
        // A word less of any of them is missed.
        for word in ["64", "Lovelace", "Photo", "3 ma", "press@", "lang=", "Sala : Presses", "Harbour Press"]
        {
            if book.body.contains(word) {
                let spoilt =
                    read(&documents.iter().map(|page| page.replace(word, "")).collect::<Vec<_>>(), language);
                assert!(difference(&pages, &spoilt, script).is_some(), "{tag}: {word}");
            }
        }
    }
}

/// In the other layouts, each language has pages of its own: every passage of its part of the book stands on one of them.
#[test]
fn no_layout_loses_a_display() {
    for layout in ["sequence", "facing"] {
        let project = rich();
        project.change("sources/house.yaml", "publisher:", &format!("layout: {layout}\npublisher:"));
        project.run(&["build", "--deny-warnings", "--languages", "fr-en"]).expect(0);
        let path = |medium: &str| {
            project.root().join(format!("out/note/note.fr-en.{medium}")).to_string_lossy().into_owned()
        };
        let script = Script::LeftToRight;
        let Some(count) = page_count(&path("pdf")) else { return };
        let signs = |page| page_signs(&path("pdf"), page, Side::Whole, script).expect("poppler is there");
        let pages: String = (1..=count).map(signs).collect();
        let documents = spine(&path("epub"));
        for language in ["fr", "en"] {
            let book = read(&documents, Some(language));
            let passages: Vec<_> = book.body.lines().map(|passage| script.signs(passage)).collect();
            let lost = |passage: &&String| !pages.contains(passage.trim_start_matches('–'));
            assert_eq!(passages.iter().find(lost), None, "{layout} {language}");
            assert!(passages.len() > 30, "{layout} {language}: {passages:?}");
        }
    }
}

#[test]
fn a_code_is_drawn_and_described() {
    let project = rich();
    let path = project.root().join("out/note/note.fr.epub");
    let documents = spine(&path.to_string_lossy());
    let page = documents.iter().find(|page| page.contains("class=\"code\"")).expect("a code");
    assert!(page.contains("role=\"img\" aria-label=\"Code QR du lien d’inscription\""), "{page}");
}
