//! What the endpoints of points show.

use std::collections::BTreeMap;

use heartlink_domain::ids::{DocumentName, GroupId, UserId};
use heartlink_domain::ledger::{Entry, Hash};
use heartlink_domain::points::change::TEACHER_ID;
use heartlink_domain::points::{CapReason, EventOutcome, Importing, PointsAccount, Profile};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::Problem;
use heartlink_runtime::wire::*;
use heartlink_store::points::{BatchResult, Fixed, Imported, PointsMoved, PointsRead, Repaired};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A transaction. With its account, `points/<student_id>`, these are all the
/// fields that its hash covers.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransactionView {
    /// Whose points.
    pub(crate) student_id: UserId,
    /// 1, 2, 3 … without gaps, per student.
    pub(crate) seq: u64,
    /// How many points; negative takes away.
    pub(crate) points_change: i64,
    /// The points with it.
    pub(crate) balance_after: i64,
    /// Of which type.
    pub(crate) transaction_type: String,
    /// Why.
    #[schema(required)]
    pub(crate) reason: Option<String>,
    /// Which teacher, or server, gave or took them.
    #[schema(required)]
    pub(crate) teacher_id: Option<UserId>,
    /// Who ordered it.
    #[schema(required)]
    pub(crate) operator: Option<UserId>,
    /// The idempotency key it was ordered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) idempotency_key: Option<String>,
    /// The transaction that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reverses: Option<u64>,
    /// What its type says beyond: `rule_key`, `event_id`, `expires_at` …
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, String>,
    /// When it was decided.
    pub(crate) at: Timestamp,
    /// Hash of the transaction before it.
    pub(crate) previous_hash: Hash,
    /// Hash of everything above.
    pub(crate) hash: Hash,
}

impl TransactionView {
    pub(crate) fn of(student_id: &UserId, entry: Entry) -> Self {
        let named = entry.attributes.get(TEACHER_ID).and_then(|teacher| teacher.parse().ok());
        Self {
            student_id: student_id.clone(),
            seq: entry.seq,
            points_change: entry.amount,
            balance_after: entry.balance_after,
            transaction_type: entry.kind,
            reason: entry.description,
            teacher_id: named.or_else(|| entry.operator.clone()),
            operator: entry.operator,
            idempotency_key: entry.idempotency_key,
            reverses: entry.reverses,
            attributes: entry.attributes,
            at: entry.at,
            previous_hash: entry.previous_hash,
            hash: entry.hash,
        }
    }
}

/// Points that changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// The transaction.
    transaction: TransactionView,
    /// The points right after it.
    points: i64,
    /// The account's version right after it.
    version: u64,
}

impl ChangeView {
    pub(crate) fn of(student_id: &UserId, PointsMoved { entry, version }: PointsMoved) -> Self {
        let points = entry.balance_after;
        Self { transaction: TransactionView::of(student_id, entry), points, version }
    }
}

/// The points of a student.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointsView {
    /// Whose.
    student_id: UserId,
    /// What counts: points that have expired do not, whether or not the run that
    /// takes them has come by.
    points: i64,
    /// Rises with each change; 0 before the first.
    version: u64,
    /// When the points were this.
    as_of: Timestamp,
    /// How long ago that is, in milliseconds.
    age_ms: u64,
    /// The last change; `null` before the first.
    #[schema(required)]
    updated_at: Option<Timestamp>,
    /// The points that expire next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_expiry: Option<ExpiryView>,
    /// An import that is not finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    importing: Option<ImportingView>,
    /// The newest transactions, at most 20, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    transactions: Option<Vec<TransactionView>>,
}

/// Points that expire together.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpiryView {
    /// How many.
    points: i64,
    /// When.
    at: Timestamp,
}

impl PointsView {
    pub(crate) fn of(read: PointsRead, transactions: Option<Vec<Entry>>, now: Timestamp) -> Self {
        let PointsRead { account, as_of } = read;
        let next = account.lots.live(now).next();
        let view = |entry| TransactionView::of(&account.student_id, entry);
        Self {
            points: account.points(now),
            version: account.version,
            as_of,
            age_ms: u64::try_from(now.since(as_of).as_millis()).unwrap_or(u64::MAX),
            updated_at: account.updated_at,
            next_expiry: next.map(|lot| ExpiryView { points: lot.points, at: lot.expires_at }),
            transactions: transactions.map(|entries| entries.into_iter().map(view).collect()),
            importing: account.importing.map(Into::into),
            student_id: account.student_id,
        }
    }
}

/// What is said about an account beside its points.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileView {
    /// Whose.
    student_id: UserId,
    /// The group on whose leaderboard it stands.
    #[schema(required)]
    group: Option<GroupId>,
    /// Its plan; the default one if `null`.
    #[schema(required)]
    plan: Option<DocumentName>,
    /// The only teachers who may see and change it; any teacher if none is named.
    teachers: Vec<UserId>,
    /// Rises with each change of the account.
    version: u64,
}

impl ProfileView {
    pub(crate) fn of(account: &PointsAccount) -> Self {
        Self::new(account.student_id.clone(), Profile::of(account), account.version)
    }

    pub(crate) fn new(student_id: UserId, profile: Profile, version: u64) -> Self {
        let Profile { group, plan, teachers } = profile;
        Self { student_id, group, plan, teachers, version }
    }
}

/// The results of a change for many students.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointsBatchView {
    /// One for each student, in the order sent.
    results: Vec<PointsResultView>,
    /// For how many it took effect.
    succeeded: usize,
    /// For how many it did not.
    failed: usize,
}

/// The result for one student.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointsResultView {
    /// Their place in the order sent.
    index: usize,
    /// Who.
    student_id: UserId,
    /// Whether it took effect.
    ok: bool,
    /// The transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction: Option<TransactionView>,
    /// The points right after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<i64>,
    /// Why it did not take effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

impl PointsBatchView {
    pub(crate) fn of(
        students: &[UserId],
        results: Vec<BatchResult>,
        instance: &str,
        request_id: &str,
    ) -> Self {
        let view = |(index, (student_id, result)): (usize, (&UserId, BatchResult))| {
            let student_id = student_id.clone();
            match result {
                Ok(moved) => PointsResultView {
                    index,
                    ok: true,
                    points: Some(moved.entry.balance_after),
                    transaction: Some(TransactionView::of(&student_id, moved.entry)),
                    problem: None,
                    student_id,
                },
                Err(error) => {
                    let problem = Problem::from(error);
                    if let Some(internal) = &problem.internal {
                        tracing::error!(internal, index, "a change of a batch failed");
                    }
                    let problem = Some(problem.document(instance, request_id));
                    PointsResultView {
                        index,
                        student_id,
                        ok: false,
                        transaction: None,
                        points: None,
                        problem,
                    }
                }
            }
        };
        let results: Vec<PointsResultView> = students.iter().zip(results).enumerate().map(view).collect();
        let succeeded = results.iter().filter(|result| result.ok).count();
        Self { succeeded, failed: results.len() - succeeded, results }
    }
}

heartlink_runtime::wire! {
    /// What came of an event. Recorded whole: a repetition is answered with it.
    #[schema(as = EventOutcome)]
    pub struct EventOutcomeView from EventOutcome {
        requested: i64, "What the rule gives.";
        applied: i64, "What was given.";
        reason: Option<CapReason>, "Why that is less; `null` if it is not.";
        remaining: Option<i64>, "What the tightest cap leaves after this; `null` without a cap.";
        resets_at: Option<Timestamp>, "When that cap begins anew.";
        seq: Option<u64>, "The number of the transaction; `null` where nothing was given.";
        points: i64, "The points after it.";
    }

    /// How far an import has come.
    #[schema(as = Importing)]
    pub struct ImportingView from Importing {
        id: String, "Which import.";
        done: u64, "Rows that are there.";
        total: u64, "Rows that it has for the account.";
    }

    /// How far an account's import has come.
    #[schema(as = Imported)]
    pub struct ImportedView from Imported {
        student_id: UserId, "Whose.";
        done: u64, "Rows that are there.";
        total: u64, "Rows that the import has for the account.";
        points: i64, "The points with them.";
    }

    /// A balance that was set right, or would be.
    #[schema(as = Repaired)]
    pub struct RepairedView from Repaired {
        student_id: UserId, "Whose.";
        before: i64, "The balance before.";
        after: i64, "The balance after: what the transactions add up to.";
        seq: u64, "The number of the correction.";
        @each problems: Vec<LedgerProblem>, "What was wrong.";
    }
}

/// What came of repairing one account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fixed)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum FixedView {
    /// Nothing was wrong.
    Consistent,
    /// It was set right, or would be.
    Corrected(RepairedView),
    /// It needs somebody to look: a transaction may have been changed.
    Refused {
        /// Whose.
        student_id: UserId,
        /// What is wrong.
        problems: Vec<LedgerProblem>,
    },
}

impl From<Fixed> for FixedView {
    fn from(fixed: Fixed) -> Self {
        match fixed {
            Fixed::Consistent => Self::Consistent,
            Fixed::Corrected(repaired) => Self::Corrected(repaired.into()),
            Fixed::Refused { student_id, problems } => {
                Self::Refused { student_id, problems: problems.into_iter().map(Into::into).collect() }
            }
        }
    }
}
