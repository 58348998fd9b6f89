//! What is saved is seen.

use super::{Preview, add_note, pictures, small_house};
use crate::{Project, repository};
use std::fs;

#[test]
fn a_save_is_followed() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    let (name, house) = events.next();
    assert_eq!((name.as_str(), &house["notes"]), ("house", &serde_json::json!(["note"])));
    assert_eq!(house["root"], project.root().display().to_string().as_str(), "as it was typed");
    let first = events.proof();
    assert_eq!((first["note"].as_str(), first["medium"].as_str()), (Some("note"), Some("screen")));
    assert_eq!((&first["stale"], &first["failure"]), (&false.into(), &serde_json::Value::Null));
    assert!(preview.shows(&first, "Les villes changent vite"));
    for passage in preview.passages(&first) {
        let regions = passage["regions"].as_array().expect("what comes from the same line");
        assert!(regions.contains(&passage["region"]), "{passage}");
        assert!(regions.iter().all(|region| region["page"] == passage["region"]["page"]), "{passage}");
    }
    project.change("sources/note/fr.md", "vite", "lentement");
    let second = events.proof();
    assert!(second["version"].as_u64() > first["version"].as_u64());
    assert_ne!(pictures(&second), pictures(&first));
    assert!(preview.shows(&second, "Les villes changent lentement"));
    assert!(preview.shows(&first, "Les villes changent vite"), "the last versions are kept");
    for picture in pictures(&first).iter().chain(&pictures(&second)) {
        assert_eq!(preview.get(picture).status, 200);
    }
    let nowhere = preview.get(&preview.passage(&second, 1, 1.0, 1.0));
    assert_eq!((nowhere.status, nowhere.body.as_slice()), (204, &b""[..]), "nothing stands in the margin");
    let never = preview.passage(&second, 1, 1.0, 1.0).replace("&version=", "&version=9");
    assert_eq!(preview.get(&never).status, 404, "there is no such version");
}

#[test]
fn an_editor_that_saves_by_renaming_is_followed() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    events.proof();
    for word in ["lentement", "souvent"] {
        let text = String::from_utf8(project.read("sources/note/fr.md")).expect("UTF-8");
        project.write("sources/note/.fr.md.swp", &text.replace("vite", word).replace("lentement", word));
        let folder = project.root().join("sources/note");
        fs::rename(folder.join(".fr.md.swp"), folder.join("fr.md")).expect("a move");
        events.wait("proof", |proof| preview.shows(proof, word));
    }
}

#[test]
fn an_error_keeps_the_last_pages_until_it_is_mended() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    let first = events.proof();
    project.change("sources/note/session.yaml", "kind: session", "kind: session\nkidn: session");
    let stale = events.proof();
    assert_eq!(stale["stale"], true);
    assert_eq!(pictures(&stale), pictures(&first));
    let finding = &stale["findings"][0];
    assert_eq!(
        (
            finding["severity"].as_str(),
            finding["code"].as_str(),
            finding["file"].as_str(),
            finding["line"].as_u64()
        ),
        (Some("error"), Some("unknown-key"), Some("sources/note/session.yaml"), Some(3))
    );
    assert_eq!(finding["excerpt"][1]["text"], "kidn: session");
    let mark = ["line", "column", "endLine", "endColumn"].map(|key| finding[key].as_u64());
    assert_eq!(mark, [3, 1, 3, 5].map(Some), "the key, and no more");
    project.change("sources/note/session.yaml", "\nkidn: session", "");
    let mended = events.proof();
    assert_eq!((&mended["stale"], pictures(&mended)), (&false.into(), pictures(&first)));
    assert_eq!(mended["findings"], serde_json::json!([]));
}

#[test]
fn a_house_with_errors_is_served_and_mended() {
    let project = small_house();
    let whole = String::from_utf8(project.read("sources/house.yaml")).expect("UTF-8");
    project.write("sources/house.yaml", "publisher: [");
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    let stale = events.proof();
    assert_eq!((&stale["stale"], pictures(&stale).len()), (&true.into(), 0));
    assert_eq!(stale["findings"][0]["file"], "sources/house.yaml");
    project.write("sources/house.yaml", &whole);
    let mended = events.wait("proof", |proof| proof["stale"] == false);
    assert!(!pictures(&mended).is_empty());
    project.write("sources/house.yaml", "publisher: [");
    let stale = events.proof();
    assert_eq!((&stale["stale"], pictures(&stale)), (&true.into(), pictures(&mended)));
    project.write("sources/house.yaml", &whole);
    events.wait("proof", |proof| proof["stale"] == false);
}

#[test]
fn notes_come_and_go() {
    let project = small_house();
    project.change("sources/house.yaml", "[screen, epub]", "[screen, print, epub]");
    let preview = Preview::of(&project);
    let mut events = preview.listen("note=note");
    events.proof();
    let wanted = |ids: &'static [&'static str]| {
        move |house: &serde_json::Value| house["notes"] == serde_json::json!(ids)
    };
    add_note(&project, "another");
    events.wait("house", wanted(&["another", "note"]));
    let mut other = preview.listen("note=another&medium=print");
    let print = other.wait("proof", |proof| proof["stale"] == false);
    assert_eq!((print["note"].as_str(), print["medium"].as_str()), (Some("another"), Some("print")));

    let folder = project.root().join("sources");
    fs::rename(folder.join("note"), folder.join("renamed")).expect("a move");
    events.wait("house", wanted(&["another", "renamed"]));
    let gone = events.wait("proof", |proof| proof["stale"] == true);
    assert!(gone["failure"].as_str().expect("a sentence").contains("no note 'note'"), "{}", gone["failure"]);
    assert!(!pictures(&gone).is_empty(), "the last pages stay");
    fs::rename(folder.join("renamed"), folder.join("note")).expect("a move");
    events.wait("proof", |proof| proof["stale"] == false && proof["note"] == "note");
    project.change("sources/note/fr.md", "vite", "lentement");
    events.wait("proof", |proof| preview.shows(proof, "lentement"));

    fs::remove_dir_all(folder.join("another")).expect("gone");
    other.wait("proof", |proof| proof["stale"] == true);
    events.wait("house", wanted(&["note"]));
    let mut unasked = preview.listen("note=another");
    assert_eq!(unasked.proof()["note"], "note", "what is not there is chosen");
}

#[test]
fn sources_and_the_whole_root_may_be_away_for_a_while() {
    let project = small_house();
    let root = project.root().join("house");
    fs::create_dir(&root).expect("a folder");
    fs::rename(project.root().join("sources"), root.join("sources")).expect("a move");
    let preview = Preview::at(&root, &[]);
    let mut events = preview.listen("");
    let first = events.proof();
    for (from, to) in [(root.join("sources"), root.join("away")), (root.clone(), project.root().join("away"))]
    {
        fs::rename(&from, &to).expect("a move");
        let stale = events.wait("proof", |proof| proof["stale"] == true);
        assert!(stale["failure"].as_str().expect("a sentence").contains("there is no folder"), "{stale}");
        assert_eq!(pictures(&stale), pictures(&first), "the last pages stay");
        fs::rename(&to, &from).expect("a move");
        events.wait("proof", |proof| proof["stale"] == false);
    }
    // Another folder in its place, which no watch knew.
    let copy = project.root().join("copy");
    super::super::copy(&root, &copy);
    fs::remove_dir_all(&root).expect("gone");
    events.wait("proof", |proof| proof["stale"] == true);
    fs::rename(&copy, &root).expect("a move");
    events.wait("proof", |proof| proof["stale"] == false);
    let prose = root.join("sources/note/fr.md");
    let text = fs::read_to_string(&prose).expect("a text");
    fs::write(&prose, text.replace("vite", "lentement")).expect("a save");
    events.wait("proof", |proof| preview.shows(proof, "lentement"));
}

#[test]
fn a_book_is_shown_beside_the_pages() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("book=1&languages=fr-en");
    let proof = events.proof();
    let book = events.wait("book", |_| true);
    assert_eq!((&book["version"], &book["stale"]), (&proof["version"], &false.into()));
    let spine: Vec<&str> =
        book["spine"].as_array().expect("a spine").iter().filter_map(|page| page.as_str()).collect();
    assert_eq!(book["book"].as_str(), spine.first().copied());
    assert!(spine.len() > 2, "{spine:?}");
    let policy = "Content-Security-Policy: default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'none'; frame-ancestors 'self'; sandbox allow-same-origin";
    for page in &spine {
        let reply = preview.get(page);
        assert_eq!(reply.status, 200, "{page}");
        assert!(
            reply.head.contains("application/xhtml+xml") && reply.head.contains(policy),
            "{}",
            reply.head
        );
    }
    let folder = spine[0].rsplit_once('/').expect("a folder").0;
    let style = preview.get(&format!("{folder}/stylesheet.css"));
    assert!(style.status == 200 && style.head.contains("text/css"), "{}", style.head);
    project.change("sources/note/fr.md", "vite", "lentement");
    let next = events.wait("book", |_| true);
    assert_ne!(next["book"], book["book"]);
    let pages = next["spine"].as_array().expect("a spine");
    let text = |page: &serde_json::Value| preview.get(page.as_str().expect("an address")).body;
    assert!(pages.iter().any(|page| String::from_utf8_lossy(&text(page)).contains("lentement")));
    assert_eq!(preview.get(spine[0]).status, 200, "the last books are kept");
}

#[test]
fn what_the_press_writes_rings_no_bell() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    let first = events.proof();
    project.run(&["build"]).expect(0);
    project.write("out/note/more.txt", "more");
    project.write(".diptych/more.txt", "more");
    project.change("sources/note/fr.md", "vite", "lentement");
    let next = events.proof();
    assert_eq!(next["version"].as_u64(), first["version"].as_u64().map(|version| version + 1));
    assert!(preview.shows(&next, "lentement"), "the first thing told is the save");
}

#[test]
fn what_only_the_files_show_is_told_after_the_pages() {
    let project = Project::copy_of("tests/house");
    project.overlay(&repository().join("tests/rules/uninked-color/in"));
    let preview = Preview::of(&project);
    let mut events = preview.listen("medium=print");
    let codes = |proof: &serde_json::Value| {
        let findings = proof["findings"].as_array().cloned().unwrap_or_default();
        findings.iter().map(|finding| finding["code"].to_string()).collect::<Vec<_>>()
    };
    let first = events.proof();
    assert_eq!((first["medium"].as_str(), codes(&first).len()), (Some("print"), 0), "{first}");
    let second = events.wait("proof", |proof| codes(proof).iter().any(|code| code.contains("uninked-color")));
    assert_eq!((&second["stale"], pictures(&second)), (&false.into(), pictures(&first)));
}
