//! Displays: passages that stand out of the running prose, each in a fence of its own.

use super::{Block, BlockKind, Inline, Text, plain};
use crate::choice;

choice! {
    /// What kind of display a fence holds.
    pub enum Display {
        /// What a reader must not miss; a first paragraph in bold is its title.
        Callout = "callout",
        /// A number, and below it what it counts.
        KeyFigure = "key-figure",
        /// Words worth repeating, and perhaps whose they are.
        PullQuote = "pull-quote",
        /// A picture, its caption and its credit.
        Figure = "figure",
        /// A caption, its table, and where the numbers come from.
        Table = "table",
        /// A list of sources.
        References = "references",
        /// Where to register: one link, and a code for it.
        Registration = "registration",
        /// Whom to ask, line by line.
        Contact = "contact",
    }
}

choice! {
    /// What a passage is to the display that it stands in.
    pub enum Part {
        Title = "title",
        Number = "number",
        Attribution = "attribution",
        Picture = "picture",
        Caption = "caption",
        Credit = "credit",
    }
}

impl Part {
    /// What it is called in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "a title",
            Self::Number => "a number",
            Self::Attribution => "an attribution",
            Self::Picture => "a picture",
            Self::Caption => "a caption",
            Self::Credit => "a credit",
        }
    }
}

/// What a line of attribution begins with.
const DASHES: [char; 3] = ['—', '–', '―'];

impl Display {
    /// What it is called in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Callout => "a call-out",
            Self::KeyFigure => "a key figure",
            Self::PullQuote => "a pull quote",
            Self::Figure => "a figure",
            Self::Table => "a captioned table",
            Self::References => "a list of references",
            Self::Registration => "a registration",
            Self::Contact => "a contact",
        }
    }

    /// What each of the blocks is to the display.
    pub fn parts(self, blocks: &[Block]) -> Vec<Option<Part>> {
        let mut parts = vec![None; blocks.len()];
        let ends = blocks.split_first().zip(blocks.last());
        let Some(((first, rest), last)) = ends else { return parts };
        let at_end = blocks.len() - 1;
        match self {
            Self::Callout if is_bold(first) => parts[0] = Some(Part::Title),
            Self::KeyFigure => parts[0] = Some(Part::Number),
            Self::PullQuote if is_attribution(last) => parts[at_end] = Some(Part::Attribution),
            Self::Figure => {
                parts[0] = Some(Part::Picture);
                // A caption that stands in quotes, beside the path, leaves the paragraph to the credit.
                let captioned = matches!(&first.kind, BlockKind::Figure { caption: Some(_), .. });
                let names = if captioned { &[Part::Credit][..] } else { &[Part::Caption, Part::Credit] };
                parts[1..]
                    .iter_mut()
                    .zip(names)
                    .take(rest.len())
                    .for_each(|(part, name)| *part = Some(*name));
            }
            Self::Table => {
                parts[0] = Some(Part::Caption);
                if blocks.len() > 2 {
                    parts[at_end] = Some(Part::Credit);
                }
            }
            _ => {}
        }
        parts
    }
}

fn is_bold(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if matches!(content.as_slice(), [Inline::Strong(_)]))
}

fn is_attribution(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if begins_with_dash(content))
}

/// Whether words begin as a line of attribution does.
pub fn begins_with_dash(content: &[Inline]) -> bool {
    plain(content)
        .trim_start_matches(|sign: char| sign.is_whitespace() || sign == '\u{2060}')
        .starts_with(DASHES)
}

/// The links of paragraphs, those of footnotes left out: target and words.
pub fn links(blocks: &[Block]) -> Vec<(&Text, &[Inline])> {
    fn gather<'a>(content: &'a [Inline], links: &mut Vec<(&'a Text, &'a [Inline])>) {
        for inline in content {
            match inline {
                Inline::Link { target, content } => links.push((target, content)),
                Inline::Strong(content) | Inline::Emphasis(content) | Inline::Foreign { content, .. } => {
                    gather(content, links);
                }
                Inline::Text(_) | Inline::Code(_) | Inline::Footnote(_) | Inline::Break => {}
            }
        }
    }
    let mut links = Vec::new();
    for block in blocks {
        if let BlockKind::Paragraph(content) = &block.kind {
            gather(content, &mut links);
        }
    }
    links
}
