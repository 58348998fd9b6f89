//! Which points of a page a path covers: those whose middle it holds (ISO 32000-2, 8.5.3.3).

use hayro_interpret::FillRule;
use kurbo::{BezPath, PathEl, Point, Rect};

/// Points, from the first to the one after the last in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub x: (usize, usize),
    pub y: (usize, usize),
}

impl Window {
    /// The points of a window whose middle a rectangle holds.
    pub fn within(self, rect: Rect) -> Self {
        let cut = |(from, to): (usize, usize), low: f64, high: f64| {
            let first = |edge: f64| (edge - 0.5).ceil().clamp(from as f64, to as f64) as usize;
            (first(low), first(high))
        };
        Self { x: cut(self.x, rect.x0, rect.x1), y: cut(self.y, rect.y0, rect.y1) }
    }

    pub fn is_empty(self) -> bool {
        self.x.0 >= self.x.1 || self.y.0 >= self.y.1
    }
}

struct Edge {
    /// The upper and the lower row whose middle it meets.
    rows: (usize, usize),
    /// Where it meets the middle of its first row, and how far it goes on from row to row.
    x: f64,
    step: f64,
    up: bool,
}

/// Tells the runs of points that a path covers: row, first point, the one after the last.
pub fn scan(path: &BezPath, rule: FillRule, window: Window, mut run: impl FnMut(usize, usize, usize)) {
    if window.is_empty() {
        return;
    }
    let bounds = path.control_box();
    let extent = bounds.width().max(bounds.height());
    if !extent.is_finite() {
        return;
    }
    let mut edges = Vec::new();
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    // What is far larger than the page need not be followed as finely.
    kurbo::flatten(path.iter(), (extent * 1e-5).max(0.1), |element| match element {
        PathEl::MoveTo(to) => {
            edge(&mut edges, at, start, window);
            (start, at) = (to, to);
        }
        PathEl::LineTo(to) => {
            edge(&mut edges, at, to, window);
            at = to;
        }
        PathEl::ClosePath => {
            edge(&mut edges, at, start, window);
            at = start;
        }
        // Flattened paths have no curves.
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    edge(&mut edges, at, start, window);
    edges.sort_unstable_by_key(|edge: &Edge| edge.rows.0);
    let Some(first) = edges.first().map(|edge| edge.rows.0) else { return };
    let last = edges.iter().map(|edge| edge.rows.1).max().unwrap_or_default();
    let (mut next, mut active) = (0, Vec::<(f64, f64, usize, bool)>::new());
    for row in first..last {
        while let Some(edge) = edges.get(next).filter(|edge| edge.rows.0 == row) {
            active.push((edge.x, edge.step, edge.rows.1, edge.up));
            next += 1;
        }
        active.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        let (mut winding, mut from) = (0i32, 0.0);
        for (x, _, _, up) in &active {
            let inside = winding != 0;
            winding = match rule {
                FillRule::NonZero => winding + if *up { 1 } else { -1 },
                FillRule::EvenOdd => 1 - winding,
            };
            match (inside, winding != 0) {
                (false, true) => from = *x,
                (true, false) => {
                    let first =
                        |edge: f64| (edge - 0.5).ceil().clamp(window.x.0 as f64, window.x.1 as f64) as usize;
                    let (from, to) = (first(from), first(*x));
                    if from < to {
                        run(row, from, to);
                    }
                }
                _ => {}
            }
        }
        active.retain_mut(|(x, step, end, _)| {
            *x += *step;
            row + 1 < *end
        });
    }
}

fn edge(edges: &mut Vec<Edge>, from: Point, to: Point, window: Window) {
    let up = to.y > from.y;
    let (low, high) = if up { (from, to) } else { (to, from) };
    let row = |y: f64| (y - 0.5).ceil().clamp(window.y.0 as f64, window.y.1 as f64) as usize;
    let rows = (row(low.y), row(high.y));
    if rows.0 >= rows.1
        || !(low.x.is_finite() && high.x.is_finite() && low.y.is_finite() && high.y.is_finite())
    {
        return;
    }
    let step = (high.x - low.x) / (high.y - low.y);
    let x = low.x + (rows.0 as f64 + 0.5 - low.y) * step;
    edges.push(Edge { rows, x, step, up });
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::{Circle, Shape};

    fn covered(path: &BezPath, rule: FillRule) -> usize {
        let mut covered = 0;
        let window = Window { x: (0, 100), y: (0, 100) };
        scan(path, rule, window, |_, from, to| covered += to - from);
        covered
    }

    #[test]
    fn points_are_covered_by_their_middle() {
        let rect = |x0, y0, x1, y1| Rect::new(x0, y0, x1, y1).to_path(0.1);
        assert_eq!(covered(&rect(10.0, 10.0, 20.0, 20.0), FillRule::NonZero), 100);
        assert_eq!(covered(&rect(10.4, 10.0, 10.6, 20.0), FillRule::NonZero), 10);
        assert_eq!(covered(&rect(10.6, 10.0, 11.4, 20.0), FillRule::NonZero), 0);
        assert_eq!(covered(&rect(-1e9, -1e9, 1e9, 1e9), FillRule::NonZero), 10_000);
        let circle = covered(&Circle::new((50.0, 50.0), 30.0).to_path(0.01), FillRule::NonZero) as f64;
        assert!((circle - 2827.0).abs() < 20.0, "{circle}");
        let mut two = rect(10.0, 10.0, 30.0, 30.0);
        two.extend(rect(15.0, 15.0, 25.0, 25.0));
        assert_eq!(covered(&two, FillRule::NonZero), 400);
        assert_eq!(covered(&two, FillRule::EvenOdd), 300);
    }
}
