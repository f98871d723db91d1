//! Tables for people to read.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use serde_json::Value;

/// A table with these column heads; all but the first column are figures.
pub(crate) fn figures(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_header(heads).add_rows(rows);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

/// A JSON value as a cell.
pub(crate) fn cell(value: &Value) -> String {
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
}
