//! Points in the store: each operation reads what its rule needs, decides and
//! commits through the loop of `ledger`.
//!
//! Owns which items an operation touches, what its idempotency record keeps and
//! which indexes an account stands in. Never decides: the rules are in
//! `heartlink_domain::points`.

mod award;
mod batch;
mod board;
mod change;
mod expire;
mod import;
mod profile;
mod read;
mod reconcile;
mod repair;
mod verify;

use heartlink_domain::ids::{DocumentName, UserId};
use heartlink_domain::points::{
    ACCOUNT_KIND, Changed, Context, PointsAccount, PointsPlan, Refusal, Standing,
};
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;

pub use batch::{BatchResult, StudentsOrder};
pub use board::{BoardPage, BoardPlace, Ranked};
pub use change::PointsMoved;
pub use expire::Expired;
pub use import::Imported;
pub(crate) use read::PointsCache;
pub use read::PointsRead;
pub use repair::{Fixed, RepairReport, Repaired};
pub use verify::{AccountFound, ListPlace, VerificationMode, VerificationReport};

use crate::Store;
use crate::documents::Documents;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::keys::{self, Key};
use crate::ledger::{ChangeError, ChangeOptions, Refused, Snapshot};
use crate::plan::{Plan, Record};
use crate::retry::Policy;

/// Seconds to which the index of all accounts knows the time of a change, so
/// that an account which changes often does not write it each time.
const CHANGED_TO_SECS: i64 = 60;

/// The plan of accounts that are on none.
const DEFAULT_PLAN: &str = "default";

/// Why points did not change.
pub type PointsError = ChangeError<Refusal>;

/// Who orders a change, and how.
#[derive(Debug, Clone)]
pub struct Order {
    /// Who.
    pub operator: UserId,
    /// In which capacity.
    pub standing: Standing,
    /// The idempotency key.
    pub key: Option<IdempotencyKey>,
    /// How patient it is with other writers.
    pub policy: Policy,
}

impl Order {
    /// A single change.
    pub fn new(operator: UserId, standing: Standing, key: Option<IdempotencyKey>) -> Self {
        Self { operator, standing, key, policy: Policy::Normal }
    }

    fn context(&self, now: Timestamp) -> Context {
        Context {
            operator: self.operator.clone(),
            standing: self.standing,
            idempotency_key: self.key.as_ref().map(|key| key.text().to_owned()),
            now,
        }
    }

    fn options(&self, keys: Vec<Key>) -> ChangeOptions<'_> {
        ChangeOptions {
            keys,
            idempotency: self.key.as_ref(),
            policy: self.policy,
            waits: false,
            guards: Vec::new(),
        }
    }
}

impl Refused for Refusal {
    fn is_transient(&self) -> bool {
        false
    }
}

impl From<Refusal> for PointsError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Record for PointsAccount {
    fn key(&self) -> Key {
        Key::head(&self.account.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn index_attributes(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        let student = self.student_id.as_str();
        let changed = self.updated_at.map_or(0, Timestamp::unix_secs);
        let mut attributes = vec![
            ("accounts", keys::shard_of(ACCOUNT_KIND, student, keys::ACCOUNT_SHARDS)),
            ("accounts_at", changed_at(changed, student)),
        ];
        if let Some(group) = &self.group {
            attributes.push(("board", group.to_string()));
            attributes.push(("board_at", board::place(self.account.balance, student)));
        }
        if let Some(next) = self.lots.next() {
            attributes.push(("due", keys::shard_of(ACCOUNT_KIND, student, settings.sweep.due_shards)));
            attributes.push(("due_at", next.expires_at.to_string()));
        }
        attributes
    }
}

/// Where an account that changed at `secs` stands among all.
fn changed_at(secs: i64, student: &str) -> String {
    let coarse = secs.saturating_sub(secs.rem_euclid(CHANGED_TO_SECS));
    format!("{}#{student}", Timestamp::from_unix_millis(coarse.saturating_mul(1_000)))
}

/// The key of the head of a student's points.
pub(crate) fn head(student_id: &UserId) -> Key {
    Key::head(&PointsAccount::account_id(student_id))
}

/// The account as it was read; a new one where nothing is stored.
pub(crate) fn account_in(seen: &Snapshot, student_id: &UserId) -> Result<PointsAccount, StoreError> {
    Ok(seen.get(&head(student_id))?.unwrap_or_else(|| PointsAccount::new(student_id.clone())))
}

/// Adds an account and the entries that changed it.
pub(crate) fn put_changed(plan: &mut Plan, changed: &Changed, settings: &Settings) -> Result<(), StoreError> {
    plan.put(&changed.account, settings)?;
    changed.entries.iter().try_for_each(|entry| plan.insert(Key::entry(&entry.account, entry.seq), entry))
}

/// All plans, as they were a few seconds ago.
#[derive(Default)]
pub(crate) struct Plans(Documents<PointsPlan>);

impl Plans {
    /// What holds for `account`.
    pub(crate) fn of(&self, account: &PointsAccount) -> PointsPlan {
        let named = account.plan.as_ref().and_then(|name| self.0.get(name));
        let default = || self.0.iter().find(|(name, _)| name.as_str() == DEFAULT_PLAN).map(|(_, plan)| plan);
        named.or_else(default).map(|plan| plan.content.clone()).unwrap_or_default()
    }

    fn knows(&self, name: &DocumentName) -> bool {
        self.0.contains_key(name)
    }
}

impl Store {
    /// The plans that decisions on points need.
    pub(crate) async fn plans(&self) -> Result<Plans, StoreError> {
        Ok(Plans(self.documents().await?))
    }
}
