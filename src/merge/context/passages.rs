//! Passages: blocks, runs and notes, in one language or in all of them side by side.

use super::{Compositor, Spot};
use crate::model::{Block, BlockKind, Direction, Inline, LinkStyle, Terms, Text, plain};
use minijinja::value::merge_maps;
use minijinja::{Value, context};

/// A list: its first number, if it is numbered, and its items.
type List<'a> = (Option<u64>, &'a [Vec<Block>]);

/// What holds blocks: the page, from one of the languages on, or a note, whose words all belong to the block that it
/// stands at.
#[derive(Clone, Copy)]
pub enum Home {
    Page { tongue: usize },
    Note(Spot),
}

impl Home {
    /// The home of a column, counted from this one's.
    fn column(self, index: usize) -> Self {
        match self {
            Self::Page { tongue } => Self::Page { tongue: tongue + index },
            Self::Note(_) => self,
        }
    }
}

impl<'a> Compositor<'a> {
    /// The blocks of one or all languages, passage beside passage, lists item beside item.
    pub fn blocks(&mut self, columns: &[&[Block]], home: Home) -> Vec<Vec<Value>> {
        let mut values: Vec<Vec<Value>> = vec![Vec::new(); columns.len()];
        for row in 0..columns.iter().map(|column| column.len()).max().unwrap_or(0) {
            let abreast: Vec<Option<&Block>> = columns.iter().map(|column| column.get(row)).collect();
            if abreast.iter().flatten().any(|block| matches!(block.kind, BlockKind::Agenda)) {
                self.place_agendas();
            }
            let cards = if abreast.iter().flatten().any(|block| matches!(block.kind, BlockKind::Cards)) {
                self.cards()
            } else {
                Vec::new()
            };
            let built = match lists(&abreast) {
                Some(lists) => self.lists(&lists, home).into_iter().map(Some).collect::<Vec<_>>(),
                None => {
                    let block = |(index, block): (usize, &Option<&Block>)| {
                        block.map(|block| self.block(block, home.column(index)))
                    };
                    let built = abreast.iter().enumerate().map(block);
                    let built: Vec<Option<Value>> = built.collect();
                    with_cards(built, cards)
                }
            };
            for (column, value) in values.iter_mut().zip(built) {
                column.extend(value);
            }
        }
        values
    }

    fn lists(&mut self, lists: &[List], home: Home) -> Vec<Value> {
        let mut items: Vec<Vec<Value>> = vec![Vec::new(); lists.len()];
        for index in 0..lists.iter().map(|(_, items)| items.len()).max().unwrap_or(0) {
            let columns: Vec<&[Block]> =
                lists.iter().map(|(_, items)| items.get(index).map_or(&[][..], Vec::as_slice)).collect();
            for (list, blocks) in items.iter_mut().zip(self.blocks(&columns, home)) {
                list.push(Value::from(blocks));
            }
        }
        let value = |((start, _), items): (&(Option<u64>, _), Vec<Value>)| {
            context! { kind => "list", start, items, pages => Vec::<usize>::new() }
        };
        lists.iter().zip(items).map(value).collect()
    }

    fn block(&mut self, block: &Block, home: Home) -> Value {
        let (spot, pages) = match home {
            Home::Note(spot) => (spot, Vec::new()),
            Home::Page { tongue } => self.open(tongue),
        };
        let common = context! { id => spot.block, pages };
        let cells = |this: &mut Self, row: &[Vec<Inline>]| -> Vec<Value> {
            row.iter().map(|cell| Value::from(this.inlines(cell, spot))).collect()
        };
        match &block.kind {
            BlockKind::Paragraph(content) => {
                context! { kind => "paragraph", content => self.inlines(content, spot), ..common }
            }
            BlockKind::Heading { level, content } => {
                context! { kind => "heading", level, content => self.inlines(content, spot), ..common }
            }
            BlockKind::List { start, items } => self.lists(&[(*start, items.as_slice())], home).remove(0),
            BlockKind::Quote(blocks) => {
                let blocks = self.blocks(&[blocks.as_slice()], home).remove(0);
                context! { kind => "quote", blocks, ..common }
            }
            BlockKind::Table { alignment, header, rows } => {
                let alignment: Vec<String> =
                    alignment.iter().map(|side| format!("{side:?}").to_lowercase()).collect();
                let header = cells(self, header);
                let rows: Vec<Vec<Value>> = rows.iter().map(|row| cells(self, row)).collect();
                context! { kind => "table", alignment, header, rows, ..common }
            }
            BlockKind::Figure { path, alternative, caption } => {
                let name = self.pictures.get(&path.plain()).cloned().unwrap_or_default();
                let path = Text::new(name, path.span().cloned());
                context! {
                    kind => "figure", path => self.text(&path, spot), alternative => self.text(alternative, spot),
                    caption => self.optional(caption.as_ref(), spot), ..common
                }
            }
            BlockKind::Verbatim(text) => {
                context! { kind => "verbatim", text => self.text(text, spot), ..common }
            }
            BlockKind::Display { display, blocks } => {
                context! { ..self.display(*display, blocks, spot, home), ..common }
            }
            BlockKind::Agenda => context! { kind => "agenda", tongue => spot.tongue, ..common },
            BlockKind::Cards => context! { kind => "cards", ..common },
        }
    }

    pub fn inlines(&mut self, content: &[Inline], spot: Spot) -> Vec<Value> {
        let mut values = Vec::with_capacity(content.len());
        // The address of a link that a footnote follows: the footnote takes it.
        let mut address = None;
        let mut rest = content.iter();
        while let Some(inline) = rest.next() {
            let value = match inline {
                Inline::Text(text) => context! { kind => "text", text => self.text(text, spot) },
                Inline::Code(text) => context! { kind => "code", text => self.text(text, spot) },
                Inline::Strong(content) => {
                    context! { kind => "strong", content => self.inlines(content, spot) }
                }
                Inline::Emphasis(content) => {
                    context! { kind => "emphasis", content => self.inlines(content, spot) }
                }
                Inline::Foreign { language, content } => context! {
                    kind => "foreign", language => language.to_string(), direction => self.meet(*language),
                    content => self.inlines(content, spot)
                },
                Inline::Link { target, content } => context! {
                    kind => "link", target => self.text(target, spot), content => self.inlines(content, spot)
                },
                Inline::Footnote(blocks) => self.note(blocks, address.take(), spot),
                Inline::Break => context! { kind => "break" },
            };
            values.push(value);
            if let Inline::Link { target, content } = inline
                && self.wants_address(target, content)
            {
                if spot.in_note {
                    values.extend(self.address_in_brackets(target, spot));
                } else if follows(rest.clone()) {
                    address = Some(target);
                } else {
                    values.push(self.note(&[], Some(target), spot));
                }
            }
        }
        values
    }

    /// Whether the target of a link is to be read on paper: where the house wants it and the words of the link do not
    /// show it already.
    fn wants_address(&self, target: &Text, content: &[Inline]) -> bool {
        let wanted = self.house.profile.links.unwrap_or(LinkStyle::Notes) == LinkStyle::Notes;
        wanted && !self.address_shown && !shows(target, content)
    }

    /// The address of a link that stands in a note already, after its words.
    fn address_in_brackets(&mut self, target: &Text, spot: Spot) -> [Value; 3] {
        let words = self.isolated(target, spot);
        let words = context! { kind => "text", text => self.text(&words, spot) };
        [
            context! { kind => "text", text => " (" },
            context! { kind => "link", target => self.text(target, spot), content => [words] },
            context! { kind => "text", text => ")" },
        ]
    }

    /// The terms of the language that words are in.
    pub fn terms(&self, spot: Spot) -> &'a Terms {
        &self.copies[spot.tongue - self.first].terms
    }

    /// An address in the words of a language: from left to right, also where the language runs the other way (UAX #9).
    pub fn isolated(&self, address: &Text, spot: Spot) -> Text {
        if self.terms(spot).direction == Direction::LeftToRight {
            return address.clone();
        }
        let mut isolated = Text::supplied("\u{2066}");
        isolated.push(address.clone());
        isolated.push(Text::supplied("\u{2069}"));
        isolated
    }

    /// A numbered note: its blocks, and after their words the address of the link it stands at.
    fn note(&mut self, blocks: &[Block], address: Option<&Text>, spot: Spot) -> Value {
        self.note_counts[spot.tongue] += 1;
        let number = self.note_counts[spot.tongue];
        let spot = Spot { in_note: true, ..spot };
        let mut blocks = blocks.to_vec();
        if let Some(address) = address {
            append_address(&mut blocks, address, self.isolated(address, spot));
        }
        let blocks = self.blocks(&[&blocks], Home::Note(spot)).remove(0);
        let language = &self.languages[spot.tongue];
        let key = format!("{language}-{number}");
        let terms = self.terms(spot);
        let (number, direction) = (terms.profile.number(number), terms.direction.as_str());
        let note =
            context! { kind => "footnote", number, key, blocks, language => language.clone(), direction };
        self.notes.push(note.clone());
        self.all_notes[spot.tongue].push(note.clone());
        note
    }
}

/// Whether the words of a link show where it leads.
pub fn shows(target: &Text, content: &[Inline]) -> bool {
    let target = target.plain();
    let words = plain(content);
    // A number is written with its own spaces and hyphens wherever it is meant to be read.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if target.starts_with("tel:") && digits(&target) == digits(&words) {
        return true;
    }
    let bare = |address: &str| {
        let address = address.trim_matches(['\u{2066}', '\u{2069}']);
        let scheme =
            ["https://", "http://", "mailto:", "tel:"].into_iter().find(|scheme| address.starts_with(scheme));
        let rest = &address[scheme.map_or(0, str::len)..];
        rest.trim_end_matches('/').trim_start_matches("www.").replace(' ', "")
    };
    bare(&target) == bare(words.trim())
}

/// The places of the cards, each with the cards of its language.
fn with_cards(blocks: Vec<Option<Value>>, cards: Vec<Value>) -> Vec<Option<Value>> {
    if cards.is_empty() {
        return blocks;
    }
    let places = blocks.into_iter().zip(cards);
    places.map(|(block, cards)| block.map(|block| merge_maps([cards, block]))).collect()
}

/// Whether a footnote comes next, or after nothing but a mark of punctuation: two calls side by side would read as
/// one number.
fn follows<'a>(mut rest: impl Iterator<Item = &'a Inline>) -> bool {
    let punctuation = |inline: &&Inline| match inline {
        Inline::Text(text) => !text.plain().chars().any(|sign| sign.is_alphanumeric() || sign == ' '),
        _ => false,
    };
    matches!(rest.find(|inline| !punctuation(inline)), Some(Inline::Footnote(_)))
}

/// Adds the address of a link to the last paragraph of a note, or makes it one; `words` are the address as it is printed.
fn append_address(blocks: &mut Vec<Block>, address: &Text, words: Text) {
    let link = Inline::Link { target: address.clone(), content: vec![Inline::Text(words)] };
    match blocks.last_mut() {
        Some(Block { kind: BlockKind::Paragraph(content), .. }) => {
            content.extend([Inline::Text(Text::supplied(" ")), link]);
        }
        _ => {
            let span = address.span().or_else(|| blocks.last().map(|block| &block.span)).cloned();
            blocks.extend(span.map(|span| Block { kind: BlockKind::Paragraph(vec![link]), span }));
        }
    }
}

fn lists<'a>(abreast: &[Option<&'a Block>]) -> Option<Vec<List<'a>>> {
    let list = |block: &Option<&'a Block>| match &(*block)?.kind {
        BlockKind::List { start, items } => Some((*start, items.as_slice())),
        _ => None,
    };
    abreast.iter().map(list).collect()
}
