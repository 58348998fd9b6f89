//! What the engine may see: one leaf, its pictures, the house's components and fonts. Nothing else exists for it.

use crate::model::{Asset, House, Leaf, SourceFile};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;
use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration, Repr};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontFamily, FontList, TextElem};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt};

/// What all documents of a process share.
pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    components: HashMap<FileId, (Source, Arc<SourceFile>)>,
    rehearsal: String,
}

/// Words in which each thing that nearly every page holds occurs once.
const REHEARSAL: &str = r#"
#set page(header: [A], footer: context counter(page).display())
#set par(justify: true)
= A heading <a>
A sentence of some length, with *strong words*, _emphasis_, a #link("https://example.org")[link] and a note.#footnote[Note.]
+ One question, 12:00–13:30?
#grid(columns: (1fr, 1fr), [A cell, with words enough for a second line.], [Another.])
"#;

impl Engine {
    /// Takes the fonts and the Typst components (`templates/**/*.typ`) of a house.
    pub fn new(house: &House) -> Self {
        let data = house.fonts.iter().map(|font| match &font.bytes {
            Cow::Borrowed(bytes) => Bytes::new(*bytes),
            Cow::Owned(bytes) => Bytes::new(bytes.clone()),
        });
        let fonts: Vec<Font> = data.flat_map(Font::iter).collect();
        let components = house.templates.iter().filter(|(name, _)| name.ends_with(".typ"));
        // Cells that head a row, not a column.
        let features = Features::from_iter([Feature::A11yExtras]);
        let mut library = Library::builder().with_features(features).build();
        // Words that a template sets before it chooses a family are the brand's, too. The engine's own family is not here,
        // and a sign that none has would be left out in silence.
        if let Ok(families) = FontList::new(vec![FontFamily::new(&house.brand.base_font)]) {
            library.styles.set(TextElem::font, families);
        }
        Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_infos(fonts.iter().map(|font| font.info().clone()))),
            fonts,
            components: components
                .filter_map(|(name, file)| {
                    let id = file_id(name)?;
                    Some((id, (Source::new(id, file.text.clone()), Arc::clone(file))))
                })
                .collect(),
            rehearsal: rehearsal(house),
        }
    }

    /// What is set before the first note: see [`super::warm_up`].
    pub fn rehearsal(&self) -> Leaf {
        let name = "rehearsal.typ".to_owned();
        Leaf {
            name,
            languages: Vec::new(),
            titles: Vec::new(),
            text: self.rehearsal.clone(),
            map: Vec::new(),
            pages: Vec::new(),
            lines: Vec::new(),
        }
    }
}

fn rehearsal(house: &House) -> String {
    let imports = house.templates.keys().filter(|name| name.ends_with(".typ"));
    let mut text: String = imports.map(|name| format!("#import {}\n", name.as_str().repr())).collect();
    let (base, headings) = (house.brand.base_font.as_str().repr(), house.brand.heading_font.as_str().repr());
    text.push_str(&format!("#set text(font: {base})\n#show heading: set text(font: {headings})\n"));
    let language = house.profile.editions.languages.first().map(|tag| tag.plain()).unwrap_or_default();
    let language = language.split('-').next().unwrap_or_default().repr();
    text.push_str(&format!("#set text(lang: {language})\n"));
    text + REHEARSAL
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
    pub fn new(leaf: &'a Leaf, assets: &[Asset], engine: &'a Engine) -> Self {
        // Leaves of one kind share a path: ids are never given back, so a path a note would use them up.
        let id = file_id(&leaf.name).expect("merge names leaves in plain ASCII");
        let picture = |asset: &Asset| Some((file_id(&asset.name)?, Bytes::new(Arc::clone(&asset.bytes))));
        Self {
            engine,
            leaf,
            main: Source::new(id, leaf.text.clone()),
            pictures: assets.iter().filter_map(picture).collect(),
        }
    }

    /// A world whose main text is the one that stands, changed where the leaf reads otherwise: what the engine remembers of
    /// the rest holds.
    pub fn standing(
        leaf: &'a Leaf,
        assets: &[Asset],
        engine: &'a Engine,
        standing: &mut Option<Source>,
    ) -> Self {
        let mut world = Self::new(leaf, assets, engine);
        if let Some(source) = standing.as_mut().filter(|source| source.id() == world.main.id()) {
            source.replace(&leaf.text);
            world.main = source.clone();
        }
        *standing = Some(world.main.clone());
        world
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
    if let VirtualRoot::Package(package) = id.get().root() {
        return FileError::Package(PackageError::NotFound(package.clone()));
    }
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
