//! `heartlink stats`: the figures of matching.

use serde_json::Value;

use super::{ClientArgs, Output, table};
use crate::cli::{Failure, say};

/// Shows the figures.
pub(crate) async fn run(args: &ClientArgs) -> Result<(), Failure> {
    let stats = args.api()?.get("/v1/heart-links/stats").await?;
    match args.output {
        Output::Json => say(&format!("{stats:#}")),
        Output::Table => say(&table::figures(&["figure", "value"], rows("", &stats))),
    }
    Ok(())
}

/// Each figure with its path, inner ones after outer ones.
fn rows(prefix: &str, value: &Value) -> Vec<Vec<String>> {
    let Some(object) = value.as_object() else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in object {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        if value.is_object() {
            found.extend(rows(&path, value));
        } else {
            found.push(vec![path, table::cell(value)]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn inner_figures_are_named_by_their_path() {
        let stats = json!({ "pending": 3, "time_to_match_ms": { "p50": 12, "p95": null } });
        let mut rows = rows("", &stats);
        rows.sort();
        assert_eq!(rows, [["pending", "3"], ["time_to_match_ms.p50", "12"], ["time_to_match_ms.p95", "–"]]);
    }
}
