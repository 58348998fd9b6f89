//! The server: requests in, replies out of the board. It never reads the disk.

use super::bell::Bell;
use super::board::Board;
use super::choice::{Choice, Wish};
use super::doors::Doors;
use super::listener::Listener;
use super::reply::{Reply, Sent};
use super::words;
use diptych::model::Medium;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc::channel;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;

const INDEX: &str = include_str!("page/index.html");
const STYLE: &str = include_str!("page/preview.css");
const SCRIPTS: [(&str, &str); 6] = [
    ("/preview.js", include_str!("page/preview.js")),
    ("/pages.js", include_str!("page/pages.js")),
    ("/passages.js", include_str!("page/passages.js")),
    ("/findings.js", include_str!("page/findings.js")),
    ("/bar.js", include_str!("page/bar.js")),
    ("/book.js", include_str!("page/book.js")),
];
const ICON: &str = include_str!("page/preview.svg");

/// How many may listen at once: more than any browser has tabs open.
const LISTENERS: usize = 256;

/// How many connections there may be at once: fewer than the files that a system lets a program have open.
const CONNECTIONS: usize = 512;

/// How long the head of a request may take, and how many bytes.
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_HEAD: usize = 64 << 10;

/// How long a value of a query may be, in bytes: longer than any id.
const LONGEST_VALUE: usize = 256;

/// How long nobody is let in when the system has no room for one more.
const PAUSE: Duration = Duration::from_millis(200);

/// What all requests are answered from.
#[derive(Clone)]
pub struct Counter {
    pub board: Arc<Board>,
    pub bell: Arc<Bell>,
    doors: Arc<Doors>,
    seats: Arc<Semaphore>,
}

/// Opens a port for this machine alone; 0 leaves the choice of it to the system.
pub fn open(port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

impl Counter {
    pub fn new(port: u16, board: Arc<Board>, bell: Arc<Bell>) -> Self {
        let (doors, seats) = (Arc::new(Doors::new(port)), Arc::new(Semaphore::new(LISTENERS)));
        Self { board, bell, doors, seats }
    }

    /// Answers requests for ever, on this thread: nothing takes long, as all answers lie ready.
    ///
    /// # Errors
    /// Why the port cannot be used.
    pub fn serve(&self, listener: TcpListener) -> io::Result<Infallible> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let room = Arc::new(Semaphore::new(CONNECTIONS));
            loop {
                let place = Arc::clone(&room).acquire_owned().await.map_err(io::Error::other)?;
                match listener.accept().await {
                    Ok((stream, _)) => drop(tokio::spawn(self.clone().attend(stream, place))),
                    Err(_) => sleep(PAUSE).await,
                }
            }
        })
    }

    /// Answers what comes by one connection. A mistake in an answer ends no more than that.
    async fn attend(self, stream: tokio::net::TcpStream, _place: OwnedSemaphorePermit) {
        // Small pieces are sent at once, without Nagle's wait for more.
        stream.set_nodelay(true).ok();
        let answer = service_fn(|request| {
            let reply = self.answer(&request);
            async { Ok::<_, Infallible>(reply) }
        });
        let mut protocol = http1::Builder::new();
        protocol
            .title_case_headers(true)
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_buf_size(LONGEST_HEAD);
        // Whoever goes away misses the rest.
        protocol.serve_connection(TokioIo::new(stream), answer).await.ok();
    }

    fn answer(&self, request: &Request<Incoming>) -> Response<Sent> {
        if let Err(refusal) = self.doors.admit(request) {
            return Reply::refusal(refusal as u16).sent();
        }
        let path = request.uri().path();
        let query = Query(request.uri().query().unwrap_or_default());
        if path == "/events" && request.method() == Method::GET {
            return self.listen(&query);
        }
        let reply = match path {
            "/" => Some(Reply::page("text/html; charset=utf-8", INDEX)),
            "/preview.css" => Some(Reply::page("text/css; charset=utf-8", STYLE)),
            "/preview.svg" => Some(Reply::page("image/svg+xml", ICON)),
            "/events" => Some(Reply::page("text/event-stream", "")),
            "/passage" => Some(self.passage(&query)),
            _ => script(path).or_else(|| self.stored(path)),
        };
        reply.unwrap_or_else(|| Reply::refusal(404)).sent()
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
        match self.find(query) {
            Some(Some(passage)) => Reply::json(200, passage.to_string()),
            // Nothing stands there, which is no mistake.
            Some(None) => Reply::json(204, String::new()),
            None => Reply::json(404, "{}".to_owned()),
        }
    }

    /// The passage at a point, if one stands there; `None` where the point is on no page that is kept.
    fn find(&self, query: &Query) -> Option<Option<serde_json::Value>> {
        let medium = query.get("medium")?;
        let choice = Choice {
            note: query.get("note")?,
            languages: query.get("languages")?,
            medium: [Medium::Screen, Medium::Print].into_iter().find(|own| own.as_str() == medium)?,
        };
        let proof = self.board.proof(&choice, query.get("version")?.parse().ok()?)?;
        let number = |name| query.get(name)?.parse::<f64>().ok();
        let region = proof.at(query.get("page")?.parse().ok()?, number("x")?, number("y")?);
        Some(region.map(|region| words::passage(&proof, region)))
    }

    fn listen(&self, query: &Query) -> Response<Sent> {
        let Ok(seat) = Arc::clone(&self.seats).try_acquire_owned() else {
            return Reply::refusal(503).sent();
        };
        let wish =
            Wish { note: query.get("note"), languages: query.get("languages"), medium: query.get("medium") };
        let reads = query.get("book").as_deref() == Some("1");
        let listener = Listener { board: Arc::clone(&self.board), bell: Arc::clone(&self.bell), wish, reads };
        let (tell, told) = channel(1);
        let attend = move || {
            listener.attend(&tell);
            drop(seat);
        };
        thread::Builder::new().name("listener".to_owned()).spawn(attend).ok();
        Reply::endless(told)
    }
}

fn script(path: &str) -> Option<Reply> {
    let (_, text) = SCRIPTS.iter().find(|(own, _)| *own == path)?;
    Some(Reply::page("text/javascript; charset=utf-8", text))
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
            .filter(|value| !value.is_empty() && value.len() <= LONGEST_VALUE)
    }
}
