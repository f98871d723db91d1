//! Who is calling: tokens, the keys they are signed with, the authorizer's
//! answers and the caller that a handler finds in its event.
//!
//! Never decides what a caller may do: that is the access of a route.

mod authorizer;
mod config;
#[cfg(test)]
mod fixture;
mod keys;
#[cfg(test)]
mod recipes;
mod roles;
mod token;

pub use authorizer::{http_authorizer, socket_authorizer};
pub use config::{AuthConfig, Issuer, KeySource, VARIABLES};
pub use token::{Verifier, sign_hs256};

use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::time::Timestamp;
use lambda_http::request::RequestContext;
use serde_json::{Map, Value};

/// The authorizer's context for `caller`: what API Gateway hands on to the
/// handlers, and what [`caller_from_context`] reads. Strings only, since the
/// WebSocket side allows nothing else.
pub fn context_of(caller: &Caller) -> Map<String, Value> {
    let roles: Vec<&str> = caller.roles.iter().map(|role| role_name(*role)).collect();
    let mut context = Map::new();
    context.insert("sub".to_owned(), caller.user.as_str().into());
    context.insert("roles".to_owned(), roles.join(",").into());
    for (name, instant) in [("issued_at", caller.issued_at), ("expires_at", caller.expires_at)] {
        context.extend(instant.map(|instant| (name.to_owned(), instant.unix_secs().to_string().into())));
    }
    context
}

/// The caller whom the authorizer put into the event; `None` if it put nobody
/// there.
pub fn caller_from_context(context: &RequestContext) -> Option<Caller> {
    let fields = &context.authorizer()?.fields;
    let user = fields.get("sub")?.as_str()?.parse().ok()?;
    let roles = fields.get("roles").and_then(Value::as_str).unwrap_or_default();
    let instant = |name: &str| {
        let secs = fields.get(name).and_then(Value::as_str).and_then(|secs| secs.parse::<i64>().ok());
        secs.map(|secs| Timestamp::from_unix_millis(secs.saturating_mul(1_000)))
    };
    let (issued_at, expires_at) = (instant("issued_at"), instant("expires_at"));
    Some(Caller { user, roles: roles_named(roles.split(',')), issued_at, expires_at })
}

/// The token of an `Authorization: Bearer` header.
pub fn bearer_token(headers: &http::HeaderMap) -> Option<&str> {
    let value = headers.get(http::header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}

/// The roles among `names`, each once, in the order of [`ROLES`]; unknown
/// names are dropped.
fn roles_named<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Role> {
    let names: Vec<&str> = names.collect();
    ROLES.into_iter().filter(|role| names.contains(&role_name(*role))).collect()
}

/// The role called `name`.
fn role_named(name: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role_name(*role) == name)
}

const ROLES: [Role; 5] = [Role::User, Role::Service, Role::Teacher, Role::Moderator, Role::Admin];

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::User => "user",
        Role::Service => "service",
        Role::Teacher => "teacher",
        Role::Moderator => "moderator",
        Role::Admin => "admin",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_role_has_the_name_that_it_has_on_the_wire() {
        for role in ROLES {
            assert_eq!(json!(role), json!(role_name(role)));
        }
    }

    #[test]
    fn the_context_of_a_caller_gives_the_caller_back_on_both_gateways() {
        let caller = Caller::new("ann".parse().unwrap(), &[Role::User, Role::Admin]);
        let [issued_at, expires_at] = [1, 2].map(|n| Some(Timestamp::from_unix_millis(n * 790_000_000_000)));
        let caller = Caller { issued_at, expires_at, ..caller };
        let context = context_of(&caller);
        let http = json!({ "http": { "method": "GET" }, "authorizer": { "lambda": context } });
        let socket = json!({ "connectedAt": 1, "requestTimeEpoch": 1, "authorizer": context });
        let http = RequestContext::ApiGatewayV2(serde_json::from_value(http).unwrap());
        let socket = RequestContext::WebSocket(serde_json::from_value(socket).unwrap());
        assert_eq!(caller_from_context(&http), Some(caller.clone()));
        assert_eq!(caller_from_context(&socket), Some(caller));
    }

    #[test]
    fn a_context_without_a_valid_sub_names_nobody() {
        for context in [json!({}), json!({ "roles": "admin" }), json!({ "sub": "", "roles": "admin" })] {
            let socket = json!({ "connectedAt": 1, "requestTimeEpoch": 1, "authorizer": context });
            let socket = RequestContext::WebSocket(serde_json::from_value(socket).unwrap());
            assert_eq!(caller_from_context(&socket), None);
        }
    }

    #[test]
    fn only_a_bearer_header_carries_a_token() {
        let with = |value: &str| {
            let mut headers = http::HeaderMap::new();
            headers.insert("authorization", value.parse().unwrap());
            bearer_token(&headers).map(str::to_owned)
        };
        assert_eq!(with("Bearer abc"), Some("abc".to_owned()));
        assert_eq!(with("bearer abc"), Some("abc".to_owned()));
        assert_eq!(with("Basic abc"), None);
        assert_eq!(with("Bearer "), None);
        assert_eq!(with("abc"), None);
        assert_eq!(bearer_token(&http::HeaderMap::new()), None);
    }
}
