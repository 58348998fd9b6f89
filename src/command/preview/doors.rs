//! The doors: who may come in. Any page in the browser can send requests to a port of this machine; only our own may look
//! at what is behind it.

use hyper::header::HeaderMap;
use hyper::{Method, Request, Uri};

/// Why a request is refused: its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The target is no path.
    Malformed = 400,
    /// It comes from elsewhere.
    Foreign = 403,
    Method = 405,
}

pub struct Doors {
    /// What the browser calls this server: our names for the machine itself, so that no other name that somebody has led here
    /// (DNS rebinding) is answered.
    hosts: [String; 2],
}

impl Doors {
    pub fn new(port: u16) -> Self {
        Self { hosts: ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}")) }
    }

    fn is_host(&self, value: &str) -> bool {
        let bare =
            |host: &String| host.strip_suffix(":80").is_some_and(|bare| bare.eq_ignore_ascii_case(value));
        self.hosts.iter().any(|host| host.eq_ignore_ascii_case(value) || bare(host))
    }

    /// Whether a request may come in.
    pub fn admit<B>(&self, request: &Request<B>) -> Result<(), Refusal> {
        self.examine(request.method(), request.uri(), request.headers())
    }

    fn examine(&self, method: &Method, target: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        // What is no text is nothing that may come in either.
        let all =
            |name: &str| headers.get_all(name).into_iter().map(|value| value.to_str().unwrap_or("\u{fffd}"));
        let is_one = |name: &str| all(name).count() == 1;
        if !is_one("Host") || !all("Host").all(|host| self.is_host(host)) {
            return Err(Refusal::Foreign);
        }
        let is_own = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.is_host(host));
        if !all("Origin").all(is_own) {
            return Err(Refusal::Foreign);
        }
        // A link elsewhere may lead to the page itself, and to nothing else (Fetch Metadata, W3C).
        let leads_here = target.path() == "/"
            && all("Sec-Fetch-Mode").eq(["navigate"])
            && all("Sec-Fetch-Dest").eq(["document"]);
        if !leads_here && !all("Sec-Fetch-Site").all(|site| matches!(site, "same-origin" | "none")) {
            return Err(Refusal::Foreign);
        }
        let path = target.path();
        if target.authority().is_some() || !path.starts_with('/') || path.starts_with("//") {
            return Err(Refusal::Malformed);
        }
        match method {
            &Method::GET | &Method::HEAD => Ok(()),
            _ => Err(Refusal::Method),
        }
    }
}
