//! The engine behind the AWS SDK's own clients, as all of Heartlink uses it. Says nothing about
//! throttling, conflicts or stale indexes: this engine has none (see the crate's documentation).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is a failed test")]

use std::collections::HashMap;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, ConditionCheck, GlobalSecondaryIndex, KeySchemaElement,
    KeyType, Projection, ProjectionType, Put, ReturnValuesOnConditionCheckFailure, ScalarAttributeType,
    StreamSpecification, StreamViewType, TimeToLiveSpecification, TransactWriteItem,
};
use aws_sdk_dynamodb::{Client, Config};
use aws_sdk_dynamodbstreams::types::OperationType;
use heartlink_engine::{Engine, EngineError};

use crate::streams::{Stream, sequence_number};

mod copies;
mod streams;

const TABLE: &str = "things";

/// What the SDK needs besides the engine's HTTP client. It insists on an
/// endpoint, a region and credentials; the engine looks at none of them.
fn client(engine: &Engine) -> Client {
    Client::from_conf(
        Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url("http://engine.invalid")
            .region(Region::from_static("local"))
            .credentials_provider(Credentials::new("local", "local", None, None, "local"))
            .retry_config(RetryConfig::disabled())
            .http_client(engine.http_client())
            .build(),
    )
}

fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

fn attribute(name: &str) -> AttributeDefinition {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
        .unwrap()
}

fn key(name: &str, kind: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
}

async fn create_table(client: &Client) {
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions(attribute("pk"))
        .attribute_definitions(attribute("sk"))
        .attribute_definitions(attribute("colour"))
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
        .global_secondary_indexes(
            GlobalSecondaryIndex::builder()
                .index_name("by_colour")
                .key_schema(key("colour", KeyType::Hash))
                .key_schema(key("sk", KeyType::Range))
                .projection(Projection::builder().projection_type(ProjectionType::All).build())
                .build()
                .unwrap(),
        )
        .stream_specification(
            StreamSpecification::builder()
                .stream_enabled(true)
                .stream_view_type(StreamViewType::NewAndOldImages)
                .build()
                .unwrap(),
        )
        .send()
        .await
        .unwrap();
}

async fn engine_with_table() -> (Engine, Client) {
    let engine = Engine::in_memory().unwrap();
    let client = client(&engine);
    create_table(&client).await;
    (engine, client)
}

async fn put(client: &Client, sk: &str, colour: &str) {
    client
        .put_item()
        .table_name(TABLE)
        .item("pk", s("p"))
        .item("sk", s(sk))
        .item("colour", s(colour))
        .send()
        .await
        .unwrap();
}

async fn get(client: &Client, sk: &str) -> Option<HashMap<String, AttributeValue>> {
    client
        .get_item()
        .table_name(TABLE)
        .key("pk", s("p"))
        .key("sk", s(sk))
        .consistent_read(true)
        .send()
        .await
        .unwrap()
        .item
}

fn put_if_absent(sk: &str, colour: &str) -> TransactWriteItem {
    TransactWriteItem::builder()
        .put(
            Put::builder()
                .table_name(TABLE)
                .item("pk", s("p"))
                .item("sk", s(sk))
                .item("colour", s(colour))
                .condition_expression("attribute_not_exists(pk)")
                .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
                .build()
                .unwrap(),
        )
        .build()
}

#[tokio::test]
async fn what_is_put_can_be_read() {
    let (_engine, client) = engine_with_table().await;
    put(&client, "1", "red").await;
    assert_eq!(get(&client, "1").await.unwrap()["colour"], s("red"));
    assert_eq!(get(&client, "2").await, None);
}

#[tokio::test]
async fn a_failed_condition_returns_the_item_that_stands() {
    let (_engine, client) = engine_with_table().await;
    put(&client, "1", "red").await;
    let refused = client
        .put_item()
        .table_name(TABLE)
        .item("pk", s("p"))
        .item("sk", s("1"))
        .item("colour", s("blue"))
        .condition_expression("attribute_not_exists(pk)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    let aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(failed) =
        refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(failed.item.unwrap()["colour"], s("red"));
}

#[tokio::test]
async fn a_cancelled_transaction_writes_nothing_and_says_which_action_failed_on_what() {
    let (_engine, client) = engine_with_table().await;
    put(&client, "2", "red").await;
    let cancelled = client
        .transact_write_items()
        .transact_items(put_if_absent("1", "blue"))
        .transact_items(put_if_absent("2", "blue"))
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
        cancelled,
    ) = cancelled
    else {
        panic!("{cancelled:?}")
    };
    let reasons = cancelled.cancellation_reasons.unwrap();
    assert_eq!(reasons.len(), 2);
    assert_eq!(reasons[0].code.as_deref(), Some("None"));
    assert_eq!(reasons[0].item, None);
    assert_eq!(reasons[1].code.as_deref(), Some("ConditionalCheckFailed"));
    assert_eq!(reasons[1].item.as_ref().unwrap()["colour"], s("red"));
    assert_eq!(get(&client, "1").await, None);
}

#[tokio::test]
async fn a_transaction_sent_twice_under_one_token_is_carried_out_once() {
    let (engine, client) = engine_with_table().await;
    let send = |colour: &'static str| {
        client
            .transact_write_items()
            .client_request_token("one")
            .transact_items(put_if_absent("1", colour))
            .send()
    };
    send("red").await.unwrap();
    send("red").await.unwrap();
    let other = send("blue").await.unwrap_err().into_service_error();
    assert!(other.is_idempotent_parameter_mismatch_exception(), "{other:?}");

    engine.forget_request_tokens();
    let again = send("red").await.unwrap_err().into_service_error();
    assert!(again.is_transaction_canceled_exception(), "{again:?}");
}

#[tokio::test]
async fn a_cancelled_transaction_may_be_sent_again_under_its_token() {
    let (_engine, client) = engine_with_table().await;
    let check = || {
        TransactWriteItem::builder()
            .condition_check(
                ConditionCheck::builder()
                    .table_name(TABLE)
                    .key("pk", s("p"))
                    .key("sk", s("gate"))
                    .condition_expression("attribute_exists(pk)")
                    .build()
                    .unwrap(),
            )
            .build()
    };
    let send = || {
        client
            .transact_write_items()
            .client_request_token("one")
            .transact_items(check())
            .transact_items(put_if_absent("1", "red"))
            .send()
    };
    send().await.unwrap_err();
    put(&client, "gate", "green").await;
    send().await.unwrap();
    assert!(get(&client, "1").await.is_some());
}

#[tokio::test]
async fn an_index_is_queried_in_the_order_of_its_sort_key_page_by_page() {
    let (_engine, client) = engine_with_table().await;
    for sk in ["3", "1", "4", "2"] {
        put(&client, sk, "red").await;
    }
    put(&client, "0", "blue").await;
    let mut seen = Vec::new();
    let mut start = None;
    for _page in 0..3 {
        let page = client
            .query()
            .table_name(TABLE)
            .index_name("by_colour")
            .key_condition_expression("colour = :colour")
            .expression_attribute_values(":colour", s("red"))
            .limit(2)
            .set_exclusive_start_key(start.take())
            .send()
            .await
            .unwrap();
        seen.extend(page.items().iter().map(|item| item["sk"].clone()));
        start = page.last_evaluated_key;
        if start.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["1", "2", "3", "4"].map(s));
}

#[tokio::test]
async fn the_write_counter_rises_with_writes_only() {
    let (engine, client) = engine_with_table().await;
    let writes = engine.writes();
    let before = *writes.borrow();
    get(&client, "1").await;
    let refused = client
        .transact_write_items()
        .transact_items(put_if_absent("1", "red"))
        .transact_items(put_if_absent("1", "red"))
        .send()
        .await;
    assert!(refused.is_err());
    assert_eq!(*writes.borrow(), before);
    put(&client, "1", "red").await;
    assert_eq!(*writes.borrow(), before + 1);
}

#[tokio::test]
async fn an_expired_item_stays_until_a_sweep_deletes_it_in_the_services_name() {
    let (engine, client) = engine_with_table().await;
    let ttl = TimeToLiveSpecification::builder().attribute_name("ends").enabled(true).build().unwrap();
    client.update_time_to_live().table_name(TABLE).time_to_live_specification(ttl).send().await.unwrap();
    let described = client.describe_time_to_live().table_name(TABLE).send().await.unwrap();
    let described = described.time_to_live_description.unwrap();
    assert_eq!(described.attribute_name(), Some("ends"));
    assert_eq!(described.time_to_live_status().unwrap().as_str(), "ENABLED");

    for (sk, ends) in [("1", "1000"), ("2", "3000")] {
        client
            .put_item()
            .table_name(TABLE)
            .item("pk", s("p"))
            .item("sk", s(sk))
            .item("ends", AttributeValue::N(ends.to_owned()))
            .send()
            .await
            .unwrap();
    }
    assert_eq!(engine.sweep_ttl(999).await.unwrap(), 0);
    assert!(get(&client, "1").await.is_some());
    assert_eq!(engine.sweep_ttl(2000).await.unwrap(), 1);
    assert_eq!(get(&client, "1").await, None);
    assert!(get(&client, "2").await.is_some());

    let records = Stream::of(&engine).await.read_after(None).await;
    let removal = records.last().unwrap();
    assert_eq!(removal.event_name(), Some(&OperationType::Remove));
    let by = removal.user_identity().unwrap();
    assert_eq!(by.principal_id(), Some("dynamodb.amazonaws.com"));
}

#[tokio::test]
async fn an_engine_on_disk_has_its_data_and_its_stream_when_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("not/there/yet");
    let position = {
        let engine = Engine::on_disk(&dir).unwrap();
        let client = client(&engine);
        create_table(&client).await;
        put(&client, "1", "red").await;
        let records = Stream::of(&engine).await.read_after(None).await;
        sequence_number(&records[0]).to_owned()
    };
    let engine = Engine::on_disk(&dir).unwrap();
    let client = client(&engine);
    assert_eq!(get(&client, "1").await.unwrap()["colour"], s("red"));
    put(&client, "2", "blue").await;
    let rest = Stream::of(&engine).await.read_after(Some(&position)).await;
    assert_eq!(rest.len(), 1);
}

#[test]
fn a_folder_that_is_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = Engine::on_disk(folder.path()).unwrap();
    let second = Engine::on_disk(folder.path()).err().unwrap();
    assert!(matches!(second, EngineError::InUse { .. }), "{second}");
    drop(first);
    Engine::on_disk(folder.path()).unwrap();
}

#[tokio::test]
async fn errors_of_the_service_are_parsed_by_the_sdk() {
    let engine = Engine::in_memory().unwrap();
    let client = client(&engine);
    let absent = client.describe_table().table_name("absent").send().await;
    assert!(absent.unwrap_err().into_service_error().is_resource_not_found_exception());
    create_table(&client).await;
    let invalid =
        client.query().table_name(TABLE).key_condition_expression("nonsense").send().await.unwrap_err();
    assert_eq!(invalid.code(), Some("ValidationException"));
    let unsupported = client.list_backups().send().await.unwrap_err();
    assert_eq!(unsupported.code(), Some("UnknownOperationException"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_race_for_one_item_on_many_threads_exactly_one_wins() {
    let (_engine, client) = engine_with_table().await;
    let racers: Vec<_> = (0..200)
        .map(|n| {
            let client = client.clone();
            tokio::spawn(async move {
                client
                    .transact_write_items()
                    .transact_items(put_if_absent("prize", "gold"))
                    .transact_items(put_if_absent(&format!("racer{n}"), "red"))
                    .send()
                    .await
                    .is_ok()
            })
        })
        .collect();
    let mut winners = 0;
    for racer in racers {
        winners += u32::from(racer.await.unwrap());
    }
    assert_eq!(winners, 1);
    let reds = client
        .query()
        .table_name(TABLE)
        .index_name("by_colour")
        .key_condition_expression("colour = :colour")
        .expression_attribute_values(":colour", s("red"))
        .send()
        .await
        .unwrap();
    assert_eq!(reds.count(), 1, "the losers wrote nothing");
}
