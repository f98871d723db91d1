//! `/@connections/{id}`: API Gateway's management API, so that the real SDK
//! client works against the gateway. Its answers have AWS's form.
//!
//! Signatures are not verified: whoever can reach the port can post, and must
//! know a connection's unguessable id.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use heartlink_domain::ids::ConnectionId;
use heartlink_runtime::push::{Push, PushError};
use serde_json::json;

use super::connections::{Closing, MAX_MESSAGE};
use super::http::read_body;
use crate::server_state::ServerState;

pub(super) async fn handle(
    State(state): State<Arc<ServerState>>,
    Path(id): Path<String>,
    request: Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(id) = id.parse::<ConnectionId>() else { return gone() };
    match parts.method {
        Method::GET => match state.connections.get(&id) {
            Some(handle) => {
                let last_active = handle.connected_at + handle.active_after();
                let body = json!({
                    "connectedAt": handle.connected_at,
                    "lastActiveAt": last_active,
                    "identity": { "sourceIp": "127.0.0.1", "userAgent": "" },
                });
                json_answer(StatusCode::OK, None, &body)
            }
            None => gone(),
        },
        Method::DELETE => {
            done(state.connections.close(id, Closing::NORMAL.code).await, StatusCode::NO_CONTENT)
        }
        Method::POST => match read_body(&parts.headers, body).await {
            Ok(body) if body.len() <= MAX_MESSAGE => match String::from_utf8(body) {
                Ok(text) => done(state.connections.post(id, text).await, StatusCode::OK),
                Err(_) => error(StatusCode::BAD_REQUEST, "BadRequestException", "not UTF-8"),
            },
            _ => error(StatusCode::PAYLOAD_TOO_LARGE, "PayloadTooLargeException", "too many bytes"),
        },
        _ => error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowedException", "use GET, POST or DELETE"),
    }
}

fn done(result: Result<(), PushError>, success: StatusCode) -> Response<Body> {
    match result {
        Ok(()) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = success;
            response
        }
        Err(PushError::Gone) => gone(),
        Err(PushError::Failed(text)) => {
            error(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerErrorException", &text)
        }
    }
}

fn gone() -> Response<Body> {
    error(StatusCode::GONE, "GoneException", "the connection is gone")
}

fn error(status: StatusCode, kind: &'static str, message: &str) -> Response<Body> {
    json_answer(status, Some(kind), &json!({ "message": message }))
}

fn json_answer(status: StatusCode, kind: Option<&'static str>, body: &serde_json::Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(kind) = kind {
        headers.insert("x-amzn-errortype", HeaderValue::from_static(kind));
    }
    response
}
