//! `heartlink cleanup`: expire and end what is due, with the figures before
//! and after.

use std::io::{BufRead, IsTerminal};

use clap::Args;
use serde_json::{Value, json};

use super::ClientArgs;
use crate::table;
use crate::terminal::{Failure, Output, say, warn};

const PATH: &str = "/v1/heart-links/cleanup";
/// Changes shown; the JSON output has all of them.
const SHOWN: usize = 50;

/// What to clean up, and how careful to be.
#[derive(Debug, Args)]
pub(crate) struct CleanupArgs {
    /// List what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask.
    #[arg(long, conflicts_with = "dry_run")]
    force: bool,
    #[command(flatten)]
    client: ClientArgs,
}

/// Cleans up, after a question where somebody is there to answer it.
pub(crate) async fn run(args: &CleanupArgs) -> Result<(), Failure> {
    let asks = !args.dry_run && !args.force;
    if asks && !std::io::stdin().is_terminal() {
        return Err(Failure::Usage("nobody is there to ask: give --force, or --dry-run".to_owned()));
    }
    let api = args.client.api()?;
    if asks {
        let report = api.post(PATH, &json!({ "dry_run": true })).await?;
        warn(&shown(&report));
        if !agreed() {
            return Err(Failure::Refused("nothing was changed".to_owned()));
        }
    }
    let report = api.post(PATH, &json!({ "dry_run": args.dry_run })).await?;
    match args.client.output {
        Output::Json => say(&format!("{report:#}")),
        Output::Table => say(&shown(&report)),
    }
    Ok(())
}

fn agreed() -> bool {
    warn("Make these changes? [y/N]");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// The report for people.
fn shown(report: &Value) -> String {
    let names = ["pending", "matching", "expired", "active_rooms", "ended_rooms"];
    let rows = names.map(|name| {
        vec![name.to_owned(), table::cell(&report["before"][name]), table::cell(&report["after"][name])]
    });
    let mut text = table::figures(&["", "before", "after"], rows);
    let changes = report["changes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let would = if report["dry_run"] == true { "would be made" } else { "made" };
    text.push_str(&format!("\n{} changes {would}", changes.len()));
    for change in changes.iter().take(SHOWN) {
        text.push_str(&format!("\n  {}", change_line(change)));
    }
    if changes.len() > SHOWN {
        text.push_str(&format!("\n  … and {} more (--output json shows all)", changes.len() - SHOWN));
    }
    if report["unfinished"] == true {
        text.push_str("\nMore is due, or some of it failed (the log says what): run it again.");
    }
    text
}

fn change_line(change: &Value) -> String {
    let Some(object) = change.as_object() else { return table::cell(change) };
    let what = object.get("change").map(table::cell).unwrap_or_default();
    let details = object.iter().filter(|(name, _)| *name != "change");
    details.fold(what, |line, (name, value)| format!("{line} {name}={}", table::cell(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_shows_figures_and_changes() {
        let report = json!({
            "dry_run": true,
            "before": { "pending": 3, "expired": 0 },
            "after": { "pending": 3, "expired": 0 },
            "changes": [{ "change": "request_expired", "user_id": "ann", "reason": "inactive" }],
        });
        let text = shown(&report);
        assert!(text.contains("pending"), "{text}");
        assert!(text.contains("1 changes would be made"), "{text}");
        assert!(
            text.contains("request_expired reason=inactive user_id=ann")
                || text.contains("request_expired user_id=ann reason=inactive"),
            "{text}"
        );
    }
}
