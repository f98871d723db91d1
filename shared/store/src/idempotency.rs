//! Idempotency keys: the outcome of an operation, written in the same
//! transaction as its effect, so that no "in progress" ever exists.

use std::time::Duration;

use heartlink_domain::time::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Store;
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::keys::Key;
use crate::plan::{Expect, Item, Plan, from_item, to_item};
use crate::retry::Policy;
use crate::tables::TTL_ATTRIBUTE;

/// Below this, each whole number is a double of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// An idempotency key in its scope, with the fingerprints of body and query.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    key: Key,
    fingerprint: String,
    value: Option<String>,
    query: String,
    text: String,
    kept_until: Option<Timestamp>,
}

/// An outcome and whether it was the first answer or a repetition of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// What happened.
    pub value: T,
    /// Whether it happened in an earlier call with the same key.
    pub replayed: bool,
}

impl<T> Outcome<T> {
    /// Something that happened just now.
    pub fn fresh(value: T) -> Self {
        Self { value, replayed: false }
    }

    /// The same, with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { value: change(self.value), replayed: self.replayed }
    }
}

#[derive(Serialize, Deserialize)]
struct Recorded {
    /// Of the body's bytes: all that older builds compare.
    fingerprint: String,
    /// Of the body's value, where it is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    /// Of the query, empty for none; what an older version recorded says nothing
    /// of it, and is taken for a repetition whatever the query.
    #[serde(default)]
    query: Option<String>,
    outcome: String,
    expires_at: Timestamp,
}

impl IdempotencyKey {
    /// The key that `caller` gave for `operation` with `body`.
    pub fn new(caller: &str, operation: &str, key: &str, body: &[u8]) -> Self {
        let scope = digest(&[caller.as_bytes(), operation.as_bytes(), key.as_bytes()]);
        let fingerprint = digest(&[body]);
        let (query, text) = (String::new(), key.to_owned());
        Self { key: Key::idempotency(&scope), fingerprint, value: None, query, text, kept_until: None }
    }

    /// The same for a JSON body: what counts is its value, not how it is written.
    #[must_use]
    pub fn with_json(self, body: &Value) -> Self {
        Self { value: Some(digest(&[plain(body).to_string().as_bytes()])), ..self }
    }

    /// The same for a call with these query parameters, in whatever order.
    #[must_use]
    pub fn with_query(self, mut parameters: Vec<(String, String)>) -> Self {
        parameters.sort();
        let parts: Vec<&[u8]> =
            parameters.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]).collect();
        let query = if parts.is_empty() { String::new() } else { digest(&parts) };
        Self { query, ..self }
    }

    /// The same, remembered until `at` rather than for the usual time.
    #[must_use]
    pub(crate) fn kept_until(self, at: Timestamp) -> Self {
        Self { kept_until: Some(at), ..self }
    }

    /// The key as the caller gave it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where its record is kept.
    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// The key of a part of the operation that takes effect by itself.
    pub(crate) fn part(&self, name: &str) -> Self {
        let scope = digest(&[self.key.pk.as_bytes(), name.as_bytes()]);
        Self { key: Key::idempotency(&scope), ..self.clone() }
    }
}

/// `value` with each whole number written as one: 5 for 5.0. Members are in order
/// already.
fn plain(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(plain).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => {
                (float as i64).into()
            }
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

/// Length-prefixed, so that no two lists of parts look alike.
fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    format!("{:x}", hash.finalize())
}

impl Store {
    /// Adds the record of `outcome` to `plan`, if a key was given.
    ///
    /// # Errors
    /// An outcome that does not serialise: a defect.
    pub(crate) fn add_idempotency_record<T: Serialize>(
        &self,
        plan: &mut Plan,
        key: Option<&IdempotencyKey>,
        outcome: &T,
    ) -> Result<(), StoreError> {
        let Some(key) = key else { return Ok(()) };
        let hours = self.settings().retry.idempotency_hours;
        let usual = self.now() + Duration::from_secs(hours * 3600);
        let expires_at = key.kept_until.unwrap_or(usual);
        let mut item = to_item(&Recorded {
            fingerprint: key.fingerprint.clone(),
            value: key.value.clone(),
            query: Some(key.query.clone()),
            outcome: serde_json::to_string(outcome).map_err(StoreError::bug)?,
            expires_at,
        })?;
        item.insert(
            TTL_ATTRIBUTE.to_owned(),
            aws_sdk_dynamodb::types::AttributeValue::N(expires_at.unix_secs().to_string()),
        );
        plan.push(key.key.clone(), item, Expect::AbsentOrExpired(self.now()));
        plan.idempotency = Some(key.key.clone());
        Ok(())
    }

    /// The outcome recorded under `key`, if it was used before.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] if it was used with another body or query.
    pub(crate) async fn find_idempotency_record<T: DeserializeOwned>(
        &self,
        key: Option<&IdempotencyKey>,
    ) -> Result<Option<Outcome<T>>, StoreError> {
        let Some(key) = key else { return Ok(None) };
        match self.get(&key.key).await? {
            Some(item) => self.decode_result(key, item),
            None => Ok(None),
        }
    }

    /// The outcome that the record in `item` holds.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] if it belongs to another body or query.
    pub(crate) fn decode_result<T: DeserializeOwned>(
        &self,
        key: &IdempotencyKey,
        item: Item,
    ) -> Result<Option<Outcome<T>>, StoreError> {
        let recorded: Recorded = from_item(item)?;
        if recorded.expires_at <= self.now() {
            return Ok(None);
        }
        let other_query = recorded.query.is_some_and(|query| query != key.query);
        let same_value = recorded.value.is_some() && recorded.value == key.value;
        if !(same_value || recorded.fingerprint == key.fingerprint) || other_query {
            return Err(StoreError::KeyReused);
        }
        let value = serde_json::from_str(&recorded.outcome).map_err(StoreError::bug)?;
        Ok(Some(Outcome { value, replayed: true }))
    }

    /// Records `outcome` under `key`, unless one is recorded: then that one.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] if it belongs to another body or query; the store's.
    pub(crate) async fn record_first<T: Serialize + DeserializeOwned>(
        &self,
        key: &IdempotencyKey,
        policy: Policy,
        outcome: &T,
    ) -> Result<Option<T>, StoreError> {
        let mut attempts = self.attempts(policy);
        loop {
            let mut plan = Plan::default();
            self.add_idempotency_record(&mut plan, Some(key), outcome)?;
            match self.commit(&plan).await {
                Ok(()) => return Ok(None),
                Err(CommitError::Replay(record)) => {
                    if let Some(first) = self.decode_result(key, record)? {
                        return Ok(Some(first.value));
                    }
                }
                Err(CommitError::Lost(_) | CommitError::Contended) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
            attempts.again().await?;
        }
    }

    /// The outcome of what changed nothing else: recorded, if a key was given, unless
    /// one was before; then that one.
    ///
    /// # Errors
    /// As [`Store::record_first`].
    pub(crate) async fn record_outcome<T: Serialize + DeserializeOwned>(
        &self,
        key: Option<&IdempotencyKey>,
        policy: Policy,
        outcome: T,
    ) -> Result<Outcome<T>, StoreError> {
        let Some(key) = key else { return Ok(Outcome::fresh(outcome)) };
        let first = self.record_first(key, policy, &outcome).await?;
        Ok(first.map_or(Outcome::fresh(outcome), |value| Outcome { value, replayed: true }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_the_same_however_it_is_written_and_no_other_is() {
        let value = |body: &str| {
            IdempotencyKey::new("ann", "pay", "k", b"").with_json(&serde_json::from_str(body).unwrap()).value
        };
        assert_eq!(value(r#"{"a": [{"b": 5.0, "c": -0.0}]}"#), value(r#"{"a": [{"c": 0, "b": 5}]}"#));
        assert_eq!(value(r#"{"a": 5e2}"#), value(r#"{"a": 500}"#));
        for other in [r#"{"a": 5.5}"#, r#"{"a": "5"}"#, r#"{"a": [5]}"#, r#"{"a": 9007199254740993}"#] {
            assert_ne!(value(r#"{"a": 5}"#), value(other));
        }
        assert_ne!(value(r#"{"a": 9007199254740993}"#), value(r#"{"a": 9007199254740992.0}"#));
    }
}
