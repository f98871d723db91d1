//! `POST /_test/clock`: moves the clock that every rule reads, with the
//! schedules that come due on the way.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, header};
use heartlink_domain::problem::FieldProblem;
use heartlink_runtime::{Code, Problem, dispatch};
use serde_json::json;

use super::http::read_body;
use crate::server_state::{ServerState, answer, refuse};

pub(super) const PATH: &str = "/_test/clock";

/// Farthest that one call moves the clock: a year.
const FARTHEST_SECS: u64 = 366 * 86_400;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

pub(super) async fn handle(
    state: Arc<ServerState>,
    parts: &Parts,
    body: Body,
    request_id: &str,
) -> Response<Body> {
    if parts.method != Method::POST {
        return answer(dispatch::method_not_allowed(&["POST"], PATH, request_id));
    }
    let advance = match read_body(&parts.headers, body).await.and_then(|body| read(&body)) {
        Ok(advance) => advance,
        Err(problem) => return refuse(&problem, PATH, request_id),
    };
    let Some(schedules) = state.test_clock.clone() else {
        return answer(dispatch::not_found(PATH, request_id));
    };
    let advance = state.tasks.spawn(async move { schedules.advance_clock_through(advance).await });
    if let Err(error) = advance.await {
        return refuse(&Problem::internal(error), PATH, request_id);
    }
    let mut response = Response::new(Body::from(json!({ "now": state.app.store.now() }).to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn read(body: &[u8]) -> Result<Duration, Problem> {
    let advance: Advance = serde_json::from_slice(body).map_err(|error| {
        let code = if error.is_data() { Code::InvalidRequest } else { Code::MalformedJson };
        Problem::new(code, error.to_string())
    })?;
    if advance.advance_seconds > FARTHEST_SECS {
        let pointer = "/advance_seconds".to_owned();
        let detail = format!("must be at most {FARTHEST_SECS}");
        return Err(Problem::invalid(vec![FieldProblem { pointer, detail }]));
    }
    Ok(Duration::from_secs(advance.advance_seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_number_of_seconds_moves_the_clock() {
        assert_eq!(read(br#"{"advance_seconds": 90}"#).unwrap(), Duration::from_secs(90));
        for (body, code) in [
            (&b"{"[..], Code::MalformedJson),
            (b"{}", Code::InvalidRequest),
            (br#"{"advance_seconds": -1}"#, Code::InvalidRequest),
            (br#"{"advance_seconds": 1, "x": 1}"#, Code::InvalidRequest),
            (br#"{"advance_seconds": 99999999999}"#, Code::InvalidRequest),
        ] {
            assert_eq!(read(body).unwrap_err().code, code);
        }
    }
}
