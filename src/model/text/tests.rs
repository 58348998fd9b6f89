//! Edits of texts: the words are those that a plain replacement would give, and places are never lost.

use super::{Piece, Text};
use crate::model::{SourceFile, Span};
use proptest::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A text whose pieces stand in a file one after the other, as they were written.
fn written(pieces: &[String]) -> Text {
    let file = Arc::new(SourceFile { path: "a.md".to_owned(), text: pieces.concat() });
    let mut at = 0;
    let pieces = pieces.iter().map(|piece| {
        let span = Span::new(&file, at..at + piece.len());
        at += piece.len();
        Piece { text: piece.clone(), span: Some(span) }
    });
    Text { pieces: pieces.collect() }
}

/// Pieces, and edits of their plain text in order and without overlap.
fn edited() -> impl Strategy<Value = (Vec<String>, Vec<(Range<usize>, String)>)> {
    let pieces = prop::collection::vec("[aé ]{0,4}", 1..5);
    let cuts = prop::collection::vec((any::<prop::sample::Index>(), "[xœ]{0,2}"), 0..4);
    (pieces, cuts).prop_map(|(pieces, cuts)| {
        let plain = pieces.concat();
        let places: Vec<usize> = (0..=plain.len()).filter(|at| plain.is_char_boundary(*at)).collect();
        let mut bounds: Vec<usize> =
            cuts.iter().flat_map(|(cut, _)| [*cut.get(&places), *cut.get(&places)]).collect();
        // Two neighbours of a sorted row of places make a range; an empty range is an insertion.
        bounds.sort_unstable();
        let shifted = bounds.iter().copied().step_by(2).zip(bounds.iter().copied().skip(2).step_by(2));
        let mut ranges: Vec<_> = shifted.map(|(from, to)| from..to).step_by(2).collect();
        ranges.dedup_by(|second, first| second.start < first.end || second.start == first.start);
        let edits = ranges.into_iter().zip(cuts).map(|(range, (_, new))| (range, new)).collect();
        (pieces, edits)
    })
}

proptest! {
    #[test]
    fn an_edit_replaces_what_it_says_and_nothing_else((pieces, edits) in edited()) {
        let mut text = written(&pieces);
        let source = text.plain();
        let mut expected = source.clone();
        for (range, new) in edits.iter().rev() {
            expected.replace_range(range.clone(), new);
        }
        text.edit(&edits);
        prop_assert_eq!(text.plain(), expected);
        // Every piece has a place; the places are in order; and a piece that was not set reads like its place.
        let mut end = 0;
        for piece in &text.pieces {
            let span = piece.span.as_ref().expect("every piece was written");
            prop_assert!(span.start >= end || span.end <= end, "{text:?}");
            end = end.max(span.end);
            let set = edits.iter().any(|(_, new)| *new == piece.text);
            prop_assert!(set || span.text() == piece.text, "{text:?}");
        }
    }
}

#[test]
fn a_set_mark_has_the_place_of_what_it_replaces() {
    let mut text = written(&["l'ave".to_owned(), "nir ?".to_owned()]);
    text.edit(&[(1..2, "’".to_owned()), (8..9, "\u{202F}".to_owned())]);
    let places: Vec<_> = text
        .pieces
        .iter()
        .map(|piece| (piece.text.as_str(), piece.span.as_ref().map(|span| (span.start, span.end))))
        .collect();
    let expected = [
        ("l", Some((0, 1))),
        ("’", Some((1, 2))),
        ("ave", Some((2, 5))),
        ("nir", Some((5, 8))),
        ("\u{202F}", Some((8, 9))),
        ("?", Some((9, 10))),
    ];
    assert_eq!(places, expected);
}

#[test]
fn an_edit_over_two_pieces_is_written_once() {
    let mut text = written(&["a  ".to_owned(), "  b".to_owned()]);
    text.edit(&[(1..5, " ".to_owned())]);
    assert_eq!(text.plain(), "a b");
}

#[test]
fn words_that_are_not_as_written_keep_the_whole_place() {
    let file = Arc::new(SourceFile { path: "a.md".to_owned(), text: "a &amp; b".to_owned() });
    let mut text = Text::new("a & b", Span::new(&file, 0..9));
    text.edit(&[(1..2, "\u{A0}".to_owned())]);
    assert!(
        text.pieces.iter().all(|piece| piece.span.as_ref().is_some_and(|span| span.text() == "a &amp; b"))
    );
}

#[test]
fn a_text_without_pieces_can_be_written_into() {
    let mut text = Text::default();
    text.edit(&[(0..0, "a".to_owned())]);
    assert_eq!(text.plain(), "a");
}
