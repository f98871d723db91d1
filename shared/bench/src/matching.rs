//! A burst of people who all ask at once, beside the bare writes that it needs.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use clap::Args;
use futures::future::join_all;
use heartlink_domain::ids::UserId;
use heartlink_domain::matching::MatchPreferences;
use heartlink_domain::settings::Settings;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::tables::Table;
use serde_json::json;

use super::{Bench, EngineArgs, print};
use heartlink::terminal::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  heartlink-bench matching
  heartlink-bench matching --output json")]
pub(crate) struct MatchingArgs {
    /// How many people ask.
    #[arg(long, default_value_t = 2_000)]
    people: usize,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(super) async fn run(args: &MatchingArgs) -> Result<(), Failure> {
    // Closed before the other opens: a folder has one engine at a time.
    let bare_time = bare_burst(args.engine.open(Settings::default()).await?, args.people).await?;
    let bench = args.engine.open(Settings::default()).await?;
    let burst = burst(&bench, args.people).await?;
    let ratio = burst.took.as_secs_f64() / bare_time.as_secs_f64();
    let people = args.people as f64;
    print(
        args.engine.output,
        "burst of requests",
        &[
            ("people", json!(args.people)),
            ("rooms", json!(burst.rooms)),
            ("seconds", json!(burst.took.as_secs_f64())),
            ("bare writes, seconds", json!(bare_time.as_secs_f64())),
            ("ratio", json!(ratio)),
            ("taken in after, seconds", json!(burst.taken_in.as_secs_f64())),
            ("store calls per person", json!(f64::from(burst.cost.calls) / people)),
            ("write units per person", json!(burst.cost.write_units / people)),
            ("index write units per person", json!(burst.cost.index_write_units / people)),
            ("read units per person", json!(burst.cost.read_units / people)),
            ("conflicts", json!(burst.cost.conflicts)),
        ],
    );
    Ok(())
}

struct Burst {
    took: Duration,
    taken_in: Duration,
    rooms: u64,
    cost: Cost,
}

async fn burst(bench: &Bench, people: usize) -> Result<Burst, Failure> {
    let began = Instant::now();
    let asking = join_all((0..people).map(|i| {
        let store = bench.store.clone();
        tokio::spawn(measure(async move {
            let user: UserId = format!("bench-{i:06}").parse().map_err(Failure::failed)?;
            store.ask(&user, &MatchPreferences::default(), None).await.map(|_| ()).map_err(Failure::failed)
        }))
    }));
    let mut total = Cost::default();
    for asked in asking.await {
        let (result, cost) = asked.map_err(Failure::failed)?;
        result?;
        total = total.plus(cost);
    }
    let taken_in = began.elapsed();
    let (paired, cost) = measure(bench.store.pair_waiting(Vec::new())).await;
    paired.map_err(Failure::failed)?;
    let took = began.elapsed();
    let stats = bench.store.stats().await.map_err(Failure::failed)?;
    Ok(Burst { took, taken_in, rooms: stats.active_rooms, cost: total.plus(cost) })
}

type Item = HashMap<String, AttributeValue>;

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// An item as large as the one that the system writes.
fn item(pk: String, sk: &str, bytes: usize, more: &[(&str, String)]) -> Item {
    let mut item = Item::from([
        ("pk".to_owned(), text(pk)),
        ("sk".to_owned(), text(sk)),
        ("version".to_owned(), AttributeValue::N("1".to_owned())),
        ("filling".to_owned(), text("x".repeat(bytes))),
    ]);
    item.extend(more.iter().map(|(name, value)| ((*name).to_owned(), text(value.clone()))));
    item
}

/// The writes that `people` requests and half as many rooms need, made bare.
async fn bare_burst(bench: Bench, people: usize) -> Result<Duration, Failure> {
    let table = bench.store.table_name(Table::Matching);
    let began = Instant::now();
    let requests = join_all((0..people).map(|i| {
        let now = bench.store.now().to_string();
        let indexes = [
            ("pool", "default#0".to_owned()),
            ("pool_at", format!("{now}#{i}")),
            ("due", (i % 4).to_string()),
            ("due_at", now),
        ];
        let person = item(format!("U#bench-{i:06}"), "PERSON", 300, &indexes);
        let request = bench.client.put_item().table_name(&table).set_item(Some(person));
        tokio::spawn(request.condition_expression("attribute_not_exists(pk)").send())
    }));
    for result in requests.await {
        result.map_err(Failure::failed)?.map_err(Failure::failed)?;
    }
    let rooms = join_all((0..people / 2).map(|i| {
        let actions = room_actions(&table, i, &bench.store.now().to_string());
        let request = bench.client.transact_write_items().set_transact_items(actions.ok());
        tokio::spawn(request.send())
    }));
    for result in rooms.await {
        result.map_err(Failure::failed)?.map_err(Failure::failed)?;
    }
    Ok(began.elapsed())
}

fn room_actions(table: &str, i: usize, now: &str) -> Result<Vec<TransactWriteItem>, Failure> {
    let members = [2 * i, 2 * i + 1].map(|n| format!("bench-{n:06}"));
    let room = [
        ("id", format!("room-{i}")),
        ("asker", members[0].clone()),
        ("waiting", members[1].clone()),
        ("due", (i % 4).to_string()),
        ("due_at", now.to_owned()),
    ];
    let items = [
        (item(format!("U#{}", members[0]), "PERSON", 350, &[]), true),
        (item(format!("U#{}", members[1]), "PERSON", 350, &[]), true),
        (item(format!("R#room-{i}"), "ROOM", 350, &room), false),
        (item(format!("U#{}", members[0]), &format!("REL#{}", members[1]), 120, &[]), false),
        (item(format!("U#{}", members[1]), &format!("REL#{}", members[0]), 120, &[]), false),
    ];
    let mut actions = Vec::with_capacity(items.len() + 1);
    for (item, stored) in items {
        let put = Put::builder().table_name(table).set_item(Some(item));
        let put = if stored {
            put.condition_expression("version = :version")
                .expression_attribute_values(":version", AttributeValue::N("1".to_owned()))
        } else {
            put.condition_expression("attribute_not_exists(pk)")
        };
        let put = put.build().map_err(Failure::failed)?;
        actions.push(TransactWriteItem::builder().put(put).build());
    }
    let count = Update::builder()
        .table_name(table)
        .key("pk", text(format!("TALLY#{}", i % 16)))
        .key("sk", text("TALLY"))
        .update_expression("ADD matched :one")
        .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
        .build()
        .map_err(Failure::failed)?;
    actions.push(TransactWriteItem::builder().update(count).build());
    Ok(actions)
}
