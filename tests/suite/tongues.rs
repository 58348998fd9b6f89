//! Languages beside French and English: what only they need, and what none of the others may notice.

use super::judges::{PROFILES, failures};
use super::text::{Script, Side, page_count, page_text};
use super::words::lost;
use super::{Project, repository};
use std::fs;
use std::io::{Cursor, Read};

/// The sample house with a line of `house.yaml` in the place of another, built in some languages.
fn sample_with(old: &str, new: &str, languages: &str) -> Project {
    let project = Project::copy_of("tests/house");
    fs::remove_dir_all(project.root().join("sources")).expect("the small house");
    fs::create_dir(project.root().join("sources")).expect("a folder");
    project.overlay_at("sources", &repository().join("sources"));
    project.change("sources/house.yaml", old, new);
    project.run(&["build", "--deny-warnings", "--note", NOTE, "--languages", languages]).expect(0);
    project
}

const NOTE: &str = "inclusive-digitalisation";

/// The text of all pages, in the order in which poppler reads lines of two directions.
fn text_of(project: &Project, tag: &str) -> Option<String> {
    let pdf = project.root().join(format!("out/{NOTE}/{NOTE}.{tag}.pdf")).to_string_lossy().into_owned();
    let pages = 1..=page_count(&pdf)?;
    pages.map(|page| page_text(&pdf, page, Side::Whole, Script::RightToLeft)).collect()
}

/// The files of a book, by their names in the container.
pub fn files(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("a ZIP file");
    let count = archive.len();
    let read = |index| {
        let mut file = archive.by_index(index).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("readable bytes");
        (file.name().to_owned(), bytes)
    };
    (0..count).map(read).collect()
}

fn has_amiri(epub: &[u8]) -> bool {
    files(epub).iter().any(|(name, _)| name.contains("/fonts/amiri/"))
}

#[test]
fn arabic_stands_in_every_layout() {
    for layout in ["sequence", "facing"] {
        let project = sample_with("links: notes", &format!("links: notes\nlayout: {layout}"), "fr-ar");
        let pdf = project.read(&format!("out/{NOTE}/{NOTE}.fr-ar.pdf"));
        for profile in PROFILES {
            assert_eq!(failures(&pdf, profile), [""; 0], "{layout} {profile:?}");
        }
        let Some(pages) = text_of(&project, "fr-ar") else { return };
        let source = project.read(&format!("sources/{NOTE}/ar.md"));
        assert_eq!(lost(&String::from_utf8(source).expect("UTF-8"), &pages), [], "{layout}");
    }
}

#[test]
fn a_house_chooses_the_figures_of_arabic() {
    for (numerals, printed, other, list) in
        [("arab", "٢٠٢١", "2021", "arabic-indic"), ("latn", "2021", "٢٠٢١", "decimal")]
    {
        let project = sample_with("numerals: {ar: arab}", &format!("numerals: {{ar: {numerals}}}"), "ar");
        let book = files(&project.read(&format!("out/{NOTE}/{NOTE}.ar.epub")));
        let text = |name: &str| {
            let (_, bytes) = book.iter().find(|(path, _)| path.ends_with(name)).expect("the file");
            String::from_utf8_lossy(bytes).into_owned()
        };
        assert!(text("stylesheet.css").contains(&format!("list-style-type: {list}")), "{numerals}");
        let title = text("title.xhtml");
        assert!(title.contains(printed) && !title.contains(other), "{numerals}: {title}");
        // Dates, prose, lists, notes and folios.
        let Some(pages) = text_of(&project, "ar") else { return };
        let figures = |figure: fn(&char) -> bool| pages.chars().filter(figure).count();
        let arabic = figures(|ch| ('٠'..='٩').contains(ch));
        let western = figures(char::is_ascii_digit);
        assert_eq!(
            (arabic > 20, western > 20),
            (numerals == "arab", numerals == "latn"),
            "{numerals}: {pages}"
        );
    }
}

#[test]
fn a_face_comes_with_the_words_that_need_it() {
    let project = Project::copy_of("tests/house");
    let build = || project.run(&["build", "--languages", "fr", "--media", "epub"]);
    build().expect(0);
    assert!(!has_amiri(&project.read("out/note/note.fr.epub")));
    let prose = String::from_utf8(project.read("sources/note/fr.md")).expect("UTF-8");
    project.write("sources/note/fr.md", &prose.replace("vite.", "vite, dit [مدينة](lang:ar)."));
    build().expect(0);
    assert!(has_amiri(&project.read("out/note/note.fr.epub")));
    // Unmarked, the word would be set in letters that no other word of French may have.
    project.write("sources/note/fr.md", &prose.replace("vite.", "vite, dit مدينة."));
    let run = build().expect(1);
    assert!(run.stderr.contains("error[missing-glyph]"), "{}", run.stderr);
}
