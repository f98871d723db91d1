//! What the endpoints of wallets show.

use heartlink_domain::ledger::{AccountId, Entry};
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{HoldView, WalletView};
use heartlink_runtime::Problem;
use heartlink_store::wallet::{BatchResult, EntryReversed, HoldCaptured, Movement};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A balance that changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovementView {
    /// The entry.
    entry: Entry,
    /// The wallet right after it.
    wallet: WalletView,
}

impl From<Movement> for MovementView {
    fn from(Movement { entry, wallet }: Movement) -> Self {
        Self { entry, wallet }
    }
}

/// A transfer.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransferView {
    /// The sender's entry.
    pub(crate) debit: Entry,
    /// The receiver's entry.
    pub(crate) credit: FarEntry,
}

/// The entry of somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub struct FarEntry {
    /// Of which account.
    account: AccountId,
    /// Its number there.
    seq: u64,
    /// What it adds to the balance, in minor units.
    amount: i64,
    /// Their balance with it; only a service is told.
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
    pub(crate) fn of(entry: Entry, with_balance: bool) -> Self {
        Self {
            account: entry.account,
            seq: entry.seq,
            amount: entry.amount,
            balance_after: with_balance.then_some(entry.balance_after),
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
    entry: Entry,
    /// The wallet right after it.
    wallet: WalletView,
}

impl From<HoldCaptured> for CaptureView {
    fn from(HoldCaptured { hold, movement }: HoldCaptured) -> Self {
        Self { hold, entry: movement.entry, wallet: movement.wallet }
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

/// An entry that was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReversalView {
    /// The entry that takes it back.
    entry: Entry,
    /// The wallet right after it.
    wallet: WalletView,
    /// The entry on the other side, where a transfer was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<Entry>,
}

impl From<EntryReversed> for ReversalView {
    fn from(EntryReversed { movement, other }: EntryReversed) -> Self {
        let other = other.map(|other| other.entry);
        Self { entry: movement.entry, wallet: movement.wallet, other }
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
    entry: Option<Entry>,
    /// Why it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

impl BatchView {
    pub(crate) fn of(results: Vec<BatchResult>, instance: &str, request_id: &str) -> Self {
        let view = |(index, result): (usize, BatchResult)| match result {
            Ok(entry) => ResultView { index, ok: true, entry: Some(entry), problem: None },
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
