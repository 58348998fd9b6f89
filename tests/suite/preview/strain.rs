//! Much at once.

use super::{Preview, add_note, small_house};
use std::fs;
use std::io::Write;
use std::thread::sleep;
use std::time::Duration;

#[test]
fn three_hundred_saves_end_in_the_last() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    events.proof();
    let text = String::from_utf8(project.read("sources/note/fr.md")).expect("UTF-8");
    for at in 0..300 {
        project.write("sources/note/fr.md", &text.replace("vite", &format!("vite{at}fois")));
    }
    let mut told = 0;
    loop {
        let proof = events.proof();
        assert_eq!(proof["stale"], false, "{} {}", proof["findings"], proof["failure"]);
        told += 1;
        if preview.shows(&proof, "vite299fois") {
            break;
        }
    }
    assert!(told < 300, "each of {told} saves was told");
}

#[test]
fn a_save_that_is_half_written_is_not_told() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    let first = events.proof();
    let text = String::from_utf8(project.read("sources/note/session.yaml")).expect("UTF-8");
    for at in 0..10 {
        let text = text.replace("kind: session", &format!("kind: session # {at}"));
        // Half of it is no YAML.
        let (half, rest) = text.split_at(text.find("example.org").expect("a link"));
        let path = project.root().join("sources/note/session.yaml");
        let mut file = fs::File::create(path).expect("a file");
        file.write_all(half.as_bytes()).expect("a half");
        file.flush().expect("a half");
        sleep(Duration::from_millis(15));
        file.write_all(rest.as_bytes()).expect("the rest");
        drop(file);
        let proof = events.wait("proof", |_| true);
        assert_eq!(proof["stale"], false, "{}", proof["findings"]);
        assert!(proof["version"].as_u64() > first["version"].as_u64());
    }
    // What stays half written is told.
    project.write("sources/note/session.yaml", text.split_at(text.find("example.org").expect("a link")).0);
    assert_eq!(events.proof()["stale"], true);
}

#[test]
fn listeners_come_and_go_and_sleep() {
    let project = small_house();
    project.change("sources/house.yaml", "[screen, epub]", "[screen, print, epub]");
    for id in ["b", "c", "d"] {
        add_note(&project, id);
    }
    let preview = Preview::of(&project);
    // One that never takes what is sent to it.
    let asleep = preview.listen("note=b&book=1");
    for at in 0..50 {
        let note = ["note", "b", "c", "d"][at % 4];
        let mut events = preview.listen(&format!("note={note}&languages=fr&tab={at}"));
        if at % 10 == 0 {
            events.proof();
        }
    }
    let mut one = preview.listen("note=note");
    let mut two = preview.listen("note=d&languages=fr&medium=print");
    one.proof();
    let proof = two.proof();
    assert_eq!((proof["languages"].as_str(), proof["medium"].as_str()), (Some("fr"), Some("print")));
    for (old, word) in [("vite", "lentement"), ("lentement", "souvent")] {
        for note in ["note", "d"] {
            project.change(&format!("sources/{note}/fr.md"), old, word);
        }
        one.wait("proof", |proof| preview.shows(proof, word));
        two.wait("proof", |proof| preview.shows(proof, word));
    }
    assert_eq!(preview.get("/").status, 200);
    drop(asleep);
}

#[test]
fn many_connections_at_once_are_all_attended_to() {
    let project = small_house();
    let preview = Preview::of(&project);
    // Kept open, as browsers keep them.
    let mut held = Vec::new();
    for _ in 0..10 {
        let streams: Vec<_> = (0..8).map(|_| preview.connect()).collect();
        for mut stream in streams {
            let request = format!("GET /preview.css HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", preview.port);
            stream.write_all(request.as_bytes()).expect("a request goes out");
            held.push(std::io::BufReader::new(stream));
        }
    }
    for stream in &mut held {
        assert!(super::read_head(stream).starts_with("HTTP/1.1 200"));
    }
}

#[test]
fn work_without_an_end_ends_the_preview_with_a_word() {
    let project = small_house();
    let mut preview = Preview::at(project.root(), &["--time-limit", "5"]);
    let mut events = preview.listen("");
    events.wait("proof", |proof| proof["stale"] == false);
    let text = fs::read_to_string(crate::repository().join("templates/brand/page.typ")).expect("a component");
    let endless = "#let endless = { for a in range(100000) { for b in range(100000) { } } }";
    project.write("templates/brand/page.typ", &format!("{text}\n{endless}\n"));
    let last = events.wait("proof", |proof| proof["failure"].is_string());
    let sentence = last["failure"].as_str().expect("a sentence");
    assert!(
        sentence.contains("took longer than 5 seconds") && sentence.contains("templates/brand/page.typ"),
        "{sentence}"
    );
    assert!(!super::pictures(&last).is_empty(), "the last pages stay");
    assert_eq!(preview.program.wait().expect("an end").code(), Some(2));
}
