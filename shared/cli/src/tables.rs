//! `heartlink tables`: the tables on any engine.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use heartlink_store::clock::Clock;
use heartlink_store::config::StoreConfig;
use heartlink_store::tables::Table;

use crate::help;
use crate::serve::misconfigured;
use crate::terminal::{Failure, environment, say};
use heartlink_local::{EngineChoice, ServeOptions, open_store};

#[derive(Debug, Subcommand)]
pub(super) enum TablesCommand {
    /// Create the tables that do not exist yet, with indexes, streams and TTL, and
    /// give those of an older version what they lack.
    #[command(after_help = help::TABLES)]
    Create(CreateArgs),
}

#[derive(Debug, Args)]
pub(super) struct CreateArgs {
    /// Where: `embedded`, `aws`, or the address of DynamoDB Local.
    #[arg(long, value_name = "embedded|aws|URL")]
    engine: EngineChoice,
    /// Folder of the embedded engine.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
}

pub(super) async fn run(command: &TablesCommand) -> Result<(), Failure> {
    let TablesCommand::Create(args) = command;
    let config = StoreConfig::read(&environment).map_err(|problems| misconfigured(problems.into_iter()))?;
    let options = ServeOptions {
        engine: args.engine.clone(),
        table_prefix: config.table_prefix,
        settings: config.settings,
        clock: Clock::default(),
        ..ServeOptions::on_disk(&args.data)
    };
    let store = open_store(&options).await.map_err(Failure::failed)?;
    store.create_tables().await.map_err(Failure::failed)?;
    for table in Table::ALL {
        say(&store.table_name(table));
    }
    Ok(())
}
