//! What the report says of a file beside its clauses: how large it is when it is cut, and for which press it was made.

use lopdf::{Document, Object, decode_text_string};

/// Width and height of the first page when it is cut, in millimetres, to a tenth.
pub fn trim(document: &Document) -> Option<[f64; 2]> {
    let page = document.get_dictionary(document.page_iter().next()?).ok()?;
    let sides = page.get_deref(b"TrimBox", document).ok()?.as_array().ok()?;
    let side = |index: usize| Some(f64::from(sides.get(index)?.as_float().ok()?));
    let millimetres = |points: f64| (points.abs() * 254.0 / 72.0).round() / 10.0;
    Some([millimetres(side(2)? - side(0)?), millimetres(side(3)? - side(1)?)])
}

/// What the output intent for presses calls the printing condition: in words, else by its identifier.
pub fn condition(document: &Document) -> Option<String> {
    let intents = document.catalog().ok()?.get_deref(b"OutputIntents", document).ok()?.as_array().ok()?;
    let intents = intents.iter().filter_map(|intent| document.dereference(intent).ok()?.1.as_dict().ok());
    let mut for_presses = intents
        .filter(|intent| intent.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"GTS_PDFX"));
    let intent = for_presses.next()?;
    let says = |key: &[u8]| {
        let words = decode_text_string(intent.get_deref(key, document).ok()?).ok()?;
        Some(words.trim().to_owned()).filter(|words| !words.is_empty())
    };
    says(b"Info").or_else(|| says(b"OutputCondition")).or_else(|| says(b"OutputConditionIdentifier"))
}
