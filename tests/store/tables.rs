//! Tables of an older version: what they lack is added, what they hold stays.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use heartlink_domain::jobs::JobSource;
use heartlink_domain::points::Profile;
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::jobs::Visibility;
use heartlink_store::tables::Table;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::points_fixtures::{give, order};
use crate::wallet_fixtures::key;

on_each_engine!(
    an_older_table_gets_the_indexes_that_it_lacks_with_what_it_holds,
    jobs_and_connections_of_an_older_version_are_listed_and_counted,
);

/// A table of `store` with its keys only.
async fn create_older(client: &Client, store: &Store, table: Table) {
    let mut create = client.create_table().table_name(store.table_name(table));
    for (name, kind) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let key = KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
        let definition = AttributeDefinition::builder().attribute_name(name);
        let definition = definition.attribute_type(ScalarAttributeType::S).build().unwrap();
        create = create.key_schema(key).attribute_definitions(definition);
    }
    create.billing_mode(BillingMode::PayPerRequest).send().await.unwrap();
}

/// An older store with one `table` of those of `env`, with its keys and what it
/// holds, and without indexes.
async fn older_with(env: &TestEnv, kind: EngineKind, table: Table) -> (Store, Option<DynamoDbLocal>) {
    let prefix = format!("older-{}", env.store.table_name(table));
    // DynamoDB Local makes an index the more slowly the more tables it has.
    let local = (kind == EngineKind::DynamoDbLocal).then(DynamoDbLocal::start);
    let own = local.as_ref().map(|local| local_client(http_client(), &local.endpoint()));
    let client = own.unwrap_or_else(|| env.client.clone());
    let older = Store::new(client.clone(), &prefix, Settings::default(), env.clock.clone(), 1);
    create_older(&client, &older, table).await;
    let held = env.client.scan().table_name(env.store.table_name(table)).send().await.unwrap();
    for item in held.items() {
        let put = client.put_item().table_name(older.table_name(table));
        put.set_item(Some(item.clone())).send().await.unwrap();
    }
    (older, local)
}

async fn an_older_table_gets_the_indexes_that_it_lacks_with_what_it_holds(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let group = Profile { group: "class".parse().ok(), ..Profile::default() };
    env.store.set_points_profile(&user("ann"), &group, &order("p")).await.unwrap();
    give(&env.store, "ann", 5, "k").await;

    let (older, _local) = older_with(&env, kind, Table::Ledger).await;
    let class = "class".parse().unwrap();
    older.leaderboard(&class, 10, None).await.unwrap_err();
    for _ in 0..2 {
        older.create_tables().await.unwrap();
        let board = older.leaderboard(&class, 10, None).await.unwrap();
        assert_eq!(board.items.iter().map(|one| one.points).collect::<Vec<_>>(), [5]);
    }
}

async fn jobs_and_connections_of_an_older_version_are_listed_and_counted(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (shop, ann) = (user("shop"), user("ann"));
    let made = env.store.create_job(JobSource::File, &shop, &key("job", b"x")).await.unwrap();
    let (older, _jobs) = older_with(&env, kind, Table::Jobs).await;
    older.jobs(Visibility::All, 10, true, None).await.unwrap_err();
    older.create_tables().await.unwrap();
    for sight in [Visibility::All, Visibility::Own(&shop)] {
        assert_eq!(older.jobs(sight, 10, true, None).await.unwrap().jobs, std::slice::from_ref(&made.value));
    }

    env.store
        .open_connection(&"connection".parse().unwrap(), &Caller::new(ann.clone(), &[Role::User]))
        .await
        .unwrap();
    let (older, _realtime) = older_with(&env, kind, Table::Realtime).await;
    older.count_connections().await.unwrap_err();
    older.create_tables().await.unwrap();
    assert_eq!(older.count_connections().await.unwrap(), 1);
}
