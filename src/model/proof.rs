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
