//! Addresses of the session and of the house: where they may lead, and what mail and telephone look like. Links in
//! the prose were `load`'s to judge.

use super::desk::Desk;
use crate::diagnostic::{Diagnostic, bare};
use crate::model::Text;

/// Which addresses a place takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of the web: `https:` or `http:`.
    Web,
    /// A mail address without `mailto:`.
    Mail,
    /// A telephone number.
    Telephone,
}

/// `link-scheme` and `bad-address`: an address that a reader could not follow, or should not.
pub fn check(desk: &mut Desk, address: &Text, kind: Kind, what: &str) {
    let word = address.plain();
    let sound = match kind {
        Kind::Web => is_web(&word),
        Kind::Mail => is_mail(&word),
        Kind::Telephone => is_telephone(&word),
    };
    if sound {
        return;
    }
    let bare = bare(&word);
    let hint = match kind {
        Kind::Web if bare != word && is_web(&bare) => format!("write it without quotation marks: {bare}"),
        Kind::Web if is_web(&format!("https://{word}")) && word.contains('.') && !word.contains(':') => {
            format!("did you mean 'https://{word}'?")
        }
        Kind::Web => "write an address that begins with https:// or http://".to_owned(),
        Kind::Mail => "write it like name@example.org".to_owned(),
        Kind::Telephone => "write it like +34 933 428 750".to_owned(),
    };
    let scheme = bare.split_once(':').map(|(scheme, _)| scheme).filter(|_| kind == Kind::Web);
    let (code, message) = match scheme {
        Some(scheme) if !["http", "https"].contains(&scheme) => {
            ("link-scheme", format!("{what} may not begin with '{scheme}:'"))
        }
        _ => ("bad-address", format!("{what} '{word}' is no address that can be followed")),
    };
    desk.push(Diagnostic::error(code, address.span().cloned(), message).hint(hint));
}

fn is_web(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric)) && !unprintable(address)
}

fn is_mail(address: &str) -> bool {
    let (name, host) = address.split_once('@').unwrap_or_default();
    !name.is_empty()
        && host.contains('.')
        && !host.contains('@')
        && !host.starts_with('.')
        && !unprintable(address)
}

fn is_telephone(number: &str) -> bool {
    number.chars().any(|sign| sign.is_ascii_digit())
        && number.chars().all(|sign| sign.is_ascii_digit() || "+-. ()/\u{a0}\u{202f}".contains(sign))
}

fn unprintable(address: &str) -> bool {
    address.chars().any(|sign| sign.is_whitespace() || sign.is_control() || "<>\"\\`".contains(sign))
}
