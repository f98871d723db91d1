//! What a function may do on AWS: footprints, of which declarations of functions
//! are made.
//!
//! A footprint names the tables, indexes and actions that a use of the store
//! comes to on any of its branches, in a process that remembers nothing. What a
//! function declares is what the deployment's template grants, and what the local
//! server holds every call to. Never grants or refuses anything itself.

use std::fmt;

use crate::files::FILES;
use crate::realtime::sessions::CONNECTIONS;
use crate::tables::{
    ACCOUNTS, BOARD, DUE, Index, JOBS_OF_MAKER, JOBS_OF_SOURCE, OPEN, POOL, REPORTS, REPORTS_OF,
    ROOMS_OF_ASKER, ROOMS_OF_WAITING, Table,
};

/// The need of the keys that tokens are verified with.
pub const TOKENS: &str = "tokens";

/// What may be done with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permission {
    /// A table without the deployment's prefix, or something beside the store
    /// (such as `connections`).
    pub resource: &'static str,
    /// An index of the table.
    pub index: Option<&'static str>,
    /// What is done with it, as IAM calls it.
    pub action: &'static str,
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            Some(index) => write!(f, "{}/{index} {}", self.resource, self.action),
            None => write!(f, "{} {}", self.resource, self.action),
        }
    }
}

/// What one use of the store comes to.
pub type Footprint = &'static [Permission];

const fn on(table: Table, action: &'static str) -> Permission {
    Permission { resource: table.suffix(), index: None, action }
}

const fn query(table: Table, index: Index) -> Permission {
    Permission { resource: table.suffix(), index: Some(index.name), action: "Query" }
}

const fn beside(resource: &'static str, action: &'static str) -> Permission {
    Permission { resource, index: None, action }
}

/// The record of a caller's activity, beside the call.
pub const ACTIVITY: Footprint = CHANGE_PERSON;
/// The record of an idempotency key, where no rule can say no: written with its effect.
pub const RECORD_KEY: Footprint = &[on(Table::Idempotency, "PutItem")];
/// The record of an idempotency key: written with its effect, and read where a call is refused.
pub const IDEMPOTENCY: Footprint = &[on(Table::Idempotency, "GetItem"), on(Table::Idempotency, "PutItem")];
/// The counters of wallets, which are written beside a later call.
pub const WALLET_METRICS: Footprint = &[on(Table::Ledger, "PutItem"), on(Table::Ledger, "UpdateItem")];
/// A change of one account: its head is read, and written with the entries.
pub const CHANGE_ACCOUNT: Footprint = &[on(Table::Ledger, "GetItem"), on(Table::Ledger, "PutItem")];
/// A change that depends on several items of ledgers.
pub const CHANGE_ACCOUNTS: Footprint = &[on(Table::Ledger, "BatchGetItem"), on(Table::Ledger, "PutItem")];
/// The head of an account.
pub const READ_ACCOUNT: Footprint = &[on(Table::Ledger, "GetItem")];
/// Several items of ledgers.
pub const READ_ACCOUNTS: Footprint = &[on(Table::Ledger, "BatchGetItem")];
/// Verification of an account: its entries, and the checkpoint that is written.
pub const VERIFY_LEDGER: Footprint = &[on(Table::Ledger, "PutItem"), on(Table::Ledger, "Query")];
/// The entries of an account.
pub const READ_LEDGER: Footprint = &[on(Table::Ledger, "Query")];
/// Accounts and grants whose time has come.
pub const DUE_ACCOUNTS: Footprint = &[query(Table::Ledger, DUE)];
/// All accounts of a kind.
pub const ALL_ACCOUNTS: Footprint = &[query(Table::Ledger, ACCOUNTS)];
/// The accounts of a group, most points first.
pub const LEADERBOARD: Footprint = &[query(Table::Ledger, BOARD)];
/// A document that an admin edits, with the trail of its revisions.
pub const EDIT_DOCUMENT: Footprint = &[on(Table::Documents, "GetItem"), on(Table::Documents, "PutItem")];
/// All documents of a kind.
pub const READ_DOCUMENTS: Footprint = &[on(Table::Documents, "Query")];
/// A person or a room, read and written.
pub const CHANGE_PERSON: Footprint = &[on(Table::Matching, "GetItem"), on(Table::Matching, "PutItem")];
/// What a person's record says, as a condition of what is written elsewhere.
pub const CHECK_PERSON: Footprint = &[on(Table::Matching, "ConditionCheckItem")];
/// A change of people or rooms that the counters of matching tell of.
pub const COUNTED_CHANGE: Footprint = &[on(Table::Matching, "PutItem"), on(Table::Matching, "UpdateItem")];
/// A person, a room, or a shard of the counters.
pub const READ_PERSON: Footprint = &[on(Table::Matching, "GetItem")];
/// Several people, relations, rooms or counters.
pub const READ_PEOPLE: Footprint = &[on(Table::Matching, "BatchGetItem")];
/// A person with their relations; the messages of a room.
pub const READ_RELATIONS: Footprint = &[on(Table::Matching, "Query")];
/// The people who wait.
pub const READ_POOL: Footprint = &[query(Table::Matching, POOL)];
/// People and rooms whose time has come.
pub const DUE_PEOPLE: Footprint = &[query(Table::Matching, DUE)];
/// The rooms that a person was in.
pub const ROOMS_OF_PERSON: Footprint =
    &[query(Table::Matching, ROOMS_OF_ASKER), query(Table::Matching, ROOMS_OF_WAITING)];
/// What is pushed to the connections of a person; those that are gone are forgotten.
pub const PUSH: Footprint = &[
    beside(CONNECTIONS, "ManageConnections"),
    on(Table::Realtime, "DeleteItem"),
    on(Table::Realtime, "GetItem"),
    on(Table::Realtime, "Query"),
];
/// A new item of a feed, after the last.
pub const APPEND_TO_FEED: Footprint = &[on(Table::Realtime, "PutItem"), on(Table::Realtime, "Query")];
/// The items of a feed.
pub const READ_FEED: Footprint = &[on(Table::Realtime, "Query")];
/// The record of a connection that was opened.
pub const OPEN_CONNECTION: Footprint = &[on(Table::Realtime, "PutItem")];
/// The record of a connection that has ended.
pub const CLOSE_CONNECTION: Footprint = &[on(Table::Realtime, "DeleteItem"), on(Table::Realtime, "GetItem")];
/// The connections of a person.
pub const CONNECTIONS_OF_PERSON: Footprint = &[on(Table::Realtime, "Query")];
/// Whose connection it is.
pub const READ_CONNECTION: Footprint = &[on(Table::Realtime, "GetItem")];
/// A message to a connection, or its end.
pub const POST_TO_CONNECTION: Footprint = &[beside(CONNECTIONS, "ManageConnections")];
/// The connections that are open.
pub const COUNT_CONNECTIONS: Footprint = &[query(Table::Realtime, OPEN)];
/// A new report, with what is kept with it and the count of the reporter's day.
pub const MAKE_REPORT: Footprint = &[on(Table::Safety, "PutItem"), on(Table::Safety, "UpdateItem")];
/// A report with what is kept with it.
pub const READ_REPORT: Footprint = &[on(Table::Safety, "BatchGetItem")];
/// The reports of a status, and those of a person.
pub const LIST_REPORTS: Footprint =
    &[on(Table::Safety, "BatchGetItem"), query(Table::Safety, REPORTS), query(Table::Safety, REPORTS_OF)];
/// The reports that are open.
pub const OPEN_REPORTS: Footprint = &[on(Table::Safety, "BatchGetItem"), query(Table::Safety, REPORTS)];
/// A report that is closed.
pub const CLOSE_REPORT: Footprint = &[on(Table::Safety, "GetItem"), on(Table::Safety, "PutItem")];
/// What is done about somebody, in their trail.
pub const RECORD_SANCTION: Footprint = &[on(Table::Safety, "PutItem")];
/// The trail of what was done about somebody.
pub const READ_SANCTIONS: Footprint = &[on(Table::Safety, "Query")];
/// A job, read and written.
pub const CHANGE_JOB: Footprint = &[on(Table::Jobs, "GetItem"), on(Table::Jobs, "PutItem")];
/// A new job.
pub const WRITE_JOB: Footprint = &[on(Table::Jobs, "PutItem")];
/// A job.
pub const READ_JOB: Footprint = &[on(Table::Jobs, "GetItem")];
/// Several jobs, or a job with one of its slices.
pub const READ_JOBS: Footprint = &[on(Table::Jobs, "BatchGetItem")];
/// The slices and failures of a job.
pub const READ_JOB_PARTS: Footprint = &[on(Table::Jobs, "Query")];
/// The failures of a slice, once there are none.
pub const DROP_FAILURES: Footprint = &[on(Table::Jobs, "DeleteItem")];
/// The jobs of a maker, and those of a source.
pub const LIST_JOBS: Footprint = &[query(Table::Jobs, JOBS_OF_MAKER), query(Table::Jobs, JOBS_OF_SOURCE)];
/// Jobs that make no progress.
pub const STALLED_JOBS: Footprint = &[query(Table::Jobs, DUE)];
/// The address that takes an upload.
pub const UPLOAD_FILE: Footprint = &[beside(FILES, "PutObject")];
/// What is known of a file: whoever may not list is not told that there is none.
pub const FIND_FILE: Footprint = &[beside(FILES, "GetObject"), beside(FILES, "ListBucket")];
/// The content of a file.
pub const READ_FILE: Footprint = &[beside(FILES, "GetObject")];
/// The removal of a file that nobody needs.
pub const DELETE_FILE: Footprint = &[beside(FILES, "DeleteObject")];
/// The keys that tokens are verified with, which are settings and not a right of AWS;
/// and whether their bearer has signed out.
pub const VERIFY_TOKENS: Footprint = &[beside(TOKENS, "Verify"), on(Table::Matching, "GetItem")];
