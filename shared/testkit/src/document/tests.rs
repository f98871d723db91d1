//! What the checker finds, and what it lets pass.

use serde_json::json;

use super::*;

fn document() -> Document {
    Document::new(json!({
        "paths": {
            "/v1/things/{id}": {
                "get": {
                    "operationId": "thing",
                    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }, { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 9 } }],
                    "responses": {
                        "200": {
                            "headers": { "X-Request-Id": {} },
                            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } }
                        },
                        "404": { "$ref": "#/components/responses/None" }
                    }
                },
                "put": {
                    "operationId": "put-thing",
                    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                    "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                    "responses": { "204": {} }
                }
            },
            "/v1/things/all": { "get": {
                "operationId": "things",
                "parameters": [{ "name": "kind", "in": "query", "required": true, "schema": { "type": "string" } }],
                "responses": { "204": {} }
            } }
        },
        "components": {
            "responses": {
                "None": { "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                    "examples": { "no_thing": {} }
                } } }
            },
            "schemas": {
                "Problem": { "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } },
                "Thing": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } }
            }
        }
    }))
}

fn found(exchange: Exchange<'_>) -> Vec<String> {
    document().problems(&exchange)
}

/// A `GET` of `target` that is answered with a JSON body of `kind`.
fn seen(target: &str, status: u16, kind: &str, body: &str) -> Vec<String> {
    let mut headers = HeaderMap::new();
    headers.insert("x-request-id", "1".parse().unwrap());
    headers.insert(CONTENT_TYPE, kind.parse().unwrap());
    found(Exchange {
        method: "GET",
        target,
        with_key: false,
        sent: None,
        status,
        headers: &headers,
        answered: body.as_bytes(),
    })
}

fn put(body: &str, status: u16) -> Vec<String> {
    found(Exchange {
        method: "PUT",
        target: "/v1/things/1",
        with_key: false,
        sent: Some(("application/json", body.as_bytes())),
        status,
        headers: &HeaderMap::new(),
        answered: b"",
    })
}

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

#[test]
fn what_is_documented_passes() {
    assert_eq!(seen("/v1/things/1?limit=9", 200, JSON, r#"{"name":"a"}"#), Vec::<String>::new());
    assert_eq!(seen("/v1/things/1", 404, PROBLEM, r#"{"code":"no_thing"}"#), Vec::<String>::new());
    assert_eq!(seen("/v1/things/all?kind=a", 204, JSON, ""), Vec::<String>::new());
    assert_eq!(seen("/v1/nothing", 404, PROBLEM, r#"{"code":"any"}"#), Vec::<String>::new());
    assert_eq!(put(r#"{"name":"a"}"#, 204), Vec::<String>::new());
}

#[test]
fn every_way_to_contradict_the_document_is_found() {
    for (target, status, kind, body) in [
        ("/v1/things/1", 201, JSON, r#"{"name":"a"}"#),
        ("/v1/things/1", 200, JSON, r#"{"name":7}"#),
        ("/v1/things/1", 200, JSON, r#"{"name":"a","more":1}"#),
        ("/v1/things/1", 200, JSON, "nonsense"),
        ("/v1/things/1", 200, "text/plain", r#"{"name":"a"}"#),
        ("/v1/things/1?limit=10", 200, JSON, r#"{"name":"a"}"#),
        ("/v1/things/1?size=1", 200, JSON, r#"{"name":"a"}"#),
        ("/v1/things/1", 404, PROBLEM, r#"{"code":"other"}"#),
        ("/v1/things/all?kind=a", 204, JSON, "{}"),
        ("/v1/things/all", 204, JSON, ""),
        ("/v1/nothing", 200, JSON, "{}"),
    ] {
        assert_eq!(seen(target, status, kind, body).len(), 1, "{target} {status} {kind} {body}");
    }
}

#[test]
fn a_body_that_should_have_been_refused_is_found_once_it_was_accepted() {
    assert_eq!(put(r#"{"name":7}"#, 204).len(), 1);
    assert_eq!(put("{}", 204).len(), 1);
}

#[test]
fn a_header_that_is_promised_must_come() {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, JSON.parse().unwrap());
    let exchange = Exchange {
        method: "GET",
        target: "/v1/things/1",
        with_key: false,
        sent: None,
        status: 200,
        headers: &headers,
        answered: br#"{"name":"a"}"#,
    };
    assert_eq!(found(exchange).len(), 1);
}
