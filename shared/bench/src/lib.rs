//! What the system costs beside the bare store, measured in the same run on the
//! same engine.
//!
//! Owns loads, the bare side and budgets. Never ships: `heartlink bench` hands
//! over to it where it was built.

mod affinity;
mod handlers;
mod load;
mod matching;
mod points;
mod report;
mod wallet;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aws_sdk_dynamodb::Client;
use clap::{Args, Parser, Subcommand};
use heartlink::table;
use heartlink::terminal::{Failure, Output, end, say, warn};
use heartlink_domain::settings::Settings;
use heartlink_engine::Engine;
use heartlink_local::EngineChoice;
use heartlink_store::Store;
use heartlink_store::client::{aws_client, aws_config, http_client, local_client};
use heartlink_store::clock::Clock;
use heartlink_store::tables::Table;
use serde_json::Value;

/// Measures what the system costs, beside the bare store in the same run.
#[derive(Debug, Parser)]
#[command(name = "heartlink-bench", version)]
struct Cli {
    #[command(subcommand)]
    what: What,
}

/// What to measure.
#[derive(Debug, Subcommand)]
enum What {
    /// A burst of people who all ask at once, until the last is paired.
    Matching(matching::MatchingArgs),
    /// Changes of points, and their check in full and since the last.
    Points(points::PointsArgs),
    /// Events between users and devices: spread, and on one binding.
    Affinity(affinity::AffinityArgs),
    /// Payments: spread over users, on one account, transfers and rewards.
    Wallet(wallet::WalletArgs),
}

/// On what to measure.
#[derive(Debug, Args)]
pub(crate) struct EngineArgs {
    /// `embedded`, `aws`, or the address of DynamoDB Local. Tables are made for
    /// the run and deleted after it.
    #[arg(long, default_value = "embedded", value_name = "embedded|aws|URL")]
    engine: EngineChoice,
    /// Folder of the embedded engine, kept afterwards.
    #[arg(long)]
    data: Option<PathBuf>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

/// Where the embedded engine keeps its data when no folder is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Storage {
    /// In a folder of its own below the present one, deleted after the run.
    Disk,
    Memory,
}

/// An engine, for a run.
struct Connection {
    client: Client,
    /// Of this run, in the names of tables.
    run: i64,
    // Deleted after the engine's last user is gone.
    _scratch: Option<Scratch>,
}

/// A folder that goes with the run.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            warn(&format!("{} could not be removed: {error}", self.0.display()));
        }
    }
}

/// A store with fresh tables, and a client of the same engine for the bare calls.
struct Bench {
    store: Store,
    client: Client,
}

impl EngineArgs {
    /// Opens the engine.
    async fn connect(&self, storage: Storage) -> Result<Connection, Failure> {
        let run = Clock::default().now().unix_millis();
        let mut scratch = None;
        let client = match &self.engine {
            EngineChoice::Endpoint(url) => local_client(http_client(), url),
            EngineChoice::Aws => aws_client(&aws_config().await, None),
            EngineChoice::Embedded => {
                let engine = match (&self.data, storage) {
                    (Some(data), _) => Engine::on_disk(data),
                    (None, Storage::Memory) => Engine::in_memory(),
                    (None, Storage::Disk) => {
                        let folder = Path::new(".").join(format!("heartlink-bench-{run}"));
                        let opened = Engine::on_disk(&folder);
                        scratch = Some(Scratch(folder));
                        opened
                    }
                };
                local_client(engine.map_err(Failure::failed)?.http_client(), "http://localhost")
            }
            EngineChoice::Given(_) => return Err(Failure::Usage("no such engine".to_owned())),
        };
        Ok(Connection { client, run, _scratch: scratch })
    }

    /// A store in memory, unless a folder is named.
    async fn open(&self, settings: Settings) -> Result<Bench, Failure> {
        let connection = self.connect(Storage::Memory).await?;
        let store = connection.store("matching", settings).await?;
        Ok(Bench { store, client: connection.client })
    }

    /// The engine's name.
    fn describe(&self) -> String {
        match &self.engine {
            EngineChoice::Endpoint(url) => url.clone(),
            EngineChoice::Aws => "aws".to_owned(),
            EngineChoice::Embedded | EngineChoice::Given(_) => "embedded".to_owned(),
        }
    }
}

impl Connection {
    /// A store on this engine with tables of its own.
    async fn store(&self, name: &str, settings: Settings) -> Result<Store, Failure> {
        let prefix = format!("bench-{}-{name}-", self.run);
        let seed = self.run.unsigned_abs();
        let store = Store::new(self.client.clone(), &prefix, settings, Clock::default(), seed);
        store.create_tables().await.map_err(Failure::failed)?;
        Ok(store)
    }

    /// Deletes the tables of `store`. Says which are left.
    async fn drop_tables(&self, store: &Store) {
        for table in Table::ALL {
            let name = store.table_name(table);
            if let Err(error) = self.client.delete_table().table_name(&name).send().await {
                let error = error.into_service_error();
                warn(&format!("table {name} is left: {error}"));
            }
        }
    }
}

/// Runs the benchmark that the process was started for.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    end(match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(&cli.what)),
        Err(error) => Err(Failure::failed(error)),
    })
}

async fn run(what: &What) -> Result<(), Failure> {
    match what {
        What::Matching(args) => matching::run(args).await,
        What::Points(args) => points::run(args).await,
        What::Affinity(args) => affinity::run(args).await,
        What::Wallet(args) => wallet::run(args).await,
    }
}

fn print(output: Output, title: &str, rows: &[(&str, Value)]) {
    let pairs = rows.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let cells = rows.iter().map(|(name, value)| vec![(*name).to_owned(), table::cell(value)]);
    say_report(output, &table::figures(&[title, "value"], cells), &Value::Object(pairs.collect()));
}

fn say_report(output: Output, table: &str, json: &Value) {
    match output {
        Output::Json => say(&format!("{json:#}")),
        Output::Table => say(table),
    }
}
