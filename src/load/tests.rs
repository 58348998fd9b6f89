//! Whole projects as data: their files, and what is said of them.

#![expect(clippy::disallowed_methods, reason = "these tests lay out projects to be read")]

use super::disk::LONGEST;
use super::{list_notes, load, load_note};
use crate::diagnostic::{Diagnostic, Severity};
use std::fs;
use std::path::Path;

const HOUSE: &str = "publisher: a\neditions: {languages: [fr], media: [screen]}\n";
/// Paths below the root, and what the files hold.
type Files<'a> = &'a [(&'a str, &'a [u8])];

const BASE: Files = &[
    ("sources/house.yaml", HOUSE.as_bytes()),
    ("sources/directory.yaml", b"organisations: {a: {name: {fr: A}}}\n"),
    ("sources/note/session.yaml", b"id: note\n"),
    ("sources/note/fr.md", b"# T\n\n## A {#a}\n\nx\n"),
];

/// Lays a sound project and then `files` over it; a file without bytes is taken away.
fn project(files: Files) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in BASE.iter().chain(files) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        match bytes {
            [] => fs::remove_file(path).expect("a file to take away"),
            bytes => fs::write(path, bytes).expect("a file"),
        }
    }
    root
}

fn codes(found: &[Diagnostic]) -> Vec<String> {
    found
        .iter()
        .map(|finding| {
            let place = finding.span.as_ref().map(|span| format!("{span:?} ")).unwrap_or_default();
            let mark = if finding.severity == Severity::Warning { "?" } else { "" };
            assert!(finding.hint.is_some(), "{} has no mend", finding.code);
            format!("{place}{}{mark}", finding.code)
        })
        .collect()
}

#[test]
fn a_sound_house_is_read() {
    let root = project(&[]);
    let report = load(root.path(), None);
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
    let house = report.value.expect("a house");
    assert_eq!(house.brand.base_font, "Source Serif 4");
    assert_eq!(house.brand.colors["foreground"], "#000000");
    let fonts: Vec<_> = house.fonts.iter().map(|font| font.path.as_str()).collect();
    assert!(fonts.is_sorted() && fonts.contains(&"source-serif-4/SourceSerif4-Regular.ttf"), "{fonts:?}");
    assert!(house.templates.contains_key("note.typ.j2"));
    assert!(house.terms.contains_key(&crate::model::Language::new("fr").expect("a code")));
}

#[test]
fn a_projects_files_take_the_place_of_the_presss() {
    let font = include_bytes!("../../fonts/source-sans-3/SourceSans3-Italic.ttf");
    let root = project(&[
        ("templates/note.typ.j2", b"mine"),
        ("templates/brand/more.typ", b"new"),
        ("fonts/source-sans-3/SourceSans3-Bold.ttf", font),
        ("fonts/a/new.ttf", font),
        ("fonts/README.md", b"not a font"),
    ]);
    let house = load(root.path(), None).value.expect("a house");
    assert_eq!(house.templates["note.typ.j2"].text, "mine");
    assert_eq!(house.templates["note.typ.j2"].path, "templates/note.typ.j2");
    assert_eq!(house.templates["brand/more.typ"].text, "new");
    assert!(house.templates.contains_key("cover.typ.j2"));
    let bytes = |path: &str| house.fonts.iter().find(|file| file.path == path).map(|file| file.bytes.len());
    assert_eq!(bytes("source-sans-3/SourceSans3-Bold.ttf"), Some(font.len()));
    assert_eq!(house.fonts[0].path, "a/new.ttf");
}

#[test]
fn what_is_wrong_with_a_house_is_told() {
    let brand = "sources/_brand.yml";
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("sources/house.yaml", b"", &["sources/house.yaml:1:1 missing-file"]),
        ("sources/directory.yaml", b"", &["sources/directory.yaml:1:1 missing-file"]),
        ("sources/_brand.yaml", b"meta: {name: A}\n", &["sources/_brand.yaml:1:1 misnamed-file"]),
        (brand, b"color: [\n", &["sources/_brand.yml:1:8 yaml-syntax"]),
        ("templates/terms/fr.yaml", b"words: [\n", &["templates/terms/fr.yaml:1:8 yaml-syntax"]),
        ("sources/house.yaml", b"publisher: a\nedition: x\n", &["sources/house.yaml:2:1 unknown-key"]),
        ("templates/terms/x.yaml", b"words: {}\n", &["templates/terms/x.yaml:1:1 unknown-language"]),
        ("fonts/a.ttf", b"no font", &["fonts/a.ttf:1:1 font-format"]),
        ("fonts/a.woff2", b"wOF2", &["fonts/a.woff2:1:1 font-format?"]),
        (brand, b"color: {primary: deep, palette: {deep: \"#ABC\"}}\n", &[]),
        (brand, b"color: {primary: Navy}\n", &[]),
        (
            brand,
            b"color: {primary: dep, palette: {deep: \"#abc\"}}\n",
            &["sources/_brand.yml:1:18 unknown-color"],
        ),
        (
            brand,
            b"color: {primary: secondary, secondary: primary}\n",
            &["sources/_brand.yml:1:18 unknown-color", "sources/_brand.yml:1:40 unknown-color"],
        ),
        (brand, b"color:\n  primary: #123456\n", &["sources/_brand.yml:2:3 unknown-color"]),
        (brand, b"color: {primary: \"#12345\"}\n", &["sources/_brand.yml:1:18 unknown-color"]),
        (brand, b"color: {palette: {\"a b\": \"#123\"}}\n", &["sources/_brand.yml:1:19 unknown-color"]),
        (
            brand,
            b"colour: {}\nmeta: {name: {short: A, long: B}}\n",
            &["sources/_brand.yml:1:1 unused-brand-key?", "sources/_brand.yml:2:25 unused-brand-key?"],
        ),
        (
            brand,
            b"defaults: {bootstrap: {a: b}, diptych: {c: d}}\n",
            &["sources/_brand.yml:1:41 unknown-key"],
        ),
        (
            brand,
            b"defaults: {diptych: {inks: {primry: {spot: A}, primary: {cmyk: [0, 101, 0, 0]}}}}\n",
            &["sources/_brand.yml:1:64 wrong-type"],
        ),
        (
            brand,
            b"defaults: {diptych: {inks: {primry: {spot: A}}}}\n",
            &["sources/_brand.yml:1:37 unknown-color"],
        ),
        (
            brand,
            b"defaults: {diptych: {logo: {clear: 1 cm}, masthead: black}}\n",
            &["sources/_brand.yml:1:53 unknown-value", "sources/_brand.yml:1:36 wrong-type"],
        ),
        (
            brand,
            b"typography: {link: {color: primry, weight: 5}}\n",
            &["sources/_brand.yml:1:28 unknown-color", "sources/_brand.yml:1:44 unused-brand-key?"],
        ),
        (brand, b"typography: {base: {family: Source Sans}}\n", &["sources/_brand.yml:1:29 missing-font"]),
        (
            brand,
            b"typography: {fonts: [{family: Arial, source: google}], headings: Source Serif 4}\n",
            &["sources/_brand.yml:1:31 unused-brand-key?"],
        ),
        (brand, b"logo: logo.svg\nmeta: {name: A}\n", &["sources/_brand.yml:1:7 image-missing"]),
        (
            brand,
            b"logo: {images: {a: {path: ../../b.svg, alt: A}}, medium: a}\n",
            &["sources/_brand.yml:1:27 image-outside"],
        ),
        (
            brand,
            b"logo: house.yaml\n",
            &["sources/_brand.yml:1:7 image-format", "sources/_brand.yml:1:7 image-alt"],
        ),
    ];
    for (path, bytes, expected) in cases {
        let root = project(&[(path, bytes)]);
        let report = load(root.path(), None);
        assert_eq!(codes(&report.diagnostics), *expected, "{path}: {}", String::from_utf8_lossy(bytes));
        // Whatever is wrong, the notes can be checked.
        assert!(report.value.is_some(), "{path}: {}", String::from_utf8_lossy(bytes));
    }
    let report = load(Path::new("/no/such/folder"), None);
    assert_eq!(codes(&report.diagnostics), ["no-house"]);
}

#[test]
fn notes_are_listed_by_their_folders() {
    let root = project(&[
        ("sources/Note 2/session.yaml", b"id: x\n"),
        ("sources/a-1/session.yaml", b"id: x\n"),
        ("sources/images/a.png", b"x"),
        ("sources/lost/fr.md", b"# T\n"),
        ("sources/other/session.yml", b"id: other\n"),
    ]);
    let report = list_notes(root.path());
    assert_eq!(
        codes(&report.diagnostics),
        [
            "sources/Note 2/session.yaml:1:1 note-id",
            "sources/lost/fr.md:1:1 missing-session?",
            "sources/other/session.yml:1:1 misnamed-file"
        ]
    );
    assert_eq!(report.value, Some(vec!["a-1".to_owned(), "note".to_owned()]));
    let root = project(&[("sources/note/session.yaml", b""), ("sources/note/fr.md", b"")]);
    assert_eq!(codes(&list_notes(root.path()).diagnostics), ["sources/house.yaml:1:1 no-notes?"]);
}

#[test]
fn a_file_with_nearly_the_right_name_is_to_be_renamed() {
    for (path, instead, name) in [
        ("sources/house.yaml", "sources/house.yml", "house.yaml"),
        ("sources/directory.yaml", "sources/Directory.YAML", "directory.yaml"),
    ] {
        let root = project(&[(path, b""), (instead, b"a: b\n")]);
        let report = load(root.path(), None);
        assert_eq!(codes(&report.diagnostics), [format!("{instead}:1:1 misnamed-file")]);
        assert_eq!(report.diagnostics[0].hint, Some(format!("rename it to {name}")));
    }
    let root = project(&[("sources/note/EN.md", b"# T\n"), ("sources/note/es.markdown", b"# T\n")]);
    let hints: Vec<_> = load_note(root.path(), "note", None)
        .diagnostics
        .into_iter()
        .filter_map(|finding| finding.hint)
        .collect();
    assert_eq!(hints, ["rename it to en.md", "rename it to es.md"]);
}

#[test]
fn a_single_value_where_keys_stand_is_shown_as_keys() {
    let directory = b"people:\n  ana:\n    name: Ana Silva\n    gender: f\n";
    let root = project(&[("sources/directory.yaml", directory)]);
    let report = load(root.path(), None);
    let hints: Vec<_> = report.diagnostics.iter().filter_map(|finding| finding.hint.as_deref()).collect();
    assert_eq!(hints, ["write '{given: Ana, family: Silva}'"]);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let root = project(&[("sources/note/fr.md", b"")]);
    let made = std::process::Command::new("mkfifo").arg(root.path().join("sources/note/fr.md")).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe");
    let report = load_note(root.path(), "note", None);
    assert_eq!(codes(&report.diagnostics), ["sources/note/fr.md:1:1 unreadable-file"]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9");
    fs::create_dir(root.path().join("sources").join(name)).expect("a folder");
    let report = list_notes(root.path());
    assert_eq!(codes(&report.diagnostics), ["sources/caf\u{FFFD}:1:1 unreadable-file"]);
    assert_eq!(report.value, Some(vec!["note".to_owned()]));
}

#[test]
fn a_text_that_is_none_by_its_size_is_not_read() {
    for (size, expected) in
        [(LONGEST, "not-utf8"), (LONGEST + 1, "unreadable-file"), (1 << 40, "unreadable-file")]
    {
        let root = project(&[("sources/note/fr.md", b"\xFF")]);
        let path = root.path().join("sources/note/fr.md");
        let file = fs::OpenOptions::new().write(true).open(path).expect("a file");
        // Its rest takes no room on the disk.
        file.set_len(size).expect("a size");
        let report = load_note(root.path(), "note", None);
        assert_eq!(codes(&report.diagnostics), [format!("sources/note/fr.md:1:1 {expected}")]);
    }
}

#[test]
fn what_is_wrong_with_a_note_is_told() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(2, 2).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    let png = png.into_inner();
    let png = png.as_slice();
    let figure: &[u8] = b"# T\n\n## A {#a}\n\n![Un plan](images/a.png)\n";
    let cases: &[(Files, &[&str], bool)] = &[
        (&[], &[], true),
        (&[("sources/note/fr.md", figure), ("sources/note/images/a.png", png)], &[], true),
        (
            &[("sources/note/fr.md", figure), ("sources/note/images/b.png", png)],
            &["sources/note/fr.md:5:12 image-missing"],
            true,
        ),
        (
            &[("sources/note/fr.md", figure), ("sources/note/images/a.png", b"GIF89a")],
            &["sources/note/fr.md:5:12 image-format"],
            true,
        ),
        (
            &[("sources/note/fr.md", figure), ("sources/note/images/a.png", &png[..png.len() / 2])],
            &["sources/note/fr.md:5:12 image-damaged"],
            true,
        ),
        (
            &[("sources/note/fr.md", b"# T\n\n## A {#a}\n\n![B](../../../a.png)\n")],
            &["sources/note/fr.md:5:6 image-outside"],
            true,
        ),
        (&[("sources/note/fr.md", b"\xFF")], &["sources/note/fr.md:1:1 not-utf8"], false),
        (&[("sources/note/fr.md", b"")], &["sources/note/session.yaml:1:1 missing-prose"], true),
        (&[("sources/note/francais.md", b"# T")], &["sources/note/francais.md:1:1 prose-name?"], true),
        (
            &[("sources/note/session.yaml", b"a: [\n"), ("sources/note/fr.md", b"x\n")],
            &[
                "sources/note/session.yaml:1:4 yaml-syntax",
                "sources/note/fr.md:1:1 text-before-section",
                "sources/note/fr.md:1:1 missing-title",
            ],
            false,
        ),
    ];
    for (files, expected, readable) in cases {
        let root = project(files);
        let report = load_note(root.path(), "note", None);
        assert_eq!(codes(&report.diagnostics), *expected, "{files:?}");
        assert_eq!(report.value.is_some(), *readable, "{files:?}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_read_through_a_link_that_leads_out() {
    use std::os::unix::fs::symlink;
    let outside = project(&[("sources/note/images/a.png", b"secret")]);
    let root = project(&[("sources/note/fr.md", b"# T\n\n## A {#a}\n\n![B](images/a.png)\n")]);
    let note = root.path().join("sources/note");
    symlink(outside.path().join("sources/note/images"), note.join("images")).expect("a link");
    symlink(outside.path().join("sources/note/fr.md"), note.join("en.md")).expect("a link");
    symlink(outside.path().join("sources"), root.path().join("templates")).expect("a link");
    symlink(outside.path().join("sources/house.yaml"), root.path().join("sources/_brand.yml"))
        .expect("a link");
    let report = load_note(root.path(), "note", None);
    assert_eq!(
        codes(&report.diagnostics),
        ["sources/note/en.md:1:1 file-outside", "sources/note/fr.md:5:6 image-outside"]
    );
    let report = load(root.path(), None);
    assert_eq!(
        codes(&report.diagnostics),
        ["templates:1:1 file-outside", "sources/_brand.yml:1:1 file-outside"]
    );
    let house =
        b"publisher: a\neditions: {languages: [fr], media: [print]}\nprint: {profile: inks/press.icc}\n";
    let root = project(&[("sources/house.yaml", house), ("sources/directory.yaml", b"events: {}\n")]);
    symlink(outside.path().join("sources/note"), root.path().join("inks")).expect("a link");
    symlink(outside.path().join("sources/note/images/a.png"), outside.path().join("sources/note/press.icc"))
        .expect("a link");
    let report = load(root.path(), None);
    assert_eq!(codes(&report.diagnostics), ["sources/house.yaml:3:18 icc-outside"]);
}

#[test]
fn a_folder_that_links_to_itself_ends() {
    #[cfg(unix)]
    {
        let root = project(&[("templates/a.typ", b"x")]);
        std::os::unix::fs::symlink(root.path().join("templates"), root.path().join("templates/again"))
            .expect("a link");
        assert!(load(root.path(), None).value.is_some());
    }
}

proptest::proptest! {
    /// Whatever is typed, the press answers with findings, never with a panic, and every place can be shown.
    #[test]
    fn no_text_breaks_the_readers(text in "([-a-zé:#'\"\\[\\]{}(),&*!|>%@`~?^_\\\\ <=./\r\n\t«0-9\u{FDD0}]|\n\n|::: agenda|::: callout|::: key-figure|::: pull-quote|::: contact|
:::
|## |\\[\\^1\\]|https://|lang:en|!\\[){0,60}") {
        let file = std::sync::Arc::new(crate::model::SourceFile { path: "x".into(), text });
        let mut found = Vec::new();
        super::yaml::parse(&file, &mut found);
        super::markdown::read(&file, &mut found);
        for finding in &found {
            let span = finding.span.as_ref().expect("a place");
            proptest::prop_assert!(file.text.get(span.start..span.end).is_some());
        }
    }
}
