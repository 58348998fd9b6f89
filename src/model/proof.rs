//! A proof: an edition on its pages, to be looked at on a screen and corrected, not kept.

use super::{Digest, PageMap, Span};
use std::sync::Arc;

/// An edition as its pages look, and where on them its passages stand.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    pub pages: Vec<ProofPage>,
    /// In the order in which the pages are painted.
    pub regions: Vec<Region>,
    pub page_map: PageMap,
    /// Whether its pages face each other: all but the first, which begins alone.
    pub spreads: bool,
    /// Whether it is bound on the right, and a spread is read from right to left.
    pub rtl: bool,
}

/// How far from a passage a point may lie and still mean it, in points.
const TOLERANCE: f64 = 3.0;

impl Proof {
    /// The region at a point of a page: the smallest that holds it, else the nearest one within some points of it.
    pub fn at(&self, page: usize, x: f64, y: f64) -> Option<&Region> {
        let near = |region: &&Region| region.page == page && region.distance(x, y) <= TOLERANCE;
        let order = |one: &&Region, other: &&Region| {
            let nearer = one.distance(x, y).total_cmp(&other.distance(x, y));
            nearer.then(one.area().total_cmp(&other.area()))
        };
        self.regions.iter().filter(near).min_by(order)
    }
}

impl Region {
    fn area(&self) -> f64 {
        self.width * self.height
    }

    /// How far a point lies outside; 0 within.
    fn distance(&self, x: f64, y: f64) -> f64 {
        let outside = |at: f64, start: f64, length: f64| (start - at).max(at - start - length).max(0.0);
        outside(x, self.left, self.width).hypot(outside(y, self.top, self.height))
    }
}

/// One page, drawn.
#[derive(Clone, Debug)]
pub struct ProofPage {
    /// In points.
    pub width: f64,
    pub height: f64,
    /// An SVG that names nothing outside itself.
    pub drawing: Arc<str>,
    /// The digest of the drawing.
    pub digest: Digest,
}

/// A rectangle of a page and the passage that is set in it, in points from the page's top left corner.
#[derive(Clone, Debug)]
pub struct Region {
    /// Counted from 1.
    pub page: usize,
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    /// The passage of the sources, or the line of a template.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceFile;

    fn region(page: usize, [left, top, width, height]: [f64; 4], name: &str) -> Region {
        let file = Arc::new(SourceFile { path: name.to_owned(), text: String::new() });
        Region { page, left, top, width, height, span: Span::top(&file) }
    }

    #[test]
    fn a_point_means_the_smallest_region_about_it_or_the_nearest() {
        let proof = Proof {
            regions: vec![
                region(1, [0.0, 0.0, 100.0, 100.0], "picture"),
                region(1, [10.0, 10.0, 50.0, 12.0], "words"),
                region(1, [150.0, 10.0, 50.0, 12.0], "beside"),
                region(1, [150.0, 25.0, 50.0, 12.0], "below"),
                region(2, [0.0, 0.0, 20.0, 20.0], "overleaf"),
            ],
            ..Proof::default()
        };
        let at = |page, x, y| proof.at(page, x, y).map(|region| region.span.file.path.as_str());
        assert_eq!(at(1, 20.0, 15.0), Some("words"));
        assert_eq!(at(1, 90.0, 90.0), Some("picture"));
        assert_eq!(at(1, 90.0, 102.5), Some("picture"));
        assert_eq!(at(1, 160.0, 23.0), Some("beside"));
        assert_eq!(at(1, 160.0, 24.0), Some("below"));
        assert_eq!(at(1, 9.0, 15.0), Some("picture"), "what is not hit gives way to what is");
        assert_eq!(at(1, 147.0, 15.0), Some("beside"));
        assert_eq!(at(1, 146.5, 15.0), None);
        assert_eq!(at(2, 15.0, 15.0), Some("overleaf"));
        assert_eq!(at(3, 15.0, 15.0), None);
    }
}
