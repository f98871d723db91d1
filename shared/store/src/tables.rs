//! The tables, their indexes, TTL and streams, declared once. How an engine
//! comes to have them is up to `create`.

mod create;

use crate::Store;

/// The attribute that holds the expiry of an item, in seconds since 1970.
pub const TTL_ATTRIBUTE: &str = "ttl";

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// People, requests, relations, rooms, messages, tallies.
    Matching,
    /// Feeds and connections.
    Realtime,
    /// Idempotency records.
    Idempotency,
    /// Ledgers: heads, entries, marks of reversals, holds, audit records.
    Ledger,
    /// Jobs, their slices and what failed in them.
    Jobs,
    /// Documents that admins edit, and the trail of their revisions.
    Documents,
    /// Reports, and what is kept with them.
    Safety,
}

/// A global secondary index.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
    /// Hash key, a string.
    pub hash: &'static str,
    /// Range key, a string.
    pub range: &'static str,
    /// Whether it carries whole items, or their keys only.
    pub whole_items: bool,
}

/// The waiting pool: people with a pending request, by shard and time of asking.
pub const POOL: Index = Index { name: "pool", hash: "pool", range: "pool_at", whole_items: true };
/// What must be looked at once its time has come, by shard and time.
pub const DUE: Index = Index { name: "due", hash: "due", range: "due_at", whole_items: false };
/// Rooms of a person who asked last.
pub const ROOMS_OF_ASKER: Index =
    Index { name: "rooms_of_asker", hash: "asker", range: "id", whole_items: false };
/// Rooms of a person who had waited.
pub const ROOMS_OF_WAITING: Index =
    Index { name: "rooms_of_waiting", hash: "waiting", range: "id", whole_items: false };
/// All accounts of a kind, by shard and time of their last change.
pub const ACCOUNTS: Index =
    Index { name: "accounts", hash: "accounts", range: "accounts_at", whole_items: false };
/// The leaderboard of a group: most points first.
pub const BOARD: Index = Index { name: "board", hash: "board", range: "board_at", whole_items: false };

/// Open connections, by shard and the time at which they are gone at the latest.
pub const OPEN: Index = Index { name: "open", hash: "open", range: "expires_at", whole_items: false };
/// Jobs of whoever made them.
pub const JOBS_OF_MAKER: Index =
    Index { name: "jobs_of_maker", hash: "created_by", range: "id", whole_items: false };
/// Everybody's jobs, by where their rewards come from.
pub const JOBS_OF_SOURCE: Index =
    Index { name: "jobs_of_source", hash: "source", range: "id", whole_items: false };

/// All reports by status: one partition of the index for those that are open, which
/// takes a thousand a second, and one for those that are closed.
pub const REPORTS: Index = Index { name: "reports", hash: "reports", range: "id", whole_items: false };
/// Reports of a person, by status.
pub const REPORTS_OF: Index =
    Index { name: "reports_of", hash: "reports_of", range: "id", whole_items: false };

impl Table {
    /// All tables.
    pub const ALL: [Table; 7] = [
        Table::Matching,
        Table::Realtime,
        Table::Idempotency,
        Table::Ledger,
        Table::Documents,
        Table::Jobs,
        Table::Safety,
    ];

    /// The name without the deployment's prefix.
    pub const fn suffix(self) -> &'static str {
        match self {
            Table::Matching => "matching",
            Table::Realtime => "realtime",
            Table::Idempotency => "idempotency",
            Table::Ledger => "ledger",
            Table::Jobs => "jobs",
            Table::Documents => "documents",
            Table::Safety => "safety",
        }
    }

    /// The table's indexes.
    pub const fn indexes(self) -> &'static [Index] {
        match self {
            Table::Matching => &[POOL, DUE, ROOMS_OF_ASKER, ROOMS_OF_WAITING],
            Table::Ledger => &[DUE, ACCOUNTS, BOARD],
            Table::Jobs => &[DUE, JOBS_OF_MAKER, JOBS_OF_SOURCE],
            Table::Realtime => &[OPEN],
            Table::Safety => &[REPORTS, REPORTS_OF],
            Table::Idempotency | Table::Documents => &[],
        }
    }

    /// Whether changes are streamed (new and old images).
    pub const fn streams(self) -> bool {
        matches!(self, Table::Matching | Table::Ledger | Table::Jobs | Table::Safety)
    }
}

impl Store {
    /// The full name of `table` in this deployment.
    pub fn table_name(&self, table: Table) -> String {
        format!("{}{}", self.shared.prefix, table.suffix())
    }
}
