//! What the tests of wallets have in common.

use heartlink_domain::settings::Settings;
use heartlink_domain::wallet::{Amount, Currency, Note};
use heartlink_store::Store;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::tables::Table;
use heartlink_store::wallet::{Order, Payment};
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{TestEnv, user};

/// Waits between retries are the policy's and only cost time here.
pub fn quick() -> Settings {
    let mut settings = Settings::default();
    settings.retry.normal_step_millis = 1;
    settings.retry.batch_step_millis = 1;
    settings
}

/// A store of the same tables with a memory of its own, free of faults.
pub fn another_process(env: &TestEnv) -> Store {
    let table = env.store.table_name(Table::Matching);
    let prefix = table.strip_suffix("matching").unwrap();
    let settings = env.store.settings().clone();
    Store::new(env.client.clone(), prefix, settings, env.clock.clone(), seed())
}

pub fn credits() -> Currency {
    "CREDIT".parse().unwrap()
}

pub fn minor(amount: i64) -> Amount {
    amount.try_into().unwrap()
}

pub fn payment(who: &str, amount: i64) -> Payment {
    let note = Note { description: Some("for the test".into()), reference: None };
    Payment { user_id: user(who), currency: credits(), amount: minor(amount), note, reference_scope: None }
}

pub fn key(name: &str, body: &[u8]) -> IdempotencyKey {
    IdempotencyKey::new("shop", "any", name, body)
}

pub fn order(name: &str) -> Order {
    Order::new(user("shop"), Some(key(name, b"the body")))
}

pub async fn money(store: &Store, who: &str) -> i64 {
    store.wallet(&user(who), &credits()).await.unwrap().account.balance
}
