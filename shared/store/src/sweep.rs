//! The sweep: a bounded, resumable pass over the index of what is due.
//!
//! Its cost grows with what is due, not with what is stored. Two sweeps at
//! once do each change once, because each change is conditional on the version
//! that was judged. Never touches what is not due.

use std::time::Duration;

use futures::stream::{self, StreamExt};
use heartlink_domain::counters::{MatchingCounters, Stats};
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::{ExpiryReason, Person, RequestChange, sweep_request};
use heartlink_domain::rooms::{Room, RoomStatus, RoomSweep, sweep_room};
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::calls::{Query, Range};
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::plan::{Item, Plan};
use crate::tables::{DUE, Table};

/// Changes of one sweep under way at a time.
const CHANGES_AT_ONCE: usize = 16;
/// Changes after which a sweep leaves the rest to the next: they are all told.
const MOST_CHANGES: usize = 10_000;
/// No round begins with less time left than this.
const ROUND: Duration = Duration::from_secs(3);

/// How much a sweep takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Requests and proposals: what cannot wait for the cleanup.
    Tick,
    /// Everything that is due.
    Cleanup,
}

/// The figures before or after a sweep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Requests waiting.
    pub pending: u64,
    /// Requests claimed for a proposed match.
    pub matching: u64,
    /// Requests that ever expired.
    pub expired: u64,
    /// Rooms that are open.
    pub active_rooms: u64,
    /// Rooms that ever ended.
    pub ended_rooms: u64,
}

impl From<Stats> for Counts {
    fn from(stats: Stats) -> Self {
        Self {
            pending: stats.pending,
            matching: stats.matching,
            expired: stats.expired,
            active_rooms: stats.active_rooms,
            ended_rooms: stats.ended_rooms,
        }
    }
}

/// One change that a sweep made, or would make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum SweepChange {
    /// A request expired.
    RequestExpired {
        /// Whose.
        user_id: UserId,
        /// `inactive`, `too_old` or `unattended`.
        reason: String,
    },
    /// The waiting time of an active person's request was prolonged.
    RequestRenewed {
        /// Whose.
        user_id: UserId,
    },
    /// The owner was warned of the expiry.
    RequestWarned {
        /// Whose.
        user_id: UserId,
        /// How long before.
        seconds_left: u64,
    },
    /// A proposal was not accepted in time.
    #[serde(rename = "proposal_lapsed")]
    ProposalExpired {
        /// The proposed room.
        room_id: RoomId,
    },
    /// A room ended because a member was inactive.
    RoomEnded {
        /// Which.
        room_id: RoomId,
    },
    /// Both members were there; the room is looked at again later.
    RoomKept {
        /// Which.
        room_id: RoomId,
    },
}

impl SweepChange {
    fn belongs_to(&self, scope: Scope) -> bool {
        // Whoever waits is told at once, also that the wait is over.
        scope == Scope::Cleanup || !matches!(self, Self::RoomEnded { .. } | Self::RoomKept { .. })
    }
}

/// What a sweep did, or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepReport {
    /// Figures before.
    pub before: Counts,
    /// Figures after.
    pub after: Counts,
    /// Each change, except rooms merely kept.
    pub changes: Vec<SweepChange>,
    /// Whether more was due than there was time for, or some of it failed.
    pub unfinished: bool,
}

/// What a sweep did, without the figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Swept {
    /// Each change, rooms merely kept among them.
    pub changes: Vec<SweepChange>,
    /// What could not be read or changed; the next sweep takes it again.
    pub failed: usize,
    /// Whether more was due than there was time for, or some of it failed.
    pub unfinished: bool,
}

#[expect(clippy::large_enum_variant, reason = "a box for each item of a page would gain nothing")]
enum Due {
    Person(Person),
    Room(Room),
}

impl Store {
    /// Sweeps what is due, with the figures before and after.
    ///
    /// # Errors
    /// The store's.
    pub async fn cleanup(&self, dry_run: bool) -> Result<SweepReport, StoreError> {
        let before = self.stats().await?.into();
        let Swept { mut changes, unfinished, .. } = self.sweep(Scope::Cleanup, dry_run).await?;
        changes.retain(|change| !matches!(change, SweepChange::RoomKept { .. }));
        let after = if dry_run { before } else { self.stats().await?.into() };
        Ok(SweepReport { before, after, changes, unfinished })
    }

    /// Sweeps what is due and belongs to `scope`, in rounds that take from every
    /// shard, until nothing more is due or the call's time is nearly over. One
    /// that fails keeps no other from being swept.
    ///
    /// # Errors
    /// The store's, where what is due could not be read.
    pub async fn sweep(&self, scope: Scope, dry_run: bool) -> Result<Swept, StoreError> {
        let settings = &self.settings().sweep;
        let now = self.now();
        let limit = (settings.batch / settings.due_shards).max(1);
        let mut shards: Vec<_> =
            (0..settings.due_shards).map(|shard| (due_by(now, shard, limit), None)).collect();
        let mut swept = Swept::default();
        while !shards.is_empty() {
            if swept.changes.len() >= MOST_CHANGES || self.time_left().is_some_and(|left| left < ROUND) {
                swept.unfinished = true;
                return Ok(swept);
            }
            let mut keys = Vec::new();
            let mut further = Vec::new();
            for (query, start) in shards {
                let page = self.query_from(&query, start).await?;
                keys.extend(page.items.iter().filter_map(key_of));
                further.extend(page.next.map(|next| (query, Some(next))));
            }
            self.sweep_round(keys, scope, dry_run, &mut swept).await?;
            shards = further;
        }
        swept.unfinished = swept.failed > 0;
        Ok(swept)
    }

    async fn sweep_round(
        &self,
        keys: Vec<Key>,
        scope: Scope,
        dry_run: bool,
        swept: &mut Swept,
    ) -> Result<(), StoreError> {
        let (rooms, people): (Vec<Key>, Vec<Key>) = keys.into_iter().partition(|key| key.sk == keys::ROOM);
        let (mut rooms, unread_rooms): (Vec<Room>, _) = self.load_each(&rooms).await?;
        if scope == Scope::Tick {
            // Before their people are read: no change of an open room belongs to the tick.
            rooms.retain(|room| room.status == RoomStatus::Proposed);
        }
        let (people, unread_people) = self.load_each(&people).await?;
        swept.failed += unread_rooms + unread_people;
        let due = rooms.into_iter().map(Due::Room).chain(people.into_iter().map(Due::Person));
        let sweeps: Vec<_> = due.map(|due| self.sweep_one(due, scope, dry_run)).collect();
        let mut results = stream::iter(sweeps).buffer_unordered(CHANGES_AT_ONCE);
        while let Some(result) = results.next().await {
            match result {
                Ok(change) => swept.changes.extend(change),
                Err(error) => {
                    tracing::error!(%error, "something due was not swept");
                    swept.failed += 1;
                }
            }
        }
        Ok(())
    }

    async fn sweep_one(
        &self,
        due: Due,
        scope: Scope,
        dry_run: bool,
    ) -> Result<Option<SweepChange>, StoreError> {
        let judged = match due {
            Due::Person(person) => self.judge_request(&person)?,
            Due::Room(room) => self.judge_room(&room).await?,
        };
        let Some((plan, change)) = judged.filter(|(_, change)| change.belongs_to(scope)) else {
            return Ok(None);
        };
        if dry_run {
            return Ok(Some(change));
        }
        match self.commit(&plan).await {
            Ok(()) => Ok(Some(change)),
            // Somebody else changed it meanwhile: theirs, or the next sweep's.
            Err(CommitError::Lost(_) | CommitError::Contended | CommitError::Replay(_)) => Ok(None),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    fn judge_request(&self, person: &Person) -> Result<Option<(Plan, SweepChange)>, StoreError> {
        let Some((changed, what)) = sweep_request(person, self.now(), self.settings()) else {
            return Ok(None);
        };
        let user_id = person.user_id.clone();
        let mut plan = Plan::default();
        plan.put(&changed, self.settings())?;
        let change = match what {
            RequestChange::Warned { seconds_left } => SweepChange::RequestWarned { user_id, seconds_left },
            RequestChange::Renewed => SweepChange::RequestRenewed { user_id },
            RequestChange::Expired { reason } => {
                self.add_counters(&mut plan, &MatchingCounters::expired(1));
                let reason = match reason {
                    ExpiryReason::Inactive => "inactive",
                    ExpiryReason::TooOld => "too_old",
                    ExpiryReason::Unattended => "unattended",
                };
                SweepChange::RequestExpired { user_id, reason: reason.to_owned() }
            }
        };
        Ok(Some((plan, change)))
    }

    async fn judge_room(&self, room: &Room) -> Result<Option<(Plan, SweepChange)>, StoreError> {
        let room_id = room.id.clone();
        if room.status == RoomStatus::Proposed {
            let plan = self.expire_proposal(room).await?;
            return Ok(plan.map(|plan| (plan, SweepChange::ProposalExpired { room_id })));
        }
        let people = self.two_people([&room.members[0], &room.members[1]]).await?;
        let mut plan = Plan::default();
        match sweep_room(room, [&people[0], &people[1]], self.now(), &self.settings().rooms) {
            RoomSweep::Nothing => Ok(None),
            RoomSweep::LookAgainAt(room) => {
                plan.put(&room, self.settings())?;
                Ok(Some((plan, SweepChange::RoomKept { room_id })))
            }
            RoomSweep::Ended(ended) => {
                self.plan_end(&mut plan, &ended)?;
                Ok(Some((plan, SweepChange::RoomEnded { room_id })))
            }
        }
    }
}

/// What is due in `shard` by `now`, the longest first.
fn due_by(now: Timestamp, shard: u32, limit: u32) -> Query {
    Query {
        table: Table::Matching,
        index: Some(DUE),
        hash: shard.to_string(),
        range: Range::AtMost(now.to_string()),
        limit,
        newest_first: false,
        consistent: false,
    }
}

fn key_of(item: &Item) -> Option<Key> {
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
    Some(Key { table: Table::Matching, pk: text("pk")?, sk: text("sk")? })
}
