//! What Heartlink relies on, asked of both engines its tests run on: the
//! embedded one and DynamoDB Local. Neither throttles, conflicts or has stale
//! indexes, and only the first deletes by TTL, so none of that is asked here.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test is a failed test")]

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedHttpClient};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    Projection, ProjectionType, Put, ReturnValuesOnConditionCheckFailure, ScalarAttributeType,
    StreamSpecification, StreamViewType, TimeToLiveSpecification, TransactWriteItem,
};
use aws_sdk_dynamodb::{Client, Config};
use aws_sdk_dynamodbstreams as streams;
use aws_sdk_dynamodbstreams::types::{OperationType, Record, ShardIteratorType};
use heartlink_engine::Engine;
use heartlink_store::client::http_client;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;

struct Subject {
    table: String,
    items: Client,
    streams: streams::Client,
}

impl Subject {
    fn new(table: &str, endpoint: &str, http: SharedHttpClient) -> Self {
        let credentials = Credentials::new("local", "local", None, None, "local");
        let items = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(endpoint)
            .region(Region::from_static("local"))
            .credentials_provider(credentials.clone())
            .retry_config(RetryConfig::disabled())
            .http_client(http.clone());
        let streams = streams::Config::builder()
            .behavior_version(streams::config::BehaviorVersion::latest())
            .endpoint_url(endpoint)
            .region(streams::config::Region::from_static("local"))
            .credentials_provider(credentials)
            .retry_config(RetryConfig::disabled())
            .http_client(http);
        Self {
            table: table.to_owned(),
            items: Client::from_conf(items.build()),
            streams: streams::Client::from_conf(streams.build()),
        }
    }

    fn embedded(table: &str) -> Self {
        Self::new(table, "http://engine.invalid", Engine::in_memory().unwrap().http_client())
    }

    fn dynamodb_local(table: &str) -> Self {
        Self::new(table, &DynamoDbLocal::shared().endpoint(), http_client())
    }

    async fn with_table(self) -> Self {
        let attribute = |name: &str| {
            AttributeDefinition::builder()
                .attribute_name(name)
                .attribute_type(ScalarAttributeType::S)
                .build()
                .unwrap()
        };
        let key = |name: &str, kind: KeyType| {
            KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
        };
        let index = GlobalSecondaryIndex::builder()
            .index_name("by_colour")
            .key_schema(key("colour", KeyType::Hash))
            .key_schema(key("sk", KeyType::Range))
            .projection(Projection::builder().projection_type(ProjectionType::All).build());
        let stream = StreamSpecification::builder()
            .stream_enabled(true)
            .stream_view_type(StreamViewType::NewAndOldImages);
        self.items
            .create_table()
            .table_name(&self.table)
            .billing_mode(BillingMode::PayPerRequest)
            .attribute_definitions(attribute("pk"))
            .attribute_definitions(attribute("sk"))
            .attribute_definitions(attribute("colour"))
            .key_schema(key("pk", KeyType::Hash))
            .key_schema(key("sk", KeyType::Range))
            .global_secondary_indexes(index.build().unwrap())
            .stream_specification(stream.build().unwrap())
            .send()
            .await
            .unwrap();
        self
    }

    fn put_if_absent(&self, sk: &str, colour: &str) -> TransactWriteItem {
        let put = Put::builder()
            .table_name(&self.table)
            .item("pk", s("p"))
            .item("sk", s(sk))
            .item("colour", s(colour))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        TransactWriteItem::builder().put(put.build().unwrap()).build()
    }

    /// Tokens are the account's, not the table's: each test needs its own.
    async fn write(&self, token: &str, actions: &[(&str, &str)]) -> Result<(), TransactWriteItemsError> {
        self.items
            .transact_write_items()
            .client_request_token(token)
            .set_transact_items(Some(actions.iter().map(|(sk, c)| self.put_if_absent(sk, c)).collect()))
            .send()
            .await
            .map(drop)
            .map_err(aws_sdk_dynamodb::error::SdkError::into_service_error)
    }

    async fn of_colour(&self, colour: &str) -> Vec<AttributeValue> {
        let found = self
            .items
            .query()
            .table_name(&self.table)
            .index_name("by_colour")
            .key_condition_expression("colour = :colour")
            .expression_attribute_values(":colour", s(colour))
            .send()
            .await
            .unwrap();
        found.items().iter().map(|item| item["sk"].clone()).collect()
    }

    /// The records of all shards after `position`, or all there are.
    async fn records(&self, position: Option<&str>) -> Vec<Record> {
        let listed = self.streams.list_streams().table_name(&self.table).send().await.unwrap();
        let arn = listed.streams()[0].stream_arn().unwrap();
        let described = self.streams.describe_stream().stream_arn(arn).send().await.unwrap();
        let shards = described.stream_description.unwrap().shards.unwrap();
        assert_eq!(shards.len(), 1);
        let from = match position {
            Some(_) => ShardIteratorType::AfterSequenceNumber,
            None => ShardIteratorType::TrimHorizon,
        };
        let iterator = self
            .streams
            .get_shard_iterator()
            .stream_arn(arn)
            .shard_id(shards[0].shard_id().unwrap())
            .shard_iterator_type(from)
            .set_sequence_number(position.map(str::to_owned))
            .send()
            .await
            .unwrap()
            .shard_iterator
            .unwrap();
        let read = self.streams.get_records().shard_iterator(iterator).send().await.unwrap();
        read.records.unwrap_or_default()
    }
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

async fn transactions_are_all_or_nothing_and_name_what_stood_in_the_way(subject: Subject) {
    let subject = subject.with_table().await;
    subject.write("cancelled-1", &[("1", "red"), ("2", "red")]).await.unwrap();
    let refused = subject.write("cancelled-2", &[("3", "blue"), ("2", "blue")]).await.unwrap_err();
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = refused else {
        panic!("{refused:?}")
    };
    let reasons = cancelled.cancellation_reasons();
    let codes: Vec<_> = reasons.iter().map(|reason| reason.code().unwrap()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
    assert_eq!(reasons[1].item().unwrap()["colour"], s("red"));
    assert_eq!(subject.of_colour("red").await, [s("1"), s("2")]);
    assert_eq!(subject.of_colour("blue").await, []);
}

async fn a_token_lets_a_transaction_through_once(subject: Subject) {
    let subject = subject.with_table().await;
    subject.write("token", &[("1", "red")]).await.unwrap();
    subject.write("token", &[("1", "red")]).await.unwrap();
    let other = subject.write("token", &[("2", "red")]).await.unwrap_err();
    assert!(other.is_idempotent_parameter_mismatch_exception(), "{other:?}");
    assert_eq!(subject.of_colour("red").await, [s("1")]);
}

async fn a_stream_has_the_writes_in_order_and_resumes(subject: Subject) {
    let subject = subject.with_table().await;
    subject.write("stream", &[("1", "red"), ("2", "red")]).await.unwrap();
    subject
        .items
        .delete_item()
        .table_name(&subject.table)
        .key("pk", s("p"))
        .key("sk", s("1"))
        .send()
        .await
        .unwrap();
    let all = subject.records(None).await;
    let kinds: Vec<_> = all.iter().map(|record| record.event_name().unwrap().clone()).collect();
    assert_eq!(kinds, [OperationType::Insert, OperationType::Insert, OperationType::Remove]);
    let first = all[0].dynamodb().unwrap().sequence_number().unwrap();
    let rest = subject.records(Some(first)).await;
    let ids = |records: &[Record]| -> Vec<_> {
        records.iter().map(|record| record.event_id().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&rest), ids(&all[1..]));
}

async fn a_ttl_attribute_can_be_declared(subject: Subject) {
    let subject = subject.with_table().await;
    let ttl = TimeToLiveSpecification::builder().attribute_name("ends").enabled(true).build().unwrap();
    subject
        .items
        .update_time_to_live()
        .table_name(&subject.table)
        .time_to_live_specification(ttl)
        .send()
        .await
        .unwrap();
    let declared = subject.items.describe_time_to_live().table_name(&subject.table).send().await.unwrap();
    assert_eq!(declared.time_to_live_description().unwrap().attribute_name(), Some("ends"));
}

macro_rules! on_both {
    ($($promise:ident),+ $(,)?) => {
        mod embedded {
            $(#[tokio::test] async fn $promise() {
                super::$promise(super::Subject::embedded(stringify!($promise))).await;
            })+
        }
        mod dynamodb_local {
            $(#[tokio::test] async fn $promise() {
                super::$promise(super::Subject::dynamodb_local(stringify!($promise))).await;
            })+
        }
    };
}

on_both!(
    transactions_are_all_or_nothing_and_name_what_stood_in_the_way,
    a_token_lets_a_transaction_through_once,
    a_stream_has_the_writes_in_order_and_resumes,
    a_ttl_attribute_can_be_declared,
);

#[test]
fn dynamodb_local_is_gone_when_it_is_dropped() {
    let started = DynamoDbLocal::start();
    let address = started.endpoint().replace("http://", "");
    std::net::TcpStream::connect(&address).unwrap();
    drop(started);
    assert!(std::net::TcpStream::connect(&address).is_err());
}
