//! Rivers: spaces between words that stand above each other in successive justified lines, so that the eye sees a white
//! streak run down the paragraph. Ordinary spaces cross each other in any text and are not seen; wide ones are.

use super::Line;

/// How many lines a river crosses at least.
const LINES: usize = 3;

/// How wide a space of a river is at least, of the height of its line: about a third of an em, half as much again as the
/// usual space. Of eighty thousand spaces of the notes in `tests/pages`, one in twenty is wider.
const WIDE: f64 = 0.27;

/// How far apart the edges of two lines may stand that are both set to the measure, in points: marks at their ends hang.
const HANGING: f64 = 5.0;

/// The lines of a column that are set to its measure, in paragraphs: what is far below a line, or ends short of the measure, is
/// none of its neighbours.
fn justified<'a>(column: &[&'a Line]) -> Vec<Vec<&'a Line>> {
    let measure = column.iter().map(|line| line.right).fold(0.0, f64::max);
    let mut runs: Vec<Vec<&Line>> = vec![Vec::new()];
    let mut before: Option<&Line> = None;
    for &line in column {
        let goes_on = before.is_some_and(|before| line.top - before.top < 1.6 * (line.bottom - line.top));
        let full = line.right > measure - HANGING;
        if !goes_on || !full {
            runs.push(Vec::new());
        }
        if full && let Some(run) = runs.last_mut() {
            run.push(line);
        }
        before = Some(line);
    }
    runs
}

/// The last line of the first river of a column.
pub fn springs<'a>(column: &[&'a Line]) -> Option<&'a Line> {
    for run in justified(column) {
        // The wide spaces of the line above, and how many lines each has come down.
        let mut streams: Vec<((f64, f64), usize)> = Vec::new();
        for line in run {
            let wide = |space: &&(f64, f64)| space.1 - space.0 >= WIDE * (line.bottom - line.top);
            streams = line
                .spaces
                .iter()
                .filter(wide)
                .map(|space| {
                    let above = streams.iter().filter(|(above, _)| overlap(*above, *space));
                    (*space, 1 + above.map(|(_, lines)| *lines).max().unwrap_or(0))
                })
                .collect();
            if streams.iter().any(|(_, lines)| *lines >= LINES) {
                return Some(line);
            }
        }
    }
    None
}

/// Whether half of the narrower of two spaces stands above or below the other.
fn overlap(one: (f64, f64), other: (f64, f64)) -> bool {
    let shared = one.1.min(other.1) - one.0.max(other.0);
    shared >= 0.5 * (one.1 - one.0).min(other.1 - other.0)
}

#[test]
fn a_river_is_three_wide_spaces_below_each_other() {
    let line = |(index, spaces, right): (usize, &[(f64, f64)], f64)| Line {
        left: 60.0,
        right,
        top: 100.0 + 14.0 * index as f64,
        bottom: 112.0 + 14.0 * index as f64,
        text: format!("line {index}"),
        gap: 4.0,
        spaces: spaces.to_vec(),
        begins: index == 0,
    };
    let river = |lines: &[(&[(f64, f64)], f64)]| {
        let lines: Vec<Line> =
            lines.iter().enumerate().map(|(index, of)| line((index, of.0, of.1))).collect();
        springs(&lines.iter().collect::<Vec<_>>()).map(|line| line.text.clone())
    };
    let (first, second, third) =
        (&[(100.0, 104.0), (200.0, 202.5)][..], &[(102.0, 106.0)][..], &[(103.5, 107.5)][..]);
    assert_eq!(river(&[(first, 400.0), (second, 398.0), (third, 401.0)]).as_deref(), Some("line 2"));
    // Two lines; a line that ends a paragraph; a narrow space; a wide one beside the others.
    assert_eq!(river(&[(first, 400.0), (second, 400.0)]), None);
    assert_eq!(river(&[(first, 400.0), (second, 400.0), (third, 300.0)]), None);
    assert_eq!(river(&[(first, 400.0), (&[(102.0, 104.5)], 400.0), (third, 400.0)]), None);
    assert_eq!(river(&[(first, 400.0), (second, 400.0), (&[(140.0, 144.0)], 400.0)]), None);
}
