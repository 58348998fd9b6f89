//! The doors: who may come in. Any page in the browser can send requests to a port of this machine; only our own may look
//! at what is behind it.

use tiny_http::{Header, Method, Request};

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
    pub fn admit(&self, request: &Request) -> Result<(), Refusal> {
        self.examine(request.method(), request.url(), request.headers())
    }

    fn examine(&self, method: &Method, target: &str, headers: &[Header]) -> Result<(), Refusal> {
        let all = |name: &'static str| {
            let own = move |header: &&Header| header.field.as_str().as_str().eq_ignore_ascii_case(name);
            headers.iter().filter(own).map(|header| header.value.as_str())
        };
        let is_one = |name: &'static str| all(name).count() == 1;
        if !is_one("Host") || !all("Host").all(|host| self.is_host(host)) {
            return Err(Refusal::Foreign);
        }
        let is_own = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.is_host(host));
        if !all("Origin").all(is_own) {
            return Err(Refusal::Foreign);
        }
        // A link elsewhere may lead to the page itself, and to nothing else (Fetch Metadata, W3C).
        let leads_here = target.split('?').next() == Some("/")
            && all("Sec-Fetch-Mode").eq(["navigate"])
            && all("Sec-Fetch-Dest").eq(["document"]);
        if !leads_here && !all("Sec-Fetch-Site").all(|site| matches!(site, "same-origin" | "none")) {
            return Err(Refusal::Foreign);
        }
        if !target.starts_with('/') || target.starts_with("//") {
            return Err(Refusal::Malformed);
        }
        match method {
            Method::Get | Method::Head => Ok(()),
            _ => Err(Refusal::Method),
        }
    }
}
