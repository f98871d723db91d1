//! The forms of stored items: the names and types in them, without what they say.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_store::tables::Table;
use serde_json::{Value, json};

use crate::system::Item;

/// Maps whose names are data: of them the values alone have a form.
const NAMED_BY_DATA: [&str; 7] =
    ["attributes", "feedback", "metadata", "paid", "removed", "rules", "sources"];

/// What kind of item stands at a key: its table and what is the same in the
/// keys of all its kind.
pub fn kind(table: Table, item: &Item) -> String {
    let part = |name: &str| item[name].as_s().unwrap().as_str();
    let (pk, sk) = (part("pk"), part("sk"));
    let name = sk.split('#').next().unwrap_or_default().to_lowercase();
    let name = match table {
        // Of what kind of account, or of document.
        Table::Ledger if pk.starts_with("A#") => format!("{name}-{}", pk[2..].split('/').next().unwrap()),
        Table::Ledger if pk.starts_with("FIGURES") => {
            format!("{name}-{}", pk.to_lowercase().replace('#', "-"))
        }
        Table::Documents if sk.starts_with("V#") => format!("revision-{}", pk.split('#').nth(1).unwrap()),
        Table::Documents => format!("document-{}", &pk[2..]),
        _ => name,
    };
    // Counters stand in shards.
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    format!("{}-{name}", table.suffix())
}

/// The names and types in a value, without what it says.
fn form(value: &Value) -> Value {
    match value {
        Value::Object(members) if members.len() == 1 => match members.iter().next().unwrap() {
            (kind, Value::Object(inner)) if kind == "M" => {
                let forms: BTreeMap<&str, Value> =
                    inner.iter().map(|(name, value)| (name.as_str(), named(name, value))).collect();
                json!(forms)
            }
            (kind, Value::Array(elements)) if kind == "L" => {
                json!(elements.iter().map(|element| form(element).to_string()).collect::<BTreeSet<_>>())
            }
            (kind, _) => json!(kind),
        },
        other => panic!("not an attribute: {other:#}"),
    }
}

/// The form of a member.
fn named(name: &str, value: &Value) -> Value {
    match (name, value.get("M"), value.get("S")) {
        (_, Some(Value::Object(inner)), _) if NAMED_BY_DATA.contains(&name) => {
            json!(inner.values().map(|value| form(value).to_string()).collect::<BTreeSet<_>>())
        }
        // What an idempotency record repeats is JSON in a text.
        ("outcome", _, Some(Value::String(text))) => form_of_json(&serde_json::from_str(text).unwrap()),
        _ => form(value),
    }
}

fn form_of_json(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let forms = members.iter().map(|(name, value)| match value {
                Value::Object(inner) if NAMED_BY_DATA.contains(&name.as_str()) => (
                    name,
                    json!(
                        inner.values().map(|value| form_of_json(value).to_string()).collect::<BTreeSet<_>>()
                    ),
                ),
                value => (name, form_of_json(value)),
            });
            json!(forms.collect::<BTreeMap<_, _>>())
        }
        Value::Array(elements) => {
            json!(elements.iter().map(|element| form_of_json(element).to_string()).collect::<BTreeSet<_>>())
        }
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("bool"),
        Value::Null => json!("null"),
    }
}

/// The form of an item of this kind; counters are attributes named by data.
pub fn form_of(kind: &str, item: &Value) -> String {
    let counters = kind.contains("tally") || kind.contains("figures");
    let named_by_data = |name: &str| counters && !matches!(name, "pk" | "sk");
    let members = item.as_object().unwrap().iter();
    let forms: BTreeSet<String> = members
        .map(|(name, value)| {
            format!("{}: {}", if named_by_data(name) { "*" } else { name }, named(name, value))
        })
        .collect();
    json!(forms).to_string()
}

/// An attribute as DynamoDB writes it in JSON.
fn to_json(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(truth) => json!({ "BOOL": truth }),
        AttributeValue::Null(_) => json!({ "NULL": true }),
        AttributeValue::L(elements) => json!({ "L": elements.iter().map(to_json).collect::<Vec<_>>() }),
        AttributeValue::M(members) => json!({ "M": item_to_json(members) }),
        other => panic!("nothing is stored as {other:?}"),
    }
}

pub fn item_to_json(item: &Item) -> Value {
    json!(item.iter().map(|(name, value)| (name, to_json(value))).collect::<BTreeMap<_, _>>())
}

fn from_json(value: &Value) -> AttributeValue {
    let (kind, content) = value.as_object().unwrap().iter().next().unwrap();
    let text = || content.as_str().unwrap().to_owned();
    match kind.as_str() {
        "S" => AttributeValue::S(text()),
        "N" => AttributeValue::N(text()),
        "BOOL" => AttributeValue::Bool(content.as_bool().unwrap()),
        "NULL" => AttributeValue::Null(true),
        "L" => AttributeValue::L(content.as_array().unwrap().iter().map(from_json).collect()),
        "M" => AttributeValue::M(item_from_json(content)),
        other => panic!("nothing is stored as {other}"),
    }
}

pub fn item_from_json(item: &Value) -> Item {
    item.as_object().unwrap().iter().map(|(name, value)| (name.clone(), from_json(value))).collect()
}
