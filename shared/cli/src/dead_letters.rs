//! `heartlink dead-letters` and `redrive`: what stream functions gave up on this
//! machine.

use std::path::PathBuf;

use clap::Args;
use heartlink_local::DeadLetter;
use serde_json::json;

use crate::table::figures;
use crate::terminal::{Failure, Output, say};

#[derive(Debug, Args)]
pub(super) struct DeadLettersArgs {
    /// The data folder; its gateway may run.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
    /// How to show them; `json` has the records as well, one on each line.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    output: Output,
}

#[derive(Debug, Args)]
pub(super) struct RedriveArgs {
    /// The data folder; its gateway may run.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
}

pub(super) fn list(args: &DeadLettersArgs) -> Result<(), Failure> {
    let letters = heartlink_local::dead_letters(&args.data).map_err(Failure::failed)?;
    let mut rows = Vec::new();
    for letter in letters {
        let letter = letter.map_err(Failure::failed)?;
        match args.output {
            Output::Json => say(&serde_json::to_string(&letter).map_err(Failure::failed)?),
            Output::Table => rows.push(row(&letter)),
        }
    }
    if matches!(args.output, Output::Table) {
        say(&figures(&["function", "given up at", "table", "item"], rows));
    }
    Ok(())
}

fn row(letter: &DeadLetter) -> Vec<String> {
    let at = letter.given_up_at.map_or_else(|| "–".to_owned(), |at| at.to_string());
    let keys = json!(letter.record.change.keys);
    let text = |name: &str| keys[name]["S"].as_str().unwrap_or_default().to_owned();
    let table = letter.record.table_name.clone().unwrap_or_default();
    vec![letter.consumer.clone(), at, table, format!("{} {}", text("pk"), text("sk"))]
}

pub(super) fn redrive(args: &RedriveArgs) -> Result<(), Failure> {
    let count = heartlink_local::redrive(&args.data).map_err(Failure::failed)?;
    say(&match count {
        0 => "There are no dead letters.".to_owned(),
        count => format!("The gateway plays {count} again; what fails again is among the dead letters anew."),
    });
    Ok(())
}
