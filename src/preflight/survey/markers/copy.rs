//! The copy of a file, with its marked streams, for the interpreter alone.

use flate2::read::ZlibDecoder;
use lopdf::{DecompressError, Dictionary, Document, Error, Object, ObjectId, Stream, Writer};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufReader, Read, Write};

/// What one stream may unpack to, in bytes: a page of A3 in four inks, 600 points to the inch.
const MOST: usize = 512 << 20;

/// A file that is written anew for the interpreter alone.
pub struct Copy<'a> {
    pub document: &'a Document,
    pub streams: &'a BTreeMap<ObjectId, Vec<u8>>,
}

impl Copy<'_> {
    pub fn write(&self, pages: Vec<(ObjectId, Vec<u8>)>) -> std::io::Result<Vec<u8>> {
        let sizes = self.document.objects.values().map(|object| match object {
            Object::Stream(stream) => stream.content.len() + 200,
            _ => 100,
        });
        let mut file =
            Vec::with_capacity(sizes.sum::<usize>() + pages.iter().map(|page| page.1.len()).sum::<usize>());
        file.extend(b"%PDF-1.7\n");
        let contents: HashMap<ObjectId, u32> =
            pages.iter().zip(self.document.max_id + 1..).map(|(page, id)| (page.0, id)).collect();
        let mut places = BTreeMap::new();
        for (id, object) in &self.document.objects {
            if is_idle(object) {
                continue;
            }
            places.insert(*id, file.len());
            writeln!(file, "{} {} obj", id.0, id.1)?;
            match (object, self.streams.get(id), contents.get(id)) {
                (Object::Stream(stream), Some(content), _) => write_stream(&mut file, &stream.dict, content)?,
                (Object::Dictionary(page), _, Some(own)) => {
                    let mut page = page.clone();
                    page.set("Contents", Object::Reference((*own, 0)));
                    Writer::write_object(&mut file, &Object::Dictionary(page))?;
                }
                (Object::Stream(stream), None, _) if swells(stream) => {
                    write_stream(&mut file, &stream.dict, &[])?;
                }
                _ => Writer::write_object(&mut file, object)?,
            }
            file.extend(b"\nendobj\n");
        }
        for (page, content) in &pages {
            let Some(id) = contents.get(page) else { continue };
            places.insert((*id, 0), file.len());
            writeln!(file, "{id} 0 obj")?;
            write_stream(&mut file, &Dictionary::new(), content)?;
            file.extend(b"\nendobj\n");
        }
        let start = file.len();
        file.extend(b"xref\n0 1\n0000000000 65535 f \n");
        for ((id, generation), place) in &places {
            write!(file, "{id} 1\n{place:010} {generation:05} n \n")?;
        }
        file.extend(b"trailer\n");
        let mut trailer = Dictionary::new();
        trailer.set("Size", i64::from(self.document.max_id) + pages.len() as i64 + 1);
        if let Ok(root) = self.document.trailer.get(b"Root") {
            trailer.set("Root", root.clone());
        }
        Writer::write_object(&mut file, &Object::Dictionary(trailer))?;
        write!(file, "\nstartxref\n{start}\n%%EOF\n")?;
        Ok(file)
    }
}

/// Objects that leave no mark: the structure of the document and its metadata.
fn is_idle(object: &Object) -> bool {
    match object {
        Object::Dictionary(dictionary) => {
            dictionary.has_type(b"StructElem")
                || dictionary.has(b"K") && dictionary.has(b"Pg") && dictionary.has(b"P")
        }
        Object::Stream(Stream { dict, .. }) => {
            dict.has_type(b"ObjStm")
                || dict.has_type(b"XRef")
                || dict.has_type(b"Metadata")
                || dict.has_type(b"EmbeddedFile")
        }
        _ => false,
    }
}

/// Whether a stream is packed so that it would fill the memory: the interpreter unpacks without a limit.
fn swells(stream: &Stream) -> bool {
    let filters = stream.filters().unwrap_or_default();
    match filters.as_slice() {
        [] | [b"DCTDecode" | b"JPXDecode" | b"CCITTFaxDecode" | b"JBIG2Decode"] => false,
        // Nothing that is deflated unpacks to more than 1032 times its size (zlib's technical details).
        [b"FlateDecode"] if stream.content.len() < MOST / 1032 => false,
        [b"FlateDecode"] => {
            let unpacked = ZlibDecoder::new(stream.content.as_slice()).take(MOST as u64 + 1);
            io::copy(&mut BufReader::new(unpacked), &mut io::sink()).is_ok_and(|bytes| bytes > MOST as u64)
        }
        _ => {
            let unpacked = stream.decompressed_content_with_limit(MOST);
            matches!(
                unpacked,
                Err(Error::Decompress(
                    DecompressError::MemoryLimitExceeded { .. } | DecompressError::TooManyFilters { .. }
                ))
            )
        }
    }
}

fn write_stream(file: &mut Vec<u8>, dictionary: &Dictionary, content: &[u8]) -> std::io::Result<()> {
    let mut dictionary = dictionary.clone();
    dictionary.remove(b"Filter");
    dictionary.remove(b"DecodeParms");
    dictionary.set("Length", content.len() as i64);
    Writer::write_object(file, &Object::Dictionary(dictionary))?;
    file.extend(b"\nstream\n");
    file.extend(content);
    file.extend(b"\nendstream");
    Ok(())
}
