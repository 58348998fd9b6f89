//! Pictures as a medium shows them, beside their originals.

use super::Image;
use std::collections::BTreeMap;

/// The pictures of a note as one medium shows them. The originals stay as they were read: print is made from them.
#[derive(Clone, Debug, Default)]
pub struct Reproductions(BTreeMap<String, Image>);

impl Reproductions {
    /// What stands for an original: itself where nothing was made of it.
    pub fn of<'a>(&'a self, original: &'a Image) -> &'a Image {
        self.0.get(&original.path).unwrap_or(original)
    }
}

impl FromIterator<Image> for Reproductions {
    /// A reproduction bears the path of its original.
    fn from_iter<T: IntoIterator<Item = Image>>(images: T) -> Self {
        Self(images.into_iter().map(|image| (image.path.clone(), image)).collect())
    }
}

impl Extend<Image> for Reproductions {
    fn extend<T: IntoIterator<Item = Image>>(&mut self, images: T) {
        self.0.extend(images.into_iter().map(|image| (image.path.clone(), image)));
    }
}
