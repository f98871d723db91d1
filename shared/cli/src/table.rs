//! Tables for people to read.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use serde_json::Value;

/// A table with these column headers; all but the first column are figures.
pub fn figures(headers: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_header(headers).add_rows(rows);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

/// Each member of `value` with its path, those of inner objects included.
pub fn paths(value: &Value) -> Vec<Vec<String>> {
    fn collect(prefix: &str, value: &Value, found: &mut Vec<Vec<String>>) {
        for (name, value) in value.as_object().into_iter().flatten() {
            let path = format!("{prefix}{name}");
            if value.is_object() {
                collect(&format!("{path}."), value, found);
            } else {
                found.push(vec![path, cell(value)]);
            }
        }
    }
    let mut found = Vec::new();
    collect("", value, &mut found);
    found
}

/// A JSON value as a cell.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(fraction) if !number.is_u64() && !number.is_i64() => format!("{fraction:.3}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_show_values_as_people_write_them() {
        assert_eq!(cell(&json!(null)), "–");
        assert_eq!(cell(&json!("left")), "left");
        assert_eq!(cell(&json!(12)), "12");
        assert_eq!(cell(&json!(0.98765)), "0.988");
        assert_eq!(cell(&json!(true)), "true");
    }

    #[test]
    fn inner_figures_are_named_by_their_path() {
        let stats = json!({ "pending": 3, "time_to_match_ms": { "p50": 12, "p95": null } });
        let mut rows = paths(&stats);
        rows.sort();
        assert_eq!(rows, [["pending", "3"], ["time_to_match_ms.p50", "12"], ["time_to_match_ms.p95", "–"]]);
    }
}
