//! Reading one table's stream: its shards, their iterators, their records.
//!
//! Owns the calls and what their failures mean; never remembers how far
//! anything was read.

use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodbstreams::types::{Record, ShardIteratorType};

/// Pages of a shard list that are read at most (100 shards each).
const SHARD_PAGES: u32 = 100;

/// Why a stream could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// The table or its stream is not there.
    #[error("there is no stream")]
    NoStream,
    /// The position lies before the oldest record kept.
    #[error("the position lies before the oldest record")]
    Trimmed,
    /// The iterator is too old: ask for another.
    #[error("the iterator has expired")]
    IteratorExpired,
    /// Anything else; may be tried again.
    #[error("{0}")]
    Failed(String),
}

/// A shard of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) id: String,
    /// To be read to its end before this one.
    pub(super) parent: Option<String>,
}

/// Some records in their order.
pub(super) struct Batch {
    pub(super) records: Vec<Record>,
    /// Where to go on; `None` at the end of the shard.
    pub(super) next: Option<String>,
}

/// The clients that read streams.
#[derive(Debug, Clone)]
pub(crate) struct StreamReader {
    pub(crate) tables: aws_sdk_dynamodb::Client,
    pub(crate) streams: aws_sdk_dynamodbstreams::Client,
}

impl StreamReader {
    /// The ARN of the stream that `table` has now.
    pub(super) async fn stream_of(&self, table: &str) -> Result<String, ReadError> {
        let answer = self.tables.describe_table().table_name(table).send().await.map_err(failed)?;
        let arn = answer.table.and_then(|table| table.latest_stream_arn);
        arn.ok_or(ReadError::NoStream)
    }

    /// All shards of the stream.
    pub(super) async fn shards(&self, arn: &str) -> Result<Vec<Shard>, ReadError> {
        let mut shards = Vec::new();
        let mut start = None;
        for _ in 0..SHARD_PAGES {
            let request = self.streams.describe_stream().stream_arn(arn);
            let answer = request.set_exclusive_start_shard_id(start).send().await.map_err(failed)?;
            let Some(stream) = answer.stream_description else { break };
            for shard in stream.shards.unwrap_or_default() {
                let Some(id) = shard.shard_id else { continue };
                shards.push(Shard { id, parent: shard.parent_shard_id });
            }
            start = stream.last_evaluated_shard_id;
            if start.is_none() {
                break;
            }
        }
        Ok(shards)
    }

    /// An iterator after the sequence number `after`, or from the oldest record.
    pub(super) async fn iterator(
        &self,
        arn: &str,
        shard: &str,
        after: Option<&str>,
    ) -> Result<Option<String>, ReadError> {
        let kind = match after {
            Some(_) => ShardIteratorType::AfterSequenceNumber,
            None => ShardIteratorType::TrimHorizon,
        };
        let answer = self
            .streams
            .get_shard_iterator()
            .stream_arn(arn)
            .shard_id(shard)
            .shard_iterator_type(kind)
            .set_sequence_number(after.map(str::to_owned))
            .send()
            .await
            .map_err(failed)?;
        Ok(answer.shard_iterator)
    }

    /// Up to `limit` records at the iterator.
    pub(super) async fn read(&self, iterator: &str, limit: u32) -> Result<Batch, ReadError> {
        let limit = i32::try_from(limit).unwrap_or(i32::MAX);
        let request = self.streams.get_records().shard_iterator(iterator).limit(limit);
        let answer = request.send().await.map_err(failed)?;
        Ok(Batch { records: answer.records.unwrap_or_default(), next: answer.next_shard_iterator })
    }
}

fn failed<E, R>(error: SdkError<E, R>) -> ReadError
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match error.as_service_error().and_then(ProvideErrorMetadata::code) {
        Some("ResourceNotFoundException") => ReadError::NoStream,
        Some("TrimmedDataAccessException") => ReadError::Trimmed,
        Some("ExpiredIteratorException") => ReadError::IteratorExpired,
        _ => ReadError::Failed(DisplayErrorContext(&error).to_string()),
    }
}
