//! `heartlink points student`: one account, with all that is known of it.

use serde_json::{Value, json};

use super::{StudentArgs, check};
use crate::table;
use crate::terminal::Output;
use crate::terminal::{Failure, say};

/// Shows the account of a student.
pub(super) async fn run(args: &StudentArgs) -> Result<(), Failure> {
    let api = args.client.api()?;
    let id = &args.id;
    let points = api
        .get(&format!("/v1/points?student_id={}&transactions=true&fresh=true", encoded(id.as_str())))
        .await?;
    let profile = api.get(&format!("/v1/points/students/{id}")).await?;
    let found = check::one(&api, id).await?;
    match args.client.output {
        Output::Json => {
            say(&format!("{:#}", json!({ "points": points, "profile": profile, "check": found })));
        }
        Output::Table => say(&shown(&points, &profile, &found)),
    }
    Ok(())
}

/// An id, of which `+` and others mean something else in a query.
pub(super) fn encoded(id: &str) -> String {
    id.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

fn shown(points: &Value, profile: &Value, found: &Value) -> String {
    let row = |name: &str, value: &Value| vec![name.to_owned(), table::cell(value)];
    let rows = [
        row("student", &points["student_id"]),
        row("points", &points["points"]),
        row("transactions", &found["entries"]),
        row("consistent", &found["consistent"]),
        row("group", &profile["group"]),
        row("plan", &profile["plan"]),
        row("teachers", &profile["teachers"]),
        row("last change", &points["updated_at"]),
        row("expires next", &points["next_expiry"]),
    ];
    let account = table::figures(&["account", "value"], rows);
    let transactions = points["transactions"].as_array().map(Vec::as_slice).unwrap_or_default();
    let lines = transactions.iter().map(|one| {
        ["seq", "points_change", "balance_after", "transaction_type", "reason", "teacher_id", "at"]
            .map(|name| table::cell(&one[name]))
            .to_vec()
    });
    let headers = ["#", "points", "after", "type", "reason", "teacher", "at"];
    format!("{account}\n{}", table::figures(&headers, lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_shown_with_its_transactions() {
        let points = json!({
            "student_id": "ann", "points": 5, "updated_at": null,
            "transactions": [{ "seq": 1, "points_change": 5, "balance_after": 5, "reason": "homework" }],
        });
        let text = shown(&points, &json!({ "teachers": ["lee"] }), &json!({ "consistent": true }));
        assert!(text.contains("homework") && text.contains("lee"), "{text}");
        assert_eq!(encoded("a+b@c"), "a%2Bb%40c");
    }
}
