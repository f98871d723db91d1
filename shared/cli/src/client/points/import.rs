//! `heartlink points import`: taking a file over, student by student.
//!
//! Nothing is sent unless the whole file is sound. What was sent carries keys
//! that follow from the file, so that the same file again repeats nothing.

use std::fs::File;
use std::io::BufReader;

use futures::stream::{self, StreamExt};
use heartlink_domain::chance::Chance;
use heartlink_domain::ids::UserId;
use heartlink_domain::points::import::digest;
use heartlink_domain::points::{ImportRow, MAX_IMPORT_ROWS};
use heartlink_store::clock::Clock;
use serde_json::{Value, json};

use super::ImportArgs;
use super::file::{Points, Wrong, read};
use crate::client::api::{Api, CallError};
use crate::client::progress;
use crate::table;
use crate::terminal::Output;
use crate::terminal::{Failure, say, warn};

/// Students taken over at the same time.
const AT_ONCE: usize = 8;
/// Lines shown that are wrong, and students that were refused.
const SHOWN: usize = 50;

/// What became of one student.
enum ImportResult {
    Imported,
    /// By an earlier run of the same import.
    AlreadyThere,
    Refused(String),
}

/// Takes the file over, or says why not.
pub(super) async fn run(args: &ImportArgs) -> Result<(), Failure> {
    let now = Clock::default().now();
    let file = File::open(&args.file)
        .map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", args.file.display())))?;
    let points = read(BufReader::new(file), now);
    if points.wrong_total > 0 || args.dry_run {
        report(args, &points, &[]);
        return match points.wrong_total {
            0 => Ok(()),
            wrong => Err(Failure::Refused(format!("{wrong} lines are wrong; nothing was taken over"))),
        };
    }
    let api = args.client.api()?;
    let import_id = name_of(&points);
    let seed = u64::from_str_radix(import_id.get(..16).unwrap_or_default(), 16).unwrap_or_default();
    let mut chance = Chance::from_seed(seed);
    let runs: Vec<_> = points
        .students
        .iter()
        .map(|(student, lines)| {
            let rows: Vec<&ImportRow> = lines.iter().map(|(_, row)| row).collect();
            let (api, import_id, mut chance) = (&api, import_id.as_str(), chance.split(student.as_str()));
            async move { (student.clone(), take_over(api, import_id, student, &rows, &mut chance).await) }
        })
        .collect();
    let bar = progress::bar(points.students.len() as u64, "students");
    let outcomes: Vec<(UserId, ImportResult)> =
        stream::iter(runs).buffer_unordered(AT_ONCE).inspect(|_| bar.inc(1)).collect().await;
    bar.finish_and_clear();
    report(args, &points, &outcomes);
    match outcomes.iter().filter(|(_, outcome)| matches!(outcome, ImportResult::Refused(_))).count() {
        0 => Ok(()),
        refused => Err(Failure::Refused(format!("{refused} students were not taken over"))),
    }
}

/// A name that follows from what the file says.
fn name_of(points: &Points) -> String {
    let parts = points.students.iter().flat_map(|(student, lines)| {
        let rows: Vec<&ImportRow> = lines.iter().map(|(_, row)| row).collect();
        [student.to_string(), json!(rows).to_string()]
    });
    digest(parts)
}

/// Sends the rows of one student, slice by slice.
async fn take_over(
    api: &Api,
    import_id: &str,
    student: &UserId,
    rows: &[&ImportRow],
    chance: &mut Chance,
) -> ImportResult {
    let mut offset = 0;
    for slice in rows.chunks(MAX_IMPORT_ROWS) {
        let body = json!({
            "student_id": student, "import_id": import_id, "offset": offset, "total": rows.len(),
            "transactions": slice,
        });
        let key = digest([import_id.to_owned(), student.to_string(), offset.to_string()]);
        match api.post_with_retries("/v1/points/import", &body, &key, chance).await {
            Ok(_) => {}
            // Rows of an earlier run whose keys were forgotten since.
            Err(error) if error.code() == "import_out_of_step" && is_behind(&error, offset) => {}
            Err(error) if error.code() == "account_not_empty" => {
                return match is_ours(api, import_id, student).await {
                    Ok(true) => ImportResult::AlreadyThere,
                    Ok(false) => ImportResult::Refused(error.to_string()),
                    Err(error) => ImportResult::Refused(error.to_string()),
                };
            }
            Err(error) => return ImportResult::Refused(error.to_string()),
        }
        offset += slice.len();
    }
    ImportResult::Imported
}

/// Whether the import is further than `offset`.
fn is_behind(error: &CallError, offset: usize) -> bool {
    let CallError::Refused { problem, .. } = error else { return false };
    problem["expected"].as_u64().is_some_and(|expected| expected > offset as u64)
}

/// Whether the account began with this very import.
async fn is_ours(api: &Api, import_id: &str, student: &UserId) -> Result<bool, CallError> {
    let id = super::student::encoded(student.as_str());
    let path = format!("/v1/points/transactions?student_id={id}&order=asc&limit=1");
    let page = api.get(&path).await?;
    Ok(page["items"][0]["attributes"]["import_id"] == import_id)
}

fn report(args: &ImportArgs, points: &Points, outcomes: &[(UserId, ImportResult)]) {
    let count =
        |wanted: fn(&ImportResult) -> bool| outcomes.iter().filter(|(_, outcome)| wanted(outcome)).count();
    let taken_over = count(|outcome| matches!(outcome, ImportResult::Imported));
    let already_there = count(|outcome| matches!(outcome, ImportResult::AlreadyThere));
    let refused: Vec<(String, String)> = outcomes
        .iter()
        .filter_map(|(student, outcome)| match outcome {
            ImportResult::Refused(why) => Some((student.to_string(), why.clone())),
            ImportResult::Imported | ImportResult::AlreadyThere => None,
        })
        .collect();
    if args.client.output == Output::Json {
        let wrong: Vec<Value> = points
            .wrong
            .iter()
            .map(|Wrong { line, column, detail }| json!({ "line": line, "column": column, "detail": detail }))
            .collect();
        let refused: Vec<Value> =
            refused.iter().map(|(student, why)| json!({ "student_id": student, "detail": why })).collect();
        let report = json!({
            "dry_run": args.dry_run, "lines": points.lines, "students": points.students.len(),
            "wrong": wrong, "wrong_total": points.wrong_total, "taken_over": taken_over,
            "there_before": already_there, "refused": refused,
        });
        say(&format!("{report:#}"));
        return;
    }
    let figure = |name: &str, value: u64| vec![name.to_owned(), value.to_string()];
    let rows = [
        figure("lines", points.lines),
        figure("students", points.students.len() as u64),
        figure("wrong", points.wrong_total),
        figure("taken over", taken_over as u64),
        figure("there before", already_there as u64),
        figure("refused", refused.len() as u64),
    ];
    say(&table::figures(&["import", "value"], rows));
    for Wrong { line, column, detail } in points.wrong.iter().take(SHOWN) {
        warn(&format!("line {line}: {column} {detail}"));
    }
    for (student, why) in refused.iter().take(SHOWN) {
        warn(&format!("{student}: {why}"));
    }
    let hidden = points.wrong_total.saturating_sub(SHOWN as u64) + refused.len().saturating_sub(SHOWN) as u64;
    if hidden > 0 {
        warn(&format!("… and {hidden} more (--output json shows more)"));
    }
}
