//! Replies and their headers.

use std::io::Cursor;
use std::sync::Arc;
use tiny_http::{Header, Request, Response};

/// What the page may do: show what comes from here, and run its own script.
const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// A drawing may do nothing, even where somebody opens it by itself.
const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";
/// A page of a book runs no script: what is in it comes from the sources.
const BOOK: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

/// The headers of every reply but those of its kind.
const ALWAYS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
];

/// What may be done with a reply.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Page,
    Drawing,
    Book,
}

pub struct Reply {
    status: u16,
    kind: Kind,
    media_type: &'static str,
    /// Whether the address names these very bytes.
    fixed: bool,
    body: Body,
}

enum Body {
    Text(Arc<str>),
    Bytes(Vec<u8>),
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Reply {
    pub fn page(media_type: &'static str, text: &str) -> Self {
        Self { status: 200, kind: Kind::Page, media_type, fixed: false, body: Body::Text(text.into()) }
    }

    pub fn drawing(drawing: Arc<str>) -> Self {
        let media_type = "image/svg+xml";
        Self { status: 200, kind: Kind::Drawing, media_type, fixed: true, body: Body::Text(drawing) }
    }

    pub fn book(media_type: &'static str, bytes: &[u8]) -> Self {
        Self { status: 200, kind: Kind::Book, media_type, fixed: true, body: Body::Bytes(bytes.to_owned()) }
    }

    pub fn json(status: u16, text: String) -> Self {
        let body = Body::Text(text.into());
        Self { status, kind: Kind::Drawing, media_type: "application/json", fixed: false, body }
    }

    /// No more than a status.
    pub fn refusal(status: u16) -> Self {
        let body = Body::Text(format!("{status}\n").into());
        Self { status, kind: Kind::Drawing, media_type: "text/plain; charset=utf-8", fixed: false, body }
    }

    /// Sends it; whoever does not wait for it misses it.
    pub fn send(self, request: Request) {
        let length = self.body.as_ref().len();
        let headers = headers(self.kind, self.media_type, self.fixed);
        let mut headers: Vec<Header> =
            headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok()).collect();
        headers.extend((self.status == 405).then(|| Header::from_bytes("Allow", "GET, HEAD").ok()).flatten());
        let response = Response::new(self.status.into(), headers, Cursor::new(self.body), Some(length), None);
        // In one piece, whatever its length.
        request.respond(response.with_chunked_threshold(usize::MAX)).ok();
    }
}

fn headers(kind: Kind, media_type: &'static str, fixed: bool) -> Vec<(&'static str, &'static str)> {
    let policy = match kind {
        Kind::Page => PAGE,
        Kind::Drawing => DRAWING,
        Kind::Book => BOOK,
    };
    let cache = if fixed { "private, max-age=86400, immutable" } else { "no-store" };
    let own = [("Content-Type", media_type), ("Content-Security-Policy", policy), ("Cache-Control", cache)];
    ALWAYS.into_iter().chain(own).collect()
}

/// The head of a reply that has no end: the events.
pub fn endless() -> String {
    let headers = headers(Kind::Drawing, "text/event-stream", false);
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 200 OK\r\n{lines}\r\n")
}
