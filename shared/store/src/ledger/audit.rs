//! The trail of what was done to an account beside its entries: written with
//! the change itself, read page by page.

use heartlink_domain::ledger::{AccountId, Audit};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::{self, AUDIT_PREFIX, Key, numbered};
use crate::plan::Plan;
use crate::tables::Table;

/// Adds the record of what is done.
pub(crate) fn put_audit<A: Serialize>(plan: &mut Plan, audit: &Audit<A>) -> Result<(), StoreError> {
    plan.insert(Key::audit(&audit.account, audit.version), audit)
}

impl Store {
    /// A page of an account's trail, newest first, from before version `before`.
    ///
    /// # Errors
    /// The store's.
    pub async fn audit_trail<A: DeserializeOwned>(
        &self,
        account: &AccountId,
        limit: u32,
        before: Option<u64>,
    ) -> Result<Vec<Audit<A>>, StoreError> {
        let range = match before {
            None => Range::BeginsWith(AUDIT_PREFIX.to_owned()),
            Some(0) => return Ok(Vec::new()),
            Some(before) => Range::Between(numbered(AUDIT_PREFIX, 0), numbered(AUDIT_PREFIX, before - 1)),
        };
        let hash = keys::ledger_partition(account);
        let (index, newest_first, consistent) = (None, true, true);
        let query = Query { table: Table::Ledger, index, hash, range, limit, newest_first, consistent };
        self.query(&query).await?.read()
    }
}
