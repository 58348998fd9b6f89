//! Other brands over the sample houses: other colours, fonts and logos and a dark masthead, from the same templates; and
//! brands that were written for other programs.

use super::epub::{read_strictly, text, unpack};
use super::judges::{PROFILES, failures};
use super::{Project, is_edition, repository, tool};
use std::sync::OnceLock;

/// The sample house in the brand of `tests/brands/harbour`.
fn harbour() -> &'static Project {
    static HARBOUR: OnceLock<Project> = OnceLock::new();
    HARBOUR.get_or_init(|| {
        let project = Project::copy_of("tests/brands/harbour");
        project.overlay_at("sources", &repository().join("sources"));
        project.overlay(&repository().join("tests/brands/harbour"));
        assert!(!project.exists("templates"), "a brand needs no templates");
        let session = "sources/smart-territories/session.yaml";
        let facts = String::from_utf8(project.read(session)).expect("UTF-8");
        project.write(session, &format!("{facts}{NUMBERS}"));
        project.run(&["build", "--deny-warnings", "--languages", "ar,en,fr-en"]).expect(0);
        project
    })
}

/// What one note says of itself, over the series and the licence of the brand.
const NUMBERS: &str = "imprint:
  isbn:
    fr: {screen: 978-2-1234-5680-3, epub: 978-2-1234-5681-0}
    en: {screen: 978-2-1234-5682-7, print: 978-2-1234-5686-5, epub: 978-2-1234-5683-4}
    fr-en: {screen: 978-2-1234-5684-1, epub: 978-2-1234-5685-8}
  doi: 10.5555/ports.2026
";

/// The editions of a project with an extension, as paths below its root.
fn built(project: &Project, extension: &str) -> Vec<String> {
    let files = project.files("out").into_iter().filter(|path| is_edition(path, extension));
    files.map(|path| format!("out/{path}")).collect()
}

#[test]
fn another_brand_is_accessible_and_archivable() {
    let pdfs = built(harbour(), ".pdf");
    assert_eq!(pdfs.len(), 5, "{pdfs:?}");
    for path in pdfs {
        let pdf = harbour().read(&path);
        for profile in PROFILES {
            assert_eq!(failures(&pdf, profile), [""; 0], "{path} {profile:?}");
        }
    }
}

#[test]
fn another_brand_wears_its_own_fonts_alone() {
    for (edition, own) in [("smart-territories.en", true), ("inclusive-digitalisation.ar", false)] {
        let note = edition.split_once('.').expect("a tag").0;
        let pdf = harbour().root().join(format!("out/{note}/{edition}.pdf"));
        let Some(fonts) = tool("pdffonts", "poppler-utils", &[&pdf.to_string_lossy()]) else { return };
        for family in ["Domine", "ArchivoNarrow"] {
            assert!(fonts.contains(family) || !own, "{edition}: {fonts}");
        }
        assert!(!fonts.contains("Source"), "{edition}: {fonts}");
    }
}

#[test]
fn another_book_bears_its_numbers_logos_and_cover() {
    let path = "out/smart-territories/smart-territories.fr-en.epub";
    read_strictly(harbour().read(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let files = unpack(&harbour().read(path));
    let package = text(&files, "content.opf");
    for fact in [
        "urn:isbn:9782123456858<",
        "urn:doi:10.5555/ports.2026<",
        "urn:issn:2049-3630<",
        "<dc:rights>CC BY 4.0<",
    ] {
        assert!(package.contains(fact), "{fact}");
    }
    let colophon = text(&files, "colophon.xhtml");
    for words in [
        "alt=\"Réseau des phares\"",
        "<a href=\"https://tide.example\">",
        "ISBN\u{a0}978-2-1234-5684-1 (PDF)",
        "ISBN\u{a0}978-2-1234-5685-8 (EPUB)",
        "Licence\u{a0}: <a href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a>",
        "<a href=\"https://doi.org/10.5555/ports.2026\">",
        "The views expressed are those of the speakers.",
    ] {
        assert!(colophon.contains(words), "{words}");
    }
    // The other note has the series and the licence, and no number of this one.
    let other = unpack(&harbour().read("out/inclusive-digitalisation/inclusive-digitalisation.en.epub"));
    let package = text(&other, "content.opf");
    assert!(package.contains("2049-3630") && package.contains("CC BY 4.0"));
    assert!(!package.contains("isbn") && !package.contains("doi"), "{package}");
    // The number of the one edition is not that of the others.
    assert!(!colophon.contains("978-2-1234-5680-3"));
    let [lighthouse, tide] = ["Réseau des phares", "Institut des marées"]
        .map(|partner| colophon.find(partner).expect("a partner"));
    assert!(lighthouse < tide, "partners stand in the order of the brand");
    let title = text(&files, "title.xhtml");
    assert!(title.contains("class=\"band\"") && title.contains("alt=\"Atlantic Ports Forum\""));
    let style = text(&files, "stylesheet.css");
    assert!(style.contains("background-color: #10251f") && style.contains("line-height: 1.45"));
}

#[test]
fn the_pages_print_what_the_book_prints() {
    let pdf = harbour().root().join("out/smart-territories/smart-territories.en.pdf");
    let Some(words) = tool("pdftotext", "poppler-utils", &[&pdf.to_string_lossy(), "-"]) else { return };
    let words = words.replace('\u{a0}', " ");
    for line in [
        "Licence: CC BY 4.0",
        "ISSN 2049-3630",
        "ISBN 978-2-1234-5682-7 (PDF)",
        "ISBN 978-2-1234-5686-5 (print)",
        "(EPUB)",
        "https://doi.org/10.5555",
    ] {
        assert!(words.contains(line), "{line}: {words}");
    }
    let Some(tree) = tool("pdfinfo", "poppler-utils", &["-struct", &pdf.to_string_lossy()]) else { return };
    assert_eq!(tree.matches("Figure").count(), 2, "two partners, each tagged: {tree}");
}

/// Brands in forms that Quarto reads: each builds as it is, and what is not used is a warning.
#[test]
fn a_brand_of_another_program_works_unchanged() {
    for (brand, warnings) in [
        ("color: {primary: \"#123456\"}\n", 0),
        (
            "meta:\n  name: {full: Harbour Authority, short: Harbour}\n  link: {home: \"https://harbour.example\"}\n\
             color:\n  palette: {sea: \"#12395b\", blue: sea, coral: \"#9c3d1c\"}\n  foreground: \"#111\"\n  \
             background: white\n  primary: blue\n  secondary: {light: coral, dark: \"#f0a080\"}\n  success: green\n  link: sea\n\
             typography:\n  fonts:\n    - {family: Open Sans, source: google, weight: [400, 700], style: normal}\n  \
             base: {family: Open Sans, size: 16px, line-height: 1.5}\n  headings: {weight: 600, color: primary}\n  \
             monospace-inline: {color: coral, background-color: \"#eeeeee\"}\n  link: {decoration: underline}\n\
             defaults:\n  bootstrap: {defaults: {navbar-bg: sea}}\n  quarto: {format: {html: {toc: true}}}\n",
            // The dark form of a colour, the font on the web, the size.
            3,
        ),
        ("logo: {small: {light: day.svg, dark: night.svg}, large: day.svg}\nmeta: {name: A}\n", 0),
        (
            "typography:\n  fonts: [Roboto]\n  base: Roboto\n  monospace: {family: Fira Code, size: 0.9em}\n",
            2,
        ),
    ] {
        let project = Project::copy_of("tests/house");
        let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"10\"><path d=\"M0 0h40v10H0z\"/></svg>";
        project.write("sources/day.svg", logo);
        project.write("sources/night.svg", logo);
        project.write("sources/_brand.yml", brand);
        let run = project.run(&["build"]).expect(0);
        assert_eq!(run.stderr.matches("warning[").count(), warnings, "{brand}\n{}", run.stderr);
    }
}
