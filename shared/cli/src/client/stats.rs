//! `heartlink stats`: the figures of matching, and how many are connected.

use super::ClientArgs;
use crate::table;
use crate::terminal::{Failure, Output, say};

/// Shows the figures.
pub(crate) async fn run(args: &ClientArgs) -> Result<(), Failure> {
    let api = args.api()?;
    let mut stats = api.get("/v1/heart-links/stats").await?;
    stats["connections"] = api.get("/v1/connections/stats").await?["connections"].take();
    match args.output {
        Output::Json => say(&format!("{stats:#}")),
        Output::Table => say(&table::figures(&["figure", "value"], table::paths(&stats))),
    }
    Ok(())
}
