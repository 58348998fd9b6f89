//! Whether a stylesheet can stand in a book: its brackets and comments close, so that no rule of it swallows those that
//! follow, and it names no file. A book fetches nothing, and a house's stylesheet has no files beside it.

use std::ops::Range;

/// What is wrong in a stylesheet: the place, a sentence, the mend.
pub type Fault = (Range<usize>, String, &'static str);

/// All that is wrong in a stylesheet.
pub fn faults(css: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    while let Some(sign) = css.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &css[at..];
        let mut length = sign.len_utf8();
        match sign {
            '/' if rest.starts_with("/*") => match rest[2..].find("*/") {
                Some(end) => length = end + 4,
                None => {
                    let hint = "close it with */";
                    faults.push((at..at + 2, "this comment is not closed".to_owned(), hint));
                    return faults;
                }
            },
            '"' | '\'' => match string_length(rest, sign) {
                Some(end) => length = end,
                None => {
                    let line = rest.lines().next().map_or(1, str::len);
                    let message = "these quotation marks are not closed".to_owned();
                    faults.push((at..at + line, message, "close them in the same line"));
                    length = line;
                }
            },
            '{' | '(' | '[' => open.push((at, sign)),
            '}' | ')' | ']' => {
                if open.last().is_some_and(|(_, opened)| closing(*opened) == sign) {
                    open.pop();
                } else {
                    let message = format!("this '{sign}' closes nothing");
                    faults.push((at..at + length, message, "remove it, or open what it closes"));
                }
            }
            '@' if starts_with(rest, "@import") => {
                let end = rest.find([';', '\n']).unwrap_or(rest.len());
                let hint = "put the .css file itself into templates/brand/: all files there are read";
                faults.push((at..at + end, "a book fetches no stylesheet".to_owned(), hint));
                length = end;
            }
            'u' | 'U' if starts_with(rest, "url(") && !within_word(css, at) => {
                let end = rest.find(')').map_or(rest.len(), |end| end + 1);
                let address = rest.get(4..end.saturating_sub(1)).unwrap_or_default().trim();
                if !starts_with(address.trim_start_matches(['"', '\'']), "data:") {
                    let hint = "draw it in CSS, or write it into the file as url(\"data:…\")";
                    faults.push((at..at + end, "a book fetches no file for its looks".to_owned(), hint));
                }
                length = end;
            }
            _ => {}
        }
        at += length;
    }
    let unclosed = open.iter().map(|(at, sign)| {
        let (message, hint) =
            (format!("this '{sign}' is not closed"), "close it, or the rules after it are lost");
        (*at..at + 1, message, hint)
    });
    faults.extend(unclosed);
    faults
}

/// The length of the string that a text begins with; a string ends in its own line (CSS Syntax 3, 4.3.5).
fn string_length(text: &str, quote: char) -> Option<usize> {
    let mut signs = text.char_indices().skip(1);
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' => drop(signs.next()),
            '\n' => return None,
            _ if sign == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn closing(sign: char) -> char {
    match sign {
        '{' => '}',
        '(' => ')',
        _ => ']',
    }
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn within_word(css: &str, at: usize) -> bool {
    css[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '-' || sign == '_')
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn what_a_book_cannot_hold_is_found_in_its_place() {
        for (css, expected) in [
            ("p { color: red; } /* { */ a::after { content: \"}\" }", &[][..]),
            ("p { background: url( 'data:image/png;base64,AA') } .my-url(x) {}", &[]),
            ("q { content: '\\'}' }", &[]),
            ("@import url(http://a/b.css);\np {}", &["@import url(http://a/b.css)"]),
            ("@IMPORT 'b.css'", &["@IMPORT 'b.css'"]),
            ("p { background: URL(https://a/b.png) }", &["URL(https://a/b.png)"]),
            ("p { src: url(b.png), url(\"../c\") }", &["url(b.png)", "url(\"../c\")"]),
            ("p { a: b", &["{"]),
            ("p { a: (b }", &["}", "{", "("]),
            ("p } q {}", &["}"]),
            ("/* a", &["/*"]),
            ("p { content: \"a\n}", &["\"a"]),
        ] {
            let found: Vec<&str> = faults(css).into_iter().map(|(range, ..)| &css[range]).collect();
            assert_eq!(found, expected, "{css}");
        }
    }
}
