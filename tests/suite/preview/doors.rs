//! Who may come in, and what they may see.

use super::{Preview, Reply, pictures, small_house};
use crate::Project;
use std::io::Write;
use std::process::Command;

type Headers<'a> = &'a [(&'a str, &'a str)];

fn has(reply: &Reply, header: &str) -> bool {
    reply.head.lines().any(|line| line.eq_ignore_ascii_case(header))
}

#[test]
fn the_page_and_its_headers() {
    let project = small_house();
    let preview = Preview::of(&project);
    let page = preview.get("/");
    assert_eq!(page.status, 200);
    let text = String::from_utf8_lossy(&page.body);
    let scripts = text.split("<script src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let statuses: Vec<_> = scripts.map(|script| (script, preview.get(script).status)).collect();
    assert_eq!(statuses.first(), Some(&("/preview.js", 200)), "the first, as the others are built on it");
    assert!(statuses.len() > 1 && statuses.iter().all(|(_, status)| *status == 200), "{statuses:?}");
    for header in [
        "Content-Type: text/html; charset=utf-8",
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
        "Cross-Origin-Resource-Policy: same-origin",
        "Cache-Control: no-store",
    ] {
        assert!(has(&page, header), "{header} is not in\n{}", page.head);
    }
    assert!(has(&preview.get("/preview.css"), "Content-Type: text/css; charset=utf-8"));
    assert!(has(&preview.get("/preview.js"), "Content-Type: text/javascript; charset=utf-8"));
    let head = preview.ask("HEAD", "/", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));

    let proof = preview.listen("").proof();
    let picture = preview.get(&pictures(&proof)[0]);
    assert_eq!(picture.status, 200);
    assert!(picture.body.starts_with(b"<svg") && has(&picture, "Content-Type: image/svg+xml"));
    let policy = "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";
    assert!(has(&picture, policy), "{}", picture.head);
    assert!(picture.head.contains("immutable"), "{}", picture.head);
}

#[test]
fn only_our_own_page_may_ask() {
    let project = small_house();
    let preview = Preview::of(&project);
    let port = preview.port;
    let own = format!("127.0.0.1:{port}");
    let origin = format!("http://localhost:{port}");
    let cases: &[(&str, &str, Headers, u16)] = &[
        // Each refusal stands beside what differs from it in one thing alone.
        ("GET", "/preview.js", &[], 200),
        ("GET", "/preview.js", &[("Host", &own)], 200),
        ("GET", "/preview.js", &[("Host", "example.org")], 403),
        ("GET", "/preview.js", &[("Host", "127.0.0.1")], 403),
        ("GET", "/preview.js", &[("Host", "127.0.0.1:1")], 403),
        ("GET", "/preview.js", &[("Host", &own), ("Host", "example.org")], 403),
        ("GET", "/preview.js", &[("Origin", &origin)], 200),
        ("GET", "/preview.js", &[("Origin", "http://example.org")], 403),
        ("GET", "/preview.js", &[("Origin", "null")], 403),
        ("GET", "/preview.js", &[("Origin", "https://localhost")], 403),
        ("GET", "/preview.js", &[("Sec-Fetch-Site", "same-origin")], 200),
        ("GET", "/preview.js", &[("Sec-Fetch-Site", "none")], 200),
        ("GET", "/preview.js", &[("Sec-Fetch-Site", "same-site")], 403),
        ("GET", "/preview.js", &[("Sec-Fetch-Site", "cross-site")], 403),
        ("GET", "/", &[("Sec-Fetch-Site", "cross-site")], 403),
        (
            "GET",
            "/",
            &[
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Mode", "navigate"),
                ("Sec-Fetch-Dest", "document"),
            ],
            200,
        ),
        (
            "GET",
            "/",
            &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")],
            403,
        ),
        (
            "GET",
            "/preview.js",
            &[
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Mode", "navigate"),
                ("Sec-Fetch-Dest", "document"),
            ],
            403,
        ),
        ("POST", "/", &[], 405),
        ("PUT", "/preview.js", &[], 405),
        ("OPTIONS", "/events", &[], 405),
    ];
    for (method, target, headers, status) in cases {
        let reply = preview.ask(method, target, headers);
        assert_eq!(reply.status, *status, "{method} {target} {headers:?}");
    }
    let refused = preview.ask("GET", "/events", &[("Origin", "http://example.org")]);
    assert_eq!(refused.status, 403, "no event goes to another page");
    let none = preview.send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assert_eq!(none.status, 403, "no host");
}

#[test]
fn no_address_leads_to_a_file() {
    let project = small_house();
    project.write("secret.txt", "SECRET");
    let preview = Preview::of(&project);
    let mut events = preview.listen("book=1");
    let proof = events.proof();
    let book = events.wait("book", |_| true);
    let page = book["book"].as_str().expect("a book").to_owned();
    let folder = page.rsplit_once('/').expect("a folder").0.to_owned();
    assert_eq!(preview.get(&page).status, 200);
    assert_eq!(preview.get(&pictures(&proof)[0]).status, 200);
    let root = project.root().display().to_string();
    let targets = [
        "/book/../../etc/passwd".to_owned(),
        "/../secret.txt".to_owned(),
        "/secret.txt".to_owned(),
        "/sources/house.yaml".to_owned(),
        "/%2e%2e/secret.txt".to_owned(),
        "/%2e%2e%2fsecret.txt".to_owned(),
        "//etc/passwd".to_owned(),
        "/etc/passwd".to_owned(),
        "/preview.js%00.css".to_owned(),
        "/picture/../../../../../etc/passwd".to_owned(),
        "/picture/..%2f..%2fsecret.txt.svg".to_owned(),
        "/picture/.svg".to_owned(),
        format!("{folder}/../../../secret.txt"),
        format!("{folder}/%2e%2e/%2e%2e/secret.txt"),
        format!("{folder}/..%5c..%5csecret.txt"),
        format!("{page}%00"),
        format!("{folder}//etc/passwd"),
        format!("{folder}/{root}/secret.txt"),
        format!("http://127.0.0.1:{}/", preview.port),
        "http://example.org/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "*".to_owned(),
    ];
    for target in targets {
        let reply = preview.get(&target);
        assert!(matches!(reply.status, 400 | 404), "{target}: {}", reply.status);
        let body = String::from_utf8_lossy(&reply.body);
        assert!(body.len() < 10 && !body.contains("root") && !body.contains("SECRET"), "{target}: {body}");
    }
}

#[test]
fn requests_out_of_order_do_no_harm() {
    let project = small_house();
    let preview = Preview::of(&project);
    let mut events = preview.listen("");
    events.proof();
    let host = format!("Host: 127.0.0.1:{}\r\n", preview.port);
    let long = format!("GET /{} HTTP/1.1\r\n{host}X: {}\r\n\r\n", "a".repeat(100_000), "b".repeat(1_000_000));
    let garbage: Vec<u8> = (0..2000u32).map(|at| (at * 7919 % 251) as u8).collect();
    let body = format!("POST / HTTP/1.1\r\n{host}Content-Length: 100000000000\r\n\r\nabc");
    let small = format!("POST / HTTP/1.1\r\n{host}Content-Length: 5000\r\n\r\nabc");
    let queries = format!("GET /passage?version=%ff&page=-1&x=NaN&y=inf&& HTTP/1.1\r\n{host}\r\n");
    let pieces: [&[u8]; 9] = [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        &garbage,
        long.as_bytes(),
        body.as_bytes(),
        small.as_bytes(),
        queries.as_bytes(),
    ];
    // Those that begin a request and never end it stay open all the while.
    let mut held = Vec::new();
    for _ in 0..8 {
        for piece in pieces {
            let mut stream = preview.connect();
            stream.write_all(piece).ok();
            held.push(stream);
        }
        let mut slow = preview.connect();
        slow.write_all(b"GET / HTTP/1.1\r\nHost: 1").expect("a beginning");
        held.push(slow);
    }
    assert_eq!(preview.get("/").status, 200);
    project.change("sources/note/fr.md", "vite", "lentement");
    let proof = events.proof();
    assert_eq!(proof["stale"], false);
}

#[test]
fn a_folder_that_is_no_house_a_note_that_is_not_there_and_a_port_that_is_taken() {
    let project = small_house();
    let empty = Project::copy_of("tests/house/sources");
    let run = empty.run(&["preview", "--no-browser"]).expect(2);
    assert!(run.stderr.contains("is within the house"), "{}", run.stderr);
    let run = project.run(&["preview", "--no-browser", "nowhere"]).expect(2);
    assert!(run.stderr.contains("there is no folder nowhere"), "{}", run.stderr);
    let run = project.run(&["preview", "--no-browser", "--note", "note2"]).expect(2);
    assert!(run.stderr.contains("did you mean 'note'?"), "{}", run.stderr);
    let preview = Preview::of(&project);
    let port = preview.port.to_string();
    let run = project.run(&["preview", "--no-browser", "--port", &port]).expect(2);
    assert!(run.stderr.contains(&format!("the port {port} cannot be opened")), "{}", run.stderr);
    assert_eq!(run.stdout, "", "no address is printed where nothing is served");
}

#[cfg(unix)]
#[test]
fn an_interruption_ends_it_at_once_and_nothing_is_left() {
    let project = small_house();
    let before = project.files("");
    let mut preview = Preview::of(&project);
    let mut events = preview.listen("book=1");
    events.wait("book", |_| true);
    let kill = Command::new("kill").args(["-INT", &preview.id().to_string()]).status().expect("kill runs");
    assert!(kill.success());
    let status = preview.program.wait().expect("an end");
    assert_ne!(status.code(), Some(1), "{status}");
    assert_eq!(project.files(""), before, "nothing was written");
}
