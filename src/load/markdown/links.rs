//! Link targets. In: a target as written. Out: the target as editions may use it, or why they may not.

use crate::model::Language;

/// What a link's target stands for.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// An address that every reader's device understands and that does nothing but open.
    Address(String),
    /// `lang:en`: the words are in another language.
    Language(Language),
}

/// Why a target is refused: the rule, what is wrong, the mend.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    pub message: String,
    pub hint: String,
}

fn refusal<T>(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, message: message.into(), hint: hint.into() })
}

/// Judges a target.
pub fn judge(target: &str) -> Result<Target, Refusal> {
    if target.is_empty() {
        return refusal(
            "bad-address",
            "this link leads nowhere",
            "write the address between the round brackets",
        );
    }
    let scheme = target.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    match scheme {
        Some((scheme, rest)) if is_scheme(&scheme) => match scheme.as_str() {
            "http" | "https" => web(target, rest),
            "mailto" => mail(target, rest),
            "tel" => telephone(target, rest),
            "lang" => match Language::new(rest) {
                Some(language) => Ok(Target::Language(language)),
                None => refusal(
                    "unknown-language",
                    format!("'{rest}' is no language code"),
                    "write two or three lower-case letters, such as (lang:en)",
                ),
            },
            _ => refusal(
                "link-scheme",
                format!("a link may not begin with '{scheme}:'"),
                "links begin with https:, http:, mailto: or tel:",
            ),
        },
        _ => relative(target),
    }
}

/// RFC 3986, 3.1.
fn is_scheme(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
}

fn relative(target: &str) -> Result<Target, Refusal> {
    let hint = if target.starts_with('#') {
        "name the section in words instead: links lead out of the document only".to_owned()
    } else if target.contains('@') && !target.contains('/') {
        format!("write mailto:{target}")
    } else if target.starts_with("www.") {
        format!("write https://{target}")
    } else if let Some(rest) = target.strip_prefix("//") {
        format!("write https://{rest}")
    } else {
        "write the whole address, beginning with https://".to_owned()
    };
    refusal("relative-link", format!("'{target}' is no whole address"), hint)
}

fn web(target: &str, rest: &str) -> Result<Target, Refusal> {
    let whole = rest.strip_prefix("//").unwrap_or_default();
    let authority = whole.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !host.ends_with(']') && !port.contains(']') => (host, port),
        _ => (authority, ""),
    };
    let name = |character: char| character.is_alphanumeric() || ".-".contains(character);
    let good = !host.is_empty()
        && !host.starts_with('.')
        && host.chars().all(name)
        && port.bytes().all(|byte| byte.is_ascii_digit());
    if authority.contains('@') {
        return refusal(
            "bad-address",
            "a name or password stands in this address",
            "leave out what stands before '@'",
        );
    }
    if !good {
        return refusal(
            "bad-address",
            format!("'{target}' is no whole address"),
            "write it as in https://example.org/page",
        );
    }
    clean(target)
}

fn mail(target: &str, rest: &str) -> Result<Target, Refusal> {
    let address = rest.split('?').next().unwrap_or_default();
    match address.split_once('@') {
        Some((name, host)) if !name.is_empty() && !host.is_empty() && !host.contains('@') => clean(target),
        _ => refusal(
            "bad-address",
            format!("'{rest}' is no e-mail address"),
            "write it as in mailto:name@example.org",
        ),
    }
}

fn telephone(target: &str, rest: &str) -> Result<Target, Refusal> {
    let digits = rest.strip_prefix('+').unwrap_or(rest);
    let good = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || b"-.()".contains(&byte));
    if good {
        clean(target)
    } else {
        refusal(
            "bad-address",
            format!("'{rest}' is no telephone number"),
            "write it as in tel:+34-933-428-750",
        )
    }
}

/// Signs that no address may hold (RFC 3986, 2 and RFC 3987, 2.2): a reader's device would cut the address there.
fn clean(target: &str) -> Result<Target, Refusal> {
    let bad = |character: char| {
        character.is_whitespace() || character.is_control() || "\"<>\\^`{|}".contains(character)
    };
    if let Some(sign) = target.chars().find(|character| bad(*character)) {
        let sign = if sign.is_whitespace() { "a space".to_owned() } else { format!("'{sign}'") };
        return refusal(
            "bad-address",
            format!("an address may not hold {sign}"),
            "copy the address again from the browser's address bar",
        );
    }
    let broken = target.match_indices('%').any(|(at, _)| {
        let digits = target.as_bytes().get(at + 1..at + 3).unwrap_or_default();
        digits.len() < 2 || !digits.iter().all(u8::is_ascii_hexdigit)
    });
    if broken {
        return refusal("bad-address", "a '%' stands alone in this address", "write %25 for the sign itself");
    }
    Ok(Target::Address(target.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_judged() {
        for target in [
            "https://www.un.org/en/common-agenda",
            "http://example.org:8080/a?b=c#d",
            "HTTPS://example.org",
            "https://fr.wikipedia.org/wiki/Numérique_(terme)",
            "mailto:name@example.org?subject=a%20b",
            "tel:+34-933-428-750",
        ] {
            assert_eq!(judge(target), Ok(Target::Address(target.to_owned())));
        }
        for (target, code) in [
            ("javascript:alert(1)", "link-scheme"),
            ("JavaScript:alert(1)", "link-scheme"),
            ("data:text/html,x", "link-scheme"),
            ("file:///etc/passwd", "link-scheme"),
            ("ftp://example.org", "link-scheme"),
            ("\u{1}javascript:x", "relative-link"),
            ("#context", "relative-link"),
            ("page.html", "relative-link"),
            ("//example.org", "relative-link"),
            ("www.uclg.org", "relative-link"),
            ("", "bad-address"),
            ("https:example.org", "bad-address"),
            ("https://", "bad-address"),
            ("https:///a", "bad-address"),
            ("https://user:word@example.org", "bad-address"),
            ("https://example.org/a b", "bad-address"),
            ("https://example.org/100%", "bad-address"),
            ("mailto:name", "bad-address"),
            ("tel:call me", "bad-address"),
            ("lang:EN", "unknown-language"),
        ] {
            assert_eq!(judge(target).err().map(|refusal| refusal.code), Some(code), "{target}");
        }
    }
}
