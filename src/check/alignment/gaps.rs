//! Where two rows of passages do not pair up: which of them most likely has no counterpart.
//!
//! A translation is about as long as what it translates (W. A. Gale and K. W. Church, "A Program for Aligning Sentences in
//! Bilingual Corpora", 1993), so that of all ways to pair the rows in order the one whose lengths agree best is taken.

/// What is known of a passage without understanding it.
pub struct Measure {
    /// What it is called; passages of different kinds make no pair.
    pub kind: String,
    pub bytes: usize,
}

/// A passage without a pair, by its place in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Left(usize),
    Right(usize),
}

/// What it costs to leave a passage without its pair: as much as to pair two of which one is some three times as long.
const ALONE: f64 = 1.0;

/// The first passage without a pair, and how many of the other row stand before it; `None` if all have one.
pub fn first(left: &[Measure], right: &[Measure]) -> Option<(Gap, usize)> {
    // The least cost of pairing what follows both places, from the ends.
    let width = right.len() + 1;
    let mut costs = vec![0.0; (left.len() + 1) * width];
    let step = |costs: &[f64], l: usize, r: usize| {
        let both = match (left.get(l), right.get(r)) {
            (Some(one), Some(other)) => {
                distance(one, other).map(|cost| cost + costs[(l + 1) * width + r + 1])
            }
            _ => None,
        };
        let skip_left = left.get(l).map(|_| ALONE + costs[(l + 1) * width + r]);
        let skip_right = right.get(r).map(|_| ALONE + costs[l * width + r + 1]);
        (both, skip_left, skip_right)
    };
    for l in (0..=left.len()).rev() {
        for r in (0..=right.len()).rev() {
            let (both, skip_left, skip_right) = step(&costs, l, r);
            let least = [both, skip_left, skip_right].into_iter().flatten().min_by(f64::total_cmp);
            costs[l * width + r] = least.unwrap_or_default();
        }
    }
    let (mut l, mut r) = (0, 0);
    while l < left.len() || r < right.len() {
        let least = costs[l * width + r];
        match step(&costs, l, r) {
            (Some(cost), _, _) if cost <= least => (l, r) = (l + 1, r + 1),
            (_, Some(cost), _) if cost <= least => return Some((Gap::Left(l), r)),
            _ => return Some((Gap::Right(r), l)),
        }
    }
    None
}

/// How unlike in length two passages of one kind are.
fn distance(left: &Measure, right: &Measure) -> Option<f64> {
    // Short passages differ by chance.
    let [left_size, right_size] = [left, right].map(|measure| measure.bytes as f64 + 20.0);
    (left.kind == right.kind).then(|| (left_size / right_size).ln().abs())
}

#[cfg(test)]
mod tests {
    use super::{Gap, Measure, first};

    #[test]
    fn the_passage_that_was_left_out_is_found_by_its_length() {
        for (left, right, expected) in [
            ("p100 p40 p300", "p110 p280", Some((Gap::Left(1), 1))),
            ("p100 p300", "p110 p45 p280", Some((Gap::Right(1), 1))),
            ("p100 l40", "p90", Some((Gap::Left(1), 1))),
            ("p100 p100", "l20 p100 p100", Some((Gap::Right(0), 0))),
            ("", "p9", Some((Gap::Right(0), 0))),
            ("p100 p300", "p120 p290", None),
        ] {
            let row = |words: &str| {
                let measure = |word: &str| Measure {
                    kind: word[..1].to_owned(),
                    bytes: word[1..].parse().expect("a length"),
                };
                words.split_whitespace().map(measure).collect::<Vec<_>>()
            };
            assert_eq!(first(&row(left), &row(right)), expected, "{left} | {right}");
        }
    }
}
