//! bind: the XHTML `Manuscript`, the cover → EPUB bytes.

use crate::model::{House, Manuscript};

/// An EPUB 3.3 of the manuscript's leaves; `cover` is a PNG.
pub fn bind(_manuscript: &Manuscript, _cover: &[u8], _house: &House) -> Result<Vec<u8>, String> {
    todo!()
}
