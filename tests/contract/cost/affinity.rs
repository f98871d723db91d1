//! What operations of affinity cost.

use std::time::Duration;

use heartlink_domain::affinity::{
    Adjustment, AffinityEvent, AffinitySettings, EventId, Level, Levels, Reporter, Reward, Rule, Source,
};
use heartlink_domain::documents::{Document, Editor};
use heartlink_domain::ids::DeviceId;
use heartlink_store::Store;
use heartlink_store::affinity::{LEVELS, SETTINGS};
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::wallet::Order;

use super::{Table, TestEnv, person};

/// `docs/data-model.md` says where it comes from.
const APPLY: Option<super::Budget> = Some((2, 6.0, 1.0));
const NO_OP: Option<super::Budget> = Some((1, 0.0, 1.0));

fn cat() -> DeviceId {
    "01KBD2Z3N8E5X6Q7R8S9T0V1W2".parse().unwrap()
}

fn order() -> Order {
    Order::new(person("hub"), None)
}

fn event(rule_key: &str, id: &str) -> AffinityEvent {
    AffinityEvent {
        rule_key: rule_key.parse().unwrap(),
        source: Source::DeviceEvent,
        event_id: Some(EventId::new(id.to_owned()).unwrap()),
        metadata: None,
        reporter: Reporter::Service,
    }
}

async fn put<D: Document>(store: &Store, name: &str, content: &D) {
    let editor = Editor { operator: person("admin"), reason: None, expected: None, now: store.now() };
    store.put_document(&name.parse().unwrap(), content, &editor).await.unwrap();
}

async fn begin(store: &Store) {
    let rule = |change: i64| Rule {
        min_change: change,
        max_change: change,
        single_cap: 100,
        daily_cap: 1_000,
        cooldown_seconds: 0,
        enabled: true,
        reported_by: Reporter::Service,
    };
    put(store, "chat", &rule(1)).await;
    put(store, "decay", &rule(-1)).await;
    let level = |threshold, rewards| Level { id: None, threshold, name: "Friend".to_owned(), rewards };
    let money = Reward::Wallet { currency: None, amount: 5.try_into().unwrap() };
    let levels =
        vec![level(0, vec![]), level(50, vec![Reward::Tag { tag: "t".to_owned() }]), level(90, vec![money])];
    put(store, LEVELS, &Levels { levels, ..Levels::default() }).await;
    put(store, SETTINGS, &AffinitySettings::default()).await;
}

pub async fn measure(table: &mut Table, env: &TestEnv) {
    let (store, ann, cat) = (&env.store, person("ann"), cat());
    begin(store).await;
    let cold = env.another_process();
    // What admins edit is read once in 10 s.
    for store in [store, &cold] {
        store.apply_affinity(&person("zoe"), &cat, &event("chat", "e0"), &order()).await.unwrap();
    }
    let order = order();
    table.row("bind a device", None, store.bind_device(&ann, &cat, Some("Mia"), &order)).await;
    store.apply_affinity(&ann, &cat, &event("chat", "e1"), &order).await.unwrap();
    let first = event("chat", "e2");
    let cold_apply = cold.apply_affinity(&ann, &cat, &first, &order);
    table.row("event, binding not seen by this process", APPLY, cold_apply).await;
    let second = event("chat", "e3");
    table.row("event", APPLY, cold.apply_affinity(&ann, &cat, &second, &order)).await;
    table.row("event that changes nothing", NO_OP, cold.apply_affinity(&ann, &cat, &second, &order)).await;
    let keyed = Order::new(person("hub"), Some(IdempotencyKey::new("hub", "affinity-apply", "k", b"")));
    let third = event("chat", "e4");
    table.row("event with an idempotency key", APPLY, cold.apply_affinity(&ann, &cat, &third, &keyed)).await;
    for (operation, delta) in
        [("adjust, a level with a tag is reached", 60), ("adjust, a level with money is reached", 60)]
    {
        let adjustment = Adjustment {
            user_id: ann.clone(),
            device_id: cat.clone(),
            delta,
            reason: "made good".to_owned(),
        };
        table.row(operation, None, cold.adjust_affinity(&adjustment, &order)).await;
    }
    table.row("look at a value", None, store.affinity(&ann, &cat)).await;
    table
        .row("read 20 entries of a log, 6 there", None, store.affinity_log(&ann, &cat, (20, true, None)))
        .await;
    table.row("decay, nothing is idle", None, store.decay_idle(false)).await;
    env.clock.advance(Duration::from_secs(72 * 3_600));
    store.apply_affinity(&person("zoe"), &cat, &event("chat", "e0"), &order).await.unwrap();
    table.row("decay, one binding is idle", None, store.decay_idle(false)).await;
    table.row("pay level rewards, none is due", None, store.retry_due_grants()).await;
    table.row("unbind a device", None, store.unbind_device(&ann, &cat, &order)).await;
}
