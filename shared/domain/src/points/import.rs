//! Taking over transactions from another system, into an account that has none.
//!
//! Owns that an account's rows are taken over as a whole: a long history comes
//! in several transactions, and until the last of them the account is marked
//! and nothing else changes it, so that the same import goes on where it
//! stopped.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::UserId;
use crate::ledger::{Draft, MAX_MINOR, append};
use crate::points::change::{TEACHER_ID, drafted};
use crate::points::refusal::field;
use crate::points::{Changed, Context, PointsAccount, PointsPlan, Refusal, TransactionType};
use crate::problem::FieldProblem;
use crate::settings::PointsSettings;
use crate::time::Timestamp;

/// Rows that one transaction of the store takes beside the head and the record
/// of the key.
pub const MAX_IMPORT_ROWS: usize = 98;
/// Longest id of an import, in characters.
const MAX_ID_CHARS: usize = 128;
/// Attribute of an imported transaction: by which import.
pub const IMPORT_ID: &str = "import_id";

/// How far an import has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Importing {
    /// Which import.
    pub id: String,
    /// Rows that are there.
    pub done: u64,
    /// Rows that it has for the account.
    pub total: u64,
}

/// A transaction of another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportRow {
    /// How many points; negative takes away.
    pub points_change: i64,
    /// Of which type.
    pub transaction_type: TransactionType,
    /// Why.
    pub reason: String,
    /// By which teacher.
    #[serde(default)]
    pub teacher_id: Option<UserId>,
    /// When; with the import if absent.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// What the other system says the points were after it.
    #[serde(default)]
    pub balance_after: Option<i64>,
}

/// Some of the rows of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Names the import; the same whenever it is tried again.
    pub id: String,
    /// Rows of the account before these.
    pub offset: u64,
    /// All rows of the account.
    pub total: u64,
    /// These, oldest first.
    pub rows: Vec<ImportRow>,
}

/// A name that follows from `parts`, 40 hexadecimal digits of a SHA-256.
pub fn digest(parts: impl IntoIterator<Item = String>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut name = format!("{:x}", hash.finalize());
    name.truncate(40);
    name
}

/// What does not add up in `rows`, which follow on a balance of `balance`. The
/// place of each is its index and its field.
pub fn check_rows(
    balance: i64,
    rows: &[ImportRow],
    now: Timestamp,
    settings: &PointsSettings,
) -> Vec<(usize, &'static str, String)> {
    let most = usize::try_from(settings.reason_chars).unwrap_or(usize::MAX);
    let mut problems = Vec::new();
    let (mut balance, mut last) = (i128::from(balance), None);
    for (place, row) in rows.iter().enumerate() {
        let mut note = |name, detail: String| problems.push((place, name, detail));
        balance += i128::from(row.points_change);
        if row.points_change == 0 || row.points_change.unsigned_abs() > MAX_MINOR.unsigned_abs() {
            note("points_change", format!("must be from {} to {MAX_MINOR}, and not 0", -MAX_MINOR));
        } else if let Some(detail) = row.transaction_type.misfit(row.points_change) {
            note("points_change", detail.to_owned());
        }
        if row.transaction_type.as_str() == TransactionType::CORRECTION {
            note("transaction_type", "is a type that only the system itself writes".to_owned());
        }
        if row.reason.trim().is_empty() || row.reason.chars().count() > most {
            note("reason", format!("must have 1 to {most} characters"));
        }
        let at = row.at.unwrap_or(now);
        if at > now {
            note("at", "lies in the future".to_owned());
        }
        if last.is_some_and(|last| at < last) {
            note("at", "lies before that of the row before".to_owned());
        }
        if row.balance_after.is_some_and(|stated| i128::from(stated) != balance) {
            note("balance_after", format!("does not add up: it should be {balance}"));
            // Told once, where it begins.
            balance = i128::from(row.balance_after.unwrap_or_default());
        }
        last = Some(at);
    }
    problems
}

/// Adds the rows of `import`.
///
/// # Errors
/// [`Refusal::NotEmpty`], [`Refusal::ImportOutOfStep`], [`Refusal::Importing`]
/// for another import than the one under way, [`Refusal::Invalid`],
/// [`Refusal::BalanceLimit`].
pub fn import(
    account: &PointsAccount,
    import: &Import,
    plan: &PointsPlan,
    context: &Context,
    settings: &PointsSettings,
) -> Result<Changed, Refusal> {
    let done = match &account.importing {
        Some(importing) if importing.id != import.id => {
            return Err(Refusal::Importing { import_id: importing.id.clone() });
        }
        Some(importing) => importing.done,
        None if account.account.last_seq > 0 => {
            return Err(Refusal::NotEmpty { transactions: account.account.last_seq });
        }
        None => 0,
    };
    if import.offset != done {
        return Err(Refusal::ImportOutOfStep { expected: done });
    }
    check(account, import, context.now, settings)?;
    let mut next = PointsAccount { importing: None, updated_at: Some(context.now), ..account.clone() };
    let mut entries = Vec::with_capacity(import.rows.len());
    for row in &import.rows {
        let (head, entry) =
            append(&next.account, draft(row, import, context), row.at.unwrap_or(context.now))?;
        next.account = head;
        entries.push(entry);
    }
    let done = done.saturating_add(import.rows.len() as u64);
    if done < import.total {
        next.importing = Some(Importing { id: import.id.clone(), done, total: import.total });
    } else if let Some(expires_at) = plan.expiry(context.now) {
        // What is left counts as earned now: when it was, its plan did not say.
        next.lots.add(expires_at, next.account.balance);
    }
    Ok(Changed { account: next, entries })
}

fn check(
    account: &PointsAccount,
    import: &Import,
    now: Timestamp,
    settings: &PointsSettings,
) -> Result<(), Refusal> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    if import.id.is_empty() || import.id.chars().count() > MAX_ID_CHARS {
        problems.push(field("/import_id", format!("must have 1 to {MAX_ID_CHARS} characters")));
    }
    if import.rows.is_empty() || import.rows.len() > MAX_IMPORT_ROWS {
        problems.push(field("/transactions", format!("must be 1 to {MAX_IMPORT_ROWS}")));
    }
    if import.offset.saturating_add(import.rows.len() as u64) > import.total {
        problems.push(field("/total", "is less than the rows that were sent"));
    }
    if account.importing.as_ref().is_some_and(|importing| importing.total != import.total) {
        problems.push(field("/total", "is not what it was before"));
    }
    let rows = check_rows(account.account.balance, &import.rows, now, settings);
    let rows =
        rows.into_iter().map(|(place, name, detail)| field(&format!("/transactions/{place}/{name}"), detail));
    problems.extend(rows);
    Refusal::unless_empty(problems)
}

fn draft(row: &ImportRow, import: &Import, context: &Context) -> Draft {
    let mut attributes = BTreeMap::from([(IMPORT_ID.to_owned(), import.id.clone())]);
    attributes.extend(row.teacher_id.as_ref().map(|teacher| (TEACHER_ID.to_owned(), teacher.to_string())));
    Draft {
        amount: row.points_change,
        kind: row.transaction_type.to_string(),
        description: Some(row.reason.clone()),
        attributes,
        ..drafted(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::fixture::{account, at, context, expiring, settings};

    fn row(points: i64, secs: i64) -> ImportRow {
        ImportRow {
            points_change: points,
            transaction_type: "adjust".parse().unwrap(),
            reason: "old system".into(),
            teacher_id: None,
            at: Some(at(secs)),
            balance_after: None,
        }
    }

    fn slice(offset: u64, total: u64, rows: &[ImportRow]) -> Import {
        Import { id: "file".into(), offset, total, rows: rows.to_vec() }
    }

    fn attempt(account: &PointsAccount, slice: &Import) -> Result<Changed, Refusal> {
        import(account, slice, &PointsPlan::default(), &context(100), &settings())
    }

    #[test]
    fn a_short_history_comes_in_one_go() {
        let rows = [row(5, 1), row(-7, 2), row(9, 3)];
        let done = attempt(&account("ann", 0), &slice(0, 3, &rows)).unwrap();
        assert_eq!((done.account.points(at(100)), done.entries.len()), (7, 3));
        assert_eq!(done.account.importing, None);
        assert_eq!((done.entries[1].balance_after, done.entries[1].at), (-2, at(2)));
        assert_eq!(done.entries[0].attributes[IMPORT_ID], "file");
    }

    #[test]
    fn a_long_history_goes_on_where_it_stopped_and_is_marked_until_then() {
        let first = attempt(&account("ann", 0), &slice(0, 3, &[row(5, 1), row(1, 2)])).unwrap().account;
        assert_eq!(first.importing, Some(Importing { id: "file".into(), done: 2, total: 3 }));
        let twice = attempt(&first, &slice(0, 3, &[row(5, 1)]));
        assert_eq!(twice, Err(Refusal::ImportOutOfStep { expected: 2 }));
        let other = Import { id: "other".into(), ..slice(2, 3, &[row(1, 3)]) };
        assert_eq!(attempt(&first, &other), Err(Refusal::Importing { import_id: "file".into() }));
        let last = attempt(&first, &slice(2, 3, &[row(1, 3)])).unwrap().account;
        assert_eq!((last.points(at(100)), last.importing.clone()), (7, None));
        assert_eq!(attempt(&last, &slice(0, 1, &[row(1, 3)])), Err(Refusal::NotEmpty { transactions: 3 }));
    }

    #[test]
    fn what_does_not_add_up_is_named_where_it_begins() {
        let rows = [
            ImportRow { balance_after: Some(5), ..row(5, 3) },
            ImportRow { balance_after: Some(9), ..row(3, 2) },
            ImportRow { balance_after: Some(10), reason: String::new(), ..row(1, 101) },
            ImportRow { transaction_type: "correction".parse().unwrap(), ..row(0, 101) },
        ];
        let found: Vec<_> = check_rows(0, &rows, at(100), &settings())
            .into_iter()
            .map(|(place, name, _)| (place, name))
            .collect();
        let expected = [
            (1, "at"),
            (1, "balance_after"),
            (2, "reason"),
            (2, "at"),
            (3, "points_change"),
            (3, "transaction_type"),
            (3, "at"),
        ];
        assert_eq!(found, expected);
        let refused = attempt(&account("ann", 0), &slice(0, 4, &rows));
        let Err(Refusal::Invalid { problems }) = refused else { panic!("{refused:?}") };
        assert_eq!(problems[0].pointer, "/transactions/1/at");
    }

    #[test]
    fn what_is_left_of_an_import_counts_as_earned_then() {
        let slice = slice(0, 2, &[row(5, 1), row(-2, 2)]);
        let done = import(&account("ann", 0), &slice, &expiring(1), &context(100), &settings()).unwrap();
        assert_eq!(done.account.lots.total(), 3);
    }

    #[test]
    fn a_slice_is_as_long_as_a_transaction_takes() {
        let rows = vec![row(1, 1); MAX_IMPORT_ROWS + 1];
        assert!(attempt(&account("ann", 0), &slice(0, 200, &rows)).is_err());
        assert!(attempt(&account("ann", 0), &slice(0, 200, &rows[1..])).is_ok());
        assert!(attempt(&account("ann", 0), &slice(0, 1, &rows[..2])).is_err());
    }
}
