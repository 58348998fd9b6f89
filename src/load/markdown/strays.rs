//! Signs that were meant as marks and would be printed as they stand.

use super::{Reader, Within, headings, openers};
use crate::diagnostic::is_bullet;
use crate::model::letters::{is_letter, is_letter_or_figure};
use crate::model::{Inline, Piece, Span};
use std::sync::Arc;

/// Letters that PDFs hold in one sign (Unicode, Alphabetic Presentation Forms): no search finds them.
const LIGATURES: [(char, &str); 6] =
    [('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬆ', "st")];

impl Reader<'_> {
    /// Looks through the words of a run.
    pub(super) fn find_strays(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => text.pieces.iter().for_each(|piece| self.find_strays_in(piece)),
                Inline::Strong(content)
                | Inline::Emphasis(content)
                | Inline::Link { content, .. }
                | Inline::Foreign { content, .. } => self.find_strays(content),
                Inline::Code(_) | Inline::Footnote(_) | Inline::Break => {}
            }
        }
    }

    fn find_strays_in(&mut self, piece: &Piece) {
        let Some(span) = piece.span.clone().filter(|span| span.text() == piece.text) else { return };
        let text = piece.text.as_str();
        let file = Arc::clone(&span.file);
        let before = file.text.get(..span.start).unwrap_or_default();
        let escaped = |at: usize| at == 0 && before.ends_with('\\');
        for (at, _) in text.match_indices("[^").filter(|(at, _)| !escaped(*at)) {
            let Some(end) = text[at..].find(']') else { continue };
            let label = &text[at..at + end + 1];
            let hint = format!("write the note on a line of its own: {label}: …");
            let message = format!("there is no footnote {label}");
            self.refuse("undefined-footnote", span.part(at..at + label.len()), message, hint);
        }
        if !escaped(0) {
            self.find_broken_links(text, &span);
            self.find_numbered_note(text, &span);
        }
        for sign in ["**", "__"] {
            if let Some(at) = text.find(sign) {
                let message = format!("the signs {sign} are printed as they stand");
                let hint = format!(
                    "write {sign}words{sign} without spaces within, and close what is opened; to print the signs, write \\{}\\{}",
                    &sign[..1],
                    &sign[..1]
                );
                self.warn("stray-mark", span.part(at..at + 2), message, hint);
            }
        }
        let from = usize::from(escaped(0));
        for at in openers::find(&span).into_iter().filter(|at| *at >= from) {
            let (message, hint) = openers::tell(file.text.get(span.start + at..).unwrap_or_default());
            self.warn("stray-mark", span.part(at..at + 1), message, hint);
        }
        self.find_ligature(text, &span);
        if text.starts_with(":::") && !escaped(0) {
            self.refuse_misplaced_fence(span.part(0..text.len()));
        }
        let line = before.rsplit('\n').next().unwrap_or_default();
        if self.within != Within::Heading && line.trim_matches([' ', '>']).is_empty() && !escaped(0) {
            self.find_stray_beginning(text, &span);
        }
    }

    /// `broken-link`: brackets that Markdown does not read as a link.
    fn find_broken_links(&mut self, text: &str, span: &Span) {
        const MESSAGE: &str = "this link is not whole, and would be printed as it stands";
        for (at, _) in text.match_indices("](") {
            let address = &text[at + 2..];
            let end = address.find(')').unwrap_or(address.len());
            let inner = &address[..end];
            let start = text[..at].rfind('[').unwrap_or(at);
            let place = span.part(start..(at + 2 + end + 1).min(text.len()));
            let hint = if end == address.len() {
                "write [words](https://…), and close the round bracket: )".to_owned()
            } else if inner.contains(' ') {
                format!("write each space as %20: ({})", inner.trim().replace(' ', "%20"))
            } else {
                "write [words](https://…), the address without spaces and both brackets closed".to_owned()
            };
            self.refuse("broken-link", place, MESSAGE, hint);
        }
        // "[words] (https://…)" and "(words)[https://…]".
        for (open, joint, close, gap) in [('[', "] (", ')', true), ('(', ")[", ']', false)] {
            for (at, _) in text.match_indices(joint) {
                let address = &text[at + joint.len()..];
                let Some(end) = address.find(close).filter(|_| is_address(address)) else { continue };
                let Some(start) = text[..at].rfind(open) else { continue };
                let written = format!("write [{}]({})", &text[start + 1..at], &address[..end]);
                let hint = match gap {
                    true => format!("{written}, without a space between the brackets"),
                    false => {
                        format!("{written}: square brackets round the words, round ones round the address")
                    }
                };
                self.refuse("broken-link", span.part(start..at + joint.len() + end + 1), MESSAGE, hint);
            }
        }
    }

    /// "[1]", as word processors copy a note, where a line begins with the note's words.
    fn find_numbered_note(&mut self, text: &str, span: &Span) {
        for (at, _) in text.match_indices('[').filter(|(at, _)| *at > 0) {
            let label: String = text[at + 1..].chars().take_while(char::is_ascii_digit).collect();
            let whole = format!("[{label}]");
            let noted = format!("\n{whole} ");
            if !label.is_empty() && text[at..].starts_with(&whole) && span.file.text.contains(&noted) {
                let hint = format!("write [^{label}] here, and [^{label}]: before the words of the note");
                let message = format!("{whole} is no reference to a footnote, but looks like one");
                self.warn("stray-mark", span.part(at..at + whole.len()), message, hint);
            }
        }
    }

    /// `ligature`.
    fn find_ligature(&mut self, text: &str, span: &Span) {
        let sign = |word: &str| LIGATURES.iter().any(|(sign, _)| word.contains(*sign));
        if !sign(text) {
            return;
        }
        let mut start = 0;
        for word in text.split_inclusive(|sign: char| !is_letter_or_figure(sign)) {
            let letters = word.trim_end_matches(|sign: char| !is_letter_or_figure(sign));
            if sign(letters) {
                let apart = LIGATURES
                    .iter()
                    .fold(letters.to_owned(), |word, (sign, letters)| word.replace(*sign, letters));
                let message = format!(
                    "two letters of “{letters}” are one sign, as PDFs have it, and no search finds the word"
                );
                self.warn(
                    "ligature",
                    span.part(start..start + letters.len()),
                    message,
                    format!("write “{apart}”"),
                );
            }
            start += word.len();
        }
    }

    /// Lines that were meant as headings, items of a list or rows of a table.
    fn find_stray_beginning(&mut self, text: &str, span: &Span) {
        let letter = |rest: &str| rest.starts_with(is_letter);
        if let Some((message, hint)) = headings::meant(line_of(span).text()) {
            self.refuse("mistyped-heading", line_of(span), message, hint);
            return;
        }
        // What the line above began with has been told there.
        let Some(first) = text.chars().next() else { return };
        let (above, below) = neighbours(span);
        let again = |line: &str| line.trim_start().starts_with(first);
        if first == '|' && text.trim_end().ends_with('|') {
            if !again(above) {
                let columns = text.trim().trim_matches('|').split('|').count();
                let hint = format!("write a line {}| under the first row", "|---".repeat(columns));
                self.warn(
                    "stray-mark",
                    line_of(span),
                    "this line is no row of a table, but looks like one",
                    hint,
                );
            }
            return;
        }
        if text.contains('\t') && below.contains('\t') && !above.contains('\t') {
            let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            let hint = format!(
                "write a table with bars: | {} |, and under it a line {}|",
                cells.join(" | "),
                "|---".repeat(cells.len())
            );
            self.warn(
                "stray-mark",
                line_of(span),
                "tabs part these words, as in a table of a spreadsheet",
                hint,
            );
            return;
        }
        let dashed = "–—".contains(first) && text[first.len_utf8()..].starts_with(' ');
        let bullet = is_bullet(first) && !"–—*".contains(first) || dashed && (again(below) || again(above));
        // A lone star opens an emphasis.
        let starred = first != '*' || again(above) || again(below);
        let dash = starred && text.strip_prefix(['-', '*', '+']).is_some_and(letter);
        let figures =
            text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
        let numbered = figures > 0 && text[figures..].strip_prefix(['.', ')']).is_some_and(letter);
        if (bullet || dash) && again(above)
            || numbered && above.starts_with(|sign: char| sign.is_ascii_digit())
        {
            return;
        }
        if bullet || dash || numbered {
            let end = if numbered { figures + 1 } else { first.len_utf8() };
            let hint = match numbered {
                true => "begin each item of a list with '1. ', with a space after the sign",
                false => "begin each item of a list with '- ', a hyphen and a space",
            };
            self.warn(
                "stray-mark",
                span.part(0..end),
                "this line is no item of a list, but looks like one",
                hint,
            );
        }
    }
}

/// The line in which a place begins, from there to its end.
pub(super) fn line_of(span: &Span) -> Span {
    let rest = span.file.text.get(span.start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default().trim_end();
    Span::new(&span.file, span.start..span.start + line.len())
}

/// The lines above and below the one in which a place begins.
pub(super) fn neighbours(span: &Span) -> (&str, &str) {
    let text = &span.file.text;
    let before = text.get(..span.start).unwrap_or_default();
    let above = before.rsplit('\n').nth(1).unwrap_or_default();
    let below = text.get(span.start..).unwrap_or_default().split('\n').nth(1).unwrap_or_default();
    (above, below)
}

fn is_address(words: &str) -> bool {
    ["http:", "https:", "mailto:", "www."].iter().any(|start| words.starts_with(start))
}
