//! typeset: `Manuscript`, `House` → PDF bytes, a cover picture, and the `PageMap` that says which block begins which page.
//!
//! One [`Engine`] a process, one light world a document. The engine sees nothing but the manuscript, the house's
//! components and fonts: no disk, no clock, no package. This room alone knows Typst.

mod drawing;
mod grounds;
mod pages;
mod regions;
mod spreads;
mod standing;
mod world;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{
    BLEED, Brand, Direction, Leaf, Manuscript, Mapping, Meeting, PageMap, Proof, ProofPage, Region, Span,
    low_contrast,
};
use grounds::Example;
pub use standing::Standing;
use std::io;
use typst::World as _;
use typst::WorldExt as _;
use typst::diag::{Severity, SourceDiagnostic};
use typst::foundations::{Datetime, Smart};
use typst::layout::{Abs, Sides};
use typst::model::Document as _;
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
pub use world::Engine;
use world::World;

/// Height of a cover picture in pixels: readers and shops ask for at least 1,600.
const COVER_HEIGHT: f64 = 1600.0;

/// How many settings long the engine remembers a piece that none of them needed.
const SETTINGS_REMEMBERED: usize = 10;

/// A document on its pages, not yet in any file format.
pub struct Sheets<'a> {
    document: PagedDocument,
    world: World<'a>,
    manuscript: &'a Manuscript,
}

/// Sets one Typst leaf of a manuscript.
pub fn typeset<'a>(leaf: &'a Leaf, manuscript: &'a Manuscript, engine: &'a Engine) -> Report<Sheets<'a>> {
    set(World::new(leaf, &manuscript.assets, engine), manuscript)
}

fn set<'a>(world: World<'a>, manuscript: &'a Manuscript) -> Report<Sheets<'a>> {
    let set = typst::compile::<PagedDocument>(&world);
    let mut found: Vec<Diagnostic> = set.warnings.iter().map(|warning| locate(warning, &world)).collect();
    let document =
        set.output.map_err(|errors| found.extend(errors.iter().map(|error| locate(error, &world)))).ok();
    Report::new(document.map(|document| Sheets { document, world, manuscript }), found)
}

/// The same, with type that stands from the last setting.
pub fn typeset_standing<'a>(
    leaf: &'a Leaf,
    manuscript: &'a Manuscript,
    engine: &'a Engine,
    standing: &mut Standing,
) -> Report<Sheets<'a>> {
    let world = World::standing(leaf, &manuscript.assets, engine, &mut standing.text);
    set(world, manuscript)
}

/// Sets a page that nobody sees, so that what the engine prepares at its first page (fonts, tables of line breaks, the
/// house's components) is ready when the first note arrives. What is wrong with a component is told with the note.
pub fn warm_up(engine: &Engine) {
    let leaf = engine.rehearsal();
    let world = World::new(&leaf, &[], engine);
    if let Ok(document) = typst::compile::<PagedDocument>(&world).output {
        typst_pdf::pdf(&document, &PdfOptions::default()).ok();
    }
}

/// Forgets what the engine remembers of documents already set, so that memory stays flat over any number of notes. What the
/// last two had in common, such as the house's components, stays.
pub fn forget() {
    comemo::evict(1);
}

/// Forgets what the engine remembers and has not used for some settings: for an edition that is set again and again.
pub fn age() {
    comemo::evict(SETTINGS_REMEMBERED);
}

impl Sheets<'_> {
    /// The screen edition: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once.
    pub fn pdf(&self) -> Report<Vec<u8>> {
        let metadata = &self.manuscript.metadata;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
        let options = PdfOptions {
            ident: Smart::Custom(metadata.edition.path()),
            creator: Smart::Custom(Some(format!("Diptych {}", env!("CARGO_PKG_VERSION")))),
            timestamp: midnight(metadata.date),
            standards: standards.expect("UA-1 and A-2a agree on PDF 1.7"),
            ..PdfOptions::default()
        };
        match typst_pdf::pdf(&self.document, &options) {
            Ok(bytes) if metadata.edition.faces() => {
                Report::new(Some(spreads::open_in_spreads(bytes)), Vec::new())
            }
            Ok(bytes) => Report::new(Some(bytes), Vec::new()),
            Err(errors) => Report::new(None, errors.iter().map(|error| locate(error, &self.world)).collect()),
        }
    }

    /// The pages of the print edition, not yet in the inks of the press: PDF 1.6 (which PDF/X-4 is made of), untagged, and
    /// with as much bleed as artwork reaches into.
    pub fn press_pages(&self) -> Report<Vec<u8>> {
        let metadata = &self.manuscript.metadata;
        let standards = PdfStandards::new(&[PdfStandard::V_1_6]);
        let options = PdfOptions {
            ident: Smart::Custom(metadata.edition.path()),
            creator: Smart::Custom(Some(format!("Diptych {}", env!("CARGO_PKG_VERSION")))),
            timestamp: midnight(metadata.date),
            standards: standards.expect("a version of PDF agrees with itself"),
            tagged: false,
            ..PdfOptions::default()
        };
        let bled = self.document.pages().iter().cloned().map(|page| {
            let bleed = Sides::splat(Abs::mm(BLEED));
            Page { bleed, ..page }
        });
        let document = PagedDocument::new(bled.collect(), self.document.info().clone());
        match typst_pdf::pdf(&document, &options) {
            Ok(bytes) => Report::new(Some(bytes), Vec::new()),
            Err(errors) => Report::new(None, errors.iter().map(|error| locate(error, &self.world)).collect()),
        }
    }

    /// Which block begins on which page. None begins on a cover, which repeats words of the page behind it.
    pub fn page_map(&self) -> PageMap {
        let covers = usize::from(self.manuscript.metadata.edition.is_covered());
        pages::page_map(&self.document, &self.world, covers)
    }

    /// `low-contrast`: colours that meet in words and can hardly be told apart; each pair once.
    pub fn contrast(&self, brand: &Brand) -> Vec<Diagnostic> {
        let meetings = grounds::meetings(&self.document);
        let of_any_size = |meeting: &Meeting| Meeting { large: false, ..*meeting };
        let told = |meeting: &Meeting| meeting.large && meetings.contains_key(&of_any_size(meeting));
        let faint = meetings.iter().filter(|(meeting, _)| !meeting.is_legible() && !told(meeting));
        faint
            .filter_map(|(meeting, example)| {
                low_contrast(*meeting, brand, &example.words, self.template_line(example))
            })
            .collect()
    }

    /// The line of a template or component that set words. Of words that a component was handed as a value, it is the line
    /// that merged them.
    fn template_line(&self, example: &Example) -> Option<Span> {
        let component = example.span.id().filter(|file| *file != self.world.main());
        let range = self.world.range(example.span);
        if let Some(file) = component.and_then(|file| self.world.component(file)) {
            return range.map(|range| Span::new(file, range));
        }
        let leaf = self.world.leaf();
        let holds = |mapping: &&Mapping| {
            leaf.text.get(mapping.range.clone()).is_some_and(|words| words.contains(&example.words))
        };
        let merged = || leaf.map.iter().find(holds).map(|mapping| mapping.range.clone());
        leaf.line(range.or_else(merged).map_or(0, |range| range.start))
    }

    /// The pages, drawn; those that look as they did are not drawn again.
    pub fn drawings(&self, standing: &mut Standing) -> Vec<ProofPage> {
        standing.draw(&self.document)
    }

    /// Which passage stands where.
    pub fn regions(&self) -> Vec<Region> {
        regions::regions(&self.document, &self.world, &self.manuscript.assets)
    }

    /// The pages as they are to be looked at and corrected.
    pub fn proof(&self, standing: &mut Standing) -> Proof {
        let metadata = &self.manuscript.metadata;
        let leading = self.manuscript.terms.first().map(|terms| terms.direction);
        Proof {
            pages: self.drawings(standing),
            regions: self.regions(),
            page_map: self.page_map(),
            spreads: metadata.edition.faces(),
            rtl: leading == Some(Direction::RightToLeft),
        }
    }

    /// The first page as an opaque PNG, [`COVER_HEIGHT`] pixels high.
    pub fn picture(&self) -> io::Result<Vec<u8>> {
        let page = &self.document.pages()[0];
        let pixel_per_pt = COVER_HEIGHT / page.frame.height().to_pt();
        let options = typst_render::RenderOptions { pixel_per_pt: pixel_per_pt.into(), ..Default::default() };
        let picture = typst_render::render(page, &options);
        let (width, height) = (picture.width(), picture.height());
        let pixels = opaque(picture.take());
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // Flat colours repeat from line to line: this filter and a fast compressor suit them.
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Up);
        encoder.write_header()?.write_image_data(&pixels)?;
        Ok(bytes)
    }
}

/// Drops the alpha of pixels that have none, four of them at a time, and in their place: a cover has two million.
fn opaque(mut pixels: Vec<u8>) -> Vec<u8> {
    const PIXEL: u128 = 0xFF_FF_FF;
    let (mut from, mut to) = (0, 0);
    while let Some(four) = pixels.get(from..).and_then(|rest| rest.first_chunk()) {
        let four = u128::from_le_bytes(*four);
        let [one, two] = [four & PIXEL, (four >> 8) & (PIXEL << 24)];
        let [three, four] = [(four >> 16) & (PIXEL << 48), (four >> 24) & (PIXEL << 72)];
        pixels[to..to + 12].copy_from_slice(&(one | two | three | four).to_le_bytes()[..12]);
        (from, to) = (from + 16, to + 12);
    }
    while from < pixels.len() {
        pixels.copy_within(from..from + 3, to);
        (from, to) = (from + 4, to + 3);
    }
    pixels.truncate(to);
    pixels
}

fn midnight(date: jiff::civil::Date) -> Option<Timestamp> {
    let day = Datetime::from_ymd_hms(date.year().into(), date.month() as u8, date.day() as u8, 0, 0, 0)?;
    Some(Timestamp::new_utc(day))
}

/// Shows what Typst found at the source passage that caused it, or at the line of the template or component.
fn locate(found: &SourceDiagnostic, world: &World) -> Diagnostic {
    let own = source_span(found.span, world);
    let calls = || found.trace.iter().map(|point| point.span.into());
    // A picture is read in a component, and is at fault itself.
    let of_data = found.message.contains("failed to decode") || found.message.contains("image");
    let passage = || {
        let mut passages =
            calls().filter_map(|span| source_span(span, world).or_else(|| passage_in(span, world)));
        passages.find(|span| !is_template(span)).filter(|_| of_data)
    };
    let span = passage()
        .or(own)
        .or_else(|| calls().find_map(|span| source_span(span, world)))
        .or_else(|| world.leaf().origin(0..0));
    let hint = advice(&found.message, span.as_ref());
    let hint = hint.or_else(|| Some(found.hints.first()?.v.to_string()));
    let message =
        found.message.strip_prefix("file not found (searched at ").and_then(|rest| rest.strip_suffix(')'));
    let message = match message {
        Some(path) => format!("there is no file '{path}' that a template may read"),
        None => found.message.to_string(),
    };
    let finding = match found.severity {
        Severity::Error => {
            Diagnostic::error("typst-error", span.clone(), format!("Typst cannot set this: {message}"))
        }
        Severity::Warning => {
            Diagnostic::warning("typst-warning", span.clone(), format!("Typst warns of this: {message}"))
        }
    };
    let at_template = span.as_ref().is_some_and(is_template);
    let mend = match at_template {
        true => "mend this line; delete the project's copy of the template to have the press's own back",
        false => "mend the passage, or the template that sets it",
    };
    finding.hint(hint.unwrap_or_else(|| mend.to_owned()))
}

/// What this press says of a mistake where Typst's own advice would lead astray.
fn advice(message: &str, span: Option<&Span>) -> Option<String> {
    let advice = if message.starts_with("file not found") || message.contains("would escape") {
        "a template may read the .typ files below templates/ and the note's pictures, and nothing else"
    } else if message.starts_with("package not found") {
        "no package is fetched: copy its .typ files below templates/ and import them from there"
    } else if message.ends_with("missing document title") {
        "name the title in this template, with 'set document(title: …)' as the press's own does"
    } else if message.starts_with("unknown variable") && span.is_some_and(is_template) {
        "define or import this name, or mend its spelling; delete the project's copy to have the press's own back"
    } else {
        return None;
    };
    Some(advice.to_owned())
}

fn is_template(span: &Span) -> bool {
    span.file.path.starts_with("templates/")
}

fn source_span(span: typst::syntax::DiagSpan, world: &World) -> Option<Span> {
    let file = span.id()?;
    let range = world.range(span)?;
    if file != world.main() {
        return world.component(file).map(|component| Span::new(component, range));
    }
    world.leaf().origin(range)
}

/// The first passage within a piece of the merged text, such as the path in the call that reads a picture.
fn passage_in(span: typst::syntax::DiagSpan, world: &World) -> Option<Span> {
    let range = world.range(span).filter(|_| span.id() == Some(world.main()))?;
    let within = |mapping: &&Mapping| range.start <= mapping.range.start && mapping.range.start < range.end;
    world.leaf().map.iter().find(within)?.span.clone()
}

#[cfg(test)]
mod tests {
    #[test]
    fn pixels_lose_their_alpha_alone() {
        for count in 0..=9 {
            let pixels: Vec<u8> = (0..count * 4).map(|byte| byte as u8).collect();
            let expected: Vec<u8> = pixels.chunks(4).flat_map(|pixel| pixel[..3].to_vec()).collect();
            assert_eq!(super::opaque(pixels), expected);
        }
    }
}
