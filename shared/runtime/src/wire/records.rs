//! Records that several domains show, or events too.

use std::collections::BTreeMap;

use heartlink_domain::documents::Revision;
use heartlink_domain::ids::{JobId, UserId};
use heartlink_domain::jobs::{JobKind, JobSource, JobStatus, StopReason};
use heartlink_domain::ledger::{AccountId, Audit, Checkpoint, Fault, Hash, Problem, Verification};
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{Amount, Currency};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::values::*;
use super::words::*;

crate::wire! {
    /// One invalid field.
    pub struct FieldProblem {
        pointer: String, "JSON pointer of the field in the request body.";
        detail: String, "What is wrong, for a person to read.";
    }

    /// The score of a match and the parts it is the sum of.
    #[schema(as = Score)]
    pub struct ScoreForm {
        total: i64, "Sum of the parts.";
        parts: ScoreParts, "Each part with its points.";
    }

    /// The rows of the score table.
    pub struct ScoreParts {
        base: i64, "Every candidate.";
        active: i64, "How recently the candidate was active.";
        activities: i64, "Activities in the last 7 days.";
        matches: i64, "Successful matches so far.";
        random: i64, "Chance.";
        rematch: i64, "Matched with each other before (0 or less).";
        waiting: i64, "How long the candidate has waited.";
        interests: i64, "Shared interests.";
        language: i64, "A shared language.";
        distance: i64, "How near the two are.";
    }

    /// A report to the operators.
    #[serde(deny_unknown_fields)]
    #[schema(as = Report)]
    pub struct ReportForm {
        #[schema(min_length = 1, max_length = 2_000)]
        reason: String, "In the member's words, up to 2,000 characters.";
    }

    /// A job as it is shown.
    #[schema(as = JobView)]
    pub struct JobSummaryForm {
        id: JobId, "Its id.";
        kind: JobKind, "What it does.";
        source: JobSource, "Where its rewards come from.";
        status: JobStatus, "How far it is.";
        #[schema(required)]
        reason: Option<StopReason>, "Why it stopped half-way, where it did.";
        created_by: UserId, "Who made it.";
        created_at: Timestamp, "When it was made.";
        #[schema(required)]
        started_at: Option<Timestamp>, "When its payments were asked for.";
        #[schema(required)]
        finished_at: Option<Timestamp>, "When it was over.";
        updated_at: Timestamp, "When it last came further.";
        expires_at: Timestamp, "From when on it is forgotten, and can be neither resumed nor retried.";
        total: u64, "Rewards in all; final once the job runs.";
        done: u64, "Rewards paid.";
        failed: u64, "Rewards that were not paid, with a reason.";
        paid: BTreeMap<String, i64>, "What was paid, by currency, in minor units; at most 9·10^15 each.";
        slices: u64, "Slices known.";
        round: u32, "0, then one more with each retry.";
    }

    /// One reward.
    #[serde(deny_unknown_fields)]
    #[schema(as = RewardLine)]
    pub struct RewardLineForm {
        user_id: UserId, "Whose wallet.";
        amount: Amount, "In minor units.";
        #[serde(default)]
        currency: Option<Currency>, "The default currency if absent.";
        #[serde(default)]
        #[schema(min_length = 1, max_length = 200)]
        description: Option<String>, "For a person to read.";
        #[serde(default)]
        #[schema(min_length = 1, max_length = 128)]
        reference: Option<String>, "A mark of the caller's own.";
    }

    /// One entry of the trail: never changed, never deleted.
    #[schema(as = Revision)]
    pub struct RevisionView from Revision {
        version: u64, "The version that it made.";
        at: Timestamp, "When.";
        operator: UserId, "Who.";
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>, "Why, in the operator's words.";
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<Object>)]
        before: Option<Value>, "What it said before; absent if there was none.";
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<Object>)]
        after: Option<Value>, "What it says from then on; absent if it was deleted.";
    }

    /// What a verification found.
    #[schema(as = Verification)]
    pub struct VerificationView from Verification {
        consistent: bool, "Whether nothing is wrong.";
        entries: u64, "Entries of the ledger, those below the checkpoint included.";
        checked: u64, "Entries that this run read.";
        balance: i64, "The balance that the head states, in minor units.";
        sum: i64, "Sum of all amounts, in minor units; what the balance should be.";
        @each problems: Vec<LedgerProblem>, "What is wrong, at most 100 of it.";
        problems_total: u64, "How many problems there are in all.";
        #[schema(nullable)]
        @maybe checkpoint: Option<CheckpointView>, "The longest prefix without a problem, to begin from \
            next time; `None`\nwhere the one handed in proved wrong.";
    }

    /// Something wrong with a ledger.
    pub struct LedgerProblem from Problem {
        seq: u64, "The entry where it shows; for the head, its last one.";
        what: Fault, "What is wrong.";
        detail: String, "The figures, for a person to read.";
    }

    /// A prefix of a ledger that was verified.
    #[schema(as = Checkpoint)]
    pub struct CheckpointView from Checkpoint {
        account: AccountId, "Of which account.";
        seq: u64, "Its last entry; 0 for none.";
        hash: Hash, "Hash of that entry.";
        balance: i64, "Balance after that entry, in minor units.";
    }
}

/// What somebody did to an account. Never changed or deleted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Audit)]
pub struct AuditView<A> {
    /// To which account.
    pub account: AccountId,
    /// The version that the account got by it; one record for each at most.
    pub version: u64,
    /// Who did it.
    pub operator: UserId,
    /// What was done.
    pub action: A,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl<A, V: From<A>> From<Audit<A>> for AuditView<V> {
    fn from(Audit { account, version, operator, action, reason, at }: Audit<A>) -> Self {
        Self { account, version, operator, action: action.into(), reason, at }
    }
}
