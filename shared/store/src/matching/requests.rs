//! Heart-link requests: looking, cancelling, answering a proposal.
//!
//! Asking is in `asking`, pairing of those who wait in `pairing`.

use std::time::Duration;

use heartlink_domain::counters::MatchingCounters;
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::{
    Answered, Cancelled, Person, Refusal, Request, RequestStatus, Score, accept, cancel, decline,
    estimated_wait_seconds, expire_proposal, is_overdue,
};
use heartlink_domain::rooms::{Room, RoomStatus};
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::matching::people::PersonWithRelations;
use crate::matching::relations::Known;
use crate::plan::Plan;
use crate::retry::Policy;

/// A person's request and, once matched, whom they met.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeartLink {
    /// Whose.
    pub user_id: UserId,
    /// The request.
    pub request: Request,
    /// The active room, or the proposal.
    pub meeting: Option<Meeting>,
    /// Whether this call created the request.
    pub created: bool,
}

/// With whom, where and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// The room.
    pub room_id: RoomId,
    /// The other person.
    pub partner: UserId,
    /// The score of the match.
    pub score: Score,
    /// Whether the room is open; a proposal's is not yet.
    pub open: bool,
    /// Until when a proposal waits for acceptance.
    pub lease_until: Option<Timestamp>,
}

impl Meeting {
    pub(crate) fn of(room: &Room, me: &UserId) -> Option<Self> {
        let open = room.status == RoomStatus::Active;
        Some(Self {
            room_id: room.id.clone(),
            partner: room.partner_of(me)?.clone(),
            score: room.score.clone(),
            open,
            lease_until: (room.status == RoomStatus::Proposed).then_some(room.sweep_at),
        })
    }
}

/// A waiting or matched person's view of the present.
#[derive(Debug, Clone, PartialEq)]
pub struct Current {
    /// Request and meeting.
    pub link: HeartLink,
    /// How long the person has waited, or waited until matched.
    pub waited: Duration,
    /// How long it may still take.
    pub estimated_wait_seconds: u64,
}

/// Why an operation on a request did not happen.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A rule said no.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// How `user`'s request stands; `None` without a live request or active room.
    ///
    /// # Errors
    /// The store's.
    pub async fn current(&self, user: &UserId) -> Result<Option<Current>, StoreError> {
        let me = self.present(self.person(user).await?).await;
        let me = self.released(me).await?;
        let now = self.now();
        let Some(request) = me.request.clone() else { return Ok(None) };
        let live = request.status.is_live() && !is_overdue(&me, now, self.settings());
        if !live && me.room_id.is_none() {
            return Ok(None);
        }
        let room_id = me.room_id.clone().or_else(|| request.claim.as_ref().map(|c| c.room_id.clone()));
        let room = match &room_id {
            Some(id) => self.room(id).await?,
            None => None,
        };
        let until = room.as_ref().map_or(now, |room| room.created_at);
        let waited = until.since(request.created_at);
        let estimated_wait_seconds = match &me.room_id {
            Some(_) => 0,
            None => estimated_wait_seconds(self.median_wait_millis().await?, waited, self.settings()),
        };
        let meeting = room.as_ref().and_then(|room| Meeting::of(room, user));
        let link = HeartLink { user_id: me.user_id, request, meeting, created: false };
        Ok(Some(Current { link, waited, estimated_wait_seconds }))
    }

    /// `user` withdraws the live request.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn cancel(
        &self,
        user: &UserId,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<HeartLink>, RequestError> {
        let mut attempts = self.attempts(Policy::Normal);
        let mut me = self.person(user).await?;
        loop {
            let changed = match cancel(&me) {
                Ok(Cancelled { person }) => person,
                Err(Refusal::Proposed(_)) => return self.decline(user, key).await,
                Err(refusal) => {
                    return self.find_idempotency_record(key).await?.ok_or(RequestError::Refused(refusal));
                }
            };
            let request = changed.request.clone().ok_or_else(|| StoreError::bug("no request"))?;
            let link = HeartLink { user_id: user.clone(), request, meeting: None, created: false };
            let mut plan = Plan::default();
            plan.put(&changed, self.settings())?;
            self.add_counters(&mut plan, &MatchingCounters::cancelled(1));
            self.add_idempotency_record(&mut plan, key, &link)?;
            match self.commit(&plan).await {
                Ok(()) => return Ok(Outcome::fresh(link)),
                Err(CommitError::Store(error)) => return Err(error.into()),
                Err(CommitError::Lost(lost)) => {
                    attempts.again().await?;
                    me = self.latest_person(&lost, user).await?;
                }
                Err(CommitError::Replay(record)) => {
                    if let Some(outcome) = self.replayed(key, record)? {
                        return Ok(outcome);
                    }
                    attempts.again().await?;
                }
                Err(CommitError::Contended) => {
                    attempts.again().await?;
                    me = self.person(user).await?;
                }
            }
        }
    }

    /// `user` accepts the proposed match.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn accept(
        &self,
        user: &UserId,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<HeartLink>, RequestError> {
        self.answer(user, key, true).await
    }

    /// `user` declines the proposed match.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn decline(
        &self,
        user: &UserId,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<HeartLink>, RequestError> {
        self.answer(user, key, false).await
    }

    async fn answer(
        &self,
        user: &UserId,
        key: Option<&IdempotencyKey>,
        yes: bool,
    ) -> Result<Outcome<HeartLink>, RequestError> {
        let mut attempts = self.attempts(Policy::Normal);
        loop {
            let answered = match self.decide_answer(user, yes).await? {
                Ok(answered) => answered,
                Err(Refusal::AlreadyMatched(room)) if yes => {
                    return self.accepted_before(user, room, key).await;
                }
                Err(refusal) => {
                    return self.find_idempotency_record(key).await?.ok_or(RequestError::Refused(refusal));
                }
            };
            let mine = answered.people.iter().find(|person| person.user_id == *user);
            let request =
                mine.and_then(|me| me.request.clone()).ok_or_else(|| StoreError::bug("no request"))?;
            let meeting = request.status.is_live() || request.status == RequestStatus::Matched;
            let meeting = if meeting { Meeting::of(&answered.room, user) } else { None };
            let link = HeartLink { user_id: user.clone(), request, meeting, created: false };
            let mut plan = self.plan_answered(&answered)?;
            self.add_idempotency_record(&mut plan, key, &link)?;
            match self.commit(&plan).await {
                Ok(()) => return Ok(Outcome::fresh(link)),
                Err(CommitError::Store(error)) => return Err(error.into()),
                Err(CommitError::Replay(record)) => {
                    if let Some(outcome) = self.replayed(key, record)? {
                        return Ok(outcome);
                    }
                    attempts.again().await?;
                }
                Err(CommitError::Lost(_) | CommitError::Contended) => attempts.again().await?,
            }
        }
    }

    /// What an acceptance is answered once the match was made: the room.
    async fn accepted_before(
        &self,
        user: &UserId,
        room_id: RoomId,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<HeartLink>, RequestError> {
        if let Some(first) = self.find_idempotency_record(key).await? {
            return Ok(first);
        }
        let (me, room) = (self.person(user).await?, self.room(&room_id).await?);
        let (Some(request), Some(room)) = (me.request, room.filter(|room| room.status == RoomStatus::Active))
        else {
            return Err(RequestError::Refused(Refusal::NotProposed));
        };
        let meeting = Meeting::of(&room, user);
        let link = HeartLink { user_id: user.clone(), request, meeting, created: false };
        Ok(self.record_outcome(key, Policy::Normal, link).await?)
    }

    async fn decide_answer(&self, user: &UserId, yes: bool) -> Result<Result<Answered, Refusal>, StoreError> {
        let PersonWithRelations { person: me, relations } = self.person_with_relations(user).await?;
        let Some(claim) = me.request.as_ref().and_then(|request| request.claim.clone()) else {
            let room = me.room_id.filter(|_| self.settings().matching.acceptance);
            return Ok(Err(room.map_or(Refusal::NotProposed, Refusal::AlreadyMatched)));
        };
        let Some(room) = self.room(&claim.room_id).await? else {
            return Err(StoreError::bug("a claim without a room"));
        };
        let them = self.person_with_relations(&claim.partner).await?;
        let known: Known = relations.into_iter().chain(them.relations).collect();
        let pair = known.both_ways(user, &claim.partner);
        Ok(if yes {
            accept(&me, &them.person, &room, [&pair[0], &pair[1]], self.now(), self.settings())
        } else {
            decline(&me, &them.person, &room, self.now())
        })
    }

    /// The writes of an answered or expired proposal.
    pub(crate) fn plan_answered(&self, answered: &Answered) -> Result<Plan, StoreError> {
        let mut plan = Plan::default();
        for person in &answered.people {
            plan.put(person, self.settings())?;
        }
        plan.put(&answered.room, self.settings())?;
        for relation in answered.relations.iter().flatten() {
            plan.put(relation, self.settings())?;
        }
        self.add_counters(&mut plan, &tally_of(answered));
        Ok(plan)
    }

    /// `me`, once the claim is released whose lease is over.
    async fn released(&self, me: Person) -> Result<Person, StoreError> {
        let claim = me.request.as_ref().and_then(|request| request.claim.as_ref());
        let Some(claim) = claim.filter(|claim| claim.lease_until <= self.now()) else { return Ok(me) };
        let plan = match self.room(&claim.room_id).await? {
            Some(room) => self.expire_proposal(&room).await?,
            None => None,
        };
        let Some(plan) = plan else { return Ok(me) };
        match self.commit(&plan).await {
            Err(CommitError::Store(error)) => Err(error),
            // Done, or somebody else was faster.
            _ => self.person(&me.user_id).await,
        }
    }

    /// The writes that release the claims of a proposal whose lease is over.
    pub(crate) async fn expire_proposal(&self, room: &Room) -> Result<Option<Plan>, StoreError> {
        let people = self.two_people([&room.members[0], &room.members[1]]).await?;
        let expired = expire_proposal([&people[0], &people[1]], room, self.now());
        expired.map(|answered| self.plan_answered(&answered)).transpose()
    }
}

fn tally_of(answered: &Answered) -> MatchingCounters {
    match answered.room.status {
        RoomStatus::Active => {
            let waits = [0, 1].map(|side: usize| {
                let asked = answered.people[side].request.as_ref().map(|request| request.created_at);
                asked.map_or(Duration::ZERO, |asked| answered.room.created_at.since(asked))
            });
            MatchingCounters::settled().merge(&MatchingCounters::matched(waits))
        }
        RoomStatus::Withdrawn => {
            let count = |status| {
                let those = answered.people.iter().filter_map(|person| person.request.as_ref());
                those.filter(|request| request.status == status).count() as u64
            };
            MatchingCounters::settled()
                .merge(&MatchingCounters::cancelled(count(RequestStatus::Cancelled)))
                .merge(&MatchingCounters::expired(count(RequestStatus::Expired)))
        }
        RoomStatus::Proposed | RoomStatus::Ended => MatchingCounters::default(),
    }
}
