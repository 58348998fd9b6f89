//! Tags of HTML, which are refused: what is written in their place.

use super::Reader;
use crate::model::Span;

impl Reader<'_> {
    pub(super) fn refuse_html(&mut self, span: Span) {
        let written = span.text();
        // The mend of the opening tag is the mend of the closing one.
        let closes = written.starts_with("</");
        if closes && self.found.last().is_some_and(|last| last.code == "raw-html") {
            return;
        }
        let name: String = written
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        let (message, hint) = match name.as_str() {
            "" if written.starts_with("<!--") => {
                ("a comment of HTML stands here", "delete it: prose has no comments")
            }
            "br" => ("HTML stands here", "end the line with a backslash instead"),
            "b" | "strong" => ("HTML stands here", "write **words** instead"),
            "i" | "em" => ("HTML stands here", "write *words* instead"),
            "a" => ("HTML stands here", "write [words](https://…) instead"),
            "img" => ("HTML stands here", "write ![what it shows](images/…) on a line of its own instead"),
            "u" | "ins" => (
                "HTML stands here",
                "write **words** or *words* instead: readers take underlined words for links",
            ),
            "p" | "div" | "center" | "font" | "section" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "li" => {
                ("HTML stands here", "write the words without the tags, in the signs of Markdown")
            }
            "sup" => ("HTML stands here", "write [^1] for a note, or the raised letters as plain ones"),
            "span" | "i18n" => ("HTML stands here", "write [words](lang:en) for words in another language"),
            "table" => ("HTML stands here", "write the table with bars: | a | b |"),
            _ => ("HTML stands here", "write it in Markdown; to print the sign itself, write \\<"),
        };
        let first = written.lines().next().unwrap_or_default().len();
        self.refuse("raw-html", span.part(0..first), message, hint);
    }
}
