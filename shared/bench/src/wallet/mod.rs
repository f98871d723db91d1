//! Payments under load, beside the same store calls made bare.
//!
//! Owns the loads and their order. Product and bare take turns, round by round
//! or call by call, on one engine in one process, so that whatever slows the
//! machine down slows both.

mod bare;
mod budgets;
mod system;

use std::sync::Arc;

use clap::{Args, value_parser};
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::tables::Table;

use self::bare::{Bare, Shape};
use self::budgets::budgets;
use self::system::{Operation, System};
use super::load::{Run, drive};
use super::report::{Handler, Load, Report};
use super::{EngineArgs, Storage};
use heartlink::terminal::Failure;

/// Users over whom a load is spread.
const USERS: usize = 1_000;
/// Operations under way at the same time, over all users.
const SPREAD: usize = 32;
/// Writers of one account.
const WRITERS: usize = 64;
/// Users paid by one call for rewards.
const REWARDS: usize = 100;
/// Of the operations of a round, as many are made one by one to time handlers.
const ONE_BY_ONE: usize = 4;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  heartlink-bench wallet
  heartlink-bench wallet --ephemeral --rounds 3 --output json
  heartlink-bench wallet --engine http://127.0.0.1:8000 --operations 500")]
pub(crate) struct WalletArgs {
    /// Rounds of each load, on either side; the best of each counts.
    #[arg(long, default_value_t = 5, value_parser = value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Payments in a round.
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
    system: Arc<System>,
    bare: Arc<Bare>,
}

pub(super) async fn run(args: &WalletArgs) -> Result<(), Failure> {
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
    args: &WalletArgs,
    client: &aws_sdk_dynamodb::Client,
    system: &Store,
    bare: &Store,
) -> Result<Report, Failure> {
    let system = Arc::new(System::new(system.clone())?);
    let mut shapes = Vec::with_capacity(Operation::ALL.len());
    for operation in Operation::ALL {
        shapes.push(Shape::of(client, &system, operation).await?);
    }
    let bare = Arc::new(Bare::new(client.clone(), bare, shapes));
    let sides = Sides { system, bare };
    // Every wallet exists, with money in it, and this process has seen it.
    let all =
        RoundSpec { operation: Operation::Credit, users: USERS, first: 0, count: USERS, in_flight: SPREAD };
    sides.round(&all, 0).await?;
    let count = usize::try_from(args.operations).unwrap_or(usize::MAX);
    let credit = RoundSpec { count, ..all };
    let plans = [
        ("credit, 1,000 users, 32 in flight", credit),
        ("credit, one account, 64 writers", RoundSpec { users: 1, in_flight: WRITERS, ..credit }),
        ("transfer, 1,000 users, 32 in flight", RoundSpec { operation: Operation::Transfer, ..credit }),
        (
            "rewards, 100 users a call",
            RoundSpec {
                operation: Operation::Rewards,
                count: (count / REWARDS).max(1),
                in_flight: 1,
                ..credit
            },
        ),
    ];
    let mut loads = Vec::with_capacity(plans.len());
    for (name, plan) in plans {
        let mut load = Load::new(name, if plan.operation == Operation::Rewards { REWARDS } else { 1 });
        for round in 0..args.rounds {
            let (system, bare) = sides.round(&plan, round).await?;
            load.round(system, bare);
        }
        loads.push(load);
    }
    let mut handler = Handler::default();
    for _ in 0..args.rounds {
        let (system, bare) = sides.one_by_one(&RoundSpec { count: count / ONE_BY_ONE, ..credit }).await?;
        handler.round(&system, &bare);
    }
    let first_reward = sides.system.cost_of_one(Operation::Rewards).await?;
    let budgets = budgets(&loads, &handler, &first_reward);
    Ok(Report { engine: args.engine.describe(), durable: !args.ephemeral, loads, handler, budgets })
}

/// One round of a load.
#[derive(Clone, Copy)]
struct RoundSpec {
    operation: Operation,
    users: usize,
    /// Number of the first operation, which says for whom it is.
    first: usize,
    count: usize,
    in_flight: usize,
}

impl Sides {
    /// A round on each side; the bare one begins in every other.
    async fn round(&self, plan: &RoundSpec, round: u32) -> Result<(Run, Run), Failure> {
        if round.is_multiple_of(2) {
            let system = self.of_system(plan).await?;
            Ok((system, self.of_bare(plan).await?))
        } else {
            let bare = self.of_bare(plan).await?;
            Ok((self.of_system(plan).await?, bare))
        }
    }

    async fn of_system(&self, plan: &RoundSpec) -> Result<Run, Failure> {
        let (RoundSpec { operation, users, first, .. }, system) = (*plan, self.system.clone());
        let make = move |i| system.clone().operation(operation, first + i, users);
        drive(plan.count, plan.in_flight, make).await
    }

    async fn of_bare(&self, plan: &RoundSpec) -> Result<Run, Failure> {
        let (RoundSpec { operation, users, first, .. }, bare) = (*plan, self.bare.clone());
        let make = move |i| bare.clone().operation(operation, first + i, users);
        drive(plan.count, plan.in_flight, make).await
    }

    /// The operations of `plan` one at a time, the two sides in turn.
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

/// The tables that payments write to.
const TABLES: [Table; 2] = [Table::Ledger, Table::Idempotency];
