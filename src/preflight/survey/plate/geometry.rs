//! Where marks lie, and how large they are there.

use kurbo::{Affine, BezPath, Rect, Vec2};

/// How many points of the plane one unit is, on the average of all directions.
pub fn scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

/// Whether two rectangles have more than an edge in common; a line is a rectangle, too.
pub fn overlaps(one: Rect, other: Rect) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1
}

/// Whether a mark comes near an edge at which the sheet is cut.
pub fn touches(bounds: Rect, trim: Rect) -> bool {
    let near = 1.0;
    bounds.x0 < trim.x0 + near
        || bounds.x1 > trim.x1 - near
        || bounds.y0 < trim.y0 + near
        || bounds.y1 > trim.y1 - near
}

/// A path that is a rectangle in the directions of the page.
pub fn as_rect(path: &BezPath) -> Option<Rect> {
    let mut corners = Vec::with_capacity(6);
    for (index, element) in path.elements().iter().enumerate() {
        match element {
            kurbo::PathEl::MoveTo(point) if index == 0 => corners.push(*point),
            kurbo::PathEl::LineTo(point) => corners.push(*point),
            kurbo::PathEl::ClosePath => {}
            _ => return None,
        }
        if corners.len() > 5 {
            return None;
        }
    }
    if corners.len() == 5 && corners.first() == corners.last() {
        corners.pop();
    }
    let [a, b, c, d] = corners.as_slice() else { return None };
    let same = |one: f64, other: f64| (one - other).abs() < 1e-3;
    let straight = same(a.x, b.x) && same(b.y, c.y) && same(c.x, d.x) && same(d.y, a.y)
        || same(a.y, b.y) && same(b.x, c.x) && same(c.y, d.y) && same(d.x, a.x);
    straight.then(|| Rect::from_points(*a, *c))
}

/// A direction: what a transform does to it, without moving it.
pub struct Direction(pub f64, pub f64);

impl std::ops::Mul<Direction> for Affine {
    type Output = Vec2;

    fn mul(self, Direction(x, y): Direction) -> Vec2 {
        let [a, b, c, d, _, _] = self.as_coeffs();
        Vec2::new(a * x + c * y, b * x + d * y)
    }
}
