//! The server: requests in, replies out of the board. It never reads the disk.

use super::bell::Bell;
use super::board::Board;
use super::choice::{Choice, Wish};
use super::doors::Doors;
use super::listener::Listener;
use super::reply::{Reply, endless};
use super::sweeper::Sweeper;
use super::words;
use diptych::crew;
use diptych::model::Medium;
use percent_encoding::percent_decode_str;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;
use tiny_http::{Method, Request, Response, Server, StatusCode};

const INDEX: &str = include_str!("page/index.html");
const STYLE: &str = include_str!("page/preview.css");
const SCRIPT: &str = include_str!("page/preview.js");
const ICON: &str = include_str!("page/preview.svg");

/// How many requests are answered at once, beside those that listen.
const HANDS: usize = 4;

/// How many may listen at once: more than any browser has tabs open.
const LISTENERS: usize = 256;

/// How long a body may be, in bytes, that is there with the head of its request; and one that is read at all.
const SHORT_BODY: usize = 1024;
const LONGEST_BODY: usize = 8 << 20;

/// How long is waited for the other side to take what is sent.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether requests are still answered, how many looks in vain mean that they are not, and how long a
/// look takes then.
const PROBE: Duration = Duration::from_secs(1);
const UNANSWERED: usize = 2;
const ANSWERED: Duration = Duration::from_secs(3);

/// What all requests are answered from.
#[derive(Clone)]
pub struct Counter {
    pub board: Arc<Board>,
    pub bell: Arc<Bell>,
    port: u16,
    doors: Arc<Doors>,
    sweeper: Sweeper,
}

/// Opens a port for this machine alone; 0 leaves the choice of it to the system.
pub fn open(port: u16) -> io::Result<TcpListener> {
    settle(TcpListener::bind((Ipv4Addr::LOCALHOST, port))?)
}

/// What is set on the port holds for all that come to it: small pieces are sent at once (without Nagle's wait for more), and
/// none is waited for without an end.
#[cfg(unix)]
fn settle(listener: TcpListener) -> io::Result<TcpListener> {
    use std::os::fd::OwnedFd;
    let stream = TcpStream::from(OwnedFd::from(listener));
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(TcpListener::from(OwnedFd::from(stream)))
}

#[cfg(not(unix))]
fn settle(listener: TcpListener) -> io::Result<TcpListener> {
    Ok(listener)
}

impl Counter {
    pub fn new(port: u16, board: Arc<Board>, bell: Arc<Bell>) -> Self {
        Self { board, bell, port, doors: Arc::new(Doors::new(port)), sweeper: Sweeper::start(port) }
    }

    /// Answers requests until the port cannot be used any more.
    ///
    /// # Errors
    /// Why that is so.
    pub fn serve(&self, listener: &TcpListener) -> Result<(), String> {
        let said = |error: &dyn std::fmt::Display| format!("the port fails: {error}");
        loop {
            let own = listener.try_clone().map_err(|error| said(&error))?;
            let server = Arc::new(Server::from_listener(own, None).map_err(|error| said(&error))?);
            let (tell, told) = channel();
            for _ in 0..HANDS {
                let (counter, server, tell) = (self.clone(), Arc::clone(&server), tell.clone());
                let answer = move || {
                    loop {
                        match server.recv() {
                            Ok(request) => counter.answer_whatever(request),
                            Err(error) => drop(tell.send(error)),
                        }
                    }
                };
                thread::Builder::new().stack_size(crew::STACK).spawn(answer).map_err(|error| said(&error))?;
            }
            self.guard(&told);
            // Whoever is connected is answered as before; others come in by the same port.
            thread::sleep(PROBE);
        }
    }

    /// Returns when nobody new is let in any more: when the system has no room for one more connection, tiny_http gives up, with
    /// a word or without one.
    fn guard(&self, told: &Receiver<io::Error>) {
        let mut unanswered = 0;
        while unanswered < UNANSWERED && matches!(told.recv_timeout(PROBE), Err(RecvTimeoutError::Timeout)) {
            unanswered = match self.probe() {
                Ok(()) => 0,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    unanswered + 1
                }
                Err(_) => unanswered,
            };
        }
    }

    /// Asks what a browser asks.
    fn probe(&self) -> io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(ANSWERED))?;
        let request =
            format!("HEAD / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port);
        stream.write_all(request.as_bytes())?;
        stream.read_exact(&mut [0; 1])
    }

    /// A mistake in an answer ends no more than the answer.
    fn answer_whatever(&self, request: Request) {
        self.sweeper.request();
        if let Some(length) = request.body_length().filter(|length| *length > SHORT_BODY) {
            let status = self.doors.admit(&request).map_or_else(|refusal| refusal as u16, |()| 400);
            return refuse_body(request, length, status);
        }
        catch_unwind(AssertUnwindSafe(|| self.answer(request))).ok();
    }

    fn answer(&self, request: Request) {
        if let Err(refusal) = self.doors.admit(&request) {
            return Reply::refusal(refusal as u16).send(request);
        }
        let target = request.url().to_owned();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let query = Query(query);
        match path {
            "/events" if *request.method() == Method::Get => return self.listen(request, &query),
            _ => {}
        }
        let reply = match path {
            "/" => Some(Reply::page("text/html; charset=utf-8", INDEX)),
            "/preview.css" => Some(Reply::page("text/css; charset=utf-8", STYLE)),
            "/preview.js" => Some(Reply::page("text/javascript; charset=utf-8", SCRIPT)),
            "/preview.svg" => Some(Reply::page("image/svg+xml", ICON)),
            "/events" => Some(Reply::page("text/event-stream", "")),
            "/passage" => Some(self.passage(&query)),
            _ => self.stored(path),
        };
        reply.unwrap_or_else(|| Reply::refusal(404)).send(request);
    }

    /// What has a digest in its address.
    fn stored(&self, path: &str) -> Option<Reply> {
        if let Some(name) = path.strip_prefix("/picture/") {
            return self.board.picture(name.strip_suffix(".svg")?).map(Reply::drawing);
        }
        let (digest, name) = path.strip_prefix("/book/")?.split_once('/')?;
        let name = percent_decode_str(name).decode_utf8().ok()?;
        let book = self.board.book(digest)?;
        book.file(&name).map(|(bytes, media_type)| Reply::book(media_type, bytes))
    }

    fn passage(&self, query: &Query) -> Reply {
        let found = self.find(query).map(|passage| passage.to_string());
        match found {
            Some(passage) => Reply::json(200, passage),
            None => Reply::json(404, "{}".to_owned()),
        }
    }

    fn find(&self, query: &Query) -> Option<serde_json::Value> {
        let medium = query.get("medium")?;
        let choice = Choice {
            note: query.get("note")?,
            languages: query.get("languages")?,
            medium: [Medium::Screen, Medium::Print].into_iter().find(|own| own.as_str() == medium)?,
        };
        let proof = self.board.proof(&choice, query.get("version")?.parse().ok()?)?;
        let number = |name| query.get(name)?.parse::<f64>().ok();
        let region = proof.at(query.get("page")?.parse().ok()?, number("x")?, number("y")?);
        region.map(words::passage)
    }

    fn listen(&self, request: Request, query: &Query) {
        if self.board.listeners() >= LISTENERS {
            return Reply::refusal(503).send(request);
        }
        let wish =
            Wish { note: query.get("note"), languages: query.get("languages"), medium: query.get("medium") };
        let reads = query.get("book").as_deref() == Some("1");
        let listener = Listener { board: Arc::clone(&self.board), bell: Arc::clone(&self.bell), wish, reads };
        let attend = move || {
            let mut stream = request.into_writer();
            if stream.write_all(endless().as_bytes()).and_then(|()| stream.flush()).is_ok() {
                listener.attend(stream);
            }
        };
        thread::Builder::new().name("listener".to_owned()).spawn(attend).ok();
    }
}

/// Nothing here takes a body, but tiny_http reads it to its end before a connection goes on: on a thread of its own, as
/// whoever sends it may take his time.
fn refuse_body(request: Request, length: usize, status: u16) {
    let response = Response::new_empty(StatusCode(status));
    if length > LONGEST_BODY {
        // It would ask for so much memory. What is forgotten, the other side has to close.
        std::mem::forget(request.upgrade("none", response));
        return;
    }
    thread::Builder::new().spawn(move || request.respond(response).ok()).ok();
}

/// The part of a target behind the question mark.
struct Query<'a>(&'a str);

impl Query<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let mut pairs = self.0.split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.find(|(key, _)| *key == name)?.1.replace('+', " ");
        percent_decode_str(&value)
            .decode_utf8()
            .ok()
            .map(|value| value.into_owned())
            .filter(|value| !value.is_empty())
    }
}
