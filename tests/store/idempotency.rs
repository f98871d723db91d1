//! Idempotency records: what a key stands for, and records of an older version.

use heartlink_store::error::StoreError;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::tables::Table;
use heartlink_store::wallet::{Order, WalletError};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::wallet_fixtures::{key, money, payment, quick};

on_each_engine!(
    a_key_stands_for_the_query_as_well_as_for_the_body,
    a_record_that_says_nothing_of_the_query_goes_by_the_body,
    a_record_without_a_value_goes_by_the_bytes,
);

fn order(key: IdempotencyKey) -> Order {
    Order::new(user("shop"), Some(key))
}

fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn a_key_stands_for_the_query_as_well_as_for_the_body(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let store = &env.store;
    let paid = payment("ann", 5);
    let with = |pairs| order(key("k", b"body").with_query(query(pairs)));
    let first = store.credit_wallet(&paid, &with(&[("a", "1"), ("b", "2")])).await.unwrap();
    let again = store.credit_wallet(&paid, &with(&[("b", "2"), ("a", "1")])).await.unwrap();
    assert!(!first.replayed && again.replayed);
    for other in [&[("a", "1")][..], &[("a", "1b"), ("", "2")], &[("a", "2"), ("b", "1")], &[]] {
        let refused = store.credit_wallet(&paid, &with(other)).await.unwrap_err();
        assert!(matches!(refused, WalletError::Store(StoreError::KeyReused)), "{other:?}: {refused:?}");
    }
    assert_eq!(money(store, "ann").await, 5);
}

async fn a_record_that_says_nothing_of_the_query_goes_by_the_body(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let (store, client) = (&env.store, &env.client);
    let paid = payment("ann", 5);
    store.credit_wallet(&paid, &order(key("k", b"body"))).await.unwrap();
    let table = store.table_name(Table::Idempotency);
    for mut record in client.scan().table_name(&table).send().await.unwrap().items.unwrap() {
        assert!(record.remove("query").is_some());
        client.put_item().table_name(&table).set_item(Some(record)).send().await.unwrap();
    }
    let again = order(key("k", b"body").with_query(query(&[("a", "1")])));
    assert!(store.credit_wallet(&paid, &again).await.unwrap().replayed);
    let other = store.credit_wallet(&paid, &order(key("k", b"other"))).await.unwrap_err();
    assert!(matches!(other, WalletError::Store(StoreError::KeyReused)), "{other:?}");
    assert_eq!(money(store, "ann").await, 5);
}

/// What an older build recorded is found by this one, and the other way round.
async fn a_record_without_a_value_goes_by_the_bytes(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let (store, client) = (&env.store, &env.client);
    let paid = payment("ann", 5);
    let value = serde_json::json!({ "amount": 5 });
    let json = |body: &[u8]| order(key("k", body).with_json(&value));
    store.credit_wallet(&paid, &json(b"as it was")).await.unwrap();
    assert!(store.credit_wallet(&paid, &order(key("k", b"as it was"))).await.unwrap().replayed);
    assert!(store.credit_wallet(&paid, &json(b"written otherwise")).await.unwrap().replayed);
    let table = store.table_name(Table::Idempotency);
    for mut record in client.scan().table_name(&table).send().await.unwrap().items.unwrap() {
        assert!(record.remove("value").is_some());
        client.put_item().table_name(&table).set_item(Some(record)).send().await.unwrap();
    }
    assert!(store.credit_wallet(&paid, &json(b"as it was")).await.unwrap().replayed);
    let other = store.credit_wallet(&paid, &json(b"written otherwise")).await.unwrap_err();
    assert!(matches!(other, WalletError::Store(StoreError::KeyReused)), "{other:?}");
    assert_eq!(money(store, "ann").await, 5);
}
