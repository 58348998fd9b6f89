//! `mistyped-heading`: lines that were meant as headings and that Markdown takes for paragraphs. Whoever finds the section missing
//! in the other language is told here why. In: a line of a paragraph. Out: what is wrong with it, and its mend.

use crate::model::letters::is_letter_or_figure;

/// What is wrong with a line that was meant as a heading, and how it is written.
pub fn meant(line: &str) -> Option<(&'static str, String)> {
    let bare = line.trim_start_matches('#');
    let hashes = line.len() - bare.len();
    let words = bare.trim();
    let bears_id = has_id(words);
    // "#ODD" and "# 1" are words; with an id they are none.
    let signed = hashes > 1 && !bare.starts_with(' ') && words.starts_with(is_beginning);
    if !(signed || bears_id) {
        return None;
    }
    let level = if bears_id { 2 } else { hashes.min(6) };
    let written = format!("write '{} {}'", "#".repeat(level), words.trim_matches(['*', '_']));
    Some(match hashes {
        0 => (
            "this line bears an id and is no heading",
            format!("{written}; to print the brackets, write \\{{"),
        ),
        _ if bare.starts_with(char::is_whitespace) => (
            "no plain space stands after the signs of this heading",
            format!("{written}, with a space as the bar types it; to print the signs, write \\#"),
        ),
        _ => (
            "a heading begins with a space after its signs",
            format!("{written}, with a space after the signs; to print them, write \\#"),
        ),
    })
}

/// Whether words end as a section's heading does: "… {#context}".
fn has_id(words: &str) -> bool {
    let id = words.strip_suffix('}').and_then(|words| words.rsplit_once("{#"));
    id.is_some_and(|(before, id)| {
        !id.is_empty() && !before.is_empty() && !before.ends_with('\\') && !id.contains([' ', '{', '}'])
    })
}

fn is_beginning(sign: char) -> bool {
    is_letter_or_figure(sign) || "«“‘\"'*_¿¡(".contains(sign)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn lines_that_were_meant_as_headings_are_found() {
        for (line, mend) in [
            ("##Context {#context}", "write '## Context {#context}', "),
            ("##\u{a0}Context {#context}", "write '## Context {#context}', "),
            ("###Why", "write '### Why', "),
            ("##« Why »", "write '## « Why »', "),
            ("#Context {#context}", "write '## Context {#context}', "),
            ("Context {#context}", "write '## Context {#context}'; "),
            ("#######Why", "write '###### Why', "),
        ] {
            let (_, hint) = meant(line).unwrap_or_else(|| panic!("{line} is not found"));
            assert!(hint.starts_with(mend), "{line}: {hint}");
        }
        for line in
            ["#ODD", "#1", "##", "## ", "{#context}", "a {b}", "a \\{#b}", "a {#b c}", "a # b", "##}", ""]
        {
            assert_eq!(meant(line), None, "{line}");
        }
    }
}
