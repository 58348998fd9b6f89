//! The schemas that editors use: every file that the press accepts satisfies them, and slips are refused.

use super::diagnostics::faults;
use super::{Project, repository};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn schema(name: &str) -> Value {
    let run = Project::copy_of("tests/house").run(&["schema", name]).expect(0);
    assert_eq!(run.stderr, "");
    serde_json::from_str(&run.stdout).expect("a JSON document")
}

/// A YAML file as an editor reads it.
fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sound files of each form in the repository.
fn files(name: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for house in ["sources", "tests/house/sources", "src/command/new/house/sources", "src/command/new/note"] {
        let file = if name == "brand" { "_brand.yml" } else { &format!("{name}.yaml") };
        collect(&repository().join(house), file, &mut files);
    }
    if matches!(name, "terms" | "profile") {
        collect(&repository().join("templates/terms"), "", &mut files);
        let is_profile =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains('-'));
        files.retain(|path| is_profile(path) == (name == "profile"));
    }
    files
}

fn collect(folder: &Path, name: &str, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, name, files);
        } else if path.to_string_lossy().ends_with(name) {
            files.push(path);
        }
    }
}

#[test]
fn the_files_of_the_repository_satisfy_the_schemas() {
    for (name, at_least) in
        [("session", 4), ("house", 3), ("brand", 3), ("directory", 3), ("terms", 2), ("profile", 4)]
    {
        let (schema, files) = (schema(name), files(name));
        assert!(files.len() >= at_least, "{name}: only {files:?}");
        for file in files {
            assert_eq!(faults(schema.clone(), &read(&file)), None, "{}", file.display());
        }
    }
    let profile = json!({
        "titles": { "mayor": { "f": "mairesse", "x": null }, "head": null },
        "profile": { "names": { "add": ["Dre"] }, "numbers": ["no"], "thousands": null },
    });
    assert_eq!(faults(schema("profile"), &profile), None);
    let mut house = read(&repository().join("tests/house/sources/house.yaml"));
    house["print"] = json!({
        "profile": "inks/press.icc", "intent": "perceptual", "stock": "newsprint", "marks": false, "job": "2026-0412",
        "imposition": "booklet", "demands": { "ink": 220, "pictures": 150, "lines": 0.3, "type": 7, "margin": 8 },
    });
    assert_eq!(faults(schema("house"), &house), None);
    let brand = read(&repository().join("tests/brands/harbour/sources/_brand.yml"));
    assert_eq!(faults(schema("brand"), &brand), None);
    // Keys of other programs, and all forms of a logo.
    let brand = json!({
        "meta": { "name": { "full": "A" }, "description": 1 }, "x": {}, "logo": { "images": { "a": "a.svg" }, "medium": { "light": "a" } },
        "color": { "primary": { "light": "#123", "dark": "sea" }, "accent": 1 }, "defaults": { "quarto": { "toc": true } },
        "typography": { "fonts": ["Roboto", { "family": "A", "files": ["a.ttf"] }], "base": { "family": "A", "weight": 400 } },
    });
    assert_eq!(faults(schema("brand"), &brand), None);
    let glossary = json!({ "terms": [{ "avoid": { "fr": ["x"] } }], "acronyms": ["ONU"] });
    assert_eq!(faults(schema("glossary"), &glossary), None);
}

#[test]
fn what_the_press_refuses_the_schemas_refuse() {
    let folder = repository().join("tests/house/sources");
    for (name, file, place, wrong) in [
        ("session", "note/session.yaml", "/kindd", json!("session")),
        ("session", "note/session.yaml", "/status", json!("finnal")),
        ("session", "note/session.yaml", "/where/mode", json!("on-line")),
        ("session", "note/session.yaml", "/agenda", json!("moderator")),
        (
            "session",
            "note/session.yaml",
            "/imprint",
            json!({ "isbn": { "fr": { "paper": "978-2-1234-5680-3" } } }),
        ),
        ("session", "note/session.yaml", "/issued", json!("19/05/2021")),
        ("session", "note/session.yaml", "/id", json!(null)),
        ("house", "house.yaml", "/editions/media", json!(["paper"])),
        ("house", "house.yaml", "/publisher", json!(["x"])),
        ("house", "house.yaml", "/imprint", json!({ "Français": "x" })),
        ("directory", "directory.yaml", "/people/x", json!({ "name": { "given": "Ada" } })),
        ("directory", "directory.yaml", "/persons", json!({})),
        ("brand", "_brand.yml", "/defaults", json!({ "diptych": { "mastheed": "dark" } })),
        ("brand", "_brand.yml", "/defaults", json!({ "diptych": { "masthead": "blue" } })),
        ("brand", "_brand.yml", "/color", json!({ "primary": ["#123456"] })),
        ("house", "house.yaml", "/profiles", json!("fr-CA")),
        ("house", "house.yaml", "/print", json!({ "stock": "glossy" })),
        ("house", "house.yaml", "/print", json!({ "icc": "inks/press.icc" })),
        ("house", "house.yaml", "/print", json!({ "demands": { "ink": 30 } })),
        ("house", "house.yaml", "/print", json!({ "demands": { "pictures": 7200 } })),
        ("session", "note/session.yaml", "/profiles", json!({ "fr": ["fr-CA"] })),
        ("profile", "../../../templates/terms/fr-CA.yaml", "/profil", json!({})),
        ("profile", "../../../templates/terms/fr-CA.yaml", "/ranks", json!({ "1": ["premier"] })),
    ] {
        let mut document = read(&folder.join(file));
        let (parent, key) = place.rsplit_once('/').expect("a pointer");
        let parent = document.pointer_mut(parent).and_then(Value::as_object_mut);
        parent.unwrap_or_else(|| panic!("{place} has nowhere to stand")).insert(key.to_owned(), wrong);
        assert!(faults(schema(name), &document).is_some(), "a slip at {place} is let pass");
    }
    let mut document = read(&folder.join("note/session.yaml"));
    document.as_object_mut().expect("keys").remove("kind");
    assert!(faults(schema("session"), &document).is_some(), "a missing key is let pass");
}

#[test]
fn keys_say_what_they_are_for() {
    let all = Project::copy_of("tests/house").run(&["schema"]).expect(0);
    let all: Value = serde_json::from_str(&all.stdout).expect("a JSON document");
    for name in ["session", "house", "brand", "directory", "glossary", "terms", "profile"] {
        assert_eq!(all[name], schema(name));
    }
    let event = &all["session"]["properties"]["event"]["description"];
    assert_eq!(event, "An event of the directory, by its id.");
    let status = all["session"]["properties"]["status"]["enum"].as_array().expect("words");
    assert!(status.contains(&json!("provisional")));
}

#[test]
fn new_files_name_schemas_that_are_there() {
    let project = Project::copy_of("tests/house");
    project.run(&["new", "my-house"]).expect(0);
    project.run(&["new", "my-house", "--note", "city-forum"]).expect(0);
    project.run(&["build", "my-house", "--deny-warnings"]).expect(0);
    for (file, name) in [
        ("house.yaml", "house"),
        ("_brand.yml", "brand"),
        ("directory.yaml", "directory"),
        ("first-session/session.yaml", "session"),
        ("city-forum/session.yaml", "session"),
    ] {
        let path = project.root().join("my-house/sources").join(file);
        let text = fs::read_to_string(&path).expect("a file");
        let line = text.lines().next().expect("a line");
        let named = line.strip_prefix("# yaml-language-server: $schema=").expect("the line for editors");
        let written = fs::read_to_string(path.parent().expect("a folder").join(named)).expect("the schema");
        let written: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(written, schema(name));
        assert_eq!(faults(written, &read(&path)), None, "{file}");
    }
}
