//! What a house puts in the place of the press's own, and how it gets it.

use super::mistakes::own;
use crate::{Project, golden, repository, tool};
use std::fs;

/// Copies of all templates change nothing: the editions are the same, byte by byte.
#[test]
fn copied_templates_make_the_same_editions() {
    let plain = Project::copy_of("tests/house");
    plain.run(&["build"]).expect(0);
    let copied = Project::copy_of("tests/house");
    let run = copied.run(&["new", "--templates"]).expect(0);
    assert_eq!(run.stderr, "");
    let written: Vec<&str> = run.stdout.lines().collect();
    let files: Vec<String> =
        copied.files("templates").into_iter().map(|path| format!("templates/{path}")).collect();
    assert_eq!(written, files);
    for path in &files {
        let kept = fs::read(repository().join(path)).expect("a template of the press");
        assert!(copied.read(path) == kept, "{path} differs");
    }
    assert!(files.len() >= 20, "{files:?}");
    assert_eq!(copied.run(&["build"]).expect(0).stderr, "");
    assert_eq!(plain.files("out"), copied.files("out"));
    for path in plain.files("out") {
        let path = format!("out/{path}");
        assert!(plain.read(&path) == copied.read(&path), "{path} differs");
    }
    // The comparison sees a change.
    copied.change(
        "templates/brand/page.typ",
        "stroke: rule-weight + brand",
        "stroke: 1.1 * rule-weight + brand",
    );
    copied.run(&["build"]).expect(0);
    assert!(plain.read("out/note/note.fr.pdf") != copied.read("out/note/note.fr.pdf"));
}

#[test]
fn templates_of_the_house_are_never_written_over() {
    let project = Project::copy_of("tests/house");
    project.write("templates/brand/page.typ", "// mine\n");
    let run = project.run(&["new", ".", "--templates=brand/page.typ,brand/prose.typ,terms"]).expect(0);
    let expected = "diptych: ./templates/brand/page.typ is there already, and was left as it is\n";
    assert_eq!(run.stderr, expected);
    assert!(run.stdout.starts_with("templates/brand/prose.typ\ntemplates/terms/ar.yaml\n"), "{}", run.stdout);
    assert_eq!(project.read("templates/brand/page.typ"), b"// mine\n");
    assert!(!project.exists("templates/note.typ.j2"));
    for (arguments, words) in [
        (&["new", "--templates=brand/pge.typ"][..], "did you mean 'brand/page.typ'?"),
        (&["new", "--templates=brand/pa"], "the press has no template 'brand/pa'"),
        (&["new", "elsewhere", "--templates"], "there is no house in elsewhere"),
        (&["new", "--templates", "--note", "other"], "cannot be used with"),
    ] {
        let run = project.run(arguments).expect(2);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
}

/// The merged text of the French page, and the bytes of its editions.
fn made(project: &Project) -> (String, Vec<u8>, Vec<u8>) {
    let run = project.run(&["build", "--manuscript", "m", "--languages", "fr", "--deny-warnings"]).expect(0);
    assert_eq!(run.stderr, "");
    let text = String::from_utf8(project.read("m/note.fr/note.typ")).expect("UTF-8");
    (text, project.read("out/note/note.fr.pdf"), project.read("out/note/note.fr.epub"))
}

#[test]
fn the_page_is_the_houses_own() {
    let (text, pdf, epub) = made(&Project::copy_of("tests/house"));
    let project = Project::copy_of("tests/house");
    project.write("templates/note.typ.j2", &own("note.typ.j2").replace("#masthead(", "#v(3mm)\n#masthead("));
    let (other, other_pdf, other_epub) = made(&project);
    assert_eq!(other, text.replace("#masthead(", "#v(3mm)\n#masthead("));
    assert!(other_pdf != pdf && other_epub == epub);
}

#[test]
fn one_component_is_the_houses_own() {
    let (text, pdf, epub) = made(&Project::copy_of("tests/house"));
    let project = Project::copy_of("tests/house");
    let component = "#import \"prose.typ\"\n#let paragraph(body) = prose.paragraph(body + [ ¶])\n";
    project.write("templates/brand/own.typ", component);
    let (other, other_pdf, other_epub) = made(&project);
    assert!(other == text && other_pdf != pdf && other_epub == epub);
    let path = project.root().join("out/note/note.fr.pdf");
    if let Some(page) = tool("pdftotext", "poppler-utils", &[&path.to_string_lossy(), "-"]) {
        assert!(page.contains("vite. ¶"), "{page}");
    }
}

#[test]
fn the_styles_of_the_book_are_the_houses_own() {
    let (_, pdf, _) = made(&Project::copy_of("tests/house"));
    let project = Project::copy_of("tests/house");
    project.write("templates/brand/zz-house.css", "p { border-color: brand(primary); }\n");
    let (_, other_pdf, epub) = made(&project);
    let added = super::stylesheet(&epub);
    assert!(
        added.contains("line-height: 1.5") && added.ends_with("p { border-color: #123456; }\n"),
        "{added}"
    );
    // A file of the same name takes the place of the press's.
    project.write("templates/brand/book.css", "p { margin: 0; }\n");
    let (_, _, epub) = made(&project);
    let replaced = super::stylesheet(&epub);
    assert!(!replaced.contains("line-height: 1.5") && replaced.contains("p { margin: 0; }"), "{replaced}");
    assert!(other_pdf == pdf);
}

#[test]
fn one_word_is_the_houses_own() {
    let (text, ..) = made(&Project::copy_of("tests/house"));
    let project = Project::copy_of("tests/house");
    let file = "templates/terms/fr.yaml";
    project.write(file, "words: {agenda: Ordre du jour}\n");
    let (other, ..) = made(&project);
    assert!(text.contains("Programme") && other == text.replace("Programme", "Ordre du jour"), "{other}");

    // A profile lies over both.
    let house = String::from_utf8(project.read("sources/house.yaml")).expect("UTF-8");
    project.write("sources/house.yaml", &format!("{house}profiles: {{fr: fr-CA}}\n"));
    project.change("sources/note/fr.md", "d’abord ?", "d’abord\u{202F}!");
    let (canadian, ..) = made(&project);
    assert!(canadian.contains("Ordre du jour") && canadian.contains("d’abord!"), "{canadian}");
    project.write("sources/house.yaml", &house);

    // What is wrong in it is told in its own lines; and a file with a direction is a language as a whole.
    let mut said = String::new();
    for terms in [
        "words: {agend: ~}\n",
        "wrds: {agenda: Ordre du jour}\n",
        "words: {agenda: ~}\n",
        "direction: ltr\nwords: {agenda: Ordre du jour}\n",
    ] {
        project.write(file, terms);
        said.push_str(&format!("=== {terms}{}\n", project.run(&["check"]).expect(1).stderr));
    }
    golden(&repository().join("tests/suite/templates/terms.txt"), &said);
}
