//! Every key of every table. Never read or built anywhere else.

use heartlink_domain::affinity::{Binding, GrantId};
use heartlink_domain::ids::{ConnectionId, DocumentName, HoldId, JobId, ReportId, RoomId, UserId};
use heartlink_domain::ledger::AccountId;
use heartlink_domain::time::Timestamp;

use crate::tables::Table;

/// Sort key of a person; sorts before all relations of the same partition.
pub const PERSON: &str = "PERSON";
/// Prefix of the relations' sort keys.
pub const RELATION_PREFIX: &str = "REL#";
/// Sort key of a room.
pub const ROOM: &str = "ROOM";
/// Prefix of the messages' sort keys.
pub const MESSAGE_PREFIX: &str = "MSG#";
/// Prefix of the feed items' sort keys.
pub const FEED_PREFIX: &str = "N#";
/// Prefix of the connections' sort keys in a user's partition.
pub const CONNECTION_PREFIX: &str = "C#";
/// Prefix of the partitions of ledgers.
pub const LEDGER_PREFIX: &str = "A#";
/// Sort key of what a ledger's next entry builds on.
pub const HEAD: &str = "HEAD";
/// Prefix of the entries' sort keys.
pub const ENTRY_PREFIX: &str = "E#";
/// Start of the sort keys of what was done to an account.
pub const AUDIT_PREFIX: &str = "AUDIT#";
/// Prefix of the keys of references that stand once.
pub const REFERENCE_PREFIX: &str = "REF#";
/// Prefix of the sort keys of holds.
pub const HOLD_PREFIX: &str = "HOLD#";
/// Prefix of the sort keys of level grants.
pub const GRANT_PREFIX: &str = "GRANT#";
/// Place in the index of what is due of grants that are not paid in full.
pub const UNPAID_GRANTS: &str = "grants";
/// Prefix of the partitions of jobs.
pub const JOB_PREFIX: &str = "J#";
/// Sort key of a job itself.
pub const JOB: &str = "JOB";
/// Prefix of the sort keys of what was done about somebody.
pub const SANCTION_PREFIX: &str = "SANCTION#";
/// Sort key of a report itself.
pub const REPORT: &str = "REPORT";
/// Prefix of the sort keys of what failed in a slice.
pub const FAILURES_PREFIX: &str = "F#";
/// Prefix of the revisions' sort keys.
pub const REVISION_PREFIX: &str = "V#";

/// Sort key of the prefix of a ledger that was verified; sorts before its entries,
/// as the head does behind them.
pub const CHECKPOINT: &str = "CHECKPOINT";

/// Shards of the index of all accounts of a kind.
pub const ACCOUNT_SHARDS: u32 = 8;

/// Number of items over which the tally's increments are spread.
pub const COUNTER_SHARDS: u32 = 16;

/// Where an item lives.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Table.
    pub table: Table,
    /// Partition key.
    pub pk: String,
    /// Sort key.
    pub sk: String,
}

impl Key {
    fn new(table: Table, pk: String, sk: impl Into<String>) -> Self {
        Self { table, pk, sk: sk.into() }
    }

    /// A person.
    pub fn person(user: &UserId) -> Self {
        Self::new(Table::Matching, user_partition(user), PERSON)
    }

    /// What `user`'s record says about `other`.
    pub fn relation(user: &UserId, other: &UserId) -> Self {
        Self::new(Table::Matching, user_partition(user), format!("{RELATION_PREFIX}{other}"))
    }

    /// A room.
    pub fn room(room: &RoomId) -> Self {
        Self::new(Table::Matching, room_partition(room), ROOM)
    }

    /// A message.
    pub fn message(room: &RoomId, seq: u64) -> Self {
        Self::new(Table::Matching, room_partition(room), numbered(MESSAGE_PREFIX, seq))
    }

    /// One of the [`COUNTER_SHARDS`] items that together are the tally.
    pub fn matching_counters(shard: u32) -> Self {
        Self::new(Table::Matching, format!("TALLY#{shard}"), "TALLY")
    }

    /// A feed item.
    pub fn feed(user: &UserId, n: u64) -> Self {
        Self::new(Table::Realtime, user_partition(user), numbered(FEED_PREFIX, n))
    }

    /// A connection, in its user's partition.
    pub fn user_connection(user: &UserId, connection: &ConnectionId) -> Self {
        Self::new(Table::Realtime, user_partition(user), format!("{CONNECTION_PREFIX}{connection}"))
    }

    /// A connection, by its own id.
    pub fn connection(connection: &ConnectionId) -> Self {
        Self::new(Table::Realtime, format!("C#{connection}"), "CONNECTION")
    }

    /// The head of a ledger.
    pub fn head(account: &AccountId) -> Self {
        Self::new(Table::Ledger, ledger_partition(account), HEAD)
    }

    /// An entry of a ledger.
    pub fn entry(account: &AccountId, seq: u64) -> Self {
        Self::new(Table::Ledger, ledger_partition(account), numbered(ENTRY_PREFIX, seq))
    }

    /// The mark that an entry was taken back.
    pub fn reversal_mark(account: &AccountId, seq: u64) -> Self {
        Self::new(Table::Ledger, ledger_partition(account), numbered("REV#", seq))
    }

    /// The mark that an entry of `account` has `reference` for itself; among the
    /// entries of all accounts if `None`.
    pub fn reference_mark(account: Option<&AccountId>, reference: &str) -> Self {
        match account {
            Some(account) => {
                Self::new(Table::Ledger, ledger_partition(account), format!("{REFERENCE_PREFIX}{reference}"))
            }
            None => Self::new(Table::Ledger, format!("{REFERENCE_PREFIX}{reference}"), "REFERENCE"),
        }
    }

    /// A hold, in the partition of its wallet.
    pub fn hold(account: &AccountId, id: &HoldId) -> Self {
        Self::new(Table::Ledger, ledger_partition(account), format!("{HOLD_PREFIX}{id}"))
    }

    /// What an admin did to the account as it became `version`.
    pub fn audit(account: &AccountId, version: u64) -> Self {
        Self::new(Table::Ledger, ledger_partition(account), numbered(AUDIT_PREFIX, version))
    }

    /// The prefix of a ledger that was verified last.
    pub fn checkpoint(account: &AccountId) -> Self {
        Self::new(Table::Ledger, ledger_partition(account), CHECKPOINT)
    }

    /// The mark that an event had its effect by a rule. Sorts behind the head.
    pub fn event_mark(account: &AccountId, rule: &DocumentName, event_id: &str) -> Self {
        Self::new(Table::Ledger, ledger_partition(account), format!("MARK#{rule}#{event_id}"))
    }

    /// How far the check of all accounts of a kind has come.
    pub fn watch(kind: &str) -> Self {
        Self::new(Table::Ledger, format!("WATCH#{kind}"), "WATCH")
    }

    /// What reaching a level granted, in the partition of its binding.
    pub fn grant(id: &GrantId) -> Self {
        let account = Binding::account_id(&id.user_id, &id.device_id);
        Self::new(Table::Ledger, ledger_partition(&account), numbered(GRANT_PREFIX, id.level.into()))
    }

    /// The devices of a user.
    pub fn devices(user: &UserId) -> Self {
        Self::new(Table::Ledger, user_partition(user), "DEVICES")
    }

    /// A job.
    pub fn job(id: &JobId) -> Self {
        Self::new(Table::Jobs, job_partition(id), JOB)
    }

    /// A slice of a job.
    pub fn slice(id: &JobId, number: u64) -> Self {
        Self::new(Table::Jobs, job_partition(id), numbered("S#", number))
    }

    /// What failed in a slice of a job.
    pub fn failures(id: &JobId, slice: u64) -> Self {
        Self::new(Table::Jobs, job_partition(id), numbered(FAILURES_PREFIX, slice))
    }

    /// One of the [`COUNTER_SHARDS`] items that together are the figures of wallets.
    pub fn wallet_figures(shard: u32) -> Self {
        Self::new(Table::Ledger, format!("FIGURES#{shard}"), "WALLET")
    }

    /// Since when there are figures of wallets.
    pub fn wallet_figures_beginning() -> Self {
        Self::new(Table::Ledger, "FIGURES".to_owned(), "WALLET")
    }

    /// A document of `kind`.
    pub fn document(kind: &str, name: &DocumentName) -> Self {
        Self::new(Table::Documents, documents_partition(kind), name.as_str())
    }

    /// The revision of a document that made it `version`.
    pub fn revision(kind: &str, name: &DocumentName, version: u64) -> Self {
        Self::new(Table::Documents, revisions_partition(kind, name), numbered(REVISION_PREFIX, version))
    }

    /// A report.
    pub fn report(id: &ReportId) -> Self {
        Self::new(Table::Safety, report_partition(id), REPORT)
    }

    /// The messages that are kept with a report.
    pub fn evidence(id: &ReportId) -> Self {
        Self::new(Table::Safety, report_partition(id), "EVIDENCE")
    }

    /// How many reports `user` made on the day (UTC) of `now`.
    pub fn reports_made(user: &UserId, now: Timestamp) -> Self {
        let day = now.unix_secs().div_euclid(24 * 3600);
        Self::new(Table::Safety, user_partition(user), format!("REPORTS#{day}"))
    }

    /// What was done about `user` as their record became `version`.
    pub fn sanction_record(user: &UserId, version: u64) -> Self {
        Self::new(Table::Safety, user_partition(user), numbered(SANCTION_PREFIX, version))
    }

    /// An idempotency record.
    pub fn idempotency(digest: &str) -> Self {
        Self::new(Table::Idempotency, digest.to_owned(), "KEY")
    }
}

/// The partition of everything that is about one person.
pub fn user_partition(user: &UserId) -> String {
    format!("U#{user}")
}

/// The partition of a room and its messages.
pub fn room_partition(room: &RoomId) -> String {
    format!("R#{room}")
}

/// The partition of the documents of one kind.
pub fn documents_partition(kind: &str) -> String {
    format!("D#{kind}")
}

/// The partition of the revisions of a document.
pub fn revisions_partition(kind: &str, name: &DocumentName) -> String {
    format!("R#{kind}#{name}")
}

/// The partition of a ledger and all that belongs to it.
pub fn ledger_partition(account: &AccountId) -> String {
    format!("{LEDGER_PREFIX}{account}")
}

/// The partition of a job and all that belongs to it.
pub fn job_partition(id: &JobId) -> String {
    format!("{JOB_PREFIX}{id}")
}

/// The partition of a report and what is kept with it.
pub fn report_partition(id: &ReportId) -> String {
    format!("REPORT#{id}")
}

/// A sort key whose text order is the order of `n`.
pub fn numbered(prefix: &str, n: u64) -> String {
    format!("{prefix}{n:020}")
}

/// A shard of the waiting pool; shard 0 is the primary shard.
pub fn pool_shard(shard: u32) -> String {
    format!("default#{shard}")
}

/// The shard of the due index that the item with this id belongs to.
pub fn due_shard(id: &str, shards: u32) -> String {
    let hash =
        id.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    (hash % shards.max(1)).to_string()
}

/// A shard of the index of all accounts of `kind`.
pub fn accounts_shard(kind: &str, shard: u32) -> String {
    format!("{kind}#{shard}")
}

/// The shard, of `shards`, that the item with this id belongs to, among those of
/// its own `kind`.
pub fn shard_of(kind: &str, id: &str, shards: u32) -> String {
    format!("{kind}#{}", due_shard(id, shards))
}

/// The account whose head the key of an index entry names.
pub fn account_in(partition: &str) -> Option<AccountId> {
    partition.strip_prefix(LEDGER_PREFIX).map(AccountId::named)
}
