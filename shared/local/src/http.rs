//! The HTTP side: from a request to its endpoint and back.
//!
//! Owns the look-up, the limits on size, cross-origin answers for pages on this
//! machine, and the form of what no endpoint answers. Authorises, but never
//! decides who may call what.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri};
use axum::routing::any;
use futures::{FutureExt, StreamExt};
use heartlink_domain::roles::Caller;
use heartlink_runtime::Access;
use heartlink_runtime::auth::bearer_token;
use heartlink_runtime::trace::HEADER;
use heartlink_runtime::{Code, HttpRoute, Problem, dispatch};
use tokio::time::{Duration, timeout};

use super::{events, management, page, reference, socket, test_clock, uploads};
use crate::routes::Found;
use crate::server_state::{ServerState, answer, refuse};

/// Largest body that is handed on, in bytes.
const MAX_BODY: usize = 256 * 1024;
/// How much more is read and thrown away, so that the client gets to hear why.
const MAX_DISCARDED: usize = 8 * 1024 * 1024;
/// Longest time for a body to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// What is never turned away for load: whoever asks how the system is wants to know it
/// most when it is full, and leaving, blocking and reporting always work.
const NEVER_TURNED_AWAY: [(&str, &str); 5] = [
    ("GET", "/v1/health"),
    ("PUT", "/v1/blocks/{user_id}"),
    ("POST", "/v1/heart-links/current/cancel"),
    ("POST", "/v1/reports"),
    ("POST", "/v1/rooms/{id}/leave"),
];
/// How long a browser may remember a preflight.
const PREFLIGHT_AGE: HeaderValue = HeaderValue::from_static("600");

/// The whole HTTP interface.
pub(super) fn router(state: Arc<ServerState>) -> Router {
    Router::new()
        .route("/ws", any(socket::connect))
        .route("/@connections/{id}", any(management::handle))
        .route(uploads::ROUTE, any(uploads::handle))
        .fallback(api)
        .with_state(state)
}

async fn api(State(state): State<Arc<ServerState>>, request: Request) -> Response<Body> {
    let origin = request.headers().get(header::ORIGIN).filter(|origin| is_local(origin)).cloned();
    let request_id = state.request_id();
    let mut response = route(state, request, request_id.clone()).await;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        headers.insert("x-request-id", id);
    }
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("x-request-id, retry-after, idempotency-replayed"),
        );
    }
    response
}

async fn route(state: Arc<ServerState>, request: Request, request_id: String) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    if matches!(parts.method, Method::GET | Method::HEAD)
        && let Some(file) = page::file(path).or_else(|| reference::file(path))
    {
        return file;
    }
    if parts.method == Method::OPTIONS && parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return preflight(&state.routes.methods(path));
    }
    if path == test_clock::PATH && state.test_clock.is_some() {
        return test_clock::handle(state, &parts, body, &request_id).await;
    }
    match state.routes.find(parts.method.as_str(), path) {
        Found::Route(route, parameters) => {
            let body = match read_body(&parts.headers, body).await {
                Ok(body) => body,
                Err(problem) => return refuse(&problem, path, &request_id),
            };
            call(state, route, parameters, parts, body, request_id).await
        }
        Found::OtherMethods(allowed) => answer(dispatch::method_not_allowed(&allowed, path, &request_id)),
        Found::Nothing => answer(dispatch::not_found(path, &request_id)),
    }
}

async fn call(
    state: Arc<ServerState>,
    route: &'static HttpRoute,
    parameters: std::collections::HashMap<String, String>,
    parts: Parts,
    body: Vec<u8>,
    request_id: String,
) -> Response<Body> {
    let path = parts.uri.path().to_owned();
    let place = if NEVER_TURNED_AWAY.contains(&(route.method, route.path)) {
        None
    } else {
        match state.admission.call().await {
            Ok(place) => Some(place),
            Err(problem) => return refuse(&problem, &path, &request_id),
        }
    };
    let id = request_id.clone();
    let tasks = state.tasks.clone();
    // In a task of its own, as on Lambda: a client that hangs up does not stop
    // an endpoint half-way.
    let work = tasks.spawn(async move {
        let _place = place;
        let given = parts.headers.get(HEADER).and_then(|header| header.to_str().ok());
        let trace = state.arrival(given);
        let response = match caller(&state, route, &parts).await {
            Ok(caller) => {
                let about = state.request_info(&request_id, caller.as_ref());
                let route_key = format!("{} {}", route.method, route.path);
                let event = events::http(&about, &parts, &body, &route_key, parameters);
                let work = state.functions.http(route, event, trace.as_ref()).boxed();
                answer(match authority(&parts.headers) {
                    Some(authority) => heartlink_files::reached_at(&authority, work).await,
                    None => work.await,
                })
            }
            Err(problem) => refuse(&problem, parts.uri.path(), &request_id),
        };
        if let Some(trace) = trace {
            trace.end(&request_id, Some((route.method, route.path)), response.status().as_u16());
        }
        response
    });
    work.await.unwrap_or_else(|error| refuse(&Problem::internal(error), &path, &id))
}

/// Where the client reached the gateway, as it says itself.
fn authority(headers: &HeaderMap) -> Option<Authority> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    host.parse().ok().filter(|authority: &Authority| !authority.as_str().contains('@'))
}

/// The authorizer, which on AWS does not stand before what is public. What is wrong
/// with a token is said here, to help on a laptop; the endpoint would not say it.
///
/// # Errors
/// A token that does not hold, or keys that cannot be had right now.
async fn caller(state: &ServerState, route: &HttpRoute, parts: &Parts) -> Result<Option<Caller>, Problem> {
    if matches!(route.access, Access::Public) {
        return Ok(None);
    }
    let Some(token) = bearer_token(&parts.headers) else { return Ok(None) };
    match state.verify(token).await {
        Ok(caller) => Ok(Some(caller)),
        Err(problem) if problem.code == Code::Unauthorized => {
            tracing::info!(reason = problem.internal.as_deref().unwrap_or(&problem.detail), "token refused");
            Err(problem)
        }
        Err(problem) => Err(problem),
    }
}

/// The body, if it is not too large and comes in time.
pub(super) async fn read_body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Problem> {
    let announced: Option<usize> =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let mut kept = Vec::with_capacity(announced.unwrap_or(0).min(MAX_BODY));
    let mut length = 0_usize;
    let read = async {
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| Problem::new(Code::InvalidRequest, "The body broke off."))?;
            length = length.saturating_add(chunk.len());
            if length > MAX_BODY + MAX_DISCARDED {
                break;
            }
            if length <= MAX_BODY {
                kept.extend_from_slice(&chunk);
            }
        }
        Ok::<(), Problem>(())
    };
    match timeout(BODY_TIMEOUT, read).await {
        Ok(read) => read?,
        Err(_) => return Err(Problem::new(Code::RequestTimeout, "The body did not arrive in time.")),
    }
    if length > MAX_BODY {
        let detail = format!("A body may have up to {MAX_BODY} bytes.");
        return Err(Problem::new(Code::BodyTooLarge, detail).with("limit", MAX_BODY));
    }
    Ok(kept)
}

fn preflight(methods: &[&'static str]) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    if let Ok(methods) = HeaderValue::from_str(&methods.join(", ")) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    }
    let allowed = HeaderValue::from_static("authorization, content-type, idempotency-key");
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_AGE);
    headers.append(header::VARY, HeaderValue::from(header::ACCESS_CONTROL_REQUEST_METHOD));
    response
}

/// Whether a page of this machine asks: somebody else's page has no business here.
fn is_local(origin: &HeaderValue) -> bool {
    let uri: Option<Uri> = origin.to_str().ok().and_then(|origin| origin.parse().ok());
    uri.is_some_and(|uri| matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_up_to_the_limit_is_read_and_a_larger_one_refused() {
        let read = async |length: usize| read_body(&HeaderMap::new(), Body::from(vec![b'x'; length])).await;
        assert_eq!(read(0).await.unwrap(), b"");
        assert_eq!(read(MAX_BODY).await.unwrap().len(), MAX_BODY);
        assert_eq!(read(MAX_BODY + 1).await.unwrap_err().code, Code::BodyTooLarge);
        assert_eq!(read(MAX_BODY + MAX_DISCARDED + 1).await.unwrap_err().code, Code::BodyTooLarge);
    }

    #[test]
    fn only_pages_of_this_machine_may_call_across_origins() {
        for (origin, local) in [
            ("http://localhost:5173", true),
            ("http://127.0.0.1:8787", true),
            ("https://localhost", true),
            ("http://localhost.example", false),
            ("https://example.com", false),
            ("null", false),
        ] {
            assert_eq!(is_local(&HeaderValue::from_static(origin)), local, "{origin}");
        }
    }
}
