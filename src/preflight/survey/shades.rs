//! Shadings as inks (ISO 32000-2, 8.7.4.5). In: a shading, and the space of its colours. Out: the inks at a place of it.

use super::conversion::Conversion;
use super::inks::Space;
use hayro_interpret::shading::{Shading, ShadingFunction, ShadingType};
use kurbo::{Affine, Point};

/// Steps into which the colours of a shading are read.
const STEPS: usize = 256;

/// Steps in both directions of a shading that is a function of the place.
const GRID: usize = 64;

pub struct Shade {
    inks: usize,
    /// The amounts of all steps, one after the other.
    amounts: Vec<f32>,
    /// The amounts outside of what the shading speaks of, where it lays any.
    ground: Option<Vec<f32>>,
    form: Form,
}

enum Form {
    Axial {
        from: Point,
        to: Point,
        extend: [bool; 2],
    },
    Radial {
        circles: [f64; 6],
        extend: [bool; 2],
    },
    Function {
        domain: [f64; 4],
        inverse: Affine,
    },
    /// A mesh: everywhere the most of each ink that any of its corners has.
    Most,
}

impl Shade {
    pub fn of(shading: &Shading, space: &Space, conversion: &Conversion, inks: usize) -> Self {
        let mut reader = Reader { space, conversion, inks, amounts: Vec::new() };
        let form = match shading.shading_type.as_ref() {
            ShadingType::RadialAxial { coords, domain, function, extend, axial } => {
                for step in 0..STEPS {
                    let part = step as f32 / (STEPS - 1) as f32;
                    reader.read(function, &[domain[0] + part * (domain[1] - domain[0])]);
                }
                let circles = coords.map(f64::from);
                if *axial {
                    let [x0, y0, x1, y1, ..] = circles;
                    Form::Axial { from: Point::new(x0, y0), to: Point::new(x1, y1), extend: *extend }
                } else {
                    Form::Radial { circles, extend: *extend }
                }
            }
            ShadingType::FunctionBased { domain, matrix, function } => {
                let [x0, x1, y0, y1] = *domain;
                for row in 0..GRID {
                    for column in 0..GRID {
                        let part = |step: usize, from: f32, to: f32| {
                            from + (step as f32 + 0.5) / GRID as f32 * (to - from)
                        };
                        reader.read(function, &[part(column, x0, x1), part(row, y0, y1)]);
                    }
                }
                Form::Function { domain: domain.map(f64::from), inverse: matrix.inverse() }
            }
            ShadingType::TriangleMesh { triangles, function } => {
                let corners = triangles.iter().flat_map(|one| [&one.p0, &one.p1, &one.p2]);
                reader.most(corners.map(|corner| corner.colors.as_slice()), function.as_ref());
                Form::Most
            }
            ShadingType::CoonsPatchMesh { patches, function } => {
                let corners = patches.iter().flat_map(|patch| &patch.colors);
                reader.most(corners.map(|colours| colours.as_slice()), function.as_ref());
                Form::Most
            }
            ShadingType::TensorProductPatchMesh { patches, function } => {
                let corners = patches.iter().flat_map(|patch| &patch.colors);
                reader.most(corners.map(|colours| colours.as_slice()), function.as_ref());
                Form::Most
            }
            ShadingType::Dummy => Form::Most,
        };
        let ground = shading.background.as_ref().map(|ground| {
            let mut amounts = vec![0.0; inks];
            space.lay(ground, conversion, &mut amounts);
            amounts
        });
        Self { inks, amounts: reader.amounts, ground, form }
    }

    /// The amounts of ink at a place, in the shading's own directions; none where it lays nothing.
    pub fn at(&self, place: Point) -> Option<&[f32]> {
        let step = match &self.form {
            Form::Axial { from, to, extend } => {
                let axis = *to - *from;
                let part = (place - *from).dot(axis) / axis.dot(axis);
                along(part, *extend)
            }
            Form::Radial { circles, extend } => radial(place, *circles, *extend),
            Form::Function { domain: [x0, x1, y0, y1], inverse } => {
                let place = *inverse * place;
                let cell = |value: f64, from: f64, to: f64| {
                    let part = (value - from) / (to - from);
                    (0.0..=1.0).contains(&part).then(|| ((part * GRID as f64) as usize).min(GRID - 1))
                };
                cell(place.x, *x0, *x1).zip(cell(place.y, *y0, *y1)).map(|(x, y)| y * GRID + x)
            }
            Form::Most => Some(0),
        };
        let own = step.and_then(|step| self.amounts.get(step * self.inks..(step + 1) * self.inks));
        own.or(self.ground.as_deref())
    }
}

fn along(part: f64, extend: [bool; 2]) -> Option<usize> {
    let within = (part >= 0.0 || extend[0]) && (part <= 1.0 || extend[1]);
    within.then(|| (part.clamp(0.0, 1.0) * (STEPS - 1) as f64).round() as usize)
}

/// The circle through a place that is painted last (ISO 32000-2, 8.7.4.5.4).
fn radial(place: Point, [x0, y0, r0, x1, y1, r1]: [f64; 6], extend: [bool; 2]) -> Option<usize> {
    let (dx, dy, dr) = (x1 - x0, y1 - y0, r1 - r0);
    let (px, py) = (place.x - x0, place.y - y0);
    let a = dx * dx + dy * dy - dr * dr;
    let b = px * dx + py * dy + r0 * dr;
    let c = px * px + py * py - r0 * r0;
    let roots = if a.abs() < 1e-9 {
        [c / (2.0 * b), f64::NAN]
    } else {
        let root = (b * b - a * c).sqrt();
        [(b + root) / a, (b - root) / a]
    };
    let mut steps: Vec<f64> =
        roots.into_iter().filter(|part| part.is_finite() && r0 + part * dr >= 0.0).collect();
    steps.sort_by(|one, other| other.total_cmp(one));
    steps.into_iter().find_map(|part| along(part, extend))
}

struct Reader<'a> {
    space: &'a Space,
    conversion: &'a Conversion,
    inks: usize,
    amounts: Vec<f32>,
}

impl Reader<'_> {
    fn read(&mut self, function: &ShadingFunction, input: &[f32]) {
        let colour = function.eval(&input.iter().copied().collect());
        self.lay(colour.as_deref().unwrap_or_default());
    }

    fn lay(&mut self, colour: &[f32]) {
        let start = self.amounts.len();
        self.amounts.resize(start + self.inks, 0.0);
        let amounts = self.amounts.get_mut(start..).unwrap_or_default();
        self.space.lay(colour, self.conversion, amounts);
    }

    /// Reads all corners, and keeps the most of each ink.
    fn most<'c>(&mut self, corners: impl Iterator<Item = &'c [f32]>, function: Option<&ShadingFunction>) {
        let mut most = vec![0.0f32; self.inks];
        for colour in corners {
            self.amounts.clear();
            match function {
                Some(function) => self.read(function, colour),
                None => self.lay(colour),
            }
            most.iter_mut().zip(&self.amounts).for_each(|(most, own)| *most = most.max(*own));
        }
        self.amounts = most;
    }
}
