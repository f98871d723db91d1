//! A file of points of another system: reading it, and what does not add up.
//!
//! Owns the columns. Checks the whole file; never sends anything.

use std::collections::BTreeMap;
use std::io::Read;

use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::MAX_MINOR;
use heartlink_domain::points::{ImportRow, TransactionType, check_rows};
use heartlink_domain::settings::PointsSettings;
use heartlink_domain::time::Timestamp;

/// Lines that a file has at most: all of them are checked before any is sent.
const MAX_LINES: usize = 2_000_000;
/// Problems that are kept; more are only counted.
const MAX_PROBLEMS: usize = 1_000;
const COLUMNS: [&str; 8] = [
    "student_id",
    "points_change",
    "balance",
    "transaction_type",
    "reason",
    "teacher_id",
    "at",
    "balance_after",
];

/// A line that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// In the file, the header being line 1.
    pub(super) line: u64,
    pub(super) column: String,
    pub(super) detail: String,
}

/// A file that was read.
#[derive(Debug, Default)]
pub(super) struct Points {
    /// Of each student, in the order of the file.
    pub(super) students: BTreeMap<UserId, Vec<(u64, ImportRow)>>,
    /// What is wrong, at most [`MAX_PROBLEMS`] of it.
    pub(super) wrong: Vec<Wrong>,
    /// How much is wrong in all.
    pub(super) wrong_total: u64,
    pub(super) lines: u64,
}

impl Points {
    fn note(&mut self, line: u64, column: &str, detail: impl Into<String>) {
        self.wrong_total += 1;
        if self.wrong.len() < MAX_PROBLEMS {
            self.wrong.push(Wrong { line, column: column.to_owned(), detail: detail.into() });
        }
    }
}

/// Reads and checks a file.
pub(super) fn read(input: impl Read, now: Timestamp) -> Points {
    let mut points = Points::default();
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(input);
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            points.note(1, "", error.to_string());
            return points;
        }
    };
    let Some(columns) = columns(&headers, &mut points) else { return points };
    for record in reader.records() {
        if points.lines >= MAX_LINES as u64 {
            points.note(points.lines, "", format!("a file has at most {MAX_LINES} lines"));
            break;
        }
        points.lines += 1;
        match record {
            Ok(record) => {
                let line = record.position().map_or(points.lines + 1, csv::Position::line);
                take(&mut points, line, &|name| {
                    columns.get(name).and_then(|place| record.get(*place)).filter(|text| !text.is_empty())
                });
            }
            Err(error) => {
                let line = error.position().map_or(points.lines + 1, csv::Position::line);
                points.note(line, "", error.to_string());
            }
        }
    }
    check(&mut points, now);
    points
}

/// Where each column is.
fn columns(headers: &csv::StringRecord, points: &mut Points) -> Option<BTreeMap<&'static str, usize>> {
    let mut places = BTreeMap::new();
    for (place, head) in headers.iter().enumerate() {
        match COLUMNS.into_iter().find(|name| *name == head) {
            Some(name) if places.insert(name, place).is_some() => points.note(1, head, "is there twice"),
            Some(_) => {}
            None => points.note(1, head, format!("is none of {}", COLUMNS.join(", "))),
        }
    }
    if !places.contains_key("student_id") {
        points.note(1, "student_id", "is missing");
    }
    if places.contains_key("points_change") == places.contains_key("balance") {
        points.note(1, "points_change", "either this or `balance` must be there");
    }
    points.wrong.is_empty().then_some(places)
}

/// Takes one line in.
fn take<'a>(points: &mut Points, line: u64, cell: &dyn Fn(&str) -> Option<&'a str>) {
    let before = points.wrong_total;
    let student: Option<UserId> = parsed(points, line, "student_id", cell("student_id"));
    let opening = cell("balance").is_some();
    let column = if opening { "balance" } else { "points_change" };
    let change: Option<i64> = parsed(points, line, column, cell(column));
    let teacher = cell("teacher_id").and_then(|text| parsed(points, line, "teacher_id", Some(text)));
    let kind = match (cell("transaction_type"), change) {
        (Some(text), _) => parsed(points, line, "transaction_type", Some(text)),
        (None, _) if opening => TransactionType::OPENING.parse().ok(),
        (None, Some(..0)) => TransactionType::DEDUCT.parse().ok(),
        (None, _) => TransactionType::ADD.parse().ok(),
    };
    let at = cell("at").and_then(|text| {
        let at = instant(text);
        if at.is_none() {
            points.note(line, "at", "is no time: 2026-11-21T14:00:00Z, 2026-11-21 14:00:00 or 2026-11-21");
        }
        at
    });
    let balance_after =
        cell("balance_after").and_then(|text| parsed(points, line, "balance_after", Some(text)));
    if opening && change == Some(0) && points.wrong_total == before {
        // Nothing to take over: such a student begins at 0 anyway.
        return;
    }
    let (Some(student), Some(points_change), Some(transaction_type)) = (student, change, kind) else {
        return;
    };
    if points.wrong_total > before {
        return;
    }
    let known = points.students.get(&student).and_then(|lines| lines.first());
    if let Some((first, _)) = known.filter(|_| opening) {
        let detail = format!("has a balance in line {first} already: which one holds?");
        points.note(line, "student_id", detail);
        return;
    }
    let reason = cell("reason").unwrap_or("taken over from another system").to_owned();
    let row = ImportRow { points_change, transaction_type, reason, teacher_id: teacher, at, balance_after };
    points.students.entry(student).or_default().push((line, row));
}

fn parsed<T: std::str::FromStr>(points: &mut Points, line: u64, column: &str, text: Option<&str>) -> Option<T>
where
    T::Err: std::fmt::Display,
{
    let Some(text) = text else {
        points.note(line, column, "is missing");
        return None;
    };
    match text.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            points.note(line, column, T::Err::to_string(&error));
            None
        }
    }
}

/// A time in one of the forms that spreadsheets and databases write.
fn instant(text: &str) -> Option<Timestamp> {
    let read = |text: String| serde_json::from_value(serde_json::Value::String(text)).ok();
    let forms = [text.to_owned(), format!("{}Z", text.replacen(' ', "T", 1)), format!("{text}T00:00:00Z")];
    forms.into_iter().find_map(read)
}

/// What does not add up among the lines of each student.
fn check(points: &mut Points, now: Timestamp) {
    let settings = PointsSettings::default();
    let students = std::mem::take(&mut points.students);
    for (student, lines) in &students {
        let rows: Vec<ImportRow> = lines.iter().map(|(_, row)| row.clone()).collect();
        for (place, column, detail) in check_rows(0, &rows, now, &settings) {
            let line = lines.get(place).map_or(0, |(line, _)| *line);
            points.note(line, column, detail);
        }
        let sum: i128 = rows.iter().map(|row| i128::from(row.points_change)).sum();
        if sum.unsigned_abs() > u128::from(MAX_MINOR.unsigned_abs()) {
            let line = lines.last().map_or(0, |(line, _)| *line);
            points.note(line, "points_change", format!("{student} would have {sum}, beyond {MAX_MINOR}"));
        }
    }
    points.students = students;
    points.wrong.sort_by_key(|wrong| wrong.line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        instant("2026-11-21").unwrap()
    }

    fn wrong(text: &str) -> Vec<(u64, String)> {
        let points = read(text.as_bytes(), now());
        points.wrong.into_iter().map(|wrong| (wrong.line, wrong.column)).collect()
    }

    #[test]
    fn transactions_are_read_by_student_in_their_order() {
        let points = read(
            "student_id,points_change,reason,at,balance_after,teacher_id\n\
             ann,5,homework,2026-01-01,5,lee\n\
             bob,7,,2026-01-02 10:00:00,,\n\
             ann,-2,\"late, again\",2026-01-03T10:00:00Z,3,\n"
                .as_bytes(),
            now(),
        );
        assert_eq!((points.wrong, points.lines), (Vec::new(), 3));
        let ann = &points.students[&"ann".parse().unwrap()];
        assert_eq!(
            ann.iter().map(|(line, row)| (*line, row.points_change)).collect::<Vec<_>>(),
            [(2, 5), (4, -2)]
        );
        assert_eq!(
            (ann[1].1.transaction_type.as_str(), ann[1].1.reason.as_str()),
            ("deduct_points", "late, again")
        );
        assert_eq!(points.students.len(), 2);
    }

    #[test]
    fn a_file_of_balances_is_one_transaction_a_student() {
        let points = read("student_id,balance\nann,12\nbob,0\ncat,-3\n".as_bytes(), now());
        assert_eq!(points.wrong, []);
        let kinds: Vec<_> = points
            .students
            .iter()
            .map(|(student, rows)| {
                (student.as_str(), rows[0].1.transaction_type.as_str(), rows[0].1.points_change)
            })
            .collect();
        assert_eq!(kinds, [("ann", "opening_balance", 12), ("cat", "opening_balance", -3)]);
    }

    #[test]
    fn a_student_has_one_balance() {
        assert_eq!(wrong("student_id,balance\nann,5\nbob,1\nann,5\n"), [(4, "student_id".to_owned())]);
    }

    #[test]
    fn every_line_that_is_wrong_is_named_with_its_column() {
        let found = wrong(
            "student_id,points_change,transaction_type,at,balance_after\n\
             ann,5,adjust,2026-01-01,5\n\
             a\tnn,5,adjust,2026-01-01,\n\
             ann,five,adjust,yesterday,\n\
             ann,1,Adjust,2027-01-01,\n\
             ann,0,adjust,2025-01-01,9\n\
             ann,1\n",
        );
        let found: Vec<_> = found.iter().map(|(line, column)| (*line, column.as_str())).collect();
        assert_eq!(
            found,
            [
                (3, "student_id"),
                (4, "points_change"),
                (4, "at"),
                (5, "transaction_type"),
                (6, "points_change"),
                (6, "at"),
                (6, "balance_after"),
                (7, ""),
            ]
        );
    }

    #[test]
    fn a_file_without_the_columns_it_needs_is_told_which() {
        let headers = |text: &str| wrong(&format!("{text}\nx,1\n"));
        assert_eq!(headers("student,points_change"), [(1, "student".into()), (1, "student_id".into())]);
        assert_eq!(headers("student_id,reason"), [(1, "points_change".into())]);
        assert_eq!(headers("student_id,points_change,balance"), [(1, "points_change".into())]);
        assert_eq!(headers("student_id,balance,balance"), [(1, "balance".into())]);
    }
}
