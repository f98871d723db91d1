//! What the endpoints of wallets show.

use std::collections::BTreeMap;

use heartlink_domain::ids::{HoldId, UserId};
use heartlink_domain::ledger::{AccountId, Entry, Hash};
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::reverse::COUNTERPARTY_SEQ;
use heartlink_domain::wallet::{
    Currency, HoldStatus, HoldSummary, Lease, LeaseState, Spans, WalletAction, WalletStats, WalletStatus,
    WalletSummary,
};
use heartlink_runtime::Problem;
use heartlink_runtime::wire::*;
use heartlink_store::wallet::{BatchResult, EntryReversed, HoldCaptured, HoldChange, Movement};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A balance that changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovementView {
    /// The entry.
    entry: EntryView,
    /// The wallet right after it.
    wallet: WalletView,
}

impl From<Movement> for MovementView {
    fn from(Movement { entry, wallet }: Movement) -> Self {
        Self { entry: entry.into(), wallet: wallet.into() }
    }
}

/// A transfer.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransferView {
    /// The sender's entry.
    pub(crate) debit: EntryView,
    /// The receiver's entry.
    pub(crate) credit: FarEntry,
}

/// An entry as `caller` may see it: only who sees other wallets as well learns its
/// number on the other side.
pub(crate) fn seen_by(caller: &Caller, mut entry: Entry) -> EntryView {
    if !caller.is(Role::Service) && !caller.is(Role::Admin) {
        entry.attributes.remove(COUNTERPARTY_SEQ);
    }
    entry.into()
}

/// The entry of somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub struct FarEntry {
    /// Of which account.
    account: AccountId,
    /// Its number there; only a service is told, since it counts their movements.
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    /// What it adds to the balance, in minor units.
    amount: i64,
    /// Their balance with it; only a service is told, as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    balance_after: Option<i64>,
    /// What kind of change.
    kind: String,
    /// For a person to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// When it was decided.
    at: Timestamp,
}

impl FarEntry {
    pub(crate) fn of(entry: Entry, to_service: bool) -> Self {
        Self {
            account: entry.account,
            seq: to_service.then_some(entry.seq),
            amount: entry.amount,
            balance_after: to_service.then_some(entry.balance_after),
            kind: entry.kind,
            description: entry.description,
            at: entry.at,
        }
    }
}

/// A hold that was captured.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaptureView {
    /// The hold, now `captured`.
    hold: HoldView,
    /// The entry that it became.
    entry: EntryView,
    /// The wallet right after it.
    wallet: WalletView,
}

impl From<HoldCaptured> for CaptureView {
    fn from(HoldCaptured { hold, movement }: HoldCaptured) -> Self {
        Self { hold: hold.into(), entry: movement.entry.into(), wallet: movement.wallet.into() }
    }
}

/// A hold that was made or voided.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldChangeView {
    /// The hold.
    pub(crate) hold: HoldView,
    /// The wallet right after.
    pub(crate) wallet: WalletView,
}

impl From<HoldChange> for HoldChangeView {
    fn from(HoldChange { hold, wallet }: HoldChange) -> Self {
        Self { hold: hold.into(), wallet: wallet.into() }
    }
}

/// An entry that was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReversalView {
    /// The entry that takes it back.
    entry: EntryView,
    /// The wallet right after it.
    wallet: WalletView,
    /// The entry on the other side, where a transfer was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<EntryView>,
}

impl From<EntryReversed> for ReversalView {
    fn from(EntryReversed { movement, other }: EntryReversed) -> Self {
        let other = other.map(|other| other.entry.into());
        Self { entry: movement.entry.into(), wallet: movement.wallet.into(), other }
    }
}

/// The results of many operations.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchView {
    /// One for each operation, in the order sent.
    results: Vec<ResultView>,
    /// How many took effect.
    succeeded: usize,
    /// How many did not.
    failed: usize,
}

/// The result of one operation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultView {
    /// Its place in the order sent.
    index: usize,
    /// Whether it took effect.
    ok: bool,
    /// Its entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<EntryView>,
    /// Why it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

impl BatchView {
    pub(crate) fn of(results: Vec<BatchResult>, instance: &str, request_id: &str) -> Self {
        let view = |(index, result): (usize, BatchResult)| match result {
            Ok(entry) => ResultView { index, ok: true, entry: Some(entry.into()), problem: None },
            Err(error) => {
                let problem = Problem::from(error);
                if let Some(internal) = &problem.internal {
                    tracing::error!(internal, index, "an operation of a batch failed");
                }
                let problem = Some(problem.document(instance, request_id));
                ResultView { index, ok: false, entry: None, problem }
            }
        };
        let results: Vec<ResultView> = results.into_iter().enumerate().map(view).collect();
        let succeeded = results.iter().filter(|result| result.ok).count();
        Self { succeeded, failed: results.len() - succeeded, results }
    }
}

heartlink_runtime::wire! {
    /// One change of a balance. Never changed or deleted once it is written.
    #[schema(as = Entry)]
    pub struct EntryView from Entry {
        account: AccountId, "Of which account.";
        seq: u64, "1, 2, 3 … without gaps, per account.";
        amount: i64, "What it adds to the balance, in minor units; negative takes away.";
        balance_after: i64, "The balance with it.";
        kind: String, "What kind of change, in the words of the account's rules.";
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>, "For a person to read.";
        #[serde(skip_serializing_if = "Option::is_none")]
        counterparty: Option<UserId>, "Who stands on the other side.";
        #[serde(skip_serializing_if = "Option::is_none")]
        operator: Option<UserId>, "Who ordered it.";
        #[serde(skip_serializing_if = "Option::is_none")]
        reference: Option<String>, "The caller's own mark.";
        #[serde(skip_serializing_if = "Option::is_none")]
        idempotency_key: Option<String>, "The idempotency key it was ordered with.";
        #[serde(skip_serializing_if = "Option::is_none")]
        reverses: Option<u64>, "The entry that it takes back.";
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        attributes: BTreeMap<String, String>, "What its kind needs beyond, by name.";
        at: Timestamp, "When it was decided.";
        previous_hash: Hash, "Hash of the entry before it.";
        hash: Hash, "Hash of everything above.";
    }

    /// A wallet as it is shown.
    pub struct WalletView from WalletSummary {
        user_id: UserId, "Whose.";
        currency: Currency, "In which currency.";
        balance: i64, "Sum of all entries, in minor units.";
        held: i64, "What open holds keep back, in minor units.";
        available: i64, "Balance less what is held, in minor units.";
        status: WalletStatus, "What may move.";
        version: u64, "Rises with each change; 0 before the first.";
        updated_at: Option<Timestamp>, "The last change; `null` before the first.";
    }

    /// A hold as it is shown.
    pub struct HoldView from HoldSummary {
        id: HoldId, "Its id.";
        user_id: UserId, "Whose money.";
        currency: Currency, "In which currency.";
        amount: i64, "What was held, in minor units.";
        status: HoldStatus, "Its state.";
        captured: Option<i64>, "What was captured of it, in minor units.";
        entry_seq: Option<u64>, "The entry of the capture.";
        description: Option<String>, "For a person to read.";
        reference: Option<String>, "The caller's own mark.";
        created_at: Timestamp, "When it was made.";
        expires_at: Timestamp, "When it expires.";
        closed_at: Option<Timestamp>, "When it was captured, voided or found expired.";
    }

    /// Whether a wallet is locked, as it is shown.
    #[schema(as = LeaseState)]
    pub struct LeaseStateView from LeaseState {
        held: bool, "Whether a lease is in force.";
        owner: Option<String>, "Who holds it.";
        purpose: Option<String>, "What for.";
        acquired_at: Option<Timestamp>, "Since when.";
        expires_at: Option<Timestamp>, "Until when.";
        remaining_ms: u64, "For how many milliseconds still; 0 if none is in force.";
        fencing: u64, "The last fencing number given out; 0 before the first.";
    }

    /// The right to be the only writer of a wallet until an instant.
    #[schema(as = Lease)]
    pub struct LeaseView from Lease {
        owner: String, "Who holds it.";
        #[serde(skip_serializing_if = "Option::is_none")]
        purpose: Option<String>, "What for.";
        acquired_at: Timestamp, "Since when.";
        expires_at: Timestamp, "From then on it is void.";
        fencing: u64, "Higher than that of every lease before it.";
    }

    /// The figures of wallets, for operators.
    #[schema(as = WalletStats)]
    pub struct WalletStatsView from WalletStats {
        since: Option<Timestamp>, "When counting began; `null` before the first operation.";
        behind_seconds: u64, "How far a process may be behind with telling what it counted, in\nseconds; \
            of one that is killed so much is missing.";
        operations: u64, "Operations that ended. Each user of a batch is one.";
        commits: u64, "Operations that took effect, each in one transaction.";
        replayed: u64, "Operations answered as an earlier one with the same key.";
        refused: BTreeMap<String, u64>, "Operations that a rule refused, by the code of the problem.";
        busy: u64, "Operations that other writers or a slow store let run out of retries.";
        timed_out: u64, "Operations that their deadline ended.";
        failed: u64, "Operations that the store failed.";
        success_rate: Option<f64>, "Of the operations that no rule refused, the share that has taken \
            effect,\n0 … 1; `null` before the first.";
        conflicts: u64, "Transactions lost to another writer; each was tried again.";
        retries: BTreeMap<String, u64>, "How many operations took how many retries.";
        @one waits_ms: SpansView, "Time that operations spent waiting between attempts, of those that did.";
        @one leases_held_ms: SpansView, "How long leases were held that were released, taken away, or \
            expired and\nwere followed by another.";
    }

    /// Spans of time, in milliseconds, each within 1/16; `null` if there was none.
    #[schema(as = Spans)]
    pub struct SpansView from Spans {
        count: u64, "How many.";
        p50: Option<u64>, "Half of them were no longer.";
        p95: Option<u64>, "95 of 100 were no longer.";
        p99: Option<u64>, "99 of 100 were no longer.";
        longest: Option<u64>, "The longest.";
    }
}

/// What can be done to a wallet by an admin alone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WalletAction)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WalletActionView {
    /// The status was set.
    StatusSet {
        /// Before.
        from: WalletStatus,
        /// After.
        to: WalletStatus,
    },
    /// Somebody's lease was ended.
    LeaseForced {
        /// The lease.
        lease: LeaseView,
    },
}

impl From<WalletAction> for WalletActionView {
    fn from(action: WalletAction) -> Self {
        match action {
            WalletAction::StatusSet { from, to } => Self::StatusSet { from, to },
            WalletAction::LeaseForced { lease } => Self::LeaseForced { lease: lease.into() },
        }
    }
}
