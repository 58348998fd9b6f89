//! Replies and their headers.

use http_body_util::{Either, Full};
use hyper::body::{Body, Bytes, Frame};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::mpsc::Receiver;

/// What the page may do: show what comes from here, and run its own script.
const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// A drawing may do nothing, even where somebody opens it by itself.
const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";
/// A page of a book runs no script: what is in it comes from the sources.
const BOOK: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; media-src 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

/// The headers of every reply but those of its kind.
const ALWAYS: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
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
    body: Bytes,
}

/// A text that is sent as it stands, without a copy.
struct Drawn(Arc<str>);

impl AsRef<[u8]> for Drawn {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// What is sent: all at once, or as long as somebody has something to tell.
pub type Sent = Either<Full<Bytes>, Events>;

/// Events, as they come. The other end of it knows by itself when nobody listens any more.
pub struct Events(pub Receiver<Bytes>);

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(event))))
    }
}

impl Reply {
    pub fn page(media_type: &'static str, text: &'static str) -> Self {
        let body = Bytes::from_static(text.as_bytes());
        Self { status: 200, kind: Kind::Page, media_type, fixed: false, body }
    }

    pub fn drawing(drawing: Arc<str>) -> Self {
        let (media_type, body) = ("image/svg+xml", Bytes::from_owner(Drawn(drawing)));
        Self { status: 200, kind: Kind::Drawing, media_type, fixed: true, body }
    }

    pub fn book(media_type: &'static str, bytes: &[u8]) -> Self {
        let body = Bytes::copy_from_slice(bytes);
        Self { status: 200, kind: Kind::Book, media_type, fixed: true, body }
    }

    pub fn json(status: u16, text: String) -> Self {
        Self { status, kind: Kind::Drawing, media_type: "application/json", fixed: false, body: text.into() }
    }

    /// No more than a status.
    pub fn refusal(status: u16) -> Self {
        let body = format!("{status}\n").into();
        Self { status, kind: Kind::Drawing, media_type: "text/plain; charset=utf-8", fixed: false, body }
    }

    /// The whole of it.
    pub fn sent(self) -> Response<Sent> {
        let mut response = head(self.kind, self.media_type, self.fixed, Either::Left(Full::new(self.body)));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        if self.status == 405 {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }

    /// A reply that has no end.
    pub fn endless(events: Receiver<Bytes>) -> Response<Sent> {
        head(Kind::Drawing, "text/event-stream", false, Either::Right(Events(events)))
    }
}

fn head(kind: Kind, media_type: &'static str, fixed: bool, body: Sent) -> Response<Sent> {
    let policy = match kind {
        Kind::Page => PAGE,
        Kind::Drawing => DRAWING,
        Kind::Book => BOOK,
    };
    let cache = if fixed { "private, max-age=86400, immutable" } else { "no-store" };
    let own = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, cache),
    ];
    let mut response = Response::new(body);
    for (name, value) in ALWAYS.into_iter().chain(own) {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
