//! A point on a page, and the passage that stands there.

use diptych::model::{Proof, Region};

/// How far beside a passage a click may go, in points.
const TOLERANCE: f64 = 4.0;

/// A point of a page, in points from its top left corner; pages are counted from 1.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub page: usize,
    pub x: f64,
    pub y: f64,
}

impl Point {
    /// The nearest region; of those that hold the point, the smallest, and of equal ones that painted last.
    pub fn region(self, proof: &Proof) -> Option<&Region> {
        let on_page = proof.regions.iter().filter(|region| region.page == self.page);
        let near = on_page.filter(|region| self.distance(region) <= TOLERANCE);
        near.rev().min_by(|a, b| {
            let key = |region: &Region| (self.distance(region), region.width * region.height);
            let ((near, small), (other_near, other_small)) = (key(a), key(b));
            near.total_cmp(&other_near).then(small.total_cmp(&other_small))
        })
    }

    fn distance(self, region: &Region) -> f64 {
        let beside = |at: f64, start: f64, length: f64| (start - at).max(at - start - length).max(0.0);
        beside(self.x, region.left, region.width).hypot(beside(self.y, region.top, region.height))
    }
}

#[cfg(test)]
mod tests {
    use super::Point;
    use diptych::model::{Proof, Region, SourceFile, Span};
    use std::sync::Arc;

    #[test]
    fn the_nearest_and_smallest_passage_is_found() {
        let file = Arc::new(SourceFile { path: "fr.md".to_owned(), text: "abcdef".to_owned() });
        let region = |page, left, top, width, height, at| {
            let span = Span::new(&file, at..at + 1);
            Region { page, left, top, width, height, span }
        };
        let regions = vec![
            region(1, 0.0, 0.0, 200.0, 100.0, 0),
            region(1, 10.0, 10.0, 50.0, 12.0, 1),
            region(1, 10.0, 120.0, 50.0, 12.0, 2),
            region(2, 10.0, 10.0, 50.0, 12.0, 3),
        ];
        let proof = Proof { regions, ..Proof::default() };
        let at = |page, x, y| Point { page, x, y }.region(&proof).map(|region| region.span.start);
        assert_eq!(at(1, 150.0, 50.0), Some(0), "the only one that holds the point");
        assert_eq!(at(1, 20.0, 15.0), Some(1), "the smaller of two");
        assert_eq!(at(1, 62.0, 118.0), Some(2), "a little beside");
        assert_eq!(at(1, 62.0, 110.0), None, "too far beside");
        assert_eq!(at(2, 20.0, 15.0), Some(3), "on its page");
        assert_eq!(at(3, 20.0, 15.0), None);
        assert_eq!(at(1, f64::NAN, f64::NAN), None, "no point at all");
    }
}
