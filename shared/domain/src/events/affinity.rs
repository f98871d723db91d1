//! What owners are told of how attached they and their devices are.

use crate::affinity::LogEntry;
use crate::events::{AffinityUpdateData, Event, EventData, LevelChangeData};
use crate::ledger::Entry;

/// What the owner is told of a new entry of a binding's log: the change, and
/// the level it led to. Nothing where the setting said so when it was made.
pub fn from_affinity_entry(entry: &Entry) -> Vec<Event> {
    let Some(logged) = LogEntry::of(entry).filter(|_| LogEntry::is_told(entry)) else { return Vec::new() };
    let event = |said| Event::new(logged.user_id.clone(), logged.at, &said);
    let mut events = vec![event(EventData::AffinityUpdate(AffinityUpdateData {
        device_id: logged.device_id.clone(),
        log_id: logged.log_id.clone(),
        source: logged.source,
        rule_key: logged.rule_key.clone(),
        change_value: logged.change_value,
        before_value: logged.before_value,
        after_value: logged.after_value,
        level: logged.new_level,
    }))];
    let (old_level, new_level) = (logged.old_level, logged.new_level);
    if old_level != new_level {
        let way = if new_level > old_level { EventData::LevelUp } else { EventData::LevelDown };
        let (device_id, value) = (logged.device_id.clone(), logged.after_value);
        events.push(event(way(LevelChangeData { device_id, old_level, new_level, value })));
    }
    events
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::affinity::Binding;
    use crate::events::EventType;
    use crate::ledger::{Account, AccountId, Draft, append};
    use crate::time::Timestamp;

    fn entry(account: AccountId, amount: i64, levels: [&str; 2], told: bool) -> Entry {
        let mut attributes: BTreeMap<String, String> =
            [("requested", "5"), ("old_level", levels[0]), ("new_level", levels[1]), ("rule_key", "chat")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into();
        if !told {
            attributes.insert("notify".to_owned(), "off".to_owned());
        }
        let draft = Draft { amount, kind: "device_event".into(), attributes, ..Draft::default() };
        append(&Account::new(account), draft, Timestamp::from_unix_millis(7)).unwrap().1
    }

    fn cat() -> AccountId {
        Binding::account_id(&"ann".parse().unwrap(), &"cat".parse().unwrap())
    }

    fn kinds(entry: &Entry) -> Vec<EventType> {
        from_affinity_entry(entry).into_iter().map(|event| event.kind).collect()
    }

    #[test]
    fn a_change_is_told_and_then_the_level_it_led_to() {
        let up = from_affinity_entry(&entry(cat(), 5, ["1", "3"], true));
        assert_eq!((up[0].to.as_str(), up[0].kind), ("ann", EventType::AffinityUpdate));
        assert_eq!((&up[0].data["after_value"], &up[0].data["rule_key"]), (&json!(5), &json!("chat")));
        assert_eq!((up[1].kind, &up[1].data["new_level"]), (EventType::LevelUp, &json!(3)));
        let down = kinds(&entry(cat(), -5, ["3", "1"], true));
        assert_eq!(down, [EventType::AffinityUpdate, EventType::LevelDown]);
        assert_eq!(kinds(&entry(cat(), 1, ["1", "1"], true)), [EventType::AffinityUpdate]);
    }

    #[test]
    fn nothing_is_told_where_the_setting_said_so_or_of_other_accounts() {
        assert_eq!(kinds(&entry(cat(), 5, ["1", "3"], false)), []);
        assert_eq!(kinds(&entry(AccountId::new("wallet", &["ann", "CREDIT"]), 5, ["1", "1"], true)), []);
    }
}
