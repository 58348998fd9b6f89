//! `docs/templates.md` is written from the values themselves: a template that walks through all it gets is built on notes that
//! hold everything, and what it met is joined with `values.tsv`, which says what each value is. What stands between the marks
//! of the page is written here, the rest by hand.

use crate::{Project, folders, golden, repository};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};

/// What a template finds by name; all else is within these.
const NAMES: [&str; 6] = ["agenda_placed", "brand", "copies", "document", "edition", "metadata"];

/// The same of the report for the printing house.
const OF_REPORT: [&str; 3] = ["brand", "metadata", "report"];

/// Where keys are the writers' own, or the terms', or all hold the same.
const OPEN: [&str; 4] = ["brand.colors", "brand.typography", "copies[].words", "report.words"];

/// The notes that hold everything, below `tests/`.
const NOTES: [&str; 6] = [
    "notes/rich",
    "notes/evening",
    "notes/arabic",
    "notes/programme",
    "suite/templates/full",
    "suite/templates/bare",
];

/// The one of them that is printed, too.
const PRINTED: &str = "notes/rich";

/// The tables of the page, each with the beginnings of its paths.
const TABLES: [(&str, &[&str]); 7] = [
    ("edition", &["edition", "metadata", "agenda_placed"]),
    ("document", &["document"]),
    ("brand", &["brand"]),
    ("copies", &["copies"]),
    ("blocks", &["block "]),
    ("runs", &["run "]),
    ("report", &["report"]),
];

/// What was met at a path.
#[derive(Default)]
struct Met {
    kinds: BTreeSet<String>,
    example: Option<String>,
}

type Values = BTreeMap<String, Met>;

/// A template of the press that also says what it gets, in lines of its own before `mark`.
fn probe(template: &str, mark: &str, named: &[&str]) -> String {
    let read = |path: &str| fs::read_to_string(repository().join(path)).expect("a template");
    let (own, walk) = (read(&format!("templates/{template}")), read("tests/suite/templates/walk.j2"));
    let names = r#"{% set names %}{% for line in debug()|lines %}{% if line[:9] == '        "' %}{{ line[9:] }}|{% endif %}{% endfor %}{% endset %}"#;
    let tell = "{% macro tell(path, kind, value) %}// {{ path }}\t{{ kind }}\t{{ value }}\n{% endmacro %}";
    let calls: String = named.iter().map(|name| format!("{{{{ walk(\"{name}\", {name}) }}}}\n")).collect();
    let opens = format!("{{% set opens = {OPEN:?} %}}");
    assert!(own.contains(mark), "{template} has no {mark}");
    let said = format!("\n{{{{ tell(\"\", names, none) }}}}\n{calls}{mark}");
    format!("{names}{opens}{tell}\n{walk}{}", own.replace(mark, &said))
}

/// Adds the lines of a merged text to what was met.
fn read(text: &str, named: &[&str], values: &mut Values) {
    for line in text.lines().filter_map(|line| line.strip_prefix("// ")) {
        let mut parts = line.split('\t').map(|part| part.trim_matches('"').trim());
        let (Some(path), Some(kind), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if path.is_empty() {
            let name = |line: &str| -> String {
                let name = line.trim_start_matches('"').chars();
                name.take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect()
            };
            let found: Vec<String> = kind.split('|').filter(|line| line.contains(':')).map(name).collect();
            assert_eq!(found, named, "templates get values by other names: say so in {}", file!());
            continue;
        }
        let met = values.entry(path.to_owned()).or_default();
        met.kinds.insert(kind.to_owned());
        if kind != "none" && kind != "keys" && !kind.starts_with("list") && !value.is_empty() {
            met.example.get_or_insert_with(|| value.to_owned());
        }
    }
}

/// What templates get of the notes of the tests, on the page and in the book.
fn values() -> Values {
    let mut values = Values::new();
    for case in NOTES {
        let project = Project::copy_of("tests/house");
        project.overlay(&repository().join("tests").join(case).join("in"));
        project.write("templates/note.typ.j2", &probe("note.typ.j2", "\n#set document(", &NAMES));
        project.write("templates/note.xhtml.j2", &probe("note.xhtml.j2", "</body>", &NAMES));
        project.write("templates/report.typ.j2", &probe("report.typ.j2", "\n#report(", &OF_REPORT));
        if case == PRINTED {
            project.change("sources/house.yaml", "media: [", "media: [print, ");
        }
        let run = project.run(&["build", "--manuscript", "m"]).expect(0);
        for (leaf, named) in [("/note.typ", &NAMES[..]), ("/report.typ", &OF_REPORT)] {
            let merged = project.files("m").into_iter().filter(|path| path.ends_with(leaf));
            for path in merged.filter(|path| !path.contains("/brand/")) {
                let text = String::from_utf8(project.read(&format!("m/{path}"))).expect("UTF-8");
                read(&text, named, &mut values);
            }
        }
        for path in run.stdout.lines().filter(|path| path.ends_with(".epub")) {
            let mut book = zip::ZipArchive::new(Cursor::new(project.read(path))).expect("a book");
            for index in 0..book.len() {
                let mut file = book.by_index(index).expect("a file");
                let mut text = String::new();
                if file.name().ends_with(".xhtml") {
                    file.read_to_string(&mut text).expect("UTF-8");
                    read(&text, &NAMES, &mut values);
                }
            }
        }
    }
    // What is in a list is told with the list, but for what has keys, and lists again.
    values.retain(|path, met| !path.ends_with("[]") || met.kinds.iter().any(|kind| kind.starts_with("list")));
    for met in values.values_mut() {
        if met.kinds.len() > 1 {
            met.kinds.remove("list");
        }
    }
    values
}

/// What each value is, by its path.
fn descriptions() -> BTreeMap<String, String> {
    let text = fs::read_to_string(repository().join("tests/suite/templates/values.tsv")).expect("a table");
    let pair = |line: &str| -> (String, String) {
        let (path, words) = line.split_once('\t').unwrap_or_else(|| panic!("'{line}' has no tab"));
        (path.to_owned(), words.to_owned())
    };
    text.lines().filter(|line| !line.starts_with('#')).map(pair).collect()
}

fn table(values: &Values, descriptions: &BTreeMap<String, String>, beginnings: &[&str]) -> String {
    let mut table = "| value | kind | | for example |\n|---|---|---|---|\n".to_owned();
    for (path, met) in
        values.iter().filter(|(path, _)| beginnings.iter().any(|start| path.starts_with(start)))
    {
        let mut kinds: Vec<&str> =
            met.kinds.iter().map(String::as_str).filter(|kind| *kind != "none").collect();
        kinds.extend(met.kinds.contains("none").then_some("none"));
        let words = descriptions.get(path).map(String::as_str).unwrap_or_default();
        let example = met.example.as_deref().map(shown).unwrap_or_default();
        writeln!(table, "| `{path}` | {} | {words} | {example} |", kinds.join(", or ")).expect("memory");
    }
    table
}

/// An example as a cell of a table holds it.
fn shown(example: &str) -> String {
    let short: String = example.chars().take(48).collect();
    let rest = if short.len() < example.len() { "…" } else { "" };
    format!("`{}{rest}`", short.replace('|', "\\|"))
}

/// The functions of `templates/brand/*.typ`, with what is said above them.
fn components() -> String {
    let mut table = "| component | in | |\n|---|---|---|\n".to_owned();
    let folder = repository().join("templates/brand");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".typ"))
        .collect();
    names.sort();
    for name in names {
        let text = fs::read_to_string(folder.join(&name)).expect("a component");
        let mut said: Vec<&str> = Vec::new();
        for line in text.lines() {
            if let Some(words) = line.strip_prefix("// ") {
                said.push(words);
                continue;
            }
            if let Some(signature) = line.strip_prefix("#let ")
                && signature.split_once('(').is_some_and(|(name, _)| !name.contains(' '))
            {
                let signature =
                    signature.split(") =").next().unwrap_or_default().trim_end_matches(['{', ' ']);
                let close = if signature.ends_with('(') { "…)" } else { ")" };
                writeln!(table, "| `{signature}{close}` | `{name}` | {} |", said.join(" ")).expect("memory");
            }
            said.clear();
        }
    }
    table
}

/// A page with what stands between `<!-- name -->` and the next `<!-- end -->` written anew.
fn filled(page: &str, name: &str, table: &str) -> String {
    let mark = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&mark).unwrap_or_else(|| panic!("the page has no {mark}"));
    let (_, after) = rest.split_once("<!-- end -->").expect("an end");
    format!("{before}{mark}{table}<!-- end -->{after}")
}

#[test]
fn the_page_for_designers_says_all_that_a_template_gets() {
    let (values, descriptions) = (values(), descriptions());
    let unsaid: Vec<&String> = values.keys().filter(|path| !descriptions.contains_key(*path)).collect();
    assert!(unsaid.is_empty(), "say in tests/suite/templates/values.tsv what these values are: {unsaid:#?}");
    let unmet: Vec<&String> = descriptions.keys().filter(|path| !values.contains_key(*path)).collect();
    assert!(
        unmet.is_empty(),
        "no note of NOTES in {} has these values of values.tsv; take them out, or write a note that has: {unmet:#?}",
        file!()
    );
    let empty: Vec<&String> = values
        .iter()
        .filter(|(_, met)| met.kinds.iter().all(|kind| kind == "none"))
        .map(|(path, _)| path)
        .collect();
    let empty: Vec<_> = empty
        .into_iter()
        .filter(|path| !values.keys().any(|key| key.starts_with(&format!("{path}."))))
        .collect();
    assert!(empty.is_empty(), "no note of the tests fills these values: {empty:#?}");

    let path = repository().join("docs/templates.md");
    let mut page = fs::read_to_string(&path).expect("the page");
    for (name, beginnings) in TABLES {
        page = filled(&page, name, &table(&values, &descriptions, beginnings));
    }
    golden(&path, &filled(&page, "components", &components()));
}

/// The notes that the tables are read from are folders of the repository: a case that is gone fails by its name.
#[test]
fn the_notes_of_the_page_are_there() {
    let known: Vec<_> = ["tests/notes", "tests/suite/templates"]
        .into_iter()
        .flat_map(|folder| folders(&repository().join(folder)))
        .collect();
    for case in NOTES {
        assert!(known.contains(&repository().join("tests").join(case)), "{case} is gone");
    }
}
