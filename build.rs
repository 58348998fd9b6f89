//! The press's own templates and fonts and the pages of the rules are compiled into the binary: a change in them is a
//! change of the program. `DIPTYCH_BUILD` is a mark of all that the program is made from, by which it knows what another
//! made of it has set.
//!
//! The press's own terms are read here, once for all: what stays for the program is to build the tree anew.

#![expect(clippy::disallowed_methods, reason = "what is built is read before there is a program")]

use granit_parser::{Event, Parser, ScalarStyle};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::iter::Peekable;
use std::ops::Range;
use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    for folder in ["templates", "fonts", "docs/rules", "inks", "src", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.to_string_lossy().replace('\\', "/").as_bytes());
        hasher.write(&fs::read(&file).unwrap_or_default());
    }
    println!("cargo::rustc-env=DIPTYCH_BUILD={:016x}", hasher.finish());
    compose_terms();
    link_in_place();
}

/// Links the program for one place in memory, where linkers are known to do so. Else the system writes a hundred thousand
/// addresses into it whenever it starts, which takes as long as a tenth of a page.
fn link_in_place() {
    let target = |key: &str| std::env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// Writes the trees of `templates/terms/*.yaml`, in the form that `src/load/composed.rs` reads. A file that cannot be read
/// has none: the program reads it, and tells what is wrong with it.
fn compose_terms() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names a folder"));
    let mut terms = Vec::new();
    collect(Path::new("templates/terms"), &mut terms);
    terms.sort();
    let mut index = String::from("&[\n");
    for path in terms {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(tree) = Composer::compose(&text) else { continue };
        let tree: Vec<u8> = tree.into_iter().flat_map(u32::to_le_bytes).collect();
        let file = out.join(format!("{name}.tree"));
        fs::write(&file, tree).expect("cargo's folder can be written to");
        index.push_str(&format!("(\"terms/{name}\", include_bytes!({file:?}).as_slice()),\n"));
    }
    fs::write(out.join("terms.rs"), index + "]").expect("cargo's folder can be written to");
}

type Events<'a> = Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>;

/// Builds a tree as `src/load/yaml.rs` does, of a file in which nothing is to be refused: a test compares the two.
struct Composer<'a> {
    text: &'a str,
    events: Events<'a>,
    tree: Vec<u32>,
}

impl<'a> Composer<'a> {
    fn compose(text: &'a str) -> Option<Vec<u32>> {
        let events = Parser::new_from_str(text).map(|event| {
            let (event, span) = event.ok()?;
            Some((event, span.byte_range().unwrap_or_default()))
        });
        let events: Vec<_> = events.collect::<Option<_>>()?;
        let mut composer = Self { text, events: events.into_iter().peekable(), tree: Vec::new() };
        while !matches!(composer.events.next()?, (Event::DocumentStart(..), _)) {}
        composer.node(None)?;
        Some(composer.tree)
    }

    /// Puts down the next node; where it ends.
    fn node(&mut self, key: Option<Range<usize>>) -> Option<Range<usize>> {
        let (event, range) = self.events.next()?;
        match event {
            Event::Scalar(text, style, ..) => Some(self.scalar(&text, style, range, key)),
            Event::SequenceStart(..) => {
                self.branch(3, range, |event| matches!(event, Event::SequenceEnd), |this| this.node(None))
            }
            Event::MappingStart(..) => self.branch(
                4,
                range,
                |event| matches!(event, Event::MappingEnd),
                |this| {
                    let key = this.node(None)?;
                    let value = this.node(Some(key.clone()))?;
                    Some(key.start..key.end.max(value.end))
                },
            ),
            _ => None,
        }
    }

    fn branch(
        &mut self,
        kind: u32,
        range: Range<usize>,
        ends: impl Fn(&Event) -> bool,
        mut item: impl FnMut(&mut Self) -> Option<Range<usize>>,
    ) -> Option<Range<usize>> {
        let at = self.tree.len();
        self.tree.extend([kind, range.start as u32, 0, 0]);
        let (mut end, mut count) = (range.end, 0);
        loop {
            if let Some((_, last)) = self.events.next_if(|(event, _)| ends(event)) {
                let closes = matches!(self.text.get(last.clone()), Some("]" | "}"));
                end = end.max(if closes { last.end } else { 0 });
                break;
            }
            end = end.max(item(self)?.end);
            count += 1;
        }
        self.tree[at + 2] = end as u32;
        self.tree[at + 3] = count;
        Some(range.start..end)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        range: Range<usize>,
        key: Option<Range<usize>>,
    ) -> Range<usize> {
        let plain = style == ScalarStyle::Plain;
        if plain && range.is_empty() {
            let range = key.unwrap_or(range);
            self.tree.extend([0, range.start as u32, range.end as u32]);
            return range;
        }
        let written = self.text.get(range.clone()).unwrap_or_default();
        let written = written.trim_end_matches([' ', '\t', '\r', '\n']);
        let range = range.start..range.start + written.len();
        let place = [range.start as u32, range.end as u32];
        if plain && matches!(text, "~" | "null" | "Null" | "NULL") {
            self.tree.push(0);
            self.tree.extend(place);
        } else if plain && text == written {
            self.tree.push(1);
            self.tree.extend(place);
        } else {
            let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            let text = if block { text.trim_end_matches('\n') } else { text };
            self.tree.push(2);
            self.tree.extend(place);
            self.tree.extend([u32::from(!plain), text.len() as u32]);
            let padded =
                text.bytes().chain(std::iter::repeat_n(0, text.len().next_multiple_of(4) - text.len()));
            let bytes: Vec<u8> = padded.collect();
            let words =
                bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
            self.tree.extend(words);
        }
        range
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
