//! Forgetting stream records that every consumer has processed, where the
//! engine keeps them until told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use heartlink_engine::Engine;

/// Worked-off records that are worth a deletion.
const WORTH: u32 = 500;

/// What the consumers of all tables have processed. Without an engine, nothing
/// is ever trimmed.
#[derive(Debug, Clone, Default)]
pub(super) struct Trim(Option<Arc<Mutex<Ledger>>>);

#[derive(Debug)]
struct Ledger {
    engine: Engine,
    tables: BTreeMap<String, Consumed>,
}

#[derive(Debug, Default)]
struct Consumed {
    /// The last sequence number of each consumer, as a number and as text.
    by_consumer: BTreeMap<&'static str, Option<(u128, String)>>,
    /// Positions saved since the last deletion.
    advances: u32,
}

impl Trim {
    /// `consumers` are all that read a table: (table, name of the consumer).
    pub(super) fn new(engine: Option<Engine>, consumers: &[(String, &'static str)]) -> Self {
        let Some(engine) = engine else { return Self(None) };
        let mut tables: BTreeMap<String, Consumed> = BTreeMap::new();
        for (table, consumer) in consumers {
            tables.entry(table.clone()).or_default().by_consumer.insert(consumer, None);
        }
        Self(Some(Arc::new(Mutex::new(Ledger { engine, tables }))))
    }

    /// `consumer` has processed its table's stream up to `number`.
    pub(super) fn consumed(&self, table: &str, consumer: &'static str, number: &str) {
        let Some(ledger) = &self.0 else { return };
        let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(value) = number.parse() else { return };
        if let Some(consumed) = ledger.tables.get_mut(table) {
            consumed.by_consumer.insert(consumer, Some((value, number.to_owned())));
            consumed.advances += 1;
        }
        if ledger.tables.get(table).is_some_and(|consumed| consumed.advances >= WORTH) {
            ledger.trim(table);
        }
    }

    /// Trims whatever there is, when nothing else is to be done.
    pub(super) fn sweep(&self) {
        let Some(ledger) = &self.0 else { return };
        let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let due: Vec<String> = ledger
            .tables
            .iter()
            .filter(|(_, consumed)| consumed.advances > 0)
            .map(|(table, _)| table.clone())
            .collect();
        for table in due {
            ledger.trim(&table);
        }
    }
}

impl Ledger {
    fn trim(&mut self, table: &str) {
        let Some(consumed) = self.tables.get_mut(table) else { return };
        consumed.advances = 0;
        let Some(through) = lowest(&consumed.by_consumer) else { return };
        if let Err(error) = self.engine.trim_stream(table, through) {
            tracing::warn!(table, %error, "the stream could not be trimmed");
        }
    }
}

/// What every consumer has behind it; `None` while one has not begun.
fn lowest<'a>(by_consumer: &'a BTreeMap<&'static str, Option<(u128, String)>>) -> Option<&'a str> {
    let mut lowest: Option<&(u128, String)> = None;
    for number in by_consumer.values() {
        let number = number.as_ref()?;
        if lowest.is_none_or(|lowest| number.0 < lowest.0) {
            lowest = Some(number);
        }
    }
    lowest.map(|(_, text)| text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_every_consumer_has_behind_it_is_trimmed() {
        let at = |number: &str| Some((number.parse().unwrap(), number.to_owned()));
        let mut consumers = BTreeMap::from([("a", at("900")), ("b", at("1000"))]);
        assert_eq!(lowest(&consumers), Some("900"));
        consumers.insert("c", None);
        assert_eq!(lowest(&consumers), None);
        assert_eq!(lowest(&BTreeMap::new()), None);
    }
}
