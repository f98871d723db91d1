//! `heartlink bench`: what the system costs beside the bare store, measured in
//! the same run on the same engine.

mod matching;
mod points;

use std::path::PathBuf;

use aws_sdk_dynamodb::Client;
use clap::{Args, Subcommand};
use heartlink_domain::settings::Settings;
use heartlink_engine::Engine;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;

use crate::cli::{Failure, say};
use crate::client::{Output, table};
use crate::serve::EngineChoice;

/// What to measure.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// A burst of people who all ask at once, until the last is paired.
    Matching(matching::MatchingArgs),
    /// Changes of points, and their check in full and since the last.
    Points(points::PointsArgs),
}

/// On what to measure.
#[derive(Debug, Args)]
pub(crate) struct EngineArgs {
    /// `embedded`, or the address of DynamoDB Local.
    #[arg(long, default_value = "embedded", value_name = "embedded|URL")]
    engine: EngineChoice,
    /// Folder of the embedded engine; in memory without it.
    #[arg(long)]
    data: Option<PathBuf>,
    /// How to print the result.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

/// A store with fresh tables, and a client of the same engine for the bare calls.
struct Bench {
    store: Store,
    client: Client,
}

impl EngineArgs {
    async fn open(&self, settings: Settings) -> Result<Bench, Failure> {
        let (http, endpoint) = match &self.engine {
            EngineChoice::Endpoint(url) => (http_client(), url.clone()),
            EngineChoice::Embedded => {
                let engine = match &self.data {
                    Some(data) => Engine::on_disk(data),
                    None => Engine::in_memory(),
                };
                (engine.map_err(Failure::failed)?.http_client(), "http://localhost".to_owned())
            }
            _ => return Err(Failure::Usage("a benchmark runs on `embedded` or on an address".to_owned())),
        };
        let client = local_client(http, &endpoint);
        let clock = Clock::default();
        let now = clock.now().unix_millis();
        let store = Store::new(client.clone(), &format!("bench-{now}-"), settings, clock, now.unsigned_abs());
        store.create_tables().await.map_err(Failure::failed)?;
        Ok(Bench { store, client })
    }
}

/// Runs the benchmark asked for.
pub(crate) async fn run(command: &BenchCommand) -> Result<(), Failure> {
    match command {
        BenchCommand::Matching(args) => matching::run(args).await,
        BenchCommand::Points(args) => points::run(args).await,
    }
}

fn print(output: Output, title: &str, rows: &[(&str, serde_json::Value)]) {
    let text = match output {
        Output::Json => {
            let pairs = rows.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            serde_json::Value::Object(pairs.collect()).to_string()
        }
        Output::Table => {
            let rows = rows.iter().map(|(name, value)| vec![(*name).to_owned(), table::cell(value)]);
            table::figures(&[title, "value"], rows)
        }
    };
    say(&text);
}
