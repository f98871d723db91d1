//! Transactions as a table for a spreadsheet (CSV).
//!
//! Never lets a text become a formula there.

use heartlink_runtime::Problem;

use crate::view::TransactionView;

const HEADS: [&str; 9] = [
    "seq",
    "at",
    "student_id",
    "points_change",
    "balance_after",
    "transaction_type",
    "reason",
    "teacher_id",
    "reverses",
];

/// A text that a spreadsheet shows and does not compute.
fn harmless(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if begins { format!("'{text}") } else { text.to_owned() }
}

/// The table, with a line of heads.
pub(crate) fn of(transactions: &[TransactionView]) -> Result<String, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADS).map_err(Problem::internal)?;
    for one in transactions {
        let teacher = one.teacher_id.as_ref().map(|teacher| teacher.as_str()).unwrap_or_default();
        let cells = [
            one.seq.to_string(),
            one.at.to_string(),
            harmless(one.student_id.as_str()),
            one.points_change.to_string(),
            one.balance_after.to_string(),
            one.transaction_type.clone(),
            harmless(one.reason.as_deref().unwrap_or_default()),
            harmless(teacher),
            one.reverses.map(|seq| seq.to_string()).unwrap_or_default(),
        ];
        writer.write_record(cells).map_err(Problem::internal)?;
    }
    let bytes = writer.into_inner().map_err(Problem::internal)?;
    String::from_utf8(bytes).map_err(Problem::internal)
}

/// The query of the page after `cursor`.
pub(crate) fn query_after(query: &str, cursor: &str) -> String {
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    kept.map(str::to_owned).chain([format!("cursor={cursor}")]).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use heartlink_domain::ledger::{Account, AccountId, Draft, append};
    use heartlink_domain::time::Timestamp;

    use super::*;

    fn transaction(reason: &str) -> TransactionView {
        let account = Account::new(AccountId::new("points", &["ann"]));
        let draft = Draft {
            amount: -5,
            kind: "adjust".into(),
            description: Some(reason.into()),
            operator: "@lee".parse().ok(),
            ..Draft::default()
        };
        let (_, entry) = append(&account, draft, Timestamp::from_unix_millis(0)).unwrap();
        TransactionView::of(&"ann".parse().unwrap(), entry)
    }

    #[test]
    fn a_line_is_a_transaction_and_its_figures_are_figures() {
        let table = of(&[transaction("late, \"again\"")]).unwrap();
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines[0], HEADS.join(","));
        assert_eq!(lines[1], "1,1970-01-01T00:00:00.000Z,ann,-5,-5,adjust,\"late, \"\"again\"\"\",'@lee,");
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1"] {
            let table = of(&[transaction(text)]).unwrap();
            let mut reader = csv::Reader::from_reader(table.as_bytes());
            let line = reader.records().next().unwrap().unwrap();
            assert_eq!(&line[6], format!("'{text}"));
        }
        assert_eq!(harmless("a=b"), "a=b");
    }

    #[test]
    fn the_next_page_keeps_what_was_asked_for() {
        assert_eq!(
            query_after("student_id=ann&cursor=9&order=asc", "3"),
            "student_id=ann&order=asc&cursor=3"
        );
        assert_eq!(query_after("", "3"), "cursor=3");
    }
}
