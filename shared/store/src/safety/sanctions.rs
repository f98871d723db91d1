//! Sanctions: imposed and lifted by moderators, with a trail.
//!
//! Owns that the person, their request, their room and the record of who did it
//! change together. What a sanction bars is a condition of each write: of the
//! person's own item where that is written, of the room where that is, and a check
//! beside the rest.

use heartlink_domain::counters::MatchingCounters;
use heartlink_domain::ids::UserId;
use heartlink_domain::matching::{Person, RequestStatus};
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::rooms::{self, Ended, RoomStatus};
use heartlink_domain::safety::{Barred, Sanction, may_act, may_send, sanctioned};
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::calls::{Query, Range};
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::plan::Plan;
use crate::retry::Policy;
use crate::tables::Table;

/// Records of a person's trail that are read, the newest.
const TRAIL_READ: u32 = 100;

/// What was done about somebody, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SanctionRecord {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: UserId,
    /// What was imposed; nothing where it was lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanction: Option<Sanction>,
}

/// What is done about somebody now, and what was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanctions {
    /// The sanction that was imposed last, unless it was lifted or has ended.
    pub sanction: Option<Sanction>,
    /// All that was done, newest first.
    pub trail: Vec<SanctionRecord>,
}

/// Why a sanction was not imposed.
#[derive(Debug, thiserror::Error)]
pub enum SanctionError {
    /// The input is invalid, in at least one field.
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldProblem>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Puts `user` under `sanction`, in place of another.
    ///
    /// # Errors
    /// A sanction that is none; the store's.
    pub async fn impose_sanction(&self, user: &UserId, sanction: &Sanction) -> Result<(), SanctionError> {
        sanction.check().map_err(SanctionError::Invalid)?;
        Ok(self.set_sanction(user, Some(sanction), &sanction.by).await?)
    }

    /// Ends what `user` is under; nothing changes where that is nothing.
    ///
    /// # Errors
    /// The store's.
    pub async fn lift_sanction(&self, user: &UserId, by: &UserId) -> Result<(), StoreError> {
        self.set_sanction(user, None, by).await
    }

    async fn set_sanction(
        &self,
        user: &UserId,
        sanction: Option<&Sanction>,
        by: &UserId,
    ) -> Result<(), StoreError> {
        let mut attempts = self.attempts(Policy::Rewards);
        loop {
            let person = self.person(user).await?;
            if sanction.is_none() && person.sanction.is_none() {
                return Ok(());
            }
            let now = self.now();
            let after = sanctioned(&person, sanction, now);
            let mut plan = Plan::default();
            let record = SanctionRecord { at: now, by: by.clone(), sanction: sanction.cloned() };
            plan.insert(Key::sanction_record(user, person.version + 1), &record)?;
            self.plan_sanctioned(&mut plan, &after).await?;
            let status = |person: &Person| person.request.as_ref().map(|request| request.status);
            // A claim is counted when its proposal expires.
            if status(&person) == Some(RequestStatus::Pending) && status(&after) != status(&person) {
                self.add_counters(&mut plan, &MatchingCounters::cancelled(1));
            }
            match self.commit(&plan).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Lost(_) | CommitError::Contended) => attempts.again().await?,
                Err(CommitError::Replay(_)) => return Err(StoreError::bug("a replay without a key")),
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
    }

    /// Adds the person as they are now, and the room that they are in: it ends where
    /// they may not act, and else keeps who may not send.
    async fn plan_sanctioned(&self, plan: &mut Plan, person: &Person) -> Result<(), StoreError> {
        let (user, now) = (&person.user_id, self.now());
        let room = match &person.room_id {
            Some(id) => self.room(id).await?.filter(|room| room.status == RoomStatus::Active),
            None => None,
        };
        let Some(room) = room else { return plan.put(person, self.settings()) };
        if may_act(person, now).is_ok() {
            plan.put(person, self.settings())?;
            let kept = room.with_sender(user, may_send(person, now).err());
            return if kept == room { Ok(()) } else { plan.put(&kept, self.settings()) };
        }
        let partner = room.partner_of(user).ok_or_else(|| StoreError::bug("a room of others"))?;
        let [other, _] = self.two_people([partner, user]).await?;
        let Some(Ended { room, people }) = rooms::remove(&room, [person, &other], now) else {
            return plan.put(person, self.settings());
        };
        self.plan_end(plan, &Ended { room, people })
    }

    /// What is done about `user`, and what was.
    ///
    /// # Errors
    /// The store's.
    pub async fn sanctions_of(&self, user: &UserId) -> Result<Sanctions, StoreError> {
        let now = self.now();
        let sanction = self.person(user).await?.sanction;
        let sanction = sanction.filter(|sanction| sanction.until.is_none_or(|until| until > now));
        let query = Query {
            table: Table::Safety,
            index: None,
            hash: keys::user_partition(user),
            range: Range::BeginsWith(keys::SANCTION_PREFIX.to_owned()),
            limit: TRAIL_READ,
            newest_first: true,
            consistent: true,
        };
        Ok(Sanctions { sanction, trail: self.query(&query).await?.read()? })
    }

    /// What `user` may not do, where they may not act or send at all.
    ///
    /// # Errors
    /// The store's.
    pub async fn barred(&self, user: &UserId) -> Result<Option<Barred>, StoreError> {
        Ok(may_send(&self.person(user).await?, self.now()).err())
    }
}
