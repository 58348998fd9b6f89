//! Markdown → prose. In: a language's file. Out: title, sections and blocks with the place of every word, the pictures
//! that they name, and findings on the form of the file.
//!
//! What Markdown lets pass silently and would print as signs, or not at all, is refused here: raw HTML, unknown blocks,
//! footnotes without a note. What the words say is none of this room's business.

mod blocks;
mod displays;
mod doubts;
mod fences;
mod headings;
mod html;
mod inlines;
mod links;
mod notes;
mod openers;
pub mod slugs;
mod strays;

use crate::diagnostic::Diagnostic;
use crate::model::{Block, BlockKind, Doubts, Inline, Prose, Section, SourceFile, Span, Text};
use fences::Fence;
use notes::Notes;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Reads a file. There is always prose, as far as it could be understood; it is fit for use if no finding is an error.
pub fn read(file: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> (Prose, Vec<Text>) {
    let told = found.len();
    let (masked, fences) = fences::scan(file, found);
    let events: Vec<_> = Parser::new_ext(&masked, options()).into_offset_iter().collect();
    let notes = Notes::index(file, &events, found);
    let mut reader = Reader {
        file,
        events,
        at: 0,
        fences,
        notes,
        within: Within::Section,
        depth: 0,
        displayed: false,
        marks: 0,
        pictures: Vec::new(),
        found,
    };
    let mut prose = reader.prose();
    reader.notes.find_unused(reader.found);
    let pictures = reader.pictures;
    prose.doubts = doubts::gather(found.get(told..).unwrap_or_default(), prose.sections.is_empty());
    (prose, pictures)
}

/// Proposes for sections without an id the one that their counterparts have, where the languages have as many sections.
pub fn propose_ids<'a>(prose: impl Iterator<Item = &'a Prose> + Clone, found: &mut [Diagnostic]) {
    for finding in found.iter_mut().filter(|finding| finding.code == "missing-section-id") {
        let Some(span) = &finding.span else { continue };
        let own = prose.clone().find(|own| own.file == span.file);
        let Some((own, at)) = own.and_then(|own| {
            Some((own, own.sections.iter().position(|section| section.span.start == span.start)?))
        }) else {
            continue;
        };
        let twin =
            prose.clone().filter(|other| other.sections.len() == own.sections.len()).find_map(|other| {
                let id = other.sections.get(at)?.id.as_ref()?.plain();
                Some(format!("write the id that its counterpart has, {{#{id}}}, as in {}", other.file.path))
            });
        finding.hint = twin.or_else(|| finding.hint.take());
    }
}

/// Markdown's own forms, tables, footnotes and heading ids. The others are recognised only to be refused: without them
/// their signs would be printed.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
}

/// What the words being read belong to: some forms have no place in some others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Section,
    Heading,
    Note,
}

/// Goes through the parser's events once; a footnote is read where it is referred to.
struct Reader<'a> {
    file: &'a Arc<SourceFile>,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    fences: Vec<Fence>,
    notes: Notes,
    within: Within,
    /// In how many lists, quotes and notes the place lies.
    depth: usize,
    /// Whether it lies in a fence.
    displayed: bool,
    /// In how many marks within one another it lies.
    marks: usize,
    pictures: Vec<Text>,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn prose(&mut self) -> Prose {
        let mut title: Option<(Vec<_>, Span)> = None;
        let mut sections: Vec<Section> = Vec::new();
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut level = 1;
        let mut stray_told = false;
        while let Some((event, range)) = self.peek() {
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                    let span = self.block_span(&range);
                    let told = self.found.len();
                    let content = self.heading();
                    match &title {
                        Some((_, first)) => {
                            let line = first.line_column().0;
                            let message = "a second title stands here";
                            let hint =
                                format!("the title is in line {line}: begin a section's heading with ##");
                            // Of a section that was meant, no more is said.
                            self.found.truncate(told);
                            self.refuse("second-title", span, message, hint);
                        }
                        None => {
                            if let Some(section) = sections.first() {
                                let line = section.span.line_column().0;
                                let message = format!("the title stands below the section of line {line}");
                                let hint = "move it to the top of the file";
                                self.refuse("misplaced-title", span.clone(), message, hint);
                            }
                            title = Some((content, span));
                        }
                    }
                }
                Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                    level = 2;
                    sections.push(self.section(&mut ids));
                }
                Event::Start(Tag::Heading { level: deep, .. }) => {
                    let deep = deep as usize;
                    if deep > level + 1 {
                        let message = format!("a heading of level {deep} follows one of level {level}");
                        let hint = format!("begin it with {}", "#".repeat(level + 1));
                        self.refuse("heading-skip", self.block_span(&range), message, hint);
                    }
                    level = deep;
                    let block = self.block();
                    self.push_block(&mut sections, block);
                }
                Event::Start(Tag::FootnoteDefinition(_)) => self.skip(),
                Event::Start(Tag::Paragraph) if sections.is_empty() && title.is_none() && !stray_told => {
                    let span = self.block_span(&range);
                    let told = self.found.len();
                    let block = self.block();
                    match meant_title(&span, block) {
                        Some((finding, content)) => {
                            self.found.truncate(told);
                            self.found.push(finding);
                            title = Some((content, span));
                        }
                        None => {
                            stray_told = true;
                            if headings::meant(strays::line_of(&span).text()).is_none() {
                                self.refuse_stray(span);
                            }
                        }
                    }
                }
                // It is refused as what it is.
                Event::Start(Tag::MetadataBlock(_)) => drop(self.block()),
                _ if sections.is_empty() => {
                    let span = self.block_span(&range);
                    // What is said of a heading without its space, or at another level, is enough.
                    stray_told |= headings::meant(strays::line_of(&span).text()).is_some() || level > 1;
                    if !stray_told {
                        stray_told = true;
                        self.refuse_stray(span);
                    }
                    // Read all the same, for what is wrong in it.
                    self.block();
                }
                _ => {
                    let block = self.block();
                    self.push_block(&mut sections, block);
                }
            }
        }
        if title.is_none() {
            let hint = "begin the file with a line such as # Title, with a space after the sign";
            self.refuse("missing-title", Span::top(self.file), "this file has no title", hint);
        }
        let (title, title_span) = title.unwrap_or_else(|| (Vec::new(), Span::top(self.file)));
        Prose { file: Arc::clone(self.file), title, title_span, sections, doubts: Doubts::default() }
    }

    /// `text-before-section`.
    fn refuse_stray(&mut self, span: Span) {
        self.refuse(
            "text-before-section",
            span,
            "text stands before the first section",
            "put a section's heading above it, such as ## Context {#context}",
        );
    }

    fn push_block(&mut self, sections: &mut [Section], block: Option<Block>) {
        if let (Some(section), Some(block)) = (sections.last_mut(), block) {
            section.blocks.push(block);
        }
    }

    /// Reads a section's heading.
    fn section(&mut self, ids: &mut HashMap<String, usize>) -> Section {
        let (event, range) = self.peek().unwrap_or((Event::SoftBreak, 0..0));
        let span = self.block_span(&range);
        let written = match event {
            Event::Start(Tag::Heading { id, .. }) => id,
            _ => None,
        };
        let told = self.found.len();
        let heading = self.heading();
        let ill_formed = self.found.iter().skip(told).any(|finding| finding.code == "section-id");
        let id =
            written.filter(|_| !ill_formed).map(|id| Text::new(id.to_string(), self.id_span(&span, &id)));
        let Some(text) = &id else {
            if !ill_formed {
                self.refuse_without_id(&span, &heading);
            }
            return Section { id, heading, blocks: Vec::new(), span };
        };
        let name = text.plain();
        let place = text.span().cloned().unwrap_or_else(|| span.clone());
        if !slugs::is_slug(&name) {
            let message = format!("'{name}' is no id");
            let hint = format!(
                "write lower-case letters from a to z, figures and hyphens, such as {{#{}}}",
                slugs::kebab(&name)
            );
            self.refuse("section-id", place, message, hint);
        } else if let Some(line) = ids.get(&name) {
            let message = format!("the id '{name}' stands here a second time");
            let hint = format!("the section of line {line} has it already: give this one another");
            self.refuse("duplicate-section-id", place, message, hint);
        } else {
            ids.insert(name, span.line_column().0);
        }
        Section { id, heading, blocks: Vec::new(), span }
    }

    /// `missing-section-id`, or an id in other brackets.
    fn refuse_without_id(&mut self, span: &Span, heading: &[Inline]) {
        let words = span.text();
        if let Some(open) = words.rfind("(#").filter(|_| words.ends_with(')')) {
            let id = slugs::kebab(&words[open + 2..words.len() - 1]);
            let hint = format!("write it in braces: {{#{id}}}");
            self.refuse(
                "section-id",
                span.part(open..words.len()),
                "an id does not stand in round brackets",
                hint,
            );
            return;
        }
        let slug = slugs::slug(&crate::model::plain(heading));
        let hint = format!("write an id after it, the same in every language, such as {{#{slug}}}");
        self.refuse("missing-section-id", span.clone(), "this section has no id", hint);
    }

    /// The place of an id within its heading.
    fn id_span(&self, heading: &Span, id: &str) -> Span {
        match heading.text().rfind(&format!("#{id}")) {
            Some(at) => heading.part(at + 1..at + 1 + id.len()),
            None => heading.clone(),
        }
    }

    fn peek(&self) -> Option<(Event<'a>, Range<usize>)> {
        self.events.get(self.at).cloned()
    }

    fn advance(&mut self) {
        self.at += 1;
    }

    /// Goes past the block or run that begins here, with all that is in it.
    fn skip(&mut self) {
        let mut depth = 0;
        while let Some((event, _)) = self.events.get(self.at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            self.advance();
            if depth <= 0 {
                break;
            }
        }
    }

    /// Goes past the end of what has been read.
    fn close(&mut self, end: TagEnd) {
        while let Some((event, _)) = self.peek() {
            match event {
                Event::End(tag) => {
                    self.advance();
                    if tag == end {
                        break;
                    }
                }
                _ => self.skip(),
            }
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    /// The place of a block without the line ends after it.
    fn block_span(&self, range: &Range<usize>) -> Span {
        let span = self.span(range);
        span.part(0..span.text().trim_end().len())
    }

    fn refuse(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.found.push(Diagnostic::error(code, span, message).hint(hint));
    }

    fn warn(&mut self, code: &'static str, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.found.push(Diagnostic::warning(code, span, message).hint(hint));
    }
}

/// A first paragraph that was meant as the title: "#Title", or bold from end to end.
fn meant_title(span: &Span, block: Option<Block>) -> Option<(Diagnostic, Vec<Inline>)> {
    let BlockKind::Paragraph(content) = block?.kind else { return None };
    let words = span.text();
    let bold = matches!(content.as_slice(), [Inline::Strong(_)]);
    let sign = words.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if words.contains('\n') || !(bold || sign) {
        return None;
    }
    let title = words.trim_start_matches('#').trim_matches('*');
    let message = match sign {
        true => "the title begins with a space after its sign",
        false => "this line is bold, and no title",
    };
    let finding = Diagnostic::error("missing-title", span.clone(), message);
    Some((finding.hint(format!("write '# {title}'")), content))
}

#[cfg(test)]
mod tests;
