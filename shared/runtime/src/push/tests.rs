//! Posts against a connector that answers what each test tells it to.

use std::sync::{Arc, Mutex};

use aws_config::{BehaviorVersion, Region};
use aws_sdk_apigatewaymanagement::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use heartlink_domain::settings::Settings;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;

use super::*;

/// Answers with the statuses it is given, 0 standing for no answer at all, and
/// keeps what it was asked.
#[derive(Debug, Clone, Default)]
struct Gateway {
    answers: Arc<Mutex<Vec<u16>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl HttpConnector for Gateway {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let path = request.uri().split_once("example").unwrap().1.to_owned();
        let body = String::from_utf8(request.body().bytes().unwrap_or_default().to_vec()).unwrap();
        self.asked.lock().unwrap().push(format!("{} {path} {body}", request.method()));
        let answer = match self.answers.lock().unwrap().remove(0) {
            0 => Err(ConnectorError::io("reset".into())),
            status => Ok(HttpResponse::new(status.try_into().unwrap(), SdkBody::empty())),
        };
        HttpConnectorFuture::ready(answer)
    }
}

fn push(gateway: &Gateway, endpoint: Option<&str>) -> ApiGatewayPush {
    let connector = SharedHttpConnector::new(gateway.clone());
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new("a", "b", None, None, "test")))
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    let client = local_client(http_client(), "http://127.0.0.1:1");
    let store = Store::new(client, "test-", Settings::default(), Clock::default(), 7);
    ApiGatewayPush::new(config, endpoint.map(str::to_owned), store)
}

/// The result of a post that is answered so, and the number of attempts.
async fn post(answers: &[u16]) -> (Result<(), PushError>, usize) {
    let gateway = Gateway { answers: Arc::new(Mutex::new(answers.to_vec())), ..Gateway::default() };
    let push = push(&gateway, Some("https://gateway.example/dev"));
    let result = push.post("c1=".parse().unwrap(), "hello".to_owned()).await;
    let attempts = gateway.asked.lock().unwrap().len();
    (result, attempts)
}

#[tokio::test]
async fn a_message_is_posted_to_its_connection() {
    let gateway = Gateway { answers: Arc::new(Mutex::new(vec![200, 204])), ..Gateway::default() };
    let push = push(&gateway, Some("https://gateway.example/dev"));
    push.post("c1=".parse().unwrap(), "hello".to_owned()).await.unwrap();
    push.close("c1=".parse().unwrap(), 1000).await.unwrap();
    let asked = gateway.asked.lock().unwrap().clone();
    assert_eq!(asked, ["POST /dev/@connections/c1%3D hello", "DELETE /dev/@connections/c1%3D "]);
}

#[tokio::test]
async fn a_connection_that_is_gone_is_told_apart_and_not_tried_again() {
    assert_eq!(post(&[410]).await, (Err(PushError::Gone), 1));
}

#[tokio::test]
async fn a_passing_failure_is_tried_again_twice() {
    assert_eq!(post(&[500, 200]).await, (Ok(()), 2));
    assert_eq!(post(&[429, 0, 200]).await, (Ok(()), 3));
    assert_eq!(post(&[503, 410]).await, (Err(PushError::Gone), 2));
    let (result, attempts) = post(&[500, 500, 500]).await;
    assert!(matches!(result, Err(PushError::Failed(_))));
    assert_eq!(attempts, 3);
}

#[tokio::test]
async fn a_lasting_failure_is_not_tried_again() {
    for status in [400, 403, 413] {
        let (result, attempts) = post(&[status]).await;
        assert!(matches!(result, Err(PushError::Failed(_))), "{status}");
        assert_eq!(attempts, 1, "{status}");
    }
}

#[tokio::test]
async fn without_an_endpoint_a_post_fails_and_says_what_is_missing() {
    let push = push(&Gateway::default(), None);
    let Err(PushError::Failed(text)) = push.post("c1".parse().unwrap(), String::new()).await else {
        panic!("it was posted");
    };
    assert!(text.contains("HEARTLINK_CONNECTIONS_ENDPOINT"));
}
