//! Reading the project's files. In: paths below the project root, with `/`. Out: texts and bytes.
//!
//! This is the only place that reads the disk. Nothing is read whose real place is outside the project.

#![expect(clippy::disallowed_methods, reason = "this room reads the disk")]

use crate::diagnostic::Diagnostic;
use crate::model::{Answer, Digest, Node, Pen, SourceFile, Span, Stamp};
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A project folder that exists.
#[derive(Clone)]
pub struct Project {
    root: PathBuf,
    /// The root without symbolic links: what is read must lie below it.
    real: PathBuf,
    /// Keeps account of what is read, where that is wanted.
    pen: Option<Pen>,
}

/// Why a file cannot be read.
#[derive(Debug)]
pub enum Trouble {
    Missing,
    /// The path, or a symbolic link on its way, leads out of the project.
    Outside,
    /// A pipe or a device.
    NoFile,
    /// Larger than so many megabytes.
    Large(u64),
    /// What the operating system says.
    Machine(String),
}

/// How large a file may be, in bytes.
const LARGEST: u64 = 1 << 30;

/// How large a text may be, in bytes: a hundred times what a book has.
pub(super) const LONGEST: u64 = 16 << 20;

/// What is read as text.
const TEXTS: [&str; 7] = ["css", "j2", "md", "txt", "typ", "yaml", "yml"];

/// A file from anywhere.
///
/// # Errors
/// A sentence on why it cannot be read.
pub fn whole_file(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.display();
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => format!("there is no file {name}"),
        _ => format!("the file {name} cannot be read: {error}"),
    };
    let metadata = fs::metadata(path).map_err(failed)?;
    // A pipe keeps its reader waiting for ever.
    match (metadata.is_dir(), metadata.is_file()) {
        (true, _) => Err(format!("{name} is a folder: name the files in it")),
        (_, false) => Err(format!("{name} is no file")),
        _ if metadata.len() > LARGEST => Err(format!("the file {name} is larger than 1 GB")),
        _ => fs::read(path).map_err(failed),
    }
}

/// What stands in a folder.
pub struct Listed {
    pub name: String,
    pub folder: bool,
}

impl Project {
    pub fn open(root: &Path, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let sources = root.join("sources");
        match fs::canonicalize(root) {
            Ok(real) if sources.is_dir() => Some(Self { root: root.to_owned(), real, pen: None }),
            _ => {
                let message = format!("there is no folder '{}'", sources.display());
                found.push(Diagnostic::error("no-house", None, message).hint(
                    "name the project's folder after the command, or start a house with 'diptych new FOLDER'",
                ));
                None
            }
        }
    }

    /// The same project, whose reading is put down from here on; with no pen, it is not.
    pub fn with(&self, pen: Option<&Pen>) -> Self {
        Self { pen: pen.cloned(), ..self.clone() }
    }

    /// Whether account is kept.
    pub fn is_noted(&self) -> bool {
        self.pen.is_some()
    }

    pub fn note(&self, path: &str, answer: impl FnOnce() -> Answer) {
        if let Some(pen) = &self.pen {
            pen.note(path, answer());
        }
    }

    /// Puts down what values a file holds.
    pub fn note_values(&self, path: &str, node: &Node) {
        if let Some(pen) = &self.pen {
            pen.note_values(path, node.values());
        }
    }

    pub fn bytes(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        // What the system says of the file is asked before it is read: a change while it is read shows later.
        let stamp = self.pen.as_ref().and_then(|_| self.stamp(path));
        let read = self.read(path);
        self.note(path, || match &read {
            Ok(bytes) => Answer::File { stamp, digest: Digest::of(bytes) },
            Err(trouble) => Answer::Lost(format!("{trouble:?}")),
        });
        read
    }

    /// What the system says of a file; `None` where a link is on the way.
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        let mut way = self.root.clone();
        let parts: Vec<&str> = path.split('/').collect();
        let mut last = None;
        for part in parts {
            way.push(part);
            let metadata = fs::symlink_metadata(&way).ok()?;
            if metadata.is_symlink() {
                return None;
            }
            last = Some(metadata);
        }
        last.filter(fs::Metadata::is_file).map(|metadata| stamp(&metadata))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        let real = fs::canonicalize(self.root.join(path)).map_err(Trouble::from)?;
        if !real.starts_with(&self.real) {
            return Err(Trouble::Outside);
        }
        let metadata = fs::metadata(&real)?;
        let kind = metadata.file_type();
        if kind.is_dir() {
            return Err(Trouble::Missing);
        }
        // A pipe keeps its reader waiting for ever.
        if !kind.is_file() {
            return Err(Trouble::NoFile);
        }
        let is_text = path.rsplit_once('.').is_some_and(|(_, ending)| TEXTS.contains(&ending));
        let largest = if is_text { LONGEST } else { LARGEST };
        if metadata.len() > largest {
            return Err(Trouble::Large(largest >> 20));
        }
        fs::read(real).map_err(Trouble::from)
    }

    /// A text without its byte order mark. What keeps it from being read, and characters that no document may hold, go
    /// to `found`.
    pub fn text(&self, path: &str, found: &mut Vec<Diagnostic>) -> Option<Arc<SourceFile>> {
        let file = self.merged_text(path, found)?;
        let conflict = merge_conflict(&file);
        let whole = conflict.is_none().then_some(file);
        found.extend(conflict);
        whole
    }

    /// The same of a file whose reader itself understands the marks of a merge.
    pub fn merged_text(&self, path: &str, found: &mut Vec<Diagnostic>) -> Option<Arc<SourceFile>> {
        let bytes = match self.bytes(path) {
            Ok(bytes) => bytes,
            Err(trouble) => {
                found.push(match (&trouble, self.namesake(path)) {
                    (Trouble::Missing, Some(other)) => misnamed(&other, path),
                    _ => trouble.diagnostic(path),
                });
                return None;
            }
        };
        decode(path, bytes, found)
    }

    pub fn exists(&self, path: &str) -> bool {
        let there = self.root.join(path).exists();
        self.note(path, || Answer::There(there));
        there
    }

    /// A file that was meant to be the YAML file `path`: in capitals, with the other of YAML's two endings, or with .txt after
    /// it.
    pub fn namesake(&self, path: &str) -> Option<String> {
        let (folder, wanted) = path.rsplit_once('/')?;
        let stem = wanted.rsplit_once('.').filter(|(_, ending)| matches!(*ending, "yaml" | "yml"))?.0;
        let meant = |name: &str| {
            let lower = name.to_lowercase();
            // Some editors add an ending of their own, which some systems do not show.
            let lower = lower.strip_suffix(".txt").unwrap_or(&lower);
            name != wanted
                && lower
                    .rsplit_once('.')
                    .is_some_and(|parts| matches!(parts, (own, "yaml" | "yml") if own == stem))
        };
        let listed = self.list(folder, &mut Vec::new());
        let other = listed.into_iter().find(|entry| !entry.folder && meant(&entry.name))?;
        Some(format!("{folder}/{}", other.name))
    }

    /// A folder's content, sorted by name; nothing if there is no such folder. Hidden files are left out. What cannot be
    /// read goes to `found`.
    pub fn list(&self, path: &str, found: &mut Vec<Diagnostic>) -> Vec<Listed> {
        let told = found.len();
        let listed = self.look_into(path, found);
        self.note(path, || Answer::Folder(digest(&listed, found.get(told..).unwrap_or_default())));
        listed
    }

    /// The digest of a folder's content.
    pub fn listing(&self, path: &str) -> Digest {
        let mut found = Vec::new();
        let listed = self.look_into(path, &mut found);
        digest(&listed, &found)
    }

    fn look_into(&self, path: &str, found: &mut Vec<Diagnostic>) -> Vec<Listed> {
        let folder = self.root.join(path);
        match fs::canonicalize(&folder) {
            Ok(real) if real.starts_with(&self.real) => {}
            Ok(_) => {
                found.push(Trouble::Outside.diagnostic(path));
                return Vec::new();
            }
            // A folder may be missing, but not a link's target.
            Err(_) => {
                if folder.is_symlink() {
                    let message = format!("'{path}' is a link that leads nowhere");
                    found.push(
                        Diagnostic::error("file-outside", place(path), message)
                            .hint("put the folder in its place, or delete the link"),
                    );
                }
                return Vec::new();
            }
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                if let trouble @ Trouble::Machine(_) = Trouble::from(error) {
                    found.push(trouble.diagnostic(path));
                }
                return Vec::new();
            }
        };
        let mut listed = Vec::new();
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found.push(Trouble::Machine(error.to_string()).diagnostic(path));
                    break;
                }
            };
            match entry.file_name().into_string() {
                Ok(name) if name.starts_with('.') => {}
                Ok(name) => {
                    // Only of a link it is not known what it is.
                    let kind = entry.file_type().ok().filter(|kind| !kind.is_symlink());
                    let folder = kind.map_or_else(|| entry.path().is_dir(), |kind| kind.is_dir());
                    listed.push(Listed { name, folder });
                }
                Err(name) => {
                    let shown = format!("{path}/{}", name.to_string_lossy());
                    let message = format!("the name of '{shown}' is not in UTF-8");
                    let hint = "rename it, with letters from a to z, figures and hyphens";
                    found.push(Diagnostic::error("unreadable-file", place(&shown), message).hint(hint));
                }
            }
        }
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        listed
    }

    /// All files below a folder, as paths below it, sorted.
    pub fn walk(&self, path: &str, found: &mut Vec<Diagnostic>) -> Vec<String> {
        let mut files = Vec::new();
        self.walk_into((path, ""), 0, &mut files, found);
        files.sort();
        files
    }

    fn walk_into(
        &self,
        (path, below): (&str, &str),
        depth: usize,
        files: &mut Vec<String>,
        found: &mut Vec<Diagnostic>,
    ) {
        // Deeper than any sensible folder: only a link that leads back to a folder above it goes on so long.
        if depth > 8 {
            return;
        }
        let folder = format!("{path}/{below}");
        for entry in self.list(folder.trim_end_matches('/'), found) {
            if entry.folder {
                self.walk_into((path, &format!("{below}{}/", entry.name)), depth + 1, files, found);
            } else {
                files.push(format!("{below}{}", entry.name));
            }
        }
    }
}

fn digest(listed: &[Listed], found: &[Diagnostic]) -> Digest {
    let kind = |entry: &Listed| if entry.folder { &b"/"[..] } else { b"" };
    let names = listed.iter().flat_map(|entry| [entry.name.as_bytes(), kind(entry)]);
    Digest::of_all(names.chain(found.iter().map(|finding| finding.message.as_bytes())))
}

/// What the system says of a file.
pub fn stamp(metadata: &fs::Metadata) -> Stamp {
    let since = |time: std::io::Result<SystemTime>| {
        let passed = time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        passed.and_then(|passed| i64::try_from(passed.as_nanos()).ok()).unwrap_or(i64::MAX)
    };
    #[cfg(unix)]
    let (file, changed) = {
        use std::os::unix::fs::MetadataExt;
        let changed = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
        (metadata.ino(), changed)
    };
    #[cfg(not(unix))]
    let (file, changed) = (0, i64::MIN);
    Stamp { size: metadata.len(), file, modified: since(metadata.modified()), changed }
}

/// The place of a file as a whole, of which no text can be shown.
pub fn place(path: &str) -> Span {
    Span::top(&Arc::new(SourceFile { path: path.to_owned(), text: String::new() }))
}

/// `misnamed-file`: what to say of a file that stands where another was to be.
pub fn misnamed(path: &str, wanted: &str) -> Diagnostic {
    let name = wanted.rsplit('/').next().unwrap_or(wanted);
    let message = format!("'{path}' is not read: the press knows this file as {name}");
    Diagnostic::error("misnamed-file", place(path), message).hint(format!("rename it to {name}"))
}

/// Resolves a path that was written in a file of `folder` to a path below the project root; `None` if it leads out.
pub fn resolve(folder: &str, written: &str) -> Option<String> {
    let foreign = written.starts_with('/') || written.contains(['\\', ':', '\0']);
    if foreign {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => Self::Missing,
            _ => Self::Machine(error.to_string()),
        }
    }
}

impl Trouble {
    /// What to say of a source file in this trouble.
    pub fn diagnostic(&self, path: &str) -> Diagnostic {
        match self {
            Self::Missing => {
                Diagnostic::error("missing-file", place(path), format!("the file '{path}' is missing")).hint(
                    "a new house begins with 'diptych new FOLDER', which writes every file that is needed",
                )
            }
            Self::Outside => Diagnostic::error(
                "file-outside",
                place(path),
                format!("'{path}' is a link that leads out of the project"),
            )
            .hint("copy what it leads to into the project's folder"),
            Self::NoFile => {
                Diagnostic::error("unreadable-file", place(path), format!("'{path}' is a pipe or a device"))
                    .hint("put a file in its place")
            }
            Self::Large(megabytes) => {
                let message = format!("'{path}' is larger than {megabytes} MB");
                Diagnostic::error("unreadable-file", place(path), message)
                    .hint("see whether it is what its name says, and put the right file in its place")
            }
            Self::Machine(words) => {
                Diagnostic::error("unreadable-file", place(path), format!("'{path}' cannot be read: {words}"))
                    .hint("see whether the file is open elsewhere, and who may read it")
            }
        }
    }
}

fn decode(path: &str, bytes: Vec<u8>, found: &mut Vec<Diagnostic>) -> Option<Arc<SourceFile>> {
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            let file = Arc::new(SourceFile { path: path.to_owned(), text });
            find_control_characters(&file, found);
            Some(file)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let wide = matches!(error.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = Arc::new(SourceFile { path: path.to_owned(), text });
            let message = if wide { "this file is in UTF-16" } else { "this file is not in UTF-8" };
            found.push(Diagnostic::error("not-utf8", Span::new(&file, at..at + 1), message).hint(
                "save it again with the encoding UTF-8; in Word: Save as, Plain text, Unicode (UTF-8)",
            ));
            None
        }
    }
}

/// `merge-conflict`: what git leaves in a file that two people have changed in the same place.
fn merge_conflict(file: &Arc<SourceFile>) -> Option<Diagnostic> {
    let mut open: Option<Range<usize>> = None;
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let words = line.trim_end();
        match &open {
            None if words.starts_with("<<<<<<< ") => open = Some(start..start + words.len()),
            Some(first) if words.starts_with(">>>>>>> ") => {
                let message = "two versions of these lines stand here, and the marks of git between them";
                let hint =
                    "keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>";
                let place = Span::new(file, first.clone());
                return Some(Diagnostic::error("merge-conflict", place, message).hint(hint));
            }
            _ => {}
        }
        start += line.len();
    }
    None
}

/// Characters that are no text: controls but tab and line ends, line and paragraph separators, byte order marks within,
/// Unicode's noncharacters, and the marks that turn the order of what is printed (UAX 9, 2.1 to 2.5): with them a text
/// says another thing to those who read its source.
pub fn is_control(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{FDD0}'..='\u{FDEF}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => true,
        _ => character.is_control() || (character as u32) & 0xFFFE == 0xFFFE,
    }
}

fn find_control_characters(file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) {
    let text = &file.text;
    // One finding for each kind of character: a text pasted from elsewhere has hundreds of the same kind.
    let mut kinds: Vec<(char, usize, usize)> = Vec::new();
    for (at, character) in text.char_indices().filter(|(_, character)| is_control(*character)) {
        if character == '\r' && text[at..].starts_with("\r\n") {
            continue;
        }
        match kinds.iter_mut().find(|kind| kind.0 == character) {
            Some(kind) => kind.2 += 1,
            None => kinds.push((character, at, 1)),
        }
    }
    for (character, at, count) in kinds {
        let more = match count {
            1 => String::new(),
            2 => ", here and in one other place".to_owned(),
            _ => format!(", here and in {} other places", count - 1),
        };
        let message = format!("the invisible character U+{:04X} is no text{more}", character as u32);
        let span = Span::new(file, at..at + character.len_utf8());
        found.push(Diagnostic::error("control-character", span, message).hint(match character {
            '\r' => "save the file with line ends of Unix or Windows",
            '\u{B}' | '\u{2028}' | '\u{2029}' => {
                "it ends a line in the program it came from: begin a new line instead"
            }
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                "delete it: it turns the order of the letters that follow"
            }
            _ => "delete it; it came with a text that was pasted",
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_path_stays_in_the_project() {
        for (written, path) in [
            ("images/a.png", Some("sources/note/images/a.png")),
            ("./a.png", Some("sources/note/a.png")),
            ("../shared/a.png", Some("sources/shared/a.png")),
            ("../../../a.png", None),
            ("/etc/passwd", None),
            ("C:/a.png", None),
            ("images\\a.png", None),
            ("https://example.org/a.png", None),
        ] {
            assert_eq!(resolve("sources/note", written).as_deref(), path, "{written}");
        }
    }

    #[test]
    fn bytes_become_text_or_a_finding() {
        for (bytes, text, codes) in [
            (&b"\xEF\xBB\xBFa"[..], Some("a"), &[][..]),
            (b"a\r\nb\n", Some("a\r\nb\n"), &[]),
            (b"caf\xE9", None, &["not-utf8"]),
            (b"\xFF\xFEa\0", None, &["not-utf8"]),
            (b"a\x0Bb\x0Bc\x07", Some("a\x0Bb\x0Bc\x07"), &["control-character", "control-character"]),
            ("a\u{FDD0}".as_bytes(), Some("a\u{FDD0}"), &["control-character"]),
            (
                "a\u{202E}b\u{2066}".as_bytes(),
                Some("a\u{202E}b\u{2066}"),
                &["control-character", "control-character"],
            ),
            ("a\u{200E}b".as_bytes(), Some("a\u{200E}b"), &[]),
            ("a\u{1FFFF}".as_bytes(), Some("a\u{1FFFF}"), &["control-character"]),
        ] {
            let mut found = Vec::new();
            let file = decode("x", bytes.to_vec(), &mut found);
            assert_eq!(file.as_ref().map(|file| file.text.as_str()), text);
            assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), codes);
        }
    }
}
