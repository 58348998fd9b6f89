//! Blocks of prose: paragraphs, headings, lists, quotes, tables, figures, and the refusal of all others.

use super::fences::Holds;
use super::{Reader, Within};
use crate::model::{Alignment, Block, BlockKind, Inline, Piece, Span, Text};
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

/// How many lists and quotes may stand within one another.
const DEEPEST: usize = 8;

impl<'a> Reader<'a> {
    /// Reads the block that begins here and goes past it. An empty paragraph stands in for a block that is refused, so
    /// that the languages are not said to differ for the same slip. Lines that are no block give none.
    pub(super) fn block(&mut self) -> Option<Block> {
        let (event, range) = self.peek()?;
        let span = self.block_span(&range);
        let kind = match event {
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) if self.depth >= DEEPEST => {
                self.skip();
                let first = span.text().lines().next().unwrap_or_default().len();
                let message = format!("lists and quotes stand within one another more than {DEEPEST} deep");
                let hint = "bring what stands here further out: no reader follows so many levels";
                self.refuse("too-deep", span.part(0..first), message, hint);
                BlockKind::Paragraph(Vec::new())
            }
            Event::Start(Tag::Paragraph) => {
                self.advance();
                let kind = match self.lone_picture() {
                    true => self.figure(),
                    false => BlockKind::Paragraph(self.words()),
                };
                self.close(TagEnd::Paragraph);
                kind
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let nested = self.depth_of(&range) > 0 || self.within == Within::Note || self.displayed;
                let content = self.heading();
                if nested {
                    let hint = match self.displayed {
                        true => "make it a paragraph; in a call-out, a first one in bold is the title",
                        false => {
                            "let headings stand at the beginning of a line, outside lists, quotes and notes"
                        }
                    };
                    self.refuse(
                        "nested-heading",
                        span.clone(),
                        "a heading stands within another block",
                        hint,
                    );
                    BlockKind::Paragraph(content)
                } else {
                    BlockKind::Heading { level: level as u8, content }
                }
            }
            Event::Start(Tag::List(start)) => self.list(start),
            Event::Start(Tag::BlockQuote(kind)) => {
                self.advance();
                let blocks = self.blocks_until(TagEnd::BlockQuote(kind));
                if kind.is_some() {
                    let first = span.text().lines().next().unwrap_or_default().len();
                    self.refuse_block(
                        span.part(0..first),
                        "boxes with [!…] marks",
                        "delete the mark: the passage becomes a quotation",
                    );
                }
                BlockKind::Quote(blocks)
            }
            Event::Start(Tag::Table(alignment)) => self.table(&alignment),
            Event::Start(Tag::CodeBlock(kind)) => {
                if matches!(kind, CodeBlockKind::Indented) {
                    self.warn(
                        "indented-code",
                        span.clone(),
                        "lines indented by four spaces or more are set as code",
                        "begin them in the first column, or put a line ``` above and below them if they are code",
                    );
                }
                if matches!(kind, CodeBlockKind::Fenced(_)) && !is_closed(&span) {
                    let hint = "write a line ``` where they end";
                    self.refuse(
                        "unclosed-fence",
                        super::strays::line_of(&span),
                        "lines of code begin here and do not end",
                        hint,
                    );
                }
                self.verbatim()
            }
            Event::Start(Tag::HtmlBlock) => {
                self.skip();
                self.refuse_html(span.clone());
                BlockKind::Paragraph(Vec::new())
            }
            Event::Start(Tag::DefinitionList) => {
                self.skip();
                if let Some(fence) = short_fence(&span) {
                    let kind = fence.text().trim_start_matches(':').trim();
                    let hint = format!("write '::: {kind}', and ':::' where it ends");
                    self.refuse("unknown-fence", fence.clone(), "a fence has three colons", hint);
                    return Some(Block { kind: BlockKind::Paragraph(Vec::new()), span });
                }
                match span.text().find(" :::") {
                    Some(at) => {
                        let line = span.text()[at + 1..].lines().next().unwrap_or_default().len();
                        self.refuse_misplaced_fence(span.part(at + 1..at + 1 + line));
                    }
                    None => {
                        let hint = "write a list, a table or a sentence; if a line begins with a colon by chance, join it to the line above";
                        self.refuse_block(span.clone(), "lists of definitions", hint);
                    }
                }
                BlockKind::Paragraph(Vec::new())
            }
            Event::Start(Tag::MetadataBlock(_)) => {
                self.skip();
                self.refuse_block(
                    span,
                    "heads of keys and values (---)",
                    "write the facts of the session in session.yaml",
                );
                return None;
            }
            Event::Rule => {
                self.advance();
                let fence = self.fences.iter().find(|fence| fence.open.start == range.start).cloned();
                if let Some(fence) = fence {
                    let span = self.span(&(fence.open.start..fence.close.end));
                    return match fence.holds {
                        Holds::Display(display) => self.display(display, &fence, span),
                        Holds::Cards => Some(Block { kind: BlockKind::Cards, span }),
                        Holds::Agenda => Some(Block { kind: BlockKind::Agenda, span }),
                    };
                }
                if !span.text().starts_with(":::") {
                    self.refuse_block(span, "dividing lines", "delete it, or begin a new section with ##");
                }
                return None;
            }
            // Words without a paragraph of their own, as in the items of a close-set list.
            _ if self.at_words() => {
                let content = self.words();
                let end = self.events.get(self.at.saturating_sub(1)).map_or(range.end, |(_, last)| last.end);
                return Some(Block {
                    kind: BlockKind::Paragraph(content),
                    span: self.block_span(&(range.start..end)),
                });
            }
            _ => {
                self.skip();
                return None;
            }
        };
        Some(Block { kind, span })
    }

    /// Reads blocks up to the end of what holds them, and goes past that.
    pub(super) fn blocks_until(&mut self, end: TagEnd) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.depth += 1;
        while let Some((event, _)) = self.peek() {
            match event {
                Event::End(tag) => {
                    self.advance();
                    if tag == end {
                        break;
                    }
                }
                // It is read where it is referred to.
                Event::Start(Tag::FootnoteDefinition(_)) => self.skip(),
                _ => blocks.extend(self.block()),
            }
        }
        self.depth -= 1;
        blocks
    }

    /// Reads a heading of any level and what may be wrong with its form.
    pub(super) fn heading(&mut self) -> Vec<Inline> {
        let Some((Event::Start(Tag::Heading { level, id, .. }), range)) = self.peek() else {
            return Vec::new();
        };
        let span = self.block_span(&range);
        self.advance();
        let start = self.at;
        let outside = std::mem::replace(&mut self.within, Within::Heading);
        let content = self.words();
        self.within = outside;
        let words_end = if self.at == start { range.start } else { self.events[self.at - 1].1.end };
        self.close(TagEnd::Heading(level));
        if crate::model::plain(&content).trim().is_empty() {
            let hint = "write its words after the sign, or delete the line";
            self.refuse("empty-heading", span.clone(), "this heading has no words", hint);
        }
        self.judge_brackets(&span, words_end, level as usize, id.as_deref());
        content
    }

    /// What stands in brackets after a heading's words is never printed: it must be an id, and one that is used.
    fn judge_brackets(&mut self, heading: &Span, words_end: usize, level: usize, id: Option<&str>) {
        let from = words_end.saturating_sub(heading.start);
        let rest = heading.text().get(from..).unwrap_or_default().lines().next().unwrap_or_default();
        let Some(open) = rest.find('{') else { return };
        let brackets = rest[open..].trim_end_matches([' ', '#']);
        let inner = brackets.trim_matches(['{', '}']).trim();
        if level == 2 && id.is_some_and(|id| inner.strip_prefix('#') == Some(id)) {
            return;
        }
        let place = heading.part(from + open..from + open + brackets.len());
        if level == 2 {
            let id = super::slugs::kebab(inner);
            let hint = format!(
                "write an id as in {{#{id}}}; if the brackets belong to the words, write \\{{ and \\}}"
            );
            self.refuse("section-id", place, "these brackets hold no id", hint);
        } else {
            let hint = "delete the brackets; if they belong to the words, write \\{ and \\}";
            self.refuse("section-id", place, "only the headings of sections (##) have ids", hint);
        }
    }

    fn list(&mut self, start: Option<u64>) -> BlockKind {
        self.advance();
        let mut items = Vec::new();
        while let Some((event, range)) = self.peek() {
            match event {
                Event::Start(Tag::Item) => {
                    self.advance();
                    let mut blocks = self.blocks_until(TagEnd::Item);
                    if blocks.is_empty() {
                        let span = self.block_span(&range);
                        self.refuse(
                            "empty-item",
                            span.clone(),
                            "this item of a list is empty",
                            "write its words, or delete it",
                        );
                        blocks.push(Block { kind: BlockKind::Paragraph(Vec::new()), span });
                    }
                    items.push(blocks);
                }
                Event::End(TagEnd::List(_)) => {
                    self.advance();
                    break;
                }
                _ => self.skip(),
            }
        }
        BlockKind::List { start, items }
    }

    fn table(&mut self, alignment: &[pulldown_cmark::Alignment]) -> BlockKind {
        self.advance();
        let mut header = Vec::new();
        let mut rows = Vec::new();
        while let Some((event, range)) = self.peek() {
            match event {
                Event::Start(Tag::TableHead) => header = self.row(TagEnd::TableHead),
                Event::Start(Tag::TableRow) => {
                    rows.push(self.row(TagEnd::TableRow));
                    self.find_lost_cells(&range, header.len());
                }
                Event::End(TagEnd::Table) => {
                    self.advance();
                    break;
                }
                _ => self.skip(),
            }
        }
        let alignment = alignment
            .iter()
            .map(|side| match side {
                pulldown_cmark::Alignment::None | pulldown_cmark::Alignment::Left => Alignment::Start,
                pulldown_cmark::Alignment::Center => Alignment::Center,
                pulldown_cmark::Alignment::Right => Alignment::End,
            })
            .collect();
        BlockKind::Table { alignment, header, rows }
    }

    /// `table-cells`: Markdown drops silently what stands in a row beyond the last column (GFM, 4.10).
    fn find_lost_cells(&mut self, row: &std::ops::Range<usize>, columns: usize) {
        let read = self.events[..self.at].iter().rev();
        let last = read
            .take_while(|(_, range)| range.start >= row.start)
            .find(|(event, _)| matches!(event, Event::End(TagEnd::TableCell)));
        let Some(end) = last.map(|(_, range)| range.end).filter(|end| *end <= row.end) else { return };
        let rest = self.span(&(end..row.end));
        let rest = rest.part(0..rest.text().lines().next().unwrap_or_default().trim_end().len());
        let lost = rest.text().trim_start_matches(['|', ' ', '\t']);
        let words = lost.trim_end_matches(['|', ' ', '\t']);
        if !words.is_empty() {
            let from = rest.text().len() - lost.len();
            let place = rest.part(from..from + words.len());
            let columns = if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") };
            self.refuse(
                "table-cells",
                place,
                format!("the table has {columns}: these words would be left out"),
                "write \\| for a bar that belongs to the words, or give the head of the table another column",
            );
        }
    }

    fn row(&mut self, end: TagEnd) -> Vec<Vec<Inline>> {
        self.advance();
        let mut cells = Vec::new();
        while let Some((event, _)) = self.peek() {
            match event {
                Event::Start(Tag::TableCell) => {
                    self.advance();
                    cells.push(self.words());
                    self.close(TagEnd::TableCell);
                }
                Event::End(tag) => {
                    self.advance();
                    if tag == end {
                        break;
                    }
                }
                _ => self.skip(),
            }
        }
        cells
    }

    fn verbatim(&mut self) -> BlockKind {
        self.advance();
        let mut text = Text::default();
        while let Some((event, range)) = self.peek() {
            self.advance();
            match event {
                Event::Text(line) => {
                    text.pieces.push(Piece { text: line.to_string(), span: Some(self.span(&range)) });
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        if let Some(last) = text.pieces.last_mut() {
            let length = last.text.trim_end_matches(['\n', '\r']).len();
            last.span = last.span_of(0..length);
            last.text.truncate(length);
        }
        BlockKind::Verbatim(text)
    }

    /// Whether the paragraph that begins here holds a picture and nothing else.
    fn lone_picture(&mut self) -> bool {
        let start = self.at;
        let picture = matches!(self.peek(), Some((Event::Start(Tag::Image { .. }), _)));
        if picture {
            self.skip();
        }
        let alone = picture && matches!(self.peek(), Some((Event::End(TagEnd::Paragraph), _)));
        self.at = start;
        alone
    }

    /// In how many lists and quotes the place lies.
    fn depth_of(&self, range: &std::ops::Range<usize>) -> usize {
        self.events[..self.at]
            .iter()
            .filter(|(event, around)| {
                matches!(event, Event::Start(Tag::Item | Tag::BlockQuote(_))) && around.contains(&range.start)
            })
            .count()
    }

    fn refuse_block(&mut self, span: Span, what: &str, hint: &str) {
        self.refuse("unknown-block", span, format!("{what} are not part of the form"), hint);
    }
}

/// Whether lines of code end with a line of the signs they began with.
fn is_closed(code: &Span) -> bool {
    let sign = if code.text().starts_with('~') { '~' } else { '`' };
    let last = code.text().lines().next_back().unwrap_or_default().trim();
    code.text().contains('\n') && last.len() >= 3 && last.chars().all(|mark| mark == sign)
}

/// A line ":: agenda", which Markdown takes for a definition.
fn short_fence(list: &Span) -> Option<Span> {
    let at = list.text().match_indices("::").map(|(at, _)| at).find(|at| {
        let (before, rest) = list.text().split_at(*at);
        (before.is_empty() || before.ends_with('\n')) && !rest.starts_with(":::")
    })?;
    Some(super::strays::line_of(&list.part(at..list.text().len())))
}
