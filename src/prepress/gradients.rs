//! Gradients and spot colours of the templates' own: functions from a place, or from an amount, to a colour (ISO 32000-1,
//! 7.10, 8.6.6.4, 8.7.4.5).

use super::content::{Purpose, Space, byte, light};
use super::inking::Inking;
use super::palette::{Paint, Subject};
use crate::model::contrast::Rgb;
use lopdf::{Dictionary, Error, Object, dictionary};

/// A gradient, in inks. One between tints of one spot colour is printed in its ink.
pub fn shading(inking: &mut Inking, shading: Object, purpose: Purpose) -> Result<Object, Error> {
    // A mesh is a stream: the engine makes none.
    let Object::Dictionary(mut shading) = shading else { return Ok(shading) };
    let space = inking.space(shading.get(b"ColorSpace")?);
    let function = shading.get(b"Function")?.clone();
    let (space, function) = match (space, purpose) {
        (Space::Gray, _) => ("DeviceGray".into(), function),
        (Space::Screen, Purpose::Mask) => {
            ("DeviceGray".into(), mapped(inking, &function, 1, &mut |_, color| vec![light(color)])?)
        }
        (Space::Screen, Purpose::Print) => match spot(inking, &function)? {
            Some(spot) => {
                let mut coverage =
                    |inking: &mut Inking, color| match inking.palette.paint(color, Subject::Shapes) {
                        Paint::Spot(_, coverage) => vec![coverage],
                        Paint::Process(_) => vec![0.0],
                    };
                (Object::Reference(inking.spot(spot)), mapped(inking, &function, 1, &mut coverage)?)
            }
            None => {
                let mut inks = |inking: &mut Inking, color| inking.palette.process(color).to_vec();
                ("DeviceCMYK".into(), mapped(inking, &function, 4, &mut inks)?)
            }
        },
        (Space::Process, _) => ("DeviceCMYK".into(), function),
        _ => return Ok(shading.into()),
    };
    shading.set("ColorSpace", space);
    shading.set("Function", function);
    shading.remove(b"Background");
    Ok(shading.into())
}

/// The spot colour that all colours of a function are printed in, if they are.
fn spot(inking: &mut Inking, function: &Object) -> Result<Option<usize>, Error> {
    let mut spots = Vec::new();
    mapped(inking, function, 0, &mut |inking, color| {
        spots.push(match inking.palette.paint(color, Subject::Shapes) {
            _ if color == [255; 3] => None,
            Paint::Spot(spot, _) => Some(spot),
            Paint::Process(_) => Some(usize::MAX),
        });
        Vec::new()
    })?;
    let mut inks = spots.into_iter().flatten();
    let first = inks.next().filter(|spot| *spot != usize::MAX);
    Ok(first.filter(|spot| inks.all(|other| other == *spot)))
}

/// A colour space of one ink, whose stand-in becomes one of the press.
pub fn separation(inking: &mut Inking, space: &Object) -> Result<Object, Error> {
    let (_, array) = inking.document.dereference(space)?;
    let Ok([kind, name, other, function]) = array.as_array().map(Vec::as_slice) else {
        return Ok(space.clone());
    };
    if kind.as_name()? != b"Separation" || inking.space(other) == Space::Process {
        return Ok(space.clone());
    }
    let (kind, name, function) = (kind.clone(), name.clone(), function.clone());
    let mut inks = |inking: &mut Inking, color| inking.palette.process(color).to_vec();
    let function = mapped(inking, &function, 4, &mut inks)?;
    Ok(vec![kind, name, "DeviceCMYK".into(), function].into())
}

/// A function that goes evenly from one colour to another.
pub fn between(from: &[f32], to: &[f32]) -> Dictionary {
    let numbers = |numbers: &[f32]| numbers.iter().map(|part| Object::Real(*part)).collect::<Vec<_>>();
    dictionary! {
        "FunctionType" => 2,
        "Domain" => vec![0.into(), 1.into()],
        "Range" => range(from.len()),
        "C0" => numbers(from),
        "C1" => numbers(to),
        "N" => 1,
    }
}

fn range(parts: usize) -> Vec<Object> {
    (0..parts * 2).map(|at| Object::Integer(at as i64 % 2)).collect()
}

/// A function with its colours changed, which have so many parts then.
fn mapped(
    inking: &mut Inking,
    function: &Object,
    parts: usize,
    change: &mut dyn FnMut(&mut Inking, Rgb) -> Vec<f32>,
) -> Result<Object, Error> {
    let mut dict = inking.dictionary(Some(function));
    if let Ok(functions) = dict.get(b"Functions").and_then(Object::as_array) {
        let functions = functions.clone();
        let functions: Result<Vec<Object>, Error> =
            functions.iter().map(|function| mapped(inking, function, parts, change)).collect();
        dict.set("Functions", functions?);
    } else if dict.get(b"FunctionType").and_then(Object::as_i64).is_ok_and(|kind| kind != 2) {
        return Err(Error::Unimplemented("a gradient turns around a point, or repeats itself"));
    } else {
        for end in ["C0", "C1"] {
            let color = dict.get(end.as_bytes()).and_then(Object::as_array);
            let color: Vec<f32> = color?.iter().filter_map(|part| part.as_float().ok()).collect();
            let color = match *color.as_slice() {
                [red, green, blue] => [red, green, blue].map(byte),
                [grey, ..] => [byte(grey); 3],
                [] => [0; 3],
            };
            let changed: Vec<Object> = change(inking, color).into_iter().map(Object::Real).collect();
            dict.set(end, changed);
        }
    }
    if dict.has(b"Range") {
        dict.set("Range", range(parts));
    }
    Ok(dict.into())
}
