//! The small sound file of `tests/preflight/`, and how defects are planted in it.

use crate::repository;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::encryption::crypt_filters::{Aes128CryptFilter, CryptFilter};
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream,
};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::sync::Arc;

/// A file with its defects.
pub struct Planted {
    pub bytes: Vec<u8>,
    /// Whether its pages are to be a multiple of four.
    pub stitched: bool,
}

/// The control with some edits.
pub fn control(edits: &[String]) -> Planted {
    plant(sound(), edits)
}

/// The control with some objects in the place of its own.
pub fn plant_bytes(objects: &[(ObjectId, Object)]) -> Vec<u8> {
    let mut document = sound();
    document.objects.extend(objects.iter().cloned());
    plant(document, &[]).bytes
}

/// A file with some edits.
pub fn plant(mut document: Document, edits: &[String]) -> Planted {
    let mut stitched = false;
    for edit in edits {
        let (verb, rest) = edit.split_once(' ').unwrap_or((edit, ""));
        match verb {
            "version" => rest.clone_into(&mut document.version),
            "stitched" => stitched = true,
            "encrypt" => encrypt(&mut document, rest),
            "spoil" | "cut" => {}
            _ => change(&mut document, verb, rest),
        }
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file that can be written");
    for edit in edits {
        match edit.split_once(' ') {
            Some(("spoil", words)) => {
                let (old, new) = words.split_once(" => ").expect("old and new words");
                bytes = replaced(&bytes, old.as_bytes(), new.as_bytes());
            }
            Some(("cut", count)) => bytes.truncate(bytes.len() - count.parse::<usize>().expect("a number")),
            _ => {}
        }
    }
    Planted { bytes, stitched }
}

/// The control itself.
fn sound() -> Document {
    let folder = repository().join("tests/preflight");
    let text = fs::read_to_string(folder.join("control.txt")).expect("the control");
    let mut document = Document::with_version("1.6");
    for line in text.lines() {
        let (number, object) = line.split_once(' ').expect("a number and an object");
        let object = value(object);
        document.set_object((number.parse().expect("a number"), 0), object);
    }
    document.max_id = 99;
    document.trailer.set("Root", Object::Reference((1, 0)));
    document.trailer.set("Info", Object::Reference((3, 0)));
    let id = Object::string_literal("control of preflight");
    document.trailer.set("ID", vec![id.clone(), id]);
    document
}

/// A value as PDF writes it: read by way of a file that holds nothing else.
fn value(text: &str) -> Object {
    let cut = [" stream ", " text ", " file ", " fill "]
        .iter()
        .find_map(|word| Some((*word, text.split_once(word)?)));
    if let Some((word, (dictionary, rest))) = cut {
        let read = |folder: &str| {
            fs::read(repository().join(folder).join(rest)).unwrap_or_else(|error| panic!("{rest}: {error}"))
        };
        let bytes = match (word.trim(), rest.split_once(' ')) {
            ("fill", Some((count, byte))) => {
                vec![byte.parse().expect("a byte"); count.parse().expect("a count")]
            }
            ("text", _) => read("tests/preflight"),
            ("file", _) => read(""),
            _ => rest.as_bytes().to_vec(),
        };
        let Object::Dictionary(dictionary) = value(dictionary) else {
            panic!("{dictionary} is no dictionary")
        };
        return Stream::new(dictionary, bytes).into();
    }
    let file = format!(
        "%PDF-1.6\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n\
         3 0 obj\n{text}\nendobj\ntrailer\n<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n"
    );
    let read = Document::load_mem(file.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
    read.objects.get(&(3, 0)).unwrap_or_else(|| panic!("'{text}' is no value")).clone()
}

fn change(document: &mut Document, verb: &str, rest: &str) {
    let (path, argument) = rest.split_once(' ').unwrap_or((rest, ""));
    let new = match verb {
        "set" | "push" => {
            let value = value(argument);
            // A stream is an object by itself (ISO 32000-1, 7.3.8).
            let whole = path.parse::<u32>().is_ok();
            match value {
                Object::Stream(_) if !whole => Object::Reference(document.add_object(value)),
                value => value,
            }
        }
        _ => Object::Null,
    };
    if let (Ok(number), "set") = (path.parse(), verb) {
        document.set_object((number, 0), new);
        return;
    }
    let (above, last) = path.rsplit_once('/').unwrap_or((path, ""));
    if above == "trailer" {
        document.trailer.remove(last.as_bytes()).unwrap_or_else(|| panic!("there is no {path}"));
        return;
    }
    match verb {
        "set" | "delete" => {
            let holder = find(document, above);
            match (holder, verb) {
                (Object::Array(items), "set") => items[last.parse::<usize>().expect("an index")] = new,
                (holder, "set") => dictionary(holder).set(last, new),
                (holder, _) => {
                    let gone = dictionary(holder).remove(last.as_bytes());
                    assert!(gone.is_some(), "there is no {path}");
                }
            }
        }
        "push" => {
            let holder = find(document, above);
            if !dictionary(holder).has(last.as_bytes()) {
                dictionary(holder).set(last, Object::Array(Vec::new()));
            }
            find(document, path).as_array_mut().expect("an array").push(new);
        }
        "copy" => {
            let first =
                find(document, path).as_array().expect("an array")[0].as_reference().expect("an object");
            for _ in 0..argument.parse().expect("a number") {
                let copied = document.add_object(document.objects[&first].clone());
                find(document, path).as_array_mut().expect("an array").push(Object::Reference(copied));
            }
        }
        "repeat" => {
            let items = find(document, path).as_array_mut().expect("an array");
            let first = items[0].clone();
            items.extend(std::iter::repeat_n(first, argument.parse().expect("a number")));
        }
        "pack" => {
            let Object::Stream(stream) = find(document, path) else { panic!("{path} is no stream") };
            let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
            packed.write_all(&stream.content).expect("a stream");
            let mut packed = packed.finish().expect("a stream");
            packed.truncate(argument.parse().expect("a number"));
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
        "replace" | "patch" => {
            let Object::Stream(stream) = find(document, path) else { panic!("{path} is no stream") };
            let bytes = stream.get_plain_content().expect("a stream that can be unpacked");
            let bytes = if verb == "replace" {
                let (old, new) = argument.split_once(" => ").expect("old and new words");
                replaced(&bytes, old.as_bytes(), new.as_bytes())
            } else {
                let (at, new) = argument.split_once(' ').expect("a place and words");
                let (mut bytes, at) = (bytes, at.parse::<usize>().expect("a place"));
                let new = match new.strip_prefix("\\x") {
                    Some(byte) => vec![u8::from_str_radix(byte, 16).expect("a byte")],
                    None => new.as_bytes().to_vec(),
                };
                bytes[at..at + new.len()].copy_from_slice(&new);
                bytes
            };
            stream.set_plain_content(bytes);
        }
        other => panic!("'{other}' is no edit"),
    }
}

/// What stands at a path.
fn find<'a>(document: &'a mut Document, path: &str) -> &'a mut Object {
    let mut keys = path.split('/');
    let first = keys.next().unwrap_or_default();
    let pages: BTreeMap<u32, _> = document.get_pages();
    let named = |document: &Document, key: &[u8]| document.trailer.get(key).and_then(Object::as_reference);
    let id = match first {
        "root" => named(document, b"Root").expect("a catalog"),
        "info" => named(document, b"Info").expect("the facts of the file"),
        page if page.starts_with("page") => pages[&page[4..].parse().expect("the number of a page")],
        number => (number.parse().unwrap_or_else(|_| panic!("{path} begins nowhere")), 0),
    };
    let mut ids = (id, Vec::new());
    for key in keys {
        ids.1.push(key);
        let mut at = &document.objects[&ids.0];
        for key in &ids.1 {
            at = step(at, key).unwrap_or_else(|| panic!("there is no {path}"));
        }
        if let Ok(id) = at.as_reference() {
            ids = (id, Vec::new());
        }
    }
    let mut at = document.objects.get_mut(&ids.0).expect("an object");
    for key in ids.1 {
        at = match at {
            Object::Array(items) => &mut items[key.parse::<usize>().expect("an index")],
            other => dictionary(other).get_mut(key.as_bytes()).expect("a key"),
        };
    }
    at
}

fn step<'a>(object: &'a Object, key: &str) -> Option<&'a Object> {
    match object {
        Object::Array(items) => items.get(key.parse::<usize>().ok()?),
        Object::Dictionary(dictionary) => dictionary.get(key.as_bytes()).ok(),
        Object::Stream(stream) => stream.dict.get(key.as_bytes()).ok(),
        _ => None,
    }
}

fn dictionary(object: &mut Object) -> &mut Dictionary {
    match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &mut stream.dict,
        other => panic!("{other:?} is no dictionary"),
    }
}

/// The bytes with each of the old words replaced; they must be there.
fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut made = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(old.len()).position(|window| window == old) {
        made.extend_from_slice(&rest[..at]);
        made.extend_from_slice(new);
        rest = &rest[at + old.len()..];
    }
    assert!(rest.len() < bytes.len(), "'{}' is not there", String::from_utf8_lossy(old));
    made.extend_from_slice(rest);
    made
}

/// `-` for a file that opens without a password.
fn encrypt(document: &mut Document, password: &str) {
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes128CryptFilter);
    let version = EncryptionVersion::V4 {
        document,
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: "owner",
        user_password: if password == "-" { "" } else { password },
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a way to encrypt");
    document.encrypt(&state).expect("a file that can be encrypted");
}
