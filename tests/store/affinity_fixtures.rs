//! What the tests of affinity have in common.

use heartlink_domain::affinity::{
    AffinityEvent, AffinitySettings, ApplyResult, Binding, EventId, Level, Levels, LogEntry, Reporter,
    Reward, Rule, Source,
};
use heartlink_domain::documents::{Document, Editor};
use heartlink_domain::ids::{DeviceId, DocumentName};
use heartlink_store::Store;
use heartlink_store::affinity::{AffinityError, LEVELS, SETTINGS};
use heartlink_store::wallet::Order;
use heartlink_testkit::test_env::user;

use crate::wallet_fixtures::key;

pub fn cat() -> DeviceId {
    "cat".parse().unwrap()
}

pub fn name(text: &str) -> DocumentName {
    text.parse().unwrap()
}

/// Draws `change`, as much and as often as one likes.
pub fn rule(change: i64) -> Rule {
    Rule {
        min_change: change,
        max_change: change,
        single_cap: 1_000,
        daily_cap: 100_000,
        cooldown_seconds: 0,
        enabled: true,
        reported_by: Reporter::Service,
    }
}

/// As much a day as one likes.
pub fn generous() -> AffinitySettings {
    AffinitySettings { max_affinity: 100_000, global_daily_cap: 100_000, ..AffinitySettings::default() }
}

pub fn levels(levels: &[(i64, Vec<Reward>)]) -> Levels {
    let level = |(number, (threshold, rewards)): (usize, &(i64, Vec<Reward>))| Level {
        id: None,
        threshold: *threshold,
        name: format!("level {number}"),
        rewards: rewards.clone(),
    };
    Levels { levels: (1..).zip(levels).map(level).collect(), ..Levels::default() }
}

pub fn money(minor: i64) -> Reward {
    Reward::Wallet { currency: None, amount: minor.try_into().unwrap() }
}

pub fn tag(name: &str) -> Reward {
    Reward::Tag { tag: name.to_owned() }
}

pub async fn put<D: Document>(store: &Store, named: &str, content: &D) {
    let editor = Editor { operator: user("admin"), reason: None, expected: None, now: store.now() };
    store.put_document(&name(named), content, &editor).await.unwrap();
}

/// Puts what holds for all, and the rule `chat`.
pub async fn set(store: &Store, chat: &Rule, settings: &AffinitySettings, levels: &Levels) {
    put(store, "chat", chat).await;
    put(store, SETTINGS, settings).await;
    put(store, LEVELS, levels).await;
}

pub fn order() -> Order {
    Order::new(user("hub"), None)
}

pub fn keyed(text: &str) -> Order {
    Order::new(user("hub"), Some(key(text, b"body")))
}

pub async fn bind(store: &Store, who: &str) {
    store.bind_device(&user(who), &cat(), None, &order()).await.unwrap();
}

pub fn cause(rule_key: &str, event: Option<&str>) -> AffinityEvent {
    AffinityEvent {
        rule_key: name(rule_key),
        source: Source::DeviceEvent,
        event_id: event.map(|event| EventId::new(event.to_owned()).unwrap()),
        metadata: None,
        reporter: Reporter::Service,
    }
}

/// An event between somebody and their cat.
pub async fn happen(
    store: &Store,
    who: &str,
    rule_key: &str,
    event: Option<&str>,
) -> Result<ApplyResult, AffinityError> {
    // Boxed: tests nest it deep in futures of their own.
    let (who, cause, order) = (user(who), cause(rule_key, event), order());
    let applied = Box::pin(store.apply_affinity(&who, &cat(), &cause, &order)).await;
    applied.map(|applied| applied.value)
}

pub async fn binding(store: &Store, who: &str) -> Binding {
    store.binding(&user(who), &cat()).await.unwrap()
}

/// All of a log, oldest first.
pub async fn log(store: &Store, who: &str) -> Vec<LogEntry> {
    let mut entries = Vec::new();
    let mut after = None;
    loop {
        let page = store.affinity_log(&user(who), &cat(), (100, false, after)).await.unwrap();
        entries.extend(page.entries);
        after = page.next;
        if after.is_none() {
            return entries;
        }
    }
}

/// Fails the test unless the log has no gap, adds up to the value and chains.
pub async fn assert_sound(store: &Store, who: &str) {
    let found = store.verify_affinity(&user(who), &cat()).await.unwrap();
    assert!(found.consistent, "{who}: {:?}", found.problems);
}
