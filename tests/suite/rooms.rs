//! The plan of the house, read from the imports: no room knows another, and each guards its own crates.

use super::repository;
use std::fs;
use std::path::{Path, PathBuf};

/// Files that exist in tests alone.
const FOR_TESTS: &[&str] = &["tests.rs", "stock.rs"];

const ROOMS: &[&str] = &[
    "load",
    "check",
    "copyedit",
    "proofread",
    "reproduce",
    "merge",
    "typeset",
    "prepress",
    "preflight",
    "bind",
    "publish",
    "ledger",
];

/// A crate or a part of the standard library, and the rooms that may name it.
const GUARDED: &[(&str, &[&str])] = &[
    ("granit_parser", &["load"]),
    ("pulldown_cmark", &["load"]),
    ("roxmltree", &["load", "reproduce", "preflight"]),
    ("data_url", &["load", "reproduce"]),
    ("svgtypes", &["load"]),
    ("moxcms", &["load", "reproduce", "prepress", "preflight"]),
    ("jpeg_encoder", &["reproduce", "prepress"]),
    ("zune_jpeg", &["reproduce", "prepress"]),
    ("lopdf", &["typeset", "prepress", "preflight"]),
    ("hayro_interpret", &["preflight"]),
    ("kurbo", &["preflight"]),
    ("minijinja", &["merge"]),
    ("fast_qr", &["merge"]),
    ("typst", &["typeset"]),
    ("typst_pdf", &["typeset"]),
    ("typst_render", &["typeset"]),
    ("typst_layout", &["typeset"]),
    ("typst_svg", &["typeset"]),
    ("hyper", &[]),
    ("tokio", &[]),
    ("notify", &[]),
    ("comemo", &["typeset"]),
    ("epub_builder", &["bind"]),
    ("zip", &["bind"]),
    ("tempfile", &["publish", "ledger"]),
    ("std::fs", &["load", "publish", "ledger"]),
    ("std::env", &[]),
    ("std::time", &["load"]),
];

/// The files of a room, or of the ground floor.
fn files(room: &str) -> Vec<(PathBuf, String)> {
    let source = repository().join("src");
    let mut paths = vec![source.join(format!("{room}.rs"))];
    collect(&source.join(room), &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            // Tests may name what they like, and comments may speak of the house.
            let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            (path, code.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !FOR_TESTS.iter().any(|name| path.ends_with(name) && !path.ends_with("load/stock.rs"))
        {
            paths.push(path);
        }
    }
}

/// Whether code names a path of modules: `crate::load`, `std::fs`.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + path.len()..].chars().next();
        let part = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
        !part(before)
            && before != Some(':')
            && !part(after)
            && (path.contains("::") || after == Some(':') || after == Some(';'))
    })
}

#[test]
fn no_room_imports_another() {
    for room in ROOMS.iter().chain(&["model", "diagnostic"]) {
        for (path, code) in files(room) {
            for other in ROOMS.iter().filter(|other| *other != room) {
                for arrow in [format!("crate::{other}"), format!("super::super::{other}")] {
                    assert!(!names(&code, &arrow), "{}: {room} knows {other}", path.display());
                }
            }
            assert!(!code.contains("if language =="), "{} asks which language it has", path.display());
        }
    }
}

#[test]
fn each_room_guards_its_own_crates() {
    for (guarded, rooms) in GUARDED {
        for room in ROOMS.iter().chain(&["model", "diagnostic"]).filter(|room| !rooms.contains(room)) {
            for (path, code) in files(room) {
                assert!(!names(&code, guarded), "{}: {room} may not name {guarded}", path.display());
            }
        }
    }
}

#[test]
fn the_reader_of_imports_is_awake() {
    assert!(names("use crate::load::x;", "crate::load"));
    assert!(names("    std::fs::read(path)", "std::fs"));
    assert!(names("use zip::ZipArchive;", "zip"));
    assert!(!names("let a = b.iter().zip(c);", "zip"));
    assert!(!names("use crate::loader;", "crate::load"));
}
