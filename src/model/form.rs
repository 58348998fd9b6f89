//! The form of the YAML files as JSON Schema, for editors that complete and check while one writes. It is read off the very
//! declarations that the files are decoded by.
//!
//! In draft 7, which all editors know. A single value without quotes may be a number or a truth value to an editor, and is
//! text to the press: where text may stand, so may they.

use super::key_of;
use serde_json::{Map, Value, json};

/// A key of a mapping: its name in Rust, what its comment says, whether it must be there, and what its value may be.
pub type FormField = (&'static str, &'static str, bool, Value);

/// The whole schema of a file.
pub fn schema(title: &str, form: Value) -> Value {
    let mut schema =
        Map::from_iter([("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"))]);
    schema.insert("title".to_owned(), json!(title));
    if let Value::Object(form) = form {
        schema.extend(form);
    }
    Value::Object(schema)
}

/// A mapping of these keys and no others.
pub fn object(comment: &str, fields: Vec<FormField>) -> Value {
    let name = |field: &FormField| key_of(field.0);
    let required: Vec<_> = fields.iter().filter(|field| field.2).map(name).collect();
    let keys = fields.iter().map(|field| (name(field), described(field.3.clone(), &prose(field.1))));
    let keys: Map<String, Value> = keys.collect();
    let form = json!({
        "type": "object", "properties": keys, "required": required, "additionalProperties": false,
    });
    described(form, &prose(comment))
}

/// One of these words, each with what its comment says.
pub fn word(comment: &str, words: &[(&str, &str)]) -> Value {
    let values: Vec<_> = words.iter().map(|(word, _)| word).collect();
    let told = words.iter().filter(|(_, comment)| !comment.is_empty());
    let told: Vec<_> = told.map(|(word, comment)| format!("{word}: {}", prose(comment))).collect();
    let comment = std::iter::once(prose(comment)).chain(told).collect::<Vec<_>>().join("\n");
    described(json!({ "enum": values }), &comment)
}

/// The form of what lies over such a mapping: no key must be there, a key without a value takes one away, and a list may be
/// changed in place of being written anew.
pub fn overlay(form: Value) -> Value {
    let Value::Object(mut form) = form else { return form };
    if form.get("type") == Some(&json!("array")) {
        let list = Value::Object(form);
        let edit = json!({
            "type": "object", "properties": { "add": list, "remove": list }, "additionalProperties": false,
        });
        return json!({ "anyOf": [list, edit] });
    }
    form.remove("required");
    let or_nothing = |form: Value| json!({ "anyOf": [overlay(form), { "type": "null" }] });
    if let Some(Value::Object(keys)) = form.get_mut("properties") {
        for value in keys.values_mut() {
            let comment = value.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
            *value = described(or_nothing(value.take()), &comment);
        }
    }
    if let Some(value) = form.get_mut("additionalProperties").filter(|value| value.is_object()) {
        *value = or_nothing(value.take());
    }
    for choice in form.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten() {
        *choice = overlay(choice.take());
    }
    Value::Object(form)
}

pub fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

pub fn map(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

/// With a comment, which says more than the one that the type has for all its uses.
fn described(mut form: Value, comment: &str) -> Value {
    if !comment.trim().is_empty()
        && let Value::Object(form) = &mut form
    {
        form.insert("description".to_owned(), json!(comment.trim()));
    }
    form
}

/// A comment in one line.
fn prose(comment: &str) -> String {
    comment.split_whitespace().collect::<Vec<_>>().join(" ")
}
