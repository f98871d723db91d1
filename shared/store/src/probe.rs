//! Whether the store answers and takes writes, for whoever is to tell. Never
//! tries again: it tells how things are now.

use std::iter::once;
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use tokio::time::{Instant, timeout};

use crate::Store;
use crate::keys::Key;
use crate::plan::Item;
use crate::tables::TTL_ATTRIBUTE;

/// How long an answer is waited for: whoever asks wants to know within a second.
const PATIENCE: Duration = Duration::from_millis(800);
/// How long the item that is written stays.
const KEPT: Duration = Duration::from_secs(24 * 3600);

impl Store {
    /// Whether the store answers, and how fast.
    pub async fn probe(&self) -> (bool, Duration) {
        let began = Instant::now();
        let answered = timeout(PATIENCE, self.get(&Key::matching_counters(0))).await;
        (matches!(answered, Ok(Ok(_))), began.elapsed())
    }

    /// Whether the store takes a write. All such writes go to one item, which
    /// nobody reads.
    pub async fn takes_writes(&self) -> bool {
        let key = Key::idempotency("takes-writes");
        let ends = (self.now() + KEPT).unix_secs().to_string();
        let item = Item::from([(TTL_ATTRIBUTE.to_owned(), AttributeValue::N(ends))]);
        let write = self.put_request(&key, item).send();
        matches!(timeout(PATIENCE, self.sent("PutItem", once(key.table), write)).await, Ok(Ok(_)))
    }
}
