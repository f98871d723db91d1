//! Changes of points beside the bare transactions that they need, and checks of
//! all accounts beside the bare reads.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use clap::Args;
use futures::stream::{self, StreamExt};
use heartlink_domain::ids::UserId;
use heartlink_domain::points::{PointsOrder, Standing};
use heartlink_domain::settings::Settings;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::points::{Order, VerificationReport};
use heartlink_store::retry::Policy;
use heartlink_store::tables::Table;
use serde_json::json;

use super::{Bench, EngineArgs, print};
use heartlink::terminal::Failure;

/// Calls under way at a time.
const AT_ONCE: usize = 32;
/// Far enough for what was written to count as settled.
const LATER: Duration = Duration::from_secs(3_600);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  heartlink-bench points
  heartlink-bench points --output json")]
pub(crate) struct PointsArgs {
    /// Transactions, spread evenly over the accounts.
    #[arg(long, default_value_t = 100_000)]
    transactions: usize,
    /// Accounts.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    accounts: u32,
    /// Transactions added before the check of what was added.
    #[arg(long, default_value_t = 1_000)]
    added: usize,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(super) async fn run(args: &PointsArgs) -> Result<(), Failure> {
    let accounts = args.accounts as usize;
    let mut settings = Settings::default();
    settings.points.check_accounts = u32::MAX;
    settings.points.check_secs = 600;
    // Closed before the other opens: a folder has one engine at a time.
    let bare = args.engine.open(settings.clone()).await?;
    let bare_changes = bare_changes(&bare, args.transactions, accounts).await?;
    let bare_check = bare_check(&bare, accounts).await?;
    drop(bare);
    let bench = args.engine.open(settings).await?;
    let (changes, cost) = changes(&bench, "first", args.transactions, accounts).await?;
    let full = check(&bench, Which::Full).await?;
    bench.store.reconcile_points().await.map_err(Failure::failed)?;
    bench.store.clock().advance(LATER);
    bench.store.reconcile_points().await.map_err(Failure::failed)?;
    let nothing = check(&bench, Which::Added).await?;
    self::changes(&bench, "added", args.added, accounts).await?;
    let added = check(&bench, Which::Added).await?;
    let wrong = full.report.inconsistent + added.report.inconsistent + full.report.errors;
    if wrong > 0 || full.report.accounts != accounts as u64 {
        return Err(Failure::Refused("the check found what is not there".to_owned()));
    }
    let transactions = args.transactions as f64;
    let per = |units: f64| json!(units / transactions);
    print(
        args.engine.output,
        "points",
        &[
            ("transactions", json!(args.transactions)),
            ("accounts", json!(accounts)),
            ("changes, seconds", json!(changes.as_secs_f64())),
            ("changes per second", json!(transactions / changes.as_secs_f64())),
            ("bare transactions, seconds", json!(bare_changes.as_secs_f64())),
            ("changes, ratio", json!(changes.as_secs_f64() / bare_changes.as_secs_f64())),
            ("store calls per change", per(f64::from(cost.calls))),
            ("write units per change", per(cost.write_units)),
            ("index write units per change", per(cost.index_write_units)),
            ("read units per change", per(cost.read_units)),
            ("check in full, seconds", json!(full.took.as_secs_f64())),
            ("check in full, transactions read", json!(full.report.transactions)),
            ("check in full, read units", json!(full.cost.read_units)),
            ("check in full, account p50, ms", json!(full.report.percentile(50))),
            ("check in full, account p99, ms", json!(full.report.percentile(99))),
            ("bare reads of all, seconds", json!(bare_check.as_secs_f64())),
            ("check in full, ratio", json!(full.took.as_secs_f64() / bare_check.as_secs_f64())),
            ("check, nothing added, seconds", json!(nothing.took.as_secs_f64())),
            ("check, nothing added, store calls", json!(nothing.cost.calls)),
            ("added", json!(args.added)),
            ("check of what was added, seconds", json!(added.took.as_secs_f64())),
            ("check of what was added, accounts", json!(added.report.accounts)),
            ("check of what was added, store calls", json!(added.cost.calls)),
        ],
    );
    Ok(())
}

fn student(n: usize) -> String {
    format!("student-{n:06}")
}

/// Changes in flight, each account in turn.
async fn changes(
    bench: &Bench,
    what: &str,
    count: usize,
    accounts: usize,
) -> Result<(Duration, Cost), Failure> {
    let began = Instant::now();
    let mut runs = stream::iter(0..count)
        .map(|n| {
            let (store, what) = (bench.store.clone(), what.to_owned());
            tokio::spawn(measure(async move {
                let id: UserId = student(n % accounts).parse().map_err(Failure::failed)?;
                let teacher: UserId = "teacher-1".parse().map_err(Failure::failed)?;
                let key = IdempotencyKey::new("teacher-1", "bench", &format!("{what}-{n:09}"), b"body");
                let order =
                    Order { policy: Policy::Rewards, ..Order::new(teacher, Standing::Teacher, Some(key)) };
                let kind = "add_points".parse().map_err(Failure::failed)?;
                let given = PointsOrder { points: 1, kind, reason: "homework".to_owned(), teacher_id: None };
                store.change_points(&id, &given, &order).await.map(drop).map_err(Failure::failed)
            }))
        })
        .buffer_unordered(AT_ONCE);
    let mut total = Cost::default();
    while let Some(done) = runs.next().await {
        let (result, cost) = done.map_err(Failure::failed)?;
        result?;
        total = total.plus(cost);
    }
    Ok((began.elapsed(), total))
}

#[derive(Clone, Copy)]
enum Which {
    Full,
    Added,
}

struct Checked {
    took: Duration,
    report: VerificationReport,
    cost: Cost,
}

async fn check(bench: &Bench, which: Which) -> Result<Checked, Failure> {
    let began = Instant::now();
    let (report, cost) = measure(async {
        match which {
            Which::Full => bench.store.verify_all_points(None).await,
            Which::Added => bench.store.verify_changed_points().await,
        }
    })
    .await;
    Ok(Checked { took: began.elapsed(), report: report.map_err(Failure::failed)?, cost })
}

type Item = HashMap<String, AttributeValue>;

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// An item as large as the one that the system writes.
fn item(pk: String, sk: String, bytes: usize, version: usize) -> Item {
    Item::from([
        ("pk".to_owned(), text(pk)),
        ("sk".to_owned(), text(sk)),
        ("version".to_owned(), AttributeValue::N(version.to_string())),
        ("filling".to_owned(), text("x".repeat(bytes))),
    ])
}

/// The transactions that the changes need, made bare: head, entry and record.
async fn bare_changes(bench: &Bench, count: usize, accounts: usize) -> Result<Duration, Failure> {
    let (ledger, keys) = (bench.store.table_name(Table::Ledger), bench.store.table_name(Table::Idempotency));
    let now = bench.store.now().to_string();
    let began = Instant::now();
    let mut runs = stream::iter(0..count)
        .map(|n| {
            let actions = actions((&ledger, &keys), n, accounts, &now);
            let request = bench.client.transact_write_items().set_transact_items(actions.ok());
            let request = request.client_request_token(format!("{n:032}"));
            tokio::spawn(async move {
                // One account's come one after the other, as its version says.
                for _ in 0..1_000 {
                    match request.clone().send().await {
                        Ok(_) => return Ok(()),
                        Err(error)
                            if error
                                .as_service_error()
                                .is_some_and(|error| error.is_transaction_canceled_exception()) =>
                        {
                            tokio::task::yield_now().await;
                        }
                        Err(error) => return Err(Failure::failed(error)),
                    }
                }
                Err(Failure::Refused("a bare transaction never succeeded".to_owned()))
            })
        })
        .buffer_unordered(AT_ONCE);
    while let Some(done) = runs.next().await {
        done.map_err(Failure::failed)??;
    }
    Ok(began.elapsed())
}

fn actions(
    (ledger, keys): (&str, &str),
    n: usize,
    accounts: usize,
    now: &str,
) -> Result<Vec<TransactWriteItem>, Failure> {
    let (who, version) = (student(n % accounts), n / accounts);
    let partition = format!("A#points/{who}");
    let mut head = item(partition.clone(), "HEAD".to_owned(), 330, version + 1);
    head.insert("accounts".to_owned(), text(format!("points#{}", n % 8)));
    head.insert("accounts_at".to_owned(), text(format!("{now}#{who}")));
    let entry = item(partition, format!("E#{:020}", version + 1), 430, 1);
    let record = item(format!("{n:064x}"), "KEY".to_owned(), 220, 1);
    let put = |table: &str, item: Item, version: usize| -> Result<TransactWriteItem, Failure> {
        let put = Put::builder().table_name(table).set_item(Some(item));
        let put = if version == 0 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("version = :version")
                .expression_attribute_values(":version", AttributeValue::N(version.to_string()))
        };
        let put = put.build().map_err(Failure::failed)?;
        Ok(TransactWriteItem::builder().put(put).build())
    };
    Ok(vec![put(ledger, head, version)?, put(ledger, entry, 0)?, put(keys, record, 0)?])
}

/// The reading of every account's partition, made bare.
async fn bare_check(bench: &Bench, accounts: usize) -> Result<Duration, Failure> {
    let ledger = bench.store.table_name(Table::Ledger);
    let began = Instant::now();
    let mut runs = stream::iter(0..accounts)
        .map(|n| {
            let query = bench.client.query().table_name(&ledger).consistent_read(true);
            let query = query.key_condition_expression("pk = :pk");
            let query = query.expression_attribute_values(":pk", text(format!("A#points/{}", student(n))));
            tokio::spawn(query.send())
        })
        .buffer_unordered(AT_ONCE);
    while let Some(done) = runs.next().await {
        done.map_err(Failure::failed)?.map_err(Failure::failed)?;
    }
    Ok(began.elapsed())
}
