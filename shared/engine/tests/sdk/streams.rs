//! Streams, through the SDK.

use aws_sdk_dynamodbstreams as streams;
use aws_sdk_dynamodbstreams::types::{Record, ShardIteratorType};

use super::*;

fn stream_client(engine: &Engine) -> streams::Client {
    streams::Client::from_conf(
        streams::Config::builder()
            .behavior_version(streams::config::BehaviorVersion::latest())
            .endpoint_url("http://engine.invalid")
            .region(streams::config::Region::from_static("local"))
            .credentials_provider(streams::config::Credentials::new("local", "local", None, None, "local"))
            .retry_config(RetryConfig::disabled())
            .http_client(engine.http_client())
            .build(),
    )
}

pub struct Stream {
    client: streams::Client,
    arn: String,
    shard: String,
}

impl Stream {
    pub async fn of(engine: &Engine) -> Self {
        Self::all_of(engine).await.remove(0)
    }

    /// One for each shard.
    pub async fn all_of(engine: &Engine) -> Vec<Self> {
        let client = stream_client(engine);
        let listed = client.list_streams().table_name(TABLE).send().await.unwrap();
        let arn = listed.streams()[0].stream_arn().unwrap().to_owned();
        let described = client.describe_stream().stream_arn(&arn).send().await.unwrap();
        let shards = described.stream_description().unwrap().shards().iter();
        let of = |shard: &streams::types::Shard| Self {
            client: client.clone(),
            arn: arn.clone(),
            shard: shard.shard_id().unwrap().to_owned(),
        };
        shards.map(of).collect()
    }

    /// Everything after `position`, or everything there is.
    pub async fn read_after(&self, position: Option<&str>) -> Vec<Record> {
        let from = match position {
            Some(_) => ShardIteratorType::AfterSequenceNumber,
            None => ShardIteratorType::TrimHorizon,
        };
        let iterator = self
            .client
            .get_shard_iterator()
            .stream_arn(&self.arn)
            .shard_id(&self.shard)
            .shard_iterator_type(from)
            .set_sequence_number(position.map(str::to_owned))
            .send()
            .await
            .unwrap()
            .shard_iterator
            .unwrap();
        self.client.get_records().shard_iterator(iterator).send().await.unwrap().records.unwrap_or_default()
    }
}

pub fn sequence_number(record: &Record) -> &str {
    record.dynamodb().unwrap().sequence_number().unwrap()
}

#[tokio::test]
async fn a_stream_is_read_in_order_and_resumed_after_a_sequence_number() {
    let (engine, client) = engine_with_table().await;
    put(&client, "1", "red").await;
    put(&client, "1", "blue").await;
    client.delete_item().table_name(TABLE).key("pk", s("p")).key("sk", s("1")).send().await.unwrap();
    let stream = Stream::of(&engine).await;
    let all = stream.read_after(None).await;
    let kinds: Vec<_> = all.iter().map(|r| r.event_name().unwrap().clone()).collect();
    let expected = [OperationType::Insert, OperationType::Modify, OperationType::Remove];
    assert_eq!(kinds, expected);
    let change = all[1].dynamodb().unwrap();
    let colour = |text: &str| streams::types::AttributeValue::S(text.to_owned());
    assert_eq!(change.old_image().unwrap()["colour"], colour("red"));
    assert_eq!(change.new_image().unwrap()["colour"], colour("blue"));

    let rest = stream.read_after(Some(sequence_number(&all[0]))).await;
    assert_eq!(rest, all[1..]);
    let none = stream.read_after(Some(sequence_number(&all[2]))).await;
    assert_eq!(none, []);
}

#[tokio::test]
async fn the_records_of_a_partition_key_are_in_one_shard_and_all_are_in_some() {
    let engine = Engine::sharded().unwrap();
    let client = client(&engine);
    create_table(&client).await;
    let write = |pk: String, sk: &'static str| {
        client
            .put_item()
            .table_name(TABLE)
            .item("pk", s(pk))
            .item("sk", s(sk))
            .item("colour", s("red"))
            .send()
    };
    for sk in ["1", "2"] {
        for n in 0..20 {
            write(format!("p{n}"), sk).await.unwrap();
        }
    }
    let shards = Stream::all_of(&engine).await;
    assert_eq!(shards.len(), 4);
    let mut keys = std::collections::BTreeMap::new();
    for (number, shard) in shards.iter().enumerate() {
        let records = shard.read_after(None).await;
        assert!(!records.is_empty(), "shard {number}");
        for record in &records {
            let change = record.dynamodb().unwrap();
            let [pk, sk] = ["pk", "sk"].map(|name| change.keys().unwrap()[name].as_s().unwrap().clone());
            keys.entry(pk).or_insert_with(Vec::new).push((number, sk));
        }
        let rest = shard.read_after(Some(sequence_number(&records[0]))).await;
        assert_eq!(rest, records[1..]);
    }
    assert_eq!(keys.len(), 20);
    for (pk, places) in keys {
        let [(one, first), (other, second)] = places.as_slice() else { panic!("{pk}: {places:?}") };
        assert_eq!((one, first.as_str(), second.as_str()), (other, "1", "2"), "{pk}");
    }
}

#[tokio::test]
async fn a_trimmed_stream_keeps_what_was_not_consumed_and_goes_on_counting() {
    let (engine, client) = engine_with_table().await;
    for sk in ["1", "2", "3"] {
        put(&client, sk, "red").await;
    }
    let stream = Stream::of(&engine).await;
    let all = stream.read_after(None).await;
    assert_eq!(engine.trim_stream(TABLE, sequence_number(&all[1])).unwrap(), 2);
    assert_eq!(stream.read_after(None).await, all[2..]);

    let last = sequence_number(&all[2]);
    assert_eq!(engine.trim_stream(TABLE, last).unwrap(), 0, "the newest stays");
    put(&client, "4", "red").await;
    let next = stream.read_after(Some(last)).await;
    assert_eq!(next.len(), 1);
    assert!(sequence_number(&next[0]) > last);

    let refused = engine.trim_stream(TABLE, "12").unwrap_err();
    assert!(matches!(refused, EngineError::SequenceNumber(_)), "{refused}");
}
