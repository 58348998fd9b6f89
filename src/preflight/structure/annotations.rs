//! `annotations`: nothing lies over the pages but what printing houses put there.

use super::faults::Faults;
use crate::model::Demands;
use crate::preflight::clause::{Clause, Finding};
use crate::preflight::file::{File, Page};
use crate::preflight::node::Node;

pub const ANNOTATIONS: Clause = Clause {
    name: "annotations",
    asks: "no links, notes or fields lie on the pages",
    source: "ISO 15930-7 (annotations)",
    threshold: |_| None,
    examine,
};

fn examine(file: &File, _: &Demands) -> Finding {
    let mut faults = Faults::default();
    for page in file.page_list() {
        let annotations = page.node.get("Annots");
        for annotation in annotations.iter().flat_map(Node::items) {
            let kind = annotation.named("Subtype").unwrap_or("unnamed".into());
            if !matches!(kind.as_ref(), "TrapNet" | "PrinterMark") && !lies_outside(&annotation, &page) {
                faults.add_on(page.number, format!("{kind} annotation"));
            }
        }
    }
    faults.finding("none")
}

/// Whether an annotation lies wholly beyond the bleed.
fn lies_outside(annotation: &Node, page: &Page) -> bool {
    let sides: Vec<f64> =
        annotation.get("Rect").iter().flat_map(Node::items).filter_map(|side| side.number()).collect();
    let area = page.rectangle("BleedBox").or_else(|| page.rectangle("TrimBox"));
    let (&[a, b, c, d], Some([left, bottom, right, top])) = (&sides[..], area) else { return false };
    a.max(c) <= left || a.min(c) >= right || b.max(d) <= bottom || b.min(d) >= top
}
