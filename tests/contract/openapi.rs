//! `openapi.yaml` against the routes that the code declares.

use std::collections::{BTreeMap, BTreeSet};

use heartlink_all as routes;
use heartlink_runtime::{Access, Code, PEOPLE};
use heartlink_xtask::openapi;
use serde_json::{Value, json};

use crate::layout::files;
use crate::{assert_in_step, project, read};

/// The document as JSON.
pub(crate) fn document() -> Value {
    serde_json::to_value(openapi::document()).unwrap()
}

/// Every operation as its path, its method in lower case, and its description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.push((path.clone(), method.clone(), operation.clone()));
        }
    }
    operations
}

#[test]
fn the_file_is_what_the_code_generates() {
    assert_in_step("openapi.yaml", &openapi::yaml().unwrap());
}

#[test]
fn every_route_is_an_operation_and_every_operation_a_route() {
    let document = document();
    let described: BTreeSet<_> = operations(&document)
        .into_iter()
        .map(|(path, method, operation)| {
            (method.to_uppercase(), path, operation["operationId"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    let declared: BTreeSet<_> = routes::http()
        .map(|route| (route.method.to_owned(), route.path.to_owned(), route.name.to_owned()))
        .collect();
    assert_eq!(described, declared);
}

#[test]
fn every_operation_is_described_for_a_reader() {
    for (path, method, operation) in operations(&document()) {
        for member in ["summary", "description"] {
            let text = operation[member].as_str().unwrap_or_default();
            assert!(!text.trim().is_empty(), "{method} {path} has no {member}");
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            let said = response["description"].as_str().is_some_and(|text| !text.is_empty());
            assert!(said || response["$ref"].is_string(), "{method} {path} {status} has no description");
        }
    }
}

#[test]
fn the_parameters_in_a_path_are_those_that_are_described() {
    for (path, method, operation) in operations(&document()) {
        let in_path: BTreeSet<&str> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let described: BTreeSet<&str> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        assert_eq!(in_path, described, "{method} {path}");
    }
}

#[test]
fn a_person_in_a_path_stands_where_a_key_finds_one() {
    let mut found = BTreeSet::new();
    for (path, method, operation) in operations(&document()) {
        let segments: Vec<&str> = path.split('/').collect();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let is_person = parameter["schema"]["$ref"] == "#/components/schemas/UserId";
            if parameter["in"] != "path" || !is_person {
                continue;
            }
            let named = format!("{{{}}}", parameter["name"].as_str().unwrap());
            let at = segments.iter().position(|segment| *segment == named).unwrap();
            assert!(PEOPLE.contains(&segments[at - 1]), "{method} {path}");
            found.insert(segments[at - 1].to_owned());
        }
    }
    assert_eq!(found, PEOPLE.map(str::to_owned).into());
}

#[test]
fn a_token_is_asked_for_wherever_the_route_asks_for_one() {
    let document = document();
    assert_eq!(document["security"], json!([{ "bearer": [] }]));
    for route in routes::http() {
        let operation = &document["paths"][route.path][route.method.to_lowercase()];
        let open = operation["security"] == json!([{}]);
        assert_eq!(open, route.access == Access::Public, "{}", route.name);
        for status in ["401", "403"] {
            let described = operation["responses"].get(status).is_some();
            assert_eq!(described, route.access != Access::Public, "{} {status}", route.name);
        }
    }
}

/// An endpoint that reads the key says so, and none that does not.
#[test]
fn the_idempotency_key_is_described_where_it_is_read() {
    let document = document();
    for route in routes::http() {
        let (domain, verb) = route.name.split_once('-').unwrap();
        let source = read(&format!("functions/{domain}/src/{}.rs", verb.replace('-', "_")));
        let operation = &document["paths"][route.path][route.method.to_lowercase()];
        let parameters = operation["parameters"].to_string();
        let described = parameters.contains("Idempotency-Key");
        // The endpoints of accounts read it as part of their order, or their payment.
        let reads = ["idempotency()", "order(&request", "unbounded(&request", "payment(&app, &request)"];
        let read = reads.iter().any(|text| source.contains(text));
        assert_eq!(described, read, "{}", route.name);
        // The same call without a body or a query cannot be another one.
        let varies = operation.get("requestBody").is_some() || parameters.contains(r#""in":"query""#);
        assert_eq!(operation["responses"].get("422").is_some(), described && varies, "{}", route.name);
    }
}

#[test]
fn every_problem_stands_under_its_own_status() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let response = resolved(&document, response);
            let Some(examples) = response.pointer("/content/application~1problem+json/examples") else {
                assert!(status.starts_with('2'), "{method} {path} {status} has no problem");
                continue;
            };
            for code in examples.as_object().unwrap().keys() {
                let mut known = Code::ALL.iter().filter(|known| known.as_str() == code);
                let right = known.any(|code| code.status().to_string() == *status);
                assert!(right, "{method} {path} {status}: {code}");
            }
            assert!(!examples.as_object().unwrap().is_empty(), "{method} {path} {status}");
        }
    }
}

/// Two types of one name would be one schema in the document: that of either.
#[test]
fn no_two_types_share_the_name_of_a_schema() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for folder in ["functions", "shared"] {
        for file in files(&project(folder), ".rs") {
            for (line, name) in schema_names(&std::fs::read_to_string(&file).unwrap()) {
                places.entry(name).or_default().insert(format!("{}:{line}", file.display()));
            }
        }
    }
    let shared: Vec<_> = places.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:#?}");
    // What the look at the sources missed would never be found to be shared.
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let unknown: Vec<&String> = schemas
        .keys()
        .filter(|name| !places.contains_key(name.split('_').next().unwrap()))
        .filter(|name| *name != "Problem")
        .collect();
    assert!(unknown.is_empty(), "made nowhere: {unknown:?}");
}

#[test]
fn types_with_a_schema_are_found_in_sources() {
    let source = "#[derive(Debug, ToSchema)]\n/// Words.\n#[serde(default)]\npub struct Page<T> {\n\
                  #[derive(Debug)]\nstruct Other;\nimpl ToSchema for Amount {}\n\
                  #[derive(utoipa::ToSchema)]\n#[schema(as = Named)]\nenum Kind {\n\
                  id!(ThingId as ThingIdForm, \"A thing.\");\nwords!(things::Kinds as KindsForm, \"Kinds.\");\n\
                  crate::wire! {\n    #[schema(as = One)]\n    pub struct OneView from One {\n    }\n\n    \
                  pub struct Two {\n    }\n}\nstruct NoSchema {}\n";
    let names: Vec<String> = schema_names(source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Page", "Amount", "Named", "ThingId", "Kinds", "One", "Two"]);
}

/// The names of the types in `source` that have a schema, with their lines.
fn schema_names(source: &str) -> Vec<(usize, String)> {
    let identifier =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let mut names = Vec::new();
    // The type that follows has a schema, under another name where one is given.
    let mut derived: Option<Option<String>> = None;
    // All structs in `wire!` have.
    let mut in_wire = false;
    for (line, whole) in source.lines().enumerate() {
        let text = whole.trim();
        let words =
            text.trim_start_matches("pub").trim_start_matches("(crate)").trim_start_matches("(super)").trim();
        let was_in_wire = in_wire;
        in_wire = (text.ends_with("::wire! {") && !text.starts_with("//")) || (in_wire && whole != "}");
        if was_in_wire && !in_wire {
            derived = None;
        }
        if in_wire {
            derived = derived.or(Some(None));
        }
        let listed = text.strip_prefix("id!(").or_else(|| text.strip_prefix("words!(")?.split("::").nth(1));
        let implemented = text.split_once("ToSchema for ").map(|(_, name)| identifier(name));
        let implemented = implemented.map(|name| name.trim_end_matches("Form").to_owned());
        if let Some(name) = listed.map(identifier).or(implemented) {
            names.push((line + 1, name));
        } else if text.starts_with("#[derive(") && text.contains("ToSchema") {
            derived = Some(None);
        } else if let Some((_, name)) = text.split_once("schema(as = ") {
            derived = derived.map(|_| Some(identifier(name)));
        } else if let Some((_, name)) =
            words.split_once(' ').filter(|(kind, _)| matches!(*kind, "struct" | "enum"))
        {
            names.extend(derived.take().map(|named| (line + 1, named.unwrap_or_else(|| identifier(name)))));
        }
    }
    // What stands in the macros themselves has the names that they are given.
    names.retain(|(_, name)| !name.is_empty());
    names
}

#[test]
fn everything_that_is_referred_to_is_there() {
    let document = document();
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    assert!(project("openapi.yaml").exists());
}

/// `value`, or what it refers to.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

fn collect_references(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                references.insert(reference.clone());
            }
            members.values().for_each(|member| collect_references(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, references)),
        _ => {}
    }
}
