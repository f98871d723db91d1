//! One event of a WebSocket connection: its life cycle, or a message and the
//! reply to it.

use std::time::Duration;

use heartlink_domain::ids::ConnectionId;
use heartlink_store::context;
use heartlink_store::realtime::sessions::Connection;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request as GatewayRequest, RequestExt, Response as GatewayResponse};
use serde_json::{Value, json};
use tracing::Instrument;

use super::deadline::{Completed, deadline, run_until};
use super::http::request_id;
use super::response::{refuse, reply};
use crate::telemetry::Access;
use crate::trace::{self, Kind};
use crate::{App, Code, Problem, Response, SocketCall, SocketRoute, auth, route};

/// Largest message, in bytes: API Gateway's own limit.
const MAX_MESSAGE_BYTES: usize = 128 * 1024;
/// Time that an event has where the invocation sets no deadline.
const SPAN: Duration = Duration::from_secs(25);
/// What problem documents name as their instance.
const INSTANCE: &str = "/ws";

/// Answers an event of a connection with the endpoint of `route`.
///
/// A message is always answered 200, with the reply or the error as its body,
/// which the gateway sends back on the connection. A refused `$connect` has
/// the problem's own status: the connection does not come about. So has a failed
/// `$disconnect`, which nobody is sent: the local gateway tries it again.
pub async fn socket(
    app: &App,
    route: &'static SocketRoute,
    request: GatewayRequest,
) -> GatewayResponse<Body> {
    let request_id = request_id(app, &request);
    let deadline = deadline(app, request.lambda_context_ref(), SPAN);
    let call = socket_call(&request, &request_id);
    let caller = request.request_context_ref().and_then(auth::caller_from_context);

    let part = trace::begin(app, route.name, request.lambda_context_ref());
    let trace_id = trace::id(part.as_ref());
    let span = tracing::info_span!("message", request_id, route = route.name, trace_id);
    let work = trace::within(part.clone(), async {
        let call = admitted(app, route.access, call?).await?;
        if let (Some(limit), Some(caller)) = (route.limit, &call.caller) {
            app.count(caller, limit)?;
        }
        (route.run)(app.clone(), call).await
    });
    let Completed { result, cost, elapsed } =
        context::call(route.function(), run_until(app, deadline, work)).instrument(span).await;

    let access = Access {
        request_id: &request_id,
        trace_id: trace_id.as_deref(),
        route: route.name,
        user: caller.as_ref().map(|caller| &caller.user),
        status: result.as_ref().map_or_else(|problem| problem.code.status(), |_| 200),
        problem: result.as_ref().err(),
        elapsed,
        cost,
        at: app.store.now(),
        records: None,
        scheduled: false,
    };
    access.record();
    if let Some(part) = part {
        trace::end(app, &part, Kind::Subsegment, &access.ended(None));
    }
    match result {
        Ok(body) => acknowledge(body.as_ref(), &request_id),
        Err(problem) if matches!(route.key, "$connect" | "$disconnect") => {
            refuse(&problem, INSTANCE, &request_id)
        }
        Err(problem) => acknowledge(Some(&error(&problem, request.body(), &request_id)), &request_id),
    }
}

/// The call with its caller, if they may make it. A token that came by an `auth`
/// message counts where there is no other, and where the other has ended.
async fn admitted(app: &App, access: route::Access, mut call: SocketCall) -> Result<SocketCall, Problem> {
    if access == route::Access::Public {
        return Ok(call);
    }
    let now = app.store.now();
    if !call.caller.as_ref().is_some_and(|caller| caller.holds_at(now)) {
        let recorded = app.store.connection(&call.connection).await?;
        call.caller = recorded.map(Connection::into_caller).or(call.caller);
    }
    match &call.caller {
        None => {
            Err(Problem::new(Code::Unauthorized, "Authenticate first: {\"action\": \"auth\", \"token\": …}."))
        }
        Some(caller) if !caller.holds_at(now) => Err(Problem::token_expired()),
        Some(caller) => access.check(Some(caller)).map(|()| call),
    }
}

/// What the client is sent, if anything.
fn acknowledge(body: Option<&Value>, request_id: &str) -> GatewayResponse<Body> {
    let body = body.map(Value::to_string);
    reply(Response { status: 200, body, text: None, replayed: false }, request_id)
}

fn socket_call(request: &GatewayRequest, request_id: &str) -> Result<SocketCall, Problem> {
    let Some(context @ RequestContext::WebSocket(socket)) = request.request_context_ref() else {
        return Err(Problem::internal("not an event of a WebSocket"));
    };
    let connection: ConnectionId = socket
        .connection_id
        .as_deref()
        .unwrap_or_default()
        .parse()
        .map_err(|error| Problem::internal(format!("connection id: {error}")))?;
    if request.body().len() > MAX_MESSAGE_BYTES {
        let detail = format!("A message may have up to {MAX_MESSAGE_BYTES} bytes.");
        return Err(Problem::new(Code::BodyTooLarge, detail).with("limit", MAX_MESSAGE_BYTES));
    }
    let body = std::str::from_utf8(request.body())
        .map_err(|_| Problem::new(Code::MalformedJson, "The message is not UTF-8."))?;
    Ok(SocketCall {
        connection,
        caller: auth::caller_from_context(context),
        body: body.to_owned(),
        request_id: request_id.to_owned(),
    })
}

/// What a client is told of a problem.
pub fn socket_error(problem: &Problem, request_id: &str) -> Value {
    json!({ "type": "error", "problem": problem.document(INSTANCE, request_id) })
}

/// The error message for a client, with the `client_id` of its own message.
fn error(problem: &Problem, message: &[u8], request_id: &str) -> Value {
    let mut error = socket_error(problem, request_id);
    let message: Value = serde_json::from_slice(message).unwrap_or_default();
    if let Some(client_id) = message.get("client_id").filter(|id| id.is_string()) {
        error["client_id"] = client_id.clone();
    }
    error
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    static ECHO: SocketRoute = SocketRoute {
        name: "realtime-echo",
        key: "echo",
        access: route::Access::Public,
        limit: None,
        permissions: &[],
        run: |_, call| {
            Box::pin(async move {
                Ok(Some(json!({
                    "connection": call.connection, "body": call.body,
                    "user": call.caller.map(|caller| caller.user),
                })))
            })
        },
    };
    static SILENT: SocketRoute = SocketRoute {
        name: "realtime-typing",
        key: "typing",
        access: route::Access::Public,
        limit: None,
        permissions: &[],
        run: |_, _| Box::pin(async { Ok(None) }),
    };
    static REFUSING: SocketRoute = SocketRoute {
        name: "realtime-send",
        key: "send",
        access: route::Access::Public,
        limit: None,
        permissions: &[],
        run: |_, _| Box::pin(async { Err(Problem::new(Code::RoomEnded, "It ended.")) }),
    };
    static CLOSED: SocketRoute = SocketRoute { key: "$connect", ..REFUSING };

    fn event(body: &str, authorizer: Value) -> GatewayRequest {
        let event = json!({
            "requestContext": {
                "routeKey": "send", "eventType": "MESSAGE", "connectionId": "c1=", "requestId": "r1",
                "connectedAt": 1, "requestTimeEpoch": 1, "stage": "dev", "authorizer": authorizer,
            },
            "body": body, "isBase64Encoded": false,
        });
        lambda_http::request::from_str(&event.to_string()).unwrap()
    }

    async fn answer(route: &'static SocketRoute, request: GatewayRequest) -> (u16, Value) {
        let response = socket(&fixture::app(), route, request).await;
        let body: &[u8] = response.body();
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(body).unwrap() };
        (response.status().as_u16(), body)
    }

    #[tokio::test]
    async fn an_endpoint_gets_the_connection_its_owner_and_the_message() {
        let request = event(r#"{"action":"echo"}"#, json!({ "sub": "ann", "roles": "user" }));
        let expected = json!({ "connection": "c1=", "body": r#"{"action":"echo"}"#, "user": "ann" });
        assert_eq!(answer(&ECHO, request).await, (200, expected));
    }

    #[tokio::test]
    async fn a_connection_may_belong_to_nobody_yet() {
        let (status, body) = answer(&ECHO, event("{}", json!({ "principalId": "anonymous" }))).await;
        assert_eq!((status, &body["user"]), (200, &Value::Null));
    }

    #[tokio::test]
    async fn no_reply_is_an_empty_answer() {
        assert_eq!(answer(&SILENT, event("{}", json!({}))).await, (200, Value::Null));
    }

    #[tokio::test]
    async fn a_refused_message_is_answered_with_its_client_id() {
        let message = r#"{"action":"send","client_id":"m7"}"#;
        let (status, body) = answer(&REFUSING, event(message, json!({}))).await;
        assert_eq!(status, 200);
        assert_eq!((&body["type"], &body["client_id"]), (&json!("error"), &json!("m7")));
        assert_eq!(body["problem"]["code"], "room_ended");
        assert_eq!(body["problem"]["request_id"], "r1");
    }

    #[tokio::test]
    async fn a_refused_message_without_a_client_id_is_answered_without_one() {
        for message in ["{}", "not json", "[]", r#"{"client_id":7}"#] {
            let (_, body) = answer(&REFUSING, event(message, json!({}))).await;
            assert_eq!(body.get("client_id"), None, "{message}");
        }
    }

    #[tokio::test]
    async fn a_refused_connection_has_the_status_of_its_problem() {
        assert_eq!(answer(&CLOSED, event("", json!({}))).await.0, 409);
    }

    #[tokio::test]
    async fn an_overlong_message_is_refused() {
        let message = json!({ "client_id": "m1", "text": "x".repeat(MAX_MESSAGE_BYTES) }).to_string();
        let (status, body) = answer(&ECHO, event(&message, json!({}))).await;
        assert_eq!((status, &body["problem"]["code"]), (200, &json!("body_too_large")));
        assert_eq!(body["client_id"], "m1");
    }
}
