//! Each fault as a caller of the AWS SDK sees it, over the embedded engine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is a failed test")]

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    Projection, ProjectionType, Put, ReturnConsumedCapacity, ScalarAttributeType, TransactWriteItem,
};
use aws_sdk_dynamodb::{Client, Config};
use heartlink_engine::Engine;
use heartlink_testkit::faults::{Fault, Faults};

const TABLE: &str = "things";

/// A table behind `faults`, which let its creation through.
async fn behind(faults: &Faults) -> Client {
    let engine = Engine::in_memory().unwrap();
    let client = Client::from_conf(
        Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url("http://engine.invalid")
            .region(Region::from_static("local"))
            .credentials_provider(Credentials::new("local", "local", None, None, "local"))
            .retry_config(RetryConfig::disabled())
            .http_client(faults.wrap(engine.http_client()))
            .build(),
    );
    let key = |name: &str| {
        KeySchemaElement::builder().attribute_name(name).key_type(KeyType::Hash).build().unwrap()
    };
    let attribute = |name: &str| {
        AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S)
            .build()
            .unwrap()
    };
    let index = GlobalSecondaryIndex::builder()
        .index_name("by_colour")
        .key_schema(key("colour"))
        .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build())
        .build()
        .unwrap();
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(attribute("id"))
        .attribute_definitions(attribute("colour"))
        .key_schema(key("id"))
        .global_secondary_indexes(index)
        .send()
        .await
        .unwrap();
    client
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn put_action(id: &str) -> TransactWriteItem {
    let put = Put::builder().table_name(TABLE).item("id", s(id)).item("colour", s("red")).build().unwrap();
    TransactWriteItem::builder().put(put).build()
}

type PutResult = Result<
    aws_sdk_dynamodb::operation::put_item::PutItemOutput,
    SdkError<aws_sdk_dynamodb::operation::put_item::PutItemError>,
>;

async fn put(client: &Client, id: &str) -> PutResult {
    client
        .put_item()
        .table_name(TABLE)
        .item("id", s(id))
        .item("colour", s("red"))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
}

async fn exists(client: &Client, id: &str) -> bool {
    client.get_item().table_name(TABLE).key("id", s(id)).send().await.unwrap().item.is_some()
}

async fn reds(client: &Client) -> i32 {
    client
        .query()
        .table_name(TABLE)
        .index_name("by_colour")
        .key_condition_expression("#c = :c")
        .expression_attribute_names("#c", "colour")
        .expression_attribute_values(":c", s("red"))
        .send()
        .await
        .unwrap()
        .count()
}

#[tokio::test]
async fn a_refused_call_is_not_applied_and_looks_like_a_broken_connection() {
    let faults = Faults::seeded(1);
    let client = behind(&faults).await;
    faults.script("PutItem", 1, Fault::RefusedBefore);
    let refused = put(&client, "a").await.unwrap_err();
    assert!(matches!(&refused, SdkError::DispatchFailure(failure) if failure.is_io()), "{refused:?}");
    assert!(!exists(&client, "a").await);
}

#[tokio::test]
async fn a_call_whose_answer_is_lost_is_applied_and_looks_like_a_time_out() {
    let faults = Faults::seeded(1);
    let client = behind(&faults).await;
    faults.script("PutItem", 1, Fault::AnswerLost);
    let lost = put(&client, "a").await.unwrap_err();
    assert!(matches!(&lost, SdkError::DispatchFailure(failure) if failure.is_timeout()), "{lost:?}");
    assert!(exists(&client, "a").await);
}

#[tokio::test]
async fn a_throttled_call_is_refused_in_every_way_the_service_has() {
    let faults = Faults::seeded(1).with("TransactWriteItems", Fault::Throttled, 1.0);
    let client = behind(&faults).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..30 {
        let refused = client.transact_write_items().transact_items(put_action("a")).send().await;
        seen.insert(refused.unwrap_err().code().unwrap().to_owned());
    }
    let ways =
        ["ProvisionedThroughputExceededException", "ThrottlingException", "TransactionCanceledException"];
    assert!(seen.iter().eq(ways), "{seen:?}");
    assert!(!exists(&client, "a").await);
}

#[tokio::test]
async fn a_conflict_cancels_the_transaction_with_one_reason_for_each_action() {
    let faults = Faults::seeded(1).with("TransactWriteItems", Fault::TransactionConflict, 1.0);
    let client = behind(&faults).await;
    for _ in 0..20 {
        let refused = client
            .transact_write_items()
            .transact_items(put_action("a"))
            .transact_items(put_action("b"))
            .transact_items(put_action("c"))
            .send()
            .await
            .unwrap_err()
            .into_service_error();
        let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(cancelled) = refused else {
            panic!("{refused:?}")
        };
        let codes: Vec<_> =
            cancelled.cancellation_reasons().iter().map(|reason| reason.code().unwrap()).collect();
        assert_eq!(codes.len(), 3);
        assert!(codes.contains(&"TransactionConflict"), "{codes:?}");
        assert!(codes.iter().all(|code| ["TransactionConflict", "None"].contains(code)), "{codes:?}");
    }
    assert!(!exists(&client, "a").await);
}

#[tokio::test]
async fn a_conflict_of_a_single_write_has_its_own_error() {
    let faults = Faults::seeded(1);
    let client = behind(&faults).await;
    faults.script("PutItem", 1, Fault::TransactionConflict);
    let refused = put(&client, "a").await.unwrap_err().into_service_error();
    assert!(refused.is_transaction_conflict_exception(), "{refused:?}");
}

#[tokio::test]
async fn a_slow_call_is_applied_after_the_delay() {
    let faults = Faults::seeded(1);
    let client = behind(&faults).await;
    faults.script("PutItem", 1, Fault::Slow(Duration::from_millis(1)));
    put(&client, "a").await.unwrap();
    assert!(exists(&client, "a").await);
    assert_eq!(faults.count(Fault::Slow(Duration::ZERO)), 1);
}

#[tokio::test]
async fn a_stale_index_answers_as_it_last_did_and_with_nothing_if_it_never_did() {
    let faults = Faults::seeded(1);
    let client = behind(&faults).await;
    put(&client, "a").await.unwrap();
    faults.script("Query", 1, Fault::StaleIndex);
    faults.script("Query", 3, Fault::StaleIndex);
    assert_eq!(reds(&client).await, 0, "never asked before");
    assert_eq!(reds(&client).await, 1);
    put(&client, "b").await.unwrap();
    assert_eq!(reds(&client).await, 1, "as it last was");
    assert_eq!(reds(&client).await, 2);
}

#[tokio::test]
async fn a_query_of_the_table_itself_is_never_stale() {
    let faults = Faults::seeded(1).with("Query", Fault::StaleIndex, 1.0);
    let client = behind(&faults).await;
    put(&client, "a").await.unwrap();
    let found = client
        .query()
        .table_name(TABLE)
        .key_condition_expression("id = :id")
        .expression_attribute_values(":id", s("a"))
        .send()
        .await
        .unwrap();
    assert_eq!(found.count(), 1);
    assert_eq!(faults.count(Fault::StaleIndex), 0);
}

#[tokio::test]
async fn a_script_hits_the_call_it_names_and_no_other() {
    let faults = Faults::seeded(1);
    let client = behind(&faults).await;
    put(&client, "before").await.unwrap();
    faults.script("PutItem", 3, Fault::RefusedBefore);
    let mut outcomes = Vec::new();
    for id in ["a", "b", "c", "d"] {
        outcomes.push(put(&client, id).await.is_ok());
    }
    assert_eq!(outcomes, [true, true, false, true]);
}

#[tokio::test]
async fn a_plan_that_is_off_hits_nothing_and_goes_on_counting() {
    let faults = Faults::seeded(1).with("PutItem", Fault::RefusedBefore, 1.0);
    let client = behind(&faults).await;
    faults.off();
    put(&client, "a").await.unwrap();
    faults.on();
    put(&client, "b").await.unwrap_err();
    assert_eq!(faults.calls()["PutItem"], 2);
    assert_eq!(faults.injected()[&("PutItem".to_owned(), "RefusedBefore")], 1);
    assert!(faults.consumed_units()["PutItem"] >= 1.0);
}

/// Which of 200 calls are hit.
async fn pattern(faults: Faults) -> Vec<bool> {
    let client = behind(&faults).await;
    let mut hit = Vec::new();
    for n in 0..200 {
        hit.push(put(&client, &n.to_string()).await.is_err());
    }
    hit
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults_and_another_seed_others() {
    let plan = |seed| Faults::seeded(seed).with("PutItem", Fault::RefusedBefore, 0.3);
    let first = pattern(plan(7)).await;
    assert_eq!(first, pattern(plan(7)).await);
    assert_ne!(first, pattern(plan(8)).await);
    let hits = first.iter().filter(|hit| **hit).count();
    assert!((30..=90).contains(&hits), "{hits} of 200 at 0.3");
}

#[tokio::test]
async fn one_more_rule_does_not_shift_what_the_others_do() {
    let one = Faults::seeded(7).with("PutItem", Fault::RefusedBefore, 0.3);
    let two = one.seed();
    let two = Faults::seeded(two).with("PutItem", Fault::RefusedBefore, 0.3).with(
        "PutItem",
        Fault::Slow(Duration::ZERO),
        0.5,
    );
    assert_eq!(pattern(one).await, pattern(two).await);
}
