//! `fence-body`: what a fence holds is what its kind can print.

use super::desk::Desk;
use crate::diagnostic::Diagnostic;
use crate::model::{Block, BlockKind, Display, Inline, Part, Span, head, plain};

pub fn check(desk: &mut Desk, fence: &Span, display: Display, blocks: &[Block]) {
    if let Some((place, message)) = fault(display, fence, blocks) {
        desk.push(Diagnostic::error("fence-body", place, message).hint(mend(display)));
    }
}

/// The first thing that does not fit, and its place.
fn fault(display: Display, fence: &Span, blocks: &[Block]) -> Option<(Span, String)> {
    let name = display.name().replacen("a ", "this ", 1);
    let at_fence = |message: &str| Some((fence.clone(), format!("{name} {message}")));
    if blocks.is_empty() {
        return at_fence("is empty");
    }
    let stray = |fits: fn(&Block) -> bool| {
        let stray = blocks.iter().find(|block| !fits(block))?;
        Some((head(&stray.span), format!("this does not belong in {}", display.name())))
    };
    let parts = display.parts(blocks);
    match display {
        Display::Callout if blocks.len() == 1 && parts[0] == Some(Part::Title) => {
            at_fence("has a title and no words below it")
        }
        Display::Callout => None,
        Display::KeyFigure => stray(is_paragraph).or_else(|| {
            let number = blocks.first().is_some_and(|first| words(first).contains(char::is_numeric));
            match (number, blocks.len()) {
                (false, _) => at_fence("begins with no number"),
                (true, 1) => at_fence("does not say what its number counts"),
                _ => None,
            }
        }),
        Display::PullQuote => stray(is_paragraph).or_else(|| {
            let only = blocks.len() == 1 && parts[0] == Some(Part::Attribution);
            only.then(|| at_fence("has an attribution and no words above it")).flatten()
        }),
        Display::Figure => {
            let (first, rest) = blocks.split_first()?;
            if !matches!(first.kind, BlockKind::Figure { .. }) {
                return at_fence("does not begin with a picture");
            }
            let over =
                rest.iter().zip(&parts[1..]).find(|(block, part)| part.is_none() || !is_paragraph(block));
            over.map(|(block, _)| (head(&block.span), format!("this does not belong in {}", display.name())))
        }
        Display::Table => match blocks {
            [caption, Block { kind: BlockKind::Table { .. }, .. }, rest @ ..] if is_paragraph(caption) => {
                let over = rest.iter().enumerate().find(|(index, block)| *index > 0 || !is_paragraph(block));
                over.map(|(_, block)| {
                    (head(&block.span), format!("this does not belong in {}", display.name()))
                })
            }
            _ => at_fence("has no caption above its table"),
        },
        Display::References => match blocks {
            [Block { kind: BlockKind::List { start: None, .. }, .. }] => None,
            _ => stray(is_bullets).or_else(|| at_fence("has more than one list")),
        },
        Display::Registration | Display::Contact => stray(is_paragraph),
    }
}

fn mend(display: Display) -> &'static str {
    match display {
        Display::Callout => "write its words between the two lines; a first paragraph in bold is its title",
        Display::KeyFigure => "write the number in the first line, such as 64 %, and below it what it counts",
        Display::PullQuote => "write the words, and below them a line such as — Name, function",
        Display::Figure => "write one picture, an empty line, its caption, an empty line, its credit",
        Display::Table => "write the caption, an empty line, the table, an empty line, the source",
        Display::References => "write one list, each source an item that begins with -",
        Display::Registration => {
            "write a sentence with one link, such as [Register by 3 May](https://example.org)"
        }
        Display::Contact => "write the lines of the contact: name, e-mail, telephone",
    }
}

fn is_paragraph(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_))
}

fn is_bullets(block: &Block) -> bool {
    matches!(block.kind, BlockKind::List { start: None, .. })
}

fn words(block: &Block) -> String {
    let content: &[Inline] = match &block.kind {
        BlockKind::Paragraph(content) => content,
        _ => &[],
    };
    plain(content)
}
