//! `bad-doi`: the digital object identifier has a prefix and a suffix (ISO 26324; DOI Handbook, section 2.2), as it is printed
//! as an address.

use crate::diagnostic::Diagnostic;
use crate::model::Text;

pub fn check(doi: &Text) -> Option<Diagnostic> {
    let word = doi.plain();
    if is_doi(&word) {
        return None;
    }
    // Copied with what stands before it: https://doi.org/10.1000/182, doi:10.1000/182.
    let bare = word.find("10.").and_then(|at| word.get(at..)).filter(|bare| is_doi(bare));
    let hint = match bare {
        Some(bare) => format!("write it alone: {bare}"),
        None => {
            "write it as 10., figures, a slash and what your registry gave it, such as 10.1000/182".to_owned()
        }
    };
    Some(Diagnostic::error("bad-doi", doi.span().cloned(), format!("'{word}' is no DOI")).hint(hint))
}

/// `10.`, four to nine figures, perhaps divided by full stops, and a suffix of signs that an address may hold.
fn is_doi(word: &str) -> bool {
    let Some((prefix, suffix)) = word.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let parts: Vec<&str> = prefix.split('.').collect();
    (4..=9).contains(&parts[0].len())
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        && !suffix.is_empty()
        && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._;()/:".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_has_a_prefix_and_a_suffix() {
        for sound in ["10.1000/182", "10.1000.10/123456", "10.1016/j.iheduc.2008.03.001", "10.1002/(SICI)1-2"]
        {
            assert!(is_doi(sound), "{sound}");
        }
        for wrong in [
            "10.1000",
            "10.1000/",
            "11.1000/182",
            "10.abc/1",
            "doi:10.1000/182",
            "10.1000/a b",
            "10.12/1",
            "",
        ] {
            assert!(!is_doi(wrong), "{wrong}");
        }
    }
}
