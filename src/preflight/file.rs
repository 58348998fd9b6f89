//! A PDF, opened for examination. In: bytes from anywhere. Out: its objects, and what is drawn on its pages.

use super::survey::Survey;
use crate::model::Demands;
use lopdf::Document;
use std::sync::OnceLock;

/// A file under examination.
pub struct File {
    /// Its objects, or why they cannot be read.
    pub document: Result<Document, String>,
    survey: OnceLock<Result<Survey, String>>,
}

impl File {
    pub fn open(pdf: &[u8]) -> Self {
        Self { document: Document::load_mem(pdf).map_err(|error| error.to_string()), survey: OnceLock::new() }
    }

    pub fn pages(&self) -> usize {
        self.document.as_ref().map_or(0, |document| document.get_pages().len())
    }

    /// What is drawn on its pages, or why it cannot be told.
    pub fn survey(&self, demands: &Demands) -> Result<&Survey, &str> {
        let survey = self.survey.get_or_init(|| Survey::of(self.document.as_ref()?, demands));
        survey.as_ref().map_err(String::as_str)
    }
}
