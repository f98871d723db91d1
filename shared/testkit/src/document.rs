//! Calls and their answers against what an OpenAPI document says of them.
//!
//! Owns the look-up of operations and the validation. Schemas are read
//! strictly: a member that the document does not name is a mistake, save where
//! it says itself that there may be more. Never makes a call.

mod strict;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use jsonschema::Validator;
use serde_json::{Map, Value};

/// The answers that every gateway gives beside those of its operations.
const NO_OPERATION: [u16; 2] = [404, 405];
/// The header that only a repeated answer has.
const REPLAYED: &str = "Idempotency-Replayed";

/// An OpenAPI document, and validators of the schemas in it.
pub struct Document {
    document: Value,
    operations: Vec<Operation>,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// A method at a path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// In upper case.
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
    /// What the document says of it.
    pub described: Value,
}

/// A call and its answer, as they went over the wire.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// In upper case.
    pub method: &'a str,
    /// The path, with its query.
    pub target: &'a str,
    /// Whether it named an idempotency key. One that nobody reads does no harm.
    pub with_key: bool,
    /// Content type and body of the call.
    pub sent: Option<(&'a str, &'a [u8])>,
    /// The answer's status.
    pub status: u16,
    /// The answer's headers.
    pub headers: &'a HeaderMap,
    /// The answer's body.
    pub answered: &'a [u8],
}

impl Document {
    /// The document, given as JSON.
    pub fn new(document: Value) -> Self {
        let document = strict::closed(document);
        let operations = operations(&document);
        Self { document, operations, validators: Mutex::default() }
    }

    /// All operations.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation that a call of `path` reaches; one whose path says it in
    /// words goes before one with a parameter there.
    pub fn operation_at(&self, method: &str, path: &str) -> Option<&Operation> {
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |operation: &&Operation| {
            let described: Vec<&str> = operation.path.split('/').collect();
            described.len() == parts.len()
                && described
                    .iter()
                    .zip(&parts)
                    .all(|(described, part)| is_parameter(described) || described == part)
        };
        let found = self.operations.iter().filter(|operation| operation.method == method).filter(fits);
        found.min_by_key(|operation| operation.path.split('/').map(is_parameter).collect::<Vec<_>>())
    }

    /// What contradicts the document: an answer that it does not allow, or a
    /// call that was accepted although it should not have been. Empty if
    /// nothing does.
    pub fn problems(&self, exchange: &Exchange<'_>) -> Vec<String> {
        let (path, query) = exchange.target.split_once('?').unwrap_or((exchange.target, ""));
        let Some(operation) = self.operation_at(exchange.method, path) else {
            return match NO_OPERATION.contains(&exchange.status) {
                true => self.body_problems("#/components/schemas/Problem", exchange.answered),
                false => vec!["the document has no such operation".to_owned()],
            };
        };
        let mut problems = self.answer_problems(operation, exchange);
        if exchange.status < 300 {
            problems.extend(self.call_problems(operation, path, query, exchange));
        }
        problems
    }

    fn answer_problems(&self, operation: &Operation, exchange: &Exchange<'_>) -> Vec<String> {
        let status = exchange.status.to_string();
        let Some(response) = operation.described["responses"].get(&status) else {
            return vec![format!("{status} is not documented")];
        };
        let response = self.resolved(response);
        let names = response["headers"].as_object().into_iter().flat_map(Map::keys);
        let missing = names.filter(|name| *name != REPLAYED && !exchange.headers.contains_key(name.as_str()));
        let mut problems: Vec<String> = missing.map(|name| format!("the header {name} is missing")).collect();
        let Some(content) = response["content"].as_object() else {
            if !exchange.answered.is_empty() {
                problems.push("a body that is not documented".to_owned());
            }
            return problems;
        };
        let kind = media_type(exchange.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()));
        let Some(described) = content.get(kind) else {
            problems.push(format!("the content type {kind:?} is not documented"));
            return problems;
        };
        if !kind.ends_with("json") {
            return problems;
        }
        let pointer = format!("{} {status} {kind}", operation.id);
        problems.extend(self.value_problems(&pointer, &described["schema"], parsed(exchange.answered)));
        if let (Some(examples), Ok(body)) = (described["examples"].as_object(), parsed(exchange.answered))
            && !body["code"].as_str().is_some_and(|code| examples.contains_key(code))
        {
            problems.push(format!("the code {} is not documented", body["code"]));
        }
        problems
    }

    /// What was accepted against the document.
    fn call_problems(
        &self,
        operation: &Operation,
        path: &str,
        query: &str,
        exchange: &Exchange<'_>,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        let parameters = operation.described["parameters"].as_array().into_iter().flatten();
        let parameters: Vec<&Value> = parameters.map(|parameter| self.resolved(parameter)).collect();
        let in_path = operation.path.split('/').zip(path.split('/')).filter_map(|(described, part)| {
            Some((described.strip_prefix('{')?.strip_suffix('}')?.to_owned(), decoded(part)))
        });
        let in_query: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        for known in parameters.iter().filter(|known| known["required"] == true && known["in"] != "path") {
            let is_given = match known["in"].as_str() {
                Some("header") => exchange.with_key,
                _ => in_query.iter().any(|(name, _)| known["name"] == *name),
            };
            if !is_given {
                problems.push(format!("a call without {} was accepted", known["name"]));
            }
        }
        let given =
            in_path.map(|pair| ("path", pair)).chain(in_query.into_iter().map(|pair| ("query", pair)));
        for (place, (name, value)) in given {
            match parameters.iter().find(|known| known["in"] == place && known["name"] == name) {
                Some(known) => {
                    let place = format!("{} {place} {name}", operation.id);
                    problems.extend(self.parameter_problems(&place, &known["schema"], value));
                }
                None => problems.push(format!("the parameter {name} is not documented")),
            }
        }
        problems.extend(self.sent_problems(operation, exchange));
        problems
    }

    /// A text in an address may stand for a number or a truth value as well.
    fn parameter_problems(&self, place: &str, schema: &Value, value: String) -> Vec<String> {
        let typed = serde_json::from_str(&value).unwrap_or(Value::Null);
        let as_text = self.value_problems(place, schema, Ok(Value::String(value)));
        let fits = as_text.is_empty() || self.value_problems(place, schema, Ok(typed)).is_empty();
        if fits { Vec::new() } else { as_text }
    }

    fn sent_problems(&self, operation: &Operation, exchange: &Exchange<'_>) -> Vec<String> {
        let Some((kind, body)) = exchange.sent else { return Vec::new() };
        let content = operation.described.pointer("/requestBody/content");
        match content.and_then(|content| content.get(media_type(Some(kind)))) {
            Some(described) => {
                let place = format!("{} body", operation.id);
                self.value_problems(&place, &described["schema"], parsed(body))
            }
            // A body of nothing may be sent wherever none is asked for.
            None if matches!(body.trim_ascii(), b"" | b"{}") => Vec::new(),
            None => vec!["a body was accepted that is not documented".to_owned()],
        }
    }

    fn body_problems(&self, reference: &str, body: &[u8]) -> Vec<String> {
        self.value_problems(reference, &serde_json::json!({ "$ref": reference }), parsed(body))
    }

    fn value_problems(&self, place: &str, schema: &Value, value: Result<Value, String>) -> Vec<String> {
        let value = match value {
            Ok(value) => value,
            Err(error) => return vec![format!("{place}: {error}")],
        };
        match self.validator(place, schema) {
            Ok(validator) => validator
                .iter_errors(&value)
                .map(|error| format!("{place}: {error} at {:?}", error.instance_path().to_string()))
                .collect(),
            Err(error) => vec![format!("{place}: {error}")],
        }
    }

    /// Made once for each `place`, which names a schema.
    fn validator(&self, place: &str, schema: &Value) -> Result<Arc<Validator>, String> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = validators.get(place) {
            return Ok(found.clone());
        }
        let mut root = schema.clone();
        root["components"] = self.document["components"].clone();
        let made = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&root)
            .map_err(|error| format!("the schema is wrong: {error}"))?;
        Ok(validators.entry(place.to_owned()).or_insert(Arc::new(made)).clone())
    }

    /// `value`, or what it refers to.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let target = value["$ref"].as_str().map(|reference| reference.trim_start_matches('#'));
        target.and_then(|pointer| self.document.pointer(pointer)).unwrap_or(value)
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, described) in item.as_object().into_iter().flatten() {
            operations.push(Operation {
                id: described["operationId"].as_str().unwrap_or_default().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                described: described.clone(),
            });
        }
    }
    operations
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{')
}

fn media_type(content_type: Option<&str>) -> &str {
    content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim()
}

/// A part of a path as it was meant.
fn decoded(part: &str) -> String {
    let pair = format!("part={}", part.replace('+', "%2B"));
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&pair).unwrap_or_default();
    pairs.into_iter().next().map(|(_, value)| value).unwrap_or_default()
}

fn parsed(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body).map_err(|error| format!("no JSON: {error}"))
}

#[cfg(test)]
mod tests;
