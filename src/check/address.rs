//! Addresses: where links may lead, and what mail and telephone look like.

use super::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::Text;

/// Which addresses a place takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of the web: `https:` or `http:`.
    Web,
    /// What a link in the prose may lead to: a page, a mail address, a telephone.
    Link,
    /// A mail address without `mailto:`.
    Mail,
    /// A telephone number.
    Telephone,
}

/// `bad-address`: an address that a reader could not follow, or should not.
pub fn check(desk: &mut Desk, address: &Text, kind: Kind, what: &str) {
    let word = address.plain();
    let sound = match kind {
        Kind::Web => is_web(&word),
        Kind::Link => {
            is_web(&word)
                || word.strip_prefix("mailto:").is_some_and(is_mail)
                || word.strip_prefix("tel:").is_some_and(is_telephone)
        }
        Kind::Mail => is_mail(&word),
        Kind::Telephone => is_telephone(&word),
    };
    if sound {
        return;
    }
    let hint = match kind {
        Kind::Web | Kind::Link
            if is_web(&format!("https://{word}")) && word.contains('.') && !word.contains(':') =>
        {
            format!("did you mean 'https://{word}'?")
        }
        Kind::Web => "write an address that begins with https:// or http://".to_owned(),
        Kind::Link => "write an address that begins with https://, http://, mailto: or tel:".to_owned(),
        Kind::Mail => "write it like name@example.org".to_owned(),
        Kind::Telephone => "write it like +34 933 428 750".to_owned(),
    };
    let message = format!("{what} '{word}' is no address that can be followed");
    desk.push(Diagnostic::error("bad-address", address.span().cloned(), message).hint(hint));
}

fn is_web(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric)) && !unprintable(address)
}

fn is_mail(address: &str) -> bool {
    // A subject may follow a question mark: mailto:name@example.org?subject=…
    let address = address.split('?').next().unwrap_or_default();
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
