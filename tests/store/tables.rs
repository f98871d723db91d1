//! Tables of an older version: what they lack is added, what they hold stays.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use heartlink_domain::points::Profile;
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::tables::Table;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::world::{EngineKind, World, user};

use crate::points_world::{give, order};

on_each_engine!(an_older_table_gets_the_indexes_that_it_lacks_with_what_it_holds);

/// The ledger table of `store` with its keys only.
async fn create_older_ledger(client: &Client, store: &Store) {
    let mut create = client.create_table().table_name(store.table_name(Table::Ledger));
    for (name, kind) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let key = KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
        let definition = AttributeDefinition::builder().attribute_name(name);
        let definition = definition.attribute_type(ScalarAttributeType::S).build().unwrap();
        create = create.key_schema(key).attribute_definitions(definition);
    }
    create.billing_mode(BillingMode::PayPerRequest).send().await.unwrap();
}

async fn an_older_table_gets_the_indexes_that_it_lacks_with_what_it_holds(kind: EngineKind) {
    let world = World::new(kind).await;
    let group = Profile { group: "class".parse().ok(), ..Profile::default() };
    world.store.set_points_profile(&user("ann"), &group, &order("p")).await.unwrap();
    give(&world.store, "ann", 5, "k").await;

    let prefix = format!("older-{}", world.store.table_name(Table::Ledger));
    // DynamoDB Local makes an index the more slowly the more tables it has.
    let local = (kind == EngineKind::DynamoDbLocal).then(DynamoDbLocal::start);
    let own = local.as_ref().map(|local| local_client(http_client(), &local.endpoint()));
    let client = own.unwrap_or_else(|| world.client.clone());
    let older = Store::new(client.clone(), &prefix, Settings::default(), world.clock.clone(), 1);
    create_older_ledger(&client, &older).await;
    let held = world.client.scan().table_name(world.store.table_name(Table::Ledger)).send().await.unwrap();
    for item in held.items() {
        let put = client.put_item().table_name(older.table_name(Table::Ledger));
        put.set_item(Some(item.clone())).send().await.unwrap();
    }
    let class = "class".parse().unwrap();
    older.leaderboard(&class, 10, None).await.unwrap_err();
    for _ in 0..2 {
        older.create_tables().await.unwrap();
        let board = older.leaderboard(&class, 10, None).await.unwrap();
        assert_eq!(board.items.iter().map(|one| one.points).collect::<Vec<_>>(), [5]);
    }
}
