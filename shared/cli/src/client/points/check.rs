//! `heartlink points check` and `fix`.

use heartlink_domain::ids::UserId;
use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::{CheckArgs, FixArgs};
use crate::client::api::{Api, CallError};
use crate::client::progress;
use crate::table;
use crate::terminal::Output;
use crate::terminal::{Failure, say};

/// Problems shown for each account; the JSON output has more.
const SHOWN: usize = 5;
/// Checks that follow each other at most, to look at all accounts.
const CHECKS: u32 = 10_000;

/// Checks, and fails if anything is wrong.
pub(super) async fn check(args: &CheckArgs) -> Result<(), Failure> {
    let api = args.client.api()?;
    let (report, consistent) = match &args.student {
        Some(student) => {
            let found = one(&api, student).await?;
            let consistent = found["consistent"] == true;
            (found, consistent)
        }
        None => {
            let report = all(&api, args.incremental, &progress::count("accounts checked")).await?;
            let consistent = report["summary"]["inconsistent"] == 0 && report["health"]["error_rate"] == 0.0;
            (report, consistent)
        }
    };
    match args.client.output {
        Output::Json => say(&format!("{report:#}")),
        Output::Table if args.student.is_some() => say(&shown_account(&report)),
        Output::Table => say(&shown(&report)),
    }
    if consistent { Ok(()) } else { Err(Failure::Refused("points are inconsistent".to_owned())) }
}

/// One account.
pub(super) async fn one(api: &Api, student: &UserId) -> Result<Value, CallError> {
    api.get(&format!("/v1/points/students/{student}/check")).await
}

/// All accounts, check after check, as one report; `bar` counts them.
pub(super) async fn all(api: &Api, incremental: bool, bar: &ProgressBar) -> Result<Value, CallError> {
    let mode = if incremental { "incremental" } else { "full" };
    let mut report = api.get(&format!("/v1/points/monitor?mode={mode}")).await?;
    for _ in 0..CHECKS {
        let Some(cursor) = report["next_cursor"].as_str().map(str::to_owned).filter(|_| !incremental) else {
            break;
        };
        bar.set_position(report["summary"]["totalStudents"].as_u64().unwrap_or_default());
        let cursor = cursor.replace('#', "%23").replace('+', "%2B");
        let next = api.get(&format!("/v1/points/monitor?mode={mode}&cursor={cursor}")).await?;
        report = joined(&report, &next);
    }
    bar.finish_and_clear();
    Ok(report)
}

/// Two reports of one check as one.
fn joined(one: &Value, next: &Value) -> Value {
    let figure = |report: &Value, name: &str| report["summary"][name].as_u64().unwrap_or_default();
    let sum = |name: &str| figure(one, name) + figure(next, name);
    let (all, consistent, inconsistent) = (sum("totalStudents"), sum("consistent"), sum("inconsistent"));
    let errors = all.saturating_sub(consistent + inconsistent);
    let rate = |part: u64, all: u64| heartlink_domain::points::health::percent(part, all);
    let accounts = consistent + inconsistent;
    let span = |report: &Value| report["health"]["duration_ms"].as_u64().unwrap_or_default();
    let slower = |name: &str| {
        let of = |report: &Value| report["health"]["response_ms"][name].as_u64().unwrap_or_default();
        of(one).max(of(next))
    };
    let problems: Vec<Value> = [one, next]
        .iter()
        .flat_map(|report| report["problems"].as_array().cloned().unwrap_or_default())
        .collect();
    json!({
        "health": {
            "status": heartlink_domain::points::status_of(accounts, inconsistent, errors),
            "checked_at": one["health"]["checked_at"],
            "duration_ms": span(one) + span(next),
            "error_rate": if errors == 0 { 0.0 } else { rate(errors, all) },
            "response_ms": { "p50": slower("p50"), "p95": slower("p95") },
        },
        "summary": {
            "totalStudents": all,
            "consistent": consistent,
            "inconsistent": inconsistent,
            "consistencyRate": rate(consistent, accounts),
            "transactions": sum("transactions"),
        },
        "problems": problems,
        "next_cursor": next["next_cursor"],
    })
}

/// A report for people.
pub(super) fn shown(report: &Value) -> String {
    let (health, summary) = (&report["health"], &report["summary"]);
    let row = |name: &str, value: &Value| vec![name.to_owned(), table::cell(value)];
    let rows = [
        row("status", &health["status"]),
        row("checked at", &health["checked_at"]),
        row("accounts", &summary["totalStudents"]),
        row("consistent", &summary["consistent"]),
        row("inconsistent", &summary["inconsistent"]),
        row("consistent, %", &summary["consistencyRate"]),
        row("failed checks, %", &health["error_rate"]),
        row("transactions read", &summary["transactions"]),
        row("took, ms", &health["duration_ms"]),
        row("an account, ms, p50", &health["response_ms"]["p50"]),
        row("an account, ms, p95", &health["response_ms"]["p95"]),
    ];
    let mut text = table::figures(&["points", "value"], rows);
    for account in report["problems"].as_array().into_iter().flatten() {
        let (student, balance, sum) = (&account["student_id"], &account["balance"], &account["sum"]);
        text += &format!("\n{}: balance {balance}, transactions {sum}", table::cell(student));
        text += &problems(&account["problems"]);
    }
    text
}

fn shown_account(found: &Value) -> String {
    let row = |name: &str| vec![name.to_owned(), table::cell(&found[name])];
    let names = ["consistent", "entries", "checked", "balance", "sum"];
    table::figures(&["account", "value"], names.map(row)) + &problems(&found["problems"])
}

fn problems(found: &Value) -> String {
    let found = found.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut text = String::new();
    for problem in found.iter().take(SHOWN) {
        let (what, detail) = (table::cell(&problem["what"]), table::cell(&problem["detail"]));
        text += &format!("\n  transaction {}: {what}, {detail}", problem["seq"]);
    }
    if found.len() > SHOWN {
        text += &format!("\n  … and {} more", found.len() - SHOWN);
    }
    text
}

/// Repairs, and fails if something is left.
pub(super) async fn fix(args: &FixArgs) -> Result<(), Failure> {
    let api = args.client.api()?;
    let dry_run = args.dry_run;
    let (report, text, left) = match &args.student {
        Some(student) => {
            let path = format!("/v1/points/students/{student}/fix?dry_run={dry_run}");
            let fixed = api.post(&path, &json!({})).await?;
            let left = fixed["result"] == "refused";
            let would = if dry_run { "would be " } else { "" };
            let text = match fixed["result"].as_str().unwrap_or_default() {
                "consistent" => "nothing is wrong".to_owned(),
                "corrected" => format!("{would}corrected: {}", correction(&fixed)),
                _ => format!("refused: {student} needs somebody to look{}", problems(&fixed["problems"])),
            };
            (fixed, text, left)
        }
        None => {
            let path = format!("/v1/points/monitor?auto_fix=true&dry_run={dry_run}");
            let report = api.post(&path, &json!({})).await?;
            let refused = report["refused"].as_array().map(Vec::as_slice).unwrap_or_default();
            let mut text = table::cell(&report["message"]);
            for change in report["changes"].as_array().into_iter().flatten() {
                text += &format!("\n{}", correction(change));
            }
            for account in refused {
                let student = table::cell(&account["student_id"]);
                text +=
                    &format!("\nrefused: {student} needs somebody to look{}", problems(&account["problems"]));
            }
            let left = !refused.is_empty();
            (report, text, left)
        }
    };
    match args.client.output {
        Output::Json => say(&format!("{report:#}")),
        Output::Table => say(&text),
    }
    if left { Err(Failure::Refused("not everything could be repaired".to_owned())) } else { Ok(()) }
}

fn correction(change: &Value) -> String {
    let student = table::cell(&change["student_id"]);
    format!("{student}: {} → {} by transaction {}", change["before"], change["after"], change["seq"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(all: u64, inconsistent: u64, cursor: Option<&str>) -> Value {
        json!({
            "health": { "status": "healthy", "checked_at": "t", "duration_ms": 7, "error_rate": 0.0,
                "response_ms": { "p50": 1, "p95": all } },
            "summary": { "totalStudents": all, "consistent": all - inconsistent,
                "inconsistent": inconsistent, "consistencyRate": 100.0, "transactions": 3 * all },
            "problems": [{ "student_id": "ann", "balance": 9, "sum": 5, "problems":
                [{ "seq": 2, "what": "head_balance", "detail": "9 instead of 5" }] }],
            "next_cursor": cursor,
        })
    }

    #[test]
    fn checks_that_follow_each_other_are_one_report() {
        let joined = joined(&report(900, 0, Some("1/x")), &report(100, 2, None));
        assert_eq!(joined["summary"]["totalStudents"], 1_000);
        assert_eq!(
            (&joined["summary"]["consistencyRate"], &joined["health"]["status"]),
            (&json!(99.8), &json!("degraded"))
        );
        assert_eq!(
            (&joined["health"]["duration_ms"], &joined["health"]["response_ms"]["p95"]),
            (&json!(14), &json!(900))
        );
        assert_eq!((joined["problems"].as_array().unwrap().len(), &joined["next_cursor"]), (2, &Value::Null));
    }

    #[test]
    fn the_report_names_each_account_and_what_is_wrong() {
        let text = shown(&report(10, 1, None));
        assert!(text.contains("ann: balance 9, transactions 5"), "{text}");
        assert!(text.contains("transaction 2: head_balance, 9 instead of 5"), "{text}");
    }
}
