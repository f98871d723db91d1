//! `heartlink stats`: the figures of matching.

use super::{ClientArgs, Output, table};
use crate::cli::{Failure, say};

/// Shows the figures.
pub(crate) async fn run(args: &ClientArgs) -> Result<(), Failure> {
    let stats = args.api()?.get("/v1/heart-links/stats").await?;
    match args.output {
        Output::Json => say(&format!("{stats:#}")),
        Output::Table => say(&table::figures(&["figure", "value"], table::paths(&stats))),
    }
    Ok(())
}
