//! Runs within a paragraph: words, emphasis, links, foreign passages, footnotes, and pictures' descriptions.

use super::links::{Refusal, Target};
use super::{Reader, Within, links};
use crate::load::disk;
use crate::model::{BlockKind, Inline, Piece, Span, Text};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// How many marks may stand within one another.
const DEEPEST: usize = 8;

impl Reader<'_> {
    /// Reads the run that begins here, and looks in its words for signs that were meant as marks.
    pub(super) fn words(&mut self) -> Vec<Inline> {
        let inlines = self.run();
        self.find_strays(&inlines);
        inlines
    }

    /// Whether what comes next is part of a run.
    pub(super) fn at_words(&self) -> bool {
        match self.events.get(self.at) {
            Some((Event::Start(tag), _)) => matches!(
                tag,
                Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
            ),
            Some((event, _)) => matches!(
                event,
                Event::Text(_)
                    | Event::Code(_)
                    | Event::SoftBreak
                    | Event::HardBreak
                    | Event::FootnoteReference(_)
                    | Event::InlineHtml(_)
                    | Event::TaskListMarker(_)
            ),
            None => false,
        }
    }

    fn run(&mut self) -> Vec<Inline> {
        let mut run = Vec::new();
        self.marks += 1;
        if self.marks > DEEPEST + 1 && self.at_words() {
            let span = self.peek().map_or_else(|| Span::top(self.file), |(_, range)| self.span(&range));
            let message = format!("marks stand within one another more than {DEEPEST} deep");
            self.refuse("too-deep", span, message, "close the marks * and _ where their words end");
            while self.at_words() {
                self.skip();
            }
        }
        while self.at_words() {
            let Some((event, range)) = self.peek() else { break };
            let span = self.span(&range);
            self.advance();
            match event {
                Event::Text(text) => self.push_text(&mut run, &text, span),
                Event::SoftBreak => self.push_text(&mut run, " ", span),
                Event::HardBreak => run.push(Inline::Break),
                Event::Code(text) => {
                    let ticks = span.text().find(&*text).unwrap_or(0);
                    let inner = span.part(ticks..ticks + text.len());
                    let place = if inner.text() == &*text { inner } else { span };
                    run.push(Inline::Code(Text::new(text.to_string(), place)));
                }
                Event::FootnoteReference(label) => run.extend(self.footnote(&label, span)),
                Event::InlineHtml(_) => self.refuse_html(span),
                Event::TaskListMarker(_) => {
                    let hint = "delete the box; to print it, write \\[ ]";
                    self.refuse("unknown-block", span, "lists of tasks are not part of the form", hint);
                }
                Event::Start(Tag::Strong) => {
                    let content = self.run();
                    self.close(TagEnd::Strong);
                    run.push(Inline::Strong(content));
                }
                Event::Start(Tag::Emphasis) => {
                    let content = self.run();
                    self.close(TagEnd::Emphasis);
                    run.push(Inline::Emphasis(content));
                }
                Event::Start(Tag::Strikethrough) => {
                    run.extend(self.run());
                    self.close(TagEnd::Strikethrough);
                    let hint = "delete the words that no longer hold; to print the sign ~ itself, write \\~";
                    self.refuse("unknown-mark", span, "words struck out are not part of the form", hint);
                }
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    let content = self.run();
                    self.close(TagEnd::Link);
                    let address = match link_type {
                        LinkType::Email => format!("mailto:{dest_url}"),
                        _ => dest_url.to_string(),
                    };
                    let place = locate(&span, &dest_url, "](").unwrap_or_else(|| span.clone());
                    if !title.is_empty() {
                        let at = locate(&span, &title, "](").unwrap_or_else(|| span.clone());
                        let hint = "delete it, or write it in the text";
                        self.warn("link-title", at, "the title of a link is not printed", hint);
                    }
                    run.extend(self.link(&address, place, content, span));
                }
                Event::Start(Tag::Image { .. }) => {
                    self.at -= 1;
                    self.skip();
                    let hint = "put it in a paragraph of its own, with an empty line above and below";
                    self.refuse("image-in-text", span, "a picture stands within a line of text", hint);
                }
                _ => {}
            }
        }
        self.marks -= 1;
        run
    }

    /// Words that follow one another in the source become one piece, so that later rooms see whole words.
    fn push_text(&mut self, run: &mut Vec<Inline>, text: &str, span: Span) {
        let as_written = span.text() == text;
        if !as_written && let Some(control) = text.chars().find(|character| disk::is_control(*character)) {
            let message = format!("this stands for U+{:04X}, which is no text", control as u32);
            self.refuse("control-character", span.clone(), message, "delete it");
        }
        if let Some(Inline::Text(last)) = run.last_mut() {
            if as_written
                && let Some(piece) = last.pieces.last_mut()
                && let Some(before) = &mut piece.span
                && before.end == span.start
                && before.text() == piece.text
            {
                piece.text.push_str(text);
                before.end = span.end;
            } else {
                last.pieces.push(Piece { text: text.to_owned(), span: Some(span) });
            }
        } else {
            run.push(Inline::Text(Text::new(text, span)));
        }
    }

    fn link(&mut self, address: &str, place: Span, content: Vec<Inline>, span: Span) -> Vec<Inline> {
        if crate::model::plain(&content).trim().is_empty() {
            let hint = "write the words that lead there between the square brackets";
            self.refuse("empty-link", span, "this link has no words", hint);
        }
        match links::judge(address) {
            Ok(Target::Address(address)) => vec![Inline::Link { target: Text::new(address, place), content }],
            Ok(Target::Language(language)) => vec![Inline::Foreign { language, content }],
            Err(Refusal { code, message, hint }) => {
                self.refuse(code, place.clone(), message, hint);
                // It stays a link, so that the languages are not said to differ for the same slip.
                match code {
                    "unknown-language" => content,
                    _ => vec![Inline::Link { target: Text::new(address, place), content }],
                }
            }
        }
    }

    /// Reads a footnote at the place that refers to it.
    fn footnote(&mut self, label: &str, span: Span) -> Option<Inline> {
        match self.within {
            Within::Section => {}
            Within::Heading => {
                let hint =
                    "refer to the note in the text below: headings are repeated in the table of contents";
                self.refuse("misplaced-footnote", span.clone(), "a heading refers to a footnote", hint);
            }
            Within::Note => {
                let hint = "write what it says in this note, or in the text";
                self.refuse("misplaced-footnote", span.clone(), "a footnote refers to another", hint);
            }
        }
        let note = self.notes.get(label)?;
        let first = note.references.first().cloned();
        note.references.push(span.clone());
        let content = note.content;
        if let Some(first) = first {
            let message = format!("the footnote [^{label}] is referred to a second time");
            let hint = format!(
                "it belongs to line {}: write a note of its own for this place",
                first.line_column().0
            );
            self.refuse("repeated-footnote", span, message, hint);
            return None;
        }
        if self.within != Within::Section {
            return None;
        }
        let here = std::mem::replace(&mut self.at, content);
        self.within = Within::Note;
        let blocks = self.blocks_until(TagEnd::FootnoteDefinition);
        self.within = Within::Section;
        self.at = here;
        Some(Inline::Footnote(blocks))
    }

    /// Reads a picture that is a paragraph of its own.
    pub(super) fn figure(&mut self) -> BlockKind {
        let Some((Event::Start(Tag::Image { dest_url, title, .. }), range)) = self.peek() else {
            return BlockKind::Paragraph(Vec::new());
        };
        let span = self.span(&range);
        self.advance();
        let mut alternative = Text::default();
        flatten(self.run(), &mut alternative);
        self.close(TagEnd::Image);
        if alternative.plain().trim().is_empty() {
            let hint = format!("say what it shows to those who do not see it: ![…]({dest_url})");
            self.refuse("image-alt", span.clone(), "this picture has no description", hint);
        }
        let place = locate(&span, &dest_url, "](").unwrap_or_else(|| span.clone());
        let path = Text::new(dest_url.to_string(), place);
        self.pictures.push(path.clone());
        let caption = (!title.is_empty()).then(|| {
            let place = locate(&span, &title, &dest_url).unwrap_or_else(|| span.clone());
            Text::new(title.to_string(), place)
        });
        BlockKind::Figure { path, alternative, caption }
    }

    pub(super) fn refuse_misplaced_fence(&mut self, span: Span) {
        let message = "this fence is indented or within another block";
        self.refuse("misplaced-fence", span, message, "begin the fence in the first column");
    }
}

/// The place of words within a link or picture, after the mark that comes before them; none where the source writes
/// them otherwise.
fn locate(span: &Span, words: &str, after: &str) -> Option<Span> {
    let from = span.text().find(after).map_or(0, |at| at + after.len());
    let at = from + span.text().get(from..)?.find(words)?;
    Some(span.part(at..at + words.len()))
}

/// The words of a run without their dress, each with its place.
fn flatten(inlines: Vec<Inline>, into: &mut Text) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => into.push(text),
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Link { content, .. }
            | Inline::Foreign { content, .. } => flatten(content, into),
            Inline::Break => into.push(Text::supplied(" ")),
            Inline::Footnote(_) => {}
        }
    }
}
