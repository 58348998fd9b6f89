//! Signs that look like those of YAML and are others, as word processors and web pages put them. In: a line that cannot be
//! read, or a key. Out: the sign's place and the mend.

use super::slips::Slip;
use crate::diagnostic::{is_bullet, is_odd_space, is_unseen};
use std::ops::Range;

/// Looks for a sign that keeps a line from being read.
pub fn in_line(text: &str, line: &Range<usize>) -> Option<Slip> {
    let words = text.get(line.clone())?;
    let indent = words.len() - words.trim_start_matches([' ', '\r']).len();
    let odd = words[indent..].len() - words[indent..].trim_start_matches(is_unseen).len();
    let place = |range: Range<usize>| line.start + range.start..line.start + range.end;
    if odd > 0 && words[indent..indent + odd].contains(is_odd_space) {
        let message = "this line is indented with no-break spaces, which only look like spaces";
        let hint = "delete them, and indent with the space bar, two spaces a level";
        return Some(Slip::new(place(indent..indent + odd), message, hint));
    }
    let content = &words[indent..];
    let first = content.chars().next()?;
    if is_bullet(first) && content[first.len_utf8()..].starts_with([' ', '\u{A0}', '\t']) {
        return Some(bullet(place(indent..indent + first.len_utf8()), first));
    }
    let key = content.trim_start_matches("- ");
    let start = words.len() - key.len();
    let length = key.find(|sign: char| !(sign.is_alphanumeric() || "-_".contains(sign)))?;
    let (name, rest) = key.split_at(length);
    let mut signs = rest.chars();
    let sign = signs.next().filter(|_| !name.is_empty())?;
    if "：﹕∶꞉".contains(sign) {
        let message = format!("the colon after the key is another sign, '{sign}'");
        let hint =
            format!("write '{name}: {}', with the colon of the keyboard and a space", signs.as_str().trim());
        let at = start + length;
        return Some(Slip::new(place(at..at + sign.len_utf8()), message, hint));
    }
    let after = signs.next().filter(|after| sign == ':' && is_unseen(*after))?;
    let at = start + length + 1;
    let message = "after the colon stands a no-break space, which only looks like a space";
    Some(Slip::new(place(at..at + after.len_utf8()), message, "delete it, and press the space bar"))
}

/// A list whose items begin with another sign than the hyphen.
pub fn bullet(place: Range<usize>, sign: char) -> Slip {
    let message = format!("an item of a list begins with a hyphen, not with '{sign}'");
    Slip::new(place, message, "write '- ', the hyphen of the keyboard and a space")
}
