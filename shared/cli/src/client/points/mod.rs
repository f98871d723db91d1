//! `heartlink points`: check, repair, watch and take over points.
//!
//! Owns the arguments and how answers are shown. Never decides what is wrong:
//! the server does.

mod check;
mod file;
mod import;
mod monitor;
mod student;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use heartlink_domain::ids::UserId;

use super::ClientArgs;
use crate::terminal::Failure;

/// What to do with points.
#[derive(Debug, Subcommand)]
pub(crate) enum PointsCommand {
    /// Check all accounts, or one; ends with 1 if anything is wrong.
    #[command(after_help = "\
Examples:
  heartlink points check
  heartlink points check --incremental
  heartlink points check --student ann --output json")]
    Check(CheckArgs),
    /// Set right what the transactions prove, by visible corrections; ends with 1 if
    /// something is left that needs somebody to look.
    #[command(after_help = "\
Examples:
  heartlink points fix --dry-run
  heartlink points fix
  heartlink points fix --student ann")]
    Fix(FixArgs),
    /// Show a student's points, profile and newest transactions, and check them.
    #[command(after_help = "\
Examples:
  heartlink points student ann
  heartlink points student ann --output json")]
    Student(StudentArgs),
    /// Check again and again, with a live view; ends with Ctrl-C.
    #[command(after_help = "\
On a terminal the view is drawn in place; elsewhere each check is one line.

Examples:
  heartlink points monitor
  heartlink points monitor --every-secs 60 --rounds 10 --output json")]
    Monitor(MonitorArgs),
    /// Take over transactions or balances from another system, as CSV.
    #[command(after_help = "\
Columns, in any order, with a header line:
  student_id        whose
  points_change     how many points; or `balance`, for files with one line a student
  transaction_type  optional; by default add_points or deduct_points
  reason            optional
  teacher_id        optional
  at                optional; RFC 3339, or 2026-11-21, or 2026-11-21 14:00:00 (UTC)
  balance_after     optional; checked against the sum

The whole file is checked first, and nothing is sent if a line is wrong. Each student's
transactions are taken over as a whole, into an account without transactions. The same file
again goes on where it stopped, and takes nothing over twice.

Examples:
  heartlink points import old.csv --dry-run
  heartlink points import old.csv")]
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Only what was added since the check that runs by itself.
    #[arg(long, conflicts_with = "student")]
    incremental: bool,
    /// Only this account.
    #[arg(long, value_name = "ID")]
    student: Option<UserId>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct FixArgs {
    /// Say what would be set right, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Only this account.
    #[arg(long, value_name = "ID")]
    student: Option<UserId>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct StudentArgs {
    /// Whose points.
    id: UserId,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct MonitorArgs {
    /// Seconds between two checks.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every_secs: u64,
    /// Checks after which it ends [default: never].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    rounds: Option<u64>,
    /// Look at everything each time, instead of at what was added.
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The file.
    file: PathBuf,
    /// Check the file, and take nothing over.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    client: ClientArgs,
}

/// Runs the command.
pub(crate) async fn run(command: &PointsCommand) -> Result<(), Failure> {
    match command {
        PointsCommand::Check(args) => check::check(args).await,
        PointsCommand::Fix(args) => check::fix(args).await,
        PointsCommand::Student(args) => student::run(args).await,
        PointsCommand::Monitor(args) => monitor::run(args).await,
        PointsCommand::Import(args) => import::run(args).await,
    }
}
