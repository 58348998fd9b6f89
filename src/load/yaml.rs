//! YAML → the spanned tree. In: a source file. Out: a [`Node`], and findings on what the form leaves out.
//!
//! The house writes plain YAML: keys, lists and words. Tabs, anchors, tags, merge keys and several documents are
//! refused, for each of them makes a file say something else than its reader sees. What the parser itself refuses is
//! put into words in `slips`.

mod meant;

use super::{disk, slips};
use crate::diagnostic::Diagnostic;
use crate::model::{Entry, Node, NodeValue, SourceFile, Span};
use granit_parser::{Event, Options, Parser, ScalarStyle};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// How deep keys and lists may be nested; the deepest form of the house needs eight.
const DEPTH: usize = 32;

/// Reads a file. There is no tree if the file cannot be read to its end.
pub fn parse(file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Node> {
    if find_tabs(file, found) {
        return None;
    }
    let mut options = Options::default();
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    options.disallow_directives = true;
    options.block_nesting_limit = DEPTH;
    options.flow_nesting_limit = DEPTH;
    let mut events = Vec::new();
    let mut parser = Parser::new_from_str_with_options(&file.text, options);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => events.push((event, span.byte_range().unwrap_or_default())),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or_default();
                let starred = match events.last() {
                    Some((Event::Alias(_) | Event::UnresolvedAlias(_), range)) => {
                        let rest = file.text.get(range.end..at).unwrap_or("\n");
                        (!rest.contains('\n')).then(|| slips::starred(&Span::new(file, range.clone())))
                    }
                    _ => None,
                };
                found.push(starred.unwrap_or_else(|| slips::explain(file, error.kind(), at)));
                return None;
            }
        }
    }
    let mut builder = Builder { file, events: events.into_iter().peekable(), found };
    builder.document()
}

/// Tabs are refused wherever they stand: in one editor they are two columns wide and in the next eight.
fn find_tabs(file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> bool {
    let Some(at) = file.text.find('\t') else { return false };
    let lines = file.text.lines().filter(|line| line.contains('\t')).count();
    let before = file.text[..at].rsplit('\n').next().unwrap_or_default();
    let indents = before.trim().is_empty();
    let message = match lines {
        1 => "a tab stands here".to_owned(),
        2 => "a tab stands here, and in one other line".to_owned(),
        _ => format!("a tab stands here, and in {} other lines", lines - 1),
    };
    found.push(Diagnostic::error("yaml-tab", Span::new(file, at..at + 1), message).hint(match indents {
        true => "indent with spaces, two for each level; editors can replace all tabs at once",
        false => "write one space in place of it; editors can replace all tabs at once",
    }));
    true
}

type Events<'a> = std::iter::Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>;

struct Builder<'a> {
    file: &'a Arc<SourceFile>,
    events: Events<'a>,
    found: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn document(&mut self) -> Option<Node> {
        let mut tree = None;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::DocumentStart(..) if tree.is_some() => {
                    let message = "a second document begins here";
                    self.refuse(
                        "yaml-documents",
                        range,
                        message,
                        "delete the line '---' and all above or below it",
                    );
                    break;
                }
                Event::DocumentStart(..) => tree = self.node(None),
                _ => {}
            }
        }
        Some(tree.unwrap_or_else(|| Node { value: NodeValue::Empty, span: Span::top(self.file) }))
    }

    /// The next node; `key` is the place of its key, at which a missing value is shown.
    fn node(&mut self, key: Option<&Span>) -> Option<Node> {
        let (event, range) = self.events.next()?;
        self.refuse_properties(&event, &range);
        let node = match event {
            Event::Scalar(text, style, ..) => self.scalar(text.into_owned(), style, range, key),
            Event::SequenceStart(..) => self.sequence(range),
            Event::MappingStart(..) => self.mapping(range),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let span = self.span(range);
                self.found.push(slips::starred(&span));
                // As if it had been in quotes, so that the slip is told once.
                Node { value: NodeValue::Scalar { text: span.text().to_owned(), quoted: true }, span }
            }
            // Nothing else stands where a node is due.
            _ => return None,
        };
        Some(node)
    }

    fn refuse_properties(&mut self, event: &Event, range: &Range<usize>) {
        let tag = match event {
            Event::Scalar(_, _, _, tag)
            | Event::SequenceStart(_, _, tag)
            | Event::MappingStart(_, _, tag) => tag.as_ref(),
            _ => None,
        };
        if let Some(tag) = tag {
            // The parser gives the place of what follows the tag.
            let before = self.file.text.get(..range.start).unwrap_or_default();
            let start = before.rfind('!').map_or(range.start, |at| {
                before[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1)
            });
            let place = start..before.trim_end().len().max(start);
            let message = format!("the tag '{}' is not part of the form", tag.original());
            self.refuse(
                "yaml-tag",
                place,
                message,
                "write the value without it; if '!' belongs to the words, write them in double quotes",
            );
        }
        if let Some((Event::Anchor(_, name), range)) =
            self.events.next_if(|(event, _)| matches!(event, Event::Anchor(..)))
        {
            let message = format!("a value may not begin with '&', which names it for others: '&{name}'");
            let hint = "write the value in double quotes; in place of an entity of HTML, &eacute;, write the letter itself, é";
            self.refuse("yaml-alias", range, message, hint);
        }
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, range: Range<usize>, key: Option<&Span>) -> Node {
        let plain = style == ScalarStyle::Plain;
        if plain && range.is_empty() {
            let span = key.cloned().unwrap_or_else(|| self.span(range));
            return Node { value: NodeValue::Empty, span };
        }
        let trimmed = self.slice(&range).trim_end_matches([' ', '\t', '\r', '\n']).len();
        let span = self.span(range.start..range.start + trimmed);
        if plain && matches!(text.as_str(), "~" | "null" | "Null" | "NULL") {
            return Node { value: NodeValue::Empty, span };
        }
        if plain {
            self.look_after_plain(&span);
        }
        if let Some(control) = text.chars().find(|character| disk::is_control(*character)) {
            // As written it was an escape, or the file itself has been refused for it already.
            if !span.text().contains(control) {
                let message = format!("the escape for U+{:04X} stands for no text", control as u32);
                self.found.push(
                    Diagnostic::error("control-character", span.clone(), message).hint("delete the escape"),
                );
            }
        }
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let text = if block { text.trim_end_matches('\n').to_owned() } else { text };
        Node { value: NodeValue::Scalar { text, quoted: !plain }, span }
    }

    /// What YAML silently takes for something else: words after ` #`, and a list item that is indented too far.
    fn look_after_plain(&mut self, span: &Span) {
        let rest = self.file.text.get(span.end..).unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        let comment = rest.trim_start();
        if comment.starts_with('#') && comment[1..].starts_with(char::is_alphanumeric) {
            let start = span.end + (rest.len() - comment.len());
            let place = self.span(start..start + comment.trim_end().len());
            self.found.push(
                Diagnostic::warning(
                    "yaml-comment",
                    place,
                    "what follows ' #' is a comment and is not printed",
                )
                .hint(
                    "write the whole value in double quotes, or put a space after '#' if a comment is meant",
                ),
            );
        }
        let mut offset = 0;
        for (number, line) in span.text().split_inclusive('\n').enumerate() {
            let words = line.trim_start();
            if number > 0 && words.starts_with("- ") {
                let start = span.start + offset + (line.len() - words.len());
                let message = "this item is read as part of the line above";
                self.refuse(
                    "yaml-syntax",
                    start..start + words.trim_end().len(),
                    message,
                    "let the dashes of one list stand in the same column",
                );
            }
            offset += line.len();
        }
    }

    fn sequence(&mut self, range: Range<usize>) -> Node {
        let mut items = Vec::new();
        let mut end = range.end;
        loop {
            match self.events.peek() {
                Some((Event::SequenceEnd, last)) => {
                    end = end.max(flow_end(self.file, last));
                    self.events.next();
                    break;
                }
                _ => match self.node(None) {
                    Some(item) => {
                        end = end.max(item.span.end);
                        items.push(item);
                    }
                    None => break,
                },
            }
        }
        Node { value: NodeValue::Sequence(items), span: self.span(range.start..end) }
    }

    fn mapping(&mut self, range: Range<usize>) -> Node {
        let mut entries: Vec<Entry> = Vec::new();
        // Where each key stands; its line is counted only if it is needed.
        let mut keys: HashMap<String, Span> = HashMap::new();
        // The items of a list that was meant, whose hyphens were no hyphens.
        let mut items: Vec<Node> = Vec::new();
        let mut listed = false;
        let flow = self.slice(&range).starts_with('{');
        let mut end = range.end;
        loop {
            if let Some((Event::MappingEnd, last)) = self.events.peek() {
                end = end.max(flow_end(self.file, last));
                self.events.next();
                break;
            }
            let Some(mut key) = self.node(None) else { break };
            let Some(value) = self.node(Some(&key.span)) else { break };
            end = end.max(value.span.end).max(key.span.end);
            let NodeValue::Scalar { text: mut name, quoted } = key.value else {
                self.refuse(
                    "yaml-syntax",
                    key.span.start..key.span.end,
                    "a key must be a word",
                    "write 'key: value'",
                );
                continue;
            };
            if name == "<<" && !quoted {
                self.refuse(
                    "yaml-alias",
                    key.span.start..key.span.end,
                    "'<<' merges keys from elsewhere",
                    "write the keys out",
                );
                continue;
            }
            if matches!(value.value, NodeValue::Empty) && !quoted && self.refuse_valueless(&name, &key.span) {
                continue;
            }
            if flow
                && matches!(value.value, NodeValue::Empty)
                && let Some(before) = entries.last()
                && self.refuse_comma(before, &key.span)
            {
                continue;
            }
            if !flow
                && !quoted
                && let Some(mark) = self.refuse_bullet(&name, &key.span)
            {
                if !entries.is_empty() {
                    items.push(self.item(std::mem::take(&mut entries)));
                    keys.clear();
                }
                name = name.split_off(mark);
                key.span = key.span.part(mark..usize::MAX);
                listed = true;
            }
            if let Some(first) = keys.get(&name) {
                let line = first.line_column().0;
                let message = format!("the key '{name}' stands here a second time");
                let hint = match self.is_item(range.start) {
                    true => format!(
                        "it stands in line {line} already: keep one of the two, or begin a new item of the list with '- '"
                    ),
                    false => format!("it stands in line {line} already: keep one of the two"),
                };
                self.refuse("duplicate-key", key.span.start..key.span.end, message, hint);
                continue;
            }
            keys.insert(name.clone(), key.span.clone());
            entries.push(Entry { key: name, key_span: key.span, value });
        }
        let span = self.span(range.start..end);
        if !listed {
            return Node { value: NodeValue::Mapping(entries), span };
        }
        items.push(self.item(entries));
        Node { value: NodeValue::Sequence(items), span }
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.file.text.get(range.clone()).unwrap_or_default()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn refuse(
        &mut self,
        code: &'static str,
        range: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let span = self.span(range);
        self.found.push(Diagnostic::error(code, span, message).hint(hint));
    }
}

/// The end of a bracketed list or mapping; an indented one ends with its last value, not where the next key begins.
fn flow_end(file: &SourceFile, last: &Range<usize>) -> usize {
    if matches!(file.text.get(last.clone()), Some("]" | "}")) { last.end } else { 0 }
}

#[cfg(test)]
mod tests;
