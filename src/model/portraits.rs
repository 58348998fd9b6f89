//! The portraits of a directory. Each is read when a card first shows it: a directory may hold hundreds, and a note shows few.

use super::Image;
use crate::diagnostic::Report;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// The portraits, by the path that the directory writes.
#[derive(Clone, Default)]
pub struct Portraits(Arc<BTreeMap<String, LazyLock<Report<Image>, Reader>>>);

type Reader = Box<dyn FnOnce() -> Report<Image> + Send>;

impl Portraits {
    pub fn new<F: FnOnce() -> Report<Image> + Send + 'static>(
        portraits: impl IntoIterator<Item = (String, F)>,
    ) -> Self {
        let portraits =
            portraits.into_iter().map(|(path, read)| (path, LazyLock::new(Box::new(read) as Reader)));
        Self(Arc::new(portraits.collect()))
    }

    /// The picture, and what is wrong with it; `None` if there is no such file, which `load` has told.
    pub fn get(&self, path: &str) -> Option<&Report<Image>> {
        self.0.get(path).map(|portrait| &**portrait)
    }
}

impl fmt::Debug for Portraits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
