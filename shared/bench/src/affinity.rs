//! Events between users and devices under load, beside the same store calls
//! made bare.
//!
//! Product and bare take turns, round by round or call by call, on one engine
//! in one process, so that whatever slows the machine down slows both.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnConsumedCapacity, TransactWriteItem};
use clap::{Args, value_parser};
use futures::future::BoxFuture;
use heartlink_domain::affinity::{AffinitySettings, Binding, Reporter, Rule};
use heartlink_domain::documents::{Document, Editor};
use heartlink_domain::ids::{DeviceId, UserId};
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::affinity::SETTINGS;
use heartlink_store::keys::{ENTRY_PREFIX, HEAD, numbered};
use heartlink_store::meter::Cost;
use heartlink_store::tables::Table;
use heartlink_store::wallet::Order;
use serde_json::json;
use tokio::sync::Mutex;

use super::handlers::Handlers;
use super::load::{Run, drive};
use super::report::{Budget, Handler, Load, Report};
use super::{EngineArgs, Storage};
use heartlink::terminal::Failure;

/// Bindings over which a load is spread.
const BINDINGS: usize = 1_000;
/// Events under way at the same time, over all bindings.
const SPREAD: usize = 32;
/// Callers of one binding.
const CALLERS: usize = 64;
/// Of the events of a round, as many are told one by one to time handlers.
const ONE_BY_ONE: usize = 4;
const DEVICE: &str = "bench-device";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  heartlink-bench affinity
  heartlink-bench affinity --ephemeral --rounds 3 --output json")]
pub(crate) struct AffinityArgs {
    /// Rounds of each load, on either side; the best of each counts.
    #[arg(long, default_value_t = 5, value_parser = value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Events in a round.
    #[arg(long, default_value_t = 4_000, value_parser = value_parser!(u32).range(100..=1_000_000))]
    operations: u32,
    /// Keep the embedded engine in memory instead of on disk.
    #[arg(long, conflicts_with = "data")]
    ephemeral: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

/// The two sides, each with its own tables on the same engine.
struct Sides {
    system: Arc<Handlers>,
    bare: Arc<Bare>,
}

/// One round of a load.
#[derive(Clone, Copy)]
struct RoundSpec {
    rule_key: &'static str,
    bindings: usize,
    first: usize,
    count: usize,
    in_flight: usize,
}

pub(super) async fn run(args: &AffinityArgs) -> Result<(), Failure> {
    let storage = if args.ephemeral { Storage::Memory } else { Storage::Disk };
    let engine = args.engine.connect(storage).await?;
    let system = engine.store("system", Settings::default()).await?;
    let bare = engine.store("bare", Settings::default()).await?;
    let measured = measure(args, &engine.client, &system, &bare).await;
    // Only what was made for this run, whether it succeeded or not.
    for store in [&system, &bare] {
        engine.drop_tables(store).await;
    }
    let report = measured?;
    super::say_report(args.engine.output, &report.table(), &report.json());
    Ok(())
}

async fn measure(
    args: &AffinityArgs,
    client: &Client,
    system: &Store,
    bare: &Store,
) -> Result<Report, Failure> {
    prepare(system).await?;
    let system = Arc::new(Handlers::new(system.clone())?);
    // Every binding has a value, and this process has seen it.
    let all =
        RoundSpec { rule_key: "chat", bindings: BINDINGS, first: 0, count: BINDINGS, in_flight: SPREAD };
    drive_system(&system, &all).await?;
    drive_system(&system, &all).await?;
    let bare = Arc::new(Bare::new(client.clone(), bare, shape(client, system.store()).await?));
    let sides = Sides { system, bare };
    sides.of_bare(&all).await?;
    let count = usize::try_from(args.operations).unwrap_or(usize::MAX);
    let spread = RoundSpec { count, ..all };
    let plans = [
        ("event, 1,000 bindings, 32 in flight", spread),
        ("event, one binding, 64 callers", RoundSpec { bindings: 1, in_flight: CALLERS, ..spread }),
    ];
    let mut loads = Vec::with_capacity(plans.len() + 1);
    for (name, plan) in plans {
        let mut load = Load::new(name, 1);
        for round in 0..args.rounds {
            let (system, bare) = sides.round(&plan, round).await?;
            load.round(system, bare);
        }
        loads.push(load);
    }
    let mut no_op = Load::new("event that changes nothing", 1);
    for _ in 0..args.rounds {
        // Its bare side is the one read that it needs.
        let plan = RoundSpec { rule_key: "nothing", ..spread };
        no_op.round(drive_system(&sides.system, &plan).await?, sides.bare_reads(&plan).await?);
    }
    loads.push(no_op);
    let mut handler = Handler::default();
    for _ in 0..args.rounds {
        let (system, bare) = sides.one_by_one(&RoundSpec { count: count / ONE_BY_ONE, ..spread }).await?;
        handler.round(&system, &bare);
    }
    let budgets = budgets(&loads, &handler);
    Ok(Report { engine: args.engine.describe(), durable: !args.ephemeral, loads, handler, budgets })
}

fn budgets(loads: &[Load], handler: &Handler) -> Vec<Budget> {
    let mut budgets = Vec::from(handler.budgets());
    let [spread, hot, no_op] = loads else { return budgets };
    let calls = |cost: &Cost| f64::from(cost.calls);
    budgets.extend([
        Budget::least("event, spread: rate over bare", 0.85, spread.ratio()),
        Budget::least("event, one binding: rate over bare", 0.7, hot.ratio()),
        Budget::most("event, one binding: failed", 0.0, hot.failed as f64),
        Budget::most("event: round trips, binding seen before", 1.0, spread.each(calls)),
        Budget::most("event: write units", 6.0, spread.each(|cost| cost.write_units)),
        Budget::most("event: read units", 1.0, spread.each(|cost| cost.read_units)),
        Budget::most("no-op: round trips", 1.0, no_op.each(calls)),
        Budget::most("no-op: write units", 0.0, no_op.each(|cost| cost.write_units)),
        Budget::most("no-op: read units", 1.0, no_op.each(|cost| cost.read_units)),
    ]);
    budgets
}

/// The id of a user.
fn name_of(user: usize) -> String {
    format!("bench-{user:06}")
}

/// Which of `bindings` event `i` is for. Neighbours lie apart, so that those
/// under way at the same time seldom meet.
fn binding_of(i: usize, bindings: usize) -> usize {
    i.wrapping_mul(7_919) % bindings
}

/// Binds every device, and makes the rules generous.
async fn prepare(store: &Store) -> Result<(), Failure> {
    let rule = |change: i64| Rule {
        min_change: change,
        max_change: change,
        single_cap: 1,
        daily_cap: 1_000_000_000,
        cooldown_seconds: 0,
        enabled: true,
        reported_by: Reporter::Service,
    };
    let most = 1_000_000_000;
    let settings =
        AffinitySettings { max_affinity: most, global_daily_cap: most, ..AffinitySettings::default() };
    put(store, "chat", &rule(1)).await?;
    put(store, "nothing", &rule(0)).await?;
    put(store, SETTINGS, &settings).await?;
    let device: DeviceId = DEVICE.parse().map_err(Failure::failed)?;
    for user in 0..BINDINGS {
        let user: UserId = name_of(user).parse().map_err(Failure::failed)?;
        let order = Order::new(user.clone(), None);
        store.bind_device(&user, &device, None, &order).await.map_err(Failure::failed)?;
    }
    Ok(())
}

async fn put<D: Document>(store: &Store, name: &str, content: &D) -> Result<(), Failure> {
    let operator = "bench".parse().map_err(Failure::failed)?;
    let editor = Editor { operator, reason: None, expected: None, now: store.now() };
    let name = name.parse().map_err(Failure::failed)?;
    store.put_document(&name, content, &editor).await.map(|_| ()).map_err(Failure::failed)
}

async fn drive_system(system: &Arc<Handlers>, plan: &RoundSpec) -> Result<Run, Failure> {
    let (RoundSpec { rule_key, bindings, first, count, in_flight }, system) = (*plan, system.clone());
    let make = move |i| {
        let user = name_of(binding_of(first + i, bindings));
        let body = json!({
            "user_id": user, "device_id": DEVICE, "rule_key": rule_key, "source": "device_event",
        });
        system.clone().call("affinity-apply", &[], &body.to_string(), false)
    };
    drive(count, in_flight, make).await
}

impl Sides {
    /// A round on each side; the bare one begins in every other.
    async fn round(&self, plan: &RoundSpec, round: u32) -> Result<(Run, Run), Failure> {
        if round.is_multiple_of(2) {
            let system = drive_system(&self.system, plan).await?;
            Ok((system, self.of_bare(plan).await?))
        } else {
            let bare = self.of_bare(plan).await?;
            Ok((drive_system(&self.system, plan).await?, bare))
        }
    }

    async fn of_bare(&self, plan: &RoundSpec) -> Result<Run, Failure> {
        let (RoundSpec { bindings, first, .. }, bare) = (*plan, self.bare.clone());
        let make = move |i| bare.clone().write(binding_of(first + i, bindings));
        drive(plan.count, plan.in_flight, make).await
    }

    async fn bare_reads(&self, plan: &RoundSpec) -> Result<Run, Failure> {
        let (RoundSpec { bindings, first, .. }, bare) = (*plan, self.bare.clone());
        let make = move |i| bare.clone().read(binding_of(first + i, bindings));
        drive(plan.count, plan.in_flight, make).await
    }

    /// The events of `plan` one at a time, the two sides in turn.
    async fn one_by_one(&self, plan: &RoundSpec) -> Result<(Run, Run), Failure> {
        let (mut of_system, mut of_bare) = (Run::default(), Run::default());
        for (round, first) in (0..).zip(0..plan.count) {
            let one = RoundSpec { first, count: 1, in_flight: 1, ..*plan };
            let (system, bare) = self.round(&one, round).await?;
            of_system.plus(&system);
            of_bare.plus(&bare);
        }
        Ok((of_system, of_bare))
    }
}

type Item = HashMap<String, AttributeValue>;

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn partition(user: usize) -> Result<String, Failure> {
    let user: UserId = name_of(user).parse().map_err(Failure::failed)?;
    let device: DeviceId = DEVICE.parse().map_err(Failure::failed)?;
    Ok(heartlink_store::keys::ledger_partition(&Binding::account_id(&user, &device)))
}

/// Head and last entry of a binding, as the system wrote them.
async fn shape(client: &Client, store: &Store) -> Result<[Item; 2], Failure> {
    let query = client
        .query()
        .table_name(store.table_name(Table::Ledger))
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", text(partition(0)?))
        .consistent_read(true);
    let mut items = query.send().await.map_err(Failure::failed)?.items.unwrap_or_default();
    match (items.pop(), items.pop()) {
        // By their keys, entries come before the head.
        (Some(head), Some(entry)) => Ok([head, entry]),
        _ => Err(Failure::Refused("the system wrote nothing".to_owned())),
    }
}

/// The same transactions, of items of the same number and shape, straight
/// through the SDK.
struct Bare {
    client: Client,
    table: String,
    shape: [Item; 2],
    /// The version of each head. Writers of one wait for each other: a race
    /// lost would be a call for nothing.
    versions: Vec<Mutex<u64>>,
    calls: AtomicU64,
}

impl Bare {
    fn new(client: Client, store: &Store, shape: [Item; 2]) -> Self {
        let versions = (0..BINDINGS).map(|_| Mutex::new(0)).collect();
        Self { client, table: store.table_name(Table::Ledger), shape, versions, calls: AtomicU64::new(0) }
    }

    fn write(self: Arc<Self>, user: usize) -> BoxFuture<'static, Result<(), Failure>> {
        Box::pin(async move {
            let mut version = self.versions[user].lock().await;
            let [head, entry] = &self.shape;
            let mut head = head.clone();
            head.insert("version".to_owned(), AttributeValue::N((*version + 1).to_string()));
            let head = self.put(head, partition(user)?, HEAD.to_owned());
            let head = match *version {
                0 => head.condition_expression("attribute_not_exists(pk)"),
                seen => head
                    .condition_expression("version = :version")
                    .expression_attribute_values(":version", AttributeValue::N(seen.to_string())),
            };
            let entry = self.put(entry.clone(), partition(user)?, numbered(ENTRY_PREFIX, *version + 1));
            let mut actions = Vec::with_capacity(2);
            for put in [head, entry.condition_expression("attribute_not_exists(pk)")] {
                let put = put.build().map_err(Failure::failed)?;
                actions.push(TransactWriteItem::builder().put(put).build());
            }
            let number = self.calls.fetch_add(1, Ordering::Relaxed);
            let sent = self
                .client
                .transact_write_items()
                .client_request_token(format!("{number:032x}"))
                .set_transact_items(Some(actions))
                .return_consumed_capacity(ReturnConsumedCapacity::Indexes)
                .send();
            sent.await.map_err(|error| Failure::failed(error.into_service_error()))?;
            *version += 1;
            Ok(())
        })
    }

    fn read(self: Arc<Self>, user: usize) -> BoxFuture<'static, Result<(), Failure>> {
        Box::pin(async move {
            let get = self
                .client
                .get_item()
                .table_name(&self.table)
                .key("pk", text(partition(user)?))
                .key("sk", text(HEAD))
                .consistent_read(true)
                .return_consumed_capacity(ReturnConsumedCapacity::Total);
            get.send().await.map(|_| ()).map_err(|error| Failure::failed(error.into_service_error()))
        })
    }

    fn put(&self, mut item: Item, pk: String, sk: String) -> aws_sdk_dynamodb::types::builders::PutBuilder {
        item.insert("pk".to_owned(), text(pk));
        item.insert("sk".to_owned(), text(sk));
        Put::builder().table_name(&self.table).set_item(Some(item))
    }
}
