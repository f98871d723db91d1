//! Asking for a heart link: paired at once if somebody suitable waits, else
//! standing in line.
//!
//! Owns the window that a person who asks looks at, and the hints that keep
//! the callers of one process out of each other's way. Pairing of those in
//! line is in `pairing`.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use heartlink_domain::activity::{self, ActivityKind};
use heartlink_domain::counters::MatchingCounters;
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::{
    Asked, MatchPreferences, Person, Refusal, Request, RequestStatus, Score, ask, best_partner,
};
use heartlink_domain::rooms::{Room, RoomStatus};

use crate::Store;
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::matching::pairing::PlanError;
use crate::matching::people::PersonWithRelations;
use crate::matching::relations::Known;
use crate::matching::requests::{HeartLink, Meeting, RequestError};
use crate::matching::stats::pool_query;
use crate::plan::{Item, Plan, Record};
use crate::retry::Policy;

/// Partners that a person who asks tries to be paired with at once, before
/// the stream function takes over.
const PARTNERS_TRIED: u32 = 2;

/// Most people that this process tries to pair at the same moment.
const RESERVED_MOST: usize = 10_000;

/// People asking through this process at the same moment who make it a crowd.
const BURST: usize = 16;

/// Counts a person among those who are asking right now.
struct Asking {
    count: Arc<AtomicUsize>,
    others: usize,
}

impl Asking {
    fn begin(count: &Arc<AtomicUsize>) -> Self {
        Self { others: count.fetch_add(1, Ordering::Relaxed), count: Arc::clone(count) }
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whom this process is trying to pair right now: a hint that keeps its own
/// callers out of each other's way. The transaction is what decides.
#[derive(Clone, Default)]
pub(crate) struct Reservations(Arc<Mutex<HashSet<UserId>>>);

/// Held while a pairing is tried.
pub(crate) struct Reserved {
    reservations: Reservations,
    user: UserId,
}

impl Reservations {
    pub(crate) fn is_taken(&self, user: &UserId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(user)
    }

    pub(crate) fn take(&self, user: &UserId) -> Option<Reserved> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= RESERVED_MOST || !taken.insert(user.clone()) {
            return None;
        }
        Some(Reserved { reservations: self.clone(), user: user.clone() })
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.reservations.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user);
    }
}

impl Store {
    /// `user` asks to be paired: at once if somebody suitable waits, else by
    /// standing in line.
    ///
    /// # Errors
    /// A refusal of the rules; the store's, [`StoreError::Busy`] after too many lost races.
    pub async fn ask(
        &self,
        user: &UserId,
        preferences: &MatchPreferences,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<HeartLink>, RequestError> {
        let asking = Asking::begin(&self.shared.asking);
        if asking.others >= BURST
            && let Some(outcome) = self.enqueue_under_burst(user, preferences, key).await?
        {
            return Ok(outcome);
        }
        let mut attempts = self.attempts(Policy::Normal);
        loop {
            let PersonWithRelations { person, relations } = self.person_with_relations(user).await?;
            let me = match self.decide_ask(&person, preferences) {
                Asked::Fresh(me) | Asked::Changed(me) => me,
                Asked::Live => return Ok(self.as_it_stands(person, None, key).await?),
                Asked::InRoom(room) => return Ok(self.as_it_stands(person, Some(room), key).await?),
                Asked::Barred(barred) => {
                    let refused = RequestError::Refused(Refusal::Barred(barred));
                    return self.find_idempotency_record(key).await?.ok_or(refused);
                }
            };
            match self.pair_or_wait(me, relations.into_iter().collect(), key).await? {
                Some(outcome) => return Ok(outcome),
                None => attempts.again().await?,
            }
        }
    }

    /// The rule's answer to `person` who asks now, the activity recorded with it.
    fn decide_ask(&self, person: &Person, preferences: &MatchPreferences) -> Asked {
        let now = self.now();
        let active = activity::record(person, ActivityKind::Heartbeat, now, self.settings());
        let me = active.as_ref().unwrap_or(person);
        ask(me, preferences.clone(), now, self.settings(), &mut self.chance("request"))
    }

    /// When many ask at the same moment, looking for a partner one by one
    /// would only make them lose races to each other: they stand in line, and
    /// the stream function pairs them at their best. `None`: look closer.
    async fn enqueue_under_burst(
        &self,
        user: &UserId,
        preferences: &MatchPreferences,
        key: Option<&IdempotencyKey>,
    ) -> Result<Option<Outcome<HeartLink>>, StoreError> {
        let person = self.shared.person_cache.recall(user).unwrap_or_else(|| Person::new(user.clone()));
        match self.decide_ask(&person, preferences) {
            Asked::Fresh(mut me) => {
                let shards = i64::from(self.settings().matching.pool_shards);
                let shard = u32::try_from(self.chance("shard").integer(0, shards)).unwrap_or(0);
                if let Some(request) = &mut me.request {
                    request.shard = shard;
                }
                self.shared.burst_shards.seen(shard, true);
                self.enqueue(me, 0, key).await
            }
            Asked::Live | Asked::Changed(_) | Asked::InRoom(_) | Asked::Barred(_) => Ok(None),
        }
    }

    /// The answer to a person who asks while waiting or in a room.
    async fn as_it_stands(
        &self,
        me: Person,
        room: Option<RoomId>,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<HeartLink>, StoreError> {
        if let Some(outcome) = self.find_idempotency_record(key).await? {
            return Ok(outcome);
        }
        self.touch(&me.user_id).await?;
        let room = match room.or_else(|| me.request.as_ref()?.claim.as_ref().map(|c| c.room_id.clone())) {
            Some(id) => self.room(&id).await?,
            None => None,
        };
        let meeting = room.as_ref().and_then(|room| Meeting::of(room, &me.user_id));
        let request = me.request.ok_or_else(|| StoreError::bug("a live request that is not there"))?;
        Ok(Outcome::fresh(HeartLink { user_id: me.user_id, request, meeting, created: false }))
    }

    /// Tries a few partners from the window, then stands in line. `None`: the
    /// person's own item changed meanwhile.
    async fn pair_or_wait(
        &self,
        mut me: Person,
        mut known: Known,
        key: Option<&IdempotencyKey>,
    ) -> Result<Option<Outcome<HeartLink>>, StoreError> {
        let (mut window, shard) = self.window_for(&me).await?;
        let mut conflicts = 0;
        for _ in 0..PARTNERS_TRIED {
            let Some((partner, score)) = self.choose_partner(&me, &window, &known) else { break };
            window.retain(|person| person.user_id != partner.user_id);
            let _reserved = self.shared.reservations.take(&partner.user_id);
            let relations = known.both_ways(&me.user_id, &partner.user_id);
            let mut planned = match self.plan_pairing([&me, &partner], &relations, score, conflicts) {
                Ok(planned) => planned,
                Err(PlanError::Unpairable) => continue,
                Err(PlanError::Store(error)) => return Err(error),
            };
            let link = self.link_after(&me, &planned.room)?;
            self.add_idempotency_record(&mut planned.plan, key, &link)?;
            match self.commit(&planned.plan).await {
                Ok(()) => {
                    self.paired(&planned);
                    return Ok(Some(Outcome::fresh(link)));
                }
                Err(CommitError::Lost(lost)) => {
                    if lost.concerns(&me.key()) {
                        return Ok(None);
                    }
                    conflicts += 1;
                    known.learn(&lost, &relations)?;
                    if !lost.concerns(&partner.key()) {
                        window.push(partner);
                    } else if let Some(latest) = lost.latest::<Person>(&partner.key())? {
                        window.push(latest);
                    }
                }
                Err(CommitError::Contended) => {
                    conflicts += 1;
                    window.push(partner);
                }
                Err(CommitError::Replay(record)) => return self.replayed(key, record),
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
        if let Some(request) = me.request.as_mut().filter(|request| is_fresh(request)) {
            request.shard = shard;
        }
        self.enqueue(me, conflicts, key).await
    }

    /// The best partner in the window: out of those whom this process is not
    /// pairing already, or else out of all.
    fn choose_partner(&self, me: &Person, window: &[Person], known: &Known) -> Option<(Person, Score)> {
        let is_free = |person: &&Person| !self.shared.reservations.is_taken(&person.user_id);
        let free: Vec<Person> = window.iter().filter(is_free).cloned().collect();
        [free.as_slice(), window].into_iter().find_map(|people| {
            let mut chance = self.chance("score");
            let best = best_partner(me, people, &known.rules, self.now(), self.settings(), &mut chance);
            best.map(|(index, score)| (people[index].clone(), score))
        })
    }

    async fn enqueue(
        &self,
        me: Person,
        conflicts: u64,
        key: Option<&IdempotencyKey>,
    ) -> Result<Option<Outcome<HeartLink>>, StoreError> {
        let request = me.request.clone().ok_or_else(|| StoreError::bug("asking without a request"))?;
        let created = is_fresh(&request);
        let link = HeartLink { user_id: me.user_id.clone(), request, meeting: None, created };
        let mut plan = Plan::default();
        plan.put(&me, self.settings())?;
        self.add_counters(&mut plan, &MatchingCounters::conflicts(conflicts));
        self.add_idempotency_record(&mut plan, key, &link)?;
        match self.commit(&plan).await {
            Ok(()) => {
                self.shared.person_cache.written(&me);
                Ok(Some(Outcome::fresh(link)))
            }
            Err(CommitError::Replay(record)) => self.replayed(key, record),
            Err(CommitError::Lost(lost)) => {
                self.latest_person(&lost, &me.user_id).await?;
                Ok(None)
            }
            Err(CommitError::Contended) => Ok(None),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    pub(crate) fn replayed(
        &self,
        key: Option<&IdempotencyKey>,
        record: Item,
    ) -> Result<Option<Outcome<HeartLink>>, StoreError> {
        Ok(key.map(|key| self.decode_result(key, record)).transpose()?.flatten())
    }

    /// What `me` is told of the match that made `room`.
    fn link_after(&self, me: &Person, room: &Room) -> Result<HeartLink, StoreError> {
        let mut request = me.request.clone().ok_or_else(|| StoreError::bug("a match without a request"))?;
        request.status = match room.status {
            RoomStatus::Active => RequestStatus::Matched,
            _ => RequestStatus::Matching,
        };
        let created = is_fresh(&request);
        request.version += 1;
        let meeting = Meeting::of(room, &me.user_id);
        Ok(HeartLink { user_id: me.user_id.clone(), request, meeting, created })
    }

    /// The waiting requests that `me` looks at, and the shard to wait in: the
    /// primary shard while it is not crowded, else any.
    async fn window_for(&self, me: &Person) -> Result<(Vec<Person>, u32), StoreError> {
        let limit = self.settings().matching.window;
        let mut window = self.waiting(0, limit).await?;
        let crowded = window.len() >= limit as usize;
        let shards = i64::from(self.settings().matching.pool_shards);
        let side = u32::try_from(self.chance("shard").integer(1, shards)).unwrap_or(1);
        let looked_in = self.shared.burst_shards.second_look(side);
        if let Some(shard) = looked_in.filter(|_| crowded || window.is_empty()).or(crowded.then_some(side)) {
            let more = self.waiting(shard, limit).await?;
            self.shared.burst_shards.seen(shard, !more.is_empty());
            window.extend(more);
        }
        window.retain(|person| person.user_id != me.user_id);
        if crowded {
            self.shared.burst_shards.seen(side, true);
        }
        Ok((window, if crowded { side } else { 0 }))
    }

    /// The oldest waiting requests of a shard, as the index tells.
    pub(crate) async fn waiting(&self, shard: u32, limit: u32) -> Result<Vec<Person>, StoreError> {
        self.query(&pool_query(shard, limit)).await?.read()
    }
}

/// Whether the request is made by this call: one that waited and changed has a
/// higher version.
fn is_fresh(request: &Request) -> bool {
    request.version == 1
}
