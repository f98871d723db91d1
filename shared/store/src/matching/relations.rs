//! Relations between two people: blocks, and when they last met.

use std::collections::HashMap;

use heartlink_domain::counters::MatchingCounters;
use heartlink_domain::ids::UserId;
use heartlink_domain::matching::{Relation, Relations};
use heartlink_domain::rooms::{EndReason, block, end, unblock};

use crate::Store;
use crate::calls::{Query, Range};
use crate::commit::{CommitError, Lost};
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::plan::{Plan, Record, from_item};
use crate::retry::Policy;
use crate::tables::Table;

/// Relations of one person that are searched for blocks at most.
const RELATIONS_SEARCHED: u32 = 10_000;

impl Record for Relation {
    fn key(&self) -> Key {
        Key::relation(&self.user_id, &self.other)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

/// What an operation has read of relations. What it has not read counts as
/// unwritten, which the commit then proves or refutes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// As the rules look at them.
    pub rules: Relations,
    records: HashMap<(UserId, UserId), Relation>,
}

impl Known {
    pub(crate) fn insert(&mut self, relation: Relation) {
        self.rules.insert(&relation);
        // The two records of a pair are only ever written together.
        let mirror = Relation {
            user_id: relation.other.clone(),
            other: relation.user_id.clone(),
            blocks: relation.blocked,
            blocked: relation.blocks,
            ..relation.clone()
        };
        for record in [relation, mirror] {
            self.records.insert((record.user_id.clone(), record.other.clone()), record);
        }
    }

    /// The records of a pair, in both directions.
    pub(crate) fn both_ways(&self, a: &UserId, b: &UserId) -> [Relation; 2] {
        [(a, b), (b, a)].map(|(user, other)| {
            let record = self.records.get(&(user.clone(), other.clone()));
            record.cloned().unwrap_or_else(|| Relation::new(user.clone(), other.clone()))
        })
    }

    /// Takes over what a lost race told about a pair.
    pub(crate) fn learn(&mut self, lost: &Lost, pair: &[Relation; 2]) -> Result<(), StoreError> {
        for relation in pair {
            if let Some(latest) = lost.latest::<Relation>(&relation.key())? {
                self.insert(latest);
            }
        }
        Ok(())
    }
}

impl FromIterator<Relation> for Known {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        let mut known = Self::default();
        relations.into_iter().for_each(|relation| known.insert(relation));
        known
    }
}

impl Store {
    async fn relations_between(&self, a: &UserId, b: &UserId) -> Result<[Relation; 2], StoreError> {
        let items = self.batch_get(&[Key::relation(a, b), Key::relation(b, a)]).await?;
        let known: Known = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        Ok(known.both_ways(a, b))
    }

    /// `user` blocks `other`: they are never paired again, and a room that the
    /// two are in ends with it. Patient, as leaving is.
    ///
    /// # Errors
    /// The store's; [`StoreError::Busy`] after too many lost races.
    pub async fn block(&self, user: &UserId, other: &UserId) -> Result<(), StoreError> {
        let mut attempts = self.attempts(Policy::Rewards);
        loop {
            let relations = self.relations_between(user, other).await?;
            let mut plan = Plan::default();
            for relation in block([&relations[0], &relations[1]], self.now()).into_iter().flatten() {
                plan.put(&relation, self.settings())?;
            }
            self.end_room_of_two(&mut plan, user, other).await?;
            if plan.actions.is_empty() {
                return Ok(());
            }
            match self.commit(&plan).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Lost(_) | CommitError::Contended) => attempts.again().await?,
                Err(CommitError::Replay(_)) => return Err(StoreError::bug("a replay without a key")),
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
    }

    /// Whom `user` has blocked, looked for among those whom `user` ever met or blocked.
    ///
    /// # Errors
    /// The store's.
    pub async fn blocks_of(&self, user: &UserId) -> Result<Vec<Relation>, StoreError> {
        let query = Query {
            table: Table::Matching,
            index: None,
            hash: keys::user_partition(user),
            range: Range::BeginsWith(keys::RELATION_PREFIX.to_owned()),
            limit: RELATIONS_SEARCHED,
            newest_first: false,
            consistent: true,
        };
        let relations: Vec<Relation> = self.query(&query).await?.read()?;
        Ok(relations.into_iter().filter(|relation| relation.blocks).collect())
    }

    async fn end_room_of_two(
        &self,
        plan: &mut Plan,
        user: &UserId,
        other: &UserId,
    ) -> Result<(), StoreError> {
        let [me, them] = self.two_people([user, other]).await?;
        let Some(room_id) = me.room_id.as_ref().filter(|id| them.room_id.as_ref() == Some(id)) else {
            return Ok(());
        };
        let Some(room) = self.room(room_id).await? else { return Ok(()) };
        if let Some(ended) = end(&room, [&me, &them], (EndReason::Blocked, Some(user)), self.now()) {
            self.plan_end(plan, &ended)?;
        }
        Ok(())
    }

    /// `user` takes the block on `other` back.
    ///
    /// # Errors
    /// The store's; [`StoreError::Busy`] after too many lost races.
    pub async fn unblock(&self, user: &UserId, other: &UserId) -> Result<(), StoreError> {
        let mut attempts = self.attempts(Policy::Normal);
        loop {
            let relations = self.relations_between(user, other).await?;
            let Some(changed) = unblock([&relations[0], &relations[1]]) else { return Ok(()) };
            let mut plan = Plan::default();
            for relation in &changed {
                plan.put(relation, self.settings())?;
            }
            match self.commit(&plan).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Lost(_) | CommitError::Contended) => attempts.again().await?,
                Err(CommitError::Replay(_)) => return Err(StoreError::bug("a replay without a key")),
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
    }

    /// Adds the end of a room to `plan`.
    pub(crate) fn plan_end(
        &self,
        plan: &mut Plan,
        ended: &heartlink_domain::rooms::Ended,
    ) -> Result<(), StoreError> {
        plan.put(&ended.room, self.settings())?;
        for person in &ended.people {
            plan.put(person, self.settings())?;
        }
        self.add_counters(plan, &MatchingCounters::ended(1));
        Ok(())
    }
}
