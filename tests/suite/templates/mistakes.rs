//! Every mistake of a template is told in the template's own file and line; `mistakes.txt` holds what is said, case by case.

use crate::{Project, golden, repository};
use std::fs;

/// A template of the press.
pub fn own(template: &str) -> String {
    fs::read_to_string(repository().join("templates").join(template)).expect("a template")
}

/// A house with one template that is the press's own with a line before its last `mark`, or at its end.
pub fn with_line(template: &str, mark: &str, line: &str) -> Project {
    let project = Project::copy_of("tests/house");
    let text = own(template);
    let text = match mark {
        "" => format!("{text}{line}\n"),
        mark => {
            let (before, after) =
                text.rsplit_once(mark).unwrap_or_else(|| panic!("{template} has no {mark}"));
            format!("{before}{line}\n{mark}{after}")
        }
    };
    project.write(&format!("templates/{template}"), &text);
    project
}

const BODY: &str = "</body>";

#[test]
fn every_mistake_is_told_in_its_own_line() {
    let mut said = String::new();
    for (template, mark, line) in [
        // MiniJinja
        ("note.typ.j2", "", "{{ copies[0].titel }}"),
        ("note.typ.j2", "", "{{ copies|nofilter }}"),
        ("note.typ.j2", "", "{% if copies %}"),
        ("note.typ.j2", "", "{{ copies[0] }}"),
        ("note.typ.j2", "", "{{ inline() }}"),
        ("note.typ.j2", "", "{% include \"masthead.j2\" %}"),
        ("note.typ.j2", "", "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}"),
        ("note.typ.j2", "", "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"),
        // Typst
        ("note.typ.j2", "", "#paragraf([x])"),
        ("note.typ.j2", "", "#paragraph()"),
        ("note.typ.j2", "", "#let x = ("),
        ("note.typ.j2", "", "#\"漢\""),
        ("brand/page.typ", "", "#let x = 1 + \"a\""),
        ("brand/own.typ", "", "#let paragraph(body) = panic(\"no\")"),
        ("brand/own.typ", "", "#let paragraph(body, lead) = body"),
        ("cover.typ.j2", "", "#paragraf([x])"),
        // Stylesheets
        ("brand/book.css", "", "p { color: brand(primry); }"),
        ("brand/book.css", "", "p { font-family: font(bass); }"),
        ("brand/book.css", "", "p { color: red;"),
        ("brand/book.css", "", "/* p { color: red; }"),
        // Pages of books
        ("note.xhtml.j2", BODY, "<p>"),
        ("note.xhtml.j2", BODY, "&nbsp;"),
        ("note.xhtml.j2", BODY, "<p id=\"a\"/><p id=\"a\"/>"),
        ("note.xhtml.j2", BODY, "{{ nothing }}"),
        // What no template may read, and no book fetch
        ("note.typ.j2", "", "#read(\"/etc/passwd\")"),
        ("note.typ.j2", "", "#read(\"../sources/house.yaml\")"),
        ("note.typ.j2", "", "#image(\"https://example.org/a.png\", alt: \"a\")"),
        ("note.typ.j2", "", "#import \"@preview/cetz:0.3.0\""),
        ("note.typ.j2", "", "{% include \"../sources/house.yaml\" %}"),
        ("note.typ.j2", "", "{% include \"/etc/passwd\" %}"),
        ("brand/own.typ", "", "#let secret = read(\"/etc/passwd\")"),
        ("brand/book.css", "", "@import url(\"https://example.org/a.css\");"),
        ("brand/book.css", "", "p { background: url(a.png); }"),
        ("note.xhtml.j2", BODY, "<img src=\"https://example.org/a.png\" alt=\"a\"/>"),
    ] {
        let project = with_line(template, mark, line);
        let run = project.run(&["build", "--languages", "fr"]);
        assert_eq!(run.status, 1, "{template}: {line}: {}", run.stderr);
        assert!(
            run.stderr.contains(&format!("--> templates/{template}:")) || line.contains("lead"),
            "{line}: {}",
            run.stderr
        );
        assert_eq!(project.files("out"), [""; 0], "{line}");
        said.push_str(&format!("=== {template}: {line}\n{}\n", run.stderr));
    }
    golden(&repository().join("tests/suite/templates/mistakes.txt"), &said);
}

/// A link within `templates/` that leads out of the project is not followed.
#[cfg(unix)]
#[test]
fn a_template_that_is_elsewhere_is_not_read() {
    let project = Project::copy_of("tests/house");
    project.write("templates/brand/other.css", "");
    let other = tempfile::NamedTempFile::new().expect("a file");
    std::os::unix::fs::symlink(other.path(), project.root().join("templates/brand/own.typ")).expect("a link");
    let run = project.run(&["build"]).expect(1);
    assert!(run.stderr.contains("error[file-outside]"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/brand/own.typ"), "{}", run.stderr);
    assert_eq!(project.files("out"), [""; 0]);
}
