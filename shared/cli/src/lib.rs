//! The command `heartlink`: the local gateway, and clients of the HTTP API.
//!
//! Owns arguments, the environment and exit codes: 0 done, 1 refused or failed,
//! 2 wrong usage or configuration. Never holds a rule; a client command never
//! opens the store.

mod backup;
mod banner;
mod bench;
mod client;
mod dead_letters;
mod demo;
mod help;
mod serve;
pub mod table;
mod tables;
pub mod terminal;
mod token;

use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::bench::BenchArgs;
use crate::client::affinity::AffinityCommand;
use crate::client::cleanup::CleanupArgs;
use crate::client::points::PointsCommand;
use crate::client::rewards::RewardsCommand;
use crate::client::wallet::WalletCommand;
use crate::client::{ClientArgs, affinity, cleanup, points, rewards, stats, wallet};
use crate::demo::DemoArgs;
use crate::terminal::{Failure, end, say};

/// Pairs people who want to talk, in private rooms for two.
///
/// Without a command it serves: a gateway with everything in one process.
#[derive(Debug, Parser)]
#[command(
    name = "heartlink",
    version,
    args_conflicts_with_subcommands = true,
    styles = help::STYLES,
    after_help = help::ROOT
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the gateway: HTTP under /v1, WebSocket at /ws, the page at /, the API reference at /docs.
    #[command(after_help = help::SERVE)]
    Serve(serve::ServeArgs),
    /// Print a token that the local gateway accepts.
    #[command(after_help = help::TOKEN)]
    Token(token::TokenArgs),
    /// Let simulated people meet over real HTTP and WebSocket.
    #[command(after_help = help::DEMO)]
    Demo(DemoArgs),
    /// Expire and end what is due.
    #[command(after_help = help::CLEANUP)]
    Cleanup(CleanupArgs),
    /// Show the figures of matching, and how many are connected.
    #[command(after_help = help::STATS)]
    Stats(ClientArgs),
    /// Check, repair, watch and take over points.
    #[command(subcommand)]
    Points(PointsCommand),
    /// Pay rewards to many people.
    #[command(subcommand)]
    Rewards(RewardsCommand),
    /// Look at affinity, tell events, edit its rules.
    #[command(subcommand)]
    Affinity(AffinityCommand),
    /// Look at wallets, move money, lock and verify them.
    #[command(subcommand)]
    Wallet(WalletCommand),
    /// Measure, beside the bare store in the same run: hands over to the program `heartlink-bench`.
    #[command(after_help = help::BENCH, disable_help_flag = true)]
    Bench(BenchArgs),
    /// Look after the tables.
    #[command(subcommand)]
    Tables(tables::TablesCommand),
    /// Copy the data folder of this machine, also while its gateway runs.
    #[command(after_help = help::BACKUP)]
    Backup(backup::BackupArgs),
    /// Make a data folder of a backup.
    #[command(after_help = help::RESTORE)]
    Restore(backup::RestoreArgs),
    /// Check the database of a data folder, or of a backup, from end to end.
    #[command(after_help = help::CHECK)]
    Check(backup::CheckArgs),
    /// List the changes that the gateway of this machine gave up.
    #[command(after_help = help::DEAD_LETTERS)]
    DeadLetters(dead_letters::DeadLettersArgs),
    /// Have them played again.
    #[command(after_help = help::REDRIVE)]
    Redrive(dead_letters::RedriveArgs),
    /// Print what makes a shell complete these commands.
    #[command(after_help = help::COMPLETIONS)]
    Completions(CompletionsArgs),
}

#[derive(Debug, Args)]
struct CompletionsArgs {
    /// Which shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return end(Err(Failure::failed(error))),
    };
    let result = runtime.block_on(run(cli));
    // Nothing that still runs is worth waiting for: a command that drains has
    // done so before it returns.
    runtime.shutdown_background();
    end(result)
}

async fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(args) => serve::run(args).await,
        Command::Token(args) => token::run(&args),
        Command::Demo(args) => demo::run(&args).await,
        Command::Cleanup(args) => cleanup::run(&args).await,
        Command::Stats(args) => stats::run(&args).await,
        Command::Points(command) => points::run(&command).await,
        Command::Rewards(command) => rewards::run(&command).await,
        Command::Affinity(command) => affinity::run(&command).await,
        Command::Wallet(command) => wallet::run(&command).await,
        Command::Bench(args) => bench::run(&args),
        Command::Tables(command) => tables::run(&command).await,
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Check(args) => backup::check(&args),
        Command::DeadLetters(args) => dead_letters::list(&args),
        Command::Redrive(args) => dead_letters::redrive(&args),
        Command::Completions(args) => {
            // Written at once: a reader that goes away is no reason to fail.
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "heartlink", &mut script);
            say(String::from_utf8_lossy(&script).trim_end());
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("heartlink").chain(line.split_whitespace()))
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_teaches_by_example() {
        let mut open = vec![Cli::command()];
        let mut silent = Vec::new();
        while let Some(command) = open.pop() {
            let told = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            if !command.has_subcommands() && !told.contains("Examples:\n  ") {
                silent.push(command.get_name().to_owned());
            }
            open.extend(command.get_subcommands().cloned());
        }
        assert_eq!(silent, Vec::<String>::new());
    }

    #[test]
    fn without_a_command_it_serves() {
        assert!(parsed("").unwrap().command.is_none());
        assert!(parsed("--ephemeral --listen 127.0.0.1:0").unwrap().command.is_none());
        assert!(matches!(parsed("serve --ephemeral").unwrap().command, Some(Command::Serve(_))));
    }

    #[test]
    fn the_clock_can_be_moved_only_where_nothing_is_kept() {
        assert_eq!(parsed("serve --test-clock").unwrap_err().exit_code(), 2);
        assert!(parsed("serve --ephemeral --test-clock").is_ok());
    }

    #[test]
    fn wrong_usage_ends_with_2() {
        for line in [
            "fly",
            "serve --engine sqlite",
            "token --role user",
            "token --sub a --role king",
            "token --sub a --role user --ttl soon",
            "demo --people 0",
            "cleanup --dry-run --force",
            "stats --url nowhere",
            "points",
            "points student",
            "points check --student ann --incremental",
            "points monitor --every-secs 0",
            "points import",
            "rewards run",
            "rewards run a b",
            "affinity apply cat",
            "affinity adjust ann cat much --reason r",
            "affinity rules set chat []",
            "wallet credit ann 0",
            "wallet credit ann 1.5",
            "wallet credit ann -- -1",
            "wallet withdraw ann",
            "wallet show 😀",
            "wallet lock ann",
            "wallet unlock ann",
            "wallet unlock ann --owner a --force",
            "backup",
            "restore",
            "completions",
            "completions klingon",
        ] {
            assert_eq!(parsed(line).unwrap_err().exit_code(), 2, "{line}");
        }
    }

    #[test]
    fn every_command_of_the_contract_is_there() {
        for line in [
            "serve --listen 127.0.0.1:8787 --engine embedded --data ./data",
            "serve --engine http://127.0.0.1:8000",
            "token --sub ann --role user --role admin --ttl 24h",
            "demo --people 1000 --seed 7",
            "cleanup --dry-run --output json",
            "cleanup --force --url http://127.0.0.1:1 --token t",
            "stats --output table",
            "points check",
            "points check --incremental --output json",
            "points fix",
            "points fix --dry-run --student ann",
            "points student ann",
            "points monitor --rounds 3 --full",
            "points import old.csv --dry-run",
            "rewards run prizes.jsonl",
            "rewards run prizes.jsonl --new --output json",
            "rewards run prizes.jsonl --retry --token t",
            "affinity apply cat chat --user ann --source phone_event --event-id e --metadata {}",
            "affinity adjust ann cat -5 --reason r --key k",
            "affinity show cat --user ann",
            "affinity log cat --limit 5",
            "affinity rules get",
            "affinity rules set chat {}",
            "affinity levels get --output json",
            "affinity settings set {} --reason r",
            "affinity decay --dry-run",
            "affinity starter",
            "wallet show ann --currency GEM --output json",
            "wallet credit ann 100 --key k --retries 2 --description d",
            "wallet withdraw me 100 --fencing 3",
            "wallet transfer ann bob 100 --reference r",
            "wallet verify ann --incremental",
            "wallet lock ann --owner ops --purpose audit --ttl-seconds 30",
            "wallet unlock ann --force --reason stuck",
            "wallet stats",
            "bench wallet --engine http://127.0.0.1:8000 --output json",
            "tables create --engine aws",
            "backup backups/monday --data ./data",
            "restore backups/monday --data ./data",
            "check --data backups/monday",
            "dead-letters --output json",
            "redrive",
            "completions bash",
        ] {
            assert!(parsed(line).is_ok(), "{line}: {:?}", parsed(line).err());
        }
    }
}
