//! The form of every HTTP answer: replies and problem documents, with their
//! headers.

use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, LINK, RETRY_AFTER, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, StatusCode};
use lambda_http::{Body, Response as GatewayResponse};

use crate::{Code, Problem, Response};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The answer to a call that did not succeed. `instance` is the path as called.
pub fn refuse(problem: &Problem, instance: &str, request_id: &str) -> GatewayResponse<Body> {
    let document = problem.document(instance, request_id).to_string();
    let mut response = answer(problem.code.status(), document.into(), request_id);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(secs) = problem.retry_after_secs() {
        headers.insert(RETRY_AFTER, secs.into());
    }
    if problem.code == Code::Unauthorized {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The answer for a path that does not exist.
pub fn not_found(instance: &str, request_id: &str) -> GatewayResponse<Body> {
    refuse(&Problem::new(Code::NotFound, "There is nothing at this path."), instance, request_id)
}

/// The answer for a path that exists with other methods: `allowed`.
pub fn method_not_allowed(allowed: &[&str], instance: &str, request_id: &str) -> GatewayResponse<Body> {
    let allowed = allowed.join(", ");
    let problem = Problem::new(Code::MethodNotAllowed, format!("This path allows {allowed}."));
    let mut response = refuse(&problem, instance, request_id);
    if let Ok(value) = HeaderValue::from_str(&allowed) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

/// The answer to a call that succeeded.
pub(super) fn reply(reply: Response, request_id: &str) -> GatewayResponse<Body> {
    let (body, content_type, next) = match (reply.text, reply.body) {
        (Some(text), _) => (text.body.into(), Some(text.content_type), text.next),
        (None, Some(body)) => (body.into(), Some("application/json"), None),
        (None, None) => (Body::Empty, None, None),
    };
    let mut response = answer(reply.status, body, request_id);
    if let Some(content_type) = content_type {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if let Some(Ok(link)) = next.map(|query| HeaderValue::from_str(&format!("<?{query}>; rel=\"next\""))) {
        response.headers_mut().insert(LINK, link);
    }
    if reply.replayed {
        response.headers_mut().insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

fn answer(status: u16, body: Body, request_id: &str) -> GatewayResponse<Body> {
    let mut response = GatewayResponse::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A browser shows no answer as something that it is not.
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(X_REQUEST_ID, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::response::Text;

    fn header<'a>(response: &'a GatewayResponse<Body>, name: &str) -> Option<&'a str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    fn document(response: &GatewayResponse<Body>) -> Value {
        serde_json::from_slice(response.body()).unwrap()
    }

    #[test]
    fn a_refusal_is_a_complete_problem_document() {
        let problem = Problem::new(Code::RoomEnded, "It ended.").with("end_reason", "left");
        let response = refuse(&problem, "/v1/rooms/1/messages", "r1");
        assert_eq!(response.status(), 409);
        assert_eq!(header(&response, "content-type"), Some("application/problem+json"));
        assert_eq!(header(&response, "x-request-id"), Some("r1"));
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
        assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
        assert_eq!(header(&response, "retry-after"), None);
        let expected = json!({
            "type": "urn:heartlink:problem:room_ended", "title": "The room has ended", "status": 409,
            "detail": "It ended.", "instance": "/v1/rooms/1/messages", "code": "room_ended",
            "request_id": "r1", "retryable": false, "end_reason": "left",
        });
        assert_eq!(document(&response), expected);
    }

    #[test]
    fn busy_and_too_many_say_when_to_come_back() {
        for code in Code::ALL.iter().copied().filter(|code| matches!(code.status(), 429 | 503)) {
            assert!(header(&refuse(&Problem::new(code, ""), "/", "r1"), "retry-after").is_some(), "{code:?}");
        }
    }

    #[test]
    fn internal_text_does_not_reach_the_caller() {
        let response = refuse(&Problem::internal("table heartlink-matching"), "/", "r1");
        assert!(!document(&response).to_string().contains("matching"));
    }

    #[test]
    fn a_wrong_method_is_told_the_right_ones() {
        let response = method_not_allowed(&["GET", "POST"], "/v1/rooms", "r1");
        assert_eq!(response.status(), 405);
        assert_eq!(header(&response, "allow"), Some("GET, POST"));
        assert_eq!(document(&response)["code"], "method_not_allowed");
        assert_eq!(not_found("/", "r1").status(), 404);
    }

    #[test]
    fn who_is_not_known_is_told_how_to_authenticate() {
        let response = refuse(&Problem::new(Code::Unauthorized, ""), "/", "r1");
        assert_eq!(header(&response, "www-authenticate"), Some("Bearer"));
    }

    #[test]
    fn a_reply_without_a_body_has_no_content_type() {
        let response = reply(Response::no_content(), "r1");
        assert_eq!((response.status().as_u16(), response.body().is_empty()), (204, true));
        assert_eq!(header(&response, "content-type"), None);
    }

    #[test]
    fn a_text_has_its_own_type_and_names_the_page_after_it() {
        let text = Text { content_type: "text/csv", body: "a,b\n".into(), next: Some("cursor=7".into()) };
        let response = reply(Response::text(text), "r1");
        assert_eq!(header(&response, "content-type"), Some("text/csv"));
        assert_eq!(header(&response, "link"), Some("<?cursor=7>; rel=\"next\""));
        assert_eq!(&response.body()[..], b"a,b\n");
    }

    #[test]
    fn a_repeated_answer_says_so() {
        let once = Response::created(&json!({ "a": 1 })).unwrap();
        assert_eq!(header(&reply(once.clone(), "r1"), "idempotency-replayed"), None);
        let again = Response { replayed: true, ..once };
        let response = reply(again, "r1");
        assert_eq!(header(&response, "idempotency-replayed"), Some("true"));
        assert_eq!((response.status().as_u16(), document(&response)), (201, json!({ "a": 1 })));
    }
}
