//! Books as a strict reading system finds them: what they say of themselves, how they are packed, and what a template
//! may not lose. EPUBCheck and Ace judge the same files in `.ci/run`.

use super::text::page_count;
use super::{Project, editions, is_rtl, languages, repository, sample};
use rbook::Epub;
use std::fs;
use std::io::{Cursor, Read, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A file of a book: path and bytes, in the order of the container.
pub type Files = Vec<(String, Vec<u8>)>;

pub fn unpack(epub: &[u8]) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("a ZIP file");
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("readable bytes");
        files.push((file.name().to_owned(), bytes));
    }
    files
}

fn pack(files: &Files) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(name, stored).expect("a new file");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

pub fn text<'a>(files: &'a Files, name: &str) -> &'a str {
    let (_, bytes) =
        files.iter().find(|(path, _)| path.ends_with(name)).unwrap_or_else(|| panic!("no {name}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

pub fn read_strictly(epub: Vec<u8>) -> Result<Epub, String> {
    Epub::options().strict(true).read(Cursor::new(epub)).map_err(|error| format!("{error:?}"))
}

/// What stands between two marks, at each place where both are.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
}

#[test]
fn every_book_says_what_it_is() {
    for path in editions(".epub") {
        let book = read_strictly(sample().read(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let tag = path.trim_end_matches(".epub").rsplit('.').next().expect("a tag");
        let metadata = book.metadata();
        let languages: Vec<&str> = metadata.languages().map(|language| language.value()).collect();
        assert_eq!(languages.join("-"), tag, "{path}");
        assert!(metadata.identifier().expect("an identifier").value().starts_with("urn:uuid:"), "{path}");
        assert_eq!(metadata.titles().count(), 1, "{path}");
        let title = metadata.title().expect("a title");
        assert_eq!(title.alternate_scripts().count(), languages.len() - 1, "{path}");
        assert_eq!(metadata.descriptions().count(), languages.len(), "{path}");
        assert!(metadata.tags().count() >= 5 && metadata.publishers().count() == 1, "{path}");
        assert!(metadata.modified().is_some() && metadata.published().is_some(), "{path}");
        let contents = book.toc().contents().expect("contents");
        // All of the spine but cover and contents.
        assert_eq!(contents.len(), book.spine().len() - 2, "{path}");
        assert!(book.manifest().cover_image().is_some(), "{path}");
    }
}

#[test]
fn a_strict_reader_rejects_planted_defects() {
    let sound = unpack(&sample().read(&editions(".epub")[0]));
    read_strictly(pack(&sound)).expect("packed again, it is still sound");
    for (name, old, new) in [
        ("content.opf", "dc:language", "dc:lost"),
        ("content.opf", "unique-identifier=\"identifier\"", "unique-identifier=\"nothing\""),
        ("content.opf", " id=\"file-nav.xhtml\"", " id=\"file-cover.xhtml\""),
        ("content.opf", "idref=\"file-title.xhtml\"", ""),
        ("content.opf", " version=\"3.0\"", ""),
        ("nav.xhtml", " epub:type=\"toc\"", ""),
    ] {
        let mut planted = sound.clone();
        let (_, bytes) =
            planted.iter_mut().find(|(path, _)| path.ends_with(name)).expect("the file is there");
        let words = String::from_utf8(bytes.clone()).expect("UTF-8");
        let spoilt = words.replace(old, new);
        assert!(spoilt != words, "{old} is not in {name}");
        *bytes = spoilt.into_bytes();
        assert!(read_strictly(pack(&planted)).is_err(), "{name}: {old} → {new} was not missed");
    }
}

#[test]
fn accessibility_is_stated_from_facts() {
    for path in editions(".epub") {
        let files = unpack(&sample().read(&path));
        let package = text(&files, "content.opf");
        let stated = |property: &str| between(package, &format!("property=\"{property}\""), "</meta>").len();
        for (property, times) in [
            ("schema:accessMode", 1), // text alone: these notes have no pictures
            ("schema:accessModeSufficient", 1),
            ("schema:accessibilityHazard", 1),
            ("schema:accessibilitySummary", 1),
            ("schema:accessibilityFeature", 7),
            ("pageBreakSource", 1),
        ] {
            assert_eq!(stated(property), times, "{path}: {property}");
        }
        let pdf = path.rsplit('/').next().expect("a name").replace(".epub", ".pdf");
        assert!(package.contains(&format!("\"pageBreakSource\">{pdf}<")), "{path}");
        // Nobody reviewed these books, so nobody vouches for them.
        assert!(!package.contains("conformsTo") && !package.contains("certifiedBy"), "{path}");
    }
}

#[test]
fn the_page_list_names_every_page_of_the_pdf() {
    for path in editions(".epub") {
        let Some(count) = page_count(&path.replace(".epub", ".pdf")) else { return };
        let expected: Vec<String> = (1..=count).map(|page| page.to_string()).collect();
        let files = unpack(&sample().read(&path));
        let (_, list) = text(&files, "nav.xhtml").split_once("doc-pagelist").expect("a page list");
        let (links, labels) = (between(list, "href=\"", "\""), between(list, "\">", "</a>"));
        assert_eq!(labels, expected, "{path}");
        let ncx = text(&files, "toc.ncx");
        assert_eq!(between(ncx, "type=\"normal\" value=\"", "\""), expected, "{path}");
        for (link, label) in links.iter().zip(labels) {
            let (document, id) = link.split_once('#').expect("a place in a document");
            let marker = format!("role=\"doc-pagebreak\" id=\"{id}\" aria-label=\"{label}\"/>");
            assert_eq!(text(&files, document).matches(&marker).count(), 1, "{path}: {link}");
        }
    }
}

#[test]
fn the_container_is_packed_by_the_rules() {
    for path in editions(".epub") {
        let bytes = sample().read(&path);
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP file");
        let mut names = Vec::new();
        for index in 0..archive.len() {
            let file = archive.by_index(index).expect("a file");
            let name = file.name().to_owned();
            let packed = [".png", ".ttf", "mimetype"].iter().any(|end| name.ends_with(end));
            assert_eq!(file.compression() == CompressionMethod::Stored, packed, "{path}: {name}");
            assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "{path}: {name}");
            assert!(name.is_ascii(), "{path}: {name}");
            names.push(name);
        }
        // The media type can be read at its place without unpacking anything (EPUB 3.3 OCF, section 4.3).
        assert_eq!(bytes.get(30..58), Some(&b"mimetypeapplication/epub+zip"[..]), "{path}");
        assert!(names[1..].is_sorted(), "{path}: {names:?}");
        let (faces, others): (Files, Files) =
            unpack(&bytes).into_iter().partition(|(name, _)| name.contains("/fonts/"));
        for (name, face) in &faces {
            let (_, file) = name.split_once("/fonts/").expect("a font");
            let delivered = fs::read(repository().join("fonts").join(file)).expect("the repository's font");
            assert!(*face == delivered, "{path}: {name} was changed");
        }
        // Every face is used, and every face that is used is there.
        let sources = between(text(&others, "stylesheet.css"), "src: url(", ")").len();
        // Five of the brand for languages in its type, two of the family of each that has its own.
        let (own, brand): (Vec<&str>, Vec<&str>) =
            languages(&path).into_iter().partition(|language| is_rtl(language));
        let wanted = own.len() * 2 + usize::from(!brand.is_empty()) * 5;
        assert_eq!((faces.len(), sources), (wanted, wanted), "{path}");
        let foreign = faces.iter().filter(|(name, _)| name.contains("/amiri/")).count();
        assert_eq!(foreign, own.len() * 2, "{path}");
    }
}

#[test]
fn every_passage_bears_its_language() {
    for path in editions(".epub") {
        let tongues = languages(&path);
        let leading = tongues[0];
        let dir = if is_rtl(leading) { "rtl" } else { "ltr" };
        for (name, bytes) in unpack(&sample().read(&path)).iter().filter(|(name, _)| name.ends_with(".xhtml"))
        {
            let page = std::str::from_utf8(bytes).expect("UTF-8");
            let root = format!(" lang=\"{leading}\" xml:lang=\"{leading}\" dir=\"{dir}\"");
            assert_eq!(
                between(page, "<html", ">").iter().filter(|tag| tag.contains(&root)).count(),
                1,
                "{path}: {name}"
            );
            for pair in between(page, "<div class=\"pair\">", "</div>") {
                assert_eq!(between(pair, "<p lang=\"", "\""), tongues, "{path}: {name}: {pair}");
                for (language, rest) in tongues.iter().zip(between(pair, "<p lang=", ">")) {
                    let dir = if is_rtl(language) { "rtl" } else { "ltr" };
                    assert!(rest.contains(&format!("dir=\"{dir}\"")), "{path}: {name}: {rest}");
                }
            }
        }
    }
}

#[test]
fn a_book_is_read_in_the_direction_of_its_leading_language() {
    for path in editions(".epub") {
        let tongues = languages(&path);
        let dir = if is_rtl(tongues[0]) { "rtl" } else { "ltr" };
        let files = unpack(&sample().read(&path));
        let package = text(&files, "content.opf");
        assert!(package.contains(&format!("page-progression-direction=\"{dir}\"")), "{path}");
        // Figures and type of a language come with it, and with no other.
        let style = text(&files, "stylesheet.css");
        let has_own = tongues.iter().any(|language| is_rtl(language));
        for mark in ["arabic-indic", ":lang(ar)", "size-adjust", "\"Amiri\""] {
            assert_eq!(style.contains(mark), has_own, "{path}: {mark}");
        }
        for physical in ["left", "right"] {
            assert!(!style.contains(&format!("-{physical}:")), "{path}: a style names the {physical}");
        }
    }
}

#[test]
fn the_reader_chooses_paper_and_ink() {
    let files = unpack(&sample().read(&editions(".epub")[0]));
    let style = text(&files, "stylesheet.css");
    assert!(style.contains("@media all and (prefers-color-scheme: dark)"));
    for lost in ["var(", "brand(", "font(", "background"] {
        assert!(!style.contains(lost), "'{lost}' is in the stylesheet");
    }
    for selector in ["\nhtml {", "\nbody {"] {
        let rules = between(style, selector, "}");
        assert!(
            !rules.is_empty() && rules.iter().all(|rule| !rule.contains("color")),
            "{selector}: {rules:?}"
        );
    }
}

/// A small house with the press's own page template and stylesheet, one place in them changed.
fn with_template(file: &str, old: &str, new: &str) -> Project {
    let project = Project::copy_of("tests/house");
    let path = format!("templates/{file}");
    let template = fs::read_to_string(repository().join(&path)).expect("the press's own");
    assert!(template.contains(old), "{path} does not hold '{old}'");
    project.write(&path, &template.replace(old, new));
    project
}

#[test]
fn what_a_template_loses_is_found() {
    for (file, old, new, code) in [
        ("note.xhtml.j2", "{%- for page in pages -%}", "{%- for page in [] -%}", "page-marker-lost"),
        ("note.xhtml.j2", "{%- for page in pages -%}", "{%- for page in pages + pages -%}", "page-malformed"),
        ("note.xhtml.j2", "</section>", "", "page-malformed"),
        ("note.xhtml.j2", "<?xml", "x<?xml", "page-malformed"),
        ("note.xhtml.j2", "<html ", "<html data-x=\"&nbsp;\" ", "page-malformed"),
        ("note.xhtml.j2", " xml:lang=\"{{ lead.language }}\"", "", "page-malformed"),
        ("note.xhtml.j2", "stylesheet.css", "style.css", "page-reference-dead"),
        ("brand/book.css", "brand(primary)", "brand(primry)", "unknown-brand-value"),
        ("brand/book.css", "primary on dark", "primary on pink", "unknown-brand-value"),
        ("brand/book.css", "font(base)", "font(bas)", "unknown-brand-value"),
    ] {
        let project = with_template(file, old, new);
        let run = project.run(&["build", "--media", "epub"]).expect(1);
        assert!(run.stderr.contains(&format!("error[{code}]")), "{old} → {new}:\n{}", run.stderr);
        assert!(run.stderr.contains(&format!("templates/{file}")), "{old} → {new}:\n{}", run.stderr);
        assert_eq!(project.files("out"), [""; 0], "{old} → {new}: something was written");
    }
}

#[test]
fn a_face_that_no_file_has_is_named() {
    let project = Project::copy_of("tests/house");
    project
        .write("sources/_brand.yml", "color:\n  primary: \"#123456\"\ntypography:\n  base: Nobody Serif\n");
    let run = project.run(&["build", "--media", "epub", "--deny-warnings"]).expect(1);
    assert!(run.stderr.contains("Nobody Serif"), "{}", run.stderr);
}
