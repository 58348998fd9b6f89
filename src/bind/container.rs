//! The container: epub-builder makes it, then it is unpacked, given our own package and navigation documents, and packed
//! again in a fixed order at a fixed time (EPUB 3.3 OCF, section 4).
//!
//! What epub-builder 0.8 writes for package, contents and NCX has duplicate ids, no accessibility metadata and no page
//! list; these three never reach a reader. What it says of the other files must agree with our own manifest, so a new
//! version that lays out a book in another way fails here.

use super::Book;
use super::navigation::{self, COVER, NAVIGATION, NCX, STYLESHEET};
use super::package::{self, Manifest};
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

const MIMETYPE: &str = "mimetype";
const FOLDER: &str = "OEBPS/";
const PACKAGE: &str = "content.opf";

/// The files of a container by their paths.
type Files = BTreeMap<String, Vec<u8>>;

/// The whole book. An error says what the tools below us did, or did otherwise than we know them to.
pub fn pack(book: &Book, identifier: Uuid) -> Result<Vec<u8>, String> {
    let manifest = Manifest::of(book);
    let mut files = upstream(book, identifier)?;
    agree(&files, book, &manifest)?;
    let urn = identifier.urn().to_string();
    let own = [
        (PACKAGE, package::package(book, &manifest, &urn)),
        (NAVIGATION, navigation::contents(book)),
        (NCX, navigation::ncx(book, &urn)),
    ];
    for (name, text) in own {
        files.insert(format!("{FOLDER}{name}"), text.into_bytes());
    }
    zip(book, &files).map_err(|error| error.to_string())
}

/// The container as epub-builder makes it, unpacked. Plates are left out: they would be deflated for nothing.
fn upstream(book: &Book, identifier: Uuid) -> Result<Files, String> {
    let build = || -> epub_builder::Result<Vec<u8>> {
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        builder.epub_version(EpubVersion::V33);
        builder.set_uuid(identifier);
        // Any fixed moment: without one, the clock is asked.
        builder.set_modified_date(Default::default());
        builder.stylesheet(book.stylesheet.as_bytes())?;
        builder.add_content(EpubContent::new(COVER, navigation::cover(book).as_bytes()))?;
        for sheet in &book.sheets {
            builder.add_content(EpubContent::new(&sheet.leaf.name, sheet.leaf.text.as_bytes()))?;
        }
        let mut bytes = Vec::new();
        builder.generate(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = build().map_err(|error| error.to_string())?;
    let unpack = || -> zip::result::ZipResult<Files> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))?;
        let mut files = Files::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index)?;
            let mut content = Vec::new();
            file.read_to_end(&mut content)?;
            files.insert(file.name().to_owned(), content);
        }
        Ok(files)
    };
    unpack().map_err(|error| error.to_string())
}

/// Whether epub-builder laid out the book as we know it to, and lists the pages that we list, in our order.
fn agree(files: &Files, book: &Book, manifest: &Manifest) -> Result<(), String> {
    let drift =
        |what: &str| Err(format!("epub-builder no longer does what this press was written for: {what}"));
    let mut expected: BTreeSet<String> =
        ["META-INF/container.xml", "META-INF/com.apple.ibooks.display-options.xml"]
            .into_iter()
            .chain([MIMETYPE])
            .map(str::to_owned)
            .collect();
    let pages = book.sheets.iter().map(|sheet| sheet.leaf.name.as_str());
    let inner = pages.chain([COVER, STYLESHEET, NAVIGATION, NCX, PACKAGE]);
    expected.extend(inner.map(|name| format!("{FOLDER}{name}")));
    if !files.keys().eq(&expected) {
        return drift("other files are in the container");
    }
    let text = |name: &str| files.get(name).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    if text(MIMETYPE) != "application/epub+zip" {
        return drift("the media type is another");
    }
    if !text("META-INF/container.xml").contains("full-path=\"OEBPS/content.opf\"") {
        return drift("the package document is elsewhere");
    }
    let (items, spine) = listed(&text(&format!("{FOLDER}{PACKAGE}")))?;
    let known = |(name, media_type): &(String, String)| {
        manifest.items.iter().any(|item| item.name == *name && item.media_type == media_type)
    };
    if !items.values().all(known) {
        return drift("its manifest names a file that is not ours");
    }
    let order: Vec<&str> =
        spine.iter().map(|id| items.get(id).map_or("", |(name, _)| name.as_str())).collect();
    if !manifest.spine.iter().filter(|name| *name != NAVIGATION).eq(order) {
        return drift("its reading order is another");
    }
    Ok(())
}

/// The items of a package document: by their id, name and media type.
type Items = BTreeMap<String, (String, String)>;

/// The items of a package document, and the ids in its spine.
fn listed(package: &str) -> Result<(Items, Vec<String>), String> {
    let mut reader = Reader::from_str(package);
    let (mut items, mut spine) = (BTreeMap::new(), Vec::new());
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            match event {
                Event::Eof => return Ok((items, spine)),
                _ => continue,
            }
        };
        let mut values = BTreeMap::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| error.to_string())?;
            values.insert(attribute.key.as_ref().to_owned(), value.into_owned());
        }
        let mut take = |name: &str| values.remove(name).unwrap_or_default();
        match element.local_name().as_ref() {
            "item" => {
                items.insert(take("id"), (take("href"), take("media-type")));
            }
            "itemref" => spine.push(take("idref")),
            _ => {}
        }
    }
}

/// Packs in the order of the names, the media type first. Fonts and pictures are stored: they are packed already, or
/// (fonts) cost more time than they save.
fn zip(book: &Book, files: &Files) -> zip::result::ZipResult<Vec<u8>> {
    let size = book.plates.iter().map(|plate| plate.bytes.len()).sum::<usize>() + (1 << 16);
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let deflated = stored.compression_method(CompressionMethod::Deflated);
    let mut sorted: BTreeMap<&str, (&[u8], SimpleFileOptions)> = BTreeMap::new();
    for (name, content) in files {
        sorted.insert(name, (content, deflated));
    }
    let plates: Vec<(String, &[u8], _)> = book
        .plates
        .iter()
        .map(|plate| {
            let options = if plate.media_type == "image/svg+xml" { deflated } else { stored };
            (format!("{FOLDER}{}", plate.name), plate.bytes.as_ref(), options)
        })
        .collect();
    for (name, content, options) in &plates {
        sorted.insert(name, (content, *options));
    }
    if let Some((media_type, _)) = sorted.remove(MIMETYPE) {
        archive.start_file(MIMETYPE, stored)?;
        archive.write_all(media_type)?;
    }
    for (name, (content, options)) in sorted {
        archive.start_file(name, options)?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}
