//! The OpenAPI document of the HTTP interface.
//!
//! The function crates describe their own operations; this module merges them
//! and adds what holds for all: who may call, the problem documents that can
//! come back, common headers. Never describes a single operation itself, and
//! nothing of the WebSocket interface, for which OpenAPI has no words
//! (`docs/realtime.md`).

use std::collections::BTreeMap;

use anyhow::Context;
use heartlink_domain::roles::Role;
use heartlink_runtime::wire::FieldProblem;
use heartlink_runtime::{Access, Code, HttpRoute, Problem};
use http::StatusCode;
use serde_json::json;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{AdditionalProperties, Array, ArrayItems, Schema, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::ServerBuilder;
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ArrayBuilder, Components, Content, ContentBuilder, Header, InfoBuilder, LicenseBuilder, Object,
    ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Required, Response, ResponseBuilder,
};
use utoipa::{OpenApi as _, PartialSchema as _, ToSchema as _};

/// The first line of the file, so that nobody edits it by hand.
const MARK: &str = "# Generated from the code: `cargo xtask openapi > openapi.yaml`.\n";
const PROBLEM_JSON: &str = "application/problem+json";
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// The component of the same header, where it must be sent.
const REQUIRED_KEY: &str = "Required-Idempotency-Key";
const IDEMPOTENCY_REPLAYED: &str = "Idempotency-Replayed";
const REQUEST_ID: &str = "X-Request-Id";
const BEARER: &str = "bearer";
/// Problems that any operation may answer with.
const ANYWHERE: [Code; 4] = [Code::Internal, Code::SystemBusy, Code::StoreUnavailable, Code::RequestTimeout];

const INTRODUCTION: &str = "\
Pairs people who want to talk, in private rooms for two.

Conventions:

- JSON in `snake_case`; times are RFC 3339 in UTC with milliseconds; generated ids sort by time.
- `Authorization: Bearer <jwt>`: `sub` names the user, `roles` lists what the bearer may be. \
What a bearer may not do is 403, in the same words as what does not exist.
- Every refusal and failure is a problem document (RFC 9457) with a stable `code` and `retryable`; \
`docs/errors.md` lists the codes. Unknown fields are refused.
- A write that came with an `Idempotency-Key` may be sent again with the same key and body: \
it takes effect once, and the first answer comes again.
- Lists take `limit`, `cursor` and `order`, and answer `items` and `next_cursor`.
- Bodies may have up to 256 KB.

What happens while nobody asks (a partner is found, a message comes) arrives over a WebSocket: \
`docs/realtime.md`.";

const TAGS: [(&str, &str); 9] = [
    ("matching", "Asking for a partner, and what comes of it; blocks; being there."),
    ("rooms", "The private room of two."),
    ("realtime", "The feed of events; pushed over a WebSocket, replayed here."),
    ("maintenance", "Cleanup and health."),
    ("affinity", "How attached users and their devices are: rules, levels, rewards."),
    ("safety", "Reports of people, for those who make them and for moderators."),
    ("jobs", "Rewards for more people than one call can pay."),
    ("wallet", "Money in minor units, as a ledger: one wallet per user and currency."),
    ("points", "Points of students, as a ledger: rules, plans, leaderboards, check and repair."),
];

/// The file `openapi.yaml`.
///
/// # Errors
/// A document that does not serialise: a defect.
pub fn yaml() -> anyhow::Result<String> {
    let text = document().to_yaml().context("the OpenAPI document does not serialise")?;
    Ok(format!("{MARK}{text}"))
}

/// The document.
pub fn document() -> OpenApi {
    let mut document = heartlink_matching::Api::openapi();
    document.merge(heartlink_rooms::Api::openapi());
    document.merge(heartlink_realtime::Api::openapi());
    document.merge(heartlink_maintenance::Api::openapi());
    document.merge(heartlink_wallet::Api::openapi());
    document.merge(heartlink_jobs::Api::openapi());
    document.merge(heartlink_safety::Api::openapi());
    document.merge(heartlink_points::Api::openapi());
    document.merge(heartlink_affinity::Api::openapi());
    document.info = InfoBuilder::new()
        .title("Heartlink")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(INTRODUCTION))
        .license(Some(
            LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build(),
        ))
        .build();
    let local = ServerBuilder::new().url("http://127.0.0.1:8787").description(Some("The local gateway."));
    document.servers = Some(vec![local.build()]);
    document.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, [])]);
    let tag = |(name, text)| TagBuilder::new().name(name).description(Some(text)).build();
    document.tags = Some(TAGS.into_iter().map(tag).collect());
    add_common(document.components.get_or_insert_default());
    let optional = schemas_without_required_members(&document);
    let mut shared = BTreeMap::new();
    for route in heartlink_all::http() {
        if let Some(operation) = operation_of(&mut document, route) {
            complete(operation, route, &mut shared);
            allow_no_body(operation, &optional);
        }
    }
    document.components.get_or_insert_default().responses.extend(shared);
    name_what_is_inlined(document.components.get_or_insert_default());
    document
}

/// References to the objects of which no member must be sent.
fn schemas_without_required_members(document: &OpenApi) -> Vec<String> {
    let schemas = document.components.iter().flat_map(|components| &components.schemas);
    let is_optional = |schema: &RefOr<Schema>| matches!(schema, RefOr::T(Schema::Object(object)) if object.required.is_empty());
    schemas
        .filter(|(_, schema)| is_optional(schema))
        .map(|(name, _)| Ref::from_schema_name(name).ref_location)
        .collect()
}

/// No body counts as `{}`.
fn allow_no_body(operation: &mut Operation, optional: &[String]) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    let is_optional = |content: &RefOr<Content>| match content {
        RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. }) => optional.contains(&schema.ref_location),
        _ => false,
    };
    if body.content.values().all(is_optional) {
        body.required = Some(Required::False);
    }
}

/// Replaces what a generic type spells out by its name, where it has one: a
/// page of a list otherwise repeats the type of its items.
fn name_what_is_inlined(components: &mut Components) {
    let named = components.schemas.clone();
    for schema in components.schemas.values_mut() {
        parts_of(schema).into_iter().for_each(|part| name_inlined(part, &named));
    }
}

fn name_inlined(schema: &mut RefOr<Schema>, named: &BTreeMap<String, RefOr<Schema>>) {
    // Only what has members, or kinds, is its name's alone.
    let is_one = match schema {
        RefOr::T(Schema::Object(object)) => !object.properties.is_empty(),
        RefOr::T(Schema::OneOf(_)) => true,
        _ => false,
    };
    match named.iter().find(|(_, named)| is_one && *named == schema) {
        Some((name, _)) => *schema = Ref::from_schema_name(name).into(),
        None => parts_of(schema).into_iter().for_each(|part| name_inlined(part, named)),
    }
}

fn parts_of(schema: &mut RefOr<Schema>) -> Vec<&mut RefOr<Schema>> {
    match schema {
        RefOr::T(Schema::Object(object)) => object.properties.values_mut().collect(),
        RefOr::T(Schema::OneOf(kinds)) => kinds.items.iter_mut().collect(),
        RefOr::T(Schema::Array(Array { items: ArrayItems::RefOrSchema(items), .. })) => vec![items],
        _ => Vec::new(),
    }
}

/// What the operations refer to.
fn add_common(components: &mut Components) {
    let token = Http::builder()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("RS256 or ES256 by the configured key set; locally `heartlink token` makes one."))
        .build();
    components.security_schemes.insert(BEARER.to_owned(), SecurityScheme::Http(token).into());
    components.schemas.insert(FieldProblem::name().into_owned(), FieldProblem::schema());
    components.schemas.insert("Problem".to_owned(), problem_schema().into());
    for required in [Required::False, Required::True] {
        components.parameters.insert(key_component(&required).to_owned(), idempotency_key(required).into());
    }
    for (name, kind, description) in [
        (REQUEST_ID, Type::String, "Names this call in the logs and in problem documents."),
        (IDEMPOTENCY_REPLAYED, Type::Boolean, "`true` where the first answer comes again."),
        ("Retry-After", Type::Integer, "Seconds after which the call may be tried again."),
        ("WWW-Authenticate", Type::String, "How to authenticate: `Bearer`."),
    ] {
        let schema = Object::with_type(kind);
        let header = HeaderBuilder::new().schema(Some(schema)).description(Some(description));
        components.headers.insert(name.to_owned(), header.build().into());
    }
}

/// The problems that several operations share, by status.
fn common_problems() -> Vec<Vec<Code>> {
    let shared = [
        Code::MalformedJson,
        Code::InvalidRequest,
        Code::Unauthorized,
        Code::Forbidden,
        Code::BodyTooLarge,
        Code::UnsupportedMediaType,
        Code::IdempotencyKeyReused,
    ];
    let mut groups: Vec<Vec<Code>> = Vec::new();
    for code in shared.into_iter().chain(ANYWHERE) {
        match groups.last_mut().filter(|group| group[0].status() == code.status()) {
            Some(group) => group.push(code),
            None => groups.push(vec![code]),
        }
    }
    groups
}

/// The operation that a route is; `None` for one that nobody described.
fn operation_of<'a>(document: &'a mut OpenApi, route: &HttpRoute) -> Option<&'a mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = document.paths.paths.get_mut(route.path)?;
    match route.method {
        "GET" => get.as_mut(),
        "PUT" => put.as_mut(),
        "POST" => post.as_mut(),
        "DELETE" => delete.as_mut(),
        "PATCH" => patch.as_mut(),
        _ => None,
    }
}

/// Adds to `operation` what follows from its route. `shared` gains the answers
/// that it has in common with others.
fn complete(operation: &mut Operation, route: &HttpRoute, shared: &mut BTreeMap<String, RefOr<Response>>) {
    let key = refer_to_key(operation);
    let has_key = key.is_some();
    describe_access(operation, route);
    let mut common = common_problems();
    common.retain(|codes| common_statuses(operation, route, has_key).contains(&codes[0].status()));
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if status.starts_with('2') {
            response.headers.insert(REQUEST_ID.to_owned(), header(REQUEST_ID));
            if has_key {
                response.headers.insert(IDEMPOTENCY_REPLAYED.to_owned(), header(IDEMPOTENCY_REPLAYED));
            }
        }
    }
    for codes in by_status(route.errors) {
        match common.iter_mut().find(|common| common[0].status() == codes[0].status()) {
            Some(common) => common.extend(codes),
            None => {
                let status = codes[0].status().to_string();
                operation.responses.responses.insert(status, problem_response(&codes).into());
            }
        }
    }
    for mut codes in common {
        if codes[0] == Code::MalformedJson && key == Some(Required::True) {
            codes.push(Code::IdempotencyKeyRequired);
        }
        let name = name_of_all(&codes);
        operation
            .responses
            .responses
            .insert(codes[0].status().to_string(), Ref::from_response_name(&name).into());
        shared.entry(name).or_insert_with(|| problem_response(&codes).into());
    }
}

/// Replaces the mention of the `Idempotency-Key` by a reference to what it is.
/// Whether it is required, where it is read.
fn refer_to_key(operation: &mut Operation) -> Option<Required> {
    let is_key = |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(p) if p.name == IDEMPOTENCY_KEY);
    let mut parameters = operation.parameters.iter_mut().flatten();
    let found = parameters.find(|parameter| is_key(parameter))?;
    let required = match found {
        RefOr::T(Parameter { required: Required::True, .. }) => Required::True,
        _ => Required::False,
    };
    *found = RefOr::Ref(Ref::new(format!("#/components/parameters/{}", key_component(&required))));
    Some(required)
}

fn key_component(required: &Required) -> &'static str {
    match required {
        Required::True => REQUIRED_KEY,
        Required::False => IDEMPOTENCY_KEY,
    }
}

fn describe_access(operation: &mut Operation, route: &HttpRoute) {
    let Access::AnyOf(roles) = route.access else { return };
    let roles: Vec<String> = roles.iter().map(|role| format!("`{}`", role_name(*role))).collect();
    let roles = format!("Roles: {}.", roles.join(", "));
    operation.description = Some(match operation.description.take() {
        Some(text) => format!("{}\n\n{roles}", text.trim_end()),
        None => roles,
    });
}

fn role_name(role: Role) -> String {
    json!(role).as_str().unwrap_or_default().to_owned()
}

/// The statuses of the shared problems that the operation may answer with.
fn common_statuses(operation: &Operation, route: &HttpRoute, has_key: bool) -> Vec<u16> {
    let mut statuses: Vec<u16> = ANYWHERE.map(Code::status).to_vec();
    let writes = route.method != "GET";
    if writes || operation.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty()) {
        statuses.push(Code::InvalidRequest.status());
    }
    if writes {
        statuses.extend([Code::BodyTooLarge, Code::UnsupportedMediaType].map(Code::status));
    }
    // Without a body or a query, the same call cannot be another one.
    let mut parameters = operation.parameters.iter().flatten();
    let has_query = parameters.any(
        |parameter| matches!(parameter, RefOr::T(own) if matches!(own.parameter_in, ParameterIn::Query)),
    );
    if has_key && (operation.request_body.is_some() || has_query) {
        statuses.push(Code::IdempotencyKeyReused.status());
    }
    if route.access != Access::Public {
        statuses.extend([Code::Unauthorized, Code::Forbidden].map(Code::status));
    }
    statuses
}

/// The codes, those of one status together.
fn by_status(codes: &[Code]) -> Vec<Vec<Code>> {
    let mut groups: Vec<Vec<Code>> = Vec::new();
    for code in codes {
        match groups.iter_mut().find(|group| group[0].status() == code.status()) {
            Some(group) => group.push(*code),
            None => groups.push(vec![*code]),
        }
    }
    groups
}

/// `NotFound` for 404.
fn name_of(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    reason.unwrap_or("Problem").split(' ').collect()
}

/// `BadRequest` for the problems that all share, `BadRequestOrSelfTransfer` with
/// more.
fn name_of_all(codes: &[Code]) -> String {
    let shared = common_problems().concat();
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let more = codes.iter().filter(|code| !shared.contains(code));
    more.fold(name_of(codes[0].status()), |name, code| {
        name + "Or" + &code.as_str().split('_').map(capital).collect::<String>()
    })
}

/// The answer with one of the problems `codes`, which have one status.
fn problem_response(codes: &[Code]) -> Response {
    let lines: Vec<String> =
        codes.iter().map(|code| format!("- `{}`: {}", code.as_str(), code.meaning())).collect();
    let mut content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    for code in codes {
        let document = Problem::new(*code, code.meaning()).document("/v1/…", "01KBD2Z3N8E5X6Q7R8S9T0V1W2");
        let example = ExampleBuilder::new().value(Some(document)).build();
        content = content.examples_from_iter([(code.as_str(), example)]);
    }
    let mut response =
        ResponseBuilder::new().description(lines.join("\n")).content(PROBLEM_JSON, content.build()).build();
    let mut headers = vec![REQUEST_ID];
    match codes.first().map(|code| code.status()) {
        Some(401) => headers.push("WWW-Authenticate"),
        Some(429 | 503) => headers.push("Retry-After"),
        _ => {}
    }
    response.headers.extend(headers.into_iter().map(|name| (name.to_owned(), header(name))));
    response
}

fn header(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}

fn idempotency_key(required: Required) -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(128))
        .pattern(Some("^[ -~]+$"))
        .build();
    ParameterBuilder::new()
        .name(IDEMPOTENCY_KEY)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(
            "Any text of the caller's own, kept for 24 h per caller and operation. The same key with the \
             same body and query gives the first answer again; with others it is refused. Of a JSON body the value \
             counts, not how it is written.",
        ))
        .schema(Some(schema))
        .build()
}

/// The problem document. Open: each kind adds the figures that matter.
fn problem_schema() -> Schema {
    let text =
        |description: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    let mut codes: Vec<&str> = Vec::new();
    for code in Code::ALL.iter().map(|code| code.as_str()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let errors = ArrayBuilder::new()
        .items(Ref::from_schema_name(FieldProblem::name()))
        .description(Some("For invalid input: what is wrong where."));
    let retryable = ObjectBuilder::new()
        .schema_type(Type::Boolean)
        .description(Some("Whether the same call may succeed later."));
    let status = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(400))
        .maximum(Some(599))
        .description(Some("The HTTP status."));
    let mut object = ObjectBuilder::new()
        .description(Some("A refusal or failure (RFC 9457); figures that matter, such as `limit` or `room_id`, stand beside these members."))
        .property("type", text("`urn:heartlink:problem:` and the code."))
        .property("title", text("The kind of problem, in words."))
        .property("status", status)
        .property("detail", text("This occurrence, in words."))
        .property("instance", text("The path as called."))
        .property("code", text("The stable name to branch on.").enum_values(Some(codes)))
        .property("request_id", text("The same as in `X-Request-Id`, and in the logs."))
        .property("retryable", retryable)
        .property("errors", errors)
        .additional_properties(Some(AdditionalProperties::FreeForm(true)));
    for name in ["type", "title", "status", "detail", "instance", "code", "request_id", "retryable"] {
        object = object.required(name);
    }
    object.build().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_expanded_from_the_names_of_its_codes() {
        let response = problem_response(&[Code::AlreadyMatched, Code::NoProposal]);
        assert!(response.description.contains("`already_matched`"), "{}", response.description);
        assert!(response.description.contains("`no_proposal`"), "{}", response.description);
    }

    #[test]
    fn every_status_has_one_shared_answer() {
        let groups = common_problems();
        let mut statuses: Vec<u16> = groups.iter().map(|codes| codes[0].status()).collect();
        assert!(groups.iter().all(|codes| codes.iter().all(|code| code.status() == codes[0].status())));
        let count = statuses.len();
        statuses.dedup();
        assert_eq!(statuses.len(), count);
    }
}
