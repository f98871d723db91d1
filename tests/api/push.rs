//! Posting to connections: by the gateway itself, and by the AWS SDK's own
//! client through `/@connections`.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_apigatewaymanagement::config::{Credentials, SharedCredentialsProvider};
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::roles::{Caller, Role};
use heartlink_runtime::push::{ApiGatewayPush, Push, PushError};
use heartlink_store::client::http_client;
use heartlink_testkit::test_env::user;
use reqwest::Method;
use serde_json::json;

use crate::client::eventually;
use crate::system::System;

/// The client that the functions post with on AWS.
fn sdk(system: &System) -> ApiGatewayPush {
    let credentials = Credentials::new("local", "local", None, None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(http_client())
        .build();
    ApiGatewayPush::new(config, Some(system.url()), system.gateway.store().clone())
}

async fn connection_of(system: &System, name: &str) -> ConnectionId {
    let open = system.gateway.store().connections_of(&user(name)).await.expect("connections");
    let [only] = open.as_slice() else { panic!("{open:?}") };
    only.connection_id.clone()
}

async fn forgotten(system: &System, name: &str) {
    eventually("no connection on record", async || {
        let open = system.gateway.store().connections_of(&user(name)).await.expect("connections");
        if open.is_empty() { Ok(()) } else { Err(open) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_aws_sdk_posts_to_a_connection_and_learns_when_it_is_gone() {
    let system = System::start().await;
    let ann = system.person("ann");
    let mut line = ann.connect().await;
    let (push, id) = (sdk(&system), connection_of(&system, "ann").await);
    push.post(id.clone(), json!({ "type": "note", "text": "你好" }).to_string()).await.expect("posted");
    assert_eq!(line.next("note").await["text"], "你好");
    push.close(id.clone(), 1000).await.expect("closed");
    assert_eq!(line.closed().await, Some(1000));
    forgotten(&system, "ann").await;
    assert_eq!(push.post(id.clone(), "{}".to_owned()).await, Err(PushError::Gone));
    assert_eq!(push.close(id, 1000).await, Err(PushError::Gone));
    let never = "never".parse().expect("an id");
    assert_eq!(push.post(never, "{}".to_owned()).await, Err(PushError::Gone));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_management_api_has_the_limits_of_aws() {
    let system = System::start().await;
    let ann = system.person("ann");
    let _line = ann.connect().await;
    let id = connection_of(&system, "ann").await;
    let path = format!("/@connections/{id}");
    let shown = ann.get(&path).send().await;
    assert_eq!(shown.status, 200);
    assert!(shown.body["connectedAt"].is_string(), "{shown:?}");
    let too_large = ann.post(&path).raw("application/octet-stream", vec![b'x'; 128 * 1024 + 1]).send().await;
    assert_eq!(
        (too_large.status, too_large.header("x-amzn-errortype")),
        (413, Some("PayloadTooLargeException"))
    );
    let gone = ann.call(Method::GET, "/@connections/never").send().await;
    assert_eq!((gone.status, gone.header("x-amzn-errortype")), (410, Some("GoneException")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_to_a_connection_that_is_gone_deletes_its_record_and_disturbs_nobody() {
    let system = System::start().await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let mut line = ann.connect().await;
    // What a gateway that died leaves behind: a record without a connection.
    let dead: ConnectionId = "dead".parse().expect("an id");
    system
        .gateway
        .store()
        .open_connection(&dead, &Caller::new(user("ann"), &[Role::User]))
        .await
        .expect("recorded");
    ann.ask().await.expect(201);
    bob.ask().await.expect(201);
    line.next("match_found").await;
    eventually("only the live connection on record", async || {
        let open = system.gateway.store().connections_of(&user("ann")).await.expect("connections");
        let owner = system.gateway.store().connection(&dead).await.expect("a look");
        let only = open.len() == 1 && open[0].connection_id != dead;
        if only && owner.is_none() { Ok(()) } else { Err((open, owner)) }
    })
    .await;
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_is_forgotten() {
    let system = System::start().await;
    let ann = system.person("ann");
    let mut line = ann.connect().await;
    line.ping().await;
    connection_of(&system, "ann").await;
    // Without a farewell.
    drop(line);
    forgotten(&system, "ann").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_too_many_closes_the_oldest() {
    let system = System::with(|options| options.settings.realtime.connections_per_user = 2).await;
    let ann = system.person("ann");
    let oldest = ann.connect().await;
    let mut others = [ann.connect().await, ann.connect().await];
    assert_eq!(oldest.closed().await, Some(1000));
    ann.ask().await.expect(201);
    system.person("bob").ask().await.expect(201);
    for line in &mut others {
        line.next("match_found").await;
    }
}
