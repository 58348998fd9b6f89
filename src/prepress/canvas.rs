//! What is drawn on a page in inks, as the operators of a content stream; and the boxes of pages.

use lopdf::{Dictionary, Document, Object, ObjectId, Result, dictionary};

/// Points in a millimetre.
pub const MM: f64 = 72.0 / 25.4;

/// The operators of a content stream.
#[derive(Default)]
pub struct Canvas(String);

impl Canvas {
    pub fn op(&mut self, operator: &str) {
        self.ops(&[], operator);
    }

    pub fn ops(&mut self, operands: &[f64], operator: &str) {
        for operand in operands {
            // Thousandths of a point are finer than any press.
            let number = format!("{operand:.3}");
            let number = number.trim_end_matches('0').trim_end_matches('.');
            self.0.push_str(if number == "-0" { "0" } else { number });
            self.0.push(' ');
        }
        self.0.push_str(operator);
        self.0.push('\n');
    }

    /// Draws a form of the resources.
    pub fn form(&mut self, name: &str) {
        self.op(&format!("/{name} Do"));
    }

    pub fn line(&mut self, from: [f64; 2], to: [f64; 2]) {
        self.ops(&from, "m");
        self.ops(&to, "l");
        self.op("S");
    }

    /// A circle of four curves.
    pub fn circle(&mut self, [x, y]: [f64; 2], radius: f64) {
        let reach = radius * 0.552_285;
        self.ops(&[x + radius, y], "m");
        for [(a, b), (c, d), (e, f)] in [
            [(radius, reach), (reach, radius), (0.0, radius)],
            [(-reach, radius), (-radius, reach), (-radius, 0.0)],
            [(-radius, -reach), (-reach, -radius), (0.0, -radius)],
            [(reach, -radius), (radius, -reach), (radius, 0.0)],
        ] {
            self.ops(&[x + a, y + b, x + c, y + d, x + e, y + f], "c");
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// A rectangle in points: left, bottom, right, top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area(pub [f64; 4]);

impl Area {
    /// A box of a page.
    pub fn of(document: &Document, page: &Dictionary, name: &[u8]) -> Result<Self> {
        let sides = page.get_deref(name, document)?.as_array()?;
        let sides: Vec<f64> =
            sides.iter().map(|side| side.as_float().map(f64::from)).collect::<Result<_>>()?;
        let sides = <[f64; 4]>::try_from(sides);
        sides.map(Self).map_err(|_| lopdf::Error::DictKey(String::from_utf8_lossy(name).into_owned()))
    }

    pub fn width(self) -> f64 {
        self.0[2] - self.0[0]
    }

    pub fn height(self) -> f64 {
        self.0[3] - self.0[1]
    }

    /// As much larger on each side.
    pub fn grown(self, by: f64) -> Self {
        let [left, bottom, right, top] = self.0;
        Self([left - by, bottom - by, right + by, top + by])
    }
}

impl From<Area> for Object {
    fn from(area: Area) -> Self {
        Self::Array(area.0.into_iter().map(|side| Self::Real(side as f32)).collect())
    }
}

/// A form (ISO 32000-1, 8.10): what is drawn, and with what.
pub fn form(document: &mut Document, canvas: Canvas, area: Area, resources: Dictionary) -> Result<ObjectId> {
    let dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => area, "Resources" => resources,
    };
    stream(document, dictionary, canvas.into_bytes())
}

/// A stream, compressed.
pub fn stream(document: &mut Document, dictionary: Dictionary, content: Vec<u8>) -> Result<ObjectId> {
    let mut stream = lopdf::Stream::new(dictionary, content);
    stream.compress()?;
    Ok(document.add_object(stream))
}
