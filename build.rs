//! The press's own templates and fonts and the pages of the rules are compiled into the binary: a change in them is a
//! change of the program. `DIPTYCH_BUILD` is a mark of all that the program is made from, by which it knows what another
//! made of it has set.

#![expect(clippy::disallowed_methods, reason = "what is built is read before there is a program")]

use std::fs;
use std::hash::{DefaultHasher, Hasher};
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
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
