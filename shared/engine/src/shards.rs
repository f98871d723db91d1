//! Several shards for each stream, over a library that has one.
//!
//! Owns which shard a record belongs to: a hash of the item's partition key, so
//! that the records of one item keep their order and those of two need not.
//! Sequence numbers rise over all shards of a stream, as the library gives them.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU32;

use dynoxide::DynoxideError;
use dynoxide::actions::{describe_stream, get_records, get_shard_iterator};
use dynoxide::storage::Storage;
use dynoxide::storage_backend::StorageBackend;
use serde_json::Value;

use crate::dispatch::{Outcome, finished};

/// Stands between the library's name of a thing and the number of the shard.
const SEPARATOR: char = '+';
/// Records that one read of the library looks at most; a request may ask for fewer.
const READ: usize = 1_000;

/// How many shards the streams have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shards(pub(crate) NonZeroU32);

impl Shards {
    /// The stream with all its shards.
    pub(crate) fn describe(
        self,
        storage: &Storage,
        request: describe_stream::DescribeStreamRequest,
    ) -> Outcome<Value> {
        let mut answer = value(finished(describe_stream::execute(storage, request))?)?;
        let shards = answer["StreamDescription"]["Shards"].as_array_mut();
        if let Some(shards) = shards.filter(|_| self.several())
            && let Some(whole) = shards.pop()
        {
            shards.extend((0..self.0.get()).map(|number| {
                let mut shard = whole.clone();
                shard["ShardId"] = named(whole["ShardId"].as_str().unwrap_or_default(), number).into();
                shard
            }));
        }
        Ok(answer)
    }

    /// An iterator of one shard.
    pub(crate) fn iterator(
        self,
        storage: &Storage,
        mut request: get_shard_iterator::GetShardIteratorRequest,
    ) -> Outcome<get_shard_iterator::GetShardIteratorResponse> {
        if !self.several() {
            return finished(get_shard_iterator::execute(storage, request));
        }
        let (whole, number) = self.parted(&request.shard_id)?;
        request.shard_id = whole;
        let mut answer = finished(get_shard_iterator::execute(storage, request))?;
        answer.shard_iterator = answer.shard_iterator.map(|iterator| named(&iterator, number));
        Ok(answer)
    }

    /// The next records of one shard. Empty only at the end of the stream.
    pub(crate) fn records(
        self,
        storage: &Storage,
        request: get_records::GetRecordsRequest,
    ) -> Outcome<get_records::GetRecordsResponse> {
        if !self.several() {
            return finished(get_records::execute(storage, request));
        }
        let (mut iterator, number) = self.parted(&request.shard_iterator)?;
        let hash_key = self.hash_key(storage, &iterator)?;
        loop {
            let limit = Some(request.limit.unwrap_or(READ));
            let page = get_records::GetRecordsRequest { shard_iterator: iterator.clone(), limit };
            let mut answer = finished(get_records::execute(storage, page))?;
            let is_end = answer.records.is_empty();
            answer.records.retain(|record| {
                let key = record.dynamodb.keys.get(&hash_key);
                key.is_some_and(|key| self.of(&serde_json::to_string(key).unwrap_or_default()) == number)
            });
            if is_end || !answer.records.is_empty() {
                answer.next_shard_iterator = answer.next_shard_iterator.map(|next| named(&next, number));
                return Ok(answer);
            }
            iterator = answer.next_shard_iterator.unwrap_or(iterator);
        }
    }

    fn several(self) -> bool {
        self.0.get() > 1
    }

    /// The shard of a partition key, given as JSON.
    fn of(self, key: &str) -> u32 {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        u32::try_from(hasher.finish() % u64::from(self.0.get())).unwrap_or(0)
    }

    fn parted(self, name: &str) -> Outcome<(String, u32)> {
        let unknown =
            || DynoxideError::ResourceNotFoundException(format!("Requested shard not found: {name}"));
        let (whole, number) = name.rsplit_once(SEPARATOR).ok_or_else(unknown)?;
        let number = number.parse().ok().filter(|number| *number < self.0.get()).ok_or_else(unknown)?;
        Ok((whole.to_owned(), number))
    }

    /// The name of the partition key of the table that `iterator` reads.
    fn hash_key(self, storage: &Storage, iterator: &str) -> Outcome<String> {
        let table = get_shard_iterator::decode_shard_iterator(iterator).map(|(table, ..)| table);
        let table = table.unwrap_or_default();
        let meta = finished(async { Ok(StorageBackend::get_table_metadata(storage, &table).await?) })?;
        let schema: Value = meta
            .and_then(|meta| serde_json::from_str(&meta.key_schema).ok())
            .ok_or_else(|| DynoxideError::ResourceNotFoundException(format!("Table: {table}")))?;
        let hash = schema.as_array().into_iter().flatten().find(|key| key["KeyType"] == "HASH");
        Ok(hash.and_then(|key| key["AttributeName"].as_str()).unwrap_or_default().to_owned())
    }
}

fn named(whole: &str, number: u32) -> String {
    format!("{whole}{SEPARATOR}{number:04}")
}

fn value(answer: impl serde::Serialize) -> Outcome<Value> {
    serde_json::to_value(answer).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}
