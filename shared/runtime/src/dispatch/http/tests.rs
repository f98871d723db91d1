//! Every gate that a call passes, in its order, and the answers.

use heartlink_domain::ids::UserId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::fixture;
use super::*;
use crate::Response;

const MEMBERS: &[Role] = &[Role::User, Role::Admin];

/// Says back what it got.
static ECHO: HttpRoute = HttpRoute {
    name: "test-echo",
    method: "POST",
    path: "/v1/things/{id}",
    access: crate::Access::AnyOf(MEMBERS),
    counts_as_activity: false,
    limit: None,
    key: crate::route::Key::None,
    takes_query: true,
    errors: &[],
    permissions: &[],
    run: |_, call| {
        Box::pin(async move {
            Response::created(&json!({
                "route": call.route, "path": call.path, "query": call.query,
                "id": call.parameters.get("id"), "key": call.idempotency_key,
                "user": call.caller.as_ref().map(|caller| caller.user.clone()),
                "body": String::from_utf8_lossy(&call.body), "request_id": call.request_id,
            }))
        })
    },
};
static PUBLIC: HttpRoute = HttpRoute { access: crate::Access::Public, ..ECHO };
static WITHOUT_QUERY: HttpRoute = HttpRoute { takes_query: false, ..ECHO };
static FOR_NOBODY: HttpRoute = HttpRoute { access: crate::Access::AnyOf(&[]), ..ECHO };
static ACTIVE: HttpRoute = HttpRoute { counts_as_activity: true, ..ECHO };
static PANICS: HttpRoute = HttpRoute { run: |_, _| Box::pin(async { panic!("secret state") }), ..ECHO };
static PANICS_AT_ONCE: HttpRoute = HttpRoute { run: |_, _| panic!("secret state"), ..ECHO };
static TYPED: HttpRoute = HttpRoute {
    run: |_, call| {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(dead_code, reason = "only its form matters")]
        struct Input {
            name: String,
            #[serde(default)]
            tags: Vec<u8>,
        }
        Box::pin(async move { call.body::<Input>().map(|_| Response::no_content()) })
    },
    ..ECHO
};

/// An event of API Gateway, with the parts that tests change.
struct Event(Value);

impl Event {
    fn new(caller: Option<&str>) -> Self {
        let mut event = json!({
            "version": "2.0", "routeKey": "POST /v1/things/{id}", "rawPath": "/v1/things/7",
            "rawQueryString": "limit=5&cursor=a%20b", "headers": {},
            "pathParameters": { "id": "7" },
            "requestContext": {
                "http": { "method": "POST", "path": "/v1/things/7", "protocol": "HTTP/1.1",
                    "sourceIp": "127.0.0.1", "userAgent": "test" },
                "requestId": "r1", "stage": "$default", "timeEpoch": 1,
            },
            "isBase64Encoded": false,
        });
        if let Some(roles) = caller {
            event["requestContext"]["authorizer"] = json!({ "lambda": { "sub": "ann", "roles": roles } });
        }
        Self(event)
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        self.0["headers"][name] = value.into();
        self
    }

    fn body(mut self, body: &str) -> Self {
        self.0["body"] = body.into();
        self
    }

    async fn to(self, app: &App, route: &'static HttpRoute) -> Answer {
        let request = lambda_http::request::from_str(&self.0.to_string()).unwrap();
        Answer(http(app, route, request).await)
    }

    async fn answered_by(self, route: &'static HttpRoute) -> Answer {
        self.to(&fixture::app(), route).await
    }
}

struct Answer(GatewayResponse<Body>);

impl Answer {
    fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(self.0.body()).unwrap()
    }

    fn code(&self) -> String {
        self.json()["code"].as_str().unwrap().to_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.0.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

#[tokio::test]
async fn an_endpoint_gets_the_call_as_it_was_made() {
    let event = Event::new(Some("user")).header("idempotency-key", "k1").body(r#"{"a":1}"#);
    let answer = event.answered_by(&ECHO).await;
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.header("x-request-id"), "r1");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let expected = json!({
        "route": "test-echo", "path": "/v1/things/7", "query": "limit=5&cursor=a%20b", "id": "7",
        "key": "k1", "user": "ann", "body": r#"{"a":1}"#, "request_id": "r1",
    });
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn a_parameter_that_means_nothing_is_refused() {
    let answer = Event::new(Some("user")).answered_by(&WITHOUT_QUERY).await;
    assert_eq!((answer.status(), answer.code()), (400, "invalid_request".to_owned()));
    assert_eq!(answer.json()["errors"][0]["pointer"], "?limit");
}

#[tokio::test]
async fn without_a_caller_only_a_public_route_answers() {
    let answer = Event::new(None).answered_by(&ECHO).await;
    assert_eq!((answer.status(), answer.code()), (401, "unauthorized".to_owned()));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["instance"], "/v1/things/7");
    assert_eq!(Event::new(None).answered_by(&PUBLIC).await.status(), 201);
}

#[tokio::test]
async fn a_caller_needs_one_of_the_roles() {
    for (roles, status) in
        [("user", 201), ("admin", 201), ("service,user", 201), ("service", 403), ("", 403), ("root", 403)]
    {
        assert_eq!(Event::new(Some(roles)).answered_by(&ECHO).await.status(), status, "{roles}");
    }
}

#[tokio::test]
async fn a_route_that_allows_nobody_denies_everybody() {
    for caller in [None, Some("user"), Some("user,service,teacher,admin")] {
        assert!(matches!(Event::new(caller).answered_by(&FOR_NOBODY).await.status(), 401 | 403));
    }
}

#[tokio::test]
async fn who_may_not_call_learns_nothing_about_the_body() {
    let event = Event::new(Some("service")).header("content-type", "text/plain").body("x");
    assert_eq!(event.answered_by(&ECHO).await.status(), 403);
}

#[tokio::test]
async fn a_body_may_have_256_kb_and_not_more() {
    let most = "x".repeat(MAX_BODY_BYTES);
    assert_eq!(Event::new(Some("user")).body(&most).answered_by(&ECHO).await.status(), 201);
    let answer = Event::new(Some("user")).body(&format!("{most}x")).answered_by(&ECHO).await;
    assert_eq!((answer.status(), answer.code()), (413, "body_too_large".to_owned()));
    assert_eq!(answer.json()["limit"], MAX_BODY_BYTES);
}

#[tokio::test]
async fn a_body_is_json_by_its_content_type() {
    for (content_type, status) in [
        ("application/json", 201),
        ("Application/JSON; charset=utf-8", 201),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/jsonx", 415),
    ] {
        let event = Event::new(Some("user")).header("content-type", content_type).body("{}");
        assert_eq!(event.answered_by(&ECHO).await.status(), status, "{content_type}");
    }
    let without_body = Event::new(Some("user")).header("content-type", "text/plain");
    assert_eq!(without_body.answered_by(&ECHO).await.status(), 201);
}

#[tokio::test]
async fn what_is_wrong_with_a_body_is_pointed_out() {
    for (body, code, pointer) in [
        ("{", "malformed_json", None),
        (r#"{"name":"a"} x"#, "malformed_json", None),
        (r#"{"name":7}"#, "invalid_request", Some("/name")),
        (r#"{"name":"a","tags":[1,"b"]}"#, "invalid_request", Some("/tags/1")),
        (r#"{"name":"a","a/b":1}"#, "invalid_request", Some("/a~1b")),
        ("", "invalid_request", Some("")),
    ] {
        let answer = Event::new(Some("user")).body(body).answered_by(&TYPED).await;
        assert_eq!((answer.status(), answer.code()), (400, code.to_owned()), "{body}");
        let found = answer.json()["errors"][0]["pointer"].as_str().map(str::to_owned);
        assert_eq!(found.as_deref(), pointer, "{body}");
    }
}

#[tokio::test]
async fn a_problem_quotes_no_more_than_a_little_of_the_body() {
    let body = format!(r#"{{"name":"a","{}":1}}"#, "x".repeat(100_000));
    let answer = Event::new(Some("user")).body(&body).answered_by(&TYPED).await;
    assert_eq!(answer.status(), 400);
    assert!(answer.0.body().len() < 4_096, "{}", answer.0.body().len());
}

#[tokio::test]
async fn a_panic_is_a_problem_that_says_nothing() {
    for route in [&PANICS, &PANICS_AT_ONCE] {
        let answer = Event::new(Some("user")).answered_by(route).await;
        assert_eq!((answer.status(), answer.code()), (500, "internal_error".to_owned()));
        assert!(!answer.json().to_string().contains("secret"));
    }
}

#[tokio::test]
async fn a_request_without_an_id_gets_one_of_its_own() {
    let app = fixture::app();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut event = Event::new(Some("user"));
        event.0["requestContext"]["requestId"] = Value::Null;
        let answer = event.to(&app, &ECHO).await;
        assert_eq!(answer.header("x-request-id"), answer.json()["request_id"]);
        ids.push(answer.header("x-request-id").to_owned());
    }
    assert_eq!(ids[0].len(), 32);
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_key_that_is_not_text_reaches_the_check_of_keys() {
    let mut request = lambda_http::request::from_str(&Event::new(Some("user")).0.to_string()).unwrap();
    request.headers_mut().insert("idempotency-key", http::HeaderValue::from_bytes(b"\xff").unwrap());
    let call = admitted(&ECHO, None, &request, "r1");
    assert_eq!(call.unwrap_err().code, Code::Unauthorized);
    let caller = request.request_context_ref().and_then(auth::caller_from_context).unwrap();
    let call = admitted(&ECHO, Some(&caller), &request, "r1").unwrap();
    assert_eq!(call.idempotency().unwrap_err().code, Code::InvalidRequest);
}

async fn last_activity(app: &App) -> bool {
    let ann: UserId = "ann".parse().unwrap();
    app.store.person(&ann).await.unwrap().last_activity_at.is_some()
}

#[tokio::test]
async fn a_call_of_a_user_counts_as_activity_where_the_route_says_so() {
    for (roles, route, counts) in [
        ("user", &ACTIVE, true),
        ("user", &ECHO, false),
        ("admin", &ACTIVE, false),
        ("service", &ACTIVE, false),
    ] {
        let app = fixture::app_with_store().await;
        Event::new(Some(roles)).to(&app, route).await;
        assert_eq!(last_activity(&app).await, counts, "{roles} {}", route.counts_as_activity);
    }
}

#[tokio::test]
async fn a_call_succeeds_though_its_activity_cannot_be_recorded() {
    assert_eq!(Event::new(Some("user")).answered_by(&ACTIVE).await.status(), 201);
}
