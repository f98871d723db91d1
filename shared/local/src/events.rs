//! The events that API Gateway would hand to a function, built from what came
//! in over the wire.
//!
//! Owns their fields; never reads a socket and never decides who may call.

use std::collections::HashMap;

use aws_lambda_events::event::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayV2httpRequest, ApiGatewayWebsocketProxyRequest,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::roles::Caller;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::auth::context_of;

/// The stage whose name appears in no path.
const STAGE: &str = "$default";
/// What API Gateway calls the API; any text does.
const API_ID: &str = "local";
const ACCOUNT_ID: &str = "000000000000";

/// What every event says of its request.
pub struct RequestInfo<'a> {
    /// Id of the request.
    pub request_id: &'a str,
    /// When it came.
    pub now: Timestamp,
    /// Host and port of this gateway.
    pub authority: &'a str,
    /// Who calls, as the authorizer established it.
    pub caller: Option<&'a Caller>,
}

impl RequestInfo<'_> {
    fn authorizer(&self) -> ApiGatewayRequestAuthorizer {
        let mut authorizer = ApiGatewayRequestAuthorizer::default();
        authorizer.fields = self.caller.map(context_of).unwrap_or_default().into_iter().collect();
        authorizer
    }
}

/// An HTTP API event (payload 2.0).
pub fn http(
    about: &RequestInfo<'_>,
    parts: &Parts,
    body: &[u8],
    route_key: &str,
    parameters: HashMap<String, String>,
) -> ApiGatewayV2httpRequest {
    let mut event = ApiGatewayV2httpRequest::default();
    event.version = Some("2.0".to_owned());
    event.route_key = Some(route_key.to_owned());
    event.raw_path = Some(parts.uri.path().to_owned());
    event.raw_query_string = Some(parts.uri.query().unwrap_or_default().to_owned());
    event.headers = headers(&parts.headers, about.authority);
    event.path_parameters = parameters.into_iter().map(|(name, value)| (name, decoded(&value))).collect();
    match std::str::from_utf8(body) {
        Ok("") => {}
        Ok(text) => event.body = Some(text.to_owned()),
        Err(_) => {
            event.body = Some(STANDARD.encode(body));
            event.is_base64_encoded = true;
        }
    }
    let context = &mut event.request_context;
    context.route_key = Some(route_key.to_owned());
    context.account_id = Some(ACCOUNT_ID.to_owned());
    context.stage = Some(STAGE.to_owned());
    context.request_id = Some(about.request_id.to_owned());
    context.authorizer = about.caller.map(|_| about.authorizer());
    context.apiid = Some(API_ID.to_owned());
    context.domain_name = Some(about.authority.to_owned());
    context.time = Some(about.now.to_string());
    context.time_epoch = about.now.unix_millis();
    context.http.method = parts.method.clone();
    context.http.path = Some(parts.uri.path().to_owned());
    context.http.protocol = Some("HTTP/1.1".to_owned());
    context.http.source_ip = Some("127.0.0.1".to_owned());
    context.http.user_agent =
        parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    event
}

/// What happened on a WebSocket connection.
pub(super) enum SocketEvent<'a> {
    /// It is about to open, with these headers.
    Connect(&'a HeaderMap),
    /// A message came.
    Message(&'a str),
    /// It has closed, with this code.
    Disconnect(u16),
}

/// A WebSocket API event.
pub(super) fn socket(
    about: &RequestInfo<'_>,
    route_key: &str,
    connection: &ConnectionId,
    connected_at: Timestamp,
    what: &SocketEvent<'_>,
) -> ApiGatewayWebsocketProxyRequest {
    let mut event = ApiGatewayWebsocketProxyRequest::default();
    let context = &mut event.request_context;
    context.route_key = Some(route_key.to_owned());
    context.account_id = Some(ACCOUNT_ID.to_owned());
    context.stage = Some(STAGE.to_owned());
    context.request_id = Some(about.request_id.to_owned());
    context.extended_request_id = Some(about.request_id.to_owned());
    context.authorizer = about.authorizer();
    context.apiid = Some(API_ID.to_owned());
    context.connected_at = connected_at.unix_millis();
    context.connection_id = Some(connection.to_string());
    context.domain_name = Some(about.authority.to_owned());
    context.message_direction = Some("IN".to_owned());
    context.request_time = Some(about.now.to_string());
    context.request_time_epoch = about.now.unix_millis();
    let kind = match what {
        SocketEvent::Connect(given) => {
            event.headers = headers(given, about.authority);
            "CONNECT"
        }
        SocketEvent::Message(text) => {
            context.message_id = Some(about.request_id.to_owned());
            event.body = Some((*text).to_owned());
            "MESSAGE"
        }
        SocketEvent::Disconnect(code) => {
            context.disconnect_status_code = Some(i64::from(*code));
            "DISCONNECT"
        }
    };
    event.request_context.event_type = Some(kind.to_owned());
    event
}

/// The headers as they came, except for those that the runtime builds an
/// address from and would not survive if they were none. The host is this
/// API's own, as it is behind API Gateway.
fn headers(given: &HeaderMap, authority: &str) -> HeaderMap {
    let mut headers = given.clone();
    headers.remove("x-forwarded-proto");
    headers.remove(header::HOST);
    if let Ok(host) = HeaderValue::from_str(authority) {
        headers.insert(header::HOST, host);
    }
    headers
}

/// `%xx` decoded; what is not UTF-8 then stays as it was.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        let hex = bytes.get(i + 1..i + 3).filter(|_| byte == b'%');
        let value = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match value {
            Some(value) => {
                plain.push(value);
                i += 3;
            }
            None => {
                plain.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use heartlink_domain::roles::Role;
    use heartlink_runtime::auth::caller_from_context;
    use lambda_http::request::{LambdaRequest, RequestContext};
    use lambda_http::{Request, RequestExt};
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    /// The event after its way to a function elsewhere.
    fn sent<T: Serialize + DeserializeOwned>(event: &T) -> T {
        serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap()
    }

    /// As the function's own runtime presents it.
    fn http(
        about: &RequestInfo<'_>,
        parts: &Parts,
        body: &[u8],
        route_key: &str,
        parameters: HashMap<String, String>,
    ) -> Request {
        let event = super::http(about, parts, body, route_key, parameters);
        LambdaRequest::ApiGatewayV2(sent(&event)).into()
    }

    fn socket(
        about: &RequestInfo<'_>,
        route_key: &str,
        connection: &ConnectionId,
        connected_at: Timestamp,
        what: &SocketEvent<'_>,
    ) -> Request {
        let event = super::socket(about, route_key, connection, connected_at, what);
        LambdaRequest::WebSocket(sent(&event)).into()
    }

    fn caller() -> Caller {
        Caller::new("ann".parse().unwrap(), &[Role::User])
    }

    fn about(caller: Option<&Caller>) -> RequestInfo<'_> {
        let now = Timestamp::from_unix_millis(1_790_000_000_123);
        RequestInfo { request_id: "req-1", now, authority: "127.0.0.1:8787", caller }
    }

    fn parts(uri: &str, headers: &[(&'static str, &'static str)]) -> Parts {
        let mut request = axum::http::Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn an_http_request_keeps_its_path_query_body_parameters_and_caller() {
        let ann = caller();
        let parameters = HashMap::from([("id".to_owned(), "r%201".to_owned())]);
        let parts = parts("/v1/rooms/r%201?limit=5&x=%20", &[("idempotency-key", "k")]);
        let request = http(&about(Some(&ann)), &parts, b"{}", "GET /v1/rooms/{id}", parameters);
        assert_eq!(request.raw_http_path(), "/v1/rooms/r%201");
        assert_eq!(request.uri().query(), Some("limit=5&x=%20"));
        assert_eq!(request.headers()["idempotency-key"], "k");
        assert_eq!(request.body().as_ref(), b"{}");
        assert_eq!(request.path_parameters().first("id"), Some("r 1"));
        assert_eq!(caller_from_context(&request.request_context()), Some(ann));
        let RequestContext::ApiGatewayV2(context) = request.request_context() else { panic!("not HTTP") };
        assert_eq!(context.request_id.as_deref(), Some("req-1"));
        assert_eq!(context.time_epoch, 1_790_000_000_123);
    }

    #[test]
    fn a_body_that_is_no_text_arrives_byte_for_byte() {
        let request = http(&about(None), &parts("/", &[]), &[0xff, 0, 1], "POST /", HashMap::new());
        assert_eq!(request.body().as_ref(), [0xff, 0, 1]);
        assert_eq!(caller_from_context(&request.request_context()), None);
    }

    #[test]
    fn a_host_that_is_none_does_not_stop_the_runtime() {
        for host in ["a b", "%", "[", "x:y:z", "user@host", "", "a/b", "127.0.0.1:99999999"] {
            let headers: &[(&'static str, &'static str)] = &[("host", host), ("x-forwarded-proto", ":")];
            let request = http(&about(None), &parts("/v1/health", headers), b"", "GET /", HashMap::new());
            assert_eq!(request.raw_http_path(), "/v1/health", "{host:?}");
        }
    }

    #[test]
    fn a_message_names_its_connection_route_and_caller() {
        let ann = caller();
        let connection = "c1".parse().unwrap();
        let at = Timestamp::from_unix_millis(5);
        let request = socket(&about(Some(&ann)), "ping", &connection, at, &SocketEvent::Message("hi"));
        assert_eq!(request.body().as_ref(), b"hi");
        assert_eq!(caller_from_context(&request.request_context()), Some(ann));
        let RequestContext::WebSocket(context) = request.request_context() else { panic!("not a socket") };
        assert_eq!(context.connection_id.as_deref(), Some("c1"));
        assert_eq!(context.route_key.as_deref(), Some("ping"));
        assert_eq!(context.event_type.as_deref(), Some("MESSAGE"));
        assert_eq!(context.connected_at, 5);
    }

    #[test]
    fn percent_signs_are_decoded_only_where_they_encode() {
        for (encoded, plain) in
            [("a%20b", "a b"), ("%e4%bd%a0", "你"), ("50%", "50%"), ("%zz", "%zz"), ("%ff", "%ff")]
        {
            assert_eq!(decoded(encoded), plain);
        }
    }
}
