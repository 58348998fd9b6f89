//! A PDF, opened for examination. In: bytes from anywhere. Out: its objects, and what is drawn on its pages.

use lopdf::Document;

/// A file under examination.
pub struct File {
    /// Its objects, or why they cannot be read.
    pub document: Result<Document, String>,
}

impl File {
    pub fn open(pdf: &[u8]) -> Self {
        Self { document: Document::load_mem(pdf).map_err(|error| error.to_string()) }
    }

    pub fn pages(&self) -> usize {
        self.document.as_ref().map_or(0, |document| document.get_pages().len())
    }
}
