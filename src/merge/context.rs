//! The values that a template gets: the fair copies, block by block, in the order in which an edition is read.
//!
//! Blocks and notes are numbered here, so that every medium numbers alike: passage beside passage over the languages of
//! an edition, or part after part where each language is a part of its own.

pub mod brand;
mod code;
mod displays;
mod passages;
mod programme;

use super::literal::Words;
use super::trace::Trace;
use crate::model::{
    Asset, Block, BlockId, Direction, FairCopy, House, Image, Language, Metadata, PageMap, Section, Terms,
    Text, plain,
};
use minijinja::value::merge_maps;
use minijinja::{Value, context};
use passages::Home;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What all leaves of an edition share, and what each of them is.
pub struct Context {
    pub shared: Value,
    /// One fair copy a language, in the order of the edition.
    pub copies: Vec<Value>,
    pub trace: Trace,
    plans: Vec<LeafPlan>,
}

/// One leaf before it is rendered.
#[derive(Clone)]
pub struct LeafPlan {
    pub name: String,
    pub titles: Vec<String>,
    pub document: Value,
    pub pages: Vec<usize>,
    /// Which of the edition's languages it holds.
    pub tongues: Range<usize>,
}

impl Context {
    pub fn new(
        copies: &[&FairCopy],
        house: &House,
        metadata: &Metadata,
        assets: &[Asset],
        pages: Option<&PageMap>,
    ) -> Self {
        let name = |image: &Image| {
            assets.iter().find(|asset| asset.path == image.path).map(|asset| asset.name.clone())
        };
        let pictures = copies.iter().flat_map(|copy| &copy.images);
        Compositor {
            copies,
            first: 0,
            house,
            assets,
            pictures: pictures.filter_map(|(written, image)| Some((written.clone(), name(image)?))).collect(),
            trace: Trace::default(),
            markers: pages.map(PageMap::markers).unwrap_or_default().into_iter().collect(),
            languages: copies.iter().map(|copy| copy.language.to_string()).collect(),
            next_block: 0,
            note_counts: vec![0; copies.len()],
            all_notes: vec![Vec::new(); copies.len()],
            met: copies.iter().map(|copy| (copy.language, Arc::clone(&copy.terms))).collect(),
            agendas: None,
            address_shown: false,
            notes: Vec::new(),
            pages: Vec::new(),
        }
        .compose(metadata)
    }

    /// The one leaf of a document that is not divided.
    pub fn whole(&self, name: &str) -> LeafPlan {
        let document = context! { kind => "whole", name => name };
        let tongues = 0..self.copies.len();
        LeafPlan { name: name.to_owned(), titles: Vec::new(), document, pages: Vec::new(), tongues }
    }

    /// The leaves of a book: title page, one a section, agenda, colophon; where each language is a part of its own, a
    /// choice of language first, and then these of each.
    pub fn leaves(&self) -> Vec<LeafPlan> {
        self.plans.clone()
    }
}

/// Builds the values, and keeps count of blocks, notes and page markers while it does.
struct Compositor<'a> {
    /// The copies that stand side by side, and the number of the first in the edition.
    copies: &'a [&'a FairCopy],
    first: usize,
    house: &'a House,
    assets: &'a [Asset],
    /// The name of each picture in the manuscript, by its path as written in the prose.
    pictures: BTreeMap<String, String>,
    trace: Trace,
    /// The page markers that stand before a block.
    markers: BTreeMap<BlockId, Vec<usize>>,
    languages: Vec<String>,
    /// The terms of these, and of languages within their words.
    met: BTreeMap<Language, Arc<Terms>>,
    next_block: BlockId,
    /// Notes are numbered in each language by itself, so that a note bears one number in all of them.
    note_counts: Vec<usize>,
    all_notes: Vec<Vec<Value>>,
    /// The agendas of all languages, once their place is reached.
    agendas: Option<Vec<Value>>,
    /// Whether the address of a link is printed where it stands.
    address_shown: bool,
    /// Notes and page markers met since the last leaf was closed.
    notes: Vec<Value>,
    pages: Vec<usize>,
}

/// Where words stand: their block, which of the edition's languages they are in, and whether they stand in a note.
#[derive(Clone, Copy)]
struct Spot {
    block: BlockId,
    tongue: usize,
    in_note: bool,
}

impl<'a> Compositor<'a> {
    fn compose(mut self, metadata: &Metadata) -> Context {
        let all = self.copies;
        let mut plans = Vec::new();
        let copies: Vec<Value> = if metadata.edition.parted() {
            plans.push(self.close("languages.xhtml", "languages", 0, metadata.titles.clone()));
            let part = |(tongue, copy)| {
                (self.copies, self.first) = (std::slice::from_ref(copy), tongue);
                self.part(&format!("{}-", copy.language), &mut plans)
            };
            all.iter().enumerate().flat_map(part).collect()
        } else {
            self.part("", &mut plans)
        };
        let agenda_placed =
            copies.iter().any(|copy| copy.get_attr("agenda_placed").is_ok_and(|it| it.is_true()));
        let shared = context! {
            agenda_placed, edition => edition(metadata), metadata => self::metadata(metadata),
            brand => brand::brand(self.house, self.assets, self.types()),
        };
        Context { shared, copies, trace: self.trace, plans }
    }

    /// The values of the copies that stand side by side, and the leaves of the book that hold them; names of leaves
    /// begin with `prefix`.
    fn part(&mut self, prefix: &str, plans: &mut Vec<LeafPlan>) -> Vec<Value> {
        let copies = self.copies;
        let titles = copies.iter().map(|copy| plain(&copy.title)).collect();
        let mastheads: Vec<Value> =
            self.tongues().map(|(tongue, copy)| self.masthead(copy, tongue)).collect();
        plans.push(self.close(&format!("{prefix}title.xhtml"), "title", 0, titles));

        let mut sections: Vec<Vec<Value>> = vec![Vec::new(); copies.len()];
        let count = copies.iter().map(|copy| copy.sections.len()).max().unwrap_or(0);
        for index in 0..count {
            let abreast: Vec<Option<&Section>> = copies.iter().map(|copy| copy.sections.get(index)).collect();
            let id = abreast.iter().flatten().find_map(|section| section.id.as_ref()).map(Text::plain);
            let headings = abreast.iter().flatten().map(|section| plain(&section.heading)).collect();
            for (column, section) in sections.iter_mut().zip(self.sections(&abreast)) {
                column.extend(section);
            }
            let name = format!("{prefix}section-{}.xhtml", id.unwrap_or_else(|| (index + 1).to_string()));
            plans.push(self.close(&name, "section", index, headings));
        }

        // Unless a fence gave it a place in a section, the agenda follows the last one.
        let placed = self.agendas.is_some();
        if !placed {
            self.place_agendas();
        }
        if !placed && copies.iter().any(|copy| !copy.agenda.is_empty()) {
            let headings = copies.iter().map(|copy| self.word(copy, "agenda")).collect();
            plans.push(self.close(&format!("{prefix}agenda.xhtml"), "agenda", 0, headings));
        }
        let agendas = self.agendas.take().unwrap_or_default();

        let colophons: Vec<Value> =
            self.tongues().map(|(tongue, copy)| self.colophon(copy, tongue)).collect();
        let headings = copies.iter().map(|copy| self.word(copy, "colophon")).collect();
        plans.push(self.close(&format!("{prefix}colophon.xhtml"), "colophon", 0, headings));

        let parts = mastheads.into_iter().zip(sections).zip(agendas.into_iter().zip(colophons));
        self.tongues()
            .zip(parts)
            .map(|((tongue, copy), ((masthead, sections), (agenda, colophon)))| {
                let direction = copy.terms.direction.as_str();
                let words = copy.terms.words.clone();
                let language = copy.language.to_string();
                let language_name = copy.terms.languages.get(&language).cloned();
                let publisher = self.house.directory.organisations.get(&self.house.profile.publisher.plain());
                let publisher = publisher.and_then(|body| body.name.values.get(&copy.language)).map(Text::plain);
                let parts = merge_maps([agenda, masthead]);
                context! {
                    language, language_name, direction, publisher, words, sections, colophon, agenda_placed => placed,
                    partners => brand::partners(&self.house.brand, self.assets, copy.language),
                    notes => std::mem::take(&mut self.all_notes[tongue]),
                    keywords => copy.keywords.iter().map(Text::plain).collect::<Vec<_>>(),
                    summary => copy.summary.as_ref().map(Text::plain),
                    ..parts
                }
            })
            .collect()
    }

    /// The copies that stand side by side, each with its number in the edition.
    fn tongues(&self) -> impl Iterator<Item = (usize, &'a FairCopy)> + use<'a> {
        (self.first..).zip(self.copies).map(|(tongue, copy)| (tongue, *copy))
    }

    /// Closes a leaf of the book: its notes and page markers are those met since the last one was closed.
    fn close(&mut self, name: &str, kind: &str, index: usize, titles: Vec<String>) -> LeafPlan {
        let notes = std::mem::take(&mut self.notes);
        let pages = std::mem::take(&mut self.pages);
        let document = context! { kind, name, index, notes };
        let tongues = self.first..self.first + self.copies.len();
        LeafPlan { name: name.to_owned(), titles, document, pages, tongues }
    }

    /// The direction of a language within the words of another; what it is set in is told to the template.
    pub fn meet(&mut self, language: Language) -> &'static str {
        let terms = self.copies.first().and_then(|copy| copy.lexicon.get(&language));
        if let Some(terms) = terms {
            self.met.entry(language).or_insert_with(|| Arc::clone(terms));
        }
        terms.map_or(Direction::LeftToRight, |terms| terms.direction).as_str()
    }

    fn word(&self, copy: &FairCopy, key: &str) -> String {
        copy.terms.word(key).to_owned()
    }

    /// Opens a block: its number, and the pages whose markers stand before it.
    fn open(&mut self, tongue: usize) -> (Spot, Vec<usize>) {
        let block = self.next_block;
        self.next_block += 1;
        let pages = self.markers.remove(&block).unwrap_or_default();
        self.pages.extend(&pages);
        (Spot { block, tongue, in_note: false }, pages)
    }

    fn text(&mut self, text: &Text, spot: Spot) -> Value {
        let pieces = text.pieces.iter();
        let pieces = pieces
            .map(|piece| (piece.text.clone(), self.trace.register(spot.block, piece.span.clone())))
            .collect();
        Value::from_object(Words { pieces })
    }

    fn optional(&mut self, text: Option<&Text>, spot: Spot) -> Option<Value> {
        text.map(|text| self.text(text, spot))
    }

    fn masthead(&mut self, copy: &FairCopy, tongue: usize) -> Value {
        let (spot, pages) = self.open(tongue);
        context! {
            block => spot.block, pages,
            kind => self.text(&copy.kind, spot),
            title => self.inlines(&copy.title, spot),
            title_text => plain(&copy.title),
            event => self.optional(copy.event.as_ref(), spot),
            theme => self.optional(copy.theme.as_ref(), spot),
            date_line => self.optional(copy.date_line.as_ref(), spot),
            venue_line => self.optional(copy.venue_line.as_ref(), spot),
            venue_link => self.optional(copy.venue_link.as_ref(), spot),
            status => self.optional(copy.status.as_ref(), spot),
            version => self.optional(copy.version.as_ref(), spot),
            symbol => self.optional(copy.symbol.as_ref(), spot),
        }
    }

    /// One section in all languages: its headings first, then its blocks side by side.
    fn sections(&mut self, abreast: &[Option<&Section>]) -> Vec<Option<Value>> {
        let headings: Vec<Value> = abreast
            .iter()
            .enumerate()
            .map(|(column, section)| {
                let (spot, pages) = self.open(self.first + column);
                let heading = section.map(|section| self.inlines(&section.heading, spot)).unwrap_or_default();
                context! { block => spot.block, pages, heading }
            })
            .collect();
        let columns: Vec<&[Block]> =
            abreast.iter().map(|section| section.map_or(&[][..], |section| &section.blocks)).collect();
        let blocks = self.blocks(&columns, Home::Page { tongue: self.first });
        abreast
            .iter()
            .zip(headings.into_iter().zip(blocks))
            .map(|(section, (heading, blocks))| {
                let id = (*section)?.id.as_ref().map(Text::plain);
                Some(context! { id, blocks, ..heading })
            })
            .collect()
    }

    fn colophon(&mut self, copy: &FairCopy, tongue: usize) -> Value {
        let isbns = copy.isbns.get(&self.languages.join("-")).into_iter().flatten();
        let lines = copy.colophon.iter().chain(isbns);
        let lines: Vec<Value> = lines
            .map(|line| {
                let (spot, pages) = self.open(tongue);
                context! { block => spot.block, pages, content => self.inlines(line, Spot { in_note: true, ..spot }) }
            })
            .collect();
        Value::from(lines)
    }

    /// The languages of the edition that are not set as the brand's type is: from right to left, in a type or with figures
    /// of their own.
    fn types(&self) -> Vec<Value> {
        let brand = &self.house.brand;
        let differ = self.met.iter().filter(|(_, terms)| brand::differs(terms));
        differ.map(|(language, terms)| brand::tongue(brand, *language, terms)).collect()
    }
}

fn edition(metadata: &Metadata) -> Value {
    let edition = &metadata.edition;
    let languages: Vec<String> = edition.languages.iter().map(ToString::to_string).collect();
    context! {
        id => edition.note.clone(), tag => edition.language_tag(), leading => edition.leading().to_string(),
        bilingual => languages.len() > 1, layout => (languages.len() > 1).then(|| edition.layout.as_str()),
        languages, medium => edition.medium.as_str(),
        paper => edition.format.paper.as_str(), large_print => edition.format.large_print, covered => edition.is_covered(),
    }
}

fn metadata(metadata: &Metadata) -> Value {
    let date = metadata.date;
    context! {
        titles => metadata.titles.clone(), publisher => metadata.publisher.clone(),
        keywords => metadata.keywords.clone(), summaries => metadata.summaries.clone(),
        date => context! { year => date.year(), month => date.month(), day => date.day() },
    }
}

/// The pictures under the names that a manuscript gives them: plain ASCII, the same for every medium.
pub fn assets<'a>(images: impl IntoIterator<Item = &'a Image>) -> Vec<Asset> {
    let mut images: Vec<&Image> = images.into_iter().collect();
    images.sort_by(|a, b| a.path.cmp(&b.path));
    images.dedup_by(|a, b| a.path == b.path);
    images
        .into_iter()
        .enumerate()
        .map(|(index, image)| Asset {
            name: format!("images/picture-{}.{}", index + 1, image.format.extension()),
            path: image.path.clone(),
            format: image.format,
            bytes: image.bytes.clone(),
        })
        .collect()
}
