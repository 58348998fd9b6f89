//! The form of `_brand.yml` as JSON Schema, for editors. Other programs read the same file: keys that the press does not know
//! are let pass, but under `defaults.diptych`.

use super::typography::KINDS;
use crate::model::{COLOR_ROLES, Decode, Stationery, form};
use serde_json::{Map, Value, json};

pub fn form() -> Value {
    let color = either("A colour such as \"#1f3a5f\", or a name of the palette.", &["light", "dark"]);
    let mut colors = Map::from_iter([("palette".to_owned(), form::map(color.clone()))]);
    colors.extend(COLOR_ROLES.map(|role| (role.to_owned(), color.clone())));
    let words = |keys: &[&str]| open(keys.iter().map(|key| ((*key).to_owned(), form::text())));
    let kinds = KINDS.map(|(kind, keys)| (kind.to_owned(), json!({ "anyOf": [form::text(), words(keys)] })));
    let font = words(&["family", "source", "display"]);
    let fonts = json!({ "type": "array", "items": { "anyOf": [form::text(), font] } });
    let image = either("The path of a picture, beside this file; or path and alt.", &["path", "alt"]);
    let ground = open([("light".to_owned(), image.clone()), ("dark".to_owned(), image.clone())]);
    let mark = json!({ "anyOf": [image, ground] });
    let mut logo = Map::from_iter(["small", "medium", "large"].map(|size| (size.to_owned(), mark.clone())));
    logo.insert("images".to_owned(), form::map(image.clone()));
    logo.extend(["path", "alt"].map(|key| (key.to_owned(), form::text())));
    let meta = [
        ("name".to_owned(), either("What the brand is called.", &["full", "short"])),
        ("link".to_owned(), either("Its address on the web.", &["home"])),
    ];
    open([
        ("meta".to_owned(), open(meta)),
        ("color".to_owned(), open(colors)),
        ("typography".to_owned(), open(kinds.into_iter().chain([("fonts".to_owned(), fonts)]))),
        ("logo".to_owned(), json!({ "anyOf": [form::text(), open(logo)] })),
        ("defaults".to_owned(), open([("diptych".to_owned(), Stationery::form())])),
    ])
}

/// A mapping of these keys and of others.
fn open(keys: impl IntoIterator<Item = (String, Value)>) -> Value {
    json!({ "type": "object", "properties": keys.into_iter().collect::<Map<_, _>>() })
}

/// Words alone, or several under these keys.
fn either(comment: &str, keys: &[&str]) -> Value {
    let several = open(keys.iter().map(|key| ((*key).to_owned(), form::text())));
    json!({ "anyOf": [form::text(), several], "description": comment })
}
