//! merge: `FairCopy`s (the leading language first), `Reproductions`, `House`, `Edition` → `Manuscript`, one merged text a
//! leaf with the way back to the sources.
//!
//! Data is never code: in a Typst template every value becomes a Typst literal, in an XHTML template it is escaped.
//! This room alone knows minijinja.

mod context;
mod lines;
mod literal;
mod report;
mod trace;

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{
    Edition, FairCopy, House, Layout, Leaf, Manuscript, Medium, Metadata, PageMap, Reproductions, SourceFile,
    Span, Text, Verdict, plain,
};
use context::Context;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The template of each medium, and of the cover, below `templates/`.
const NOTE_TYPST: &str = "note.typ.j2";
const NOTE_XHTML: &str = "note.xhtml.j2";
const COVER_TYPST: &str = "cover.typ.j2";
const REPORT_TYPST: &str = "report.typ.j2";

/// The rule that a template must merge; its findings are placed in the template itself.
pub const TEMPLATE_ERROR: &str = "template-error";

/// Template steps that one leaf may take: far more than any note needs, and a stop for a template that runs for ever.
const FUEL: u64 = 5_000_000;

/// The templates of a house, each parsed when it is first asked for.
pub struct Templates(Environment<'static>);

impl Templates {
    pub fn new(house: &House) -> Self {
        Self(environment(house.templates.clone()))
    }

    /// Templates that keep account of their lines, for what is wrong with a text merged from them.
    pub fn numbered(house: &House) -> Self {
        let number = |(index, (name, file)): (usize, (&String, &Arc<SourceFile>))| {
            let text = lines::number(&file.text, index);
            (name.clone(), Arc::new(SourceFile { path: file.path.clone(), text }))
        };
        Self(environment(house.templates.iter().enumerate().map(number).collect()))
    }

    /// Parses the pages' template ahead of its use. What is wrong with it is told when it is used.
    pub fn warm_up(&self) {
        self.0.get_template(NOTE_TYPST).ok();
    }
}

/// Merges the fair copies of an edition with the house's templates. A book needs the page map of the screen edition
/// in the same languages, for its page list.
pub fn merge(
    copies: &[&FairCopy],
    pictures: &Reproductions,
    house: &House,
    templates: &Templates,
    edition: &Edition,
    pages: Option<&PageMap>,
) -> Report<Manuscript> {
    let mut found = Vec::new();
    let manuscript = press(copies, pictures, house, templates, edition, pages)
        .map_err(|finding| found.push(*finding))
        .ok();
    Report::new(manuscript, found)
}

/// Merges what preflight says of an edition into a sheet of its own, for the printing house. `pictures` are the house's, as
/// the screen shows them.
pub fn merge_report(
    verdict: &Verdict,
    edition: &Manuscript,
    pictures: &Reproductions,
    house: &House,
    templates: &Templates,
) -> Report<Manuscript> {
    let assets = context::assets(house.brand.pictures().map(|original| pictures.of(original)));
    let values = report::context(verdict, edition, house, &assets);
    match templates.0.get_template(REPORT_TYPST).and_then(|found| found.render(values)) {
        Err(error) => Report::new(None, vec![*template_error(house, REPORT_TYPST, &error)]),
        Ok(text) if text.trim().is_empty() => Report::new(None, vec![*empty_template(house, REPORT_TYPST)]),
        Ok(marked) => {
            let (text, map, marks) = trace::Trace::default().strip(&marked);
            let mut metadata = edition.metadata.clone();
            // A file of its own has an identifier of its own, and no spreads.
            metadata.edition.note.push_str(".preflight");
            metadata.edition.layout = Layout::Columns;
            let leaf = Leaf {
                name: "report.typ".to_owned(),
                languages: vec![metadata.edition.leading()],
                titles: Vec::new(),
                text,
                map,
                pages: Vec::new(),
                lines: places(house, marks),
            };
            let (terms, lexicon) = (edition.terms.clone(), edition.lexicon.clone());
            let report = Manuscript { leaves: vec![leaf], cover: None, assets, metadata, terms, lexicon };
            Report::new(Some(report), Vec::new())
        }
    }
}

/// The places of the lines of templates that a merged text was made by.
fn places(house: &House, marks: Vec<lines::LineMark>) -> Vec<(usize, Span)> {
    let files: Vec<&Arc<SourceFile>> = house.templates.values().collect();
    let place = |(at, file, line): lines::LineMark| Some((at, lines::place(files.get(file).copied()?, line)));
    marks.into_iter().filter_map(place).collect()
}

fn press(
    copies: &[&FairCopy],
    pictures: &Reproductions,
    house: &House,
    templates: &Templates,
    edition: &Edition,
    pages: Option<&PageMap>,
) -> Result<Manuscript, Box<Diagnostic>> {
    let metadata = metadata(copies, house, edition);
    let originals = copies.iter().flat_map(|copy| copy.images.values()).chain(house.brand.pictures());
    let assets = context::assets(originals.map(|original| pictures.of(original)));
    let context = Context::new(copies, house, &metadata, &assets, pages);
    let render = |template: &str, leaf: context::LeafPlan| -> Result<Leaf, Box<Diagnostic>> {
        let blame = |error: minijinja::Error| template_error(house, template, &error);
        let copies = &context.copies[leaf.tongues.clone()];
        let values = context! { document => leaf.document, copies, ..context.shared.clone() };
        let marked =
            templates.0.get_template(template).and_then(|found| found.render(values)).map_err(blame)?;
        let (text, map, marks) = context.trace.strip(&marked);
        if text.trim().is_empty() {
            return Err(empty_template(house, template));
        }
        let lines = places(house, marks);
        let languages = edition.languages[leaf.tongues].to_vec();
        Ok(Leaf { name: leaf.name, languages, titles: leaf.titles, text, map, pages: leaf.pages, lines })
    };
    let (leaves, cover) = match edition.medium {
        Medium::Screen | Medium::Print => (vec![render(NOTE_TYPST, context.whole("note.typ"))?], None),
        Medium::Epub => {
            let leaves = context
                .leaves()
                .into_iter()
                .map(|leaf| render(NOTE_XHTML, leaf))
                .collect::<Result<_, _>>()?;
            (leaves, Some(render(COVER_TYPST, context.whole("cover.typ"))?))
        }
    };
    let terms = copies.iter().map(|copy| Arc::clone(&copy.terms)).collect();
    let lexicon = copies.first().map(|copy| copy.lexicon.clone()).unwrap_or_default();
    Ok(Manuscript { leaves, cover, assets, metadata, terms, lexicon })
}

fn metadata(copies: &[&FairCopy], house: &House, edition: &Edition) -> Metadata {
    let publisher = house.directory.organisations.get(&house.profile.publisher.plain());
    let publisher_in =
        |copy: &FairCopy| publisher.and_then(|body| body.name.values.get(&copy.language)).map(Text::plain);
    let imprint = copies[0].imprint.as_ref();
    Metadata {
        titles: copies.iter().map(|copy| plain(&copy.title)).collect(),
        languages: edition.languages.clone(),
        publisher: copies.first().and_then(|copy| publisher_in(copy)).unwrap_or_default(),
        summaries: copies.iter().filter_map(|copy| copy.summary.as_ref()).map(Text::plain).collect(),
        keywords: copies.iter().flat_map(|copy| &copy.keywords).map(Text::plain).collect(),
        date: copies[0].date,
        isbn: imprint.and_then(|imprint| imprint.isbn(edition)).map(Text::plain),
        issn: imprint.and_then(|imprint| imprint.issn.as_ref()).map(Text::plain),
        doi: imprint.and_then(|imprint| imprint.doi.as_ref()).map(Text::plain),
        licence: imprint.and_then(|imprint| imprint.licence.as_ref()).map(|licence| licence.name.plain()),
        edition: edition.clone(),
    }
}

fn environment(templates: BTreeMap<String, Arc<SourceFile>>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(tidy_blocks());
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".typ.j2") { AutoEscape::Custom("typst".into()) } else { AutoEscape::Html }
    });
    environment.set_formatter(literal::format);
    // A template is read when it is asked for: a job without books parses no pages of books.
    environment.set_loader(move |name| Ok(templates.get(name).map(|file| file.text.clone())));
    environment
}

/// A block tag on a line of its own leaves no empty line behind.
fn tidy_blocks() -> SyntaxConfig {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .expect("the delimiters are minijinja's own")
}

fn empty_template(house: &House, template: &str) -> Box<Diagnostic> {
    let span = house.templates.get(template).map(Span::top);
    let message = format!("the template {template} is empty, and nothing would be printed");
    let hint = "delete it to have the press's own back, or write what is to be printed";
    Box::new(Diagnostic::error(TEMPLATE_ERROR, span, message).hint(hint))
}

/// A mistake in a template, shown in the template's own file and line.
fn template_error(house: &House, template: &str, error: &minijinja::Error) -> Box<Diagnostic> {
    let file = house.templates.get(error.name().unwrap_or(template));
    let span = file.map(|file| {
        let range = error.range().unwrap_or_else(|| line_range(&file.text, error.line().unwrap_or(1)));
        Span::new(file, range)
    });
    let message = match error.detail() {
        _ if error.kind() == minijinja::ErrorKind::OutOfFuel => {
            "the template does not come to an end: it was stopped here".to_owned()
        }
        Some(detail) => format!("the template does not work: {}: {detail}", error.kind()),
        None => format!("the template does not work: {}", error.kind()),
    };
    let hint = match error.kind() {
        minijinja::ErrorKind::OutOfFuel => {
            "a loop of this template runs for ever, or too long: give it an end"
        }
        minijinja::ErrorKind::UndefinedError => {
            "mend the name: docs/templates.md lists all values that a template gets"
        }
        minijinja::ErrorKind::TemplateNotFound => "copy the press's own template here, or mend the name",
        _ => "mend this line; delete the project's copy of the template to have the press's own back",
    };
    Box::new(Diagnostic::error(TEMPLATE_ERROR, span, message).hint(hint))
}

fn line_range(text: &str, line: usize) -> std::ops::Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text[start..].lines().next().map_or(0, str::len);
    start..start + length
}
