//! Level grants: those not paid in full, and paying them again.

use heartlink_domain::affinity::{Binding, Grant, GrantId, GrantStatus, Refusal};
use heartlink_domain::ids::{DeviceId, UserId};

use super::AffinityError;
use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::ledger::{ChangeOptions, Decision, Done, Snapshot};
use crate::plan::{Item, Plan};
use crate::retry::Policy;
use crate::tables::{DUE, Table};

/// Grants that one scheduled run tries.
const TRIED_AT_ONCE: u32 = 200;

/// A page of grants.
#[derive(Debug, Clone)]
pub struct GrantPage {
    /// Those of the status asked for.
    pub grants: Vec<Grant>,
    /// Where the next page begins; `None` on the last. A page may be short and
    /// yet have a next one.
    pub next: Option<String>,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GrantsTried {
    /// Grants that were due.
    pub due: usize,
    /// Those that are paid in full now.
    pub granted: usize,
    /// Those that could not be tried, for a failure of ours.
    pub failed: usize,
}

impl Store {
    /// A page of the grants that are `status`, by the time of their next attempt,
    /// out of those not paid in full.
    ///
    /// # Errors
    /// The store's.
    pub async fn unpaid_grants(
        &self,
        status: GrantStatus,
        limit: u32,
        newest_first: bool,
        after: Option<String>,
    ) -> Result<GrantPage, StoreError> {
        let range = match after {
            None => Range::All,
            Some(after) if newest_first => Range::LessThan(after),
            Some(after) => Range::MoreThan(after),
        };
        let page = self.query(&unpaid_query(range, limit, newest_first)).await?;
        let last = page.items.last().filter(|_| page.next.is_some());
        let next = last.and_then(|item| item.get(DUE.range)?.as_s().ok().cloned());
        let (mut grants, _) = self.grants_at(&page.items).await?;
        grants.retain(|grant| grant.status == status);
        if newest_first {
            grants.reverse();
        }
        Ok(GrantPage { grants, next })
    }

    /// The grants that index entries name, by the time of their next attempt, and
    /// how many could not be read.
    async fn grants_at(&self, page: &[Item]) -> Result<(Vec<Grant>, usize), StoreError> {
        let text = |item: &Item, name: &str| item.get(name)?.as_s().ok().cloned();
        let key = |item| Some(Key { table: Table::Ledger, pk: text(item, "pk")?, sk: text(item, "sk")? });
        let keys: Vec<Key> = page.iter().filter_map(key).collect();
        let (mut grants, failed): (Vec<Grant>, usize) = self.load_each(&keys).await?;
        grants.sort_by_key(|grant| (grant.next_attempt_at, grant.id.clone()));
        Ok((grants, failed))
    }

    /// All grants of a binding, by level.
    ///
    /// # Errors
    /// The store's.
    pub async fn grants_of(&self, user_id: &UserId, device_id: &DeviceId) -> Result<Vec<Grant>, StoreError> {
        let query = Query {
            table: Table::Ledger,
            index: None,
            hash: keys::ledger_partition(&Binding::account_id(user_id, device_id)),
            range: Range::BeginsWith(keys::GRANT_PREFIX.to_owned()),
            limit: 100,
            newest_first: false,
            consistent: true,
        };
        self.query_all(&query).await?.read()
    }

    /// Pays what is unpaid of a grant, if it can be paid now.
    ///
    /// # Errors
    /// [`Refusal::GrantNotFound`]; the store's.
    pub async fn retry_grant(&self, id: &GrantId) -> Result<Grant, AffinityError> {
        let key = Key::grant(id);
        let plans = self.plans().await?;
        let unpaid = |read: &Snapshot| -> Result<Grant, AffinityError> {
            Ok(read.get::<Grant>(&key)?.ok_or(Refusal::GrantNotFound)?)
        };
        let plan_reads = |read: &Snapshot| match unpaid(read) {
            Ok(grant) => self.payout_reads(&[grant]),
            Err(_) => Vec::new(),
        };
        let keys = vec![key.clone()];
        let options = ChangeOptions {
            keys,
            idempotency: None,
            policy: Policy::Batch,
            waits: false,
            guards: Vec::new(),
        };
        let done = self.change_in_steps(&options, plan_reads, |read| {
            let mut grant = unpaid(read)?;
            let mut plan = Plan::default();
            let mut refuses = true;
            if grant.status != GrantStatus::Granted {
                let payouts = self.pay_grants(&mut plan, read, &plans, &[grant.clone()])?;
                refuses = payouts.refused;
                grant = payouts.grants.into_iter().next().unwrap_or(grant);
                grant.version += 1;
            }
            Ok::<_, AffinityError>(Decision { plan, receipt: (), answer: grant, refuses })
        });
        let done = done.await;
        self.points_written(&id.user_id);
        match done? {
            Done::Applied(grant) => Ok(grant),
            Done::Replayed(()) => Err(StoreError::bug("a replay without a key").into()),
        }
    }

    /// Pays what is due of grants that were not paid in full. One that fails keeps
    /// no other from being paid.
    ///
    /// # Errors
    /// The store's, where what is due could not be read.
    pub async fn retry_due_grants(&self) -> Result<GrantsTried, StoreError> {
        let until = Range::LessThan(format!("{}$", self.now()));
        let page = self.query(&unpaid_query(until, TRIED_AT_ONCE, false)).await?;
        let (grants, unread) = self.grants_at(&page.items).await?;
        let mut tried = GrantsTried { due: unread, granted: 0, failed: unread };
        for grant in grants {
            // The index may be behind: what is not due any more is left alone.
            if grant.next_attempt_at.is_none_or(|at| at > self.now()) {
                continue;
            }
            tried.due += 1;
            match self.retry_grant(&grant.id).await {
                Ok(grant) => tried.granted += usize::from(grant.status == GrantStatus::Granted),
                // It stays due.
                Err(AffinityError::Refused(_) | AffinityError::Store(StoreError::Busy)) => {}
                Err(AffinityError::Store(error)) => {
                    tracing::error!(%error, grant = %grant.id, "a level reward was not paid");
                    tried.failed += 1;
                    if matches!(error, StoreError::Timeout) {
                        break;
                    }
                }
            }
        }
        Ok(tried)
    }
}

fn unpaid_query(range: Range, limit: u32, newest_first: bool) -> Query {
    Query {
        table: Table::Ledger,
        index: Some(DUE),
        hash: keys::UNPAID_GRANTS.to_owned(),
        range,
        limit,
        newest_first,
        consistent: false,
    }
}
