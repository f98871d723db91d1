//! A document in which every object is closed that names its members.
//!
//! Owns that reading; never changes what a document says of anything else.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// `document` with every object closed that names its members, save where it
/// says itself that there may be more. Parts of an `allOf` cannot be closed one
/// by one: what they are parts of is.
pub(super) fn closed(mut document: Value) -> Value {
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return document;
    };
    let mut parts = BTreeSet::new();
    schemas.values().for_each(|schema| collect_parts(schema, &mut parts));
    // A part may be one of several kinds, each of which is a part then.
    for (name, schema) in schemas {
        if schema.get("allOf").is_some() {
            schema["unevaluatedProperties"] = json!(false);
        } else if !parts.contains(name) {
            close(schema);
        }
    }
    document
}

fn collect_parts(schema: &Value, parts: &mut BTreeSet<String>) {
    let references =
        schema["allOf"].as_array().into_iter().flatten().filter_map(|part| part["$ref"].as_str());
    parts.extend(references.map(|name| name.trim_start_matches("#/components/schemas/").to_owned()));
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(close);
            if names_its_members(members) {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn names_its_members(members: &Map<String, Value>) -> bool {
    let names_some = members.get("properties").is_some_and(Value::is_object);
    names_some
        && members.get("type") == Some(&json!("object"))
        && !members.contains_key("additionalProperties")
}
