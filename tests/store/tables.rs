//! Tables of an older version: what they lack is added, what they hold stays.

use std::time::Duration;

use aws_sdk_dynamodb::types::{DeleteGlobalSecondaryIndexAction, GlobalSecondaryIndexUpdate};
use heartlink_domain::points::Profile;
use heartlink_store::retry::pause;
use heartlink_store::tables::{BOARD, Table};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::world::{EngineKind, World, user};

use crate::points_world::{give, order};

on_each_engine!(an_older_table_gets_the_index_that_it_lacks_with_what_it_holds);

async fn an_older_table_gets_the_index_that_it_lacks_with_what_it_holds(kind: EngineKind) {
    let world = World::new(kind).await;
    let store = &world.store;
    let table = store.table_name(Table::Ledger);
    let drop = DeleteGlobalSecondaryIndexAction::builder().index_name(BOARD.name).build().unwrap();
    let drop = GlobalSecondaryIndexUpdate::builder().delete(drop).build();
    let update = world.client.update_table().table_name(&table).global_secondary_index_updates(drop);
    update.send().await.unwrap();
    let gone = async || {
        let described = world.client.describe_table().table_name(&table).send().await.unwrap().table.unwrap();
        described.global_secondary_indexes().iter().all(|index| index.index_name() != Some(BOARD.name))
    };
    for _ in 0..500 {
        if gone().await {
            break;
        }
        pause(Duration::from_millis(20)).await;
    }
    assert!(gone().await);
    let group = Profile { group: "class".parse().ok(), ..Profile::default() };
    store.set_points_profile(&user("ann"), &group, &order("p")).await.unwrap();
    give(store, "ann", 5, "k").await;
    let class = "class".parse().unwrap();
    store.leaderboard(&class, 10, None).await.unwrap_err();
    store.create_tables().await.unwrap();
    let board = store.leaderboard(&class, 10, None).await.unwrap();
    assert_eq!(board.items.iter().map(|one| one.points).collect::<Vec<_>>(), [5]);
    store.create_tables().await.unwrap();
}
