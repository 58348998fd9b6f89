//! What the engine may see: one leaf, its pictures, the house's components and fonts. Nothing else exists for it.

use crate::model::{House, Leaf, Manuscript, SourceFile};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

/// What all documents of a process share.
pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    components: HashMap<FileId, (Source, Arc<SourceFile>)>,
}

impl Engine {
    /// Takes the fonts and the Typst components (`templates/**/*.typ`) of a house.
    pub fn new(house: &House) -> Self {
        let data = house.fonts.iter().map(|font| match &font.bytes {
            Cow::Borrowed(bytes) => Bytes::new(*bytes),
            Cow::Owned(bytes) => Bytes::new(bytes.clone()),
        });
        let fonts: Vec<Font> = data.flat_map(Font::iter).collect();
        let components = house.templates.iter().filter(|(name, _)| name.ends_with(".typ"));
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_infos(fonts.iter().map(|font| font.info().clone()))),
            fonts,
            components: components
                .filter_map(|(name, file)| {
                    let id = file_id(name)?;
                    Some((id, (Source::new(id, file.text.clone()), Arc::clone(file))))
                })
                .collect(),
        }
    }
}

/// The id of a file below the manuscript's root.
fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// The world of one document.
pub struct World<'a> {
    engine: &'a Engine,
    leaf: &'a Leaf,
    main: Source,
    pictures: HashMap<FileId, Bytes>,
}

impl<'a> World<'a> {
    pub fn new(leaf: &'a Leaf, manuscript: &'a Manuscript, engine: &'a Engine) -> Self {
        // Leaves of one kind share a path: ids are never given back, so a path a note would use them up.
        let id = file_id(&leaf.name).expect("merge names leaves in plain ASCII");
        let picture =
            |asset: &crate::model::Asset| Some((file_id(&asset.name)?, Bytes::new(Arc::clone(&asset.bytes))));
        Self {
            engine,
            leaf,
            main: Source::new(id, leaf.text.clone()),
            pictures: manuscript.assets.iter().filter_map(picture).collect(),
        }
    }

    pub fn leaf(&self) -> &Leaf {
        self.leaf
    }

    /// The house's component behind a file id.
    pub fn component(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.engine.components.get(&id).map(|(_, file)| file)
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.engine.components.get(&id).map(|(source, _)| source.clone()).ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.pictures.get(&id) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.source(id).map(Bytes::from_string),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    /// No clock reaches an edition.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
