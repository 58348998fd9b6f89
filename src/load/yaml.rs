//! YAML → the spanned tree. In: a source file. Out: a [`Node`], and findings on what the form leaves out.
//!
//! The house writes plain YAML: keys, lists and words. Tabs, anchors, tags, merge keys and several documents are
//! refused, for each of them makes a file say something else than its reader sees. What the parser itself refuses is
//! put into words in `slips`.

use super::{disk, lookalikes, slips};
use crate::diagnostic::{Diagnostic, is_bullet, is_odd_space};
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

    /// The entries of one item of a list.
    fn item(&self, entries: Vec<Entry>) -> Node {
        let start = entries.first().map_or(0, |entry| entry.key_span.start);
        let end = entries.last().map_or(start, |entry| entry.value.span.end.max(entry.key_span.end));
        Node { span: self.span(start..end), value: NodeValue::Mapping(entries) }
    }

    /// Whether the mapping that begins here is an item of a list.
    fn is_item(&self, start: usize) -> bool {
        let before = self.file.text.get(..start).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|line| line.trim_end().ends_with('-'))
    }

    /// "kind:session", which is a key without a value.
    fn refuse_valueless(&mut self, name: &str, key: &Span) -> bool {
        let Some((left, right)) =
            name.split_once(':').filter(|(left, right)| !left.is_empty() && !right.is_empty())
        else {
            return false;
        };
        let range = key.start..key.end;
        if right.starts_with(is_odd_space)
            && let Some(slip) = lookalikes::in_line(&self.file.text, &range)
        {
            self.refuse("yaml-syntax", slip.place, slip.message, slip.hint);
        } else {
            self.refuse(
                "yaml-syntax",
                range,
                "a space is missing after the colon",
                slips::spaced(left, right),
            );
        }
        true
    }

    /// "{fr: Les villes, demain}": the words after a comma, which were to go on.
    fn refuse_comma(&mut self, before: &Entry, key: &Span) -> bool {
        let value = &before.value.span;
        let between = self.file.text.get(value.end..key.start).unwrap_or_default();
        let rest = self.file.text.get(key.end..).unwrap_or_default().trim_start();
        if between.trim() != "," || !rest.starts_with([',', '}']) || value.text().starts_with(['"', '\'']) {
            return false;
        }
        let hint = format!(
            "write the value in double quotes: {}: \"{}{between}{}\"",
            before.key,
            value.text(),
            key.text()
        );
        self.refuse("yaml-syntax", key.start..key.end, "the comma before these words ends the value", hint);
        true
    }

    /// A key that was to begin an item of a list: "-person", "– person". Returns the length of what stands before it.
    fn refuse_bullet(&mut self, name: &str, key: &Span) -> Option<usize> {
        let sign = name.chars().next()?;
        let rest = name.get(sign.len_utf8()..)?;
        let word = rest.trim_start();
        if word.is_empty() || (sign != '-' && !(is_bullet(sign) && rest.len() > word.len())) {
            return None;
        }
        let sign_end = key.start + sign.len_utf8();
        if sign == '-' {
            let hint = format!("write '- {word}: …'");
            self.refuse("yaml-syntax", key.start..key.end, "a space is missing after the hyphen", hint);
        } else {
            let slip = lookalikes::bullet(key.start..sign_end, sign);
            self.refuse("yaml-syntax", slip.place, slip.message, slip.hint);
        }
        Some(name.len() - word.len())
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
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
        let file = Arc::new(SourceFile { path: "x.yaml".into(), text: text.into() });
        let mut found = Vec::new();
        (parse(&file, &mut found), found)
    }

    /// A tree on one line, each value with its place.
    fn show(node: &Node) -> String {
        let place = format!("{}..{}", node.span.start, node.span.end);
        match &node.value {
            NodeValue::Empty => format!("∅ {place}"),
            NodeValue::Scalar { text, quoted } => {
                format!("{text:?}{} {place}", if *quoted { "q" } else { "" })
            }
            NodeValue::Sequence(items) => {
                format!("[{}] {place}", items.iter().map(show).collect::<Vec<_>>().join(", "))
            }
            NodeValue::Mapping(entries) => {
                let entries: Vec<_> =
                    entries.iter().map(|entry| format!("{}: {}", entry.key, show(&entry.value))).collect();
                format!("{{{}}} {place}", entries.join(", "))
            }
        }
    }

    #[test]
    fn values_keep_their_places() {
        for (text, tree) in [
            ("", "∅ 0..0"),
            ("# only\n", "∅ 0..0"),
            (
                "a: 1\nb:\n  c: x y\n  d:\n\n# c\ne: \"q\"\n",
                r#"{a: "1" 3..4, b: {c: "x y" 13..16, d: ∅ 19..20} 10..20, e: "q"q 30..33} 0..33"#,
            ),
            (
                "a: [é, {f: ~}]\r\nb: no\r\n",
                r#"{a: ["é" 4..6, {f: ∅ 12..13} 8..14] 3..15, b: "no" 20..22} 0..22"#,
            ),
            ("a: |\r\n  x\r\n  y\r\n\r\nb: null\n", r#"{a: "x\ny"q 8..14, b: ∅ 21..25} 0..25"#),
            ("- a\n- b: c\n  d: e\n", r#"["a" 2..3, {b: "c" 9..10, d: "e" 16..17} 6..17] 0..17"#),
        ] {
            let (node, found) = read(text);
            assert!(found.is_empty(), "{text:?}: {found:?}");
            assert_eq!(node.map(|node| show(&node)).as_deref(), Some(tree), "{text:?}");
        }
    }

    #[test]
    fn what_the_form_leaves_out_is_refused() {
        for (text, place, code, readable) in [
            ("a: 1\nb: 2\na: 3\n", "3:1", "duplicate-key", true),
            ("a: 1\n\tb: 2\n", "2:1", "yaml-tab", false),
            ("a: &x 1\n", "1:4", "yaml-alias", true),
            ("a: *x\n", "1:4", "yaml-alias", true),
            ("a: **gras**\n", "1:4", "yaml-alias", true),
            ("a: **Un débat** sur\n", "1:4", "yaml-alias", false),
            ("a: {x: **Un débat** sur, y: z}\n", "1:8", "yaml-alias", false),
            ("<<: {a: 1}\n", "1:1", "yaml-alias", true),
            ("a: !str 1\n", "1:4", "yaml-tag", true),
            ("a: 1\n---\nb: 2\n", "2:1", "yaml-documents", true),
            ("a: {mode:online}\n", "1:5", "yaml-syntax", true),
            ("? [a]\n: b\n", "1:3", "yaml-syntax", true),
            ("a:\n- b\n - c\n", "3:2", "yaml-syntax", true),
            ("a: Objectif #3\n", "1:13", "yaml-comment", true),
            ("a: \"\\u0007\"\n", "1:4", "control-character", true),
        ] {
            let (node, found) = read(text);
            assert_eq!(node.is_some(), readable, "{text:?}");
            let shown: Vec<_> = found
                .iter()
                .map(|finding| {
                    let (line, column) = finding.span.as_ref().expect("a place").line_column();
                    (format!("{line}:{column}"), finding.code)
                })
                .collect();
            assert_eq!(shown, [(place.to_owned(), code)], "{text:?}");
        }
        let deep = "[".repeat(1000);
        assert_eq!(read(&deep).1[0].code, "yaml-depth");
        let deep: String = (0..100).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        assert_eq!(read(&deep).1[0].code, "yaml-depth");
    }
}
