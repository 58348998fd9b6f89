//! The live page, as a browser meets it: the program runs, files change, requests and events go over a socket. Tests wait
//! for what is to come, never for a fixed time.

mod doors;
mod following;
mod strain;

use super::{Project, diptych, repository};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

/// How long is waited before a test fails.
const LONGEST: Duration = Duration::from_secs(60);

/// The program at work, until it is dropped.
pub struct Preview {
    program: Child,
    _stdout: BufReader<ChildStdout>,
    pub port: u16,
}

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Preview {
    pub fn of(project: &Project) -> Self {
        Self::at(project.root(), &[])
    }

    pub fn at(root: &Path, arguments: &[&str]) -> Self {
        let mut command = diptych();
        command.args(["preview", "--no-browser"]).args(arguments).arg(root);
        let mut program = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut stdout = BufReader::new(program.stdout.take().expect("what it prints"));
        let mut address = String::new();
        stdout.read_line(&mut address).expect("an address");
        let port = address.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix("/\n"));
        let port =
            port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("an address: '{address}'"));
        Self { program, _stdout: stdout, port }
    }

    pub fn id(&self) -> u32 {
        self.program.id()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(LONGEST)).expect("a limit");
        stream
    }

    /// What comes back for these very bytes, until the other side has said all.
    pub fn send(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        stream.write_all(request).expect("a request goes out");
        read_reply(&mut BufReader::new(stream))
    }

    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: 127.0.0.1:{}\r\n", self.port));
        }
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        self.send(format!("{request}\r\n").as_bytes())
    }

    pub fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &[])
    }

    pub fn listen(&self, query: &str) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /events?{query} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("a request goes out");
        let mut lines = BufReader::new(stream);
        let head = read_head(&mut lines);
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
        Events { lines }
    }

    /// The lines of the sources that stand on the pages of a proof.
    pub fn passages(&self, proof: &Value) -> Vec<Value> {
        let mut passages: Vec<Value> = Vec::new();
        let pages = proof["pages"].as_array().expect("pages");
        for (page, size) in pages.iter().enumerate() {
            let height = size["height"].as_f64().expect("a height");
            let width = size["width"].as_f64().expect("a width");
            let mut y = 20.0;
            while y < height {
                for x in [0.25, 0.75] {
                    let reply = self.get(&self.passage(proof, page + 1, x * width, y));
                    if reply.status == 200 {
                        let passage: Value = serde_json::from_slice(&reply.body).expect("JSON");
                        if passages.last() != Some(&passage) {
                            passages.push(passage);
                        }
                    }
                }
                y += 9.0;
            }
        }
        passages
    }

    pub fn passage(&self, proof: &Value, page: usize, x: f64, y: f64) -> String {
        let word = |key: &str| proof[key].as_str().expect("a word").to_owned();
        let (note, languages, medium) = (word("note"), word("languages"), word("medium"));
        let version = &proof["version"];
        format!(
            "/passage?note={note}&languages={languages}&medium={medium}&version={version}&page={page}&x={x}&y={y}"
        )
    }

    /// Whether a word stands in the lines of the sources that the pages show.
    pub fn shows(&self, proof: &Value, word: &str) -> bool {
        self.passages(proof).iter().any(|passage| passage["excerpt"].to_string().contains(word))
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.program.kill().ok();
        self.program.wait().ok();
    }
}

/// The events of one listener.
pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next event: its name and its data.
    pub fn next(&mut self) -> (String, Value) {
        let mut name = String::new();
        let mut beats = 0;
        loop {
            let mut line = String::new();
            let length = self.lines.read_line(&mut line).expect("an event in time");
            assert!(length > 0, "the events have ended");
            if let Some(word) = line.strip_prefix("event: ") {
                name = word.trim_end().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).expect("one line of JSON"));
            } else if line.starts_with(": still here") {
                // One each five seconds.
                beats += 1;
                assert!(beats < 12, "nothing but heartbeats");
            }
        }
    }

    /// The next event of a name that is as wanted.
    pub fn wait(&mut self, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let (own, data) = self.next();
            if own == name && wanted(&data) {
                return data;
            }
        }
    }

    pub fn proof(&mut self) -> Value {
        self.wait("proof", |_| true)
    }
}

pub fn read_head(lines: &mut impl BufRead) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let length = lines.read_line(&mut head).expect("a head in time");
        assert!(length > 0, "the head ends early: {head}");
    }
    head
}

fn read_reply(lines: &mut impl BufRead) -> Reply {
    let head = read_head(lines);
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let mut body = Vec::new();
    lines.read_to_end(&mut body).expect("a body in time");
    Reply { status, head, body }
}

/// A house with one small note, `note`.
pub fn small_house() -> Project {
    Project::copy_of("tests/house")
}

/// Adds another note, a copy of the first.
pub fn add_note(project: &Project, id: &str) {
    project.overlay_at(&format!("sources/{id}"), &repository().join("tests/house/sources/note"));
    project.change(&format!("sources/{id}/session.yaml"), "id: note", &format!("id: {id}"));
}

pub fn pictures(proof: &Value) -> Vec<String> {
    let pages = proof["pages"].as_array().expect("pages");
    pages.iter().map(|page| page["picture"].as_str().expect("a picture").to_owned()).collect()
}
