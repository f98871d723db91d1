//! What the tests of points have in common.

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::documents::{Document, Editor};
use heartlink_domain::ids::UserId;
use heartlink_domain::points::{Caps, PointsAccount, PointsOrder, PointsPlan, PointsRule, Standing};
use heartlink_store::Store;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::keys::Key;
use heartlink_store::points::{Order, VerificationMode};
use heartlink_store::tables::Table;
use heartlink_testkit::test_env::{TestEnv, user};

/// The school orders something under the key `name`.
pub fn order(name: &str) -> Order {
    Order::new(user("school"), Standing::Unbounded, Some(key(name)))
}

pub fn as_teacher(teacher: &str, name: &str) -> Order {
    Order::new(user(teacher), Standing::Teacher, Some(key(name)))
}

pub fn key(name: &str) -> IdempotencyKey {
    IdempotencyKey::new("school", "any", name, b"the body")
}

pub fn points(points: i64) -> PointsOrder {
    let kind = if points < 0 { "deduct_points" } else { "add_points" };
    PointsOrder { points, kind: kind.parse().unwrap(), reason: "homework".into(), teacher_id: None }
}

/// Gives or takes points for sure.
pub async fn give(store: &Store, who: &str, many: i64, name: &str) {
    store.change_points(&user(who), &points(many), &order(name)).await.unwrap();
}

pub async fn shown(store: &Store, who: &str) -> i64 {
    store.points(&user(who), true).await.unwrap().account.points(store.now())
}

/// Fails unless the ledger of `who` is sound.
pub async fn assert_consistent(store: &Store, who: &str) {
    let found = store.verify_points(&user(who), VerificationMode::Full).await.unwrap();
    assert!(found.consistent, "{who}: {:?}", found.problems);
}

pub async fn write<D: Document>(store: &Store, name: &str, content: &D) {
    let editor = Editor { operator: user("admin"), reason: None, expected: None, now: store.now() };
    store.put_document(&name.parse().unwrap(), content, &editor).await.unwrap();
}

/// A plan on which points expire so many days after they were earned.
pub fn expiring(days: u32) -> PointsPlan {
    PointsPlan { expires_after_days: Some(days), ..PointsPlan::default() }
}

pub fn rule(points: i64, caps: Caps) -> PointsRule {
    let timezone = "Europe/Berlin".parse().unwrap();
    PointsRule { points, caps, timezone, enabled: true, description: None, transaction_type: None }
}

/// Items as they are stored, written behind the system's back.
pub struct Behind<'a> {
    env: &'a TestEnv,
    table: String,
}

pub type Item = std::collections::HashMap<String, AttributeValue>;

impl<'a> Behind<'a> {
    pub fn the_back_of(env: &'a TestEnv) -> Self {
        Self { env, table: env.store.table_name(Table::Ledger) }
    }

    pub fn entry(who: &str, seq: u64) -> Key {
        Key::entry(&PointsAccount::account_id(&user(who)), seq)
    }

    pub fn head(who: &str) -> Key {
        Key::head(&PointsAccount::account_id(&user(who)))
    }

    pub fn checkpoint(who: &str) -> Key {
        Key::checkpoint(&PointsAccount::account_id(&user(who)))
    }

    pub async fn read(&self, key: &Key) -> Option<Item> {
        let get = self.env.client.get_item().table_name(&self.table).consistent_read(true);
        let get =
            get.key("pk", AttributeValue::S(key.pk.clone())).key("sk", AttributeValue::S(key.sk.clone()));
        get.send().await.unwrap().item
    }

    /// Writes `item` at `key`, whatever stands there.
    pub async fn put(&self, key: &Key, mut item: Item) {
        item.insert("pk".into(), AttributeValue::S(key.pk.clone()));
        item.insert("sk".into(), AttributeValue::S(key.sk.clone()));
        self.env.client.put_item().table_name(&self.table).set_item(Some(item)).send().await.unwrap();
    }

    pub async fn change(&self, key: &Key, change: impl FnOnce(&mut Item)) {
        let mut item = self.read(key).await.unwrap_or_else(|| panic!("nothing at {key:?}"));
        change(&mut item);
        self.put(key, item).await;
    }

    pub async fn delete(&self, key: &Key) {
        let delete = self.env.client.delete_item().table_name(&self.table);
        let delete =
            delete.key("pk", AttributeValue::S(key.pk.clone())).key("sk", AttributeValue::S(key.sk.clone()));
        delete.send().await.unwrap();
    }

    /// Changes the balance that the head states, and nothing else.
    pub async fn set_balance(&self, who: &str, balance: i64) {
        self.change(&Self::head(who), |head| *account_of(head).get_mut("balance").unwrap() = number(balance))
            .await;
    }
}

pub fn number(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// The ledger's part of a head.
pub fn account_of(head: &mut Item) -> &mut Item {
    match head.get_mut("account") {
        Some(AttributeValue::M(account)) => account,
        other => panic!("{other:?}"),
    }
}

pub fn students(count: usize) -> Vec<UserId> {
    (0..count).map(|n| user(&format!("student-{n:04}"))).collect()
}
