//! The press's own terms, which `build.rs` has read when the program was made. In: a file. Out: its tree, if it is one of the
//! press's own; to read it takes twenty times as long.

use super::stock;
use crate::model::{Entry, Node, NodeValue, SourceFile, Span};
use std::sync::Arc;

/// By the path below `templates/`: numbers of four bytes, the lowest first. A node is its kind, where it begins and where it
/// ends in its file; a list or mapping has the number of its items and these, words that do not stand there as they are have
/// whether they were quoted, their length in bytes, and themselves.
static TREES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/terms.rs"));

/// The tree that [`super::yaml::parse`] would give; `None` for what is not the press's own.
pub fn tree(file: &Arc<SourceFile>) -> Option<Node> {
    let path = file.path.strip_prefix("templates/")?;
    let (_, rest) = TREES.iter().find(|(own, _)| *own == path).filter(|_| stock::is_own(path, file))?;
    Reader { file, rest }.node()
}

struct Reader<'a> {
    file: &'a Arc<SourceFile>,
    rest: &'static [u8],
}

impl Reader<'_> {
    fn node(&mut self) -> Option<Node> {
        let kind = self.number()?;
        let span = Span::new(self.file, self.number()?..self.number()?);
        let value = match kind {
            0 => NodeValue::Empty,
            1 => NodeValue::Scalar { text: span.text().to_owned(), quoted: false },
            2 => NodeValue::Scalar { quoted: self.number()? == 1, text: self.words()? },
            3 => {
                let count = self.number()?;
                NodeValue::Sequence((0..count).map(|_| self.node()).collect::<Option<_>>()?)
            }
            _ => {
                let count = self.number()?;
                NodeValue::Mapping((0..count).map(|_| self.entry()).collect::<Option<_>>()?)
            }
        };
        Some(Node { value, span })
    }

    fn entry(&mut self) -> Option<Entry> {
        let Node { value: NodeValue::Scalar { text, .. }, span } = self.node()? else { return None };
        Some(Entry { key: text, key_span: span, value: self.node()? })
    }

    fn number(&mut self) -> Option<usize> {
        let (number, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        usize::try_from(u32::from_le_bytes(*number)).ok()
    }

    fn words(&mut self) -> Option<String> {
        let length = self.number()?;
        let (words, rest) = self.rest.split_at_checked(length.next_multiple_of(4))?;
        self.rest = rest;
        String::from_utf8(words.get(..length)?.to_owned()).ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::load::{composed, stock, yaml};
    use crate::model::{Node, NodeValue, SourceFile, Span};
    use std::sync::Arc;

    /// A tree in lines: places and words.
    fn lines(node: &Node) -> Vec<String> {
        let place = |span: &Span| format!("{}..{}", span.start, span.end);
        let mut lines = vec![place(&node.span)];
        match &node.value {
            NodeValue::Empty => lines.push("nothing".to_owned()),
            NodeValue::Scalar { text, quoted } => lines.push(format!("{quoted} {text}")),
            NodeValue::Sequence(items) => lines.extend(items.iter().flat_map(self::lines)),
            NodeValue::Mapping(entries) => {
                for entry in entries {
                    lines.push(format!("{} {}", place(&entry.key_span), entry.key));
                    lines.extend(self::lines(&entry.value));
                }
            }
        }
        lines
    }

    #[test]
    fn the_trees_are_those_of_the_files() {
        let names = stock::own_templates().map(|(path, _)| path).filter(|path| path.starts_with("terms/"));
        let names: Vec<String> = names.collect();
        assert!(names.len() > 5);
        for name in names {
            let file = stock::own_template(&name).expect("a file of the press");
            let mut found = Vec::new();
            let read = yaml::parse(&file, &mut found).expect("a tree");
            assert!(found.is_empty(), "{found:#?}");
            let composed = composed::tree(&file).expect("a tree of the press's own");
            assert_eq!(lines(&composed), lines(&read), "{name}");
        }
    }

    #[test]
    fn a_file_of_the_house_is_read() {
        let own = stock::own_template("terms/en.yaml").expect("a file of the press");
        let changed = SourceFile { path: own.path.clone(), text: format!("{}\n", own.text) };
        assert!(composed::tree(&Arc::new(changed)).is_none());
    }
}
