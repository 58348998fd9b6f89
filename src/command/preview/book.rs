//! A bound book, open: the files of its container, by their paths.

use diptych::model::Digest;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Where the container says which file is its package (EPUB 3.3 OCF, 4.2.6.3.1).
const CONTAINER: &str = "META-INF/container.xml";

pub struct Bound {
    pub digest: Digest,
    /// The paths of the pages in reading order.
    pub spine: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Bound {
    /// `None` where the bytes are no book.
    pub fn open(bytes: Vec<u8>) -> Option<Self> {
        let digest = Digest::of(&bytes);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).ok()?;
            let mut content = Vec::new();
            file.read_to_end(&mut content).ok()?;
            files.insert(file.name().to_owned(), content);
        }
        let spine = spine(&files)?;
        Some(Self { digest, spine, files })
    }

    /// A file and its media type.
    pub fn file(&self, path: &str) -> Option<(&[u8], &'static str)> {
        self.files.get(path).map(|bytes| (bytes.as_slice(), media_type(path)))
    }
}

fn spine(files: &BTreeMap<String, Vec<u8>>) -> Option<Vec<String>> {
    let text = |path: &str| files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let container = roxmltree::Document::parse(text(CONTAINER)?).ok()?;
    let rootfile = container.descendants().find(|node| node.has_tag_name((OCF, "rootfile")))?;
    let path = rootfile.attribute("full-path")?;
    let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let package = roxmltree::Document::parse(text(path)?).ok()?;
    let named = |name: &'static str| package.descendants().filter(move |node| node.tag_name().name() == name);
    let page = |idref: &str| {
        let item = named("item").find(|item| item.attribute("id") == Some(idref))?;
        Some(format!("{folder}{}", item.attribute("href")?))
    };
    Some(named("itemref").filter_map(|item| page(item.attribute("idref")?)).collect())
}

/// The namespace of the container's own file.
const OCF: &str = "urn:oasis:names:tc:opendocument:xmlns:container";

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "xhtml" => "application/xhtml+xml",
        "css" => "text/css; charset=utf-8",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "otf" => "font/otf",
        "ttf" => "font/ttf",
        "woff2" => "font/woff2",
        "opf" => "application/oebps-package+xml",
        "ncx" => "application/x-dtbncx+xml",
        _ => "application/octet-stream",
    }
}
