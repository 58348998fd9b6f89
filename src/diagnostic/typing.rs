//! What was meant by a word that is not known: a slip of the fingers, or what a word processor has made of it.

/// The known name that was meant by a mistyped one, for "did you mean": at most a third of its letters differ, capitals and
/// what a word processor adds left aside.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let bare = bare(typed).to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&bare, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= name.chars().count().max(3) / 3)
        .min()
        .map(|(_, name)| name)
}

/// The mend of a word that is not known, if it is near to one that is.
pub fn mend<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = nearest(typed, known)?;
    let alike = bare(typed) == near;
    Some(if alike && typed.chars().any(is_unseen) {
        format!("an invisible character stands in it: type the word anew, '{near}'")
    } else if alike && typed.contains(is_quote) {
        format!("write it without quotation marks: {near}")
    } else {
        format!("did you mean '{near}'?")
    })
}

/// A word without quotation marks around it, a comma after it, and what nobody sees in it.
pub fn bare(word: &str) -> String {
    let seen: String = word.chars().filter(|sign| !is_unseen(*sign)).collect();
    let around = |sign: char| is_quote(sign) || sign.is_whitespace();
    seen.trim_matches(around).trim_end_matches([',', ';', '.']).trim_matches(around).to_owned()
}

/// Quotation marks as word processors set them, and straight ones.
pub fn is_quote(sign: char) -> bool {
    "\"'“”„‟‘’‚«»‹›".contains(sign)
}

/// Signs that nobody sees, or sees as plain spaces: soft hyphens, joiners and marks of direction; no-break and other spaces.
pub fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
        || is_odd_space(sign)
}

/// Spaces that are not the space bar's: no-break, thin, ideographic.
pub fn is_odd_space(sign: char) -> bool {
    sign.is_whitespace() && !sign.is_ascii_whitespace()
}

/// Signs that stand where a list has its hyphen.
pub fn is_bullet(sign: char) -> bool {
    "–—―−‐‑•‣▪●◦○·■□➢✓*".contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_again() {
        let known = ["kind", "when", "where", "session", "ana-silva"];
        for (typed, mended) in [
            ("kindd", "did you mean 'kind'?"),
            ("WHEN", "did you mean 'when'?"),
            ("“session”", "write it without quotation marks: session"),
            ("session,", "did you mean 'session'?"),
            ("kind\u{A0}", "an invisible character stands in it: type the word anew, 'kind'"),
            ("ana-\u{200B}silva", "an invisible character stands in it: type the word anew, 'ana-silva'"),
        ] {
            assert_eq!(mend(typed, known).as_deref(), Some(mended), "{typed}");
        }
        for typed in ["colour", "quand", ""] {
            assert_eq!(mend(typed, known), None, "{typed}");
        }
    }
}
