//! The engine's memory of `ClientRequestToken`s.
//!
//! Owns the rule that a transaction sent twice under one token is carried out
//! once. The library has a cache of its own, which looks at every token of the
//! last ten minutes on every call: 1,000 transactions a second would cost tens
//! of milliseconds each. This one is bounded by number, not by time, and never
//! reads a clock.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};

use serde_json::Value;

/// Transactions remembered; the oldest is forgotten first. Far more than can
/// be under way at once, which is what a resent request needs.
const REMEMBERED: usize = 50_000;

/// The answers of the latest transactions that were sent with a token.
#[derive(Default)]
pub(crate) struct TokenCache {
    answers: HashMap<String, Remembered>,
    oldest_first: VecDeque<String>,
}

struct Remembered {
    actions: u64,
    answer: String,
}

/// What is known about a token.
pub(crate) enum Lookup<'a> {
    /// Nothing: carry the transaction out.
    Unknown,
    /// The same transaction was carried out and answered so.
    Done(&'a str),
    /// Another transaction was carried out under this token.
    Mismatch,
}

impl TokenCache {
    pub(crate) fn lookup(&self, token: &str, actions: u64) -> Lookup<'_> {
        match self.answers.get(token) {
            None => Lookup::Unknown,
            Some(known) if known.actions == actions => Lookup::Done(&known.answer),
            Some(_) => Lookup::Mismatch,
        }
    }

    pub(crate) fn remember(&mut self, token: String, actions: u64, answer: String) {
        if self.oldest_first.len() >= REMEMBERED
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.answers.remove(&oldest);
        }
        self.oldest_first.push_back(token.clone());
        self.answers.insert(token, Remembered { actions, answer });
    }
}

/// A hash of a transaction's actions that does not depend on the order of the
/// attributes in its maps: the SDK writes them in another order each time.
pub(crate) fn fingerprint(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| {
                let mut pair = DefaultHasher::new();
                (name, fingerprint(member)).hash(&mut pair);
                pair.finish()
            })
            .fold(0_u64, u64::wrapping_add)
            .hash(&mut hasher),
        Value::Array(elements) => elements.iter().for_each(|e| fingerprint(e).hash(&mut hasher)),
        scalar => scalar.hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_actions_have_the_same_fingerprint_whatever_the_order_of_members() {
        let one: Value = serde_json::from_str(r#"{"a":{"S":"1"},"b":[1,{"c":2,"d":3}]}"#).unwrap();
        let two: Value = serde_json::from_str(r#"{"b":[1,{"d":3,"c":2}],"a":{"S":"1"}}"#).unwrap();
        assert_eq!(fingerprint(&one), fingerprint(&two));
    }

    #[test]
    fn other_actions_have_another_fingerprint() {
        let base = fingerprint(&json!({"a": "1", "b": "2"}));
        for other in
            [json!({"a": "2", "b": "1"}), json!({"a": "1"}), json!(["1", "2"]), json!({"a": "1", "b": 2})]
        {
            assert_ne!(base, fingerprint(&other), "{other}");
        }
    }

    #[test]
    fn the_oldest_token_is_forgotten_first_and_the_number_is_bounded() {
        let mut cache = TokenCache::default();
        for n in 0..=REMEMBERED {
            cache.remember(n.to_string(), 7, String::new());
        }
        assert!(matches!(cache.lookup("0", 7), Lookup::Unknown));
        assert!(matches!(cache.lookup("1", 7), Lookup::Done("")));
        assert!(matches!(cache.lookup("1", 8), Lookup::Mismatch));
        assert_eq!(cache.answers.len(), REMEMBERED);
    }
}
