//! A place in a file: an object, seen through the references that lead to it.

use super::file::{MOST, dictionary};
use lopdf::{Document, Object, ObjectId, Stream, decode_text_string};
use std::borrow::Cow;

#[derive(Clone, Copy)]
pub struct Node<'a> {
    document: &'a Document,
    /// By what it is referred to, if it is no part of another object.
    pub id: Option<ObjectId>,
    pub object: &'a Object,
}

impl<'a> Node<'a> {
    /// What an object is or refers to; nothing where that is null (ISO 32000-1, 7.3.9).
    pub fn new(document: &'a Document, object: &'a Object) -> Option<Self> {
        let (id, object) = document.dereference(object).ok()?;
        (!object.is_null()).then_some(Self { document, id, object })
    }

    pub fn of(document: &'a Document, id: ObjectId) -> Option<Self> {
        let object = document.get_object(id).ok()?;
        Some(Self { document, id: Some(id), object })
    }

    /// An entry of a dictionary or of the dictionary of a stream.
    pub fn get(&self, key: &str) -> Option<Self> {
        Self::new(self.document, dictionary(self.object)?.get(key.as_bytes()).ok()?)
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Whether there is an entry, even if it leads nowhere.
    pub fn names(&self, key: &str) -> bool {
        dictionary(self.object).is_some_and(|own| own.get(key.as_bytes()).is_ok_and(|value| !value.is_null()))
    }

    /// All entries of a dictionary, by their keys.
    pub fn entries(&self) -> impl Iterator<Item = (Cow<'a, str>, Self)> {
        let Self { document, object, .. } = *self;
        dictionary(object)
            .into_iter()
            .flat_map(|dictionary| dictionary.iter())
            .filter_map(move |(key, value)| Some((String::from_utf8_lossy(key), Self::new(document, value)?)))
    }

    /// The elements of an array.
    pub fn items(&self) -> impl Iterator<Item = Self> {
        let Self { document, object, .. } = *self;
        let items = object.as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(move |item| Self::new(document, item))
    }

    pub fn item(&self, index: usize) -> Option<Self> {
        Self::new(self.document, self.object.as_array().ok()?.get(index)?)
    }

    pub fn is_array(&self) -> bool {
        self.object.as_array().is_ok()
    }

    pub fn is_dictionary(&self) -> bool {
        dictionary(self.object).is_some()
    }

    pub fn name(&self) -> Option<Cow<'a, str>> {
        self.object.as_name().ok().map(String::from_utf8_lossy)
    }

    /// The name that stands at a key.
    pub fn named(&self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.name()
    }

    pub fn is(&self, key: &str, name: &str) -> bool {
        self.named(key).is_some_and(|own| own == name)
    }

    pub fn number(&self) -> Option<f64> {
        match self.object {
            Object::Integer(number) => Some(*number as f64),
            Object::Real(number) => Some(f64::from(*number)),
            _ => None,
        }
    }

    pub fn bytes(&self) -> Option<&'a [u8]> {
        self.object.as_str().ok()
    }

    /// A string for people (ISO 32000-1, 7.9.2.2).
    pub fn text(&self) -> Option<String> {
        decode_text_string(self.object).ok()
    }

    pub fn stream(&self) -> Option<&'a Stream> {
        self.object.as_stream().ok()
    }

    /// What a stream unpacks to; nothing if it is damaged, too large, or a picture in a form of its own.
    pub fn unpacked(&self) -> Option<Vec<u8>> {
        self.stream()?.get_plain_content_with_limit(MOST).ok()
    }
}
