//! Pictures. In: those of the engine, in the colours of their profiles. Out: the same points in inks.

use super::press::Press;
use lopdf::{Document, Error, ObjectId};

pub struct Pictures<'p> {
    pub press: &'p Press,
}

impl Pictures<'_> {
    pub fn develop(&self, _document: &mut Document, _id: ObjectId) -> Result<(), Error> {
        Ok(())
    }
}
